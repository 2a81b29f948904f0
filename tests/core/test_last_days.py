"""What the law lays over a count: a second count, a year's end, absences, a look ahead, another reading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handrail.core.calendars import Calendars, SchoolCalendar, Term
from handrail.core.dated import Dated, InForce
from handrail.core.deadlines import Deadline, deadlines
from handrail.core.duties import (
    Absences,
    Also,
    AnotherReading,
    ChosenBy,
    Duty,
    Event,
    Force,
    From,
    Left,
    Limit,
    Override,
    Pick,
    Start,
    When,
    Which,
)
from handrail.core.fixed_days import parse_length
from tests.core.builders import day, duty, event, limit

TWO_YEARS = SchoolCalendar(
    name="Invented School",
    terms=(
        Term("2025-26", day("2025-08-18"), day("2026-06-12")),
        Term("2026-27", day("2026-08-24"), day("2027-06-11")),
    ),
    closed={day("2026-04-06"): "spring break", day("2026-05-25"): "Memorial Day"},
)
SCHOOL = Calendars(school=TWO_YEARS)


def only(one: Duty, *events: Event, calendars: Calendars = SCHOOL) -> Deadline:
    (deadline,) = deadlines([one], events, calendars)
    return deadline


def with_limit(words: str, **over: object) -> Duty:
    return duty(within=replace(limit(), span=parse_length(words), **over))  # type: ignore[arg-type]


class TestASecondCount:
    later = Also(
        when=When("certified"),
        which=Which.FIRST_AFTER,
        counts_from=("happened_on",),
        span=parse_length("1 month after"),
        pick=Pick.LATER,
        says="One month after the certificate",
    )
    asked = event("a", "asked", "2026-07-01")

    def test_the_later_of_two_is_the_last_day(self) -> None:
        appeal = with_limit("2 months after", also=(self.later,))

        deadline = only(appeal, self.asked, event("c", "certified", "2026-08-10"))

        assert deadline.falls_on == day("2026-09-10")
        assert "The later of the two counts: Thursday 10 September 2026." in deadline.explanation.sentence
        assert "The later of 2026-09-01 and 2026-09-10 = 2026-09-10" in deadline.explanation.trace

    def test_an_early_second_count_changes_nothing(self) -> None:
        appeal = with_limit("2 months after", also=(self.later,))

        assert only(appeal, self.asked, event("c", "certified", "2026-07-02")).falls_on == day("2026-09-01")

    def test_until_it_happens_it_is_only_mentioned(self) -> None:
        deadline = only(with_limit("2 months after", also=(self.later,)), self.asked)

        assert deadline.falls_on == day("2026-09-01")
        assert deadline.explanation.sentence.endswith("Or one month after the certificate, if that is later.")

    def test_a_certificate_in_another_matter_does_not_count(self) -> None:
        appeal = with_limit("2 months after", also=(self.later,))
        other = event("b", "asked", "2026-06-01")
        certified = event("c", "certified", "2026-08-10", refers_to="b")

        found = deadlines([appeal], [self.asked, other, certified], SCHOOL)

        assert {one.trigger.id: one.falls_on for one in found} == {
            "a": day("2026-09-01"),
            "b": day("2026-09-10"),
        }

    def test_the_earlier_of_two_and_the_last_event_before(self) -> None:
        meeting = replace(
            self.later,
            when=When("met"),
            which=Which.LAST_BEFORE,
            span=parse_length("12 weeks after"),
            pick=Pick.EARLIER,
            says="Twelve weeks after the meeting",
        )
        amended = with_limit("8 weeks after", also=(meeting,))
        meetings = (event("m", "met", "2026-01-05"), event("n", "met", "2026-04-01"))

        deadline = only(amended, *meetings, event("a", "asked", "2026-04-27"))

        assert deadline.falls_on == day("2026-06-22"), "8 weeks; 12 weeks after the last meeting is 24 June"
        assert only(amended, meetings[0], self.asked).falls_on == day("2026-03-30")


def test_the_next_day_to_come_counts_also_when_it_was_set_before() -> None:
    """Records are due before the next meeting, even one that was planned before they were asked for."""
    meeting = Also(
        when=When("meeting_set"),
        which=Which.NEXT,
        counts_from=("meets_on",),
        span=parse_length("before"),
        pick=Pick.EARLIER,
        says="Before the next meeting",
    )
    records = with_limit("45 days after", also=(meeting,))
    past = event("p", "meeting_set", "2025-12-01", meets_on="2025-12-15")
    planned = event("m", "meeting_set", "2025-12-20", meets_on="2026-02-02")
    later = event("n", "meeting_set", "2025-12-21", meets_on="2026-02-10")

    deadline = only(records, past, planned, later, event("a", "asked", "2026-01-05"))

    assert deadline.falls_on == day("2026-02-01")


class TestTheEndOfASchoolYear:
    june = Override(
        left=Left.SCHOOL_DAYS,
        at_least=35,
        fewer_than=45,
        in_summer=False,
        gives=parse_length("on 06-30 of that year"),
        counted_from=From.TRIGGER,
        says="With 35 to 44 school days left, it is due on 30 June.",
    )

    @pytest.mark.parametrize(
        ("asked", "due"),
        [
            ("2026-04-13", "2026-06-30"),
            ("2026-04-08", "2026-06-11"),  # the ordinary count
            ("2026-04-24", "2026-09-07"),  # the ordinary count: 11 more days from 24 August
        ],
        ids=["43 days are left", "46 are left", "34 are left"],
    )
    def test_so_much_left_gives_another_day(self, asked: str, due: str) -> None:
        report = with_limit("45 school days after", overrides=(self.june,))

        assert only(report, event("a", "asked", asked)).falls_on == day(due)

    def test_a_last_day_in_summer_moves_to_the_first_school_day(self) -> None:
        first_day = replace(
            self.june,
            left=None,
            at_least=0,
            fewer_than=None,
            in_summer=True,
            gives=parse_length("1 day beginning with"),
            counted_from=From.NEXT_FIRST_SCHOOL_DAY,
            says="A last day in the summer moves to the first day of school.",
        )
        decide = with_limit("30 days after", overrides=(first_day,))

        assert only(decide, event("a", "asked", "2026-06-01")).falls_on == day("2026-08-24")
        assert only(decide, event("a", "asked", "2026-05-11")).falls_on == day("2026-06-10")

    def test_days_after_the_last_school_day(self) -> None:
        after = replace(
            self.june,
            at_least=0,
            fewer_than=30,
            gives=parse_length("14 days after"),
            counted_from=From.LAST_SCHOOL_DAY,
        )

        deadline = only(
            with_limit("45 school days after", overrides=(after,)), event("a", "asked", "2026-05-15")
        )

        assert deadline.falls_on == day("2026-06-26")
        assert deadline.explanation.sentence.startswith("With 35 to 44")

    @pytest.mark.parametrize(
        ("told", "due"),
        [
            ((("r", "meeting_set", "2026-05-15"),), "2026-09-23"),
            ((("r", "meeting_set", "2026-04-20"),), "2026-08-04"),
            ((("q", "meeting_set", "2026-04-20"), ("r", "meeting_set", "2026-05-15")), "2026-09-23"),
            ((("r", "meeting_set", "2026-06-08"),), "2026-08-04"),
            ((), "2026-08-04"),
        ],
        ids=[
            "28 days were left",
            "53 were left",
            "the last one before counts",
            "it came later",
            "not recorded",
        ],
    )
    def test_what_is_left_can_be_measured_from_an_earlier_event(
        self, told: tuple[tuple[str, str, str], ...], due: str
    ) -> None:
        """Thirty days after 24 August, or else sixty days from the trigger on 5 June."""
        after = replace(
            self.june,
            left=Left.DAYS,
            at_least=0,
            fewer_than=31,
            gives=parse_length("30 days after"),
            counted_from=From.NEXT_FIRST_SCHOOL_DAY,
            left_after=("meeting_set",),
        )
        plan = with_limit("60 days after", overrides=(after,))
        earlier = (event(name, kind, on, meets_on=on) for name, kind, on in told)

        assert only(plan, *earlier, event("a", "asked", "2026-06-05")).falls_on == day(due)

    def test_absences_give_the_ordinary_count_back(self) -> None:
        report = with_limit(
            "45 school days after", overrides=(self.june,), absences=Absences(at_least=3, beyond=0)
        )
        asked = event("a", "asked", "2026-04-13")

        two = only(report, asked, event("b", "pupil_absent", "2026-05-01", school_days="2"))
        three = only(report, asked, event("b", "pupil_absent", "2026-05-01", school_days="3"))

        assert two.falls_on == day("2026-06-30")
        assert three.falls_on == day("2026-08-28"), "48 school days: 43 to 12 June, 5 from 24 August"
        assert "3 more are added for 3 school days of absence." in three.explanation.sentence


def test_only_absences_beyond_the_first_eight_are_added() -> None:
    evaluated = with_limit("60 days after", absences=Absences(at_least=0, beyond=8))
    asked = event("a", "asked", "2026-01-05")

    assert only(evaluated, asked, event("b", "pupil_absent", "2026-02-01", school_days="8")).falls_on == day(
        "2026-03-06"
    )
    assert only(evaluated, asked, event("b", "pupil_absent", "2026-02-01", school_days="10")).falls_on == day(
        "2026-03-08"
    )


@pytest.mark.parametrize(
    ("starts", "due"),
    [
        ("2025-09-20", "2025-09-20"),  # the plan of 20 September 2025 is still in force on 15 September 2026
        ("2024-09-20", "2025-09-20"),  # and so is the one that will follow the plan of 2024
        ("2025-09-10", "2026-09-10"),  # this one will have been followed by another by then
    ],
)
def test_what_a_plan_in_force_must_hold_is_due_when_that_plan_starts(starts: str, due: str) -> None:
    transition = duty(
        starts=(Start(When("born")),),
        chosen_by=ChosenBy.DUE_DAY,
        within=Dated(
            "D-1", (InForce(day("2015-01-01"), replace(limit("16 years after"), in_effect="plan_starts")),)
        ),
    )

    deadline = only(transition, event("b", "born", "2010-09-15"), event("p", "plan_starts", starts))

    assert deadline.falls_on == day(due)
    assert "so it must be in that one" in deadline.explanation.sentence


def test_another_reading_is_shown_and_the_safe_one_counts() -> None:
    other = AnotherReading(span=parse_length("6 weeks after"), says="Some courts leave the first day out.")

    deadline = only(
        with_limit("6 weeks beginning with", readings=(other,)), event("a", "asked", "2026-01-08")
    )

    assert deadline.falls_on == day("2026-02-18")
    assert [one.falls_on for one in deadline.readings] == [day("2026-02-19")]
    assert (
        "The rule can also be read to give Thursday 19 February 2026. Some courts leave the first day out. "
        "Handrail uses the safer day." in deadline.explanation.sentence
    )


def test_a_letter_is_taken_to_have_come_some_days_later() -> None:
    posted = Start(When("asked"), received=parse_length("5 days after"), received_if={"sent_by": "post"})
    answer = duty(starts=(posted,), within=limit("15 days after"))

    by_post = only(answer, event("a", "asked", "2026-01-05", sent_by="post"))
    by_hand = only(answer, event("a", "asked", "2026-01-05", sent_by="hand"))

    assert (by_post.trigger_on, by_post.falls_on) == (day("2026-01-10"), day("2026-01-25"))
    assert by_post.explanation.sentence.startswith(
        "What was sent on Monday 5 January 2026 is taken to have come"
    )
    assert (by_hand.trigger_on, by_hand.falls_on) == (day("2026-01-05"), day("2026-01-20"))


def test_a_rule_that_is_not_law_gives_no_date() -> None:
    for force in (Force.NOT_COMMENCED, Force.PROPOSED):
        assert deadlines([replace(duty(), force=force)], [event("a", "asked", "2026-01-05")], SCHOOL) == ()


def test_a_rule_younger_than_the_pupil_holds_once_it_is_in_force() -> None:
    def since(first: str, span: str) -> InForce[Limit]:
        return InForce(day(first), limit(span))

    earlier = duty(
        starts=(Start(When("born")),),
        chosen_by=ChosenBy.DUE_DAY,
        within=Dated("D-1", (since("2025-07-01", "14 years after"), since("2005-07-01", "16 years after"))),
    )

    young = only(earlier, event("b", "born", "2012-01-15"))
    old = only(earlier, event("b", "born", "2009-01-15"))

    assert (young.falls_on, young.rule_from) == (day("2026-01-15"), day("2025-07-01"))
    assert (old.falls_on, old.rule_from) == (day("2025-01-15"), day("2005-07-01"))


def test_a_local_rule_says_which_wider_rule_it_takes_the_place_of() -> None:
    federal = replace(duty("F1", within=limit("60 days after")), place="United States")
    state = replace(duty("TX-2"), place="Texas", replaces=(federal,))

    deadline = only(state, event("a", "asked", "2026-01-05"))

    assert deadline.replaces == ("F1",)
    assert (
        deadline.explanation.trace[1] == "Rule of Texas, in the place of F1 of United States (60 days after)"
    )


def test_beyond_the_known_calendar_no_day_is_named() -> None:
    deadline = only(with_limit("60 days except summer after"), event("a", "asked", "2027-06-01"))

    assert deadline.falls_on is None
    assert deadline.explanation.sentence.startswith(
        "Handrail cannot name the last day yet. The calendar of Invented"
    )


def test_when_a_letter_came_cannot_be_told_without_a_calendar() -> None:
    posted = Start(
        When("asked"), received=parse_length("5 days after, moved to a working day of school.holidays")
    )

    deadline = only(duty(starts=(posted,)), event("a", "asked", "2026-01-05"), calendars=Calendars())

    assert (deadline.falls_on, deadline.trigger_on) == (None, day("2026-01-05"))
    assert deadline.explanation.sentence.startswith("Handrail cannot name the last day yet.")


def test_many_months_are_told_in_years() -> None:
    plan = with_limit("174 months after")

    deadline = only(plan, event("a", "asked", "2012-01-20"))

    assert deadline.falls_on == day("2026-07-20")
    assert deadline.explanation.sentence.startswith("14 years and 6 months after Friday 20 January 2012")
