from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.easy_read import policy
from handrail.apps.easy_read.models import EasyRead
from handrail.apps.easy_read.policy import Act
from handrail.apps.easy_read.queries import Sentence
from handrail.apps.easy_read.symbols import SYMBOLS
from handrail.apps.plans.models import Plan

MOST_SENTENCES: Final = 60
LONGEST_SENTENCE: Final = 300


class Stale(Exception):
    """Somebody else changed these words in the meantime. Nothing was overwritten; both are to be shown."""


@transaction.atomic
def write(
    *, plan: Plan, sentences: Sequence[Sentence], revision: int, on: date, at: datetime, by: Actor
) -> EasyRead:
    """Keep a plan in easy words, for the version that is newest now. What is hard is asked, never refused."""
    policy.check_may(by, Act.WRITE, plan)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("pupil").get(pk=plan.pk)
    if not plan.latest_number:
        raise NotPossible("This plan has not been issued yet. Issue it first; then say it in easy words.")
    kept = [{"says": one.says.strip(), "symbol": one.symbol} for one in sentences if one.says.strip()]
    _check(kept)
    row = EasyRead.objects.filter(plan=plan).first()
    if row is None:
        if revision:
            raise Stale("These words were taken out in the meantime. Yours are below.")
        row = EasyRead.of(plan.pupil, plan=plan, revision=0)
    elif (row.sentences, row.about_version) == (kept, plan.latest_number):
        return row
    elif row.revision != revision:
        raise Stale("Somebody else changed these words in the meantime. Both are shown; choose the words.")
    row.sentences, row.about_version = kept, plan.latest_number
    row.written_on, row.written_at = on, at
    row.written_by_id, row.written_by_name = by.person_id, by.name
    row.revision += 1
    row.save()
    audit.record(
        "plan.easy_read_written",
        about=f"plan:{plan.pk}",
        by=by,
        on=on,
        pupil_id=plan.pupil_id,
        school_id=plan.school_id,
        name=plan.local_name,
        number=plan.latest_number,
        sentences=[one["says"] for one in kept],
    )
    return row


def _check(kept: list[dict[str, str]]) -> None:
    if not kept:
        raise NotPossible("Write at least one sentence, or go back without saving.")
    if len(kept) > MOST_SENTENCES:
        raise NotPossible(
            f"These are {len(kept)} sentences. A page in easy words has {MOST_SENTENCES} at most: leave out what"
            " matters least."
        )
    for one in kept:
        if len(one["says"]) > LONGEST_SENTENCE:
            raise NotPossible(
                f"“{one['says'][:40]}…” is longer than {LONGEST_SENTENCE} characters. Cut it in two."
            )
        if one["symbol"] and one["symbol"] not in SYMBOLS:
            raise NotPossible("Choose one of the pictures that are offered.")
