"""Writes down that somebody was refused, and in which language somebody reads."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed
from handrail.apps.audit import actions as audit
from handrail.apps.audit import queries
from handrail.reach import setting


def record_refusal(refused: NotAllowed, *, on: date, by: Actor) -> bool:
    """Record that somebody who sees a pupil was not allowed an act; whether there was anything to record.

    In a transaction of its own, since the refused one is undone, and under the actor's own reach, no wider: the
    database takes no fact about a pupil whom the actor cannot see. Whoever cannot see a pupil is told 404 and
    leaves nothing here, as nothing may be written with more sight than the reader had: not even the record may
    learn which pupil a stranger guessed at, and whether there is such a pupil.

    Once a day for the same person, act and thing, however often they press: a record that anybody could fill
    would be read by nobody.
    """
    row = refused.row
    if row is None or not by.is_signed_in:
        return False
    assert isinstance(row, models.Model)
    about = f"{row._meta.model_name}:{row.pk}"
    with transaction.atomic():
        setting.apply(by.reach)
        if queries.is_refused_already(row.pupil_id, about=about, act=refused.act, by_id=by.person_id, on=on):
            return False
        audit.record(
            "access.refused",
            about=about,
            by=by,
            on=on,
            pupil_id=row.pupil_id,
            school_id=row.school_id,
            audience=audit.KEEPERS,
            act=refused.act,
        )
    return True


def choose_language(*, person: Person, code: str) -> None:
    """Keep the language in which somebody reads the pages, for every device they sign in on."""
    base, _, region = code.partition("-")
    person.language = f"{base}-{region.upper()}" if region else base
    person.save(update_fields=["language"])
