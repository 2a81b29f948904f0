"""The coach asks about a goal and about help while they are written; it saves nothing, marks nothing, stops nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.plans import actions, coach, queries
from handrail.apps.plans.actions import GoalWords, ProvisionWords
from handrail.apps.plans.models import Goal, Need, Provision
from handrail.apps.pupils.actions import Particulars, add_pupil
from tests.cast import TODAY, Cast, acting

Browser = Callable[[Person | None], Client]


def goal_form(cast: Cast, **changes: str) -> dict[str, str]:
    return {
        "need": str(cast.young.need.pk),
        "text": "Robin will improve his reading",
        "unit": "words a minute",
        "baseline": "42",
        "target": "30",
        "revision": "1",
        **changes,
    }


def test_asked_about_a_goal_it_answers_beside_the_words_and_saves_nothing(
    cast: Cast, seen_by: Browser
) -> None:
    before = cast.young.goal.text
    url = reverse("plans:goal", args=[cast.young.plan.pk, cast.young.goal.pk])

    page = seen_by(cast.coordinator).post(url, goal_form(cast, ask_coach="yes"))

    text = page.content.decode()
    assert page.status_code == 200
    assert "Target not better than the start" in text
    assert "A verb that can be pictured in many ways" in text
    assert 'href="#id_due_on-day"' in text
    assert "Robin will improve his reading</textarea>" in text
    assert 'value="30"' in text
    with acting(cast.coordinator):
        assert Goal.objects.get(pk=cast.young.goal.pk).text == before


def test_with_its_questions_open_a_goal_is_kept_all_the_same(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.coordinator)
    with acting(cast.coordinator):
        revision = str(Goal.objects.get(pk=cast.young.goal.pk).revision)
    url = reverse("plans:goal", args=[cast.young.plan.pk, cast.young.goal.pk])

    page = browser.post(url, goal_form(cast, revision=revision), follow=True)

    assert "The coach has" in page.content.decode()
    with acting(cast.coordinator):
        assert Goal.objects.get(pk=cast.young.goal.pk).text == "Robin will improve his reading"


def test_asked_about_help_it_asks_what_access_and_as_required_mean(cast: Cast, seen_by: Browser) -> None:
    url = reverse("plans:add_provision", args=[cast.young.plan.pk])
    with acting(cast.coordinator):
        before = Provision.objects.count()

    page = seen_by(cast.coordinator).post(
        url, {"what": "Access to a quiet room as required", "ask_coach": "yes"}
    )

    text = page.content.decode()
    assert "Access instead of help" in text
    assert "on what sign, who decides" in text
    assert 'href="#id_who"' in text
    with acting(cast.coordinator):
        assert Provision.objects.count() == before


def test_a_form_that_is_not_filled_in_is_asked_nothing_but_says_what_is_missing(
    cast: Cast, seen_by: Browser
) -> None:
    url = reverse("plans:add_goal", args=[cast.young.plan.pk])

    page = seen_by(cast.coordinator).post(url, {"text": "", "ask_coach": "yes"})

    assert page.status_code == 422
    assert "Say what the pupil will be able to do" in page.content.decode()
    assert "questions before you go on" not in page.content.decode()


def test_a_goal_that_stands_word_for_word_in_anothers_plan_is_noticed_and_the_other_never_shown(
    cast: Cast, seen_by: Browser
) -> None:
    text = "By 26 March, given a P5 text, Merle reads 72 words correctly in 3 of 4 weekly checks"
    with acting(cast.coordinator) as by:
        plan = queries.plan(cast.older.plan.pk)
        actions.add_goal(plan=plan, words=GoalWords(need=cast.older.need, text=text), on=TODAY, by=by)
    url = reverse("plans:goal", args=[cast.young.plan.pk, cast.young.goal.pk])
    own = text.replace("Merle", "Robin").replace("72", "65").replace("26 March", "1 May")

    page = seen_by(cast.coordinator).post(url, goal_form(cast, text=own, ask_coach="yes")).content.decode()
    assert "Nearly these words stand in 1 other goal" in page
    assert "Merle" not in page


def test_another_pupils_name_in_a_goal_is_noticed_and_not_repeated_as_a_reason(cast: Cast) -> None:
    with acting(cast.coordinator) as by:
        add_pupil(
            school=cast.school,
            particulars=Particulars(given_name="Zebedee", family_name="Invented", born=cast.young.pupil.born),
            on=TODAY,
            by=by,
        )
        draft = queries.draft(queries.plan(cast.young.plan.pk))
        words = GoalWords(need=cast.young.need, text="Zebedee will read 70 words a minute in class")
        found = coach.about_goal(words, draft, goal=None, as_of=TODAY)

    one = next(advice for advice in found if advice.name == "Somebody else's goal")
    assert "Zebedee" not in one.says
    assert one.quote == ""


@pytest.mark.parametrize(
    ("said", "a_week"),
    [("every week", 1), ("weekly", 1), ("twice a week", 2), ("each Monday", 1), ("daily", 5), ("every 2 weeks", 0.5),
     ("once a month", 0.25), ("3 times a term", 0.25), ("", None), ("now and then", None)],
)  # fmt: skip
def test_how_often_it_is_checked_is_understood_in_words(said: str, a_week: float | None) -> None:
    assert coach.checks_a_week(said) == a_week


def test_the_thread_of_the_need_is_shown_beside_the_form(cast: Cast, seen_by: Browser) -> None:
    for name, row in (
        ("need", cast.young.need),
        ("goal", cast.young.goal),
        ("provision", cast.young.provision),
    ):
        page = seen_by(cast.coordinator).get(reverse(f"plans:{name}", args=[cast.young.plan.pk, row.pk]))
        assert "From need to proof" in page.content.decode(), name
        assert cast.young.provision.what in page.content.decode(), name


def test_help_is_a_table_whose_empty_cells_lead_to_their_boxes(cast: Cast, seen_by: Browser) -> None:
    plan = cast.young.plan
    with acting(cast.coordinator) as by:
        actions.add_provision(
            plan=queries.plan(plan.pk), words=ProvisionWords(what="Reading", minutes=20), on=TODAY, by=by
        )
        added = Provision.objects.get(what="Reading")

    page = seen_by(cast.coordinator).get(reverse("plans:section", args=[plan.pk, "support"])).content.decode()

    box = reverse("plans:provision", args=[plan.pk, added.pk])
    for name in ("who", "times", "group_size", "where", "starts_on-day", "ends_on-day"):
        assert f'href="{box}#id_{name}"' in page
    assert f'href="{box}#id_minutes"' not in page
    assert "about 30 minutes a week" in page  # three times ten minutes of paired reading


def test_a_place_offers_its_own_headings_for_needs_and_takes_any_other(cast: Cast, seen_by: Browser) -> None:
    browser, url = seen_by(cast.coordinator), reverse("plans:add_need", args=[cast.young.plan.pk])

    page = browser.get(url).content.decode()
    assert 'list="areas"' in page
    assert '<option value="Learning environment">' in page

    browser.post(url, {"title": "Loses the thread", "area": "Memory"})
    with acting(cast.coordinator):
        assert Need.objects.get(title="Loses the thread").area == "Memory"
