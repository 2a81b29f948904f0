"""What scripts say on a page: every sentence in the list that pages bring along, and each of them said."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.utils import translation

from handrail.ui.script_words import WORDS, script_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from handrail.apps.accounts.models import Person
    from tests.cast import Cast

SAYS = re.compile(r'(?<![.\w])say\("((?:[^"\\]|\\.)*)"')
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
SENTENCE = re.compile(r"^[A-Z][a-z]+ [a-z]")


def scripts() -> dict[str, str]:
    found = finders.find("handrail/js/words.js")
    assert isinstance(found, str)
    return {one.name: one.read_text(encoding="utf-8") for one in Path(found).parent.glob("*.js")}


def code(text: str) -> str:
    return re.sub(r"^\s*//.*$", "", text, flags=re.M)


def test_every_sentence_of_a_script_is_in_the_list_and_each_is_said() -> None:
    said = {one for text in scripts().values() for one in SAYS.findall(code(text))}

    assert said == set(WORDS)


def test_no_script_says_a_sentence_past_the_list() -> None:
    bare = {
        (name, whole)
        for name, text in scripts().items()
        for quoted in QUOTED.findall(SAYS.sub("", code(text)))
        for whole in [quoted[0] or quoted[1]]
        if SENTENCE.match(whole)
    }

    assert bare == set()


def test_a_page_brings_the_words_along_in_its_language(
    cast: Cast, seen_by: Callable[[Person | None], Client]
) -> None:
    browser = seen_by(cast.parent)
    assert 'id="script-words"' not in browser.get("/").content.decode()

    page = browser.get("/", headers={"Accept-Language": "pl"}).content.decode()
    found = re.search(r'<script type="application/json" id="script-words">(.*?)</script>', page)

    assert found is not None
    words = json.loads(found[1])
    assert words.keys() == set(WORDS)
    assert words["Saved at %(time)s"] == "Zapisano o %(time)s"


def test_no_word_can_end_the_element_that_carries_it(monkeypatch: object) -> None:
    with translation.override("pl"):
        inside = str(script_words()).removeprefix("<script").removesuffix("</script>")

    assert "<" not in inside
