"""A plan in easy words: written by a person, looked at for what is hard, known to be stale when the plan changes."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.easy_read import actions, queries
from handrail.apps.easy_read.models import EasyRead
from handrail.apps.easy_read.queries import Sentence
from handrail.apps.easy_read.symbols import SYMBOLS, address, drawing
from handrail.apps.plans import actions as plans
from handrail.apps.plans.models import Plan
from tests.apps.documents.reading import root_of, structure_of, text_of
from tests.cast import CSP, TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]

WORDS = (
    Sentence("You read with Tess.", "book"),
    Sentence("Your goal is 70 words.", "star"),
    Sentence("You chose it."),
)


def write(
    cast: Cast, sentences: tuple[Sentence, ...] = WORDS, revision: int = 0, who: Person | None = None
) -> EasyRead:
    with acting(who or cast.coordinator) as by:
        return actions.write(
            plan=cast.young.plan, sentences=sentences, revision=revision, on=TODAY, at=moment(TODAY), by=by
        )


def test_it_is_kept_with_its_pictures_and_a_fact(cast: Cast) -> None:
    row = write(cast, (*WORDS, Sentence("  ", "book")))

    with acting(cast.coordinator):
        assert queries.sentences(queries.easy_read(cast.young.plan.pk)) == WORDS
        fact = Fact.objects.get(kind="plan.easy_read_written")
    assert fact.detail["sentences"] == [one.says for one in WORDS]
    assert (row.about_version, row.revision) == (1, 1)
    assert not queries.is_stale(row)


def test_it_is_stale_when_the_plan_is_issued_again_and_not_after_somebody_looked(cast: Cast) -> None:
    write(cast)
    with acting(cast.coordinator) as by:
        plan = Plan.objects.get(pk=cast.young.plan.pk)
        plans.issue(plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by)
        row = queries.easy_read(plan.pk)
        assert row is not None
        assert queries.is_stale(row)

    row = write(cast, revision=1)  # the same words, said again of the new version

    assert (row.about_version, row.revision) == (2, 2)
    assert not queries.is_stale(row)


def test_the_same_words_twice_are_one_save_and_two_writers_lose_nothing(cast: Cast) -> None:
    write(cast)
    assert write(cast).revision == 1

    with pytest.raises(actions.Stale):
        write(cast, (Sentence("Other words."),))
    with acting(cast.coordinator):
        assert queries.sentences(queries.easy_read(cast.young.plan.pk)) == WORDS


@pytest.mark.parametrize(
    ("sentences", "says"),
    [
        ((), "at least one sentence"),
        ((Sentence("x" * 301),), "longer than 300"),
        ((Sentence("A.", "unheard-of"),), "one of the pictures"),
        (tuple(Sentence(f"{number}.") for number in range(61)), "61 sentences"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_changes(
    cast: Cast, sentences: tuple[Sentence, ...], says: str
) -> None:
    with pytest.raises(NotPossible, match=says):
        write(cast, sentences)
    with acting(cast.coordinator):
        assert not EasyRead.objects.exists()


def test_only_a_plan_that_was_issued_has_easy_words_and_only_writers_write_them(cast: Cast) -> None:
    with acting(cast.officer) as by:
        plan = plans.start_plan(pupil=cast.young.pupil, plan_type=CSP, on=TODAY, by=by)
        with pytest.raises(NotPossible, match="has not been issued"):
            actions.write(plan=plan, sentences=WORDS, revision=0, on=TODAY, at=moment(TODAY), by=by)
    with pytest.raises(NotAllowed):
        write(cast, who=cast.parent)


@pytest.mark.parametrize("name", SYMBOLS)
def test_every_picture_is_there_small_and_ours_alone(name: str) -> None:
    drawn = drawing(name)

    assert finders.find(address(name))
    assert len(drawn) < 1500
    tags = {one.tag.rpartition("}")[2] for one in ElementTree.fromstring(drawn).iter()}  # noqa: S314 - our own file
    assert tags <= {"svg", "g", "path", "circle", "rect"}
    assert "href" not in drawn


# --- through the pages --------------------------------------------------------------------------------


def test_from_the_plan_to_the_pupil_through_the_pages(cast: Cast, seen_by: Browser) -> None:
    plan = cast.young.plan
    browser = seen_by(cast.coordinator)
    copies = browser.get(reverse("documents:copies", args=[plan.pk, 1])).content.decode()
    page = reverse("easy_read:easy_read", args=[plan.pk])
    assert page in copies
    empty = browser.get(page).content.decode()
    assert "Nobody has written this plan in easy words yet." in empty
    form = reverse("easy_read:write", args=[plan.pk])
    assert form in empty

    hard = "You are provided with individualised support because it is necessary; it is good."
    again = browser.post(form, {"says-0": hard, "symbol-0": "helping", "revision": "0", "more": "yes"})
    assert again["Location"] == form
    asked = browser.get(form).content.decode()
    for said in ("more than one idea", "Long words:", "It is not said who does it.", "by a formula"):
        assert said in asked
    rows = {f"says-{at}": one.says for at, one in enumerate(WORDS)}
    rows |= {f"symbol-{at}": one.symbol for at, one in enumerate(WORDS)}
    assert browser.post(form, rows | {"revision": "1"})["Location"] == page

    seen = seen_by(cast.young_pupil).get(page).content.decode()
    assert "You read with Tess." in seen
    assert "symbols/book" in seen
    assert form not in seen
    stale = browser.post(form, {"says-0": "Mine.", "symbol-0": "", "revision": "1"})
    assert stale.status_code == 409
    assert "Mine." in stale.content.decode()
    assert "You read with Tess." in stale.content.decode()


def test_easy_words_speak_the_english_of_the_place(cast: Cast, seen_by: Browser) -> None:
    write(cast, WORDS)
    with acting(cast.officer):
        Plan.objects.filter(pk=cast.young.plan.pk).update(plan_type="us/iep")
    browser = seen_by(cast.parent)

    page = browser.get(reverse("easy_read:easy_read", args=[cast.young.plan.pk])).content.decode()
    pdf = browser.get(reverse("easy_read:pdf", args=[cast.young.plan.pk])).content

    assert "on November 19, 2026, for version 1" in page
    assert '<html lang="en-US"' in page
    assert "Thursday, November 19, 2026" in text_of(pdf)
    assert root_of(pdf)["/Lang"] == "en-US"


def test_the_print_is_large_tagged_and_says_when_it_is_stale(cast: Cast, seen_by: Browser) -> None:
    address_of_pdf = reverse("easy_read:pdf", args=[cast.young.plan.pk])
    browser = seen_by(cast.young_pupil)
    assert browser.get(address_of_pdf).status_code == 404
    write(cast, (*WORDS, Sentence("يحب القراءة", "book")))

    pdf = browser.get(address_of_pdf).content

    assert "You read with Tess." in text_of(pdf)
    assert "could not be drawn" not in text_of(pdf)
    assert "has changed" not in text_of(pdf)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root_of(pdf)["/Metadata"].get_object().get_data()
    assert [role for role, _ in structure_of(pdf)].count("/H1") == 1
    with acting(cast.coordinator) as by:
        plan = Plan.objects.get(pk=cast.young.plan.pk)
        plans.issue(plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by)
    assert "This plan has changed." in text_of(browser.get(address_of_pdf).content)


def test_a_stranger_finds_nothing(cast: Cast, seen_by: Browser) -> None:
    write(cast)
    for name in ("easy_read", "write", "pdf"):
        where = reverse(f"easy_read:{name}", args=[cast.young.plan.pk])
        assert seen_by(cast.other_coordinator).get(where).status_code == 404
    assert (
        seen_by(cast.young_pupil).get(reverse("easy_read:write", args=[cast.young.plan.pk])).status_code
        == 403
    )
