"""A plan as it stands on paper: every word chosen, nothing left for the typesetter to decide but place."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final

from handrail.apps.documents import wording
from handrail.apps.documents.errors import DocumentError

SCHEMA: Final = "handrail-plan/1"
NOTHING_WRITTEN: Final = "Nothing written here."
NO_REVIEW: Final = "No day is set."
WEIGHTS: Final[Mapping[str, str]] = {
    "statutory_plan": "A plan set by law.",
    "statutory_duty_no_plan": "The law sets the duty behind this plan. The plan itself has no legal force.",
    "policy_plan": "A school plan: it has no legal force of its own.",
}
# Enough of a hash to tell two versions apart by eye.
CHARACTERS_OF_HASH: Final = 12
CHARACTERS_OF_HELP_IN_A_GOAL: Final = 160
# A card or a row of the table is kept on one page while even the widest script could not fill that page.
LINES_KEPT_TOGETHER: Final = 28
CHARACTERS_IN_A_LINE: Final = 40

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Paragraph:
    lines: tuple[str, ...]
    right_to_left: bool


Prose = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: Prose


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a person said, never edited, and who said it when."""

    words: Prose
    credit: str
    long: bool


@dataclass(frozen=True, slots=True)
class NeedOnPaper:
    number: int
    title: str
    description: Prose
    facts: tuple[Fact, ...]  # the area it is of, and the strength beside it


@dataclass(frozen=True, slots=True)
class HelpForGoal:
    """One line on a goal's card; the whole of it stands in the table of provision."""

    number: int
    says: str


@dataclass(frozen=True, slots=True)
class GoalOnPaper:
    number: int
    text: Prose
    own_words: OwnWords | None
    need: NeedOnPaper | None
    baseline: Prose
    target: Prose
    due: str
    measure: Prose
    help: tuple[HelpForGoal, ...]
    long: bool


@dataclass(frozen=True, slots=True)
class HelpOnPaper:
    number: int
    what: Prose
    says: Prose
    who: Prose
    role: Prose
    how_often: str
    how_long: str
    where: Prose
    when: str
    goals: tuple[int, ...]
    long: bool


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
    signed_here: bool

    @property
    def holds_a_list(self) -> bool:
        return bool(self.needs or self.goals or self.provision or self.views or self.entries)


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
    facts: tuple[Fact, ...]
    review: Review
    sections: tuple[SectionOnPaper, ...]
    has_goals: bool
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
    if document.get("schema") != SCHEMA:
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
    language, _, region = document.get("language", "en-GB").partition("-")
    known_as = pupil.get("known_as") or pupil["name"].split()[0]
    issued_by = document.get("issued_by") or {}
    review = _review(document.get("next_review") or {})
    thread = _Thread(document["sections"])
    version = "draft" if draft else f"version {number}"
    return Paper(
        title=f"{pupil['name']}: {plan_type['name']}, {version}",
        language=language.lower(),
        region=region.upper() if len(region) == 2 else None,
        issued=(issued_on.year, issued_on.month, issued_on.day),
        pupil=_line(pupil["name"]),
        in_own_words=f"In {wording.own(known_as)} own words",
        place=_line(pupil.get("school")) or _line(document.get("authority")),
        plan_type=plan_type["name"],
        legal_weight=WEIGHTS.get(plan_type["legal_weight"], plan_type["legal_weight"]),
        facts=tuple(_cover_facts(document, draft=draft)),
        review=review,
        sections=tuple(_section(section, thread, review) for section in document["sections"]),
        has_goals=bool(thread.goals),
        issue=Issue(
            name=_line(issued_by.get("name")),
            role=_line(issued_by.get("role")),
            on=wording.with_weekday(document["issued_on"]),
        ),
        footer=wording.listed(
            [_line(pupil["name"]), version, f"SHA-256 {sha256[:CHARACTERS_OF_HASH]}" if sha256 else ""]
        ),
        draft=draft,
        invented=bool(document.get("invented")),
        stand_ins=tuple(stand_ins),
    )


def _review(review: Json) -> Review:
    return Review(
        on=wording.with_weekday(review["on"]) if review else NO_REVIEW,
        day_set=bool(review),
        sentence=prose_of(review.get("sentence")),
        citation=_line(review.get("citation")),
    )


def _cover_facts(document: Json, *, draft: bool) -> Iterator[Fact]:
    """Enough to know whose plan this is; addresses and the like stay in their sections."""
    pupil, issued_by = document["pupil"], document.get("issued_by") or {}
    known_as = pupil.get("known_as")
    by = wording.listed([_line(issued_by.get("name")), _line(issued_by.get("role"))])
    for label, value in (
        ("Known as", "" if known_as == pupil["name"].split()[0] else known_as),
        ("Born", wording.without_weekday(pupil.get("born") or "")),
        ("School", pupil.get("school")),
        ("Year group", pupil.get("year_group")),
        ("Authority", document.get("authority")),
        ("Version", "Draft" if draft else str(document["number"])),
        ("As it was on" if draft else "Issued on", wording.with_weekday(document["issued_on"])),
        ("Issued by", "" if draft else by),
    ):
        if value:
            yield Fact(label, prose_of(value, narrow=True))


