"""One word per idea."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.docs.pages import ROOT

SOURCE: Final = ROOT / "src" / "handrail"
TERMS: Final = re.findall(r"(?m)^- \*\*(.+?)\*\*:", (ROOT / "GLOSSARY.md").read_text())
NOT_OURS: Final = re.compile(
    r"\b(students?|kids?|learners?|users?|scores?|risks?|flags?|flagged|submit(?:s|ted)?|invalid"
    # What the law itself calls early, staged or targeted intervention keeps its name.
    r"|(?<!early )(?<!staged )(?<!targeted )(?<!response to )interventions?)\b",
    re.IGNORECASE,
)

# Words in the machinery of pages that nobody reads: attributes, Jinja code, Django's own names for errors.
MACHINERY: Final = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", re.DOTALL)
STRING: Final = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
NAMES: Final = re.compile(r'"(?:invalid|user|submit)[a-z_]*"\s*[:=\])]|\b\w+\(\s*"(?:invalid|user)"')


@cache
def _code() -> str:
    files = [path for path in SOURCE.rglob("*") if path.suffix in {".py", ".toml", ".html"}]
    return "\n".join(path.read_text(encoding="utf-8") for path in files).lower()


@pytest.mark.parametrize("term", TERMS)
def test_a_term_of_the_glossary_is_a_word_of_the_code(term: str) -> None:
    words = r"[ _-]?".join(map(re.escape, term.lower().split()))

    assert re.search(rf"\b\w*{words}", _code())


def test_the_glossary_is_in_order_and_says_each_word_once() -> None:
    parts = (ROOT / "GLOSSARY.md").read_text().split("\n## ")

    for part in parts:
        listed = re.findall(r"(?m)^- \*\*(.+?)\*\*:", part)
        assert listed == sorted(listed, key=str.lower)
    assert len(TERMS) == len(set(TERMS))


def test_a_word_that_is_not_ours_would_be_found() -> None:
    assert NOT_OURS.findall(MACHINERY.sub(" ", '<p class="user">Two students{{ user }} at risk</p>')) == [
        "students",
        "risk",
    ]


def _templates() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("templates/**/*.html"))


def _words_on_pages() -> list[Path]:
    names = ("said.py", "forms.py", "sentences.py", "phrases.py", "frame.py", "policy.py")
    return sorted(
        path
        for path in SOURCE.rglob("*.py")
        if path.name in names or path.name == "pages.py" or path.name.endswith("_pages.py")
    )


@pytest.mark.parametrize("path", _templates(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_templates_use_our_words(path: Path) -> None:
    visible = MACHINERY.sub(" ", path.read_text(encoding="utf-8"))

    assert NOT_OURS.findall(visible) == []


@pytest.mark.parametrize("path", _words_on_pages(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_words_made_in_python_are_ours(path: Path) -> None:
    code = NAMES.sub("", path.read_text(encoding="utf-8"))
    # A text that people read has a space in it; a name has none.
    texts = [text for text in STRING.findall(code) if " " in text]

    assert [text for text in texts if NOT_OURS.search(text)] == []


def test_the_law_is_told_in_our_words() -> None:
    # An Act, and the guidance that goes with it, keeps the title that it has.
    files = [path for path in (SOURCE / "law" / "data").rglob("*.toml") if path.name != "sources.toml"]
    says = re.compile(r'(?m)^(?:says|why|missing|help|title|heading|label|about|if_missed) = "(.*)"$')

    told = [text for path in files for text in says.findall(path.read_text(encoding="utf-8"))]

    assert told
    assert [text for text in told if NOT_OURS.search(text)] == []
