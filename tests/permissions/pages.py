"""Every page of Handrail, found in the resolver, with an address and a form that would be accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from handrail.apps.calendars.entries import revision_of
from handrail.apps.calendars.queries import calendar_words
from handrail.apps.family.models import Translation
from tests.cast import CSP, TODAY, Cast, Subject

METHODS = ("GET", "POST", "DELETE")
"""HEAD must answer as GET does. DELETE stands for every method that no page knows."""


@dataclass(frozen=True, slots=True)
class Page:
    """A named address pattern."""

    name: str
    names_in_path: frozenset[str]

    @property
    def is_about_a_pupil(self) -> bool:
        """Whether the address leads to somebody's record."""
        return bool(self.names_in_path & {"pupil_id", "plan_id", "case_id", "deadline_id"})

    def address(self, target: Target) -> str:
        """Where the page is for one pupil of the cast."""
        subject = target.subject
        known: dict[str, object] = {
            "pupil_id": subject.pupil.pk,
            "plan_id": subject.plan.pk,
            "case_id": subject.plan.case_id,
            "kind": "left_school",
            "deadline_id": target.deadline_id,
            "member_id": subject.parent.pk,
            "need_id": subject.need.pk,
            "goal_id": subject.goal.pk,
            "provision_id": subject.provision.pk,
            "contribution_id": subject.contribution.pk,
            "attachment_id": subject.attachment.pk,
            "kept_id": target.kept_id,
            "received_id": target.received_id,
            "letter_id": target.letter_id,
            "talk_id": target.talk_id,
            "question": "helps",
            "file_id": target.file_id,
            "line_id": target.line_id,
            "comment_id": target.comment_id,
            "translation_id": target.translation.pk,
            "number": subject.version.number,
            "key": "changes",
            "sign": "not_looked_at",
            "requirement": "text",
            "step": "ending_talked",
            "slug": subject.pupil.school.slug,
            "first": "2026-08-18",
            "consent_id": target.consent_id,
            "invitation_id": target.invitation_id,
            "token": target.token,
            "upload_id": target.upload_id,
        }
        if self.name.startswith("invitations:"):
            known["member_id"] = target.guest_id
        if self.name == "letters:write":
            known["key"] = "programme-issued"
        if self.name.startswith("guide:"):
            known = {"place": "gb-sct", "plan": "csp", "kind": "ask-for-a-plan"}
        if self.name == "account_reset_password_from_key":
            known = {"uidb36": "1z", "key": "c0ffee-0123"}  # a link from an old mail
        return reverse(self.name, kwargs={name: known[name] for name in self.names_in_path})


@dataclass(frozen=True, slots=True)
class Target:
    """A pupil of the cast with one row of everything that has a page of its own."""

    subject: Subject
    deadline_id: UUID
    kept_id: UUID
    consent_id: UUID
    guest_id: UUID
    invitation_id: UUID
    token: str
    code: str
    upload_id: UUID
    received_id: UUID
    letter_id: UUID
    talk_id: UUID
    file_id: UUID
    line_id: UUID
    comment_id: UUID
    translation: Translation


def every_page() -> tuple[Page, ...]:
    """All named patterns, in the order of their names. A pattern without a name is an error: nobody can list it."""
    return tuple(sorted(_pages(get_resolver().url_patterns, ""), key=lambda page: page.name))