class _Thread:
    """From need to goal to help: the numbers by which print refers from one to the other."""

    def __init__(self, sections: Sequence[Json]) -> None:
        self.needs = _by_id(need for section in sections for need in section.get("needs") or ())
        self.goals = _by_id(goal for section in sections for goal in section.get("goals") or ())
        self.provision = _by_id(one for section in sections for one in section.get("provision") or ())
        self.help_for: dict[str, list[HelpForGoal]] = {}
        for number, one in self.provision.values():
            for goal in one.get("goals") or ():
                self.help_for.setdefault(goal, []).append(_help_for_goal(number, one))

    def need(self, need: Json) -> NeedOnPaper:
        return NeedOnPaper(
            number=self.needs[need["id"]][0],
            title=_line(need.get("title")),
            description=prose_of(need.get("description")),
            facts=tuple(
                Fact(label, prose_of(need.get(part)))
                for label, part in (("Area", "area"), ("Builds on", "builds_on"))
                if prose_of(need.get(part))
            ),
        )

    def goal(self, goal: Json) -> GoalOnPaper:
        behind = self.needs.get(goal.get("need") or "")
        help_given = self.help_for.get(goal["id"], ())
        return GoalOnPaper(
            number=self.goals[goal["id"]][0],
            text=prose_of(goal.get("text")),
            own_words=_own_words(goal.get("pupil_words"), credit=""),
            need=self.need(behind[1]) if behind else None,
            baseline=prose_of(goal.get("baseline"), narrow=True),
            target=prose_of(goal.get("target"), narrow=True),
            due=wording.without_weekday(goal.get("due") or ""),
            measure=prose_of(goal.get("measure")),
            help=tuple(help_given),
            long=_takes_more_than(
                LINES_KEPT_TOGETHER,
                (goal.get(part) for part in ("text", "pupil_words", "baseline", "target", "measure")),
                extra=2 * len(help_given),
            ),
        )

    def help(self, one: Json) -> HelpOnPaper:
        return HelpOnPaper(
            number=self.provision[one["id"]][0],
            what=prose_of(one.get("what"), narrow=True),
            says=prose_of(one.get("says"), narrow=True) if _says_more(one) else (),
            who=prose_of(one.get("who"), narrow=True),
            role=prose_of(one.get("role"), narrow=True),
            how_often=wording.opening(wording.how_often(one.get("times"), one.get("per") or "")),
            how_long=wording.how_long(one.get("minutes")),
            where=prose_of(one.get("where"), narrow=True),
            when=wording.span(one.get("starts") or "", one.get("ends") or ""),
            goals=tuple(self.goals[goal][0] for goal in one.get("goals") or () if goal in self.goals),
            long=any(
                _takes_more_than(LINES_KEPT_TOGETHER, columns, in_a_line=width)
                for columns, width in (
                    ((one.get("what"), one.get("says")), 12),
                    ((one.get("who"), one.get("role")), 8),
                    ((one.get("where"),), 5),
                )
            ),
        )


def _by_id(things: Iterable[Json]) -> dict[str, tuple[int, Json]]:
    """Each thing with its number in order of first appearance; one that appears again keeps it."""
    numbered: dict[str, tuple[int, Json]] = {}
    for thing in things:
        numbered.setdefault(thing["id"], (len(numbered) + 1, thing))
    return numbered


def _help_for_goal(number: int, one: Json) -> HelpForGoal:
    amount = wording.listed(
        [wording.how_often(one.get("times"), one.get("per") or ""), wording.how_long(one.get("minutes"))]
    )
    what = wording.shortened(_line(one.get("what")), CHARACTERS_OF_HELP_IN_A_GOAL)
    who = wording.shortened(_line(one.get("who")), CHARACTERS_OF_HELP_IN_A_GOAL)
    return HelpForGoal(number, says=wording.sentences(what, wording.listed([who, amount])))


def _says_more(one: Json) -> bool:
    """Whether the sentence of a provision holds a word that its own columns do not."""
    columns = wording.listed(
        [
            wording.how_often(one.get("times"), one.get("per") or ""),
            wording.how_long(one.get("minutes")),
            _line(one.get("where")),
            "in at the a an and for each once twice",
        ]
    )
    return not _words(one.get("says") or "") <= _words(columns) | {
        str(one.get("times")),
        "times",
        str(one.get("minutes")),
        "minutes",
    }


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _section(section: Json, thread: _Thread, review: Review) -> SectionOnPaper:
    kind = section.get("kind")
    facts = tuple(
        Fact(_line(label), prose_of(wording.without_weekday(value or "")))
        for label, value in section.get("rows") or ()
    )
    text = prose_of(section.get("text"))
    if kind == "review" and not (text or facts):
        facts = (Fact("Next review", prose_of(review.on)),)
    entries = tuple(_entries(section))
    held = (text, facts, entries, *(section.get(part) for part in ("needs", "goals", "provision", "views")))
    return SectionOnPaper(
        heading=_line(section["heading"]),
        citation=_line(section.get("citation")),
        absent=""
        if any(held) or kind == "signature"
        else _line(section.get("not_applicable")) or NOTHING_WRITTEN,
        text=text,
        facts=facts,
        needs=tuple(thread.need(need) for need in section.get("needs") or ()),
        goals=tuple(thread.goal(goal) for goal in section.get("goals") or ()),
        provision=tuple(thread.help(one) for one in section.get("provision") or ()),
        views=tuple(view for view in map(_view, section.get("views") or ()) if view),
        asked=tuple(_asked(view) for view in section.get("views") or () if _awaited(view)),
        entries=entries,
        signed_here=kind == "signature",
    )


