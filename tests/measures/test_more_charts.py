"""Help given and benchmarks in a chart, a pupil's own chart, and the chart of multiples."""

from __future__ import annotations

import math
from datetime import date, timedelta

import altair as alt
import pytest

from handrail.measures.benchmarks import Benchmark, Corner
from handrail.measures.celeration import celeration, needed_multiple
from handrail.measures.celeration_charts import factor
from handrail.measures.celeration_charts import figure as multiples
from handrail.measures.charts import Audience, Width, figure
from handrail.measures.errors import MeasureError
from handrail.measures.fidelity import HelpGiven, sessions, steps_done
from handrail.measures.palette import GREY, INK, ORANGE, SKY
from tests.measures.cases import MONDAY, week
from tests.measures.states import BENCHMARK, HELP, levels, rates, state, states
from tests.measures.test_charts import boxes, day, layers, said

STATES = states()
WIDTHS = list(Width)


# --- help given -----------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_help_is_a_strip_of_bars_below_the_days(width: Width) -> None:
    series, made = STATES["below"]
    drawn = figure(series, made, width=width, help_given=HELP)
    plain = figure(series, made, width=width)
    (_, given), = layers(drawn, "rect", color=GREY, clip=False)  # fmt: skip
    (_, planned), = layers(drawn, "rect", fillOpacity=0)  # fmt: skip

    assert drawn.height > plain.height
    assert len(planned) == sum(one.planned > 0 for one in HELP)
    assert len(given) == sum(one.given > 0 for one in HELP)
    shares = [(row["foot"] - row["top"]) / 22 for row in given]
    assert shares == pytest.approx([one.share for one in HELP if one.given])
    assert all(row["top"] >= drawn.spec["height"] for row in planned)
    assert all(row["foot"] <= drawn.spec["height"] + drawn.spec["padding"]["bottom"] for row in planned)
    assert any("20 of 27 sessions" in text for text in said(drawn))
    alt.LayerChart.from_dict(drawn.spec)


def test_help_is_told_in_words_and_in_the_table() -> None:
    text = figure(*STATES["below"], help_given=HELP).alternative

    assert "Help given: 20 of 27 planned sessions (74%)." in text.facts
    assert any("help given until 11 October: 0 of 3 sessions" in row[-1] for row in text.rows)


def test_sessions_and_steps_are_counted() -> None:
    watched = [
        HelpGiven(week(0), 3, 2, steps_done=8, steps=10),
        HelpGiven(week(1), 1, 2, steps_done=5, steps=10),
        HelpGiven(week(2), 0, 0),
    ]

    assert sessions(watched) == (3, 4)
    assert sessions(watched, until=week(0)) == (2, 2)
    assert steps_done(watched) == pytest.approx(0.65)
    assert steps_done([HelpGiven(week(0), 1, 1)]) is None
    assert [one.share for one in watched] == [1.0, 0.5, None]


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ({"given": -1}, "fewer than none"),
        ({"days": 0}, "one day or more"),
        ({"steps": 3}, "or neither"),
        ({"steps": 3, "steps_done": 4}, "4 of 3 steps"),
    ],
)
def test_help_that_cannot_be_is_refused(about: dict[str, int], says: str) -> None:
    with pytest.raises(MeasureError, match=says):
        HelpGiven(**{"starts": MONDAY, "given": 1, "planned": 2, **about})  # type: ignore[arg-type]


def test_a_day_of_help_is_counted_once() -> None:
    with pytest.raises(MeasureError, match="Count each day once"):
        sessions([HelpGiven(week(0), 1, 1), HelpGiven(week(0) + timedelta(days=6), 1, 1)])


# --- a benchmark ----------------------------------------------------------------------------------


