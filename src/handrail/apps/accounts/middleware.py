"""Knows who is asking and on which day, and opens the request's reach."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from handrail.apps.accounts import actions, queries
from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed
from handrail.reach import setting

log = logging.getLogger(__name__)


class Request(HttpRequest):
    """A request that has passed the middleware."""

    actor: Actor
    day: date
    now: datetime
    refused: NotAllowed
    """Only where the view was refused: put here by whoever makes a page of that (`config.errors`)."""


class ReachMiddleware:
    """Sets `request.actor`, `request.day`, `request.now` and the reach, in the request's own transaction.

    Last in the list. Together with ATOMIC_REQUESTS the view becomes a savepoint inside this transaction:
    what a failing view wrote is undone, and the error page can still read within the reach. A refusal is
    recorded when all that has ended, so that what is recorded does not hang on what was undone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ours = cast("Request", request)
        # The one clock of the web: everything below takes the day and the moment as arguments.
        ours.now = timezone.now()
        ours.day = timezone.localdate(ours.now)
        with transaction.atomic():
            ours.actor = _actor_of(request, day=ours.day)
            setting.apply(ours.actor.reach)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        if hasattr(ours, "refused"):
            _record(ours.refused, ours)
        return response


def _record(refused: NotAllowed, request: Request) -> None:
    """The answer is made and stays: a fault of the record is told to those who run Handrail, not to the reader."""
    try:
        actions.record_refusal(refused, on=request.day, by=request.actor)
    except Exception:
        log.exception("A refusal could not be recorded.")


def _actor_of(request: HttpRequest, *, day: date) -> Actor:
    if isinstance(request.user, Person):
        return queries.actor_for(request.user, on=day)
    return Actor.visitor(day=day)
