"""What people say to a plan, with the files they add, and the pages on which they say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.plans import policy, scanning
from handrail.apps.plans.actions import is_own
from handrail.apps.plans.models import PART, Attachment, Contribution, Plan, Upload
from handrail.apps.plans.policy import Act
from handrail.core.file_kinds import FileKind
from handrail.ui.components import Link, Shape, Status, Voice
from handrail.ui.phrases import day_and_month, plain_day


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file in somebody's part: what it is called, what it is, who added it when."""

    name: str
    url: str
    says: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One person's part: asked, waited for, or given in their own words, with the files they added."""

    name: str
    relation: str
    status: Status
    voice: Voice | None
    asked: str
    url: str
    act: str
    files: tuple[FileLine, ...]
    add_file_url: str
    ways: Link | None = None  # the pages on which a pupil answers their way
    on_its_way: tuple[str, ...] = ()  # files that nobody can open yet, and why


def view_row(
    one: Contribution,
    files: list[Attachment] | None = None,
    uploads: list[Upload] | None = None,
    *,
    reader: Actor,
) -> ViewRow:
    """One person's part as this reader may act on it."""
    own = is_own(one, reader)
    may_write_down = policy.may(reader, Act.WRITE_DOWN, one) and (
        not one.words or (bool(one.scribe_name) and one.talk_id is None)
    )
    # A family is asked in parts; everybody else has one box.
    asks = "family:answers" if one.party == Contribution.Party.PARENT else "plans:contribute"
    url = reverse(asks, args=[one.plan_id, one.pk])
    if one.is_awaited:
        status = Status(Shape.WAITING, _("Asked again") if one.words else _("Waiting"))
    elif one.words:
        status = Status(Shape.DONE, _("Given"))
    else:
        status = Status(Shape.NOT_STARTED, _("Not asked yet"))
    act = ""
    if one.talk_id is not None and own:
        url = reverse("voice:share", args=[one.pupil_id, one.talk_id])
    if own:
        act = _("Change your words") if one.words else _("Add your view")
    elif may_write_down:
        act = "Change what you wrote down" if one.words else "Write down what they said"
    return ViewRow(
        name=one.member.name,
        relation=one.member.relation or one.get_party_display(),
        status=status,
        voice=Voice(
            words=one.words,
            by=_("%(name)s, written down by %(scribe)s")
            % {"name": one.member.name, "scribe": one.scribe_name}
            if one.scribe_name
            else one.member.name,
            said_on=one.said_on,
            answers=tuple((_(asked) if asked else "", said) for asked, said in one.answers),
        )
        if one.words
        else None,
        asked=_asked(one),
        url=url if act else "",
        act=act,
        files=tuple(_file_line(one, file, own=own) for file in files or ()),
        add_file_url=reverse("plans:attach", args=[one.plan_id, one.pk])
        if own and policy.may(reader, Act.ATTACH, one)
        else "",
        ways=ways_of(one, own=own) if act else None,
        on_its_way=tuple(upload_says(upload, own=own) for upload in uploads or ()),
    )


def ways_of(one: Contribution, *, own: bool) -> Link | None:
    """The way to the pages on which a pupil answers by pictures, typing, drawing or speaking, for their age."""
    if one.party != Contribution.Party.PUPIL:
        return None
    says = (
        _("Pick pictures, draw or speak")
        if own
        else _("Write it down on the pages for %(name)s’s age") % {"name": one.member.name}
    )
    return Link(says, reverse("voice:begin", args=[one.pupil_id]))


def upload_says(one: Upload, *, own: bool) -> str:
    """Where a file is that nobody can open yet, in one sentence."""
    if one.state == Upload.State.SCANNING:
        return _("“%(file)s” is being checked for viruses. It can be opened after that.") % {"file": one.name}
    if one.state == Upload.State.REFUSED:
        return one.says if own else _("“%(file)s” was not let in by the virus scanner.") % {"file": one.name}
    says = (
        _(
            "“%(file)s” has not arrived whole: %(here)s of %(all)s are here. Choose the same file again to go on."
        )
        if own
        else _("“%(file)s” has not arrived whole: %(here)s of %(all)s are here.")
    )
    here = filesizeformat(min(getattr(one, "parts_here", 0) * PART, one.size or 0))
    return says % {"file": one.name, "here": here, "all": filesizeformat(one.size or 0)}


