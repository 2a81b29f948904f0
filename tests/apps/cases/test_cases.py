"""Events in, rows of explained deadlines out; computed again without a change unless something changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from unittest import mock

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.cases import actions, jobs, queries
from handrail.apps.cases.models import Case, CaseEvent, Deadline
from handrail.apps.consents import actions as consents
from handrail.apps.organisations.models import DayOff, Organisation, Term
from handrail.apps.pupils.models import Pupil
from handrail.core.calendars import SchoolCalendar
from handrail.core.duties import Force
from handrail.law.lawbook import lawbook
from handrail.law.worked_cases import WorkedCase
from tests.cast import CSP, TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]


def csp_case(cast: Cast) -> Case:
    with acting(cast.officer) as by:
        return actions.open_case(pupil=cast.young.pupil, plan_type=CSP, on=TODAY, by=by)


def rows(case: Case) -> dict[tuple[str, str], dict[str, object]]:
    found = Deadline.objects.filter(case=case).values()
    return {(str(row["duty"]), str(row["trigger"])): row for row in found}


def stories() -> list[WorkedCase]:
    """Worked cases to replay: all of Scotland's, and two of every other plan type; `tests/law` tries them all.

    A case that says when its pupil was born is about another pupil than the one whose record is used here.
    """
    found = []
    for plan_type in lawbook().plan_types():
        cases = [
            case
            for case in lawbook().cases_of(plan_type.key)
            if plan_type.status is Force.IN_FORCE
            and "born" not in {event.kind for event in case.events}
            and case.as_of >= date(2024, 1, 1)  # since then the cast's officer has been in post
        ]
        found += cases if plan_type.jurisdiction == "gb-sct" else cases[:2]
    return found


def lay(calendar: SchoolCalendar | None, school: Organisation) -> None:
    """Keep the calendar of a worked case as the school's own."""
    Term.objects.all().delete()
    DayOff.objects.all().delete()
    if calendar is None:
        return
    Term.objects.bulk_create(
        Term(organisation=school, name=one.name, starts_on=one.starts, ends_on=one.ends)
        for one in calendar.terms
    )
    DayOff.objects.bulk_create(
        [
            *(
                DayOff(organisation=school, on=on, kind="closed", why=why)
                for on, why in calendar.closed.items()
            ),
            *(DayOff(organisation=school, on=on, kind="in_service") for on in calendar.in_service),
        ]
    )


def test_every_worked_case_comes_out_of_the_database_as_it_was_worked_by_hand(cast: Cast) -> None:
    told = stories()
    assert len({story.plan_type for story in told}) > 20
    for story in told:
        with acting(cast.officer, on=story.as_of) as by:
            lay(story.school, cast.school)
            pupil = cast.older.pupil
            Pupil.objects.filter(pk=pupil.pk).update(born=date(2005, 1, 1))
            pupil.born = date(2005, 1, 1)
            case = Case.objects.filter(pupil=pupil, plan_type=story.plan_type).first() or actions.open_case(
                pupil=pupil, plan_type=story.plan_type, on=story.as_of, by=by
            )
            Deadline.objects.filter(case=case).delete()
            CaseEvent.objects.filter(case=case).update(withdrawn_at=moment(TODAY))
            compare(story, case, replay(story, case, by))
            transaction.set_rollback(True)  # the next story begins with the same cast


def replay(story: WorkedCase, case: Case, by: Actor) -> dict[str, CaseEvent]:
    recorded: dict[str, CaseEvent] = {}
    for event in story.events:
        recorded[event.id] = actions.record_event(
            case=case,
            kind=event.kind,
            happened_on=event.happened_on,
            detail=event.detail,
            refers_to=recorded[event.refers_to] if event.refers_to else None,
            on=max(story.as_of, event.happened_on),
            by=by,
        )
    return recorded


def compare(story: WorkedCase, case: Case, recorded: dict[str, CaseEvent]) -> None:
    for expected in story.expected:
        found = Deadline.objects.filter(case=case, duty=expected.duty, trigger_on=expected.counted_from)
        if expected.absent:
            continue
        if expected.trigger in recorded:
            found = found.filter(trigger=str(recorded[expected.trigger].pk))
        assert expected.due in {row.falls_on for row in found}, (story.key, expected.duty)
        row = next(one for one in found if one.falls_on == expected.due)
        if expected.cap:
            assert row.cap_on == expected.cap, (story.key, expected.duty)
        if expected.aim:
            assert row.aim_on == expected.aim, (story.key, expected.duty)
        if expected.met_on:
            assert row.met_on == expected.met_on, (story.key, expected.duty)
        if expected.sentence:
            assert row.explanation["sentence"] == expected.sentence
        assert row.citation["short"]
        assert row.citation["url"].startswith("https://")


