"""What each page answers to each role, asked of the product itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.cases.models import Deadline
from handrail.apps.family import actions as family
from handrail.apps.family.actions import CommentWords
from handrail.apps.plans import actions as plans
from handrail.apps.plans.models import KeptText, Plan
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
            if page.name in ("plans:issue", "family:share"):
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
        shared = family.share_draft(
            plan=plan,
            draft_revision=plan.draft_revision,
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
        kept = plans.write_section(
            plan=subject.plan, key="changes", text="Others", based_on=0, on=TODAY, at=moment(TODAY), by=by
        )
        assert isinstance(kept, plans.Kept)
        subject.plan.refresh_from_db()
    with acting(cast.parent) as by:
        said = family.comment(
            shared=shared,
            section="changes",
            words=CommentWords(kind="disagree", words="He hates it."),
            on=TODAY,
            by=by,
        )
    return Target(subject, deadline.pk, kept.kept.pk, said.pk, translation)


def cell(response: HttpResponseBase) -> str:
    """How the table writes an answer."""
    if response.status_code == 302 and response.headers["Location"].startswith(reverse(settings.LOGIN_URL)):
        return SIGN_IN
    return str(response.status_code)
