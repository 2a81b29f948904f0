from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handrail.apps.accounts.actor import Actor
from handrail.apps.cases import policy
from handrail.apps.cases.models import Case, CaseEvent
from handrail.apps.cases.policy import Act
from handrail.core.duties import Detail, DetailKind, EventKind
from handrail.law.lawbook import Lawbook, lawbook
from handrail.ui.components import RecordEntry, Source
from handrail.ui.phrases import plain_day


@dataclass(frozen=True, slots=True)
class CasePage:
    """What happened in a case: the events that its dates are counted from."""

    case_id: UUID
    pupil_id: UUID
    pupil: str
    title: str
    entries: tuple[RecordEntry, ...]
    may_record: bool


def case_page(case: Case, events: list[CaseEvent], *, reader: Actor) -> CasePage:
    book = lawbook()
    kind = book.plan_type(case.plan_type)
    return CasePage(
        case_id=case.pk,
        pupil_id=case.pupil_id,
        pupil=case.pupil.name,
        title=kind.name_for(case.authority.slug),
        entries=tuple(
            RecordEntry(
                happened_on=one.happened_on,
                recorded_on=one.recorded_at.date(),
                what=" ".join((book.event_kinds[one.kind].says, *said(one, plan_type=case.plan_type))),
                by=one.recorded_by_name,
                caution=one.caution,
                source=source_of(one) if one.caution else None,
            )
            for one in sorted(events, key=lambda one: (one.happened_on, one.recorded_at), reverse=True)
        ),
        may_record=policy.may(reader, Act.RECORD_EVENT, case),
    )


def source_of(event: CaseEvent) -> Source:
    """Where the law behind a caution is written."""
    cited = event.caution_citation
    return Source(text=cited["short"], url=cited["url"], confidence=cited["confidence"])


def said(event: CaseEvent, *, plan_type: str) -> list[str]:
    """What an event says beside its day, each as a short sentence."""
    book = lawbook()
    details = {one.key: one for one in book.event_kinds[event.kind].details}
    return [
        f"{details[key].says}: {_in_words(details[key], value, book=book, plan_type=plan_type)}."
        for key, value in event.detail.items()
        if key in details
    ]


def _in_words(detail: Detail, value: str, *, book: Lawbook, plan_type: str) -> str:
    """A value as people read it: a day, a choice, a duty by its title, a reason by its words."""
    if detail.kind is DetailKind.DATE:
        return plain_day(date.fromisoformat(value))
    if value in detail.choices:
        return detail.choices[value]
    excuse = book.excuses.get(f"{plan_type.partition('/')[0]}/{value}")
    duty = next((one for one in book.duties(plan_type) if one.key == value), None)
    if excuse is not None:
        return excuse.says.rstrip(".")
    return duty.title if duty is not None else value


def reportable(case: Case) -> tuple[EventKind, ...]:
    """What somebody can report in this case. Issuing and agreeing a review report themselves."""
    own = {"plan_prepared", "plan_issued", "review_agreed"}
    return tuple(one for one in lawbook().event_kinds_for(case.plan_type) if one.key not in own)
