"""`handrail recalculate`: every school's dates at once, in processes of their own, as after a change of law."""

from __future__ import annotations

import io
from concurrent.futures import Future
from typing import Any
from unittest import mock

from django.core.management import call_command

from handrail.apps.cases.management.commands import calculate_deadlines
from handrail.apps.cases.models import Deadline
from tests.cast import Cast, acting


class InThisProcess:
    """Stands in for the pool: a process of its own would not see what this test has not committed."""

    def __init__(self, *_: Any, **__: Any) -> None: ...

    def __enter__(self) -> InThisProcess:
        return self

    def __exit__(self, *_: object) -> None: ...

    def submit(self, work: Any, school_id: int) -> Future[int]:
        done: Future[int] = Future()
        done.set_result(work(school_id))
        return done


def test_every_school_is_worked_out_again(cast: Cast) -> None:
    with acting(cast.coordinator):
        before = sorted((one.duty, one.trigger, one.falls_on) for one in Deadline.objects.all())
        Deadline.objects.all().delete()
    said = io.StringIO()

    with mock.patch.object(calculate_deadlines, "ProcessPoolExecutor", InThisProcess):
        call_command("calculate_deadlines", processes=2, stdout=said)

    with acting(cast.coordinator):
        assert sorted((one.duty, one.trigger, one.falls_on) for one in Deadline.objects.all()) == before
    assert said.getvalue() == "2 open cases of 2 schools were worked out again.\n"
