"""A pupil who says much costs no more queries than one who says little."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.apps.voice.said import something_said
from tests.cast import Cast, acting

if TYPE_CHECKING:
    from django.test import Client

    from handrail.apps.accounts.models import Person

Browser = Callable[["Person | None"], "Client"]


def queries_of(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    return len(asked)


def test_what_was_said_profile_and_picking_take_as_many_queries_however_much_there_is(
    cast: Cast, seen_by: Browser
) -> None:
    browser = seen_by(cast.class_teacher)
    paths = [reverse(f"voice:{name}", args=[cast.young.pupil.pk]) for name in ("voice", "profile", "pick")]
    with acting(cast.young_pupil) as by:
        something_said(cast.young.pupil, by=by)
    few = [queries_of(browser, path) for path in paths]
    for _ in range(8):
        with acting(cast.young_pupil) as by:
            something_said(cast.young.pupil, by=by)
    many = [queries_of(browser, path) for path in paths]

    assert many == few