KNOWN_PARTS: Final = frozenset(
    {"key", "heading", "kind", "citation", "text", "rows", "not_applicable"}
    | {"needs", "goals", "provision", "views"}
)


def _entries(section: Json) -> Iterator[tuple[Fact, ...]]:
    """What a section lists beside what print knows by name: each entry with its fields, none left out."""
    for part in sorted(section.keys() - KNOWN_PARTS):
        for entry in section[part] if isinstance(section[part], list | tuple) else ():
            shown = entry.items() if isinstance(entry, Mapping) else [(part, entry)]
            facts = tuple(
                Fact(wording.opening(name.replace("_", " ")), prose_of(_spelt(value)))
                for name, value in shown
                if name != "id" and prose_of(_spelt(value))
            )
            if facts:
                yield facts


def _spelt(value: object) -> str:
    """A value in words: a day as people write it, a list with commas."""
    match value:
        case None | False:
            return ""
        case True:
            return "Yes"
        case str():
            return wording.without_weekday(value)
        case list() | tuple():
            return wording.listed([_spelt(one) for one in value])
        case Mapping():
            return wording.listed([_spelt(one) for one in value.values()])
        case _:
            return str(value)


def _awaited(view: Json) -> bool:
    return bool(view.get("asked_on")) and not prose_of(view.get("words"))


def _asked(view: Json) -> str:
    who = _line(view.get("who")) or _line(view.get("party"))
    asked_on = wording.without_weekday(view["asked_on"])
    return f"{who} was asked on {asked_on} and had not answered when this was issued."


def _own_words(words: str | None, *, credit: str) -> OwnWords | None:
    if not prose_of(words):
        return None
    return OwnWords(_quoted(prose_of(words)), credit, long=_takes_more_than(LINES_KEPT_TOGETHER, [words]))


def _view(view: Json) -> OwnWords | None:
    who, party = _line(view.get("who")), _line(view.get("party"))
    return _own_words(
        view.get("words"),
        credit=wording.listed(
            [
                who or party.capitalize(),
                _line(view.get("relation")) or (party if who else ""),
                wording.without_weekday(view.get("said_on") or ""),
                f"written down by {scribe}" if (scribe := _line(view.get("written_down_by"))) else "",
            ]
        ),
    )


def _takes_more_than(
    lines: int, texts: Iterable[str | None], *, in_a_line: int = CHARACTERS_IN_A_LINE, extra: int = 0
) -> bool:
    """Whether texts might stand on more lines than this, counted for the widest characters."""
    return (
        extra + sum(len(part) // in_a_line + 1 for text in texts if text for part in text.split("\n")) > lines
    )


def _line(value: str | None) -> str:
    """A text that stands on one line: a name, a heading, a citation."""
    return wording.with_places_to_break(" ".join((value or "").split()), narrow=False)


def lines_of(value: str) -> list[str]:
    """Lines that stay lines, such as an address."""
    return [_line(line) for line in value.splitlines() if line.strip()]


def prose_of(value: str | None, *, narrow: bool = False) -> Prose:
    """Paragraphs parted by blank lines; a line the writer ended stays a line."""
    paragraphs = re.split(r"\n[ \n]*\n", (value or "").strip())
    return tuple(
        Paragraph(
            tuple(wording.with_places_to_break(line, narrow=narrow) for line in paragraph.split("\n")),
            right_to_left=wording.runs_right_to_left(paragraph),
        )
        for paragraph in paragraphs
        if paragraph
    )


def _quoted(words: Prose) -> Prose:
    """Between quotation marks, unless the words bring their own."""
    if not words or words[0].lines[0].startswith(
        ("\N{LEFT DOUBLE QUOTATION MARK}", '"', "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}")
    ):
        return words
    *before, last = words
    closed = [
        *before,
        Paragraph((*last.lines[:-1], f"{last.lines[-1]}\N{RIGHT DOUBLE QUOTATION MARK}"), last.right_to_left),
    ]
    first, *after = closed
    opened = Paragraph(
        (f"\N{LEFT DOUBLE QUOTATION MARK}{first.lines[0]}", *first.lines[1:]), first.right_to_left
    )
    return (opened, *after)
