"""Who got a copy of a version, and what of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from handrail.apps.plans.models import Version
from handrail.apps.pupils.models import CircleMember
from handrail.apps.versions.models import Copy
from handrail.apps.versions.pages import back_to_version
from handrail.ui.components import Link
from handrail.ui.phrases import plain_day


@dataclass(frozen=True, slots=True)
class CopyRow:
    name: str
    relation: str
    what: str
    how: str
    on: str
    by: str


@dataclass(frozen=True, slots=True)
class CopiesPage:
    title: str
    pupil: str
    lead: str
    rows: tuple[CopyRow, ...]
    without: tuple[str, ...]
    form: Any
    refused: str
    back: Link


def copies_page(
    version: Version,
    copies: list[Copy],
    circle: list[CircleMember],
    form: forms.Form | None,
    *,
    refused: str = "",
) -> CopiesPage:
    had = {one.member_id for one in copies}
    return CopiesPage(
        title="Who got a copy",
        pupil=version.pupil.name,
        lead=f"{version.plan.local_name}, version {version.number}, issued on {plain_day(version.issued_on)}",
        rows=tuple(
            CopyRow(
                one.name,
                one.relation,
                one.get_what_display(),
                one.get_how_display(),
                plain_day(one.given_on),
                one.recorded_by_name,
            )
            for one in copies
        ),
        # Those who are to have one by their place in the circle.
        without=tuple(
            one.name
            for one in circle
            if (one.parental_responsibility or one.receives_copies) and one.pk not in had
        ),
        form=form,
        refused=refused,
        back=back_to_version(version.plan, version.number),
    )
