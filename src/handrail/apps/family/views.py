"""Pages of the family's part. A view reads, asks the form, lets an action decide, and shows or redirects."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.family import (
    actions,
    answers_pages,
    comments_pages,
    draft_pages,
    family_pages,
    policy,
    queries,
    summary_pages,
)
from handrail.apps.family.forms import (
    ASKED,
    AnswerForm,
    AnswersForm,
    CheckForm,
    CommentForm,
    SummaryForm,
    TranslationForm,
)
from handrail.apps.family.policy import Act
from handrail.apps.plans import actions as plan_actions
from handrail.apps.plans import queries as plan_queries
from handrail.apps.plans.actions import Stale
from handrail.apps.plans.models import Plan
from handrail.apps.pupils import queries as pupil_queries
from handrail.core.plan_types import Check, SectionKind
from handrail.ui import languages
from handrail.ui.phrases import clock_time

read_or_write = require_http_methods(["GET", "HEAD", "POST"])
"""Two weeks: what the form for sharing begins with."""


@require_safe
def plan(request: Request, plan_id: UUID) -> HttpResponse:
    """The family's page of a plan: what is asked of them, the plan in plain words, what the school promised."""
    row = plan_queries.plan(plan_id)
    policy.check_may(request.actor, Act.READ, row)
    member = queries.own_member(request.actor, row)
    own = queries.own_contribution(request.actor, row)
    written = queries.answers(own.pk) if own else None
    named = languages.named(member.preferred_language) if member else None
    page = family_pages.family_page(
        row,
        reader=request.actor,
        asked_in=request.GET.get("in", "")[:20],
        preferred=named.tag if named else "",
        document=plan_queries.newest_document(row),
        summaries=queries.summaries(row),
        shared=queries.shared_now(row),
        contribution=own,
        begun=bool(written and written.sent_revision != written.revision),
        found=queries.comments(row, reader=request.actor),
    )
    return render(request, "family/plan.html", {"page": page})


@read_or_write
def answers(request: Request, plan_id: UUID, contribution_id: UUID) -> HttpResponse:
    """A parent's or carer's answers, saved while they type; or written down for them."""
    found = queries.contribution(plan_id, contribution_id)
    own = plan_actions.is_own(found, request.actor)
    policy.check_may(request.actor, Act.ANSWER_QUESTIONS if own else Act.WRITE_DOWN, found)
    row = queries.answers(found.pk)
    hidden = row is not None and not own and not row.scribe_name  # begun by the parent, not yet sent
    earlier = found.words if row is None else ""
    initial = AnswersForm.values(None if hidden else row, earlier="" if hidden else earlier)
    form = AnswersForm(
        request.POST or None,
        name=found.plan.pupil.known_as,
        scribe=not own,
        initial={"said_on": request.day, **initial},
    )
    refused = ""
    theirs: tuple[tuple[str, str], ...] = ()
    if form.is_valid():
        given: dict[str, Any] = {
            "contribution": found,
            "words": form.as_words,
            "revision": form.cleaned_data["revision"],
            "at": request.now,
            "by": request.actor,
            "scribe": not own,
        }
        try:
            if "send" in request.POST:
                said_on = form.cleaned_data.get("said_on") or request.day
                saved = actions.send_answers(**given, said_on=said_on, on=request.day)
            else:
                saved = actions.save_answers(**given)
        except (Stale, NotPossible) as problem:
            refused = str(problem)
            current = AnswersForm.values(queries.answers(found.pk), earlier=found.words)
            theirs = tuple(
                (str(form.fields[key].label), current[key])
                for key in ASKED
                if current.get(key) and current[key] != form.cleaned_data[key]
            )
            form.data = {**form.data.dict(), "revision": str(current["revision"])}  # type: ignore[attr-defined]
        else:
            if _wants_json(request):
                at = clock_time(timezone.localtime(saved.saved_at))
                says = _("Saved at %(time)s") % {"time": at}
                return JsonResponse({"state": "saved", "revision": saved.revision, "at": at, "says": says})
            if "send" in request.POST:
                messages.success(request, _("Your words are with the school, as you wrote them. Thank you."))
            else:
                messages.success(request, _("Kept. Nobody else sees it until you send it."))
            return redirect("family:plan" if own else "plans:views", plan_id)
    if _wants_json(request):
        return JsonResponse({"state": "refused", "says": refused or _first_error(form)}, status=422)
    state = ""
    if row is not None and not hidden:
        state = _("Saved at %(time)s") % {"time": clock_time(timezone.localtime(row.saved_at))}
    page = answers_pages.answers_page(found, own=own, form=form, state=state, theirs=theirs, refused=refused)
    return render(request, "family/answers.html", {"page": page}, status=_status(form, refused))


