"""Facts that a plan type asks for and nothing else answers: written once, kept apart, never overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.plans import actions, canonical, queries
from handrail.apps.plans.actions import GoalWords, NeedWords, ProvisionWords, Stale
from handrail.apps.plans.models import Plan, WrittenFact
from tests.apps.plans.test_every_plan_type import settle
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]


def begin(cast: Cast, plan_type: str) -> Plan:
    settle(cast, plan_type.partition("/")[0])
    with acting(cast.officer) as by:
        return actions.start_plan(pupil=cast.older.pupil, plan_type=plan_type, on=TODAY, by=by)


def write(cast: Cast, plan: Plan, section: str, values: dict[str, str], revision: int = 0, who: Person | None = None) -> None:  # fmt: skip  # noqa: E501
    with acting(who or cast.coordinator) as by:
        actions.write_facts(
            plan=queries.plan(plan.pk), section=section, values=values, revision=revision,
            on=TODAY, at=moment(TODAY), by=by,
        )  # fmt: skip


def facts(cast: Cast, plan: Plan) -> dict[str, str]:
    with acting(cast.coordinator):
        return dict(queries.draft(queries.plan(plan.pk)).facts.facts)


def gaps(cast: Cast, plan: Plan) -> set[str]:
    with acting(cast.coordinator):
        return {gap.requirement for gap in queries.draft(queries.plan(plan.pk)).gaps}


def test_what_is_written_stands_in_the_plan_and_is_missed_no_more(cast: Cast) -> None:
    plan = begin(cast, "gb-sct/childs-plan")
    wanted = {f"wellbeing.{name}": "" for name in ("safe", "healthy", "achieving", "nurtured", "active",
                                                    "respected", "responsible", "included")}  # fmt: skip
    missing = gaps(cast, plan)

    write(cast, plan, "wellbeing", {**wanted, "wellbeing.safe": "  Feels safe at home and in class.  "})

    assert facts(cast, plan)["wellbeing.safe"] == "Feels safe at home and in class."
    assert len(missing - gaps(cast, plan)) == 1
    with acting(cast.coordinator):
        draft = queries.draft(queries.plan(plan.pk))
        section = draft.plan_type.section("wellbeing")
        assert ["Safe", "Feels safe at home and in class."] in canonical.rows_of(section, draft)
        fact = Fact.objects.filter(kind="plan.facts_written").latest("id")
        assert fact.detail["changed"] == {"Safe": ["", "Feels safe at home and in class."]}


def test_a_fact_about_the_pupil_serves_every_plan_and_one_of_a_plan_only_that_plan(cast: Cast) -> None:
    first = begin(cast, "us/iep")
    write(cast, first, "pupil", {"pupil.disability_category": "Specific learning disability"})
    with acting(cast.officer) as by:
        second = actions.start_plan(pupil=cast.older.pupil, plan_type="us-tx/iep", on=TODAY, by=by)
    write(
        cast,
        begin(cast, "gb-eng/ehc"),
        "i",
        {"nominated_school.type": "Mainstream", "nominated_school.name": ""},
    )

    assert facts(cast, second)["pupil.disability_category"] == "Specific learning disability"
    assert "nominated_school.type" not in facts(cast, second)
    with acting(cast.coordinator):
        assert {one.key: one.plan_id for one in WrittenFact.objects.all()} == {
            "pupil.disability_category": None,
            "nominated_school.type": Plan.objects.get(plan_type="gb-eng/ehc").pk,
        }


def test_a_fact_is_filled_from_another_until_somebody_writes_it(cast: Cast) -> None:
    plan = begin(cast, "gb-sct/csp")
    assert facts(cast, plan)["nominated_school.name"] == cast.school.name

    write(cast, plan, "school", {"nominated_school.name": "Millhope Academy"})

    assert facts(cast, plan)["nominated_school.name"] == "Millhope Academy"


def test_naming_the_coordinator_answers_for_the_lead_professional(cast: Cast, seen_by: Browser) -> None:
    plan = begin(cast, "gb-sct/childs-plan")
    with acting(cast.coordinator) as by:
        member = cast.older.pupil.circlemembers.get(person=cast.coordinator)
        actions.set_people(plan=plan, coordinator=member, contact=None, on=TODAY, by=by)

    assert facts(cast, plan)["lead_professional.name"] == member.name
    page = seen_by(cast.coordinator).get(reverse("plans:section", args=[plan.pk, "lead_professional"]))
    assert member.name in page.content.decode()


def test_facts_that_somebody_wrote_meanwhile_are_not_overwritten(cast: Cast, seen_by: Browser) -> None:
    plan = begin(cast, "us/iep")
    write(cast, plan, "pupil", {"pupil.disability_category": "Autism"})

    with pytest.raises(Stale):
        write(cast, plan, "pupil", {"pupil.disability_category": "Deafness"})
    assert facts(cast, plan)["pupil.disability_category"] == "Autism"

    page = seen_by(cast.coordinator).post(
        reverse("plans:facts", args=[plan.pk, "pupil"]),
        {"pupil-disability_category": "Deafness", "revision": "0"},
    )
    assert page.status_code == 409
    assert "Autism" in page.content.decode()
    assert 'value="Deafness"' in page.content.decode()
    assert facts(cast, plan)["pupil.disability_category"] == "Autism"


@pytest.mark.parametrize(
    ("section", "values", "says"),
    [
        ("pupil", {"pupil.name": "Somebody Else"}, "does not ask for pupil.name"),
        ("pupil", {"pupil.disability_category": "x" * 100_001}, "100,001 characters"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_kept(
    cast: Cast, section: str, values: dict[str, str], says: str
) -> None:
    plan = begin(cast, "us/iep")

    with pytest.raises(NotPossible, match=says):
        write(cast, plan, section, values)

    with acting(cast.coordinator):
        assert not WrittenFact.objects.exists()


@pytest.mark.parametrize("who", ["parent", "teaching_assistant", "psychologist"])
def test_who_does_not_write_the_plan_writes_no_facts(cast: Cast, who: str) -> None:
    plan = begin(cast, "us/iep")

    with pytest.raises(NotAllowed):
        write(cast, plan, "pupil", {"pupil.disability_category": "Autism"}, who=getattr(cast, who))

    with acting(cast.coordinator):
        assert not WrittenFact.objects.exists()


def test_the_page_takes_words_and_a_day_and_says_what_is_no_day(cast: Cast, seen_by: Browser) -> None:
    plan = begin(cast, "ca-on/iep")
    browser, url = seen_by(cast.coordinator), reverse("plans:facts", args=[plan.pk, "pupil"])
    sent = {"pupil-exceptionality": "Communication: language impairment", "revision": "0",
            "iprc-last_on_0": "31", "iprc-last_on_1": "2", "iprc-last_on_2": "2026"}  # fmt: skip

    names = browser.get(url).content.decode()
    for name in ("pupil-exceptionality", "iprc-last_on", "placement-first_day"):
        assert name in names
    day = {f"iprc-last_on-{part}": value for part, value in (("day", "31"), ("month", "2"), ("year", "2026"))}
    refused = browser.post(url, sent | day)
    assert refused.status_code == 422
    assert "Communication: language impairment" in refused.content.decode()

    kept = browser.post(url, sent | day | {"iprc-last_on-day": "28"})

    assert kept.status_code == 302
    assert facts(cast, plan)["iprc.last_on"] == date(2026, 2, 28).isoformat()
    assert facts(cast, plan)["pupil.exceptionality"] == "Communication: language impairment"


def test_a_section_without_such_facts_and_a_stranger_find_no_page(cast: Cast, seen_by: Browser) -> None:
    plan = begin(cast, "us/iep")

    assert seen_by(cast.coordinator).get(reverse("plans:facts", args=[plan.pk, "goals"])).status_code == 404
    assert seen_by(cast.coordinator).get(reverse("plans:facts", args=[plan.pk, "none"])).status_code == 404
    assert (
        seen_by(cast.other_coordinator).get(reverse("plans:facts", args=[plan.pk, "pupil"])).status_code
        == 404
    )


def test_help_stands_in_its_own_section_and_none_may_be_said_in_words(cast: Cast) -> None:
    plan = begin(cast, "gb-eng/ehc")
    with acting(cast.coordinator) as by:
        need = actions.add_need(plan=plan, words=NeedWords(title="Hears some of the words"), on=TODAY, by=by)
        goal = actions.add_goal(plan=plan, words=GoalWords(need=need, text="Joins in"), on=TODAY, by=by)
        first = actions.add_provision(
            plan=plan, words=ProvisionWords(what="Live notes", goals=(goal,)), on=TODAY, by=by
        )
        actions.add_provision(
            plan=plan, words=ProvisionWords(what="Hearing aids checked", section="g"), on=TODAY, by=by
        )
        with pytest.raises(NotPossible, match="promises help"):
            actions.add_provision(plan=plan, words=ProvisionWords(what="x", section="e"), on=TODAY, by=by)
        actions.write_section(plan=plan, key="h1", text="None", based_on=0, on=TODAY, at=moment(TODAY), by=by)

    found = gaps(cast, plan)

    assert {"some_provision", "g", "h1"}.isdisjoint(found)
    assert "h2" in found
    with acting(cast.coordinator):
        draft = queries.draft(queries.plan(plan.pk))
        held = {
            section.key: [one.what for one in draft.help_in(section)]
            for section in draft.plan_type.help_sections
        }
    assert held == {"f": [first.what], "g": ["Hearing aids checked"], "h1": [], "h2": []}


def test_a_goal_says_when_it_is_reached_or_is_refused(cast: Cast) -> None:
    plan = begin(cast, "gb-eng/ehc")
    with acting(cast.coordinator) as by:
        need = actions.add_need(plan=plan, words=NeedWords(title="Hears some of the words"), on=TODAY, by=by)
        words = GoalWords(need=need, text="Says who spoke", sessions=3, out_of=4, opportunities=10)
        goal = actions.add_goal(plan=plan, words=words, on=TODAY, by=by)
        for some, of in ((5, 4), (3, None), (0, 4)):
            wrong = GoalWords(need=need, text="Says who spoke", sessions=some, out_of=of)
            with pytest.raises(NotPossible):
                actions.add_goal(plan=plan, words=wrong, on=TODAY, by=by)

        assert canonical.criterion(goal) == "in 3 of 4 checks in a row, 10 chances each"
        assert plan.goals.count() == 1
