"""The end of a plan: what comes first, and how long what was written is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from handrail.apps.accounts.actor import Actor
from handrail.apps.cases.models import Deadline
from handrail.apps.plans.pages import possessive, source_of
from handrail.apps.versions.pages import back_from, hold_item
from handrail.apps.versions.queries import Way
from handrail.law.lawbook import lawbook
from handrail.ui.components import GapItem, Link, Source
from handrail.ui.phrases import plain_day


@dataclass(frozen=True, slots=True)
class EndPage:
    title: str
    pupil: str
    lead: str
    says: str
    source: Source | None
    holds: tuple[GapItem, ...]
    cautions: tuple[GapItem, ...]
    keeps: tuple[tuple[str, str, str], ...]
    form: Any
    refused: str
    ended: str
    back: Link


def end_page(
    way: Way, kept: list[Deadline], form: forms.Form | None, *, reader: Actor, refused: str = ""
) -> EndPage:
    plan, ending = way.plan, way.steps.ending
    holds = way.holds_end(on=reader.day) if plan.ended_on is None else ()
    return EndPage(
        title=f"End {possessive(plan.pupil.known_as)} plan",
        pupil=plan.pupil.name,
        lead=plan.local_name,
        says=ending.says,
        source=source_of(ending.citation),
        holds=tuple(hold_item(hold, plan) for hold in holds if hold.holds),
        cautions=tuple(hold_item(hold, plan) for hold in holds if not hold.holds),
        keeps=_keeps(way, kept),
        form=form,
        refused=refused,
        ended=f"This plan ended on {plain_day(plan.ended_on)}, decided by {plan.ended_decided_by}."
        f" {plan.ended_because}"
        if plan.ended_on
        else "",
        back=back_from(plan, reader),
    )


def _keeps(way: Way, kept: list[Deadline]) -> tuple[tuple[str, str, str], ...]:
    """How long what was written is kept: in words, until when, and the source."""
    rows = []
    clocks = {one.duty: one for one in kept}
    for key in way.steps.ending.keeps:
        duty = lawbook().duty(way.plan_type.key, key)
        clock = clocks.get(key)
        if clock is not None and clock.falls_on is not None:
            rows.append(
                (
                    duty.says,
                    f"It may be destroyed after {plain_day(clock.falls_on)}.",
                    clock.citation["short"],
                )
            )
        else:
            rows.append((duty.says, "The day is worked out when the plan has ended.", ""))
    return tuple(rows)