@require_safe
def draft(request: Request, plan_id: UUID) -> HttpResponse:
    """The draft as it was shared, with what was said to each section."""
    row = plan_queries.plan(plan_id)
    if not policy.may(request.actor, Act.READ_COMMENTS, row):
        policy.check_may(request.actor, Act.COMMENT, row)
    shared = queries.shared_now(row)
    if shared is None:
        return render(request, "family/no_draft.html", {"plan": row})
    found = queries.comments(row, reader=request.actor, for_version=shared.for_version)
    page = draft_pages.draft_page(row, shared, found, reader=request.actor)
    return render(request, "family/draft.html", {"page": page})


@read_or_write
def comment(request: Request, plan_id: UUID, key: str) -> HttpResponse:
    """Say something to one section of the shared draft: a comment, agreement, disagreement, other words."""
    row = plan_queries.plan(plan_id)
    policy.check_may(request.actor, Act.COMMENT, row)
    shared = queries.shared_now(row)
    if shared is None:
        return render(request, "family/no_draft.html", {"plan": row}, status=409 if request.POST else 200)
    if key not in queries.sections_of(shared):
        raise Http404
    form = CommentForm(request.POST or None, initial={"once": uuid4()})
    refused = ""
    if form.is_valid():
        try:
            actions.comment(
                shared=shared,
                section=key,
                words=form.as_words,
                everyone=form.cleaned_data["everyone"],
                on=request.day,
                by=request.actor,
                once=form.cleaned_data["once"],
            )
        except NotPossible as problem:
            refused = str(problem)
        else:
            messages.success(request, _("Kept as you said it. The school answers you here."))
            return redirect("family:draft", row.pk)
    found = queries.comments(row, reader=request.actor, for_version=shared.for_version)
    page = draft_pages.comment_page(row, shared, key, form, found, reader=request.actor, refused=refused)
    return render(request, "family/comment.html", {"page": page}, status=_status(form, refused))


@require_safe
def comments(request: Request, plan_id: UUID) -> HttpResponse:
    """All that the family said about this plan's drafts: what waits for an answer first."""
    row = plan_queries.plan(plan_id)
    policy.check_may(request.actor, Act.READ_COMMENTS, row)
    page = comments_pages.comments_page(
        row,
        queries.comments(row, reader=request.actor),
        reader=request.actor,
        shared=queries.shared_now(row),
        headings=_headings(row),
    )
    return render(request, "family/comments.html", {"page": page})


@read_or_write
def answer(request: Request, plan_id: UUID, comment_id: UUID) -> HttpResponse:
    """Answer what somebody of the family said: put their words in, or say what was done and why."""
    row = plan_queries.plan(plan_id)
    policy.check_may(request.actor, Act.ANSWER, row)
    found = queries.comment(plan_id, comment_id)
    if queries.answer_to(found) is not None and request.method != "POST":
        messages.info(request, "This is answered already.")
        return redirect("family:comments", row.pk)
    can_put_in = found.kind == found.Kind.PROPOSAL and row.draft_open and _has_text(row, found.section)
    written = plan_queries.section_text(row.pk, found.section)
    current = written.text if written else ""
    initial = {
        "text": actions.with_proposal(current, found) if can_put_in else "",
        "revision": written.revision if written else 0,
    }
    form = AnswerForm(request.POST or None, can_put_in=can_put_in, initial=initial)
    refused = ""
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.answer(
                comment=found,
                outcome=data["outcome"],
                words=data["words"],
                text=data.get("text", ""),
                based_on=data["revision"],
                on=request.day,
                at=request.now,
                by=request.actor,
            )
        except (Stale, NotPossible) as problem:
            refused = str(problem)
            written = plan_queries.section_text(row.pk, found.section)
            current = written.text if written else ""
            form.data = {**form.data.dict(), "revision": str(written.revision if written else 0)}  # type: ignore[attr-defined]
        else:
            messages.success(request, "Answered. The family reads it beside their own words.")
            return redirect("family:comments", row.pk)
    page = comments_pages.answer_page(
        found,
        reader=request.actor,
        heading=_headings(row).get(found.section, found.section),
        current=current,
        shared_words=queries.sections_of(found.shared).get(found.section, {}).get("text", ""),
        form=form,
        refused=refused,
    )
    return render(request, "family/answer.html", {"page": page}, status=_status(form, refused))


