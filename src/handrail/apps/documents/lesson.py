"""What I need in your lesson: one page for every teacher, from plan and profile. Nothing about health or home."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from handrail.apps.documents import wording
from handrail.apps.documents.sheet import Group, Line, Sheet

IN_LESSONS: Final = frozenset(
    {
        "accommodations",
        "adaptations",
        "do",
        "environment",
        "staff_support",
        "strategies",
        "teaching",
        "testing",
    }
)
"""Sections of text, by their keys in the law's data, that tell every teacher what to do."""
IN_LESSONS_OF: Final = frozenset({("gb-sct/iep", "changes")})
"""Those whose key means something else in another plan type."""

Json = Mapping[str, Any]


def lesson_sheet(
    document: Json, *, profile: Mapping[str, Iterable[str]], sha256: str, reader: str = ""
) -> Sheet:
    """`profile` are sentences by heading, the ones to know before a lesson; the rest comes from the version.

    The help that `reader` gives, by the name that the plan knows them by, stands before that of others.
    """
    pupil, sections = document["pupil"], document["sections"]
    known_as = pupil.get("known_as") or pupil["name"].split()[0]
    goals = [goal for section in sections for goal in section.get("goals") or ()]
    issued = date.fromisoformat(document["issued_on"])
    language = document.get("language") or wording.HERE
    return Sheet(
        title=f"What {known_as} needs in your lesson",
        eyebrow=wording.listed([pupil["name"], pupil.get("year_group") or "", pupil.get("school") or ""]),
        lead="",
        groups=(
            *(Group(heading, tuple(Line(one) for one in lines)) for heading, lines in profile.items()),
            Group("In every lesson", tuple(_strategies(document["plan_type"]["key"], sections))),
            *_groups_of_help(sections, reader),
            Group(f"What {known_as} is working on", tuple(_goal(goal, language) for goal in goals)),
        ),
        footer=wording.listed(
            [
                pupil["name"],
                f"{document['plan_type']['name']}, version {document['number']}",
                f"issued {wording.without_weekday(document['issued_on'], language)}",
                f"SHA-256 {sha256[:12]}",
            ]
        ),
        on=issued,
        more_in="the plan",
        language=language,
        invented=bool(document.get("invented")),
    )


def is_for_lessons(plan_type: str, section: str) -> bool:
    """Whether a section of text tells every teacher what to do, by the keys of both."""
    return section in IN_LESSONS or (plan_type, section) in IN_LESSONS_OF


def _strategies(plan_type: str, sections: Iterable[Json]) -> Iterator[Line]:
    """Each paragraph, or line of a list, on its own."""
    for section in sections:
        if is_for_lessons(plan_type, section["key"]):
            for line in (section.get("text") or "").splitlines():
                if line.strip(" -•*\t"):
                    yield Line(line.strip(" -•*\t"))


def _groups_of_help(sections: Iterable[Json], reader: str) -> Iterator[Group]:
    rows = [one for section in sections for one in section.get("provision") or ()]
    own = [one for one in rows if reader and one.get("who") == reader]
    if own:
        yield Group("What you do", tuple(_help(own)))
        yield Group("Other help that was promised", tuple(_help(one for one in rows if one not in own)))
    else:
        yield Group("Help that was promised", tuple(_help(rows)))


def _help(rows: Iterable[Json]) -> Iterator[Line]:
    for one in rows:
        amount = wording.listed(
            [
                one.get("who") or "",
                wording.how_often(one.get("times"), one.get("per") or ""),
                wording.how_long(one.get("minutes")),
                one.get("where") or "",
            ]
        )
        yield Line(one.get("what") or "", amount)


def _goal(goal: Json, language: str) -> Line:
    due = f"by {wording.without_weekday(goal['due'], language)}" if goal.get("due") else ""
    words = goal.get("pupil_words") or ""
    quoted = f"“{words}”" if words and not words.startswith(("“", '"')) else words
    return Line(goal.get("text") or "", wording.sentences(quoted, wording.opening(due)) if quoted else due)
