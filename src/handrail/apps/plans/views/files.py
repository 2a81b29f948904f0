from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.plans import actions, pages, parts, policy, queries, uploads
from handrail.apps.plans.forms import FileForm
from handrail.apps.plans.models import PART, Attachment, Contribution, Upload
from handrail.apps.plans.policy import Act
from handrail.apps.plans.uploads import IntoParts
from handrail.core.file_kinds import FileKind

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt  # the token is checked inside, once the body may be read into the database part by part
@read_or_write
def attach(request: Request, plan_id: UUID, contribution_id: UUID) -> HttpResponse:
    """Add a file to one's own view: by a plain form, which the script on the page sends in parts instead."""
    found = _own(request, plan_id, contribution_id)
    taking = IntoParts(contribution=found, on=request.day, at=request.now, by=request.actor)
    if request.method == "POST":
        request.upload_handlers = [taking]

    @csrf_protect
    def checked(token_checked: HttpRequest) -> HttpResponse:
        return _attach(cast("Request", token_checked), found, taking)

    try:
        with transaction.atomic():
            answer = checked(request)
            if answer.status_code >= 400:
                transaction.set_rollback(True)  # of what was refused nothing stays, not even a part
    except NotPossible as problem:
        return _attach_page(request, found, str(problem))
    return answer


def _attach(request: Request, found: Contribution, taking: IntoParts) -> HttpResponse:
    if request.method != "POST":
        return _attach_page(request, found)
    request.FILES  # noqa: B018 - reads the body, if the look for the token has not yet done so
    if taking.upload is None:
        return _attach_page(request, found, str(FileForm.NOTHING))
    _say(request, uploads.finish(upload=taking.upload, on=request.day, at=request.now, by=request.actor))
    return redirect("plans:views", found.plan_id)


def _attach_page(request: Request, found: Contribution, refused: str = "") -> HttpResponse:
    form = FileForm({}, MultiValueDict()) if refused else FileForm()
    if refused:
        form.full_clean()
        form.errors.clear()
        form.add_error("file", refused)
    page = pages.attach_page(found, form, queries.uploads_of([found.pk])[found.pk])
    return render(request, "plans/attach.html", {"page": page}, status=422 if refused else 200)


def _say(request: Request, taken: Attachment | Upload) -> None:
    if isinstance(taken, Attachment):
        messages.success(request, f"“{taken.name}” is added to your view.")
    else:
        messages.success(
            request,
            f"“{taken.name}” is here. It is checked for viruses first; until then nobody can open it.",
        )


@require_POST
def begin(request: Request, plan_id: UUID, contribution_id: UUID) -> JsonResponse:
    """Begin to send a file in parts, or go on where it broke off; how much is here, and how long a part is."""
    found = _own(request, plan_id, contribution_id)
    size = request.POST.get("size", "")
    if not (size.isascii() and size.isdigit() and len(size) <= 12):
        return _refused("This file could not be read. Choose it again.")
    try:
        upload = uploads.begin(
            contribution=found,
            name=request.POST.get("name", "")[:1000],
            size=int(size),
            fingerprint=request.POST.get("fingerprint", "")[:300],
            on=request.day,
            at=request.now,
            by=request.actor,
        )
    except NotPossible as problem:
        return _refused(str(problem))
    address = reverse("plans:upload_part", args=[plan_id, upload.pk, 0]).removesuffix("0/")
    return JsonResponse({"state": "arriving", "url": address, "have": uploads.have(upload), "part": PART})


@require_POST
def part(request: Request, plan_id: UUID, upload_id: UUID, number: int) -> JsonResponse:
    """Take one part. After the last the file is looked at; a part that came twice is only counted once."""
    upload = queries.upload(plan_id, upload_id)
    if upload.size is None:
        return _refused("This file comes another way. Choose it again.")
    try:
        there = uploads.take_part(upload=upload, number=number, content=request.body, by=request.actor)
        if there * PART < upload.size:
            return JsonResponse({"state": "arriving", "have": there})
        with transaction.atomic():
            taken = uploads.finish(upload=upload, on=request.day, at=request.now, by=request.actor)
    except NotPossible as problem:
        uploads.drop(upload=upload)
        return _refused(str(problem))
    _say(request, taken)
    return JsonResponse({"state": "done", "url": reverse("plans:views", args=[plan_id])})


def _refused(says: str) -> JsonResponse:
    return JsonResponse({"state": "refused", "says": says}, status=422)


@require_safe
def attachment(request: Request, plan_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    """A file as it came, for those who read the draft and for whoever added it. Never shown, only saved."""
    row = queries.plan(plan_id)
    found = queries.attachment(plan_id, attachment_id)
    if not actions.is_own(found.contribution, request.actor):
        policy.check_may(request.actor, Act.READ_DRAFT, row)
    kind = FileKind[found.kind].media_type
    headers = {
        "Content-Disposition": content_disposition_header(True, found.name) or "attachment",
        "Content-Length": str(found.size),
        "X-Content-Type-Options": "nosniff",
    }
    if found.content:
        return HttpResponse(bytes(found.content), content_type=kind, headers=headers)
    return StreamingHttpResponse(
        parts.chunks_for(found, reach=request.actor.reach), content_type=kind, headers=headers
    )


@require_POST
def remove_file(request: Request, plan_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Take out a file of one's own."""
    row = queries.plan(plan_id)
    found = queries.attachment(plan_id, attachment_id)
    found.contribution.plan = row
    actions.take_out_file(attachment=found, on=request.day, by=request.actor)
    messages.success(request, f"Taken out: {found.name}")
    return redirect("plans:views", row.pk)


def _own(request: Request, plan_id: UUID, contribution_id: UUID) -> Contribution:
    """One's own view; asked before anything of a file is read."""
    row = queries.plan(plan_id)
    found = queries.contribution(plan_id, contribution_id)
    found.plan = row
    policy.check_may(request.actor, Act.ATTACH, found)
    if not actions.is_own(found, request.actor):
        says = "This is somebody else’s part. Only they may add files to it."
        raise NotAllowed(says, act=policy.OTHERS_FILES, row=found)
    return found
