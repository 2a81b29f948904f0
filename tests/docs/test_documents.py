"""The documents say nothing that is not there."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from typing import Final
from urllib.parse import unquote

import pytest

from handrail.config import cli
from handrail.config.addresses import OLDEST_SERVER
from tests.docs.pages import ROOT, Markdown, pages, tracked

README: Final = Markdown(ROOT / "README.md")
COMMANDS: Final = re.compile(r"(?m)(?:^|`)(?:[A-Z_]+=\S+ )*(make|(?:[^\s=]*/)?handrail) ([a-z]+)")


@pytest.mark.parametrize("page", pages(), ids=str)
def test_links_and_pictures_lead_somewhere(page: Markdown) -> None:
    astray = []
    for _, target in page.links():
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = unquote(target).partition("#")
        found = (page.path.parent / name).resolve() if name else page.path
        if not found.exists() or (anchor and found.suffix == ".md" and anchor not in Markdown(found).anchors):
            astray.append(target)

    assert not astray


@pytest.mark.parametrize("page", pages(), ids=str)
def test_commands_that_a_page_names_exist(page: Markdown) -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text()))
    subcommands = {name for action in cli.parser()._actions if action.choices for name in action.choices}
    known = {"make": targets, "handrail": subcommands}

    named = [(program.rsplit("/", 1)[-1], name) for program, name in COMMANDS.findall(page.text)]

    assert [(program, name) for program, name in named if name not in known[program]] == []


def test_pictures_in_the_readme_have_words_and_are_tracked() -> None:
    pictures = [source for is_picture, source in README.links() if is_picture]

    assert pictures
    assert {ROOT / source for source in pictures} <= set(tracked())
    for image in re.findall(r"<img[^>]*>", README.text):
        assert re.search(r'\balt="[^"]{20,}"', image), image


def test_decisions_have_numbers_of_their_own_and_fit_on_a_page() -> None:
    decisions = [page for page in pages() if page.path.parent == ROOT / "docs" / "adr"]
    numbers = Counter(page.path.name[:4] for page in decisions)

    assert {number for number, count in numbers.items() if count > 1} == set()
    assert sorted(map(int, numbers)) == list(range(1, len(numbers) + 1))
    for page in decisions:
        assert page.text.startswith(f"# {int(page.path.name[:4])}. "), page
        assert len(page.text.splitlines()) <= 60, page
        assert "**Status**: " in page.text, page


def test_how_to_pages_are_questions() -> None:
    for page in pages():
        if page.path.parent == ROOT / "docs" / "how-to":
            assert page.text.splitlines()[0].endswith("?"), page


def test_the_oldest_python_is_named_alike_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    oldest = project["requires-python"].removeprefix(">=")

    for page in pages():
        for named in re.findall(r"Python (3\.\d+)", page.text):
            assert named == oldest, page


def test_the_oldest_postgresql_is_named_alike_everywhere() -> None:
    for page in pages():
        for named in re.findall(r"PostgreSQL (\d+) or newer", page.text):
            assert int(named) == OLDEST_SERVER // 10000, page


# A machine's own folders and its packages' mirrors have no meaning to anybody else. Written so that this file
# does not find itself.
PRIVATE: Final = re.compile(
    "|".join(
        (
            "/wor" + "k/[a-z]",
            "/ro" + "ot/[a-z]",
            "registry" + r"\.npmjs",
            "pypi" + r"\.org/simple",
            "index-" + "url",
        )
    )
)
OURS: Final = {"Makefile", ".npmrc", "package-lock.json"}
"""Where the tools themselves need such a word; a lock file's addresses are looked at below."""
TEXT: Final = {".py", ".md", ".toml", ".html", ".css", ".js", ".json", ".txt", ".csv", ".typ", ".svg", ""}


def test_no_file_names_a_machine_or_a_mirror() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if path.suffix in TEXT and path.name not in OURS
        if (match := PRIVATE.search(path.read_text(encoding="utf-8")))
    ]

    assert not found


def test_the_lock_of_the_front_end_names_no_mirror() -> None:
    text = (ROOT / "package-lock.json").read_text()

    assert '"resolved"' not in text
