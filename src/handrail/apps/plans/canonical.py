"""The plan as one document: what a version freezes, hashes, prints and sends."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from handrail.apps.plans.models import Contribution, Goal, Need, Provision
from handrail.apps.plans.queries import Draft, amount, own_facts
from handrail.core.days import put_as_in
from handrail.core.plan_types import Check, Requirement, Section, SectionKind
from handrail.law.lawbook import lawbook

SCHEMA: Final = "handrail-plan/1"


@dataclass(frozen=True, slots=True)
class NextReview:
    """When the plan is looked at again, in words, with the source of the rule."""

    on: date
    sentence: str
    citation: str
    title: str


@dataclass(frozen=True, slots=True)
class Amends:
    """Which version a change of a few sections starts from, and the headings of those sections."""

    number: int
    sections: tuple[str, ...]


def document(
    draft: Draft,
    *,
    number: int,
    issued_on: date,
    issued_by: str,
    issued_as: str,
    next_review: NextReview | None,
    invented: bool,
    amends: Amends | None = None,
) -> dict[str, Any]:
    """The whole plan as plain values, in the order of its plan type."""
    plan, kind, pupil = draft.plan, draft.plan_type, draft.plan.pupil
    authority = plan.school.authority
    language = lawbook().language_of(kind.key)
    changed = {"amends": {"number": amends.number, "sections": list(amends.sections)}} if amends else {}
    return {
        **changed,
        "schema": SCHEMA,
        "language": language,
        "invented": invented,
        "plan_type": {
            "key": kind.key,
            "name": plan.local_name,
            "legal_weight": str(kind.legal_weight),
            "jurisdiction": kind.jurisdiction,
            "citation": put_as_in(kind.citation.short, language),
        },
        "number": number,
        "authority": authority.name if authority else "",
        "pupil": {
            "name": pupil.name,
            "known_as": pupil.known_as,
            "born": pupil.born.isoformat(),
            "school": plan.school.name,
            "year_group": pupil.year_group,
        },
        "issued_on": issued_on.isoformat(),
        "issued_by": {"name": issued_by, "role": issued_as},
        "next_review": None
        if next_review is None
        else {
            "on": next_review.on.isoformat(),
            "title": next_review.title,
            "sentence": put_as_in(next_review.sentence, language),
            "citation": put_as_in(next_review.citation, language),
        },
        "sections": sections(draft),
        "facts": written_facts(draft),
    }


def written_facts(draft: Draft) -> list[dict[str, str]]:
    """Facts that somebody wrote in the plan, under the law's keys, so that another Handrail can read them again.

    Print and people have the same facts as rows of the section, among those that the pupil's record answers.
    """
    return [
        {"section": section.key, "key": key, "value": draft.written[key].value}
        for section in draft.plan_type.sections
        for item in own_facts(section)
        if (key := item.of) and key in draft.written and draft.written[key].value
    ]


def sections(draft: Draft) -> list[dict[str, Any]]:
    """The sections of the plan as plain values, in the order of its plan type."""
    return [_section(section, draft) for section in draft.plan_type.sections]


def canonical(content: Mapping[str, Any]) -> str:
    """The one text of a document: sorted keys, no spaces, letters as they are (after RFC 8785)."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def with_blanks(content: Mapping[str, Any], keys: Collection[str]) -> dict[str, Any]:
    """The document with these sections empty, as a law asks of a draft that a family gets, and a list of them."""
    sections = [
        section
        if section["key"] not in keys
        else {**section, "text": "", "rows": [[label, ""] for label, _ in section["rows"]]}
        for section in content["sections"]
    ]
    facts = [one for one in content["facts"] if one["section"] not in keys]
    return {**content, "sections": sections, "facts": facts, "left_blank": list(keys)}