def test_a_benchmark_is_a_band_with_its_year_for_the_team_alone() -> None:
    series, made = STATES["below"]
    drawn = figure(series, made, benchmark=BENCHMARK)
    (_, rows), = layers(drawn, "area", color=SKY)  # fmt: skip

    assert (rows[0]["low"], rows[0]["high"]) == (58, 84)
    assert (day(rows[0]["day"]), day(rows[-1]["day"])) == (week(0), week(22))
    assert "usual in this year group (2025)" in said(drawn)
    assert "Benchmark: usual in this year group (2025, 212 pupils of six schools)" in drawn.alternative.text
    assert drawn.alternative.columns[3] == "Benchmark"
    assert drawn.alternative.rows[0][3] == "58 to 84"
    alt.LayerChart.from_dict(drawn.spec)
    family = figure(series, made, audience=Audience.FAMILY, benchmark=BENCHMARK)
    assert not list(layers(family, "area"))
    assert "Benchmark" not in family.alternative.text


def test_no_benchmark_is_shown_by_itself() -> None:
    for name in STATES:
        assert not list(layers(figure(*STATES[name]), "area", color=SKY))


@pytest.mark.parametrize(
    ("corners", "says"),
    [
        ([(0, 1, 2)], "two days or more"),
        ([(1, 1, 2), (0, 1, 2)], "does not come after"),
        ([(0, 3, 2), (1, 1, 2)], "is no band"),
        ([(0, 1, math.nan), (1, 1, 2)], "is no band"),
    ],
)
def test_a_benchmark_that_is_none_is_refused(corners: list[tuple[int, float, float]], says: str) -> None:
    with pytest.raises(MeasureError, match=says):
        given = tuple(Corner(week(on), low, high) for on, low, high in corners)
        Benchmark(label="usual", year=2025, sample="a school", corners=given)
    with pytest.raises(MeasureError, match="whom it was found from"):
        Benchmark(label="usual", year=2025, sample=" ", corners=BENCHMARK.corners)


def test_a_benchmark_tells_only_of_its_own_days() -> None:
    assert BENCHMARK.at(week(11)) == pytest.approx((67, 94))
    assert BENCHMARK.at(week(30)) is None
    assert [one.on for one in BENCHMARK.within(week(2), week(40))] == [week(2), week(22)]


# --- a pupil's own --------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", [*STATES, *levels()])
def test_a_pupil_sees_no_line_and_no_verdict(name: str, width: Width) -> None:
    drawn = figure(*{**STATES, **levels()}[name], audience=Audience.CHILD, width=width, titled=True)
    told = " ".join([drawn.subtitle, drawn.alternative.text, *said(drawn)])

    assert not list(layers(drawn, "line"))
    assert not any(
        word in told for word in ("pace", "goal line", "Slower", "slowly", "too early", "cannot tell")
    )
    alt.LayerChart.from_dict(drawn.spec)


def test_a_pupil_sees_the_goal_the_best_and_the_next_step() -> None:
    drawn = figure(*STATES["below"], audience=Audience.CHILD)

    assert {"your goal: 72", "your best: 51", "next step: 62"} <= set(said(drawn))
    assert drawn.alternative.facts[:2] == (
        "Your goal: 72 words a minute by 8 February.",
        "Your best: 51 words a minute on 30 November.",
    )
    assert drawn.alternative.columns == ("Day", "Words a minute")


def test_less_is_better_has_a_lower_best_and_step() -> None:
    assert {"your best: 8", "next step: 6"} <= set(said(figure(*STATES["on_track"], audience=Audience.CHILD)))


def test_nothing_better_than_the_start_is_no_best() -> None:
    told = said(figure(*STATES["no_variation"], audience=Audience.CHILD))

    assert not any("best" in text for text in told)
    assert "next step: 6" in told


def test_a_goal_that_is_reached_asks_for_no_next_step() -> None:
    drawn = figure(*STATES["met"], audience=Audience.CHILD)

    assert drawn.subtitle == "You reached your goal."
    assert not any("next step" in text for text in said(drawn))


def test_before_the_first_check_the_goal_stands_there() -> None:
    drawn = figure(*state((), 42, 72, 20, as_of=week(1)), audience=Audience.CHILD)

    assert drawn.subtitle == "Your dots will be here, one for each check."
    assert said(drawn)[0] == "your goal: 72"