def test_what_cannot_have_happened_is_refused_and_changes_nothing(cast: Cast) -> None:
    case = csp_case(cast)
    for given, says in (
        ({"kind": "csp_requested", "happened_on": TODAY + timedelta(1)}, "a day to come"),
        ({"kind": "made_up", "happened_on": TODAY}, "knows no event"),
        ({"kind": "proposal_decided", "happened_on": TODAY}, "this is needed"),
        (
            {"kind": "proposal_decided", "happened_on": TODAY, "detail": {"about": "cake"}},
            "not one of the choices",
        ),
        (
            {"kind": "csp_requested", "happened_on": TODAY, "detail": {"more": "x"}},
            "not something this event says",
        ),
        (
            {
                "kind": "decision_notified",
                "happened_on": TODAY,
                "detail": {"decision": "csp_required", "right_notified_on": "soon"},
            },
            "is not a day",
        ),
    ):
        with acting(cast.officer) as by, pytest.raises(NotPossible, match=says):
            actions.record_event(case=case, on=TODAY, by=by, **given)  # type: ignore[arg-type]
    for who in (cast.parent, cast.class_teacher, cast.psychologist, cast.other_coordinator):
        with acting(who) as by, pytest.raises(NotAllowed):
            actions.record_event(case=case, kind="csp_requested", happened_on=TODAY, on=TODAY, by=by)
    with acting(cast.officer):
        assert not CaseEvent.objects.filter(case=case).exists()
        assert rows(case) == {}


def test_a_pupil_has_one_open_case_of_a_plan_type(cast: Cast) -> None:
    csp_case(cast)
    with pytest.raises(NotPossible, match="already has an open"):
        csp_case(cast)


def test_computing_again_changes_nothing_until_a_calendar_or_the_day_does(cast: Cast) -> None:
    case = csp_case(cast)
    with acting(cast.officer) as by:
        actions.record_event(case=case, kind="csp_requested", happened_on=TODAY, on=TODAY, by=by)
        actions.record_event(case=case, kind="early_review_requested", happened_on=TODAY, on=TODAY, by=by)
        before = rows(case)
        with CaptureQueriesContext(connection) as asked_for:
            actions.calculate(case=case, on=TODAY)
        assert not [
            one["sql"] for one in asked_for if not one["sql"].startswith(("SELECT", "SAVE", "RELEASE"))
        ]
        assert rows(case) == before
        asked = next(row for (duty, _), row in before.items() if duty == "SC-05")
        falls_on = asked["falls_on"]
        assert isinstance(falls_on, date)

        # Nobody answers in time: on the day after, silence is a refusal, and that starts the family's clock.
        actions.calculate(case=case, on=falls_on)
        assert rows(case).keys() == before.keys()
        actions.calculate(case=case, on=falls_on + timedelta(days=1))
        started = {duty for duty, _ in rows(case).keys() - before.keys()}
    assert "SC-22.early-review" in started


def test_a_changed_holiday_moves_a_date_counted_in_school_days(cast: Cast) -> None:
    """The programme is looked at again by the end of the next term; the aim moves when the term does."""
    case_id = cast.young.plan.case_id
    with acting(cast.coordinator):
        before = set(
            Deadline.objects.filter(case=case_id).exclude(aim_on=None).values_list("aim_on", flat=True)
        )
        assert before
    Term.objects.filter(ends_on=max(before)).update(ends_on=max(before) + timedelta(days=3))
    jobs_day = mock.patch.object(timezone, "localdate", return_value=TODAY)
    with jobs_day:
        jobs.calculate_cases_of(cast.school.pk)
    with acting(cast.coordinator):
        after = set(
            Deadline.objects.filter(case=case_id).exclude(aim_on=None).values_list("aim_on", flat=True)
        )
    assert after != before


