"""Each component says what it must, in each of its states."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.ui import gallery
from handrail.ui.components import (
    Correction,
    DueCard,
    GapItem,
    Holds,
    Ladder,
    Link,
    Person,
    Progress,
    RailItem,
    RecordEntry,
    Ruler,
    Shape,
    Source,
    Station,
    Status,
    Step,
    StepState,
    TaskRow,
    Thread,
    Voice,
)
from tests.ui.pages import drawn, macro

TODAY = date(2026, 11, 19)
UNSAFE = "<img src=x>"


@pytest.mark.parametrize("shape", list(Shape))
def test_a_status_has_a_shape_and_a_word(shape: Shape) -> None:
    page = macro("ui/status.html", "status(state)", state=Status(shape, "A word"))

    assert page.one("use").attributes["href"] == f"#s-{shape}"
    assert page.one("svg").attributes["aria-hidden"] == "true"
    assert page.text == "A word"


def test_every_row_of_a_rail_gives_its_reason_and_its_source() -> None:
    item = RailItem(
        shape=Shape.DUE,
        when="Tue 24 Nov",
        by="in 5 days",
        title="Send it",
        why="the council asked",
        source=Source("SSI 2005/518", "https://example.org/law", confidence="medium"),
        act=Link("Continue", "/draft", "for Rowan"),
    )

    page = macro("ui/rail.html", "rail(items)", items=[item])

    assert page.one("p", css="hr-why").text == "Why: the council asked. SSI 2005/518 (to be verified)"
    assert page.one("a", css="govuk-button").text == "Continue for Rowan"
    assert "govuk-button--secondary" in page.one("a", css="govuk-button").attributes["class"]


def test_an_empty_list_says_what_comes_next() -> None:
    page = macro("ui/rail.html", 'rail_empty("Nothing needs you today.", "Next: a review.")')

    assert page.text == "Nothing needs you today. Next: a review."


def test_a_due_card_shows_date_count_consequence_and_law() -> None:
    card = gallery.due_cards()[0]

    page = macro("ui/due.html", "due_card(card)", card=card)

    assert page.one("h3").text == "Sunday 29 November 2026"
    assert "day 56" in page.one("div", role="img").attributes["aria-label"]
    assert "If it is missed: the family may ask" in page.text
    assert (
        page.one("div", css="hr-source")
        .one("a")
        .attributes["href"]
        .startswith("https://www.legislation.gov.uk")
    )
    assert "In force since 16 August 2010. Read against the source on 2 November 2026." in page.text


def test_a_standard_without_a_number_is_never_late() -> None:
    card = DueCard(
        status=Status(Shape.NO_SET_DAY, "No set day"), says="Answer", explanation="No number is set."
    )

    page = macro("ui/due.html", "due_card(card)", card=card)

    assert card.tone == "none"
    assert "Why there is no date" in page.text
    assert "late" not in page.text.lower()


def test_a_doubtful_rule_says_so() -> None:
    page = macro("ui/source.html", "source(of)", of=Source("SSI 2005/265", confidence="low"))

    assert "To be verified." in page.text


def test_a_ruler_counts_weeks_and_names_the_day_that_does_not_count() -> None:
    ruler = Ruler.between(
        date(2026, 9, 8), date(2026, 10, 19), today=date(2026, 9, 30), trigger_on=date(2026, 9, 7), count=42
    )

    assert ruler is not None
    assert [week.days for week in ruler.weeks] == [7] * 6
    assert [week.state for week in ruler.weeks] == ["past", "past", "past", "now", "ahead", "ahead"]
    assert ruler.uncounted == "7 Sep, not counted"
    assert ruler.last == "19 Oct, day 42"
    assert ruler.says == (
        "Monday 7 September 2026 is not counted. From Tuesday 8 September 2026, day 1, to Monday 19 October 2026,"
        " day 42. Today is day 23."
    )


@given(
    first=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    length=st.integers(1, 7 * Ruler.LONGEST_DRAWN),
    ahead=st.integers(-400, 400),
)
def test_a_ruler_has_every_day_once_and_today_at_most_once(first: date, length: int, ahead: int) -> None:
    last, today = first + timedelta(days=length - 1), first + timedelta(days=ahead)

    ruler = Ruler.between(first, last, today=today)

    assert ruler is not None
    assert sum(week.days for week in ruler.weeks) == length
    assert sum(week.gone for week in ruler.weeks) == min(max(ahead, 0), length)
    standing = [week.today_at for week in ruler.weeks if week.today_at is not None]
    assert len(standing) == (1 if first <= today <= last else 0)


def test_there_is_no_ruler_for_a_count_too_long_to_see_or_backwards() -> None:
    assert Ruler.between(TODAY, TODAY + timedelta(weeks=60), today=TODAY) is None
    assert Ruler.between(TODAY, TODAY - timedelta(days=1), today=TODAY) is None


def test_a_broken_thread_names_the_gap_and_leads_to_its_field() -> None:
    thread = Thread(
        "Calming down",
        (
            Station("Need", "Noise builds up"),
            Station("Who", holds=Holds.BROKEN, gap="Nobody is named.", mend=Link("Name a person", "/who")),
            Station("Proof", holds=Holds.NOT_REACHED),
        ),
    )

    page = macro("ui/thread.html", "thread(one)", one=thread)

    broken = page.one("li", css="is-broken")
    assert thread.broken
    assert broken.text == "Who (the thread breaks here) Nobody is named. Name a person"
    assert broken.one("a").attributes["href"] == "/who"
    assert page.one("li", css="is-off").text == "Proof Not yet"


def test_the_record_prints_both_days_and_keeps_the_first_words() -> None:
    entry = RecordEntry(
        date(2026, 11, 2),
        date(2026, 11, 4),
        "20 minutes a night",
        "Morag Sinclair",
        correction=Correction("30 minutes a night", date(2026, 11, 5), "Morag Sinclair", "The family asked."),
    )

    page = macro("ui/record.html", "record(entries)", entries=[entry])

    assert [each.attributes["datetime"] for each in page.all("time")] == ["2026-11-02", "2026-11-04"]
    assert page.one("div", css="hr-record__in").text == "Recorded 4 Nov 2026, 2 days later"
    assert page.one("del").text == "30 minutes a night"
    assert "First written as:" in page.text
    assert (
        "Corrected on 5 November 2026 by Morag Sinclair. The family asked. The first words stay readable."
        in page.text
    )


def test_own_words_are_kept_as_they_are_and_say_who_may_read_them() -> None:
    said = Voice(f"befor\n\n{UNSAFE}", "Rowan", date(2026, 11, 4), "Shared with his teachers.", "sco")

    page = macro("ui/voice.html", "voice(said)", said=said)

    assert page.one("blockquote").attributes["lang"] == "sco"
    assert [each.text for each in page.all("p")] == ["befor", UNSAFE]
    assert page.one("figcaption").text == "Rowan, 4 November 2026. Shared with his teachers."


@pytest.mark.parametrize(
    ("count", "says"),
    [
        (1, "One thing to finish before you can issue this plan"),
        (3, "Three things to finish before you can issue this plan"),
        (12, "12 things to finish before you can issue this plan"),
    ],
)
def test_gaps_are_counted_in_words_and_each_is_a_link(count: int, says: str) -> None:
    page = macro(
        "ui/gaps.html",
        "gaps(items)",
        items=[GapItem("Say who", f"/who/{n}", "A reason") for n in range(count)],
    )

    assert page.one("h2").text == says
    assert len(page.all("a")) == count


def test_no_gaps_means_ready() -> None:
    assert macro("ui/gaps.html", "gaps(())").one("h2").text == "Ready to issue"


def test_a_task_is_described_by_its_status_and_may_be_closed() -> None:
    rows = [
        TaskRow("The family’s view", Status(Shape.WAITING, "Waiting"), "/view", "Asked on 12 November"),
        TaskRow("Signing", Status(Shape.NOT_STARTED, "Not yet")),
    ]

    page = macro("ui/tasks.html", 'task_list(rows, id="t")', rows=rows)

    link = page.one("a")
    assert page.one("div", id=link.attributes["aria-describedby"]).text == "Waiting"
    assert "Signing" in page.text


def test_progress_is_said_in_parts_never_in_percent() -> None:
    page = macro("ui/tasks.html", "progress(of)", of=Progress(4, 6))

    assert page.text == "4 of 6 parts are there"
    assert len(page.all("i", css="is-there")) == 4


def test_a_person_is_a_name_and_a_role_with_initials_hidden_from_speech() -> None:
    page = macro("ui/people.html", "person_chip(person)", person=Person("Dr Hanna Lindqvist", "psychologist"))

    assert page.one("span", css="hr-person__initials").attributes["aria-hidden"] == "true"
    assert page.one("b").attributes["dir"] == "auto"


def test_the_ladder_says_where_the_pupil_is() -> None:
    page = macro("ui/ladder.html", "ladder(of)", of=gallery.LADDERS[0])

    assert page.one("li", aria_current="step").text.startswith("Enhanced")
    assert page.one("ol").attributes["aria-label"] == "Stages in Glenmarnoch Council"


def test_the_rail_above_the_steps_runs_level_up_and_level() -> None:
    ladder = Ladder("Stages", tuple(Step(f"Stage {n}", state=StepState.AHEAD) for n in range(4)))

    assert ladder.view_box == "0 0 400 885"
    assert ladder.rail == "M0 610H50L350 115H400"


@pytest.mark.parametrize("steps", [1, 7])
def test_a_ladder_has_two_to_six_steps(steps: int) -> None:
    with pytest.raises(ValueError, match="two to six"):
        Ladder("Stages", tuple(Step("Stage") for _ in range(steps)))


def test_no_component_lets_markup_in() -> None:
    page = drawn(
        '{% from "ui/rail.html" import rail %}{% from "ui/thread.html" import thread %}'
        '{% from "ui/record.html" import record %}{% from "ui/people.html" import person_chip %}'
        '{% from "ui/band.html" import band %}{% from "ui/note.html" import note %}'
        "{{ rail([item]) }}{{ thread(one) }}{{ record([entry]) }}{{ person_chip(person) }}{{ band(text, lead=text) }}",
        item=RailItem(Shape.DUE, UNSAFE, UNSAFE, UNSAFE, what=UNSAFE, why=UNSAFE),
        one=Thread(UNSAFE, (Station(UNSAFE, UNSAFE, more=UNSAFE),)),
        entry=RecordEntry(TODAY, TODAY, UNSAFE, UNSAFE),
        person=Person(UNSAFE, UNSAFE),
        text=UNSAFE,
    )

    assert page.all("img") == []
