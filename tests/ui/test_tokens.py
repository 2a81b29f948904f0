"""The colours that are used together can be read together: WCAG 2.2, 1.4.3 and 1.4.11."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from handrail.ui.assets import STATIC, STYLES

TOKENS = (STATIC / "handrail" / "css" / "tokens.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--hr-([\w-]+):\s*(#[0-9A-Fa-f]{6})", TOKENS.split("@media")[0]))

TEXT = 4.5
EDGE = 3.0

PAIRS = [
    *(
        (text, ground, TEXT)
        for text in ("ink", "ink-soft", "link", "link-hover")
        for ground in ("page", "mist")
    ),
    ("link-visited", "page", TEXT),
    ("link-visited", "mist", TEXT),
    ("page", "spruce", TEXT),
    ("page", "spruce-deep", TEXT),
    ("page", "plum", TEXT),
    ("page", "plum-deep", TEXT),
    ("page", "error", TEXT),
    ("page", "late", TEXT),
    ("spruce-deep", "page", TEXT),
    ("spruce-deep", "spruce-tint", TEXT),
    ("spruce", "spruce-tint", TEXT),
    ("link", "spruce-tint", TEXT),
    ("ink-soft", "spruce-tint", TEXT),
    ("oak-deep", "page", TEXT),
    ("plum", "plum-tint", TEXT),
    ("plum-deep", "plum-tint", TEXT),
    *((tone, f"{tone}-tint", TEXT) for tone in ("done", "due", "late", "wait")),
    *(("ink", f"{tone}-tint", TEXT) for tone in ("done", "due", "late", "wait", "plum")),
    *(("link", f"{tone}-tint", TEXT) for tone in ("done", "due", "late", "wait", "plum")),
    ("late", "page", TEXT),
    ("due", "page", TEXT),
    ("ink", "lamp", TEXT),
    ("error", "page", TEXT),
    *((f"{tone}-mark", "page", EDGE) for tone in ("done", "due", "late", "wait")),
    *((f"{tone}-mark", f"{tone}-tint", EDGE) for tone in ("done", "due", "late", "wait")),
    ("line-strong", "page", EDGE),
    ("line-strong", "mist", EDGE),
    ("plum-edge", "page", EDGE),
    ("plum-edge", "plum-tint", EDGE),
    ("oak", "page", EDGE),
    ("oak", "mist", EDGE),
    ("lamp", "spruce", EDGE),
]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2, from 1 to 21."""

    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("front", "back", "least"), PAIRS, ids=lambda part: str(part))
def test_colours_used_together_can_be_told_apart(front: str, back: str, least: float) -> None:
    assert contrast(COLOURS[front], COLOURS[back]) >= least


def test_the_formula_is_the_known_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_no_style_sheet_but_the_tokens_names_a_colour_of_its_own() -> None:
    for name in STYLES[1:]:
        css = (STATIC / "handrail" / "css" / f"{name}.css").read_text(encoding="utf-8")

        assert set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", css)) <= {"#FFFFFF", "#000"}, name


def test_every_token_that_is_used_exists() -> None:
    named = set(re.findall(r"--(?:hr|govuk)-[\w-]+(?=\s*:)", TOKENS))
    for name in STYLES:
        css = (STATIC / "handrail" / "css" / f"{name}.css").read_text(encoding="utf-8")

        assert set(re.findall(r"var\((--hr-[\w-]+)", css)) <= named, name


def test_nothing_moves() -> None:
    for name in STYLES:
        css = (STATIC / "handrail" / "css" / f"{name}.css").read_text(encoding="utf-8")

        assert not re.search(r"\b(transition|animation)\b\s*:", css), name


def test_text_is_never_smaller_than_sixteen_pixels() -> None:
    for name in STYLES:
        css = (STATIC / "handrail" / "css" / f"{name}.css").read_text(encoding="utf-8")
        sizes = [float(size) for size in re.findall(r"font-size:\s*([\d.]+)rem", css)]

        assert all(size >= 1 for size in sizes), name


def test_styles_are_listed_once_with_the_tokens_first() -> None:
    assert STYLES[0] == "tokens"
    assert len(set(STYLES)) == len(STYLES)
    assert all(one != other for one, other in pairwise(STYLES))
