"""Charts as data: which layers are there, what they hold, and that words cover nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import altair as alt
import pytest

from handrail.measures.charts import Audience, Figure, Width, figure
from handrail.measures.errors import MeasureError
from handrail.measures.palette import (
    BLUE,
    BLUE_TEXT,
    FAN,
    FONTS,
    GREY,
    INK,
    MIST,
    ORANGE,
    ORANGE_TEXT,
    SOFT,
)
from handrail.measures.placing import Box, Plot, Spot, Words
from handrail.measures.rendering import svg, use_fonts
from tests.measures.cases import week
from tests.measures.states import PAUSES, state, states

STATES = states()
FOLDER = Path(__file__).parents[2] / "src" / "handrail" / "apps" / "documents" / "fonts"
EVERY = [(name, audience, width) for name in STATES for audience in Audience for width in Width]


@cache
def _drawn(name: str, audience: Audience, width: Width, titled: bool) -> Figure:
    return figure(*STATES[name], audience=audience, width=width, titled=titled)


def draw(
    name: str, audience: Audience = Audience.TEAM, width: Width = Width.WIDE, *, titled: bool = False
) -> Figure:
    return _drawn(name, audience, width, titled)


def layers(drawn: Figure, kind: str, **like: object) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The marks of one kind with these properties, and their data."""
    for layer in drawn.spec["layer"]:
        mark = layer["mark"]
        if mark["type"] == kind and all(mark.get(name) == value for name, value in like.items()):
            yield mark, layer["data"]["values"]


def said(drawn: Figure) -> list[str]:
    return [row["text"] for _, rows in layers(drawn, "text") for row in rows]


def boxes(drawn: Figure) -> list[tuple[dict[str, Any], Box]]:
    """Every line of words with the room that it takes."""
    (_, rows), = layers(drawn, "text")  # fmt: skip
    return [
        (row, Words((row["text"],), row["size"], row["weight"]).box(Spot(row["x"], row["y"], row["align"])))
        for row in rows
    ]


def axis(drawn: Figure, channel: str) -> dict[str, Any]:
    """What the layer that says the scales says of one of them."""
    (found,) = [
        layer["encoding"][channel]
        for layer in drawn.spec["layer"]
        if "scale" in layer["encoding"].get(channel, {})
    ]
    return found  # type: ignore[no-any-return]


def day(milliseconds: int) -> date:
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC).date()


def test_every_check_is_a_dot_on_its_day() -> None:
    series, _ = STATES["below"]
    (_, rows), = layers(draw("below"), "point", shape="circle")  # fmt: skip

    assert [(day(row["day"]), row["value"]) for row in rows] == [(one.on, one.value) for one in series.points]


def test_the_goal_line_is_dashed_and_flat_in_holidays() -> None:
    (_, rows), = layers(draw("below"), "line", color=INK, strokeDash=[9, 6])  # fmt: skip

    at = {day(row["day"]): row["value"] for row in rows}
    for pause in PAUSES:
        assert at[date.fromordinal(pause.starts.toordinal() - 1)] == at[pause.ends]
    assert (at[week(0)], at[week(22)]) == (42, pytest.approx(72))


def test_the_team_sees_the_pace_solid_and_where_it_leads_dotted_with_its_fan() -> None:
    drawn = draw("below")
    _, made = STATES["below"]
    (_, seen), (_, ahead) = layers(drawn, "line", color=ORANGE)
    (_, fan), = layers(drawn, "area", color=ORANGE)  # fmt: skip

    assert day(seen[-1]["day"]) == day(ahead[0]["day"]) == made.last_on
    assert ahead[-1]["value"] == pytest.approx(made.verdict.projected)
    assert day(fan[-1]["day"]) == made.goal.due
    line = made.verdict.line
    assert line is not None
    due = made.goal.weeks.between(week(0), made.goal.due)
    assert (fan[-1]["low"], fan[-1]["high"]) == pytest.approx(line.mean_interval(due, 0.8))


@pytest.mark.parametrize("name", STATES)
def test_a_family_sees_checks_goal_line_and_goal_and_no_pace(name: str) -> None:
    drawn = draw(name, Audience.FAMILY)

    assert not list(layers(drawn, "line", color=ORANGE))
    assert not list(layers(drawn, "area"))
    assert not any("pace" in text for text in said(drawn))
    assert list(layers(drawn, "point", shape="circle"))


@pytest.mark.parametrize("name", ["too_early", "stale", "no_variation", "met", "kept"])
def test_without_a_line_of_its_own_a_verdict_shows_no_forecast(name: str) -> None:
    drawn = draw(name)

    assert not list(layers(drawn, "line", color=ORANGE))
    assert not list(layers(drawn, "area"))


