"""What one request reached, the next on the same connection does not."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from handrail.apps.accounts.models import Person
from handrail.apps.pupils.actions import Particulars, add_pupil
from handrail.apps.pupils.models import Pupil
from handrail.config.urls import urlpatterns as product_urls
from handrail.reach import setting
from handrail.reach.setting import Reach
from tests.cast import TODAY, Cast, acting

Browser = Callable[[Person | None], Client]


def fall_over(request: HttpRequest) -> HttpResponse:
    assert Pupil.objects.exists(), "the reach is open before the view falls over"
    Pupil.objects.update(class_name="Overwritten")
    raise RuntimeError


urlpatterns = [*product_urls, path("falls-over/", fall_over, name="falls_over")]
handler404 = "handrail.config.errors.not_found"
handler500 = "handrail.config.errors.broken"


def nothing_is_left() -> bool:
    return setting.current() == Reach.nothing() and Pupil.objects.count() == 0


def test_the_next_request_on_a_connection_starts_with_nothing(peopled: Cast, seen_by: Browser) -> None:
    page = reverse("home:pupil", args=[peopled.young.pupil.pk])
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        first = cursor.fetchone()

    for who, expected in (
        (peopled.coordinator, 200),
        (peopled.other_coordinator, 404),
        (peopled.parent, 200),
        (peopled.past_psychologist, 404),
        (peopled.officer, 200),
        (None, 302),
    ):
        assert seen_by(who).get(page).status_code == expected, who
        assert nothing_is_left(), who

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        assert cursor.fetchone() == first, "these requests were meant to share one connection"


@pytest.mark.urls("tests.reach.test_requests")
def test_a_view_that_falls_over_leaves_neither_reach_nor_rows(
    peopled: Cast, seen_by: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL")
    browser = seen_by(peopled.coordinator)
    browser.raise_request_exception = False

    assert browser.get("/falls-over/").status_code == 500

    assert nothing_is_left()
    with acting(peopled.coordinator):
        assert not Pupil.objects.filter(class_name="Overwritten").exists()


def test_requests_side_by_side_do_not_share_a_reach(
    peopled: Cast, seen_by: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL")
    with acting(peopled.other_coordinator) as by:
        theirs = add_pupil(
            school=peopled.other_school,
            particulars=Particulars(given_name="Una", family_name="Elsewhere", born=peopled.young.pupil.born),
            on=TODAY,
            by=by,
        )
    ours = peopled.young.pupil
    together = Barrier(2)

    def walk(who: Person, mine: Pupil, other: Pupil) -> list[int]:
        browser = seen_by(who)
        together.wait()
        try:
            return [
                browser.get(reverse("home:pupil", args=[one.pk])).status_code
                for _ in range(8)
                for one in (mine, other)
            ]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(walk, peopled.coordinator, ours, theirs)
        second = threads.submit(walk, peopled.other_coordinator, theirs, ours)

    assert first.result() == [200, 404] * 8
    assert second.result() == [200, 404] * 8
