"""Pages run the way their language runs: our style sheets name the start and the end, never the left or the right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

import handrail.ui

STYLES: Final = sorted((Path(handrail.ui.__file__).parent / "static" / "handrail" / "css").glob("*.css"))
COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
SIDED: Final = re.compile(
    r"(?:^|[\s;{])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*|left|right"
    r"|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)


def sided(css: str) -> list[str]:
    return [" ".join(found.group().split()) for found in SIDED.finditer(COMMENT.sub("", css))]


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_sheet_names_no_side(path: Path) -> None:
    assert sided(path.read_text(encoding="utf-8")) == []


def test_a_side_would_be_noticed() -> None:
    css = (
        "a { margin-left: 1px; float: left; left: 0; border-right-color: red } /* right: 0 */"
        " b { inset-inline-start: 0; text-align: right }"
    )

    assert [one.strip("{; :") for one in sided(css)] == [
        "margin-left",
        "float: left",
        "left",
        "border-right-color",
        "text-align: right",
    ]
