"""Who opens which page: random schools and pupils, the same kinds of people at every stage."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from bench import numbering
from bench.database import Connection, Database

PREFIXES: Final = ("mac", "mo", "fi", "e", "ro")


@dataclass(frozen=True, slots=True)
class Visit:
    """One person opens one page."""

    what: str
    path: str
    person: int
    session: str = ""


def choose(owner: Connection, *, count: int) -> list[Visit]:
    """So many visits of each kind, spread over the nation."""
    coordinators = _coordinators(owner, count)
    officers = _officers(owner, count)
    families = _families(owner, count)
    return [
        *(Visit("caseload, coordinator", "/pupils/", one) for one in coordinators),
        *(Visit("caseload, officer", "/pupils/", one) for one in officers),
        *(
            Visit("search, officer", f"/pupils/?everyone=1&named={PREFIXES[number % len(PREFIXES)]}", one)
            for number, one in enumerate(officers)
        ),
        *(Visit("pupil, coordinator", f"/pupils/{one.pupil}/", one.coordinator) for one in families),
        *(Visit("pupil, parent", f"/pupils/{one.pupil}/", one.parent) for one in families),
        *(Visit("today, coordinator", "/", one) for one in coordinators),
        *(Visit("today, officer", "/", one) for one in officers),
        *(Visit("today, parent", "/", one.parent) for one in families),
        *(Visit("plan PDF, parent", one.pdf, one.parent) for one in families),
    ]


def signed_in(database: Database, visits: Iterable[Visit]) -> list[Visit]:
    """The visits with a session for each person, made by the product's own session store."""
    visits = list(visits)
    people = sorted({one.person for one in visits})
    made = database.run("bench.signing", login=database.addresses.app, given=json.dumps(people))
    sessions: dict[str, str] = json.loads(made)
    return [Visit(one.what, one.path, one.person, sessions[str(one.person)]) for one in visits]


def as_json(visits: Iterable[Visit]) -> str:
    return json.dumps([asdict(one) for one in visits])


def from_json(text: str) -> list[Visit]:
    return [Visit(**one) for one in json.loads(text)]


@dataclass(frozen=True, slots=True)
class Family:
    pupil: str
    parent: int
    coordinator: int
    pdf: str


def _coordinators(owner: Connection, count: int) -> list[int]:
    rows = owner.execute(
        "select person_id from organisations_membership where role = 'coordinator' order by random() limit %s",
        [count],
    )
    return _repeated([person for (person,) in rows], count)


def _officers(owner: Connection, count: int) -> list[int]:
    """Officers of the authorities with the most schools: at a full stage, those with sixty."""
    rows = owner.execute(
        "select authority_id from organisations_organisation where kind = 'school' group by authority_id"
        " having count(*) = (select max(schools) from ("
        "  select count(*) as schools from organisations_organisation where kind = 'school' group by authority_id))"
        " order by random() limit %s",
        [count],
    )
    return _repeated([numbering.officer_of(authority) for (authority,) in rows], count)


def _families(owner: Connection, count: int) -> list[Family]:
    rows = owner.execute(
        "with school as ("
        "  select organisation_id as id, person_id as coordinator from organisations_membership"
        "  where role = 'coordinator' order by random() limit %(count)s"
        ")"
        " select plan.pupil_id::text, parent.person_id, school.coordinator,"
        "  '/plans/' || plan.id || '/versions/' || plan.latest_number || '/plan.pdf'"
        " from school join plans_plan as plan on plan.school_id = school.id and plan.latest_number > 0"
        " join pupils_circlemember as parent"
        "  on parent.pupil_id = plan.pupil_id and parent.kind = 'parent' and parent.person_id is not null"
        " order by random() limit %(count)s",
        {"count": count},
    )
    return [Family(*row) for row in rows]


def _repeated(people: list[int], count: int) -> list[int]:
    return [people[number % len(people)] for number in range(count)]