def sha256(text: str) -> str:
    """The hash that a version is known by, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _section(section: Section, draft: Draft) -> dict[str, Any]:
    text = draft.texts.get(section.key)
    language = lawbook().language_of(draft.plan_type.key)
    shown: dict[str, Any] = {
        "key": section.key,
        "heading": section.heading,
        "kind": str(section.kind),
        "citation": put_as_in("; ".join(citation.short for citation in section.citations), language),
        "text": text.text if text else "",
        "rows": rows_of(section, draft),
    }
    match section.kind:
        case SectionKind.NEEDS:
            shown["needs"] = [_need(one) for one in draft.needs]
        case SectionKind.GOALS:
            shown["goals"] = [_goal(one) for one in draft.goals]
        case SectionKind.PROVISION:
            shown["provision"] = [_provision(one, draft) for one in draft.help_in(section)]
        case SectionKind.VIEWS:
            parties = {item.of for item in section.requirements if item.check is Check.VIEWS}
            shown["views"] = [_view(one, draft) for one in draft.contributions if one.party in parties]
        case SectionKind.ADVICE:
            shown["advice"] = [_advice(one, draft) for one in draft.contributions if is_advice(one)]
        case _:
            pass
    return shown


def is_advice(one: Contribution) -> bool:
    """Whether this is advice from outside that has come."""
    return one.party == Contribution.Party.PROFESSIONAL and bool(one.words)


def rows_of(section: Section, draft: Draft) -> list[list[str]]:
    """Facts as label and value; a fact asked of every parent gives a row for each."""
    facts = draft.facts.facts
    rows = []
    for everybody, asked in groupby(section.facts, key=_of_everybody):
        items = list(asked)
        if not everybody:
            rows += [[item.label, facts.get(item.of or "", "")] for item in items]
            continue
        # All of one person, then all of the next, as one reads about people.
        for member in draft.circle:
            for item in items:
                key = f"{everybody}.{member.pk}.{(item.of or '').partition('.*.')[2]}"
                if key in facts:
                    rows.append([f"{member.name}: {item.label}", facts[key]])
    return rows


def _of_everybody(item: Requirement) -> str:
    """Of which people a fact is asked; empty for a fact that is asked once."""
    kind, star, _ = (item.of or "").partition(".*.")
    return kind if star else ""


def _need(need: Need) -> dict[str, str]:
    return {
        "id": str(need.pk),
        "area": need.area,
        "title": need.title,
        "description": need.description,
        "builds_on": need.builds_on,
    }


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "id": str(goal.pk),
        "need": str(goal.need_id),
        "text": goal.text,
        "pupil_words": goal.pupil_words,
        "condition": goal.condition,
        "criterion": criterion(goal),
        "baseline": amount(goal.baseline, goal.unit),
        "target": amount(goal.target, goal.unit),
        "measure": ", ".join(part for part in (goal.measure, goal.checked) if part),
        "due": goal.due_on.isoformat() if goal.due_on else "",
        **_where_said(
            pupil_said_on=goal.pupil_said_on.isoformat() if goal.pupil_said_on else "",
            starts=goal.starts_on.isoformat() if goal.starts_on else "",
            baseline_on=goal.baseline_on.isoformat() if goal.baseline_on else "",
            direction="" if goal.direction == Goal.Direction.INCREASE else str(goal.direction),
            # A number carries its unit; without a number it stands by itself.
            unit=goal.unit if goal.baseline is None and goal.target is None else "",
            sessions=goal.sessions,
            out_of=goal.out_of,
            opportunities=goal.opportunities,
        ),
    }


def _where_said(**values: str | int | None) -> dict[str, Any]:
    """Fields that most plans leave empty, and that stand in a document only where they say something."""
    return {name: value for name, value in values.items() if value}


def criterion(goal: Goal) -> str:
    """When the goal counts as reached: “in 3 of 4 checks in a row, 10 chances each”."""
    parts = [
        f"in {goal.sessions} of {goal.out_of} checks in a row" if goal.sessions and goal.out_of else "",
        f"{goal.opportunities} chances each" if goal.opportunities else "",
    ]
    return ", ".join(part for part in parts if part)


def _provision(provision: Provision, draft: Draft) -> dict[str, Any]:
    return {
        "id": str(provision.pk),
        "goals": [str(goal) for goal in draft.goals_of[provision.pk]],
        "what": provision.what,
        "who": provision.who.name if provision.who else "",
        "role": provision.who.relation if provision.who else "",
        "times": provision.times,
        "per": provision.per,
        "minutes": provision.minutes,
        "where": provision.where,
        "starts": provision.starts_on.isoformat() if provision.starts_on else "",
        "ends": provision.ends_on.isoformat() if provision.ends_on else "",
        "says": how_often(provision),
        **_where_said(group_size=provision.group_size),
    }


def how_often(provision: Provision) -> str:
    """The promise in words: “3 times a week, 30 minutes, in the Support base”."""
    count = {1: "once", 2: "twice"}.get(provision.times or 0, f"{provision.times} times")
    parts = [
        f"{count} {provision.get_per_display()}" if provision.times and provision.per else "",
        f"{provision.minutes} minutes" if provision.minutes else "",
        f"in a group of {provision.group_size}" if (provision.group_size or 0) > 1 else "",
        provision.where,
    ]
    return ", ".join(part for part in parts if part)


def _view(contribution: Contribution, draft: Draft) -> dict[str, Any]:
    answers = {"answers": contribution.answers} if contribution.answers else {}
    files = _files(contribution, draft)
    return (
        answers
        | ({"files": files} if files else {})
        | {
            "who": contribution.member.name,
            "party": contribution.party,
            "relation": contribution.member.relation,
            "said_on": contribution.said_on.isoformat() if contribution.said_on else "",
            "words": contribution.words,
            "written_down_by": contribution.scribe_name,
            "asked_on": contribution.asked_on.isoformat() if contribution.asked_on else "",
        }
    )


def _files(contribution: Contribution, draft: Draft) -> list[dict[str, str]]:
    """What came with somebody's part, by name and by what proves that it is the same file."""
    return [{"name": file.name, "sha256": file.sha256} for file in draft.files.get(contribution.pk, ())]


def _advice(contribution: Contribution, draft: Draft) -> dict[str, Any]:
    member = contribution.member
    return {
        "who": member.name,
        "role": member.relation,
        "organisation": member.organisation.name if member.organisation else "",
        "asked_on": contribution.asked_on.isoformat() if contribution.asked_on else "",
        "said_on": contribution.said_on.isoformat() if contribution.said_on else "",
        "words": contribution.words,
        "files": _files(contribution, draft),
    }