def test_too_early_says_so_on_the_line() -> None:
    assert "too early for a pace" in said(draw("too_early"))


def test_no_line_crosses_a_change_of_teaching() -> None:
    series, _ = STATES["changed"]
    begins = series.phases[0].starts
    drawn = draw("changed")

    for mark, rows in layers(drawn, "line"):
        days = [day(row["day"]) for row in rows]
        if mark["color"] != INK:
            assert max(days) < begins or min(days) >= begins
    assert [day(rows[0]["day"]) for _, rows in layers(drawn, "rule")] == [begins]
    assert "small group, daily" in said(drawn)


def test_checks_across_a_gap_are_not_joined() -> None:
    for _, rows in layers(draw("below"), "line", color=BLUE):
        days = [row["day"] for row in rows]
        assert max(later - one for one, later in pairwise(days)) <= 14 * 86_400_000


@pytest.mark.parametrize(("name", "audience", "width"), EVERY)
def test_the_goal_and_zero_are_always_in_the_picture(name: str, audience: Audience, width: Width) -> None:
    drawn = draw(name, audience, width)
    series, made = STATES[name]
    low, high = axis(drawn, "y")["scale"]["domain"]
    begins, ends = axis(drawn, "x")["scale"]["domain"]

    assert low == 0
    assert high >= max(made.goal.target, *(point.value for point in series.points))
    assert day(begins) < week(0) <= made.goal.due < day(ends)


@pytest.mark.parametrize(("name", "audience", "width"), EVERY)
def test_words_are_large_enough_and_within_the_sheet(name: str, audience: Audience, width: Width) -> None:
    drawn = draw(name, audience, width)
    padding = drawn.spec["padding"]

    assert drawn.width == drawn.spec["width"] + padding["left"] + padding["right"]
    assert drawn.height == drawn.spec["height"] + padding["top"] + padding["bottom"]
    for row, box in boxes(drawn):
        assert row["size"] >= 14.5
        assert -padding["left"] <= box.left
        assert box.right <= drawn.spec["width"] + padding["right"] + 1


@pytest.mark.parametrize(("name", "audience", "width"), EVERY)
def test_no_words_cover_others(name: str, audience: Audience, width: Width) -> None:
    taken = [box for _, box in boxes(draw(name, audience, width, titled=True))]

    for place, one in enumerate(taken):
        assert not any(one.meets(other, near=-1) for other in taken[place + 1 :])


@pytest.mark.parametrize(("name", "audience", "width"), EVERY)
def test_a_specification_is_what_the_schema_of_vega_lite_allows(
    name: str, audience: Audience, width: Width
) -> None:
    alt.LayerChart.from_dict(draw(name, audience, width).spec)


