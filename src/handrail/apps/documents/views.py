from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.documents import actions, pages, queries, word
from handrail.apps.documents.forms import CopyForm, Format
from handrail.apps.documents.layout import Layout
from handrail.apps.documents.lesson import lesson_sheet
from handrail.apps.documents.sheet import sheet_pdf
from handrail.apps.documents.typeset import plan_pdf as typeset
from handrail.apps.documents.web import plan_html
from handrail.apps.plans import issued, policy
from handrail.apps.plans import queries as plans
from handrail.apps.plans.models import Correction, Plan, Version
from handrail.apps.plans.policy import Act
from handrail.apps.pupils import policy as pupil_policy
from handrail.apps.pupils import queries as pupils
from handrail.ui import languages

log = logging.getLogger(__name__)


@require_safe
def plan_pdf(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """An issued version as tagged PDF. Made on the spot when the job has not come to it yet."""
    version = _version(request, plan_id, number)
    name = _name_of(version, as_issued=bool(issued.corrections_of(version.pk)))
    return _file(_kept_pdf(request, version), "application/pdf", f"{name}.pdf", shown=True)


@require_safe
def corrected_pdf(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """The same with every slip marked that was put right since. Where there is none, the PDF as issued."""
    version = _version(request, plan_id, number)
    corrections = issued.corrections_of(version.pk)
    if not corrections:
        return redirect("documents:plan_pdf", plan_id, number)
    content = _kept_corrected_pdf(request, version, corrections)
    return _file(content, "application/pdf", f"{_name_of(version)}-corrected.pdf", shown=True)


@require_safe
def copies(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """How somebody wants to read an issued version: kind of file, size, space, letters, paper."""
    version = _version(request, plan_id, number)
    corrected = bool(issued.corrections_of(version.pk))
    page = pages.of_version(version, CopyForm(corrected=corrected), corrected=corrected)
    return render(request, "documents/copies.html", {"page": page})


@require_safe
def copy(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """An issued version as a file, set as the reader chose."""
    version = _version(request, plan_id, number)
    corrections = issued.corrections_of(version.pk)
    form = CopyForm(request.GET, corrected=bool(corrections))
    if not form.is_valid():
        page = pages.of_version(version, form, corrected=bool(corrections))
        return render(request, "documents/copies.html", {"page": page}, status=422)
    if form.as_issued:
        name = _name_of(version, as_issued=bool(corrections))
        document = queries.version_document(version)
    else:
        name = f"{_name_of(version)}-corrected"
        document = queries.corrected_document(version, corrections)
    if form.kind is Format.PDF and form.layout.is_standard:
        kept = (
            _kept_pdf(request, version)
            if form.as_issued
            else _kept_corrected_pdf(request, version, corrections)
        )
        return _file(kept, "application/pdf", f"{name}.pdf")
    return _plan_file(document, form.kind, form.layout, name=name, sha256=version.sha256, draft=False)


@require_safe
def draft_copies(request: Request, plan_id: UUID) -> HttpResponse:
    """How somebody wants to read a draft."""
    page = pages.of_draft(_draft(request, plan_id), CopyForm())
    return render(request, "documents/copies.html", {"page": page})


@require_safe
def draft_copy(request: Request, plan_id: UUID) -> HttpResponse:
    """The draft as a file that says it is one."""
    plan = _draft(request, plan_id)
    form = CopyForm(request.GET)
    if not form.is_valid():
        page = pages.of_draft(plan, form)
        return render(request, "documents/copies.html", {"page": page}, status=422)
    name = f"{slugify(plan.local_name)}-draft-{request.day.isoformat()}"
    document = queries.draft_document(plan, on=request.day)
    return _plan_file(document, form.kind, form.layout, name=name, sha256=None, draft=True)


@require_safe
def lesson(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """What the pupil needs in a lesson, on one page."""
    version = _version(request, plan_id, number)
    profile = queries.profile_lines(version.pupil, kinds=queries.BEFORE_A_LESSON)
    sheet = lesson_sheet(queries.version_document(version), profile=profile, sha256=version.sha256)
    return _file(sheet_pdf(sheet), "application/pdf", f"{_name_of(version)}-lessons.pdf", shown=True)


@require_safe
def profile(request: Request, pupil_id: UUID) -> HttpResponse:
    """The one-page profile, as it is today."""
    pupil = pupils.pupil(pupil_id)
    pupil_policy.check_may(request.actor, pupil_policy.Act.READ, pupil)
    pdf = sheet_pdf(queries.profile(pupil, on=request.day))
    return _file(pdf, "application/pdf", f"{slugify(pupil.known_as) or 'pupil'}-profile.pdf", shown=True)


# --- what they share --------------------------------------------------------------------------------


def _version(request: Request, plan_id: UUID, number: int) -> Version:
    version = plans.version(plan_id, number)
    policy.check_may(request.actor, Act.READ_VERSION, version)
    issued.record_opening(version, at=request.now, by=request.actor)
    languages.speak(issued.language_of(version))
    return version


def _draft(request: Request, plan_id: UUID) -> Plan:
    plan = plans.plan(plan_id)
    policy.check_may(request.actor, Act.READ_DRAFT, plan)
    return plan


def _kept_pdf(request: Request, version: Version) -> bytes:
    try:
        return bytes(actions.pdf_of(version, at=request.now).content)
    except OperationalError as fault:
        # A disk that is full keeps the PDF from being stored, not from being read; the job tries again.
        log.error("The PDF of %s could not be stored: %s", version.pk, fault)
        return typeset(queries.version_document(version), sha256=version.sha256)


def _kept_corrected_pdf(request: Request, version: Version, corrections: list[Correction]) -> bytes:
    try:
        return bytes(actions.corrected_pdf_of(version, corrections, at=request.now).content)
    except OperationalError as fault:
        log.error("The corrected PDF of %s could not be stored: %s", version.pk, fault)
        return typeset(queries.corrected_document(version, corrections), sha256=version.sha256)


def _plan_file(
    document: Mapping[str, Any], kind: Format, layout: Layout, *, name: str, sha256: str | None, draft: bool
) -> HttpResponse:
    match kind:
        case Format.PDF:
            content = typeset(document, sha256=sha256, layout=layout, draft=draft)
            return _file(content, "application/pdf", f"{name}.pdf")
        case Format.DOCX:
            content = word.plan_docx(document, sha256=sha256, layout=layout, draft=draft)
            return _file(content, word.MEDIA_TYPE, f"{name}.docx")
        case Format.HTML:
            text = plan_html(document, sha256=sha256, layout=layout, draft=draft)
            return _file(text.encode(), "text/html; charset=utf-8", f"{name}.html")


def _name_of(version: Version, *, as_issued: bool = False) -> str:
    """The name of a file; it says "as issued" where there is another one with corrections."""
    name = f"{slugify(version.plan.local_name)}-version-{version.number}"
    return f"{name}-as-issued" if as_issued else name


def _file(content: bytes, media_type: str, name: str, *, shown: bool = False) -> HttpResponse:
    place = "inline" if shown else "attachment"
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'{place}; filename="{name}"'}
    )
