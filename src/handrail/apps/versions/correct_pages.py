"""A text of an issued version to put right, beside the words that stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse

from handrail.apps.plans.models import Version
from handrail.apps.versions.pages import back_to_version
from handrail.ui.components import Link


@dataclass(frozen=True, slots=True)
class CorrectPage:
    title: str
    pupil: str
    lead: str
    places: tuple[tuple[str, Link, str], ...]
    chosen: str
    words: str
    form: Any
    refused: str
    back: Link


def correct_page(
    version: Version, places: Sequence[Any], chosen: Any, form: forms.Form | None, *, refused: str = ""
) -> CorrectPage:
    here = reverse("versions:correct", args=[version.plan_id, version.number])
    return CorrectPage(
        title="Correct a slip of the pen",
        pupil=version.pupil.name,
        lead=f"{version.plan.local_name}, version {version.number}",
        places=tuple(
            (
                place.heading,
                Link("Correct this", f"{here}?place={place.key}", more=place.heading),
                place.words if len(place.words) <= 200 else f"{place.words[:200]}…",
            )
            for place in places
        )
        if chosen is None
        else (),
        chosen=chosen.heading if chosen else "",
        words=chosen.words if chosen else "",
        form=form,
        refused=refused,
        back=Link("Choose another text", here) if chosen else back_to_version(version.plan, version.number),
    )
