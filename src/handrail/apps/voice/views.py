"""Pages on which a pupil says something their way, and on which others read what was shared."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.plans import queries as plans
from handrail.apps.pupils import policy as pupil_policy
from handrail.apps.pupils import queries as pupils
from handrail.apps.voice import actions, pages, policy, queries
from handrail.apps.voice.forms import (
    AnswerForm,
    BeginForm,
    CaptionForm,
    FileForm,
    PickForm,
    ScribeForm,
    ShareForm,
)
from handrail.apps.voice.models import AnswerFile, Talk
from handrail.apps.voice.policy import Act
from handrail.apps.voice.questions import form as form_of
from handrail.apps.voice.questions import form_for, goals_form
from handrail.core.ages import age
from handrail.core.file_kinds import FileKind
from handrail.ui.phrases import clock_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from handrail.apps.pupils.models import Pupil

read_or_write = require_http_methods(["GET", "HEAD", "POST"])

LISTENS: Final = "camera=(), geolocation=(), microphone=(self)"
"""Only the page of a question may ask the browser for the microphone."""


def with_microphone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answered(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Permissions-Policy"] = LISTENS
        return response

    return answered


@require_safe
def voice(request: Request, pupil_id: UUID) -> HttpResponse:
    """Begin, go on, and everything the pupil said that the reader may see."""
    pupil = _pupil(request, pupil_id, Act.READ)
    reader = request.actor
    page = pages.voice_page(
        pupil,
        reader=reader,
        talks=queries.open_talks(pupil, reader),
        answers=queries.answers_seen_by(pupil, reader),
        voices=pupils.voices(pupil_id, shared_with=policy.shared_with(reader, pupil)),
        goals=queries.goals_asked(pupil, reader),
    )
    return _render(request, "voice/voice.html", page)


@read_or_write
def begin(request: Request, pupil_id: UUID) -> HttpResponse:
    """Choose the pages: those for the pupil's age are chosen already."""
    pupil, own = _pupil_to_write(request, pupil_id)
    offered = form_for(age(pupil.born, on=request.day))
    form = BeginForm(
        request.POST or None,
        own=own,
        today=request.day,
        initial={"form": offered.key, "said_on": request.day},
    )
    if form.is_valid():
        chosen = form_of(form.cleaned_data["form"])
        assert chosen is not None, "the form offers only what there is"
        talk = actions.begin(
            pupil=pupil, form=chosen, scribe=form.scribe, on=request.day, at=request.now, by=request.actor
        )
        return _to_first_question(talk, request)
    name = pupil.known_as
    page = {
        "title": _("Which pages do you want?")
        if own
        else _("Write down what %(name)s says") % {"name": name},
        "lead": _("We chose these for your age. You can take others.")
        if own
        else _(
            "These pages are for %(name)s’s age; choose others if they fit better. Your name, %(scribe)s, "
            "stands beside what %(name)s says."
        )
        % {"name": name, "scribe": request.actor.name},
        "back": pages.back_to(pupil, own=own),
        "button": _("Start"),
        "form": form,
        "own": own,
    }
    return _render(request, "voice/begin.html", page, form=form)


@require_safe
def goals(request: Request, pupil_id: UUID) -> HttpResponse:
    """The goals of the plan, each with the pupil's own words for it."""
    pupil, own = _pupil_to_write(request, pupil_id)
    found = queries.goals_asked(pupil, request.actor)
    scribe = {one.plan.pk: _scribe_form(request, own=own) for one in found}
    page = pages.goals_page(pupil, found, reader=request.actor, forms=scribe)
    return _render(request, "voice/goals.html", page)


@read_or_write
def begin_goals(request: Request, pupil_id: UUID, plan_id: UUID) -> HttpResponse:
    """Begin to say the goals of one plan in the pupil's own words."""
    pupil, own = _pupil_to_write(request, pupil_id)
    found = [one for one in queries.goals_asked(pupil, request.actor) if one.plan.pk == plan_id]
    if not found:
        raise Http404
    form = _scribe_form(request, own=own)
    if request.method == "POST" and (own or form.is_valid()):
        talk = actions.begin(
            pupil=pupil,
            form=goals_form(),
            plan=found[0].plan,
            scribe=form.scribe if form.is_valid() else None,
            on=request.day,
            at=request.now,
            by=request.actor,
        )
        return _to_first_question(talk, request)
    page = pages.goals_page(pupil, found, reader=request.actor, forms={plan_id: form})
    return _render(request, "voice/goals.html", page, form=form)


