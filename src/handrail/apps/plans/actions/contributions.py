"""What people say to a plan, in their own words, and the files that they add."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.plans import policy, scanning
from handrail.apps.plans.actions.changing import Stale, check_length, locked, record, touch
from handrail.apps.plans.models import LARGEST_FILE, Attachment, Contribution, FilePart, Plan, Upload
from handrail.apps.plans.policy import Act
from handrail.apps.plans.scanning import ScannerGone
from handrail.apps.pupils.models import CircleMember
from handrail.core import file_kinds
from handrail.core.errors import FileRefused


def party_of(member: CircleMember) -> str:
    if member.kind == CircleMember.Kind.PUPIL:
        return Contribution.Party.PUPIL
    return Contribution.Party.PARENT if member.parental_responsibility else ""


@transaction.atomic
def ask_for_view(
    *, plan: Plan, member: CircleMember, due_on: date, on: date, by: Actor, question: str = ""
) -> Contribution:
    """Ask somebody in the circle for their view, by a day. Asking again moves the day."""
    policy.check_may(by, Act.ASK, plan)
    plan = locked(plan, for_writing=True)
    party = party_of(member) or (
        Contribution.Party.PROFESSIONAL if member.kind == CircleMember.Kind.PROFESSIONAL else ""
    )
    if not party or member.pupil_id != plan.pupil_id:
        raise NotPossible(f"{member.name} is not somebody whose view this plan asks for.")
    if due_on < on:
        raise NotPossible("Choose a day to come, so that there is time to answer.")
    asked = Contribution.objects.filter(plan=plan, member=member).first() or Contribution.of(
        plan.pupil, plan=plan, member=member, party=party
    )
    asked.asked_on, asked.asked_by_name, asked.due_on = on, by.name, due_on
    asked.question = question
    asked.save()
    touch(plan)
    record(plan, "plan.view_asked", on=on, by=by, member=member.name, due_on=due_on)
    return asked


@transaction.atomic
def contribute(
    *,
    contribution: Contribution,
    words: str,
    said_on: date,
    revision: int,
    on: date,
    by: Actor,
    scribe: bool = False,
    answers: tuple[tuple[str, str], ...] = (),
) -> Contribution:
    """Keep a view in its owner's own words; `answers` are the same words under what was asked.

    Only the owner changes their words. Somebody at school may write them down once, when told by phone or
    at a meeting, and is named; after that only the owner.
    """
    if scribe:
        policy.check_may(by, Act.WRITE_DOWN, contribution)
    else:
        policy.check_may(by, Act.CONTRIBUTE, contribution)
        if not is_own(contribution, by):
            says = "These are somebody else’s words. Only they may change them."
            raise NotAllowed(says, act=policy.OTHERS_WORDS, row=contribution)
    check_length(words)
    if not words.strip():
        raise NotPossible("Write at least a few words, or go back without saving.")
    if said_on > on:
        raise NotPossible("This cannot have been said on a day to come.")
    plan = locked(contribution.plan, for_writing=True)
    contribution = Contribution.objects.select_for_update().select_related("member").get(pk=contribution.pk)
    if scribe and contribution.words and (contribution.talk_id or not contribution.scribe_name):
        says = f"{contribution.member.name} wrote this. Only they may change their own words."
        raise NotAllowed(says, act=policy.OTHERS_WORDS, row=contribution)
    if contribution.words == words:
        return contribution
    if contribution.revision != revision:
        raise Stale("These words were changed on another page in the meantime. Both are kept; choose below.")
    before = contribution.words
    contribution.words = words
    contribution.answers = [list(pair) for pair in answers]
    contribution.said_on = said_on
    contribution.scribe_name = by.name if scribe else ""
    contribution.talk_id = None  # written anew on the plan's own page
    contribution.revision += 1
    contribution.recorded_at = record(
        plan,
        "plan.view_given" if not before else "plan.view_changed",
        on=said_on,
        by=by,
        member=contribution.member.name,
        scribe=contribution.scribe_name,
        before=before,
    )
    contribution.save()
    touch(plan)
    return contribution


@transaction.atomic
def give_talk(
    *,
    contribution: Contribution,
    talk_id: UUID,
    answers: tuple[tuple[str, str], ...],
    scribe_name: str,
    said_on: date,
    on: date,
    by: Actor,
) -> None:
    """Let what the pupil said in a talk be their view on this plan, as far as everybody may see it.

    The words are the talk's: they change when the pupil changes the talk or who sees it, and here by nobody. No
    answers take a view back that was given so.
    """
    policy.check_may(by, Act.GIVE_TALK, contribution)
    plan = locked(contribution.plan, for_writing=True)
    contribution = Contribution.objects.select_for_update().select_related("member").get(pk=contribution.pk)
    words = "\n\n".join(f"{asked}\n{said}" for asked, said in answers)
    check_length(words)
    if contribution.words == words or not (words or contribution.talk_id == talk_id):
        return
    before = contribution.words
    contribution.words, contribution.answers = words, [list(pair) for pair in answers]
    contribution.said_on = said_on if words else None
    contribution.scribe_name = scribe_name if words else ""
    contribution.talk_id = talk_id if words else None
    contribution.revision += 1
    contribution.recorded_at = record(
        plan,
        "plan.view_changed" if before else "plan.view_given",
        on=on if before else said_on,
        by=by,
        member=contribution.member.name,
        scribe=contribution.scribe_name,
        before=before,
        talk=str(talk_id),
    )
    contribution.save()
    touch(plan)


MOST_FILES: Final = 20
"""Files in one view. More belong into one document."""


@transaction.atomic
def attach(
    *, contribution: Contribution, name: str, content: bytes, on: date, at: datetime, by: Actor
) -> Attachment:
    """Add a file to one's own view, once it is what its name says. The same file again changes nothing.

    Where the installation has a virus scanner it is asked at once. Larger files come in parts (`uploads`).
    """
    check_may_attach(contribution, by)
    if len(content) > LARGEST_FILE:
        raise NotPossible(
            f"This file has {len(content) / 2**20:.1f} MB. The most that fits here is"
            f" {LARGEST_FILE // 2**20} MB; send it in parts, or with smaller pictures."
        )
    try:
        clean, kind = file_kinds.checked(name, content)
    except FileRefused as refused:
        raise NotPossible(str(refused)) from refused
    return keep_file(
        contribution=contribution,
        name=clean,
        kind=kind.name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        scanned_by=_scanned(content),
        on=on,
        at=at,
        by=by,
    )


def _scanned(content: bytes) -> str:
    if not scanning.is_on():
        return ""
    try:
        verdict = scanning.scan([content])
    except ScannerGone as gone:
        raise NotPossible(
            "The virus scanner does not answer just now, so the file was not kept. Try again in some minutes."
        ) from gone
    if not verdict.is_clean:
        raise NotPossible(
            "The virus scanner found something harmful in this file, so it was not kept. Have your computer"
            " checked, then send a clean copy."
        )
    return verdict.scanner


@transaction.atomic
def keep_file(
    *,
    contribution: Contribution,
    name: str,
    kind: str,
    size: int,
    sha256: str,
    content: bytes = b"",
    upload: Upload | None = None,
    scanned_by: str = "",
    on: date,
    at: datetime,
    by: audit.Recorder,
) -> Attachment:
    """Keep a file that was looked at, in one piece or as the parts in which it arrived. The same one is kept once."""
    plan = locked(contribution.plan, for_writing=True)
    there = Attachment.objects.filter(contribution=contribution).defer("content")
    if same := there.filter(sha256=sha256).first():
        return same
    if there.count() >= MOST_FILES:
        raise NotPossible(f"{MOST_FILES} files are here already. Take one out first, or join some into one.")
    added = Attachment.of(
        plan.pupil,
        contribution=contribution,
        name=name,
        kind=kind,
        size=size,
        sha256=sha256,
        content=content,
        scanned_by=scanned_by,
        added_on=on,
        added_at=at,
        added_by_name=by.name,
    )
    added.save(force_insert=True)
    if upload is not None:
        FilePart.objects.filter(upload=upload).update(upload=None, attachment=added)
    touch(plan)
    _record_file(plan, "plan.file_added", added, on=on, by=by)
    return added


def record_refused_file(
    contribution: Contribution, *, name: str, found: str, on: date, by: audit.Recorder
) -> None:
    """Record that a file was not let in, and what the scanner called it."""
    record(
        contribution.plan,
        "plan.file_refused",
        on=on,
        by=by,
        member=contribution.member.name,
        file=name,
        found=found,
    )


@transaction.atomic
def take_out_file(*, attachment: Attachment, on: date, by: Actor) -> None:
    """Take out a file of one's own, as when it was the wrong one. That it was there stays on record."""
    contribution = attachment.contribution
    check_may_attach(contribution, by)
    plan = locked(contribution.plan, for_writing=True)
    _record_file(plan, "plan.file_removed", attachment, on=on, by=by)
    attachment.delete()
    touch(plan)


def check_may_attach(contribution: Contribution, by: Actor) -> None:
    """Raise `NotAllowed` unless the view is the actor's own, and one to which files may be added."""
    policy.check_may(by, Act.ATTACH, contribution)
    if not is_own(contribution, by):
        says = "This is somebody else’s part. Only they may add files to it or take them out."
        raise NotAllowed(says, act=policy.OTHERS_FILES, row=contribution)


def _record_file(plan: Plan, kind: str, file: Attachment, *, on: date, by: audit.Recorder) -> None:
    member = file.contribution.member.name
    record(plan, kind, on=on, by=by, member=member, file=file.name, sha256=file.sha256, size=file.size)


def is_own(contribution: Contribution, actor: Actor) -> bool:
    """Whether these are the actor's own words."""
    return contribution.member_id in {place.member_id for place in actor.places}
