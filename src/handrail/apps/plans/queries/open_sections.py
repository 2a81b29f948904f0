"""Which sections are open where only some of an issued plan may be changed."""

from __future__ import annotations

from handrail.apps.plans.models import Plan
from handrail.apps.plans.queries.facts import own_facts
from handrail.apps.plans.queries.rows import plan_type_of
from handrail.core.plan_types import Section, SectionKind


def is_open(row: Plan, part: SectionKind) -> bool:
    """Whether what a kind of section holds may be changed in this draft."""
    if not row.open_sections:
        return True
    return any(
        section.kind is part and section.key in row.open_sections for section in plan_type_of(row).sections
    )


def is_closed(row: Plan, section: Section) -> bool:
    """Whether only other sections are open. Views stay open, and facts from the pupil's own page have no lock."""
    if not row.open_sections or section.key in row.open_sections:
        return False
    match section.kind:
        case SectionKind.VIEWS | SectionKind.SIGNATURE:
            return False
        case SectionKind.FACTS | SectionKind.SCHOOL:
            return bool(own_facts(section)) or section.takes_words
        case _:
            return True