@read_or_write
def summary(request: Request, plan_id: UUID) -> HttpResponse:
    """Write the plan in plain words, with its reading age, and see how its translations stand."""
    row = plan_queries.plan(plan_id)
    policy.check_may(request.actor, Act.SUMMARISE, row)
    found = queries.summaries(row)
    source = found.source if found else None
    initial = {
        "text": source.text if source else "",
        "language": source.language if source else languages.SOURCE,
        "revision": source.edition if source else 0,
    }
    form = SummaryForm(request.POST or None, initial=initial)
    refused, theirs = "", ""
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.write_summary(
                plan=row,
                text=data["text"],
                language=data["language"],
                based_on=data["revision"],
                on=request.day,
                by=request.actor,
            )
        except (Stale, NotPossible) as problem:
            refused = str(problem)
            found = queries.summaries(row)
            theirs = found.source.text if found else ""
            edition = found.source.edition if found else 0
            form.data = {**form.data.dict(), "revision": str(edition)}  # type: ignore[attr-defined]
        else:
            messages.success(request, "Kept. The family reads it on their page of the plan.")
            return redirect("family:summary", row.pk)
    page = summary_pages.summary_page(
        row, form, found, preferred=_preferred(row), theirs=theirs, refused=refused
    )
    return render(request, "family/summary.html", {"page": page}, status=_status(form, refused))


@read_or_write
def translate(request: Request, plan_id: UUID) -> HttpResponse:
    """Enter a translation beside the summary it is made from."""
    row = plan_queries.plan(plan_id)
    policy.check_may(request.actor, Act.SUMMARISE, row)
    found = queries.summaries(row)
    if found is None:
        messages.info(request, "Write the plain summary first; then it can be translated.")
        return redirect("family:summary", row.pk)
    wanted = request.GET.get("language", "")[:20]
    earlier = found.translations.get(wanted)
    initial = {
        "language": wanted,
        "text": earlier.text if earlier else "",
        "summary": found.source.pk,
    }
    form = TranslationForm(request.POST or None, initial=initial)
    refused = ""
    if form.is_valid():
        data = form.cleaned_data
        try:
            if data["summary"] != found.source.pk:
                raise Stale(
                    "The summary was changed in the meantime. Its new words are shown; look at yours once more."
                )
            actions.translate_summary(
                summary=found.source,
                language=data["language"],
                text=data["text"],
                translator=data["translator"],
                machine_made=data["how"] == "machine",
                on=request.day,
                by=request.actor,
            )
        except (Stale, NotPossible) as problem:
            refused = str(problem)
            form.data = {**form.data.dict(), "summary": str(found.source.pk)}  # type: ignore[attr-defined]
        else:
            messages.success(request, "Kept. The family can read it now.")
            return redirect("family:summary", row.pk)
    page = summary_pages.translate_page(row, form, found, earlier=earlier, refused=refused)
    return render(request, "family/translate.html", {"page": page}, status=_status(form, refused))


@read_or_write
def check_translation(request: Request, plan_id: UUID, translation_id: UUID) -> HttpResponse:
    """Say that a person has read a translation beside its source and found it right."""
    row = plan_queries.plan(plan_id)
    policy.check_may(request.actor, Act.SUMMARISE, row)
    found = queries.translation(plan_id, translation_id)
    form = CheckForm(request.POST or None, initial={"reader": request.actor.name})
    if form.is_valid():
        actions.check_translation(
            translation=found, reader=form.cleaned_data["reader"], on=request.day, by=request.actor
        )
        messages.success(request, "Kept. It is no longer marked as unchecked.")
        return redirect("family:summary", row.pk)
    return render(
        request,
        "family/check.html",
        {"page": summary_pages.check_page(found, form)},
        status=_status(form, ""),
    )


# --- what the pages share -----------------------------------------------------------------------------------


def _headings(row: Plan) -> dict[str, str]:
    return {one.key: one.heading for one in plan_queries.plan_type_of(row).sections}


def _has_text(row: Plan, key: str) -> bool:
    """Whether a section of the plan holds words that are written as one text."""
    return any(
        one.key == key
        and (one.kind is SectionKind.TEXT or any(item.check is Check.TEXT for item in one.requirements))
        for one in plan_queries.plan_type_of(row).sections
    )


def _preferred(row: Plan) -> dict[str, str]:
    """Who of the family reads which language best, as they told the school."""
    found: dict[str, list[str]] = {}
    for member in pupil_queries.circle(row.pupil_id):
        language = languages.named(member.preferred_language)
        if language is not None and member.kind in ("parent", "carer", "family", "pupil"):
            found.setdefault(language.tag, []).append(member.name)
    return {tag: ", ".join(names) for tag, names in found.items()}


def _wants_json(request: Request) -> bool:
    return request.headers.get("X-Handrail-Autosave") == "1"


def _first_error(form: Any) -> str:
    return next((str(error) for errors in form.errors.values() for error in errors), "")


def _status(form: Any, refused: str) -> int:
    return 409 if refused else 422 if form.is_bound and form.errors else 200