def _file_line(one: Contribution, file: Attachment, *, own: bool) -> FileLine:
    at = [one.plan_id, file.pk]
    says = (
        _("%(kind)s, %(size)s, added on %(day)s by %(name)s")
        if file.scanned_by
        else _("%(kind)s, %(size)s, added on %(day)s by %(name)s, not checked for viruses")
    )
    return FileLine(
        name=file.name,
        url=reverse("plans:attachment", args=at),
        says=says
        % {
            "kind": _(FileKind[file.kind].words.removeprefix("a ")),
            "size": filesizeformat(file.size),
            "day": plain_day(file.added_on),
            "name": file.added_by_name,
        },
        remove_url=reverse("plans:remove_file", args=at) if own else "",
    )


def _asked(one: Contribution) -> str:
    if not one.asked_on:
        return ""
    says = (
        _("Asked on %(day)s by %(name)s, answer hoped for by %(until)s")
        if one.due_on
        else _("Asked on %(day)s by %(name)s")
    )
    return says % {
        "day": day_and_month(one.asked_on),
        "name": one.asked_by_name,
        "until": day_and_month(one.due_on) if one.due_on else "",
    }


@dataclass(frozen=True, slots=True)
class ViewsPage:
    plan_id: UUID
    title: str
    pupil: str
    rows: tuple[ViewRow, ...]
    may_ask: bool
    back: Link


def views_page(
    plan: Plan,
    contributions: list[Contribution],
    files: Mapping[UUID, list[Attachment]],
    uploads: Mapping[UUID, list[Upload]],
    *,
    reader: Actor,
) -> ViewsPage:
    may_read_all = policy.may(reader, Act.READ_DRAFT, plan)
    shown = [one for one in contributions if may_read_all or is_own(one, reader)]
    back = (
        Link("Back to the draft", reverse("plans:plan", args=[plan.pk]))
        if may_read_all
        else Link(
            _("Back to %(name)s") % {"name": plan.pupil.known_as}, reverse("home:pupil", args=[plan.pupil_id])
        )
    )
    return ViewsPage(
        plan_id=plan.pk,
        title=_("Views on %(name)s’s plan") % {"name": plan.pupil.known_as},
        pupil=plan.pupil.name,
        rows=tuple(view_row(one, files.get(one.pk), uploads.get(one.pk), reader=reader) for one in shown),
        may_ask=policy.may(reader, Act.ASK, plan),
        back=back,
    )


@dataclass(frozen=True, slots=True)
class ContributePage:
    plan_id: UUID
    title: str
    lead: str
    question: str
    asked: str
    form: forms.Form
    key: str
    autosave_url: str
    own: bool
    theirs: str
    refused: str
    ways: Link | None
    back: Link


def contribute_page(
    one: Contribution, *, reader: Actor, form: forms.Form, theirs: str = "", refused: str = ""
) -> ContributePage:
    plan, own = one.plan, is_own(one, reader)
    name = plan.pupil.known_as
    return ContributePage(
        plan_id=plan.pk,
        title=_("Your view") if own else _("%(name)s’s view") % {"name": one.member.name},
        lead=_("For %(name)s’s plan. It stays in the plan word for word.") % {"name": name},
        question=one.question or usual_question(one.party, name=name),
        asked=_asked(one),
        form=form,
        key=f"view-{one.pk}",
        autosave_url=reverse("plans:contribute", args=[plan.pk, one.pk]),
        own=own,
        theirs=theirs,
        refused=refused,
        ways=ways_of(one, own=own),
        back=Link(_("Back"), reverse("plans:views", args=[plan.pk])),
    )


@dataclass(frozen=True, slots=True)
class AttachPage:
    title: str
    lead: str
    form: forms.Form
    begin_url: str
    waiting: tuple[str, ...]
    scanned: str
    back: Link


def attach_page(one: Contribution, form: forms.Form, waiting: list[Upload]) -> AttachPage:
    return AttachPage(
        title=_("Add a file"),
        lead=_(
            "It stays with your view on %(name)s’s plan. Only the people who write the plan can open it, and you."
        )
        % {"name": one.plan.pupil.known_as},
        form=form,
        begin_url=reverse("plans:begin_upload", args=[one.plan_id, one.pk]),
        waiting=tuple(upload_says(upload, own=True) for upload in waiting),
        scanned=_("Each file is checked for viruses before anybody can open it.")
        if scanning.is_on()
        else _("Files are not checked for viruses here. Send only files that you made or trust."),
        back=Link(_("Back"), reverse("plans:views", args=[one.plan_id])),
    )


def usual_question(party: str, *, name: str) -> str:
    """What people are asked about a pupil of this name when nobody wrote another question."""
    if party == Contribution.Party.PUPIL:
        return _("What helps you? What makes it harder? What would you like to change?")
    if party == Contribution.Party.PROFESSIONAL:
        return _("What should the people who work with %(name)s know, and do?") % {"name": name}
    return _("What is %(name)s good at? What is hard? What works at home, and what do you hope for?") % {
        "name": name
    }