def _scribe_form(request: Request, *, own: bool) -> ScribeForm:
    given = request.POST if request.method == "POST" else None
    return ScribeForm(given, own=own, today=request.day, initial={"said_on": request.day})


@read_or_write
@with_microphone
def question(request: Request, pupil_id: UUID, talk_id: UUID, question: str) -> HttpResponse:
    """One question: pictures, words, a drawing, a sound. It saves itself, and the buttons do the same."""
    talk = _talk_to_write(request, pupil_id, talk_id)
    asked = queries.questions_of(talk, request.actor)
    number = next((place for place, (one, _about) in enumerate(asked) if one.key == question), None)
    shown = form_of(talk.form)
    if number is None or shown is None:
        raise Http404
    found = asked[number][0]
    answers = queries.answers_of(talk)
    latest = queries.latest(answers).get(found.key)
    initial = {"words": latest.words, "revision": latest.revision} if latest else {"revision": 0}
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        question=found,
        words_box=shown.words_box,
        initial=initial,
    )
    if form.is_valid():
        _keep(request, talk, number, asked, form)
        if request.headers.get("X-Handrail-Autosave") == "1":
            return _as_json(form, request)
        if form.is_valid():
            return _where_next(request, talk, asked, number)
        answers = queries.answers_of(talk)
    elif form.is_bound and request.headers.get("X-Handrail-Autosave") == "1":
        return _as_json(form, request)
    page = pages.question_page(
        talk, asked, number, answers=answers, reader=request.actor, form=form, shown=shown
    )
    return _render(request, "voice/question.html", page, form=form)


def _keep(request: Request, talk: Talk, number: int, asked: Any, form: AnswerForm) -> None:
    """Keep the words and pictures, then each file; what cannot be kept is said beside its box."""
    found, about = asked[number]
    said = {
        "talk": talk,
        "question": found,
        "about": about,
        "on": request.day,
        "at": request.now,
        "by": request.actor,
    }
    try:
        kept = actions.answer(
            choices=form.choices, words=form.cleaned_data["words"], revision=form.revision_seen, **said
        )
    except (NotPossible, NotAllowed) as problem:
        form.add_error("words", str(problem))
        return
    form.kept_revision = kept.revision if kept else 0
    for name, what, file in form.sent:
        try:
            actions.add_file(what=what, name=file.name, content=file.read(), **said)
        except NotPossible as problem:
            form.add_error(name, str(problem))


def _as_json(form: AnswerForm, request: Request) -> HttpResponse:
    if form.errors:
        says = next(error for errors in form.errors.values() for error in errors)
        return JsonResponse({"state": "refused", "says": says}, status=422)
    at = clock_time(timezone.localtime(request.now))
    return JsonResponse({"state": "saved", "revision": form.kept_revision, "at": at})


def _where_next(request: Request, talk: Talk, asked: Any, number: int) -> HttpResponse:
    then = request.POST.get("then", "")
    if then == "stop":
        messages.success(request, _("Your answers are kept. Go on when you like."))
        return redirect("voice:voice", talk.pupil_id)
    if then == "back" and number:
        return redirect("voice:question", talk.pupil_id, talk.pk, asked[number - 1][0].key)
    if then == "here":
        return redirect("voice:question", talk.pupil_id, talk.pk, asked[number][0].key)
    return redirect(pages.next_url(talk, asked, number))


@require_POST
def add_file(request: Request, pupil_id: UUID, talk_id: UUID, question: str) -> HttpResponse:
    """A drawing or a sound made on the page, sent by its script."""
    talk = _talk_to_write(request, pupil_id, talk_id)
    asked = queries.questions_of(talk, request.actor)
    found = next((pair for pair in asked if pair[0].key == question), None)
    if found is None:
        raise Http404
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"state": "refused", "says": _("Nothing came along. Try again.")}, status=422)
    file = form.cleaned_data["file"]
    try:
        actions.add_file(
            talk=talk,
            question=found[0],
            about=found[1],
            what=AnswerFile.What(form.cleaned_data["what"]),
            name=file.name,
            content=file.read(),
            on=request.day,
            at=request.now,
            by=request.actor,
        )
    except NotPossible as problem:
        return JsonResponse({"state": "refused", "says": str(problem)}, status=422)
    return JsonResponse({"state": "saved"})


