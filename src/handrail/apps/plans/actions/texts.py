"""The words of a plan's sections and the facts that they ask for. Nobody's words are written over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.plans import history, policy, queries
from handrail.apps.plans.actions.changing import (
    LOCKED,
    LONGEST_TEXT,
    Stale,
    begin,
    check_length,
    done,
    heading,
    locked,
    record,
    touch,
)
from handrail.apps.plans.models import KeptText, Plan, SectionRevision, SectionText, WrittenFact
from handrail.apps.plans.policy import Act
from handrail.core.merging import merged

How = SectionRevision.How


@dataclass(frozen=True, slots=True)
class Saved:
    """The section's words now, with what was sent in them."""

    revision: int
    at: datetime
    text: str = ""
    sent: int = 0  # the state that holds exactly what was sent: the writer's next words begin from it

    @property
    def is_merged(self) -> bool:
        """Whether the section holds words that its writer has not seen yet."""
        return self.sent != self.revision


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody had written here since; these words are kept beside theirs until somebody chooses."""

    kept: KeptText
    current: SectionText


@transaction.atomic
def write_section(
    *,
    plan: Plan,
    key: str,
    text: str,
    based_on: int,
    on: date,
    at: datetime,
    by: Actor,
    tab: str = "",
    how: str = How.WRITTEN,
) -> Saved | Kept:
    """Save a section's words. What somebody else wrote there since `based_on` is merged with them, or both are kept.

    `based_on` is the state that the writer had seen, and `tab` the open page that they write in, if it has a
    name. Saving the same words again changes nothing, so a repeated autosave is harmless.
    """
    policy.check_may(by, Act.WRITE, plan)
    plan = locked(plan, for_writing=True)
    if key not in {section.key for section in queries.plan_type_of(plan).sections}:
        raise NotPossible("This plan has no such section.")
    if plan.open_sections and key not in plan.open_sections:
        raise NotPossible(LOCKED)
    check_length(text)
    current = queries.section_text(plan.pk, key) or SectionText.of(plan.pupil, plan=plan, key=key)
    base = _base(plan, current, text, based_on=based_on, tab=tab, by=by)
    both = _merged(current, base, text)
    if both is None:
        return Kept(_keep(plan, key, text, based_on=based_on, tab=tab, at=at, by=by), current)
    _settle_own(plan, key, based_on=based_on, tab=tab, at=at, by=by)
    seen = current.revision if both == text else base.number if base and base.text == text else 0
    if both == current.text and seen:
        return Saved(current.revision, current.written_at, current.text, seen)
    number = history.latest_number(plan.pk, key) + 1
    add_state = partial(_add_state, plan=plan, key=key, based_on=based_on, tab=tab, at=at, by=by)
    if both != text:
        add_state(number, text, How.SENT)
        number += 1
    if both == current.text:
        return Saved(current.revision, current.written_at, current.text, number - 1)
    add_state(number, both, how if both == text else How.MERGED)
    is_news = current.written_by_id != by.person_id or number % 20 == 0
    current.text, current.revision = both, number
    current.written_by_id, current.written_by_name, current.written_at = by.person_id, by.name, at
    current.save()
    touch(plan)
    if is_news:
        # One fact a writer and a sitting, not one a pause in typing.
        record(plan, "plan.section_written", on=on, by=by, section=heading(plan, key))
    return Saved(number, at, both, number if both == text else number - 1)


def _base(
    plan: Plan, current: SectionText, text: str, *, based_on: int, tab: str, by: Actor
) -> history.Base | None:
    if based_on == current.revision:
        return history.Base(current.revision, current.text)
    return history.base_of(
        plan_id=plan.pk, key=current.key, text=text, based_on=based_on, tab=tab, person_id=by.person_id
    )


def _merged(current: SectionText, base: history.Base | None, text: str) -> str | None:
    if text == current.text:
        return text
    if base is None:
        return None
    both = merged(base.text, current.text, text)
    return both if both is None or len(both) <= LONGEST_TEXT else None


def _add_state(
    number: int,
    text: str,
    how: str,
    *,
    plan: Plan,
    key: str,
    based_on: int,
    tab: str,
    at: datetime,
    by: Actor,
) -> None:
    SectionRevision.of(
        plan.pupil,
        plan=plan,
        key=key,
        number=number,
        text=text,
        how=how,
        based_on=based_on,
        tab=tab,
        written_by_id=by.person_id,
        written_by_name=by.name,
        written_at=at,
    ).save(force_insert=True)


def _sitting(plan: Plan, key: str, *, based_on: int, tab: str, by: Actor) -> dict[str, object]:
    """What makes unsettled words the same ones: who wrote, what they began from, and in which open page."""
    return {"plan": plan, "key": key, "written_by_id": by.person_id, "based_on": based_on, "tab": tab}


def _keep(plan: Plan, key: str, text: str, *, based_on: int, tab: str, at: datetime, by: Actor) -> KeptText:
    """One unsettled text a writer and a section: a later autosave of the same sitting replaces it."""
    sitting = _sitting(plan, key, based_on=based_on, tab=tab, by=by)
    kept = KeptText.objects.filter(**sitting, settled_at=None).first()
    if kept is not None and kept.text == text:
        return kept
    kept = kept or KeptText.of(plan.pupil, **sitting)
    kept.text, kept.written_by_name, kept.written_at = text, by.name, at
    kept.revision += 1
    kept.save()
    return kept


def _settle_own(plan: Plan, key: str, *, based_on: int, tab: str, at: datetime, by: Actor) -> None:
    """Words of the same sitting that waited for a choice are in the section now, so there is none to make."""
    if tab:
        sitting = _sitting(plan, key, based_on=based_on, tab=tab, by=by)
        KeptText.objects.filter(**sitting, settled_at=None).update(settled_at=at)


@transaction.atomic
def choose_text(
    *,
    plan: Plan,
    kept: KeptText,
    text: str,
    based_on: int,
    on: date,
    at: datetime,
    by: Actor,
    kept_revision: int | None = None,
) -> Saved | Kept:
    """Settle two texts of a section with the words that somebody chose or joined from both.

    Raises:
        Stale: whoever wrote the kept words has gone on with them; `kept_revision` is the state that was shown.
    """
    policy.check_may(by, Act.WRITE, plan)
    locked(plan, for_writing=True)
    kept = KeptText.objects.get(pk=kept.pk)
    if kept_revision is not None and kept.revision != kept_revision:
        raise Stale(
            f"{kept.written_by_name} wrote more in the meantime. It is shown; choose the words again."
        )
    saved = write_section(
        plan=plan, key=kept.key, text=text, based_on=based_on, on=on, at=at, by=by, how=How.CHOSEN
    )
    if isinstance(saved, Saved):
        kept.settled_at = at
        kept.save(update_fields=["settled_at"])
        record(plan, "plan.texts_chosen", on=on, by=by, section=heading(plan, kept.key))
    return saved


@transaction.atomic
def write_facts(
    *, plan: Plan, section: str, values: Mapping[str, str], revision: int, on: date, at: datetime, by: Actor
) -> None:
    """Write the facts that a section asks for and that nothing else answers, by the plan type's keys.

    `revision` is what the writer saw: the revisions of the section's facts, added up. Blank takes a fact back.

    Raises:
        Stale: somebody wrote one of them in the meantime.
        NotPossible: the section asks for no such fact, or a value is too long.
    """
    plan = begin(plan, by)
    if plan.open_sections and section not in plan.open_sections:
        raise NotPossible(LOCKED)
    asked = {item.of: item for item in queries.own_facts(queries.plan_type_of(plan).section(section))}
    if unknown := values.keys() - asked.keys():
        raise NotPossible(f"This section does not ask for {', '.join(sorted(unknown))}.")
    there = queries.written_facts(plan)
    if queries.facts_revision(asked, there) != revision:
        raise Stale("Somebody else changed this in the meantime. Both are shown; choose the words to keep.")
    changed = {}
    for key, value in values.items():
        check_length(value)
        row = there.get(key) or WrittenFact.of(
            plan.pupil, plan=None if is_about_pupil(key) else plan, key=key, revision=0
        )
        if row.value == value.strip():
            continue
        changed[asked[key].label] = [row.value, value.strip()]
        row.value, row.written_at = value.strip(), at
        row.written_by_id, row.written_by_name = by.person_id, by.name
        row.revision += 1
        row.save()
    if changed:
        done(plan, "plan.facts_written", on=on, by=by, section=heading(plan, section), changed=changed)


def is_about_pupil(key: str) -> bool:
    """Whether a fact is the pupil's, and so written once for all their plans."""
    return key.startswith("pupil.")
