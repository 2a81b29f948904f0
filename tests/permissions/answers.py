"""What each page answers to each role, asked of the product itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.cases import queries as cases
from handrail.apps.cases.models import Deadline
from handrail.apps.consents import actions as consents
from handrail.apps.exchange import actions as exchange
from handrail.apps.family import actions as family
from handrail.apps.family.actions import CommentWords
from handrail.apps.invitations import actions as invitations
from handrail.apps.letters import actions as letters
from handrail.apps.letters import queries as letter_queries
from handrail.apps.plans import actions as plans
from handrail.apps.plans import queries as plan_queries
from handrail.apps.plans import uploads
from handrail.apps.plans.models import KeptText, Plan
from handrail.apps.pupils import actions as pupils
from handrail.apps.pupils.models import CircleMember
from handrail.apps.versions import actions as versions
from handrail.apps.versions import copying
from tests.apps.voice.said import something_said
from tests.cast import TODAY, Cast, Subject, acting, moment
from tests.permissions.matrix import ROLES, SIGN_IN, Answers
from tests.permissions.pages import Page, Target, every_page, filled_in


@dataclass(slots=True)
class House:
    """The cast with somebody signed in for every role, and two pupils to ask about."""

    cast: Cast
    browsers: dict[str, Client]
    targets: dict[str, Target]

    def target_of(self, role: str) -> Target:
        """The pupil a role is asked about: everybody's is the younger, but for the older pupil."""
        return self.targets["older" if role == "older_pupil" else "young"]

    def ask(self, role: str, page: Page, method: str) -> HttpResponseBase:
        """One request as one role; whatever it did to the browser's own cookies is forgotten."""
        browser, target = self.browsers[role], self.target_of(role)
        kept = dict(browser.cookies)
        cache.clear()  # each request is the first as far as rate limits are concerned
        if method == "POST":
            filled = filled_in(page.name, self.cast, target)
            response = browser.post(page.address(target), filled)
        else:
            response = browser.generic(method, page.address(target))
        browser.cookies.clear()
        browser.cookies.update(kept)
        return response

    def try_out(self, role: str, page: Page, method: str) -> str:
        """What a role is answered; then everything is as before."""
        with transaction.atomic():
            if page.name in ("versions:issue", "versions:share"):
                self._settle_texts(self.target_of(role))
            answer = cell(self.ask(role, page, method))
            transaction.set_rollback(True)
        return answer

    def _settle_texts(self, target: Target) -> None:
        """Two texts of a section keep a plan from being issued or shared; here only permission is asked about."""
        with acting(self.cast.coordinator):
            KeptText.objects.filter(pk=target.kept_id).update(settled_at=moment(TODAY))

    def found_answers(self, method: str) -> Answers:
        """Every page asked anew by one method."""
        return {
            (page.name, method): {role: self.try_out(role, page, method) for role in ROLES}
            for page in every_page()
        }


def furnish(cast: Cast, seen_by: Callable[[Person | None], Client]) -> House:
    """Sign everybody in, and give both pupils a text that met a newer one."""
    browsers = {role: seen_by(getattr(cast, role, None)) for role in ROLES}
    for browser in browsers.values():
        browser.raise_request_exception = False
    return House(
        cast,
        browsers,
        {"young": _target(cast, cast.young), "older": _target(cast, cast.older)},
    )


def _target(cast: Cast, subject: Subject) -> Target:
    with acting(cast.coordinator) as by:
        plan = Plan.objects.select_related("pupil", "school").get(pk=subject.plan.pk)
        shared = versions.share_draft(
            plan=plan,
            draft_revision=plan.draft_revision,
            shared_on=TODAY,
            answer_by=TODAY,
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
        summary = family.write_summary(
            plan=plan, text="Robin reads.", language="en-GB", based_on=0, on=TODAY, by=by
        )
        translation = family.translate_summary(
            summary=summary,
            language="ar",
            text="روبن يقرأ.",
            translator="A machine",
            machine_made=True,
            on=TODAY,
            by=by,
        )
        deadline = Deadline.objects.filter(pupil=subject.pupil, is_open=True).earliest("acts_on", "id")
        # Words that began from a state that nobody has any more are kept beside the others.
        kept = plans.write_section(
            plan=subject.plan, key="changes", text="Others", based_on=99, on=TODAY, at=moment(TODAY), by=by
        )
        assert isinstance(kept, plans.Kept)
        subject.plan.refresh_from_db()
        consent = consents.ask(
            pupil=subject.pupil,
            member=subject.parent,
            purpose="assessment",
            what="Look at his eyes",
            on=TODAY,
            by=by,
        )
        consents.note_answer(
            consent=consent,
            answer="given",
            how="writing",
            happened_on=TODAY,
            evidence=consents.Evidence("Form.pdf", b"%PDF-1.7 signed"),
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
        received = exchange.receive(
            pupil=subject.pupil,
            name="plan.json",
            content=subject.version.document.encode(),
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
        case = cases.case(subject.plan.case_id)
        (copy,) = copying.give_copies(
            version=subject.version,
            copies=(copying.CopyWords(member=subject.parent, what="part", how="post"),),
            given_on=TODAY,
            on=TODAY,
            by=by,
        )
        letter = letters.write(
            case=case,
            template=letter_queries.template(case, "programme-issued"),
            member=subject.parent,
            to_name=subject.parent.name,
            to_address="",
            answers={},
            parts={},
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
        guest = CircleMember(
            kind="professional",
            name="Gwen Guest",
            email=f"gwen@{subject.pupil.known_as.lower()}.example",
            purpose="Advice",
            access_until=TODAY + timedelta(days=9),
        )
        guest = pupils.join_circle(pupil=subject.pupil, member=guest, on=TODAY, by=by)
        made = invitations.invite(
            pupil=subject.pupil, member=guest, once=uuid4(), on=TODAY, at=moment(TODAY), by=by
        )
    with acting(cast.parent) as by:
        contribution = plan_queries.contribution(subject.plan.pk, subject.contribution.pk)
        upload = uploads.begin(
            contribution=contribution,
            name="Report.pdf",
            size=3_000_000,
            fingerprint="one",
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
    own = cast.young_pupil if subject is cast.young else cast.older_pupil
    with acting(own) as by:
        talk, file, line = something_said(subject.pupil, by=by)
        # What was said is the pupil's view on the draft, which is another draft since.
        subject.plan.refresh_from_db()
    with acting(cast.parent) as by:
        said = family.comment(
            shared=shared,
            section="changes",
            words=CommentWords(kind="disagree", words="He hates it."),
            on=TODAY,
            by=by,
        )
    return Target(
        subject=subject,
        deadline_id=deadline.pk,
        kept_id=kept.kept.pk,
        consent_id=consent.pk,
        guest_id=guest.pk,
        invitation_id=made.invitation.pk,
        token=made.token,
        code=made.code,
        upload_id=upload.pk,
        received_id=received.pk,
        letter_id=letter.pk,
        copy_id=copy.pk,
        talk_id=talk.pk,
        file_id=file.pk,
        line_id=line.pk,
        comment_id=said.pk,
        translation=translation,
    )


def cell(response: HttpResponseBase) -> str:
    """How the table writes an answer."""
    if response.status_code == 302 and response.headers["Location"].startswith(reverse(settings.LOGIN_URL)):
        return SIGN_IN
    return str(response.status_code)