def test_a_run_that_was_killed_half_way_is_repeated_whole(cast: Cast) -> None:
    with acting(cast.coordinator):
        expected = {row.pk: row.acts_on for row in Deadline.objects.all()}
        Deadline.objects.all().delete()
    calculate, calls = actions.calculate_all, []

    def killed(*, cases: Sequence[Case], on: date) -> object:
        calls.append(cases)
        if len(calls) == 2:
            raise SystemExit("killed")
        return calculate(cases=cases, on=on)

    with mock.patch.object(timezone, "localdate", return_value=TODAY):
        with mock.patch.object(actions, "BATCH", 1), mock.patch.object(actions, "calculate_all", killed):
            with pytest.raises(SystemExit), transaction.atomic():
                jobs.calculate_cases_of(cast.school.pk)
        for _ in range(2):
            assert jobs.calculate_cases_of(cast.school.pk) == 2
    with acting(cast.coordinator):
        again = sorted(str(row.acts_on) for row in Deadline.objects.all())
        assert again == sorted(str(day) for day in expected.values())
    with mock.patch.object(timezone, "localdate", return_value=TODAY):
        assert jobs.calculate_cases_of(cast.other_school.pk) == 0
        assert jobs.calculate_cases_of(cast.authority.pk) == 2


def test_every_night_each_school_is_asked_for_once(cast: Cast) -> None:
    for _ in range(2):  # a school whose job of last night still waits keeps no other from its own
        jobs.calculate_every_night(timestamp=0)

    asked = ProcrastinateJob.objects.filter(task_name=jobs.calculate_cases_of.name)
    schools = sorted(job.args["organisation_id"] for job in asked)
    assert schools == sorted([cast.school.pk, cast.other_school.pk])


def test_the_pages_of_a_case(cast: Cast, seen_by: Browser) -> None:
    case = csp_case(cast)
    shown, report = (
        reverse("cases:case", args=[case.pk]),
        reverse("cases:report", args=[case.pk, "proposal_decided"]),
    )
    browser = seen_by(cast.officer)
    day = {"happened_on-day": 19, "happened_on-month": 11, "happened_on-year": 2026}
    for wrong, says in (
        (day | {"about": "establish", "happened_on-day": 20}, "still to come"),
        (day | {"about": "establish", "happened_on-day": 31}, "a day that exists"),
        (day, "Choose one"),
        (day | {"about": "cake"}, "valid choice"),
    ):
        answer = browser.post(report, wrong)
        assert answer.status_code == 422, wrong
        assert says in answer.content.decode(), wrong
    for who, status in ((cast.parent, 403), (cast.class_teacher, 403), (cast.other_coordinator, 404)):
        assert seen_by(who).post(report, day | {"about": "establish"}).status_code == status
    for kind in ("nothing", "plan_issued", "review_period_expired"):
        assert browser.get(reverse("cases:report", args=[case.pk, kind])).status_code == 404
    with acting(cast.officer):
        assert not CaseEvent.objects.filter(case=case).exists()

    assert browser.post(report, day | {"about": "establish"}).status_code == 302
    assert "19" in browser.get(shown).content.decode()
    with acting(cast.officer):
        due = Deadline.objects.filter(case=case).first()
    assert due is not None
    page = browser.get(reverse("home:due", args=[due.pk]))
    assert due.explanation["sentence"] in page.content.decode()
    assert seen_by(cast.other_coordinator).get(reverse("home:due", args=[due.pk])).status_code == 404


def test_what_is_due_stands_in_one_list_and_in_order_of_time(cast: Cast) -> None:
    case, soon = csp_case(cast), TODAY + timedelta(days=3)

    def due(duty: str, party: str, *, acts_on: date, has_number: bool = True, **other: object) -> Deadline:
        one = {
            "plan_type": CSP, "trigger": duty, "trigger_says": "", "trigger_on": TODAY, "title": duty,
            "says": "", "nature": "duty", "is_open": True, "explanation": {}, "citation": {},
            "rule_from": TODAY, "law_version": "",
        }  # fmt: skip
        falls_on = acts_on if has_number else None
        return Deadline.of(
            cast.young.pupil,
            case=case,
            duty=duty,
            party=party,
            acts_on=acts_on,
            falls_on=falls_on,
            **one | other,
        )

    def titles(found: list[Deadline]) -> list[str]:
        return [one.title for one in found]

    with acting(cast.officer):
        Deadline.objects.all().delete()
        Deadline.objects.bulk_create(
            [
                due("second", "authority", acts_on=soon),
                due("first", "authority", acts_on=TODAY - timedelta(days=9)),
                due("third", "authority", acts_on=soon + timedelta(days=1)),
                due("too late for this list", "authority", acts_on=soon + timedelta(days=2)),
                due("over", "authority", acts_on=soon, is_open=False),
                due("a right", "authority", acts_on=soon, nature="right"),
                due("somebody else's", "school", acts_on=soon),
                due("aim", "authority", acts_on=soon, has_number=False),
                due("awaited", "agency", acts_on=soon),
            ]
        )

        def lists(**parties: frozenset[str]) -> queries.Worklists:
            return queries.worklists(**parties, until=soon + timedelta(days=1), count=3, aside=2)

        authority, agency, nobody = frozenset({"authority"}), frozenset({"agency"}), frozenset[str]()
        found = lists(parties=authority, waits_for=authority | agency)
        assert titles(found.dated) == ["first", "second", "third"]
        assert titles(found.aims) == ["aim"]
        assert titles(found.others) == ["awaited"]
        assert titles(lists(parties=nobody, waits_for=agency).others) == ["awaited"]
        assert lists(parties=nobody, waits_for=nobody) == queries.Worklists([], [], [])

        due("AGREED-REVIEW", "school", acts_on=soon + timedelta(days=60)).save()
        assert lists(parties=authority, waits_for=agency).aims == []


