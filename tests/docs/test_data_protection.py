"""Every personal field is listed with the reason it is held."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from django.apps import apps
from django.db.models import Model

from handrail.apps.accounts.models import Person
from handrail.apps.audit.models import Fact
from handrail.apps.organisations.models import Membership
from handrail.apps.pupils.models import Pupil
from handrail.reach.models import PupilData
from tests.docs.pages import ROOT

PAGE: Final = (ROOT / "docs" / "explanation" / "data-protection.md").read_text()
ROW: Final = re.compile(r"(?m)^\| `(\w+)` \| (.+) \|$")
EVERY_ROW: Final = frozenset(
    dict(ROW.findall(PAGE.partition("## What every row about a pupil has")[2].partition("\n## ")[0]))
)


def _personal() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if issubclass(model, PupilData) or model in (Person, Membership, Pupil, Fact)
    ]


def _listed(model: type[Model]) -> dict[str, str]:
    section = PAGE.partition(f"### `{model._meta.label}`\n")[2]
    return dict(ROW.findall(re.split(r"\n##+ ", section)[0]))


@pytest.mark.parametrize("model", _personal(), ids=lambda model: model._meta.label)
def test_every_field_of_a_person_has_a_reason(model: type[Model]) -> None:
    fields: set[str] = {field.name for field in model._meta.concrete_fields}

    listed = _listed(model)

    assert listed, f"{model._meta.label} has no table on the page"
    assert fields - EVERY_ROW - listed.keys() == set()
    assert listed.keys() - fields == set(), "fields that are not there any more"


def test_the_page_lists_no_model_that_is_gone() -> None:
    named: set[Any] = set(re.findall(r"### `([\w.]+)`", PAGE))

    assert named == {model._meta.label for model in _personal()}