def test_every_number_on_the_axis_is_written_whole() -> None:
    for name, _, width in EVERY:
        drawn = draw(name, Audience.TEAM, width)
        written = axis(drawn, "y")["axis"]
        places = int(re.fullmatch(r"\.(\d)f", written["format"])[1])  # type: ignore[index]
        assert all(float(f"{value:.{places}f}") == value for value in written["values"])


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, the relative luminance of the lighter and the darker colour, each with 0.05."""

    def luminance(color: str) -> float:
        parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _over(color: str, ground: str, opacity: float) -> str:
    pairs = [(int(color[place : place + 2], 16), int(ground[place : place + 2], 16)) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(above * opacity + below * (1 - opacity)):02x}" for above, below in pairs)


def test_words_and_lines_stand_out_from_whatever_is_behind_them() -> None:
    grounds = ["#FFFFFF", MIST, _over(ORANGE, "#FFFFFF", FAN), _over(ORANGE, MIST, FAN)]

    for ground in grounds:
        assert all(_contrast(color, ground) >= 4.5 for color in (INK, SOFT, BLUE_TEXT, ORANGE_TEXT))
        assert all(_contrast(color, ground) >= 3 for color in (BLUE, ORANGE, INK, GREY))


def test_words_say_the_unit_and_which_way_is_better() -> None:
    assert said(draw("on_track"))[-1] == "Leaving the classroom, in times a day (less is better)"
    assert said(draw("on_track", width=Width.NARROW))[-2:] == [
        "Leaving the classroom, in times a day",
        "(less is better)",
    ]


def test_a_title_is_the_goal_and_the_verdict_with_n_and_weeks() -> None:
    drawn = draw("below", titled=True)

    assert said(drawn)[-3:-1] == [STATES["below"][1].goal.text, drawn.subtitle]
    assert drawn.subtitle.endswith("From 11 checks over 10 weeks.")


def test_a_band_is_drawn_for_a_level_to_keep() -> None:
    drawn = draw("kept")
    (_, rows), = layers(drawn, "rect", color="#5F6B6B")  # fmt: skip

    assert (rows[0]["low"], rows[0]["high"]) == (80, 100)
    assert "to be kept: 80" in said(drawn)


def test_two_hundred_checks_and_many_years() -> None:
    series, made = state([20 + 0.2 * number for number in range(58)], 20, 90, 300, pauses=())

    for width in Width:
        drawn = figure(series, made, width=width)
        written = axis(drawn, "x")["axis"]
        assert len(written["values"]) <= 14
        assert written["format"] == "%b %y"


def test_a_goal_without_any_check_still_has_a_chart() -> None:
    series, made = state((), 42, 72, 20, as_of=week(1))

    drawn = figure(series, made)

    assert "goal: 72 by 25 January" in said(drawn)
    assert "There is no check" in drawn.alternative.takeaway


# --- as a picture ---------------------------------------------------------------------------------


def test_a_picture_says_what_it_shows_and_where_its_table_is() -> None:
    if not FOLDER.is_dir():
        pytest.skip("the typefaces are not built")
    drawn = draw("below")
    picture = svg(drawn, fonts=FOLDER, name="goal-1", table="goal-1-table")

    assert f'<title id="goal-1-title">{drawn.alternative.title}</title>' in picture
    assert (
        'role="img" aria-labelledby="goal-1-title" aria-describedby="goal-1-description goal-1-table"'
        in picture
    )
    assert f'viewBox="0 0 {drawn.width} {drawn.height}"' in picture
    assert picture.count("role=") == 1


@pytest.mark.parametrize("width", Width)
def test_a_picture_holds_nothing_that_a_page_refuses(width: Width) -> None:
    picture = svg(draw("changed", width=width), name="one")

    assert not re.search(r"\bstyle=|<style|<script|\bon\w+=|(?:href|src)=|data:", picture)
    assert set(re.findall(r'font-family="([^"]+)"', picture)) == {FONTS}
    assert all(one.startswith("one-") for one in re.findall(r'\bid="([^"]+)"', picture))
    assert all(one.startswith("one-") for one in re.findall(r"url\(#([^)]+)\)", picture))


def test_words_of_people_are_escaped() -> None:
    series, made = state((1, 2, 3), 1, 9, 10, text="<script>alert(1)</script> & more")

    picture = svg(figure(series, made, titled=True))

    assert "<script" not in picture
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in picture


def test_an_id_and_a_folder_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MeasureError, match="cannot begin an id"):
        svg(draw("met"), name='x" onload="y')
    with pytest.raises(MeasureError, match="Build the assets"):
        use_fonts(tmp_path / "nothing")


# --- placing words --------------------------------------------------------------------------------


def test_words_go_to_the_first_free_place() -> None:
    plot = Plot(200, 100, dots=[(20, 20)])
    said = Words(("some words",), 15)

    assert plot.place(said, [Spot(10, 20), Spot(10, 60)]) == Spot(10, 60)
    assert plot.place(said, [Spot(10, 60), Spot(10, 62)]) is None
    assert plot.place(said, [Spot(150, 60)]) is None


def test_a_stroke_has_no_gap_that_words_fit_into() -> None:
    plot = Plot(200, 100)
    plot.stroke([(0, 50), (200, 50)])

    assert all(later - one <= 8 for (one, _), (later, _) in pairwise(plot.strokes))
    assert Box(0, 0, 10, 10).meets(Box(9, 9, 20, 20))


@pytest.mark.parametrize(("name", "audience", "width"), EVERY)
def test_no_words_lie_on_a_line_or_a_dot(name: str, audience: Audience, width: Width) -> None:
    drawn = draw(name, audience, width)
    low, high = axis(drawn, "y")["scale"]["domain"]
    begins, ends = axis(drawn, "x")["scale"]["domain"]

    def at(row: dict[str, Any]) -> tuple[float, float]:
        across = (row["day"] - begins) / (ends - begins) * drawn.spec["width"]
        return across, drawn.spec["height"] * (1 - (row["value"] - low) / (high - low))

    plot = Plot(drawn.spec["width"], drawn.spec["height"])
    for mark, rows in layers(drawn, "line"):
        if mark["color"] != BLUE:
            plot.stroke([at(row) for row in rows])
    dots = [at(row) for _, rows in layers(drawn, "point", shape="circle") for row in rows]
    inside = [(row, box) for row, box in boxes(drawn) if row["y"] >= 0]

    for row, box in inside:
        # A line of words has air above and below its letters.
        letters = Box(box.left, box.top + 3, box.right, box.bottom - 3)
        assert not any(letters.holds(x, y, near=0) for x, y in [*plot.strokes, *dots]), row["text"]