@require_safe
def file(request: Request, pupil_id: UUID, file_id: UUID) -> HttpResponse:
    """A drawing or a sound as it came, for those who may see the answer. Nothing in it is ever run.

    Safari plays a sound only in stretches, so one stretch is answered as one stretch (RFC 9110, section 14).
    """
    found = queries.file(pupil_id, file_id)
    if not policy.may_see(request.actor, found.answer):
        raise Http404
    content = bytes(found.content)
    kind = FileKind[found.kind]
    start, end = _stretch(request.headers.get("Range", ""), len(content))
    part = (start, end) != (0, len(content))
    response = HttpResponse(content[start:end], status=206 if part else 200, content_type=kind.media_type)
    response["Content-Disposition"] = f'attachment; filename="{found.what}.{kind.endings[0]}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Accept-Ranges"] = "bytes"
    if part:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{len(content)}"
    return response


def _stretch(asked: str, size: int) -> tuple[int, int]:
    """The bytes that are asked for, from and before; everything where that is not said in one plain stretch."""
    unit, _, span = asked.partition("=")
    first, dash, last = span.partition("-")
    if (
        unit != "bytes"
        or not dash
        or not all(one.isdecimal() and len(one) < 12 for one in (first or "0", last or "0"))
    ):
        return 0, size
    if not first:
        return (max(0, size - int(last)), size) if last and int(last) else (0, size)
    start, end = int(first), min(size, int(last) + 1) if last else size
    return (start, end) if start < end else (0, size)


@read_or_write
def caption(request: Request, pupil_id: UUID, file_id: UUID) -> HttpResponse:
    """Say what is in a drawing or a sound. Not the pupil's words: whoever says it is named."""
    found = queries.file(pupil_id, file_id)
    if not policy.may_see(request.actor, found.answer):
        raise Http404
    policy.check_may(request.actor, Act.CAPTION, found)
    form = CaptionForm(request.POST if request.method == "POST" else None, initial={"caption": found.caption})
    if form.is_valid():
        actions.caption(file=found, words=form.cleaned_data["caption"], by=request.actor)
        return redirect("voice:voice", pupil_id)
    pupil = found.answer.talk.pupil
    own = policy.is_own(request.actor, pupil)
    shown = pages.said(
        next(one for one in queries.answers_of(found.answer.talk) if one.pk == found.answer_id),
        pupil=pupil,
        reader=request.actor,
    )
    page = {
        "title": {
            AnswerFile.What.DRAWING: _("What is in this drawing?"),
            AnswerFile.What.PICTURE: _("What is in this picture?"),
            AnswerFile.What.SOUND: _("What is in this sound?"),
        }[AnswerFile.What(found.what)],
        "back": pages.back_to(pupil, own=own),
        "file": next(
            one for one in shown.files if one.url == reverse("voice:file", args=[pupil_id, file_id])
        ),
        "form": form,
        "own": own,
    }
    return _render(request, "voice/caption.html", page, form=form)


