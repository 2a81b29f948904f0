"""The steps of a plan on a page, and one step to record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.family.models import SharedDraft
from handrail.apps.plans import policy
from handrail.apps.plans.pages import source_of
from handrail.apps.plans.policy import Act
from handrail.apps.versions.pages import back_from, hold_item
from handrail.apps.versions.queries import Way
from handrail.core.steps import Phase, StepSeen, Weight
from handrail.ui.components import GapItem, Link, RailItem, Shape, Source
from handrail.ui.languages import of_the_law
from handrail.ui.phrases import plain_day, record_day, sentence_case, short_day, until


@dataclass(frozen=True, slots=True)
class StepGroup:
    id: str
    title: str
    lead: str
    rows: tuple[RailItem, ...]


@dataclass(frozen=True, slots=True)
class StepsPage:
    """The steps of a plan: done, next, who acts, and the day by law."""

    plan_id: UUID
    title: str
    pupil: str
    lead: str
    next: str
    holds: tuple[GapItem, ...]
    groups: tuple[StepGroup, ...]
    shared: tuple[tuple[Link, str], ...]
    issue_url: str
    ending: str
    ending_source: Source | None
    end_url: str
    ended: str
    ended_because: str
    back: Link


def _phases() -> tuple[tuple[Phase, str, str], ...]:
    return (
        (Phase.BEFORE, _("Before the plan is issued"), ""),
        (Phase.ISSUE, _("Issue"), ""),
        (Phase.AFTER, _("After it is issued"), ""),
        (Phase.ENDING, _("If the plan is to end"), _("Nobody needs these while the plan goes on.")),
    )


def steps_page(way: Way, *, reader: Actor) -> StepsPage:
    plan = way.plan
    recordable = {step.key for step in way.to_record} if policy.may(reader, Act.RECORD_STEP, plan) else set()
    may_issue = policy.may_issue(reader, plan, way.plan_type)
    groups = []
    for phase, title, lead in _phases():
        if phase is Phase.ENDING and not plan.latest_number:
            continue
        rows = tuple(_step_row(way, seen, reader=reader, recordable=recordable) for seen in way.seen(phase))
        if rows:
            groups.append(StepGroup(str(phase), title, lead, rows))
    holds = way.holds(on=reader.day) if plan.draft_open else ()
    reads_shared = policy.may(reader, Act.READ_SHARED, plan)
    number = plan.latest_number + 1 if plan.draft_open else plan.latest_number
    return StepsPage(
        plan_id=plan.pk,
        title=_("The steps of %(name)s’s plan") % {"name": plan.pupil.known_as},
        pupil=plan.pupil.name,
        lead=(
            _("%(plan)s, on the way to version %(number)d")
            if plan.draft_open
            else _("%(plan)s, version %(number)d")
        )
        % {"plan": plan.local_name, "number": number},
        next=_next(way, reader=reader),
        holds=tuple(hold_item(hold, plan) for hold in holds if hold.holds),
        groups=tuple(groups),
        shared=tuple(_shared_link(one, way) for one in way.shared) if reads_shared else (),
        issue_url=reverse("versions:issue", args=[plan.pk]) if may_issue and plan.draft_open else "",
        ending=way.steps.ending.says if plan.latest_number else "",
        ending_source=source_of(way.steps.ending.citation),
        end_url=reverse("versions:end", args=[plan.pk])
        if may_issue and plan.latest_number and plan.ended_on is None
        else "",
        ended=_("This plan ended on %(day)s.") % {"day": plain_day(plan.ended_on)} if plan.ended_on else "",
        ended_because=plan.ended_because if plan.ended_on else "",
        back=back_from(plan, reader),
    )


def _next(way: Way, *, reader: Actor) -> str:
    """The one sentence that says what comes next."""
    plan = way.plan
    if plan.ended_on is not None:
        return ""
    for phase in _current(way):
        for seen in way.seen(phase):
            waits = seen.waits_until
            if (
                waits is not None
                and waits >= reader.day
                and any(hold.step.key == seen.step.key for hold in way.holds(on=reader.day))
            ):
                return _("Next: wait for the family’s answer, until %(day)s at the latest.") % {
                    "day": plain_day(waits)
                }
            if seen.is_next:
                who = way.plan_type.party(seen.step.party)
                return _("Next: %(step)s. %(who)s does this.") % {
                    "step": lower_first(seen.step.title),
                    "who": sentence_case(who),
                }
    return "" if plan.draft_open else _("Everything for this version is recorded.")


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _step_row(way: Way, seen: StepSeen, *, reader: Actor, recordable: set[str]) -> RailItem:
    step, plan = seen.step, way.plan
    done = seen.done
    by = way.done.get(done.id) if done else None
    act = None
    if step.key in recordable:
        act = (
            Link(
                "Share the draft again" if done else "Share the draft",
                reverse("versions:share", args=[plan.pk]),
            )
            if step.freezes_draft
            else Link(
                "Record it again" if done else "Record this",
                reverse("versions:record_step", args=[plan.pk, step.key]),
                more=step.title,
            )
        )
    who = way.plan_type.party(step.party)
    beside = ""
    if done is not None:
        shape, spoken, when = Shape.DONE, _("Done"), record_day(done.happened_on)
    elif seen.due_on is not None:
        late = seen.due_on < reader.day
        shape = Shape.LATE if late else Shape.DUE
        spoken = _("Late") if late else _("To do")
        when, beside = short_day(seen.due_on), until(seen.due_on, reader.day)
    elif seen.is_next and step.phase in _current(way):
        shape, spoken, when = Shape.STARTED, _("Next"), _("Next")
    else:
        shape, spoken, when = Shape.NOT_STARTED, _("Not yet"), _("Not yet")
    lines = []
    if seen.waits_until is not None:
        lines.append(_("The time to answer runs until %(day)s.") % {"day": plain_day(seen.waits_until)})
    if by is not None and by.note:
        lines.append(_("Recorded by %(name)s: “%(note)s”") % {"name": by.recorded_by_name, "note": by.note})
    elif by is not None:
        lines.append(_("Recorded by %(name)s.") % {"name": by.recorded_by_name})
    if step.citation is None:
        lines.append(_("Good practice, not law."))
    return RailItem(
        shape=shape,
        when=when,
        by=beside,
        who=who,
        title=step.title,
        what=step.says,
        notes=" ".join(lines),
        why=f"{way.plan_type.party(step.party)} acts" + ("" if step.citation else "; good practice, not law"),
        source=source_of(step.citation),
        act=act,
        spoken=spoken,
        language=of_the_law(),
    )


def _current(way: Way) -> tuple[Phase, ...]:
    """The phases in which something may come next."""
    if way.plan.ended_on is not None:
        return ()
    if not way.plan.draft_open:
        return (Phase.AFTER,)
    left = any(seen.is_next for seen in way.seen(Phase.BEFORE))
    return (Phase.BEFORE,) if left else (Phase.ISSUE,)


def _shared_link(one: SharedDraft, way: Way) -> tuple[Link, str]:
    url = reverse("versions:shared", args=[one.plan_id, one.number])
    day = plain_day(one.shared_on)
    if step := way.step_of(one):
        says = _("as the family got it on %(day)s (%(step)s)") % {"day": day, "step": lower_first(step.title)}
    elif way.sharing is not None and way.sharing.weight is Weight.NEEDED:
        says = _("as the family got it on %(day)s, to talk about") % {"day": day}
    else:
        says = _("as the family got it on %(day)s") % {"day": day}
    return Link(_("Draft %(number)d") % {"number": one.number}, url), says


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step to record."""

    title: str
    pupil: str
    lead: str
    says: str
    source: Source | None
    practice: bool
    form: forms.Form
    refused: str
    back: Link


def step_page(way: Way, step: Any, form: forms.Form, *, refused: str = "") -> StepPage:
    plan = way.plan
    return StepPage(
        title=step.title,
        pupil=plan.pupil.name,
        lead=plan.local_name,
        says=step.says,
        source=source_of(step.citation),
        practice=step.citation is None,
        form=form,
        refused=refused,
        back=Link("Back to the steps", reverse("versions:steps", args=[plan.pk])),
    )
