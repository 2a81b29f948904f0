"""A draft is given to the family, and stays as they were given it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from handrail.apps.family.models import SharedDraft
from handrail.apps.plans.pages import IssuedSection, issued_sections, source_of
from handrail.apps.versions.queries import Way
from handrail.ui.components import Link, Source
from handrail.ui.languages import SOURCE
from handrail.ui.phrases import plain_day


@dataclass(frozen=True, slots=True)
class SharePage:
    """The draft is given to the family: which step that is, what stays empty, and what was given before."""

    title: str
    pupil: str
    lead: str
    says: str
    source: Source | None
    practice: bool
    blank: str
    last: str
    form: forms.Form
    refused: str
    back: Link


def share_page(way: Way, form: forms.Form, *, refused: str = "") -> SharePage:
    plan, step = way.plan, way.sharing
    blank = [way.plan_type.section(key).heading for key in way.left_blank]
    last = way.shared[0] if way.shared else None
    return SharePage(
        title="Share this draft with the family",
        pupil=plan.pupil.name,
        lead="They read it as it is now, and can say what they think of each section."
        " You can go on writing; share it again when it has changed.",
        says=step.says if step else "",
        source=source_of(step.citation) if step else None,
        practice=step is not None and step.citation is None,
        blank=f"This stays empty in what they get: {'; '.join(blank)}." if blank else "",
        last=f"Shared last on {plain_day(last.shared_on)} by {last.shared_by_name}." if last else "",
        form=form,
        refused=refused,
        back=Link("Back to the draft", reverse("plans:plan", args=[plan.pk])),
    )


@dataclass(frozen=True, slots=True)
class SharedPage:
    """A draft as the family was given it, read from its own frozen text and nothing else."""

    title: str
    pupil: str
    lead: str
    language: str
    sections: tuple[IssuedSection, ...]
    blank: tuple[str, ...]
    sha256: str
    compare: Link
    back: Link


def shared_page(shared: SharedDraft) -> SharedPage:
    document = json.loads(shared.document)
    blank = set(document.get("left_blank", ()))
    return SharedPage(
        title=_("Draft %(number)d of %(name)s’s plan")
        % {"number": shared.number, "name": document["pupil"]["known_as"]},
        pupil=document["pupil"]["name"],
        lead=_("%(plan)s, as the family got it on %(day)s. Kept by %(name)s, %(kept)s.")
        % {
            "plan": document["plan_type"]["name"],
            "day": plain_day(shared.shared_on),
            "name": shared.shared_by_name,
            "kept": plain_day(timezone.localdate(shared.shared_at)),
        },
        language=document.get("language", SOURCE),
        sections=issued_sections(document),
        blank=tuple(one["heading"] for one in document["sections"] if one["key"] in blank),
        sha256=shared.sha256,
        compare=Link(
            _("Compare with another draft or a version"),
            reverse("versions:compare_shared", args=[shared.plan_id, shared.number]),
        ),
        back=Link(_("The steps of this plan"), reverse("versions:steps", args=[shared.plan_id])),
    )
