"""From events to deadlines: what starts a clock, what ends it, and where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.calendars import Calendars, SchoolCalendar, Term, WorkingDays
from handrail.core.citations import Confidence
from handrail.core.dated import Dated, InForce
from handrail.core.deadlines import Deadline, Event, Standing, deadlines
from handrail.core.duties import Choose, ChosenBy, Duty, Nature, Party, Start, When
from handrail.core.errors import DutiesGoRound, EventNotUnderstood, NoLawInForce
from handrail.core.fixed_days import FixedDay
from tests.core.builders import day, duty, event, excuse, limit

NOWHERE = Calendars()


def found(one: Duty, *events: Event, as_of: str | None = None) -> tuple[Deadline, ...]:
    return deadlines([one], events, NOWHERE, as_of=day(as_of) if as_of else None)


def only(one: Duty, *events: Event, as_of: str | None = None) -> Deadline:
    (deadline,) = found(one, *events, as_of=as_of)
    return deadline


class TestStanding:
    asked = event("a", "asked", "2026-10-05")  # falls on 2026-11-02

    def test_it_is_due_until_its_last_day_is_over(self) -> None:
        deadline = only(duty(), self.asked)

        assert deadline.falls_on == day("2026-11-02")
        assert deadline.standing(day("2026-11-02")) is Standing.DUE
        assert deadline.standing(day("2026-11-03")) is Standing.LATE
        assert deadline.open(day("2026-11-03"))

    def test_met_on_the_last_day_is_in_time(self) -> None:
        deadline = only(duty(), self.asked, event("b", "answered", "2026-11-02"))

        assert deadline.standing(day("2026-11-02")) is Standing.MET
        assert deadline.standing(day("2026-11-01")) is Standing.DUE, "nobody knew yet"
        assert not deadline.open(day("2026-11-02"))

    def test_met_a_day_later_is_late(self) -> None:
        deadline = only(duty(), self.asked, event("b", "answered", "2026-11-03"))

        assert deadline.standing(day("2026-11-03")) is Standing.MET_LATE

    def test_a_standard_without_a_number_is_never_late(self) -> None:
        deadline = only(duty(within=limit(None)), self.asked)

        assert deadline.falls_on is None
        assert deadline.standing(day("2099-01-01")) is Standing.NO_SET_DAY
        assert deadline.open(day("2099-01-01"))
        assert "Handrail never calls it late" in deadline.explanation.sentence

    def test_a_standard_without_a_number_can_be_met(self) -> None:
        deadline = only(duty(within=limit(None)), self.asked, event("b", "answered", "2027-01-01"))

        assert deadline.standing(day("2027-01-01")) is Standing.MET

    def test_a_right_lapses_and_is_never_late(self) -> None:
        deadline = only(duty(nature=Nature.RIGHT), self.asked)

        assert deadline.standing(day("2026-11-02")) is Standing.DUE
        assert deadline.standing(day("2026-11-03")) is Standing.LAPSED
        assert not deadline.open(day("2026-11-03"))
        assert deadline.explanation.sentence.endswith("This is a right: nobody has to use it.")

    def test_a_wait_is_over_after_its_last_day(self) -> None:
        deadline = only(duty(nature=Nature.WAIT), self.asked)

        assert deadline.standing(day("2026-11-02")) is Standing.WAITING
        assert deadline.open(day("2026-11-02"))
        assert deadline.standing(day("2026-11-03")) is Standing.MET
        assert not deadline.open(day("2026-11-03"))
        assert (deadline.stands(day("2026-11-02")), deadline.stands(day("2026-11-03"))) == (
            "Not before",
            "The wait is over",
        )

    @pytest.mark.parametrize(
        ("on", "standing"), [("2026-11-02", Standing.TOO_EARLY), ("2026-11-03", Standing.MET)]
    )
    def test_acting_before_a_wait_is_over_is_too_early(self, on: str, standing: Standing) -> None:
        deadline = only(duty(nature=Nature.WAIT), self.asked, event("b", "answered", on))

        assert deadline.standing(day(on)) is standing

    def test_a_wait_without_a_number_ends_with_an_event(self) -> None:
        wait = duty(nature=Nature.WAIT, within=limit(None), stopped_by=(When("given"),))
        given, destroyed = event("g", "given", "2026-10-07"), event("b", "answered", "2026-10-08")

        assert only(wait, self.asked, destroyed).standing(day("2026-10-08")) is Standing.TOO_EARLY
        assert only(wait, self.asked, given, destroyed).standing(day("2026-10-08")) is Standing.STOPPED

    def test_a_stopped_clock_is_never_late(self) -> None:
        stopping = duty(stopped_by=(When("withdrawn"),))

        deadline = only(stopping, self.asked, event("w", "withdrawn", "2026-10-20"))

        assert deadline.stopped_on == day("2026-10-20")
        assert deadline.standing(day("2026-10-19")) is Standing.DUE
        assert deadline.standing(day("2027-01-01")) is Standing.STOPPED
        assert not deadline.open(day("2027-01-01"))

    def test_what_comes_first_ends_it(self) -> None:
        stopping = duty(stopped_by=(When("withdrawn"),))
        answered, withdrawn = event("b", "answered", "2026-10-10"), event("w", "withdrawn", "2026-10-20")

        assert only(stopping, self.asked, answered, withdrawn).stopped_by is None
        assert only(stopping, self.asked, event("b", "answered", "2026-10-25"), withdrawn).met_by is None

    def test_every_standing_has_words(self) -> None:
        assert all(standing.label for standing in Standing)
        assert all(party.label for party in Party)


class TestReasonsForDelay:
    asked = event("a", "asked", "2026-10-05")  # falls on 2026-11-02, cap 2026-12-28
    excusable = duty(within=limit("4 weeks after", cap="12 weeks after"), excuses=(excuse(),))

    def told(self, new_date: str | None = "2026-11-20", **said: str) -> Event:
        detail = {"excuse": "closed", "duty": "D-1"} | said
        if new_date:
            detail["new_date"] = new_date
        return event("n", "delay_notified", "2026-10-30", **detail)

    def test_the_legal_day_stays_and_the_new_day_stands_beside_it(self) -> None:
        deadline = only(self.excusable, self.asked, self.told())

        assert deadline.falls_on == day("2026-11-02")
        assert deadline.cap_on == day("2026-12-28")
        assert deadline.excused_until == deadline.acts_by == day("2026-11-20")
        assert deadline.standing(day("2026-11-20")) is Standing.EXCUSED
        assert deadline.standing(day("2026-11-21")) is Standing.LATE
        assert "The new last day is Friday 20 November 2026." in deadline.explanation.sentence

    @pytest.mark.parametrize(
        ("on", "standing"), [("2026-11-20", Standing.EXCUSED), ("2026-11-21", Standing.MET_LATE)]
    )
    def test_done_inside_or_after_the_new_day(self, on: str, standing: Standing) -> None:
        deadline = only(self.excusable, self.asked, self.told(), event("b", "answered", on))

        assert deadline.standing(day(on)) is standing

    def test_no_reason_goes_past_the_cap(self) -> None:
        assert only(self.excusable, self.asked, self.told("2027-06-01")).excused_until == day("2026-12-28")

    def test_a_reason_without_a_new_day_covers_up_to_the_cap(self) -> None:
        assert only(self.excusable, self.asked, self.told(None)).excused_until == day("2026-12-28")

    def test_a_reason_without_day_or_cap_has_no_end(self) -> None:
        uncapped = duty(excuses=(excuse(),))

        deadline = only(uncapped, self.asked, self.told(None))

        assert deadline.excused_until is None
        assert deadline.standing(day("2099-01-01")) is Standing.EXCUSED
        assert "new last day" not in deadline.explanation.sentence

    def test_a_reason_the_law_does_not_list_changes_nothing(self) -> None:
        deadline = only(self.excusable, self.asked, self.told(excuse="busy"))

        assert deadline.excuse is None
        assert deadline.explanation.sentence.endswith("not after Monday 28 December 2026.")

    def test_a_notice_about_another_duty_changes_nothing(self) -> None:
        assert only(self.excusable, self.asked, self.told(duty="D-2")).excuse is None

    def test_a_notice_that_names_neither_duty_nor_event_changes_nothing(self) -> None:
        vague = event("n", "delay_notified", "2026-10-30", excuse="closed")

        assert only(self.excusable, self.asked, vague).excuse is None

    def test_a_notice_may_name_the_event_instead_of_the_duty(self) -> None:
        notice = event("n", "delay_notified", "2026-10-30", refers_to="a", excuse="closed")

        assert only(self.excusable, self.asked, notice).excuse is not None
        other = event("n", "delay_notified", "2026-10-30", refers_to="z", excuse="closed")
        assert only(self.excusable, self.asked, other).excuse is None

    def test_the_last_notice_counts(self) -> None:
        later = event("m", "delay_notified", "2026-11-10", duty="D-1", excuse="closed", new_date="2026-12-01")

        assert only(self.excusable, self.asked, self.told(), later).excused_until == day("2026-12-01")

    def test_a_notice_by_duty_is_about_the_latest_matter(self) -> None:
        earlier = event("0", "asked", "2026-01-05")

        first, second = found(self.excusable, earlier, self.asked, self.told())

        assert first.excuse is None
        assert second.excuse is not None

    def test_what_became_known_too_late_is_excused_without_notice(self) -> None:
        leaving = duty(
            starts=(Start(When("asked"), ("leaves_on",)),),
            within=limit("12 months before"),
            excuses=(excuse("late", automatic=True),),
        )

        known = only(leaving, event("a", "asked", "2026-08-24", leaves_on="2027-06-25"))
        in_time = only(leaving, event("a", "asked", "2026-06-25", leaves_on="2027-06-25"))

        assert known.falls_on == day("2026-06-25")
        assert known.standing(day("2027-01-01")) is Standing.EXCUSED
        assert in_time.excuse is None
        assert in_time.standing(day("2027-01-01")) is Standing.LATE

    def test_a_new_day_that_cannot_be_read_is_refused(self) -> None:
        with pytest.raises(EventNotUnderstood, match="which is not a day such as 2026-11-05"):
            only(self.excusable, self.asked, self.told("soon"))

    def test_a_standard_without_a_number_needs_no_excuse(self) -> None:
        assert only(duty(within=limit(None), excuses=(excuse(),)), self.asked, self.told()).excuse is None

    @given(st.dates(date(2026, 10, 6), date(2028, 1, 1)))
    def test_a_reason_never_makes_a_day_earlier_nor_passes_the_cap(self, new_date: date) -> None:
        deadline = only(self.excusable, self.asked, self.told(new_date.isoformat()))

        assert deadline.excused_until is not None
        assert deadline.falls_on is not None
        assert deadline.cap_on is not None
        assert deadline.falls_on <= deadline.excused_until <= deadline.cap_on


class TestWhatStartsAndEndsAClock:
    def test_the_day_it_happened_counts_and_not_the_day_it_was_written_down(self) -> None:
        deadline = only(duty(), event("a", "asked", "2026-10-05", recorded_on="2026-11-20"))

        assert deadline.trigger_on == day("2026-10-05")
        assert deadline.key == "D-1/a"
        assert any("recorded on 2026-11-20" in step for step in deadline.explanation.trace)

    def test_details_decide_whether_an_event_fits(self) -> None:
        choosy = duty(starts=(Start(When("asked", only_if={"what": "plan"}, unless={"how": "by phone"})),))

        assert found(choosy, event("a", "asked", "2026-10-05", what="plan"))
        assert not found(choosy, event("a", "asked", "2026-10-05", what="lift"))
        assert not found(choosy, event("a", "asked", "2026-10-05", what="plan", how="by phone"))

    def test_an_event_that_fits_twice_starts_one_clock(self) -> None:
        twice = duty(starts=(Start(When("asked", only_if={"what": "plan"})), Start(When("asked"))))

        assert len(found(twice, event("a", "asked", "2026-10-05", what="plan"))) == 1

    def test_the_later_of_two_days_counts(self) -> None:
        later_of = duty(starts=(Start(When("asked"), ("happened_on", "told_on")),))

        assert only(later_of, event("a", "asked", "2026-10-05", told_on="2026-10-09")).trigger_on == day(
            "2026-10-09"
        )
        assert only(later_of, event("a", "asked", "2026-10-05")).trigger_on == day("2026-10-05")

    def test_an_event_that_does_not_say_the_day_is_refused(self) -> None:
        with pytest.raises(EventNotUnderstood, match="counts from leaves_on"):
            found(duty(starts=(Start(When("asked"), ("leaves_on",)),)), event("a", "asked", "2026-10-05"))

    @pytest.mark.parametrize(
        ("choose", "on"), [(Choose.EARLIEST, "2026-10-05"), (Choose.LATEST, "2026-10-12")]
    )
    def test_the_earlier_or_later_of_two_events_counts(self, choose: Choose, on: str) -> None:
        one_of = duty(starts=(Start(When("moved")), Start(When("learned"))), choose=choose)

        deadline = only(one_of, event("a", "moved", "2026-10-05"), event("b", "learned", "2026-10-12"))

        assert deadline.trigger_on == day(on)

    def test_after_it_was_met_the_next_event_starts_a_new_matter(self) -> None:
        one_of = duty(starts=(Start(When("moved")), Start(When("learned"))), choose=Choose.EARLIEST)

        first, second = found(
            one_of,
            event("a", "moved", "2026-10-05"),
            event("b", "answered", "2026-10-08"),
            event("c", "moved", "2027-10-05"),
        )

        assert (first.met_on, second.met_on) == (day("2026-10-08"), None)

    def test_an_answer_before_the_question_answers_nothing(self) -> None:
        assert (
            only(duty(), event("b", "answered", "2026-10-01"), event("a", "asked", "2026-10-05")).met_on
            is None
        )

    def test_an_answer_that_names_the_question_may_have_come_before_it(self) -> None:
        first, corrected = found(
            duty(stopped_by=(When("asked"),)),
            event("a", "asked", "2026-10-05"),
            event("b", "answered", "2026-10-08", refers_to="a"),
            event("c", "asked", "2026-10-20", refers_to="a"),
        )

        assert first.met_on == corrected.met_on == day("2026-10-08")
        assert corrected.trigger.id == "c"

    def test_an_answer_goes_to_the_question_it_names(self) -> None:
        first, second = found(
            duty(),
            event("a", "asked", "2026-10-05"),
            event("b", "asked", "2026-10-05"),
            event("c", "answered", "2026-10-08", refers_to="b"),
        )

        assert (first.met_on, second.met_on) == (None, day("2026-10-08"))

    def test_an_answer_that_names_something_else_in_the_case_still_answers(self) -> None:
        deadline = only(
            duty(),
            event("a", "asked", "2026-10-05"),
            event("c", "answered", "2026-10-08", refers_to="elsewhere"),
        )

        assert deadline.met_on == day("2026-10-08")

    def test_an_answer_to_nobody_closes_no_question_when_two_are_open(self) -> None:
        apart = duty(answered_apart=True)
        asked, also = event("a", "asked", "2026-10-05"), event("b", "asked", "2026-10-06")
        answer = event("c", "answered", "2026-10-08")

        assert only(apart, asked, answer).met_on == day("2026-10-08")
        assert [deadline.met_on for deadline in found(apart, asked, also, answer)] == [None, None]

    def test_events_that_refer_to_one_another_in_a_circle_do_no_harm(self) -> None:
        deadline = only(
            duty(),
            event("a", "asked", "2026-10-05", refers_to="b"),
            event("b", "answered", "2026-10-08", refers_to="a"),
        )

        assert deadline.met_on == day("2026-10-08")


class TestChains:
    year = duty(
        "YEAR",
        starts=(Start(When("prepared")), Start(When("reviewed"))),
        met_by=(When("reviewed"),),
        stopped_by=(When("ended"),),
        within=limit("12 months beginning with"),
        on_expiry="year_over",
    )
    review = duty(
        "REVIEW",
        starts=(Start(When("year_over")),),
        met_by=(When("reviewed"),),
        within=limit("12 weeks beginning with", cap="20 weeks beginning with"),
        excuses=(excuse(),),
        on_missed="failure",
    )
    tribunal = duty(
        "TRIBUNAL",
        starts=(Start(When("failure")),),
        met_by=(When("referred"),),
        within=limit("2 months after"),
        nature=Nature.RIGHT,
    )
    prepared = event("p", "prepared", "2025-08-06")

    def story(self, *events: Event, as_of: str | None = None) -> dict[str, list[Deadline]]:
        by_duty: dict[str, list[Deadline]] = {"YEAR": [], "REVIEW": [], "TRIBUNAL": []}
        for deadline in deadlines(
            [self.year, self.review, self.tribunal], events, NOWHERE, as_of=day(as_of) if as_of else None
        ):
            by_duty[deadline.duty].append(deadline)
        return by_duty

    def test_the_year_runs_out_by_itself_and_starts_the_review(self) -> None:
        story = self.story(self.prepared)

        assert story["YEAR"][0].standing(day("2026-08-04")) is Standing.DUE
        assert story["YEAR"][0].standing(day("2026-08-05")) is Standing.MET
        assert story["REVIEW"][0].trigger_on == day("2026-08-05")
        assert story["REVIEW"][0].falls_on == day("2026-10-27")

    def test_the_next_year_is_counted_from_the_review_that_was_completed(self) -> None:
        story = self.story(self.prepared, event("r", "reviewed", "2026-10-20"))

        assert [deadline.falls_on for deadline in story["YEAR"]] == [day("2026-08-05"), day("2027-10-19")]
        assert story["REVIEW"][0].met_on == day("2026-10-20")
        assert story["REVIEW"][1].falls_on == day("2028-01-10")

    def test_an_early_review_moves_every_later_day(self) -> None:
        story = self.story(self.prepared, event("r", "reviewed", "2026-03-02"))

        assert story["YEAR"][0].met_on == day("2026-03-02")
        assert story["YEAR"][1].falls_on == day("2027-03-01")
        assert len(story["REVIEW"]) == 1, "the first year never ran out"

    def test_reviews_that_name_the_plan_each_end_only_the_year_before_them(self) -> None:
        story = self.story(
            self.prepared,
            event("r1", "reviewed", "2026-03-02", refers_to="p"),
            event("r2", "reviewed", "2026-12-01", refers_to="p"),
        )

        assert [deadline.met_on for deadline in story["YEAR"]] == [
            day("2026-03-02"),
            day("2026-12-01"),
            day("2027-11-30"),
        ]

    def test_a_plan_that_ended_within_the_year_has_no_review(self) -> None:
        story = self.story(self.prepared, event("e", "ended", "2026-06-01"))

        assert story["YEAR"][0].standing(day("2027-01-01")) is Standing.STOPPED
        assert story["REVIEW"] == []

    def test_a_plan_that_ended_after_the_year_ran_out_had_a_review_to_do(self) -> None:
        assert self.story(self.prepared, event("e", "ended", "2026-09-01"))["REVIEW"]

    def test_a_silence_older_than_the_right_that_follows_it_takes_no_other_day_away(self) -> None:
        young = Dated("TRIBUNAL", (InForce(day("2027-01-01"), limit("2 months after")),))
        tribunal = replace(self.tribunal, within=young)

        found = deadlines(
            [self.year, self.review, tribunal], [self.prepared], NOWHERE, as_of=day("2026-12-01")
        )

        assert [deadline.duty for deadline in found] == ["YEAR", "REVIEW"]
        with pytest.raises(NoLawInForce):
            deadlines([tribunal], [event("f", "failure", "2026-10-28")], NOWHERE)

    def test_a_missed_review_starts_the_time_for_the_tribunal_once_its_day_has_passed(self) -> None:
        assert self.story(self.prepared)["TRIBUNAL"] == []
        assert self.story(self.prepared, as_of="2026-10-27")["TRIBUNAL"] == []
        (right,) = self.story(self.prepared, as_of="2026-10-28")["TRIBUNAL"]
        assert right.trigger_on == day("2026-10-28")

    def test_a_review_done_late_was_a_failure_all_the_same(self) -> None:
        story = self.story(self.prepared, event("r", "reviewed", "2026-11-20"), as_of="2026-12-01")

        assert story["TRIBUNAL"][0].trigger_on == day("2026-10-28")

    def test_with_a_reason_the_failure_begins_after_the_new_day(self) -> None:
        notice = event(
            "n", "delay_notified", "2026-10-01", duty="REVIEW", excuse="closed", new_date="2026-11-10"
        )

        assert self.story(self.prepared, notice, as_of="2026-11-10")["TRIBUNAL"] == []
        assert self.story(self.prepared, notice, as_of="2026-11-11")["TRIBUNAL"][0].trigger_on == day(
            "2026-11-11"
        )

    def test_deemed_events_that_come_back_in_are_worked_out_anew(self) -> None:
        story = self.story(self.prepared)
        deemed = story["REVIEW"][0].trigger

        assert self.story(self.prepared, deemed) == story

    def test_duties_that_start_one_another_in_a_circle_are_refused(self) -> None:
        endless = duty(
            "LOOP", starts=(Start(When("asked")), Start(When("again"))), met_by=(), on_expiry="again"
        )

        with pytest.raises(DutiesGoRound):
            found(endless, event("a", "asked", "2026-10-05"))


class TestLawOverTime:
    changed = duty(
        within=Dated(
            "D-1",
            (
                InForce(day("2026-01-01"), None),
                InForce(day("2020-01-01"), limit("4 weeks after")),
                InForce(day("2010-01-01"), limit("8 weeks after")),
            ),
        )
    )

    def test_the_rule_of_the_day_it_happened_governs(self) -> None:
        assert only(self.changed, event("a", "asked", "2019-12-31")).falls_on == day("2020-02-25")
        deadline = only(self.changed, event("a", "asked", "2020-01-01"))
        assert (deadline.falls_on, deadline.rule_from) == (day("2020-01-29"), day("2020-01-01"))

    def test_some_rules_are_chosen_by_the_day_that_is_counted_from(self) -> None:
        within = Dated(
            "D-1",
            (
                InForce(day("2027-01-01"), limit("6 months before")),
                InForce(day("2010-01-01"), limit("12 months before")),
            ),
        )
        asked = event("a", "asked", "2026-03-01", leaves_on="2027-06-25")
        starts = (Start(When("asked"), ("leaves_on",)),)

        by_event = only(duty(starts=starts, within=within), asked)
        by_day = only(duty(starts=starts, within=within, chosen_by=ChosenBy.COUNTED_DAY), asked)

        assert by_event.falls_on == day("2026-06-25")
        assert by_day.falls_on == day("2026-12-25")

    def test_where_no_law_is_known_there_is_no_answer(self) -> None:
        with pytest.raises(NoLawInForce):
            found(self.changed, event("a", "asked", "2009-12-31"))

    def test_where_the_law_was_repealed_nothing_is_asked(self) -> None:
        assert found(self.changed, event("a", "asked", "2026-01-01")) == ()


class TestBeyondTheCalendar:
    def test_a_day_that_cannot_be_known_is_not_named_and_not_late(self) -> None:
        deadline = only(duty(within=limit("30 school days after")), event("a", "asked", "2026-10-05"))

        assert deadline.falls_on is None
        assert deadline.standing(day("2099-01-01")) is Standing.NO_SET_DAY
        assert deadline.explanation.sentence.startswith("Handrail cannot name the last day yet. No calendar")

    def test_a_cap_that_cannot_be_known_is_not_named(self) -> None:
        deadline = only(
            duty(within=limit("4 weeks after", cap="90 school days after")), event("a", "asked", "2026-10-05")
        )

        assert deadline.falls_on == day("2026-11-02")
        assert deadline.cap_on is None

    def test_an_aim_comes_from_the_schools_own_terms(self) -> None:
        each_term = duty(within=limit(None, aim=FixedDay.parse("end of next term")))
        school = SchoolCalendar(
            name="Heronstane",
            terms=(
                Term("Term 2", day("2026-10-26"), day("2026-12-22")),
                Term("Term 3", day("2027-01-06"), day("2027-03-25")),
            ),
        )
        asked = event("a", "asked", "2026-11-05")

        (aimed,) = deadlines([each_term], [asked], Calendars(school=school))
        unknown = only(each_term, asked)

        assert (aimed.falls_on, aimed.aim_on, aimed.acts_by) == (None, day("2027-03-25"), day("2027-03-25"))
        assert aimed.standing(day("2027-06-01")) is Standing.NO_SET_DAY
        assert unknown.aim_on is None
        assert "does not reach that far yet" in unknown.explanation.sentence


class TestExplanations:
    working = Calendars(
        working_days={
            "law": WorkingDays(
                name="law",
                says="Weekends are not counted.",
                holidays={day("2026-11-30"): "Saint Andrew's Day"},
                known_from=day("2026-01-01"),
                known_until=day("2027-12-31"),
            )
        }
    )

    @pytest.mark.parametrize(
        ("span", "start", "sentence"),
        [
            (
                "8 weeks beginning with",
                "2026-10-05",
                "8 weeks, and Monday 5 October 2026 is day 1, so the last day is Sunday 29 November 2026. "
                "This rule keeps a date that falls on a Sunday. School holidays do not stop it.",
            ),
            (
                "4 weeks after",
                "2026-10-05",
                "4 weeks, counted from Monday 5 October 2026. Day 1 is Tuesday 6 October 2026, "
                "so the last day is Monday 2 November 2026. School holidays do not stop it.",
            ),
            (
                "8 weeks beginning with, moved to a working day of law",
                "2026-10-05",
                "8 weeks, and Monday 5 October 2026 is day 1, so the last day is Sunday 29 November 2026. "
                "Sunday 29 November 2026 is not a working day here (a weekend), "
                "so the last day moves to Tuesday 1 December 2026.",
            ),
            (
                "1 month after, moved to a working day of law",
                "2026-10-05",
                "1 month after Monday 5 October 2026, so the last day is Thursday 5 November 2026.",
            ),
            (
                "8 weeks beginning with, then the first working day of law",
                "2026-10-05",
                "8 weeks, and Monday 5 October 2026 is day 1, so the last day is Sunday 29 November 2026. "
                "The rule then gives until the first working day after that: Tuesday 1 December 2026.",
            ),
            (
                "2 working days of law beginning with",
                "2026-11-28",
                "2 working days, counted from Saturday 28 November 2026. Day 1 is Tuesday 1 December 2026, "
                "so the last day is Wednesday 2 December 2026. Weekends are not counted.",
            ),
            (
                "14 clear days before",
                "2026-11-20",
                "14 days must lie between the last day and Friday 20 November 2026, "
                "with neither counted, so the last day is Thursday 5 November 2026.",
            ),
            (
                "before",
                "2027-02-15",
                "Before Monday 15 February 2027. That day itself is too late, "
                "so the last day is Sunday 14 February 2027. This rule keeps a date that falls on a Sunday.",
            ),
        ],
    )
    def test_a_parent_reads_how_the_day_was_found(self, span: str, start: str, sentence: str) -> None:
        (deadline,) = deadlines([duty(within=limit(span))], [event("a", "asked", start)], self.working)

        assert deadline.explanation.sentence == sentence

    def test_school_days_are_said_to_be_those_of_the_school(self) -> None:
        school = SchoolCalendar(name="s", terms=(Term("Term", day("2026-10-05"), day("2026-12-18")),))

        (deadline,) = deadlines(
            [duty(within=limit("5 school days after"))],
            [event("a", "asked", "2026-10-05")],
            Calendars(school=school),
        )

        assert deadline.explanation.sentence.endswith(
            "Only days on which this school is open to pupils are counted."
        )

    def test_an_officer_reads_each_step(self) -> None:
        deadline = only(
            duty(within=limit("4 weeks after", cap="12 weeks after"), excuses=(excuse(),)),
            event("a", "asked", "2026-10-05"),
            event("n", "delay_notified", "2026-10-30", duty="D-1", excuse="closed"),
            event("b", "answered", "2026-11-09"),
        )

        assert deadline.explanation.trace == (
            "D-1 (duty), SI 2020/1, reg. 1",
            "Rule in force from 2000-01-01, chosen by the event day",
            "Started by asked (a), happened on 2026-10-05, recorded on 2026-10-05; counted from 2026-10-05",
            "Span: 4 weeks after",
            "Day 1 = 2026-10-06",
            "Last day = 2026-10-06 + 28 days - 1 = 2026-11-02",
            "Ending: the last day stays where it falls",
            "Cap: 12 weeks after = 2026-12-28",
            "Reason: closed, SI 2020/1, reg. 2, covers until 2026-12-28",
            "Met by answered (b) on 2026-11-09",
        )
        assert deadline.explanation.first_day == day("2026-10-06")
        assert deadline.explanation.last_day == day("2026-11-02")
        assert deadline.explanation.day_one_counted is False

    def test_what_is_assumed_and_what_is_to_be_verified_is_said(self) -> None:
        unsure = duty(within=limit(confidence=Confidence.MEDIUM), assumptions=("We assume this.",))

        deadline = only(unsure, event("a", "asked", "2026-10-05"))

        assert deadline.confidence is Confidence.MEDIUM
        assert deadline.to_be_verified
        assert deadline.explanation.assumptions[0] == "We assume this."
        assert "to be verified" in deadline.explanation.assumptions[1]

    @given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
    def test_a_later_event_never_gives_an_earlier_deadline(self, on: date, later: int) -> None:
        first = only(duty(), Event("a", "asked", on, on))
        moved = on + timedelta(days=later)
        second = only(duty(), Event("a", "asked", moved, moved))

        assert first.falls_on is not None
        assert second.falls_on is not None
        assert first.falls_on <= second.falls_on
