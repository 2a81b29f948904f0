"""The golden thread as stations: need, goal, help, who gives it, and how anybody sees that it works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.plans.canonical import how_often
from handrail.apps.plans.models import Goal, Plan, Provision
from handrail.apps.plans.pages.words import day
from handrail.apps.plans.queries import Draft, amount
from handrail.ui.components import Holds, Link, Station, Thread
from handrail.ui.phrases import counted, short_day


def threads(draft: Draft, *, linked: bool = True) -> tuple[Thread, ...]:
    """Need → goal → help → who → proof, one thread a goal, with what is broken and where to mend it."""
    found: list[Thread] = []
    for need in draft.needs:
        goals = draft.goals_for(need.pk)
        if not goals:
            mend = Link("Add a goal", f"{reverse('plans:add_goal', args=[draft.plan.pk])}?need={need.pk}")
            found.append(
                Thread(
                    title=need.title,
                    stations=(
                        Station("Need", need.title, url=_url("plans:need", draft.plan, need.pk, linked)),
                        Station(
                            "Goal", holds=Holds.BROKEN, gap="No goal yet.", mend=mend if linked else None
                        ),
                        Station("Help", holds=Holds.NOT_REACHED),
                        Station("Who", holds=Holds.NOT_REACHED),
                        Station("Proof", holds=Holds.NOT_REACHED),
                    ),
                )
            )
        found.extend(_thread(draft, need.title, need.pk, goal, linked) for goal in goals)
    return tuple(found)


def _thread(draft: Draft, need: str, need_id: UUID, goal: Goal, linked: bool) -> Thread:
    plan = draft.plan
    provisions = draft.provisions_for(goal.pk)
    return Thread(
        title=need,
        stations=(
            Station("Need", need, url=_url("plans:need", plan, need_id, linked)),
            Station("Goal", goal.text, url=_url("plans:goal", plan, goal.pk, linked)),
            _help_station(plan, goal, provisions, linked),
            _who_station(plan, provisions, linked),
            _proof_station(plan, goal, linked, reached=bool(provisions)),
        ),
    )


def issued_threads(document: Mapping[str, Any]) -> tuple[Thread, ...]:
    """The thread as it was issued: what readers see who have no part in the draft."""
    needs, goals, help_ = (
        [row for section in document["sections"] for row in section.get(name, ())]
        for name in ("needs", "goals", "provision")
    )
    titles = {need["id"]: need["title"] for need in needs}
    found = []
    for goal in goals:
        serving = [one for one in help_ if goal["id"] in one["goals"]]
        both = goal["baseline"] and goal["target"]
        span = (
            _("%(from)s to %(to)s") % {"from": goal["baseline"], "to": goal["target"]}
            if both
            else goal["baseline"] or goal["target"]
        )
        by = _("by %(day)s") % {"day": day(goal["due"])} if goal["due"] else ""
        found.append(
            Thread(
                title=titles.get(goal["need"], ""),
                stations=(
                    Station(_("Need"), titles.get(goal["need"], "")),
                    Station(_("Goal"), goal["text"]),
                    Station(
                        _("Help"),
                        "; ".join(one["what"] for one in serving),
                        more="; ".join(one["says"] for one in serving if one["says"]),
                    ),
                    Station(_("Who"), ", ".join(dict.fromkeys(one["who"] for one in serving if one["who"]))),
                    Station(_("Proof"), goal["measure"], more=", ".join(part for part in (span, by) if part)),
                ),
            )
        )
    return tuple(found)


def issued_goals(document: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Goals for the pupil: in their own words where there are some, and by when."""
    return tuple(
        (
            goal["pupil_words"] or goal["text"],
            _("By %(day)s") % {"day": day(goal["due"])} if goal["due"] else "",
        )
        for section in document["sections"]
        for goal in section.get("goals", ())
    )


def _help_station(plan: Plan, goal: Goal, provisions: list[Provision], linked: bool) -> Station:
    if not provisions:
        url = f"{reverse('plans:add_provision', args=[plan.pk])}?goal={goal.pk}"
        return Station(
            "Help", holds=Holds.BROKEN, gap="No help yet.", mend=Link("Add help", url) if linked else None
        )
    first = provisions[0]
    more = f"and {counted(len(provisions) - 1, 'more', 'more')}" if len(provisions) > 1 else ""
    return Station(
        "Help",
        first.what,
        url=_url("plans:provision", plan, first.pk, linked),
        more=", ".join(part for part in (how_often(first), more) if part),
    )


def _who_station(plan: Plan, provisions: list[Provision], linked: bool) -> Station:
    if not provisions:
        return Station("Who", holds=Holds.NOT_REACHED)
    nobody = next((one for one in provisions if one.who is None), None)
    if nobody is not None:
        url = reverse("plans:provision", args=[plan.pk, nobody.pk]) + "#id_who"
        return Station(
            "Who",
            holds=Holds.BROKEN,
            gap="Nobody is named.",
            mend=Link("Name a person", url) if linked else None,
        )
    return Station("Who", ", ".join(dict.fromkeys(one.who.name for one in provisions if one.who)))


def _proof_station(plan: Plan, goal: Goal, linked: bool, *, reached: bool) -> Station:
    if not goal.measure:
        url = reverse("plans:goal", args=[plan.pk, goal.pk]) + "#id_measure"
        return Station(
            "Proof",
            holds=Holds.BROKEN if reached else Holds.NOT_REACHED,
            gap="Nobody could tell.",
            mend=Link("Say how you will know", url) if linked else None,
        )
    span = " to ".join(part for part in (amount(goal.baseline, ""), amount(goal.target, goal.unit)) if part)
    by = f"by {short_day(goal.due_on)}" if goal.due_on else ""
    return Station("Proof", goal.measure, more=" ".join(part for part in (span, by) if part))


def _url(name: str, plan: Plan, key: UUID, linked: bool) -> str:
    return reverse(name, args=[plan.pk, key]) if linked else ""


def threads_of(draft: Draft, need_ids: Iterable[UUID]) -> tuple[Thread, ...]:
    """The threads of some needs: what the form before somebody's eyes is a part of."""
    wanted = set(need_ids)
    return threads(replace(draft, needs=[need for need in draft.needs if need.pk in wanted]))
