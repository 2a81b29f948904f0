"""Whether it is the right kind of plan, and what applies only sometimes: questions for staff, ready to draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from handrail.apps.plans.models import FitAnswer, Plan, SetAside
from handrail.apps.plans.pages import gap_url, possessive
from handrail.apps.plans.queries import Draft, FitQuestions
from handrail.core.completeness import Gap
from handrail.core.plan_types import PlanType, Requirement
from handrail.core.signs import Sign
from handrail.ui.components import Link, Source
from handrail.ui.phrases import plain_day
from handrail.ui.sources import short_source


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said to a question, in their words."""

    words: str
    by: str


@dataclass(frozen=True, slots=True)
class SignCard:
    """A question about the kind of plan, what raised it, and who says that it matters."""

    asks: str
    why: tuple[str, ...]
    sources: tuple[Source, ...]
    about: Link | None
    url: str
    said: Said | None


@dataclass(frozen=True, slots=True)
class KindPanel:
    """The open questions on the page of a draft, and the way to all of them."""

    signs: tuple[SignCard, ...]
    answered: int
    url: str


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    asks: str
    said: Said


@dataclass(frozen=True, slots=True)
class KindPage:
    plan_id: UUID
    pupil: str
    pupil_url: str
    title: str
    kind: str
    open: tuple[SignCard, ...]
    answered: tuple[SignCard, ...]
    earlier: tuple[EarlierAnswer, ...]
    fit_url: str
    back: Link


def kind_panel(draft: Draft, asked: FitQuestions) -> KindPanel:
    return KindPanel(
        signs=tuple(sign_card(draft.plan, one, None) for one in asked.open),
        answered=len(asked.answered),
        url=reverse("plans:kind", args=[draft.plan.pk]),
    )


def kind_page(draft: Draft, asked: FitQuestions) -> KindPage:
    plan = draft.plan
    return KindPage(
        plan_id=plan.pk,
        pupil=plan.pupil.name,
        pupil_url=reverse("home:pupil", args=[plan.pupil_id]),
        title="Is this the right kind of plan?",
        kind=f"{possessive(plan.pupil.known_as)} plan is: {plan.local_name}.",
        open=tuple(sign_card(plan, one, None) for one in asked.open),
        answered=tuple(sign_card(plan, one, answer) for one, answer in asked.answered),
        earlier=tuple(EarlierAnswer(one.asks, _said(one)) for one in asked.earlier),
        fit_url=f"{reverse('guide:fit')}?place={draft.plan_type.jurisdiction}",
        back=Link("Back to the plan", reverse("plans:plan", args=[plan.pk])),
    )


def sign_card(plan: Plan, sign: Sign, answer: FitAnswer | None) -> SignCard:
    return SignCard(
        asks=sign.asks,
        why=sign.why,
        sources=tuple(short_source(one) for one in sign.sources),
        about=Link(f"What the law says about the {sign.about.name}", _law_url(sign.about))
        if sign.about
        else None,
        url=reverse("plans:answer_kind", args=[plan.pk, sign.key]),
        said=_said(answer) if answer else None,
    )


def _said(answer: FitAnswer) -> Said:
    return Said(answer.words, f"{answer.written_by_name}, {plain_day(answer.said_on)}")


def _law_url(kind: PlanType) -> str:
    place, _, name = kind.key.partition("/")
    return reverse("guide:plan_type", args=[place, name])


# --- does this apply? -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConsiderItem:
    """What the law asks only on a condition: the condition, what would be missing, why, and who says so."""

    condition: str
    says: str
    why: str
    source: Source | None
    write_url: str
    aside_url: str
    said: Said | None = None
    again_url: str = ""


@dataclass(frozen=True, slots=True)
class Considered:
    """What may apply and is not in the draft, and what people said does not. None of it keeps a plan from issue."""

    open: tuple[ConsiderItem, ...]
    aside: tuple[ConsiderItem, ...]


def considered(draft: Draft, asides: Mapping[tuple[str, str], SetAside]) -> Considered:
    """Each requirement once, however many rows lack it."""
    found: dict[tuple[str, str], Gap] = {}
    for gap in draft.to_consider:
        found.setdefault((gap.section, gap.requirement), gap)
    items = {key: _item(draft, gap, asides.get(key)) for key, gap in found.items()}
    return Considered(
        open=tuple(item for key, item in items.items() if key not in asides),
        aside=tuple(item for key, item in items.items() if key in asides),
    )


def _item(draft: Draft, gap: Gap, aside: SetAside | None) -> ConsiderItem:
    at = [draft.plan.pk, gap.section, gap.requirement]
    return ConsiderItem(
        condition=gap.condition or "",
        says=gap.says,
        why=gap.why,
        source=short_source(gap.citation) if gap.citation else None,
        write_url=gap_url(gap, draft),
        aside_url=reverse("plans:set_aside", args=at),
        said=Said(aside.reason, f"{aside.written_by_name}, {plain_day(aside.said_on)}") if aside else None,
        again_url=reverse("plans:ask_again", args=at) if aside else "",
    )


def consider_item(asked: Requirement, draft: Draft, section: str) -> ConsiderItem:
    """One of them, on the page that asks for a reason."""
    return ConsiderItem(
        condition=asked.condition or "",
        says=asked.says,
        why=asked.why,
        source=short_source(asked.citation) if asked.citation else None,
        write_url=reverse("plans:section", args=[draft.plan.pk, section]),
        aside_url="",
    )
