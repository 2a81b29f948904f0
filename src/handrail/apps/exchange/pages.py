from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from handrail.apps.exchange import contents
from handrail.apps.exchange.forms import TakeInForm
from handrail.apps.exchange.models import ReceivedPlan
from handrail.core.plan_types import PlanType
from handrail.ui.components import Link, Voice
from handrail.ui.phrases import plain_day


@dataclass(frozen=True, slots=True)
class Compared:
    """One fact of the file beside the same fact here."""

    label: str
    there: str
    here: str

    @property
    def differs(self) -> bool:
        return self.there.casefold().split() != self.here.casefold().split()


@dataclass(frozen=True, slots=True)
class Part:
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    title: str
    pupil: str
    lead: str
    checked: str
    compared: tuple[Compared, ...]
    parts: tuple[Part, ...]
    left: tuple[contents.Text, ...]
    voices: tuple[Voice, ...]
    notes: tuple[str, ...]
    form: TakeInForm | None
    refused: str
    file_url: str
    draft: Link | None
    back: Link


def received_page(
    row: ReceivedPlan,
    plan: Mapping[str, Any],
    *,
    offered: Sequence[tuple[PlanType, str]],
    form: TakeInForm | None,
    chosen: PlanType | None,
    refused: str = "",
) -> ReceivedPage:
    """What came, who it says it is about, and what it would become."""
    kind = plan["plan_type"]
    pupil = row.pupil
    taken, left = contents.texts(plan, chosen) if chosen else ([], [])
    school = plan["pupil"].get("school") or plan.get("authority") or "another school"
    return ReceivedPage(
        title="A plan from another school",
        pupil=pupil.name,
        lead=f"{kind['name']}, version {plan['number']}, issued on {_day(plan['issued_on'])} by"
        f" {plan['issued_by']['name']} at {school}.",
        checked="Its fingerprint was checked: it is word for word the plan that was issued."
        if row.fingerprint
        else "Its fingerprint was not checked, as none came with it. Compare it with the paper if you can.",
        compared=(
            Compared("Name", plan["pupil"]["name"], pupil.name),
            Compared("Born", _day(plan["pupil"]["born"]), plain_day(pupil.born)),
        ),
        parts=tuple(
            part
            for part in (
                Part("Needs", tuple(one["title"] for one in contents.distinct(plan, "needs"))),
                Part("Goals", tuple(one["text"] for one in contents.distinct(plan, "goals"))),
                Part("Help", tuple(one["what"] for one in contents.distinct(plan, "provision"))),
                Part("Words of sections", tuple(one.heading for one in taken)),
            )
            if part.lines
        ),
        left=tuple(left),
        voices=tuple(
            Voice(
                words=view["words"],
                by=", ".join(part for part in (view["who"], view.get("relation") or view["party"]) if part),
                said_on=date.fromisoformat(view["said_on"]) if view.get("said_on") else None,
            )
            for view in contents.views(plan)
        ),
        notes=tuple(_notes(plan, offered)),
        form=form,
        refused=refused,
        file_url=reverse("exchange:file", args=[pupil.pk, row.pk]),
        draft=Link("Open the plan that it became", reverse("plans:plan", args=[row.plan.pk]))
        if row.plan
        else None,
        back=Link(f"Back to {pupil.known_as}", reverse("home:pupil", args=[pupil.pk])),
    )


def _notes(plan: Mapping[str, Any], offered: Sequence[tuple[PlanType, str]]) -> list[str]:
    said = []
    kind = plan["plan_type"]
    if kind["key"] not in {one.key for one, _ in offered}:
        said.append(
            f"“{kind['name']}” is not a plan that can be begun here now. Choose the plan that it should become. Its"
            " needs, goals and help are taken over; words of parts that the new plan does not have stay with the file."
        )
    if any(not goal.get("need") for goal in contents.distinct(plan, "goals")):
        said.append("Some goals name no need. They are put under one need that says so, for you to sort out.")
    if any(contents.amount(goal).words for goal in contents.distinct(plan, "goals")):
        said.append(
            "Some goals have a start or a target that is no number. Those words go beside how it is measured."
        )
    return said


def _day(text: str) -> str:
    return plain_day(date.fromisoformat(text))
