"""A plan in plain words: by a person, measured, translated beside its source, and never older without a word."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.family import actions, queries
from handrail.apps.family.models import Summary, Translation
from handrail.apps.plans import actions as plans
from handrail.apps.plans.actions import Stale
from handrail.apps.pupils.models import CircleMember
from tests.apps.family.conftest import fresh
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]
ENGLISH = "Robin reads with Tess three times a week. It helps him. We look at it again in spring."
ARABIC = "يقرأ روبن مع تيس ثلاث مرات في الأسبوع."
GAELIC = "Bidh Robin a’ leughadh còmhla ri Tess trì tursan san t-seachdain."


def write(cast: Cast, text: str = ENGLISH, *, language: str = "en-GB", based_on: int = 0) -> Summary:
    with acting(cast.coordinator) as by:
        return actions.write_summary(
            plan=fresh(cast.young.plan), text=text, language=language, based_on=based_on, on=TODAY, by=by
        )


def translate(
    cast: Cast, summary: Summary, text: str = ARABIC, *, language: str = "ar", machine: bool = False
) -> Translation:
    with acting(cast.coordinator) as by:
        return actions.translate_summary(
            summary=summary,
            language=language,
            text=text,
            translator="A machine" if machine else "Leila Haddad",
            machine_made=machine,
            on=TODAY,
            by=by,
        )


def prefers(cast: Cast, language: str) -> None:
    with acting(cast.coordinator):
        CircleMember.objects.filter(pk=cast.young.parent.pk).update(preferred_language=language)


def page(cast: Cast, seen_by: Browser, asked: str = "") -> str:
    query = f"?in={asked}" if asked else ""
    address = reverse("family:plan", args=[cast.young.plan.pk]) + query
    answer = seen_by(cast.parent).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_summary_is_measured_in_english_only(cast: Cast) -> None:
    first = write(cast)
    gaelic = write(cast, GAELIC, language="gd", based_on=1)

    assert first.reading_age is not None
    assert Decimal(5) <= first.reading_age <= Decimal(9)
    assert gaelic.reading_age is None
    assert (first.edition, gaelic.edition, first.about_version) == (1, 2, 1)


def test_every_change_is_a_new_edition_and_the_same_words_are_none(cast: Cast) -> None:
    first = write(cast)

    assert write(cast, based_on=1).pk == first.pk
    assert write(cast, "Robin reads. It helps.", based_on=1).edition == 2
    with pytest.raises(Stale):
        write(cast, "Somebody else’s words.", based_on=1)
    with pytest.raises(NotPossible):
        write(cast, "  ", based_on=2)
    with acting(cast.coordinator):
        assert [one.text for one in Summary.objects.all()] == ["Robin reads. It helps.", ENGLISH]


def test_a_family_writes_no_summary(cast: Cast) -> None:
    with acting(cast.parent) as by, pytest.raises(NotAllowed):
        actions.write_summary(
            plan=fresh(cast.young.plan), text="Mine.", language="en-GB", based_on=0, on=TODAY, by=by
        )
    with acting(cast.coordinator):
        assert not Summary.objects.exists()


def test_the_parent_reads_it_in_the_language_they_prefer_and_can_switch(cast: Cast, seen_by: Browser) -> None:
    translate(cast, write(cast))
    prefers(cast, "Arabic; English is fine too")

    arabic = page(cast, seen_by)
    english = page(cast, seen_by, "en-GB")

    assert (
        f'<div class="hr-summary" lang="ar" dir="rtl"><p dir="auto" class="govuk-body">{ARABIC}</p>' in arabic
    )
    assert '<html lang="en-GB" dir="ltr"' in arabic  # Arabic words inside an English page
    assert ENGLISH in arabic  # the original is beside it
    assert 'hreflang="en-GB"' in arabic
    assert '<div class="hr-summary" lang="en-GB" dir="ltr">' in english
    assert 'lang="ar" dir="rtl" hreflang="ar">العربية</a>' in english


def test_without_a_translation_the_source_is_read(cast: Cast, seen_by: Browser) -> None:
    write(cast, GAELIC, language="gd")
    prefers(cast, "Klingon")

    assert '<div class="hr-summary" lang="gd" dir="ltr">' in page(cast, seen_by)


def test_a_translation_of_older_words_says_so(cast: Cast, seen_by: Browser) -> None:
    translate(cast, write(cast))
    prefers(cast, "Arabic")
    assert "older than the original" not in page(cast, seen_by)

    newer = write(cast, "Robin reads with Tess twice a week.", based_on=1)

    assert "older than the original" in page(cast, seen_by)
    translate(cast, newer, "يقرأ روبن مع تيس مرتين في الأسبوع.")
    shown = page(cast, seen_by)
    assert "older than the original" not in shown
    assert "مرتين" in shown
    with acting(cast.coordinator):
        assert Translation.objects.count() == 2  # the earlier one is kept


def test_a_plan_issued_since_is_told_and_keeping_the_words_does_not_age_the_translation(
    cast: Cast, seen_by: Browser
) -> None:
    translate(cast, write(cast))
    with acting(cast.coordinator) as by:
        plan = fresh(cast.young.plan)
        plans.issue(plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by)
    assert "The plan was changed after this was written." in page(cast, seen_by)

    again = write(cast, based_on=1)

    assert again.edition == 2
    for language in ("en-GB", "ar"):
        shown = page(cast, seen_by, language)
        assert "The plan was changed after this was written." not in shown
        assert "older than the original" not in shown


def test_a_machines_words_are_marked_until_a_person_has_read_them(cast: Cast, seen_by: Browser) -> None:
    made = translate(cast, write(cast), machine=True)
    marked = "A machine made this translation"
    assert marked in page(cast, seen_by, "ar")

    with acting(cast.coordinator) as by:
        with pytest.raises(NotPossible, match="Say who read it"):
            actions.check_translation(translation=made, reader=" ", on=TODAY, by=by)
        actions.check_translation(translation=made, reader="Leila Haddad", on=TODAY, by=by)

    shown = page(cast, seen_by, "ar")
    assert marked not in shown
    assert "Read and found right by Leila Haddad" in shown


def test_a_translation_is_of_the_newest_words_and_of_another_language(cast: Cast) -> None:
    first = write(cast)
    write(cast, "Robin reads.", based_on=1)

    with pytest.raises(Stale):
        translate(cast, first)
    with acting(cast.coordinator):
        newest = queries.summaries(cast.young.plan)
        assert newest is not None
    with pytest.raises(NotPossible, match="in this language already"):
        translate(cast, newest.source, "Robin reads.", language="en-GB")


def test_the_pages_for_writing_translating_and_checking(cast: Cast, seen_by: Browser) -> None:
    browser, plan = seen_by(cast.coordinator), cast.young.plan
    prefers(cast, "Arabic")
    address = reverse("family:summary", args=[plan.pk])
    assert browser.get(reverse("family:translate", args=[plan.pk])).status_code == 302  # nothing to translate

    assert browser.post(address, {"text": ENGLISH, "language": "en-GB", "revision": "0"}).status_code == 302
    shown = browser.get(address).content.decode()
    assert "It can be read from about" in shown
    assert "Translate it into Arabic" in shown
    stale = browser.post(address, {"text": "My words.", "language": "en-GB", "revision": "0"})
    assert stale.status_code == 409
    assert "My words." in stale.content.decode()
    assert ENGLISH in stale.content.decode()

    with acting(cast.coordinator):
        source = Summary.objects.get()
    given = {
        "language": "ar",
        "text": ARABIC,
        "how": "machine",
        "translator": "A machine",
        "summary": source.pk,
    }
    translating = reverse("family:translate", args=[plan.pk])
    assert browser.post(translating, given | {"how": ""}).status_code == 422
    assert browser.post(translating, given).status_code == 302
    assert "To be checked" in browser.get(address).content.decode()
    with acting(cast.coordinator):
        made = Translation.objects.get()
    checking = reverse("family:check_translation", args=[plan.pk, made.pk])
    assert browser.post(checking, {"reader": "Leila Haddad"}).status_code == 302
    assert "In step" in browser.get(address).content.decode()
    assert seen_by(cast.other_coordinator).get(address).status_code == 404
    assert seen_by(cast.parent).get(address).status_code == 403
