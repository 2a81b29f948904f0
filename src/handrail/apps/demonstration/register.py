"""Two invented schools full of pupils: who they are, by a seed, the same on every machine."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from handrail.apps.demonstration.places import DATA, Places, mailbox
from handrail.apps.demonstration.school_years import school_year, school_year_of
from handrail.apps.pupils.actions import Particulars
from handrail.core.names import fold

EMAIL_LETTERS: Final = re.compile(r"[a-z.-]+")
SEED: Final = 1872
"""The year from which every child in Scotland had to be taught."""
ROLLS: Final = {
    "heronstane": {"P1": 30, "P2": 29, "P3": 31, "P4": 28, "P5": 32, "P6": 31, "P7": 30},
    "thistlegarth": {"S1": 48, "S2": 46, "S3": 44, "S4": 40, "S5": 26, "S6": 18},
}
YEARS: Final = ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "S1", "S2", "S3", "S4", "S5", "S6")
STREETS: Final = (
    "Weir Lane", "Mill Brae", "Ferry Cottages", "Cutlers Row", "Sawmill Row", "Heron Wynd", "Slipway",
    "Peat Road", "Lochside Terrace", "Boatyard Close", "Kirk Vennel", "Whin Hill", "Aqueduct Place",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parent:
    """Somebody with parental rights, as the school office has them."""

    name: str
    relation: str
    phone: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Registered:
    """A pupil on a school's register, with the parents."""

    school: str
    particulars: Particulars
    parents: tuple[Parent, ...]
    hard: bool
    """Whether the name is one that a page has to be able to bear."""


def registered(places: Places, *, today: date) -> Iterator[Registered]:
    """Everybody on both registers, by school and year."""
    choose = random.Random(SEED)  # noqa: S311 - the same pupils everywhere, nothing secret
    names = tomllib.loads((DATA / "names.toml").read_text())
    taken: set[str] = set()
    for school, roll in ROLLS.items():
        for year, count in roll.items():
            known = [one for one in names["as_they_are"] if (one["school"], one["year"]) == (school, year)]
            for place in range(count):
                origin, named = _name(choose, names["origin"], taken)
                language = choose.choice(origin["languages"])
                if place < len(known):
                    named = {key: value for key, value in known[place].items() if key in named}
                    language = known[place].get("language", "English")
                particulars = _particulars(choose, places, school=school, year=year, today=today)
                particulars = replace(
                    particulars,
                    **named,
                    languages="English" if language == "English" else f"{language} at home, English",
                )
                parents = _parents(choose, origin, particulars, language=language)
                yield Registered(school, particulars, parents, hard=place < len(known))


def _parents(
    choose: random.Random, origin: Mapping[str, Any], pupil: Particulars, *, language: str
) -> tuple[Parent, ...]:
    """Two parents in three homes of four; one home in twelve has no e-mail."""
    family = pupil.family_name.partition("-")[0]
    has_mail = choose.random() > 1 / 12
    parents = []
    for relation, given in (("mother", origin["girls"]), ("father", origin["boys"])):
        name = f"{choose.choice(given)} {family}"
        box = mailbox(name)
        email = f"{box}@families.example" if has_mail and EMAIL_LETTERS.fullmatch(box) else ""
        parents.append(Parent(name, relation, f"01632 960{choose.randrange(600, 1000)}", email, language))
    if choose.random() < 1 / 4:
        parents = [choose.choice(parents)]
    return tuple(parents)


def _name(
    choose: random.Random, origins: list[dict[str, Any]], taken: set[str]
) -> tuple[Mapping[str, Any], dict[str, Any]]:
    """A name that nobody else has. One pupil in six has a family name of another origin than the given."""
    shares = [origin["share"] for origin in origins]
    while True:
        (own,) = choose.choices(origins, weights=shares)
        (other,) = choose.choices(origins, weights=shares)
        gender = choose.choice(("girl", "boy"))
        given = choose.choice(own["girls" if gender == "girl" else "boys"])
        family = choose.choice((other if choose.random() < 1 / 6 else own)["families"])
        if choose.random() < 1 / 9:
            family = f"{family}-{choose.choice(origins[0]['families'])}"
        whole = fold(f"{given} {family}")
        if whole not in taken:
            taken.add(whole)
            return own, {"given_name": given, "family_name": family, "known_as": given, "gender": gender}


def _particulars(
    choose: random.Random, places: Places, *, school: str, year: str, today: date
) -> Particulars:
    this = school_year_of(today)
    position = YEARS.index(year)
    # Children born from March to February start together, at four and a half to five and a half.
    born = date(this - 5 - position, 3, 1) + timedelta(days=choose.randrange(364))
    here = position - (7 if school == "thistlegarth" else 0)
    habits = places.habits["kelpiewater"]
    return Particulars(
        given_name="-",
        family_name="-",
        born=born,
        year_group=year,
        class_name=_class_name(choose, year),
        address=_address(choose),
        phone=f"01632 960{choose.randrange(600, 1000)}",
        preferred_language="English",
        entered_school_on=school_year(this - here, habits).first_day,
    )


def _address(choose: random.Random) -> str:
    return f"{choose.randrange(1, 60)} {choose.choice(STREETS)}, Kelpiewater ZZ1 {choose.randrange(1, 9)}QX"


def _class_name(choose: random.Random, year: str) -> str:
    return f"{year[1]}{choose.choice('KPW')}" if year.startswith("S") else ""
