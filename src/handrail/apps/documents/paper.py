"""A plan as it stands on paper: every word chosen, nothing left for the typesetter to decide but place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Final

from handrail.apps.documents import wording
from handrail.apps.documents.corrections import CorrectionOnPaper, corrections_by_section
from handrail.apps.documents.errors import DocumentError
from handrail.apps.documents.prose import Fact, Json, OwnWords, Prose, line_of, own_words, prose_of, spelt
from handrail.apps.documents.thread import GoalOnPaper, HelpOnPaper, NeedOnPaper, Thread

SCHEMA: Final = "handrail-plan/1"
PART_SCHEMA: Final = "handrail-plan-part/1"
"""What of a plan goes to one person: the same shape, with less in it and a word about whom it is for."""
NOTHING_WRITTEN: Final = "Nothing written here."
NO_REVIEW: Final = "No day is set."
WEIGHTS: Final[Mapping[str, str]] = {
    "statutory_plan": "A plan set by law.",
    "statutory_duty_no_plan": "The law sets the duty behind this plan. The plan itself has no legal force.",
    "policy_plan": "A school plan: it has no legal force of its own.",
}
# Enough of a hash to tell two versions apart by eye.
CHARACTERS_OF_HASH: Final = 12


@dataclass(frozen=True, slots=True)
class SectionOnPaper:
    heading: str
    citation: str
    absent: str
    text: Prose
    facts: tuple[Fact, ...]
    needs: tuple[NeedOnPaper, ...]
    goals: tuple[GoalOnPaper, ...]
    provision: tuple[HelpOnPaper, ...]
    views: tuple[OwnWords, ...]
    asked: tuple[str, ...]  # who was asked and had not answered
    entries: tuple[tuple[Fact, ...], ...]  # whatever else the section lists, such as advice
    corrections: tuple[CorrectionOnPaper, ...]
    signed_here: bool


@dataclass(frozen=True, slots=True)
class Review:
    on: str
    day_set: bool
    sentence: Prose
    citation: str


@dataclass(frozen=True, slots=True)
class Issue:
    name: str
    role: str
    on: str


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    language: str
    region: str | None
    issued: tuple[int, int, int]
    pupil: str
    in_own_words: str
    place: str
    plan_type: str
    legal_weight: str
    notices: tuple[str, ...]  # what a reader must know of this copy before the plan begins
    facts: tuple[Fact, ...]
    review: Review
    sections: tuple[SectionOnPaper, ...]
    has_goals: bool
    no_help: str  # what is said of a goal without help
    issue: Issue
    footer: str
    draft: bool
    invented: bool
    stand_ins: tuple[str, ...]


def paper_of(
    document: Json, *, sha256: str | None, stand_ins: Sequence[str] = (), draft: bool = False
) -> Paper:
    """The canonical plan document, read whole and put in the words and order of print.

    `draft` is for a document that nobody has issued: it says so wherever it names its version.
    """
    if document.get("schema") not in (SCHEMA, PART_SCHEMA):
        raise DocumentError(f"This document is not a plan that can be printed: its schema is not {SCHEMA}.")
    try:
        return _paper(document, sha256=sha256, stand_ins=stand_ins, draft=draft)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise DocumentError(f"The plan document is not complete enough to print: {error!r}.") from error


def without_places_to_break(paper: Paper) -> Paper:
    """The same paper for a screen, where a browser or a word processor breaks lines itself."""
    plain = _without_breaks(paper)
    assert isinstance(plain, Paper)
    return plain


def _without_breaks(part: object) -> object:
    if isinstance(part, str):
        return part.replace(wording.MAY_BREAK, "")
    if isinstance(part, tuple):
        return tuple(map(_without_breaks, part))
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{one.name: _without_breaks(getattr(part, one.name)) for one in fields(part)})
    return part


def _paper(document: Json, *, sha256: str | None, stand_ins: Sequence[str], draft: bool) -> Paper:
    pupil, plan_type, number = document["pupil"], document["plan_type"], document["number"]
    issued_on = wording.as_day(document["issued_on"])
    if issued_on is None:
        raise ValueError(f"issued_on {document['issued_on']!r}")
    spoken = document.get("language") or wording.HERE
    language, _, region = spoken.partition("-")
    known_as = pupil.get("known_as") or pupil["name"].split()[0]
    issued_by = document.get("issued_by") or {}
    review = _review(document.get("next_review") or {}, spoken)
    thread = Thread(document["sections"], spoken)
    corrections = corrections_by_section(document.get("corrections") or (), spoken)
    part = document.get("part")
    version = "draft" if draft else f"version {number}"
    if corrections:
        version += " with corrections"
    if part:
        version += f", part for {line_of(part['for'])}"
    return Paper(
        title=f"{pupil['name']}: {plan_type['name']}, {version}",
        language=language.lower(),
        region=region.upper() if len(region) == 2 else None,
        issued=(issued_on.year, issued_on.month, issued_on.day),
        pupil=line_of(pupil["name"]),
        in_own_words=f"In {wording.own(known_as)} own words",
        place=line_of(pupil.get("school")) or line_of(document.get("authority")),
        plan_type=plan_type["name"],
        legal_weight=WEIGHTS.get(plan_type["legal_weight"], plan_type["legal_weight"]),
        notices=tuple(_notices(document, sum(map(len, corrections.values())))),
        facts=tuple(_cover_facts(document, spoken, draft=draft)),
        review=review,
        sections=tuple(
            _section(section, thread, review, corrections.get(section["key"], ()))
            for section in document["sections"]
        ),
        has_goals=bool(thread.goals),
        no_help="Others give the help for this goal." if part else "No help is written for this goal.",
        issue=Issue(
            name=line_of(issued_by.get("name")),
            role=line_of(issued_by.get("role")),
            on=wording.with_weekday(document["issued_on"], spoken),
        ),
        footer=wording.listed(
            [line_of(pupil["name"]), version, f"SHA-256 {sha256[:CHARACTERS_OF_HASH]}" if sha256 else ""]
        ),
        draft=draft,
        invented=bool(document.get("invented")),
        stand_ins=tuple(stand_ins),
    )


def _review(review: Json, language: str) -> Review:
    return Review(
        on=wording.with_weekday(review["on"], language) if review else NO_REVIEW,
        day_set=bool(review),
        sentence=prose_of(review.get("sentence")),
        citation=line_of(review.get("citation")),
    )


def _notices(document: Json, corrections: int) -> Iterator[str]:
    if part := document.get("part"):
        name = line_of(part["for"])
        yield f"A part of the plan: what concerns {name}. The whole plan says more."
        if not part["names_them"]:
            yield f"This version of the plan has no help, goal, view or advice in the name of {name}."
    if corrections:
        yield (
            f"{wording.counted(corrections, 'slip')} of the pen {'was' if corrections == 1 else 'were'} put right after"
            " this was issued. Each correction is marked where it belongs; the words that were issued stay."
        )


def _cover_facts(document: Json, language: str, *, draft: bool) -> Iterator[Fact]:
    """Enough to know whose plan this is; addresses and the like stay in their sections."""
    pupil, issued_by = document["pupil"], document.get("issued_by") or {}
    known_as = pupil.get("known_as")
    by = wording.listed([line_of(issued_by.get("name")), line_of(issued_by.get("role"))])
    for label, value in (
        ("This part is for", line_of((document.get("part") or {}).get("for_whom"))),
        ("Known as", "" if known_as == pupil["name"].split()[0] else known_as),
        ("Born", wording.without_weekday(pupil.get("born") or "", language)),
        ("School", pupil.get("school")),
        (wording.named("Year group", language), pupil.get("year_group")),
        (wording.named("Authority", language), document.get("authority")),
        ("Version", "Draft" if draft else str(document["number"])),
        ("As it was on" if draft else "Issued on", wording.with_weekday(document["issued_on"], language)),
        ("Issued by", "" if draft else by),
    ):
        if value:
            yield Fact(label, prose_of(value, narrow=True))


def _section(
    section: Json, thread: Thread, review: Review, corrections: tuple[CorrectionOnPaper, ...]
) -> SectionOnPaper:
    kind, language = section.get("kind"), thread.language
    facts = tuple(
        Fact(line_of(label), prose_of(wording.without_weekday(value or "", language)))
        for label, value in section.get("rows") or ()
    )
    text = prose_of(section.get("text"))
    if kind == "review" and not (text or facts):
        facts = (Fact("Next review", prose_of(review.on)),)
    entries = tuple(_entries(section, language))
    held = (text, facts, entries, *(section.get(part) for part in ("needs", "goals", "provision", "views")))
    return SectionOnPaper(
        heading=line_of(section["heading"]),
        citation=line_of(section.get("citation")),
        absent=""
        if any(held) or kind == "signature"
        else line_of(section.get("not_applicable")) or NOTHING_WRITTEN,
        text=text,
        facts=facts,
        needs=tuple(thread.need(need) for need in section.get("needs") or ()),
        goals=tuple(thread.goal(goal) for goal in section.get("goals") or ()),
        provision=tuple(thread.help(one) for one in section.get("provision") or ()),
        views=tuple(view for one in section.get("views") or () if (view := _view(one, language))),
        asked=(
            *(_added(view) for view in section.get("views") or () if view.get("files")),
            *(_asked(view, language) for view in section.get("views") or () if _awaited(view)),
        ),
        entries=entries,
        corrections=corrections,
        signed_here=kind == "signature",
    )


KNOWN_PARTS: Final = frozenset(
    {"key", "heading", "kind", "citation", "text", "rows", "not_applicable"}
    | {"needs", "goals", "provision", "views"}
)


def _entries(section: Json, language: str) -> Iterator[tuple[Fact, ...]]:
    """What a section lists beside what print knows by name: each entry with its fields, none left out."""
    for part in sorted(section.keys() - KNOWN_PARTS):
        for entry in section[part] if isinstance(section[part], list | tuple) else ():
            shown = entry.items() if isinstance(entry, Mapping) else [(part, entry)]
            facts = tuple(
                Fact(wording.opening(name.replace("_", " ")), prose_of(spelt(value, language)))
                for name, value in shown
                if name != "id" and prose_of(spelt(value, language))
            )
            if facts:
                yield facts


def _awaited(view: Json) -> bool:
    return bool(view.get("asked_on")) and not prose_of(view.get("words"))


def _added(view: Json) -> str:
    who = line_of(view.get("who")) or line_of(view.get("party"))
    return f"{who} added: {wording.listed([line_of(file.get('name')) for file in view['files']])}."


def _asked(view: Json, language: str) -> str:
    who = line_of(view.get("who")) or line_of(view.get("party"))
    asked_on = wording.without_weekday(view["asked_on"], language)
    return f"{who} was asked on {asked_on} and had not answered when this was issued."


def _view(view: Json, language: str) -> OwnWords | None:
    who, party = line_of(view.get("who")), line_of(view.get("party"))
    return own_words(
        view.get("words"),
        credit=wording.listed(
            [
                who or party.capitalize(),
                line_of(view.get("relation")) or (party if who else ""),
                wording.without_weekday(view.get("said_on") or "", language),
                f"written down by {scribe}" if (scribe := line_of(view.get("written_down_by"))) else "",
            ]
        ),
    )
