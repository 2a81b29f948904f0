"""Who got a copy of a version, and what of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.plans.models import Version
from handrail.apps.pupils.models import CircleMember
from handrail.apps.versions.models import Copy
from handrail.apps.versions.pages import PlainFormPage, back_to_version
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
    document: Link | None
    taken_back: str
    take_back: Link | None


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
    had = {one.member_id for one in copies if one.taken_back_on is None}
    return CopiesPage(
        title=_("Who got a copy"),
        pupil=version.pupil.name,
        lead=_("%(plan)s, version %(number)d, issued on %(day)s.")
        % {
            "plan": version.plan.local_name,
            "number": version.number,
            "day": plain_day(version.issued_on),
        },
        rows=tuple(_row(one, version, may_change=form is not None) for one in copies),
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


def _row(one: Copy, version: Version, *, may_change: bool) -> CopyRow:
    at = [version.plan_id, version.number, one.pk]
    document = None
    if one.document:
        says = _("Their part (PDF)") if one.what == Copy.What.PART else _("Their page (PDF)")
        document = Link(says, reverse("versions:copy_pdf", args=at), more=one.name)
    taken_back = ""
    if one.taken_back_on is not None:
        taken_back = _("Taken back on %(day)s by %(name)s: %(reason)s") % {
            "day": plain_day(one.taken_back_on),
            "name": one.taken_back_by_name,
            "reason": one.taken_back_because,
        }
    return CopyRow(
        name=one.name,
        relation=one.relation,
        what=one.get_what_display(),
        how=one.get_how_display(),
        on=plain_day(one.given_on),
        by=one.recorded_by_name,
        document=document,
        taken_back=taken_back,
        take_back=Link("This was entered in error", reverse("versions:take_back", args=at), more=one.name)
        if may_change and not taken_back
        else None,
    )


def take_back_page(copy: Copy, form: forms.Form, *, refused: str = "") -> PlainFormPage:
    """The form that takes a copy back, with what it says now."""
    version = copy.version
    return PlainFormPage(
        title="Take back a copy that was entered in error",
        pupil=copy.pupil.name,
        lead=f"{copy.name}: {copy.get_what_display()}, {copy.get_how_display()}, on {plain_day(copy.given_on)}. It"
        " stays in the list, marked as taken back, with your name and your reason.",
        form=form,
        button="Take it back",
        refused=refused,
        back=Link("Who got a copy", reverse("versions:copies", args=[version.plan_id, version.number])),
    )