@require_POST
def remove_file(request: Request, pupil_id: UUID, file_id: UUID) -> HttpResponse:
    """Take out a drawing or a sound before it is kept for good. Asked twice, it is gone just the same."""
    found = queries.file(pupil_id, file_id)
    if not policy.may_see(request.actor, found.answer):
        raise Http404
    try:
        actions.take_out_file(file=found, by=request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("voice:question", pupil_id, found.answer.talk_id, found.answer.question)


@read_or_write
def share(request: Request, pupil_id: UUID, talk_id: UUID) -> HttpResponse:
    """The last step: for each answer, who may see it. The pupil comes back here to choose anew."""
    talk = _talk_to_write(request, pupil_id, talk_id)
    questions = queries.questions_of(talk, request.actor)
    latest = pages.asked_to_share(queries.answers_of(talk), questions)
    asked = tuple((key, one.asks) for key, one in latest.items())
    form = ShareForm(
        request.POST if request.method == "POST" else None,
        asked=asked,
        initial={f"who-{key}": one.shared_with for key, one in latest.items()},
    )
    if form.is_valid():
        try:
            actions.share(talk=talk, shared=form.shared, on=request.day, by=request.actor)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            messages.success(
                request, _("Your answers are kept.") if policy.is_own(request.actor, talk) else _("Kept.")
            )
        return redirect("voice:voice", pupil_id)
    back = (
        reverse("voice:question", args=[pupil_id, talk.pk, questions[0][0].key])
        if questions
        else reverse("voice:voice", args=[pupil_id])
    )
    awaited = bool(plans.views_of_pupil(pupil_id, talk_id=talk.pk, on=request.day))
    page = pages.share_page(talk, latest, reader=request.actor, form=form, first_url=back, awaited=awaited)
    return _render(request, "voice/share.html", page, form=form)


@require_safe
def profile(request: Request, pupil_id: UUID) -> HttpResponse:
    """The one-page profile, which shows what are the pupil's own words; it prints on one page."""
    pupil = _pupil(request, pupil_id, Act.READ)
    may_edit = pupil_policy.may(request.actor, pupil_policy.Act.EDIT, pupil)
    page = pages.profile_page(
        pupil,
        pupils.profile(pupil_id),
        queries.picked(pupil_id),
        reader=request.actor,
        edit_url=reverse("pupils:profile", args=[pupil_id]) if may_edit else "",
    )
    return _render(request, "voice/profile.html", page)


@read_or_write
def pick(request: Request, pupil_id: UUID) -> HttpResponse:
    """Pick lines of answers for the profile, word for word."""
    pupil = _pupil(request, pupil_id, Act.PICK)
    lines = pages.to_pick(
        pupil,
        queries.answers_seen_by(pupil, request.actor),
        queries.picked(pupil_id),
        reader=request.actor,
    )
    form = PickForm(
        request.POST if request.method == "POST" else None,
        lines=tuple((value, text) for value, (_answer, _part, text) in lines.items()),
    )
    if form.is_valid():
        picked = tuple(lines[value] for value in form.cleaned_data["line"])
        actions.pick_lines(pupil=pupil, picked=picked, on=request.day, by=request.actor)
        return redirect("voice:profile", pupil_id)
    page = pages.pick_page(pupil, lines, form, reader=request.actor)
    return _render(request, "voice/pick.html", page, form=form)


@require_POST
def take_out(request: Request, pupil_id: UUID, line_id: UUID) -> HttpResponse:
    """Take a line of the pupil's own out of the profile. Asked twice, it is gone just the same."""
    pupil = _pupil(request, pupil_id, Act.PICK)
    found = queries.picked(pupil_id).get(line_id)
    if found is not None:
        actions.take_out_line(pupil=pupil, line=found, on=request.day, by=request.actor)
    return redirect("voice:profile", pupil_id)


# --- what the pages share -------------------------------------------------------------------------


def _pupil(request: Request, pupil_id: UUID, act: Act) -> Pupil:
    pupil = pupils.pupil(pupil_id)
    policy.check_may(request.actor, act, pupil)
    return pupil


def _pupil_to_write(request: Request, pupil_id: UUID) -> tuple[Pupil, bool]:
    """The pupil, and whether the actor is them; somebody else must be one who may write down for them."""
    pupil = pupils.pupil(pupil_id)
    own = policy.is_own(request.actor, pupil)
    if not own:
        policy.check_may(request.actor, Act.WRITE_DOWN, pupil)
    return pupil, own


def _talk_to_write(request: Request, pupil_id: UUID, talk_id: UUID) -> Talk:
    """A talk in which the actor answers. Of anybody else's it is not even said that it is there."""
    _pupil_to_write(request, pupil_id)
    talk = queries.talk(pupil_id, talk_id)
    if not policy.is_writing(request.actor, talk):
        if talk.begun_by_id != request.actor.person_id:
            raise Http404
        says = _("These are %(name)s’s words now. Only %(name)s may change them.") % {
            "name": talk.pupil.known_as
        }
        raise NotAllowed(says, act=policy.OTHERS_ANSWERS, row=talk)
    return talk


def _to_first_question(talk: Talk, request: Request) -> HttpResponse:
    asked = queries.questions_of(talk, request.actor)
    return redirect("voice:question", talk.pupil_id, talk.pk, asked[0][0].key)


def _render(request: Request, template: str, page: Any, *, form: Any = None) -> HttpResponse:
    wrong = form is not None and form.is_bound and bool(form.errors)
    return render(request, template, {"page": page, "form": form}, status=422 if wrong else 200)
