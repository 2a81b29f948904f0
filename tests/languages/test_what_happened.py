"""Pages whose words hang on what happened to a plan or a pupil, in a language that is not English."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.consents import actions as consents
from handrail.apps.consents.actions import Finding
from handrail.apps.organisations.models import Organisation
from handrail.apps.plans import issued
from handrail.apps.plans.models import Plan, Version
from handrail.apps.pupils.models import Pupil
from handrail.apps.versions import compare_pages
from handrail.core.changes import Kind
from tests.apps.versions.scenes import EHC, second_version, share, written
from tests.cast import TODAY, Cast, acting, moment
from tests.languages.reading import unwrapped

Browser = Callable[[Person | None], Client]


def read(browser: Client, page: str, language: str = "pl") -> str:
    browser.cookies["django_language"] = language
    answer = browser.get(page)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def compare(plan: Plan) -> str:
    return reverse("versions:compare", args=[plan.pk, 2])


def put_right(cast: Cast, plan: Plan) -> None:
    with acting(cast.coordinator) as by:
        version = Version.objects.select_related("plan").get(plan=plan, number=2)
        place = next(one for one in issued.as_corrected(version, []) if "Every lesson" in one.words)
        issued.correct(
            version=version,
            place=place.key,
            before=place.words,
            after=place.words.replace("lesson", "leson", 1),
            reason="A letter.",
            on=TODAY,
            by=by,
        )


@pytest.mark.usefixtures("pseudo")
def test_no_word_of_ours_is_left_behind_in_a_comparison(cast: Cast, seen_by: Browser) -> None:
    plan = second_version(cast)
    put_right(cast, plan)

    page = read(seen_by(cast.parent), compare(plan))

    assert '<html lang="pl"' in page
    assert page.count("hr-plancard") == 1
    assert "<details" in page
    assert unwrapped(page) == []
    # The marks are told in the language of the page, inside words that are in the plan's.
    assert page.count("⟦(nowe:⟧") == page.count("<ins") - 1 > 1
    assert all('lang="pl"' in one for one in re.findall(r"<span[^>]*>(?= ⟦)", page))


@pytest.mark.usefixtures("pseudo")
def test_no_word_of_ours_is_left_behind_between_drafts_with_sections_that_stay_blank(
    cast: Cast, seen_by: Browser
) -> None:
    plan = written(cast, EHC)
    share(cast, plan, as_step=False)
    share(cast, plan)

    page = read(seen_by(cast.parent), reverse("versions:compare_shared", args=[plan.pk, 1]))

    assert "⟦Nie porównano" in page
    assert unwrapped(page) == []


def test_a_comparison_says_in_polish_what_changed_and_keeps_the_plans_words_as_they_are(
    cast: Cast, seen_by: Browser
) -> None:
    plan = second_version(cast)

    page = html.unescape(read(seen_by(cast.parent), compare(plan)))

    assert "Co się zmieniło od wersji 1 do wersji 2" in page
    assert "Pomoc, zmieniona" in page
    assert "Jak często i jak długo" in page
    # What was not there before came in, as a day of the page's language.
    ends = re.search(r'Until|Do</p><p[^>]*lang="(\w\w)"[^>]*>.*?</p>', page)
    assert ends is not None
    assert ends[1] == "pl"
    assert "lutego 2027" in ends[0]
    for heading in re.findall(r"<h[23][^>]*>", page.partition("<main")[2].partition("</main")[0]):
        assert 'lang="en-GB"' in heading, heading


def test_every_kind_of_change_to_a_part_has_its_words() -> None:
    kinds = {Kind.ADDED, Kind.REMOVED, Kind.CHANGED}

    assert {kind for _, kind in compare_pages.WORDS_OF_ITEMS} == kinds == set(compare_pages.WORDS_OF_PARTS)
    assert len(compare_pages.WORDS_OF_ITEMS) == len(kinds) * len(
        {name for name, _ in compare_pages.WORDS_OF_ITEMS}
    )


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize(
    ("place", "born"),
    [
        ("gb-sct", date(2013, 3, 2)),
        ("gb-sct", date(2018, 3, 2)),
        ("gb-eng", date(2013, 3, 2)),
        ("gb-eng", date(2010, 8, 31)),
        ("gb-nir", date(2013, 3, 2)),
        ("us-ca", date(2009, 5, 1)),
        ("ca-qc", date(2018, 5, 1)),
    ],
)
def test_no_word_of_ours_is_left_behind_about_rights(
    cast: Cast, seen_by: Browser, place: str, born: date
) -> None:
    Organisation.objects.filter(pk__in=[cast.school.pk, cast.authority.pk]).update(jurisdiction=place)
    with acting(cast.coordinator):
        Pupil.objects.filter(pk=cast.young.pupil.pk).update(born=born)

    page = read(seen_by(cast.parent), reverse("consents:assessments", args=[cast.young.pupil.pk]))

    assert '<html lang="pl"' in page
    assert "hr-uses" in page
    assert unwrapped(page) == []


@pytest.mark.usefixtures("pseudo")
def test_no_word_of_ours_is_left_behind_about_what_was_assessed(cast: Cast, seen_by: Browser) -> None:
    found = Finding(
        assessed_on=TODAY,
        assessed_by_name="Dr Petra Psychologist",
        assessed_as="educational psychologist",
        capacity=True,
        capacity_reasons="Merle explained the plan.",
        wellbeing=False,
        wellbeing_reasons="Merle is worn out.",
        told_parents_on=TODAY,
    )
    with acting(cast.coordinator) as by:
        for right, on in (
            ("early-review", TODAY),
            ("early-review", TODAY + timedelta(1)),
            ("tribunal", TODAY),
        ):
            consents.assess_right(
                pupil=cast.older.pupil, right=right, finding=found, on=on, at=moment(on), by=by
            )

    page = read(seen_by(cast.older_pupil), reverse("consents:assessments", args=[cast.older.pupil.pk]))

    assert page.count("<article") == 3
    assert (
        unwrapped(
            page,
            names=(
                "Dr Petra Psychologist",
                "educational psychologist",
                "Handrail",
                "Merle Older",
                "Merle",
                "English (UK)",
                "English (US)",
            ),
        )
        == []
    )
