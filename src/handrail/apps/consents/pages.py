"""Consent in words: how each question stands, its whole history, and what was found about a child's own rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor, age
from handrail.apps.consents import policy, queries
from handrail.apps.consents.actions import FOLLOWS
from handrail.apps.consents.models import Consent, ConsentEntry, RightAssessment
from handrail.apps.consents.policy import Act
from handrail.apps.consents.queries import Standing
from handrail.apps.pupils.models import Pupil
from handrail.core.citations import Citation
from handrail.core.rights import Holder, PlaceRights
from handrail.ui.components import Link, Shape, Source, Status
from handrail.ui.phrases import plain_day

Answer = ConsentEntry.Answer


@dataclass(frozen=True, slots=True)
class ConsentLine:
    what: str
    url: str
    about: str
    status: Status
    says: str


@dataclass(frozen=True, slots=True)
class ConsentsPage:
    title: str
    lead: str
    lines: tuple[ConsentLine, ...]
    nothing: str
    ask_url: str
    assessments_url: str
    back: Link


def consents_page(pupil: Pupil, found: list[Standing], *, reader: Actor) -> ConsentsPage:
    reads_all = policy.may(reader, Act.READ, pupil)
    return ConsentsPage(
        title=_("Consent for %(name)s") % {"name": pupil.known_as},
        lead=_("What was asked, of whom, and how it stands today.")
        if reads_all
        else _("What you were asked. You can say no, and you can withdraw what you gave on any day."),
        lines=tuple(_line(one) for one in found),
        nothing=_("Nobody was asked for consent yet.")
        if reads_all
        else _("You were not asked for consent yet."),
        ask_url=reverse("consents:ask", args=[pupil.pk]) if policy.may(reader, Act.ASK, pupil) else "",
        assessments_url=reverse("consents:assessments", args=[pupil.pk])
        if policy.may(reader, Act.READ_ASSESSMENT, pupil)
        else "",
        back=_to_pupil(pupil),
    )


def _to_pupil(pupil: Pupil) -> Link:
    return Link(_("Back to %(name)s") % {"name": pupil.known_as}, reverse("home:pupil", args=[pupil.pk]))


def status_of(one: Standing) -> Status:
    if one.last is None:
        return Status(Shape.WAITING, _("Waiting"))
    return {
        Answer.GIVEN: Status(Shape.DONE, _("Given")),
        Answer.REFUSED: Status(Shape.NO_SET_DAY, _("Not given")),
        Answer.WITHDRAWN: Status(Shape.DUE, _("Withdrawn")),
    }[Answer(one.last.answer)]


def says_of(one: Standing) -> str:
    """How it stands, as one sentence: who, what, since when."""
    name = one.consent.member.name
    if one.last is None:
        return _("%(name)s was asked on %(day)s and has not answered yet.") % {
            "name": name,
            "day": plain_day(one.consent.asked_on),
        }
    says = {
        Answer.GIVEN: _("%(name)s gave consent on %(day)s."),
        Answer.REFUSED: _("%(name)s did not give consent, on %(day)s."),
        Answer.WITHDRAWN: _("%(name)s withdrew consent on %(day)s. Stop what it was given for."),
    }[Answer(one.last.answer)]
    return says % {"name": name, "day": plain_day(one.last.happened_on)}


def _line(one: Standing) -> ConsentLine:
    consent = one.consent
    return ConsentLine(
        what=consent.what,
        url=reverse("consents:consent", args=[consent.pupil_id, consent.pk]),
        about=_about(consent),
        status=status_of(one),
        says=says_of(one),
    )


def _about(consent: Consent) -> str:
    says = _("For %(purpose)s: %(who)s") if consent.with_whom else _("For %(purpose)s")
    return says % {"purpose": consent.get_purpose_display(), "who": consent.with_whom}


@dataclass(frozen=True, slots=True)
class EntryLine:
    says: str
    noted: str
    words: str
    name: str
    evidence: Link | None


@dataclass(frozen=True, slots=True)
class ConsentPage:
    title: str
    what: str
    asked: str
    about: str
    status: Status
    says: str
    history: tuple[EntryLine, ...]
    own: bool
    acts: tuple[tuple[str, str, bool], ...]  # answer, words on the button, whether it is the quieter one
    form: forms.Form | None
    note_form: forms.Form | None
    note_url: str
    refused: str
    back: Link


def possible_answers(consent: Consent) -> tuple[str, ...]:
    """Which answers may come next, the likelier first."""
    entries = list(consent.entries.all())
    allowed = FOLLOWS[Answer(entries[-1].answer) if entries else None]
    return tuple(one.value for one in Answer if one in allowed)


def consent_page(
    consent: Consent,
    *,
    reader: Actor,
    form: forms.Form | None,
    note_form: forms.Form | None,
    refused: str = "",
) -> ConsentPage:
    entries = list(consent.entries.all())
    one = Standing(consent, entries[-1] if entries else None)
    own = queries.is_own(consent, reader)
    buttons = {
        Answer.GIVEN: (_("I consent"), False),
        Answer.REFUSED: (_("I do not consent"), True),
        Answer.WITHDRAWN: (_("Withdraw my consent"), False),
    }
    return ConsentPage(
        title=_("What you were asked") if own else _("Asked of %(name)s") % {"name": consent.member.name},
        what=consent.what,
        asked=_("Asked on %(day)s by %(name)s")
        % {"day": plain_day(consent.asked_on), "name": consent.asked_by_name},
        about=_about(consent),
        status=status_of(one),
        says=says_of(one),
        history=tuple(_entry(entry, consent) for entry in reversed(entries)),
        own=own,
        acts=tuple((value, *buttons[Answer(value)]) for value in possible_answers(consent)),
        form=form,
        note_form=note_form,
        note_url=reverse("consents:note", args=[consent.pupil_id, consent.pk]),
        refused=refused,
        back=Link(_("Back to the consents"), reverse("consents:consents", args=[consent.pupil_id])),
    )


def _entry(entry: ConsentEntry, consent: Consent) -> EntryLine:
    by = consent.member.name
    evidence = (
        Link(
            entry.evidence_name,
            reverse("consents:evidence", args=[consent.pupil_id, consent.pk, entry.number]),
        )
        if entry.evidence_name
        else None
    )
    return EntryLine(
        says={
            Answer.GIVEN: _("Given on %(day)s"),
            Answer.REFUSED: _("Refused on %(day)s"),
            Answer.WITHDRAWN: _("Withdrawn on %(day)s"),
        }[Answer(entry.answer)]
        % {"day": plain_day(entry.happened_on)},
        noted={
            ConsentEntry.How.HERE: _("In Handrail, by themselves"),
            ConsentEntry.How.WRITING: _("In writing, noted by %(name)s"),
            ConsentEntry.How.PHONE: _("By telephone, noted by %(name)s"),
            ConsentEntry.How.PERSON: _("In person, noted by %(name)s"),
        }[ConsentEntry.How(entry.how)]
        % {"name": entry.noted_by_name},
        words=entry.words,
        name=by,
        evidence=evidence,
    )


@dataclass(frozen=True, slots=True)
class AskPage:
    title: str
    form: forms.Form
    refused: str
    back: Link


def ask_page(pupil: Pupil, form: forms.Form, *, refused: str = "") -> AskPage:
    return AskPage(
        title="Ask for consent",
        form=form,
        refused=refused,
        back=Link(_("Back to the consents"), reverse("consents:consents", args=[pupil.pk])),
    )


# --- a child's own rights -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    right: str
    status: Status
    when: str
    capacity: str
    capacity_reasons: str
    wellbeing: str
    wellbeing_reasons: str
    told: str
    cites: str
    earlier: bool


@dataclass(frozen=True, slots=True)
class AssessmentsPage:
    title: str
    pupil: str
    says: str
    questions: tuple[tuple[str, Source], ...]
    lines: tuple[AssessmentLine, ...]
    not_assessed: tuple[str, ...]
    assess_url: str
    why_not: str
    back: Link


def assessments_page(
    pupil: Pupil, place: PlaceRights | None, found: list[RightAssessment], *, reader: Actor
) -> AssessmentsPage:
    child = place.child if place else None
    years = age(pupil.born, on=reader.day)
    is_assessed = child is not None and child.may_be_assessed(years)
    return AssessmentsPage(
        title=_("Using rights from 12 to 15"),
        pupil=pupil.name,
        says=child.says if child else "",
        questions=(
            (child.capacity, source(child.capacity_citation)),
            (child.wellbeing, source(child.wellbeing_citation)),
        )
        if child
        else (),
        lines=tuple(_assessment(one, found) for one in found),
        not_assessed=tuple(
            one.says
            for one in (place.rights if place and is_assessed else ())
            if Holder.CHILD in one.holders and one.key not in {row.right for row in found}
        ),
        assess_url=reverse("consents:assess", args=[pupil.pk])
        if is_assessed and policy.may(reader, Act.ASSESS, pupil)
        else "",
        why_not=_why_not(pupil, place, years=years),
        back=_to_pupil(pupil),
    )


def source(citation: Citation) -> Source:
    return Source(
        text=citation.short,
        url=citation.url,
        in_force_from=citation.in_force_from,
        checked_on=citation.checked_on,
        confidence=str(citation.confidence),
    )


def _why_not(pupil: Pupil, place: PlaceRights | None, *, years: int) -> str:
    if place is None or place.child is None:
        return _("The law of this place, as Handrail knows it, asks for no such assessment.")
    child = place.child
    if years < child.from_age:
        return _("%(name)s is %(years)d. This begins at %(from)d; until then parents use the rights.") % {
            "name": pupil.known_as,
            "years": years,
            "from": child.from_age,
        }
    if years >= child.until_age:
        return _("%(name)s is %(years)d. A young person’s rights need no such assessment.") % {
            "name": pupil.known_as,
            "years": years,
        }
    return ""


def _assessment(one: RightAssessment, found: list[RightAssessment]) -> AssessmentLine:
    newest = next(row for row in found if row.right == one.right)
    told = [
        says % {"day": plain_day(day)}
        for says, day in (
            (_("Child told on %(day)s"), one.told_child_on),
            (_("Parents told on %(day)s"), one.told_parents_on),
        )
        if day
    ]
    if not (one.told_child_on or one.told_parents_on):
        told.append(_("Still to tell: the child and the parents"))
    elif not one.told_child_on:
        told.append(_("Still to tell: the child"))
    elif not one.told_parents_on:
        told.append(_("Still to tell: the parents"))
    return AssessmentLine(
        right=_("May the child %(use)s?") % {"use": one.says},
        status=Status(Shape.DONE, _("May use it"))
        if one.may_use_it
        else Status(Shape.NO_SET_DAY, _("Not now")),
        when=_("Assessed on %(day)s by %(assessor)s, %(role)s; written down by %(name)s")
        % {
            "day": plain_day(one.assessed_on),
            "assessor": one.assessed_by_name,
            "role": one.assessed_as,
            "name": one.noted_by_name,
        },
        capacity=_("Can understand and decide") if one.capacity else _("Cannot yet understand and decide"),
        capacity_reasons=one.capacity_reasons,
        wellbeing=_("Would not harm wellbeing") if one.wellbeing else _("Would harm wellbeing"),
        wellbeing_reasons=one.wellbeing_reasons,
        told=". ".join(told),
        cites=one.cites,
        earlier=newest.pk != one.pk,
    )


@dataclass(frozen=True, slots=True)
class AssessPage:
    pupil_id: UUID
    title: str
    says: str
    form: forms.Form
    refused: str
    back: Link
    day: date


def assess_page(
    pupil: Pupil, place: PlaceRights, form: forms.Form, *, day: date, refused: str = ""
) -> AssessPage:
    assert place.child is not None
    return AssessPage(
        pupil_id=pupil.pk,
        title=f"Can {pupil.known_as} use this right?",
        says=place.child.says,
        form=form,
        refused=refused,
        back=Link("Back to the assessments", reverse("consents:assessments", args=[pupil.pk])),
        day=day,
    )
