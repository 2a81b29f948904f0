from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.documents.forms import CopyForm
from handrail.apps.plans.models import Plan, Version
from handrail.ui.components import Link
from handrail.ui.phrases import plain_day


@dataclass(frozen=True, slots=True)
class Offer:
    """A document that is ready, and what it is for."""

    link: Link
    says: str


@dataclass(frozen=True, slots=True)
class CopiesPage:
    title: str
    pupil: str
    lead: str
    form: CopyForm
    copy_url: str
    offers: tuple[Offer, ...]
    back: Link


def of_version(version: Version, form: CopyForm, *, corrected: bool = False) -> CopiesPage:
    """The ways to take an issued version along."""
    at = [version.plan_id, version.number]
    return CopiesPage(
        title=_("Read it your way"),
        pupil=version.pupil.name,
        lead=_("%(plan)s, version %(number)d, issued on %(day)s.")
        % {
            "plan": version.plan.local_name,
            "number": version.number,
            "day": plain_day(version.issued_on),
        },
        form=form,
        copy_url=reverse("documents:copy", args=at),
        offers=(
            *(_both(at) if corrected else ()),
            Offer(
                Link(_("One page for every lesson (PDF)"), reverse("documents:lesson", args=at)),
                _("What helps in lessons, what was promised and what %(name)s is working on.")
                % {"name": version.pupil.known_as},
            ),
            Offer(
                Link(_("One-page profile (PDF)"), reverse("documents:profile", args=[version.pupil_id])),
                _("%(name)s’s strengths, what matters and what helps, as it is today.")
                % {"name": version.pupil.known_as},
            ),
            Offer(
                Link(_("In easy words"), reverse("easy_read:easy_read", args=[version.plan_id])),
                _("Short sentences with pictures, written by a person."),
            ),
            Offer(
                Link(_("The plan for other software (JSON)"), reverse("exchange:export", args=at)),
                _("With its fingerprint. Another school that uses Handrail can bring it in."),
            ),
        ),
        back=Link(_("Back to the plan"), reverse("plans:version", args=at)),
    )


def _both(at: list[object]) -> tuple[Offer, ...]:
    """A version whose slips of the pen were put right: with the marks, and as it was issued."""
    return (
        Offer(
            Link("The plan with its corrections marked (PDF)", reverse("documents:corrected_pdf", args=at)),
            "What it said, what it says now, who put it right and when.",
        ),
        Offer(
            Link("The plan as issued (PDF)", reverse("documents:plan_pdf", args=at)),
            "The same file as on the day of issue. It never changes.",
        ),
    )


def of_draft(plan: Plan, form: CopyForm) -> CopiesPage:
    """The ways to take a draft along. Each says that it is a draft."""
    return CopiesPage(
        title="Take the draft along",
        pupil=plan.pupil.name,
        lead=f"{plan.local_name}. The file says that it is a draft, and of which day. Words that you change in it do"
        " not come back by themselves.",
        form=form,
        copy_url=reverse("documents:draft_copy", args=[plan.pk]),
        offers=(),
        back=Link("Back to the draft", reverse("plans:plan", args=[plan.pk])),
    )
