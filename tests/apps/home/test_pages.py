from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from tests.cast import Cast

Browser = Callable[[Person | None], Client]


def test_everybody_finds_what_they_may_see(cast: Cast, seen_by: Browser) -> None:
    pupil = reverse("home:pupil", args=[cast.young.pupil.pk])
    for who, expected in (
        (cast.coordinator, 200),
        (cast.parent, 200),
        (cast.class_teacher, 200),
        (cast.young_pupil, 200),
        (cast.other_coordinator, 404),
        (cast.parent_without_responsibility, 404),
        (cast.past_psychologist, 404),
    ):
        assert seen_by(who).get("/").status_code == 200, who
        assert seen_by(who).get("/pupils/").status_code == 200, who
        assert seen_by(who).get(pupil).status_code == expected, who
