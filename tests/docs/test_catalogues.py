"""The catalogues hold what the pages say, and say what nobody has reviewed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog, Message
from babel.messages.mofile import read_mo
from tools import messages, translations

from handrail.config import settings
from handrail.ui.catalogues import LOCALE, TO_BE_REVIEWED, catalogues

FOUND = catalogues()
PLACE = re.compile(r"%\((\w+)\)[sd]|(\{\w+\})")
TAG = re.compile(r"<[^>]+>")


def strings(catalogue: Catalog) -> set[Any]:
    return {message.id for message in catalogue if message.id}


def of(message: Message) -> tuple[str, ...]:
    """A string by its forms; Babel reads them back as a list."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


@pytest.fixture(scope="module")
def template() -> Catalog:
    return messages.extracted()


def test_every_language_of_the_pages_has_a_catalogue() -> None:
    assert {name.replace("_", "-").lower() for name in FOUND} == dict(settings.LANGUAGES).keys()


@pytest.mark.parametrize("name", FOUND)
def test_a_catalogue_has_the_strings_that_pages_have(name: str, template: Catalog) -> None:
    assert strings(FOUND[name]) == strings(template), "run: make messages"


@pytest.mark.parametrize("name", FOUND)
def test_a_translation_keeps_what_is_filled_in(name: str) -> None:
    """A name or a day that a translation forgets is lost on the page; one too many breaks it."""
    wrong = []
    for message in FOUND[name]:
        one, many = message.id if isinstance(message.id, tuple) else (message.id, message.id)
        given = message.string if isinstance(message.string, tuple) else (message.string,)
        allowed = {*PLACE.findall(one), *PLACE.findall(many)}
        for text in filter(None, given):
            if not message.id:
                continue
            places = set(PLACE.findall(text))
            same_tags = TAG.findall(text) == TAG.findall(one)
            if not places <= allowed or (many == one and places != allowed) or not same_tags:
                wrong.append(text)
    assert wrong == []


@pytest.mark.parametrize("name", FOUND)
def test_a_plural_has_every_form_of_its_language(name: str) -> None:
    """Four in Scottish Gaelic, five in Welsh, three in Polish: a form that is missing comes out in English."""
    forms = {"cy": 5, "gd": 4, "pl": 3}.get(name, 2)
    assert FOUND[name].num_plurals == forms
    given = [message.string for message in FOUND[name] if isinstance(message.id, tuple | list)]
    assert given
    assert all(len(one) == forms and (all(one) or not any(one)) for one in given)


@pytest.mark.parametrize("name", FOUND)
def test_what_no_person_has_read_is_marked(name: str) -> None:
    """Whoever has read a translation takes the mark away; until somebody has, it stays and is counted."""
    marks = {comment for message in FOUND[name] for comment in message.user_comments if message.id}

    assert marks <= {TO_BE_REVIEWED}
    assert not any(message.fuzzy for message in FOUND[name] if message.id)
    marked = [one for one in FOUND[name] if one.id and TO_BE_REVIEWED in one.user_comments]
    assert all(translations.is_translated(one) for one in marked)


@pytest.mark.parametrize("name", FOUND)
def test_the_compiled_catalogue_is_made_of_the_source(name: str) -> None:
    compiled = LOCALE / name / "LC_MESSAGES" / "django.mo"
    assert compiled.exists(), "run: make messages"
    with compiled.open("rb") as file:
        there = {
            of(one): (one.string if isinstance(one.string, str) else tuple(one.string))
            for one in read_mo(file)
            if one.id
        }

    # Babel fills a plural that nobody has translated with the English it would be shown in anyway.
    there = {
        forms: text for forms, text in there.items() if isinstance(text, str) or not set(text) <= set(forms)
    }
    wanted = {of(one): one.string for one in FOUND[name] if one.id and translations.is_translated(one)}
    assert there == wanted, "run: make messages"


def test_the_reference_counts_what_is_to_be_reviewed() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "translations.md").read_text(encoding="utf-8")

    assert page == translations.page(), "run: make docs"
    row = translations.count(FOUND["pl"])
    assert row.to_be_reviewed > 0
    assert row.strings == row.translated + row.missing
