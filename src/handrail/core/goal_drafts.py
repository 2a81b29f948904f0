"""A goal as somebody writes it, with what is known beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """Last year's goal for the same need."""

    text: str
    met: bool
    help_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDraft:
    """A goal as far as it is written, and what is known beside it. Blank and None are not written yet."""

    text: str
    need: str = ""
    baseline: float | None = None
    baseline_unit: str = ""
    baseline_on: date | None = None
    target: float | None = None
    target_unit: str = ""
    measure_unit: str = ""
    direction: str = "increase"
    lowest: float | None = None
    highest: float | None = None
    condition: str = ""
    sessions: int | None = None
    """So many good sessions …"""
    out_of: int | None = None
    """… of so many."""
    opportunities: int | None = None
    """In a session, or where there are none, a week."""
    method: str = ""
    checks_per_week: float | None = None
    first_review: date | None = None
    starts: date | None = None
    due: date | None = None
    plan_ends: date | None = None
    holidays: tuple[tuple[date, date], ...] = ()
    settings: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    functional: bool = False
    """A skill of daily life, to be used in more than one place."""
    safety: bool = False
    """Where a mistake can hurt: roads, medicine, hygiene."""
    pupil_name: str = ""
    pronoun: str = ""
    other_names: frozenset[str] = frozenset()
    pupil_view: str = ""
    family_view: str = ""
    own_rate: float | None = None
    norm_rate: float | None = None
    measurement_error: float | None = None
    earlier: Earlier | None = None
    others: tuple[str, ...] = ()
    """Goals of other pupils, and of goal banks. They are compared, and never shown."""
    same_elsewhere: int = 0
    """In how many other pupils' plans these words stand, but for names, numbers and days."""
    active_goals: int = 1
    most_goals: int = 5
    known_words: frozenset[str] = frozenset()
    """Short forms that the glossary explains."""
    reading_age: float | None = None
    """The age for which the plan is to be written."""