# --- a pupil who uses a right themselves -------------------------------------------------------------------


def olders_case(cast: Cast) -> Case:
    """The older pupil's case of a co-ordinated support plan."""
    with acting(cast.officer) as by:
        found = queries.open_case(cast.older.pupil.pk, CSP)
        return found or actions.open_case(pupil=cast.older.pupil, plan_type=CSP, on=TODAY, by=by)


def assessed(cast: Cast, *, capacity: bool, hour: int = 9) -> None:
    with acting(cast.coordinator) as by:
        consents.assess_right(
            pupil=cast.older.pupil,
            right="early-review",
            finding=consents.Finding(
                assessed_on=TODAY,
                assessed_by_name="Dr Petra Psychologist",
                assessed_as="educational psychologist",
                capacity=capacity,
                capacity_reasons="As Merle told it.",
                wellbeing=True,
                wellbeing_reasons="Merle has a supporter.",
            ),
            on=TODAY,
            at=moment(TODAY) + timedelta(hours=hour),
            by=by,
        )


def asked_by(cast: Cast, who: str) -> CaseEvent:
    case = olders_case(cast)
    with acting(cast.officer) as by:
        return actions.record_event(
            case=case,
            kind="early_review_requested",
            happened_on=TODAY,
            detail={"made_by": who} if who else {},
            on=TODAY,
            by=by,
        )


def test_a_request_of_a_child_who_was_not_assessed_is_recorded_with_a_caution(cast: Cast) -> None:
    event = asked_by(cast, "pupil")
    assert "It is not recorded that this was assessed by then." in event.caution
    assert event.caution_citation["short"] == "2004 asp 4, s. 3"
    with acting(cast.officer):
        fact = Fact.objects.filter(kind="case.event").latest("id")
        kept = CaseEvent.objects.get(pk=event.pk)
        due = Deadline.objects.filter(case=event.case, duty="SC-05", is_open=True)
        assert due.exists(), "nothing is held back: the clock runs"
    assert fact.detail["caution"] == event.caution == kept.caution


def test_a_finding_against_it_is_named_and_a_good_one_is_silent(cast: Cast) -> None:
    assessed(cast, capacity=False)
    against = asked_by(cast, "pupil")
    assert "Dr Petra Psychologist found that Merle cannot use it yet" in against.caution
    assert asked_by(cast, "parent").caution == ""
    assert asked_by(cast, "").caution == ""
    assessed(cast, capacity=True, hour=10)
    assert asked_by(cast, "pupil").caution == ""
    with acting(cast.officer):
        assert CaseEvent.objects.get(pk=against.pk).caution == against.caution, "as it stood then"


def test_the_pages_say_it_at_once_and_keep_saying_it(cast: Cast, seen_by: Browser) -> None:
    browser, case = seen_by(cast.officer), olders_case(cast).pk
    report = reverse("cases:report", args=[case, "early_review_requested"])
    assert "Who made it" in browser.get(report).content.decode()
    day = {"happened_on-day": "19", "happened_on-month": "11", "happened_on-year": "2026"}
    said = browser.post(report, {"made_by": "pupil", **day}, follow=True).content.decode()
    assert "Something is to be settled: it stands beside the event." in said
    assert "It is not recorded that this was assessed by then." in said
    again = browser.get(reverse("cases:case", args=[case])).content.decode()
    assert "To settle:" in again
    assert "https://www.legislation.gov.uk/asp/2004/4/section/3" in again
