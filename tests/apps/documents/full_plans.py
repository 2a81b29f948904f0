"""A full plan of any plan type, made from the law's data alone: every value a word that stands nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from handrail.core.plan_types import Check, PlanType, Section, SectionKind

Document = dict[str, Any]


def full(kind: PlanType, *, goals: int = 3) -> Document:
    """Each section of the plan type, with something in whatever it can hold."""
    words = _Words()
    document: Document = {
        "schema": "handrail-plan/1",
        "language": "en-GB",
        "invented": True,
        "plan_type": {
            "key": kind.key,
            "name": kind.name,
            "legal_weight": str(kind.legal_weight),
            "jurisdiction": kind.jurisdiction,
            "citation": kind.citation.short,
        },
        "number": 2,
        "authority": f"Council {words()}",
        "pupil": {
            "name": f"Robin {words()}",
            "known_as": "Robin",
            "born": "2015-03-02",
            "school": f"School {words()}",
            "year_group": f"Year {words()}",
        },
        "issued_on": "2026-11-05",
        "issued_by": {"name": f"Olive {words()}", "role": f"officer {words()}"},
        "next_review": {
            "on": "2027-11-04",
            "title": "Next review by law",
            "sentence": f"Counted {words()}.",
            "citation": f"Reg {words()}",
        },
        "sections": [],
    }
    for section in kind.sections:
        document["sections"].append(_section(section, words, goals))
    _link(document)
    return document


class _Words:
    """marker1, marker2 and so on: in letters, so that no reader takes one for a part of another."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def __call__(self) -> str:
        number, letters = next(self._numbers), ""
        while number:
            number, rest = divmod(number, 26)
            letters = chr(97 + rest) + letters
        return f"mark{letters}q"


def _section(section: Section, words: _Words, goals: int) -> Document:
    shown: Document = {
        "key": section.key,
        "heading": section.heading,
        "kind": str(section.kind),
        "citation": "; ".join(citation.short for citation in section.citations),
        "text": f"Text {words()}\n\nMore {words()}",
        "rows": [[item.label, f"Fact {words()}"] for item in section.facts],
    }
    match section.kind:
        case SectionKind.NEEDS:
            shown["needs"] = [
                {
                    "id": f"{section.key}-n{number}",
                    "area": f"Area {words()}",
                    "title": f"Need {words()}",
                    "description": f"Described {words()}",
                    "builds_on": f"Strength {words()}",
                }
                for number in range(2)
            ]
        case SectionKind.GOALS:
            shown["goals"] = [
                {
                    "id": f"{section.key}-g{number}",
                    "need": "",
                    "text": f"Goal {words()}",
                    "pupil_words": f"Mine {words()}",
                    "baseline": f"42 {words()}",
                    "target": f"70 {words()}",
                    "measure": f"Measured {words()}",
                    "due": "2027-03-25",
                }
                for number in range(goals)
            ]
        case SectionKind.PROVISION:
            shown["provision"] = [
                {
                    "id": f"{section.key}-p{number}",
                    "goals": [],
                    "what": f"Help {words()}",
                    "who": f"Tess {words()}",
                    "role": f"teacher {words()}",
                    "times": 3,
                    "per": "week",
                    "minutes": 30,
                    "where": f"Room {words()}",
                    "starts": "2026-11-09",
                    "ends": "2027-03-25",
                    "says": "3 times a week, 30 minutes",
                }
                for number in range(2)
            ]
        case SectionKind.VIEWS:
            parties = dict.fromkeys(one.of for one in section.requirements if one.check is Check.VIEWS)
            shown["views"] = [_view(str(party), words) for party in parties or ("parent",)]
        case _:
            pass
    return shown


def _view(party: str, words: _Words) -> Document:
    return {
        "who": f"Paula {words()}",
        "party": party,
        "relation": f"aunt {words()}",
        "said_on": "2026-10-30",
        "words": f"Said {words()}",
        "written_down_by": f"Nora {words()}",
        "asked_on": "2026-10-20",
    }


def _link(document: Document) -> None:
    needs = [need["id"] for section in document["sections"] for need in section.get("needs", ())]
    goals = [goal["id"] for section in document["sections"] for goal in section.get("goals", ())]
    for section in document["sections"]:
        for number, goal in enumerate(section.get("goals", ())):
            goal["need"] = needs[number % len(needs)] if needs else ""
        for number, one in enumerate(section.get("provision", ())):
            one["goals"] = goals[number % len(goals) :][:1] if goals else []


def marks(value: object) -> Iterator[str]:
    """Every marked word of a document, or of a part of it."""
    match value:
        case str():
            yield from (word for word in value.split() if word.startswith("mark") and "q" in word)
        case dict():
            for inner in value.values():
                yield from marks(inner)
        case list():
            for inner in value:
                yield from marks(inner)
        case _:
            pass