def _pages(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[Page]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _pages(pattern.url_patterns, inner)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield Page(f"{namespace}{pattern.name}", frozenset(pattern.pattern.regex.groupindex))


def filled_in(name: str, cast: Cast, target: Target) -> dict[str, object]:
    """A form that the page accepts from whoever may send it, so that only permission decides."""
    subject = target.subject
    particulars = {"given_name": "Ada", "family_name": "Newcomer", **_day("born", date(2016, 9, 14))}
    provision = {"what": "Paired reading aloud", "goals": [str(subject.goal.pk)], "revision": "1"}
    goal = {"need": str(subject.need.pk), "text": "Read a page aloud", "revision": "1"}
    term = {"term-0-name": "Term 1", "term-0-starts": "2026-08-18", "term-0-ends": "2027-06-25"}
    next_term = {"term-0-name": "Term 1", "term-0-starts": "2028-08-15", "term-0-ends": "2028-12-22"}
    based_on = {"revision": _revision(cast)}
    forms: dict[str, dict[str, object]] = {
        "calendars:year": term | based_on,
        "calendars:add_year": next_term | based_on,
        "calendars:bring_in": {
            "file": SimpleUploadedFile("year.csv", b"name,from\nIn-service day,2026-11-17")
        },
        "calendars:keep_import": {
            "entry-0": "2026-11-17/2026-11-17/Training",
            "kind-0": "in_service",
            **based_on,
        },
        "pupils:add": {**particulars},
        "pupils:particulars": {**particulars},
        "pupils:join": {"name": "Gran", "kind": "family"},
        "pupils:member": {"name": "Paula Parent", "kind": "parent", "parental_responsibility": "on"},
        "pupils:profile": {"skills": "Listens well"},
        "pupils:speak": {"words": "I like the library.", **_day("said_on", TODAY)},
        "pupils:move": {"way": "later"},
        "consents:ask": {"member": str(subject.parent.pk), "purpose": "other", "what": "Tell the new school"},
        "consents:consent": {"answer": "withdrawn"},
        "consents:note": {"answer": "withdrawn", "how": "phone", **_day("happened_on", TODAY)},
        "consents:assess": {
            **_day("assessed_on", TODAY),
            **dict.fromkeys(
                ("assessed_by_name", "assessed_as", "capacity_reasons", "wellbeing_reasons"), "So"
            ),
            "right": "tribunal",
            "capacity": "yes",
            "wellbeing": "no",
        },
        "invitations:invite": {"once": "6f1c3c9e-8a5e-4a55-9a3c-2f1f3f0f7a10", "plan": ""},
        "invitations:accept": {"code": target.code, "password": "seven brown herons"},
        "plans:begin_upload": {"name": "Report.pdf", "size": "2000000", "fingerprint": "another"},
        "cases:choose": {"kind": "left_school"},
        "cases:report": {**_day("happened_on", TODAY)},
        "plans:start": {"plan_type": CSP},
        "plans:section": {"text": "Every lesson starts with a page read aloud.", "revision": "1"},
        "plans:facts": {"revision": "0"},  # the plan type of the cast asks for none: not found, by anybody
        "plans:here": {"tab": "a-page", "caret": "0", "revision": "1"},
        "plans:earlier": {"number": "1", "revision": "1"},
        "plans:undo": {"number": "1"},
        "plans:choose": {"text": "The words of both.", "revision": "1"},
        "plans:add_need": {"title": "Finds it hard to begin"},
        "plans:need": {"title": "Finds it hard to begin", "revision": "1"},
        "plans:add_goal": {**goal},
        "plans:goal": {**goal},
        "plans:add_provision": {**provision},
        "plans:provision": {**provision},
        "plans:people": {"coordinator": "", "contact": ""},
        "plans:review": {**_day("review_on", date(2027, 2, 8))},
        "plans:ask": {"member": str(subject.parent.pk), **_day("due_on", date(2026, 12, 8))},
        "plans:contribute": {"words": "He reads at home too.", "revision": "0", **_day("said_on", TODAY)},
        "plans:set_aside": {"reason": "It begins in year 9.", "revision": "0"},
        "plans:answer_kind": {"words": "We looked at it together.", "revision": "0"},
        "versions:record_step": {**_day("happened_on", TODAY)},
        "versions:look_at_law": {"digest": "of another day"},
        "versions:amend": {"sections": ["changes"]},
        "versions:copies": {f"what_{subject.parent.pk}": "whole", **_day("given_on", TODAY)},
        "versions:correct": {"before": "", "after": "", "reason": ""},
        "versions:end": {
            "because": "review",
            "words": "He reads with his class.",
            "decided_by": "The school with the family",
            **_day("ended_on", TODAY),
        },
        "plans:attach": {"file": SimpleUploadedFile("Letter.pdf", b"%PDF-1.7 a letter")},
        "versions:issue": {"draft_revision": subject.plan.draft_revision},
        "easy_read:write": {"says-0": "You read with Tess.", "symbol-0": "book", "revision": "0"},
        "letters:write": {"to": str(subject.parent.pk), "once": "9f0e5f0e-0000-4000-8000-000000000001"},
        "letters:letter": {
            "to_name": "Paula Parent",
            "subject": "The plan",
            "text": "Here it is.",
            "revision": "1",
        },
        "letters:send": {"how": "by post", "revision": "1", **_day("sent_on", TODAY)},
        "exchange:bring_in": {
            "file": SimpleUploadedFile("plan.json", subject.version.document.encode()),
        },
        "exchange:received": {"same_pupil": "on", "plan_type": CSP},
        "voice:begin": {"form": "about-8-to-11", "how": "told", **_day("said_on", TODAY)},
        "voice:begin_goals": {"how": "told", **_day("said_on", TODAY)},
        "voice:question": {"choice": ["quiet"], "words": "And the tent.", "revision": "9"},
        "voice:add_file": {
            "what": "sound",
            "file": SimpleUploadedFile("me.wav", b"RIFF\x24\x00\x00\x00WAVEfmt "),
        },
        "voice:share": {"who-helps": "everyone"},
        "voice:caption": {"caption": "A tent"},
        "voice:pick": {"line": [f"{subject.pupil.pk}.0"]},
        "family:answers": {"strengths": "Lego.", "revision": "0", **_day("said_on", TODAY)},
        "versions:share": {"draft_revision": subject.plan.draft_revision, **_day("shared_on", TODAY)},
        "family:comment": {"kind": "agree"},
        "family:answer": {"outcome": "as_it_was", "words": "We measured it.", "revision": "1"},
        "family:summary": {"text": "Robin reads with Tess.", "language": "en-GB", "revision": "1"},
        "family:translate": {
            "language": "pl",
            "text": "Robin czyta z Tess.",
            "how": "person",
            "translator": "Kasia",
            "summary": str(target.translation.summary_id),
        },
        "family:check_translation": {"reader": "Kasia"},
        "account_language": {"language": "pl", "next": "/"},
        "account_login": {"login": cast.parent.email, "password": "not her pass phrase"},
        "account_reset_password": {"email": cast.parent.email},
    }
    return forms.get(name, {})


def _revision(cast: Cast) -> str:
    """The calendar that the school uses, as it is before anybody changes it."""
    return revision_of(calendar_words(cast.authority.pk))


def _day(field: str, on: date) -> dict[str, object]:
    return {f"{field}-day": on.day, f"{field}-month": on.month, f"{field}-year": on.year}
