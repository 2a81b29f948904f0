"""What the law asks only on a condition: shown, never in the way, and set aside with a reason that is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.home.sentences import sentence
from handrail.apps.plans import actions, queries
from handrail.apps.plans.actions import Stale
from handrail.apps.plans.models import Plan, SetAside
from handrail.apps.plans.pages import fitting
from handrail.apps.plans.pages.fitting import Considered
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]
SECTION = REQUIREMENT = "alternate_assessment"
REASON = "She takes the regular assessment with extra time."


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A draft of a plan type that asks some things only sometimes."""
    with acting(cast.coordinator) as by:
        return actions.start_plan(pupil=cast.young.pupil, plan_type="us/iep", on=TODAY, by=by)


def set_aside(
    cast: Cast, plan: Plan, reason: str = REASON, revision: int = 0, what: str = REQUIREMENT
) -> SetAside:
    with acting(cast.coordinator) as by:
        return actions.set_aside(
            plan=plan, section=SECTION, requirement=what, reason=reason, revision=revision, on=TODAY, by=by
        )


def considered(cast: Cast, plan: Plan) -> Considered:
    with acting(cast.coordinator):
        draft = queries.draft(queries.plan(plan.pk))
        return fitting.considered(draft, queries.set_asides(plan.pk))


def test_what_applies_only_sometimes_is_shown_with_its_condition_and_citation(cast: Cast, plan: Plan) -> None:
    found = considered(cast, plan)

    assert found.aside == ()
    (one,) = (item for item in found.open if SECTION in item.write_url)
    assert one.condition.startswith("Only if the Team decided")
    assert one.source is not None
    assert one.source.text.endswith("34 CFR 300.320(a)(6)(ii)")
    with acting(cast.coordinator):
        draft = queries.draft(queries.plan(plan.pk))
    assert not {gap.requirement for gap in draft.gaps} & {gap.requirement for gap in draft.to_consider}


def test_a_reason_is_kept_recorded_and_asked_no_more(cast: Cast, plan: Plan) -> None:
    set_aside(cast, plan)

    found = considered(cast, plan)
    assert [(one.said.words, one.said.by) for one in found.aside if one.said] == [
        (REASON, "Nora Coordinator, 19 November 2026")
    ]
    assert not [one for one in found.open if SECTION in one.write_url]
    with acting(cast.coordinator):
        fact = Fact.objects.get(kind="plan.requirement_set_aside")
    assert sentence(fact).endswith(f"Because: {REASON}")
    assert fact.audience == "team"


def test_it_is_asked_again_when_somebody_takes_it_back(cast: Cast, plan: Plan) -> None:
    set_aside(cast, plan)
    for _ in range(2):
        with acting(cast.coordinator) as by:
            actions.ask_again(plan=plan, section=SECTION, requirement=REQUIREMENT, on=TODAY, by=by)

    assert considered(cast, plan).aside == ()
    with acting(cast.coordinator):
        assert Fact.objects.filter(kind="plan.requirement_asked_again").count() == 1


def test_once_written_it_is_considered_no_more(cast: Cast, plan: Plan) -> None:
    with acting(cast.coordinator) as by:
        actions.write_section(
            plan=plan, key=SECTION, text="Because …", based_on=0, on=TODAY, at=moment(TODAY), by=by
        )

    assert not [one for one in considered(cast, plan).open if SECTION in one.write_url]


def test_a_reason_over_one_that_was_not_seen_is_refused(cast: Cast, plan: Plan) -> None:
    first = set_aside(cast, plan)

    assert set_aside(cast, plan).revision == first.revision
    with pytest.raises(Stale):
        set_aside(cast, plan, "Another reason")
    assert set_aside(cast, plan, "Another reason", revision=1).revision == 2


@pytest.mark.parametrize(
    ("reason", "what", "says"),
    [(" ", REQUIREMENT, "at least a few words"), (REASON, "nonsense", "applies only sometimes")],
)
def test_what_cannot_be_set_aside_stays(cast: Cast, plan: Plan, reason: str, what: str, says: str) -> None:
    with pytest.raises(NotPossible, match=says):
        set_aside(cast, plan, reason, what=what)
    with acting(cast.coordinator) as by, pytest.raises(NotPossible, match="applies only sometimes"):
        actions.set_aside(
            plan=plan, section="services", requirement="some_provision", reason=REASON, on=TODAY, by=by
        )

    with acting(cast.coordinator):
        assert not SetAside.objects.exists()


@pytest.mark.parametrize(
    "who", ["parent", "young_pupil", "teaching_assistant", "psychologist", "other_coordinator"]
)
def test_others_set_nothing_aside(cast: Cast, plan: Plan, who: str) -> None:
    with acting(getattr(cast, who)) as by, pytest.raises(NotAllowed):
        actions.set_aside(plan=plan, section=SECTION, requirement=REQUIREMENT, reason=REASON, on=TODAY, by=by)
    with acting(getattr(cast, who)) as by, pytest.raises(NotAllowed):
        actions.ask_again(plan=plan, section=SECTION, requirement=REQUIREMENT, on=TODAY, by=by)


# --- the pages


def test_the_draft_asks_whether_it_applies_and_takes_a_reason(
    cast: Cast, plan: Plan, seen_by: Browser
) -> None:
    browser = seen_by(cast.coordinator)
    draft = reverse("plans:plan", args=[plan.pk])
    page = reverse("plans:set_aside", args=[plan.pk, SECTION, REQUIREMENT])

    before = browser.get(draft).content.decode()
    assert "Does this apply?" in before
    assert page in before
    assert "Only if the Team decided" in browser.get(page).content.decode()
    after = browser.post(page, {"reason": REASON, "revision": 0}, follow=True)
    assert after.redirect_chain == [(draft, 302)]
    assert f"“{REASON}”" in after.content.decode()
    again = browser.post(reverse("plans:ask_again", args=[plan.pk, SECTION, REQUIREMENT]), follow=True)
    assert f"“{REASON}”" not in again.content.decode()


def test_a_reason_is_asked_for_with_a_sentence(cast: Cast, plan: Plan, seen_by: Browser) -> None:
    page = reverse("plans:set_aside", args=[plan.pk, SECTION, REQUIREMENT])

    refused = seen_by(cast.coordinator).post(page, {"reason": "", "revision": 0})

    assert refused.status_code == 422
    assert "Say in a few words why it does not apply" in refused.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("parent", 403), ("psychologist", 403), ("other_coordinator", 404), ("coordinator", 404)],
)
def test_a_stranger_and_a_thing_that_always_applies_are_not_found(
    cast: Cast, plan: Plan, seen_by: Browser, who: str, status: int
) -> None:
    page = reverse("plans:set_aside", args=[plan.pk, "services", "some_provision"])

    assert seen_by(getattr(cast, who)).get(page).status_code == status


def test_a_plan_type_without_conditions_asks_nothing(cast: Cast, seen_by: Browser) -> None:
    page = seen_by(cast.coordinator).get(reverse("plans:plan", args=[cast.young.plan.pk])).content.decode()

    assert "Does this apply?" not in page
