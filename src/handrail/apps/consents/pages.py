"""Consent in words: how each question stands, its whole history, and who may use which right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.consents import policy, queries
from handrail.apps.consents.actions import FOLLOWS
from handrail.apps.consents.models import Consent, ConsentEntry, RightAssessment
from handrail.apps.consents.policy import Act
from handrail.apps.consents.queries import Standing
from handrail.apps.pupils.models import Pupil
from handrail.core.ages import age, birthday
from handrail.core.duties import Force
from handrail.core.explanations import in_words
from handrail.core.right_words import why
from handrail.core.rights import Assessed, Finding, Holder, MayUse, OwnUse, PlaceRights, Use
from handrail.ui.components import Link, Shape, Source, Status
from handrail.ui.phrases import day_in_words, plain_day
from handrail.ui.sources import source_of

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
    nothing_next: str
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
        nothing_next=_("Ask before something is shared, assessed or recorded that needs a yes.")
        if policy.may(reader, Act.ASK, pupil)
        else _("If you are, it stands here and on your first page."),
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


# --- who may use which right ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UseLine:
    """How one holder stands towards a right today."""

    who: str
    status: Status
    why: str


@dataclass(frozen=True, slots=True)
class RightsAlike:
    """The rights that the same people may use today, for the same reasons. Nobody: not yet, or not in force."""

    uses: tuple[UseLine, ...]
    nobody: str
    rights: tuple[tuple[str, Source], ...]


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    right: str
    status: Status
    when: str
    findings: tuple[tuple[str, str, str], ...]  # what was asked, what was found, why
    told: str
    cites: str
    earlier: bool


@dataclass(frozen=True, slots=True)
class AboutRights:
    """How a place gives rights to pupils: what its law says, and on which day that is so for this pupil."""

    says: str
    source: Source
    day: str = ""
    by: str = ""  # until when something is told, said before what is told


@dataclass(frozen=True, slots=True)
class RightsPage:
    title: str
    pupil: str
    lead: str
    about: tuple[AboutRights, ...]
    groups: tuple[RightsAlike, ...]
    left_out: str
    questions: tuple[tuple[str, Source], ...]
    if_not: str
    assessments: tuple[AssessmentLine, ...]
    nothing_assessed: str
    assess_url: str
    back: Link


def rights_page(
    pupil: Pupil,
    place: PlaceRights | None,
    found: list[RightAssessment],
    *,
    parents: Sequence[str],
    reader: Actor,
) -> RightsPage:
    day, name = reader.day, pupil.known_as
    assessable = place.assessable(born=pupil.born, on=day) if place else ()
    own = place.own_use(assessable[0], born=pupil.born, on=day) if place and assessable else None
    asked = [one for one in (own.capacity, own.wellbeing) if one] if own else []
    return RightsPage(
        title=_("Who may use which right for %(name)s") % {"name": name},
        pupil=pupil.name,
        lead=_("As it stands on %(day)s. %(name)s is %(age)d.")
        % {"day": plain_day(day), "name": name, "age": age(pupil.born, on=day)},
        about=tuple(_about_rights(pupil, place, day=day)) if place else (),
        groups=_groups(place, pupil, queries.as_findings(found), parents=parents, day=day) if place else (),
        left_out=(place.left_out or "") if place else "",
        questions=tuple((one.asks, source_of(one.citation)) for one in asked),
        if_not=own.if_not if own else "",
        assessments=tuple(_assessment(one, found) for one in found),
        nothing_assessed=_nothing_assessed(name, own),
        assess_url=reverse("consents:assess", args=[pupil.pk])
        if own and policy.may(reader, Act.ASSESS, pupil)
        else "",
        back=_to_pupil(pupil),
    )


def _nothing_assessed(name: str, own: OwnUse | None) -> str:
    if own is None:
        return ""
    if own.assessed is Assessed.FIRST:
        return _("Nothing is recorded yet. Assess a right when %(name)s wants to use it.") % {"name": name}
    return _(
        "Nothing is recorded, and nothing needs to be: %(name)s can use these rights. Record it only if somebody"
        " found otherwise."
    ) % {"name": name}


def _about_rights(pupil: Pupil, place: PlaceRights, *, day: date) -> Iterator[AboutRights]:
    """How and from when the pupil holds rights themselves, the next change with its day."""
    name = pupil.known_as
    passings = [
        one
        for one in place.passings.values()
        if any(right.passes == one.key and right.force is Force.IN_FORCE for right in place.rights)
    ]
    passed = any(day >= one.day(pupil.born) for one in passings)
    if place.child and not passed:
        child = place.child
        begins = birthday(pupil.born, child.from_age)
        when = _("For %(name)s that begins on %(day)s.") if day < begins else ""
        yield AboutRights(
            child.use.says,
            source_of(child.use.citation),
            day=when % {"name": name, "day": day_in_words(begins)} if when else "",
        )
    for passing in passings:
        from_day = passing.day(pupil.born)
        has_passed = day >= from_day
        when = (
            _("For %(name)s that has been so since %(day)s.")
            if has_passed
            else _("For %(name)s that will be on %(day)s.")
        )
        yield AboutRights(
            passing.use.says,
            source_of(passing.use.citation),
            day=when % {"name": name, "day": day_in_words(from_day)},
        )
        told_by = passing.told_by(pupil.born)
        if passing.told and told_by and not has_passed:
            yield AboutRights(
                passing.told.says,
                source_of(passing.told.citation),
                by=_("By %(day)s at the latest:") % {"day": day_in_words(told_by)},
            )


def _groups(
    place: PlaceRights, pupil: Pupil, findings: list[Finding], *, parents: Sequence[str], day: date
) -> tuple[RightsAlike, ...]:
    found: dict[tuple[tuple[UseLine, ...], str], list[tuple[str, Source]]] = {}
    for right in place.rights:
        uses = tuple(
            _use_line(one, name=pupil.known_as, parents=parents)
            for one in place.uses(right, born=pupil.born, on=day, findings=findings)
        )
        nobody = ""
        if right.force is not Force.IN_FORCE:
            nobody = (
                _("Made, but not in force: nobody can use it yet.")
                if right.force is Force.NOT_COMMENCED
                else _("Proposed, not law: nobody can use it yet.")
            )
        elif not uses:
            nobody = _("Nobody yet: it begins later for %(name)s.") % {"name": pupil.known_as}
        found.setdefault((uses, nobody), []).append((right.says, source_of(right.citation)))
    # What nobody can use yet comes last.
    ordered = sorted(found.items(), key=lambda item: bool(item[0][1]))
    return tuple(RightsAlike(uses, nobody, tuple(rights)) for (uses, nobody), rights in ordered)


def _use_line(use: Use, *, name: str, parents: Sequence[str]) -> UseLine:
    who = (", ".join(parents) or _("The parents and carers")) if use.holder is Holder.PARENT else name
    status = {
        MayUse.YES: Status(Shape.DONE, _("May use it")),
        MayUse.NOT_ASSESSED: Status(Shape.WAITING, _("Not assessed")),
        MayUse.FOUND_NOT_TO: Status(Shape.NO_SET_DAY, _("Not now")),
    }[use.may]
    return UseLine(who=who, status=status, why=why(use, name=name))


def _assessment(one: RightAssessment, found: list[RightAssessment]) -> AssessmentLine:
    newest = next(row for row in found if row.right == one.right)
    told = [
        says % {"day": plain_day(day)}
        for says, day in (
            (_("Pupil told on %(day)s"), one.told_child_on),
            (_("Parents told on %(day)s"), one.told_parents_on),
        )
        if day
    ]
    if not (one.told_child_on or one.told_parents_on):
        told.append(_("Still to tell: the pupil and the parents"))
    elif not one.told_child_on:
        told.append(_("Still to tell: the pupil"))
    elif not one.told_parents_on:
        told.append(_("Still to tell: the parents"))
    capacity = _("Can understand and decide") if one.capacity else _("Cannot yet understand and decide")
    findings = [(_("Capacity"), capacity, one.capacity_reasons)]
    if one.wellbeing is not None:
        wellbeing = _("Would not harm wellbeing") if one.wellbeing else _("Would harm wellbeing")
        findings.append((_("Wellbeing"), wellbeing, one.wellbeing_reasons))
    return AssessmentLine(
        right=f"May {one.says}",
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
        findings=tuple(findings),
        told=". ".join(told),
        cites=one.cites,
        earlier=newest.pk != one.pk,
    )


@dataclass(frozen=True, slots=True)
class AssessPage:
    pupil_id: UUID
    title: str
    says: str
    form: forms.Form | None
    refused: str
    back: Link
    day: date


def assess_page(pupil: Pupil, own: OwnUse, form: forms.Form, *, day: date, refused: str = "") -> AssessPage:
    return AssessPage(
        pupil_id=pupil.pk,
        title=f"Can {pupil.known_as} use this right?",
        says=own.says,
        form=form,
        refused=refused,
        back=Link("Back to the rights", reverse("consents:assessments", args=[pupil.pk])),
        day=day,
    )


def nothing_to_assess_page(pupil: Pupil, place: PlaceRights | None, *, day: date) -> AssessPage:
    """Why there is nothing to assess today, for whoever came with an old link."""
    name, years = pupil.known_as, age(pupil.born, on=day)
    later = [first for first in _days_from_which_assessed(pupil, place) if first > day]
    refused = (
        f"{name} is {years}. There is nothing to assess before {in_words(min(later))}."
        if later
        else "The law of this place, as Handrail knows it, asks for no such assessment."
    )
    return AssessPage(
        pupil_id=pupil.pk,
        title=f"Can {name} use this right?",
        says="",
        form=None,
        refused=refused,
        back=Link("Back to the rights", reverse("consents:assessments", args=[pupil.pk])),
        day=day,
    )


def _days_from_which_assessed(pupil: Pupil, place: PlaceRights | None) -> Iterator[date]:
    if place is None:
        return
    if place.child and place.child.use.assessed:
        yield birthday(pupil.born, place.child.from_age)
    for passing in place.passings.values():
        if passing.use.assessed:
            yield passing.day(pupil.born)
