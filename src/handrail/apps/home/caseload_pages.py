"""A list of pupils, each with where their plan stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor, Role
from handrail.apps.home.queries import CaseloadRow
from handrail.apps.plans.models import Plan
from handrail.ui.components import Shape, Status
from handrail.ui.phrases import short_day, until


@dataclass(frozen=True, slots=True)
class CaseloadLine:
    name: str
    url: str
    year: str
    school: str
    plan: str
    status: Status
    due: str
    due_what: str
    due_when: str


@dataclass(frozen=True, slots=True)
class CaseloadPage:
    title: str
    named: str
    with_plan: bool
    lines: tuple[CaseloadLine, ...]
    start: int
    earlier: str
    later: str
    may_add: bool
    many_schools: bool
    says: str


PAGE: Final = 50


def caseload_page(
    actor: Actor, rows: list[CaseloadRow], *, named: str, with_plan: bool, start: int
) -> CaseloadPage:
    shown = rows[:PAGE]
    schools = {row.pupil.school_id for row in shown}
    query = f"&named={named}" if named else ""
    query += "" if with_plan else "&everyone=1"
    return CaseloadPage(
        title=_("Pupils with a plan") if with_plan else _("Pupils"),
        named=named,
        with_plan=with_plan,
        lines=tuple(_line(row, as_of=actor.day) for row in shown),
        start=start,
        earlier=f"?start={max(0, start - PAGE)}{query}" if start else "",
        later=f"?start={start + PAGE}{query}" if len(rows) > PAGE else "",
        may_add=any(one.role in (Role.COORDINATOR, Role.HEAD) for one in actor.memberships),
        many_schools=len(schools) > 1,
        says=_list_says(len(shown), start=start, named=named, with_plan=with_plan),
    )


def _list_says(count: int, *, start: int, named: str, with_plan: bool) -> str:
    if count:
        return _("%(first)d to %(last)d, by family name") % {"first": start + 1, "last": start + count}
    if named:
        return _("Nobody here has a name that begins with “%(letters)s”.") % {"letters": named}
    if start:
        return _("The list ends before this page.")
    return _("No pupil here has a plan yet.") if with_plan else _("No pupils are entered here yet.")


def _line(row: CaseloadRow, *, as_of: date) -> CaseloadLine:
    plan = row.plans[0] if row.plans else None
    due = row.next_due
    return CaseloadLine(
        name=f"{row.pupil.family_name}, {row.pupil.known_as}",
        url=reverse("home:pupil", args=[row.pupil.pk]),
        year=", ".join(part for part in (row.pupil.year_group, row.pupil.class_name) if part),
        school=row.pupil.school.name,
        plan=", ".join(one.local_name for one in row.plans),
        status=plan_status(plan),
        due=short_day(due.acts_on) if due and due.acts_on else "",
        due_what=due.title if due and due.acts_on else "",
        due_when=(until(due.acts_on, as_of) if due.falls_on else _("no set day"))
        if due and due.acts_on
        else "",
    )


def plan_status(plan: Plan | None) -> Status:
    if plan is None:
        return Status(Shape.NOT_STARTED, _("No plan"))
    if plan.draft_open and not plan.latest_number:
        return Status(Shape.STARTED, _("Draft"))
    if plan.draft_open:
        return Status(Shape.STARTED, _("Being changed"))
    return Status(Shape.DONE, _("In force"))