def test_a_level_to_keep_is_a_band_to_stay_in() -> None:
    drawn = figure(*STATES["kept"], audience=Audience.CHILD)

    assert drawn.subtitle == "3 of your last 3 checks are where you want to be."
    assert drawn.alternative.facts == ("Your goal: 80 or more, % of samples.",)


# --- multiples ------------------------------------------------------------------------------------


def test_doubling_each_week_is_a_multiple_of_two() -> None:
    found = celeration([0, 7, 14, 21], [3, 6, 12, 24])

    assert found.multiple == pytest.approx(2)
    assert found.interval() == pytest.approx((2, 2))
    assert found.bounce() == pytest.approx(1)
    assert found.at(28) == pytest.approx(48)
    assert celeration([0, 7, 14, 21], [24, 12, 6, 3]).multiple == pytest.approx(1 / 2)
    assert needed_multiple(10, 40, weeks=2) == pytest.approx(2)


def test_nothing_has_no_logarithm_and_is_counted() -> None:
    found = celeration([0, 7, 14, 21, 28], [3, 0, 12, 24, 0])

    assert found.noughts == 2
    assert found.line.n == 3
    assert needed_multiple(0, 4, weeks=3) is None
    assert needed_multiple(4, 8, weeks=0) is None


def test_rates_that_are_none_are_refused() -> None:
    with pytest.raises(MeasureError, match="3 checks above 0, and there are 1"):
        celeration([0, 7, 14], [0, 0, 5])
    with pytest.raises(MeasureError, match="from 0 up"):
        celeration([0, 7, 14], [1, -1, 5])
    with pytest.raises(MeasureError, match="for each rate"):
        celeration([0, 7], [1, 2, 5])
    with pytest.raises(MeasureError, match="from 0 up"):
        needed_multiple(-1, 4, weeks=3)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["sums", "leaving"])
def test_a_chart_of_multiples_has_equal_steps_and_nothing_at_the_logarithm_of_0(
    name: str, width: Width
) -> None:
    series, made = rates()[name]
    drawn = multiples(series, made, width=width)
    scale = next(
        layer["encoding"]["y"]["scale"]
        for layer in drawn.spec["layer"]
        if "scale" in layer["encoding"].get("y", {})
    )

    assert scale["type"] == "log"
    assert scale["domain"][0] > 0
    for layer in drawn.spec["layer"]:
        for row in layer["data"]["values"]:
            assert row.get("value", 1) >= scale["domain"][0] * (1 - 1e-9)
    assert "record floor" in said(drawn)
    taken = [box for _, box in boxes(drawn)]
    for place, one in enumerate(taken):
        assert not any(one.meets(other, near=-1) for other in taken[place + 1 :])
    alt.LayerChart.from_dict(drawn.spec)


def test_errors_are_crosses_below_the_right_answers() -> None:
    drawn = multiples(*rates()["sums"])
    (_, rows), = layers(drawn, "point", color=INK, strokeWidth=2.2)  # fmt: skip

    assert [row["value"] for row in rows] == [8, 9, 6, 7, 4, 5, 2, 3, 1, pytest.approx(1 / 1.6)]
    assert "×1.11 a week" in said(drawn)
    assert "Multiple: ×1.11 a week, probably between" in drawn.alternative.text


def test_a_multiple_is_of_the_present_phase_and_its_noughts_are_told() -> None:
    series, made = rates()["leaving"]
    drawn = multiples(series, made)
    (_, rows), = layers(drawn, "line", color=ORANGE)  # fmt: skip

    assert day(rows[0]["day"]) == week(3)
    assert "Checks of 0 left out of the line: 1." in drawn.alternative.text
    assert factor(0.8) == "÷1.25"


def test_only_counts_and_rates_have_multiples() -> None:
    with pytest.raises(MeasureError, match="only counts and rates"):
        multiples(*STATES["too_early"])


def test_without_a_multiple_the_checks_are_still_drawn() -> None:
    drawn = multiples(*state((0, 0, 3), 2, 9, 10, as_of=date(2026, 9, 28)))

    assert not list(layers(drawn, "line", color=ORANGE))
    assert "three checks above 0 are needed" in drawn.alternative.text
