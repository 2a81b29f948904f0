"""A pupil at a glance: their words, the circle, plans, dates and what happened last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.audit import actions as audit
from handrail.apps.audit.models import Fact
from handrail.apps.cases import policy as case_policy
from handrail.apps.cases.models import Deadline
from handrail.apps.consents import policy as consent_policy
from handrail.apps.easy_read import policy as easy_policy
from handrail.apps.family import policy as family_policy
from handrail.apps.home.caseload_pages import plan_status
from handrail.apps.home.due_pages import calendar_link, due_card, rail_item
from handrail.apps.home.record_pages import TEAM, entry
from handrail.apps.plans import pages as plan_pages
from handrail.apps.plans import policy as plan_policy
from handrail.apps.plans.models import Plan
from handrail.apps.plans.pages import possessive
from handrail.apps.plans.queries import Draft
from handrail.apps.pupils import policy as pupil_policy
from handrail.apps.pupils.models import CircleMember, ProfileLine, Pupil
from handrail.apps.pupils.models import Voice as VoiceRow
from handrail.apps.voice import policy as voice_policy
from handrail.apps.voice.models import Answer
from handrail.apps.voice.queries import said_line
from handrail.core.ages import age
from handrail.core.plan_types import LegalWeight
from handrail.law.lawbook import lawbook
from handrail.ui.components import DueCard, Link, Person, RailItem, RecordEntry, Status, Thread, Voice
from handrail.ui.phrases import plain_day, sentence_case


@dataclass(frozen=True, slots=True)
class PlanLine:
    name: str
    url: str
    status: Status
    says: str
    pdf_url: str
    easy_url: str  # the plan in easy words
    case_url: str
    family_url: str


@dataclass(frozen=True, slots=True)
class ProfileGroup:
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PupilPage:
    pupil_id: UUID
    name: str
    eyebrow: str
    lead: str
    voices: tuple[Voice, ...]
    profile: tuple[ProfileGroup, ...]
    circle: tuple[Person, ...]
    plans: tuple[PlanLine, ...]
    start_url: str
    due: tuple[DueCard, ...]
    later: tuple[RailItem, ...]
    threads: tuple[Thread, ...]
    goals: tuple[tuple[str, str], ...]
    record: tuple[RecordEntry, ...]
    record_url: str
    changes: tuple[Link, ...]
    family: bool
    place: str  # whose words are explained


def pupil_page(
    pupil: Pupil,
    *,
    reader: Actor,
    circle: list[CircleMember],
    profile: list[ProfileLine],
    voices: list[VoiceRow],
    answers: list[Answer],
    plans: list[Plan],
    drafts: list[Draft],
    issued: list[dict[str, Any]],
    deadlines: list[Deadline],
    facts: list[Fact],
) -> PupilPage:
    """`drafts` are those the reader may write in; of every other plan `issued` is what was last issued."""
    day = reader.day
    team = not reader.roles_towards(pupil.pk, school_id=pupil.school_id).isdisjoint(TEAM)
    speaks = pupil_policy.may(reader, pupil_policy.Act.SPEAK, pupil)
    may_read_due = case_policy.may(reader, case_policy.Act.READ, pupil)
    dated = [one for one in deadlines if one.nature == "duty"] if may_read_due else []
    numbered = [one for one in dated if one.acts_on is not None]
    may_read_plan = plan_policy.may(reader, plan_policy.Act.READ_VERSION, pupil)
    return PupilPage(
        pupil_id=pupil.pk,
        name=pupil.name,
        eyebrow=_eyebrow(pupil, day),
        lead=_pupil_lead(pupil),
        voices=_voices(pupil, voices, answers),
        profile=_profile(profile),
        circle=_circle(circle, day=day, team=team),
        plans=tuple(_plan_line(one, reader=reader) for one in plans),
        start_url=reverse("plans:start", args=[pupil.pk])
        if plan_policy.may(reader, plan_policy.Act.START, pupil)
        else "",
        due=tuple(due_card(one, as_of=day, calendar=calendar_link(one, reader)) for one in numbered[:1]),
        later=tuple(
            rail_item(one, as_of=day, mine=False, calendar=calendar_link(one, reader))
            for one in [*numbered[1:], *_undated(dated)][:12]
        ),
        threads=(
            *(
                thread
                for draft in drafts
                for thread in plan_pages.threads(
                    draft, linked=plan_policy.may(reader, plan_policy.Act.WRITE, draft.plan)
                )
            ),
            *(thread for one in issued for thread in plan_pages.issued_threads(one) if may_read_plan),
        ),
        goals=tuple(goal for one in issued for goal in plan_pages.issued_goals(one)) if speaks else (),
        family=not team,
        place=plans[0].plan_type.partition("/")[0] if plans else "",
        record=tuple(entry(one) for one in facts),
        record_url=reverse("home:record", args=[pupil.pk]) if facts else "",
        changes=_changes(pupil, reader),
    )


def _undated(deadlines: list[Deadline]) -> list[Deadline]:
    return [one for one in deadlines if one.acts_on is None]


def _eyebrow(pupil: Pupil, day: date) -> str:
    parts = (
        pupil.class_name or pupil.year_group,
        _("age %(years)d") % {"years": age(pupil.born, on=day)},
        pupil.school.name,
    )
    return ", ".join(part for part in parts if part)


def _pupil_lead(pupil: Pupil) -> str:
    parts = []
    if pupil.known_as != pupil.given_name:
        parts.append(
            _("%(given)s likes to be called %(name)s.") % {"given": pupil.given_name, "name": pupil.known_as}
        )
    if pupil.pronouns:
        parts.append(f"{sentence_case(pupil.pronouns)}.")
    if pupil.languages:
        parts.append(_("Speaks %(languages)s.") % {"languages": pupil.languages})
    return " ".join(parts)


def _voices(pupil: Pupil, voices: list[VoiceRow], answers: list[Answer]) -> tuple[Voice, ...]:
    """The latest of the pupil's own words, whether said by themselves or as answers."""
    both: list[VoiceRow | Answer] = [*voices, *answers]
    said = sorted(both, key=lambda one: (one.said_on, one.recorded_at), reverse=True)
    return tuple(
        Voice(words=one.words, by=pupil.known_as, said_on=one.said_on, shared_with=_shared(one))
        for one in said[:3]
    )


def _shared(one: VoiceRow | Answer) -> str:
    if one.shared_with == audit.EVERYONE:
        return _("Shared with everyone in the circle.")
    # Whom each word means is said in its own slice: the people at school, or the whole team.
    return _("Shared with school.") if isinstance(one, Answer) else _("Shared with the team.")


def _profile(lines: list[ProfileLine]) -> tuple[ProfileGroup, ...]:
    return tuple(
        ProfileGroup(str(label), texts)
        for kind, label in ProfileLine.Kind.choices
        if (texts := tuple(said_line(line.text) for line in lines if line.kind == kind))
    )


def _circle(members: list[CircleMember], *, day: date, team: bool) -> tuple[Person, ...]:
    """Who is around the pupil. What each may see is said to the team only."""
    others = [one for one in members if one.kind != CircleMember.Kind.PUPIL]
    if team:
        return tuple(_person(one, day=day) for one in others)
    return tuple(
        Person(name=one.name, role=one.relation or one.get_kind_display())
        for one in others
        if one.access_until is None or one.access_until >= day
    )


def _person(one: CircleMember, *, day: date) -> Person:
    note = ""
    if one.access_until:
        note = (
            f"sees their own part until {plain_day(one.access_until)}"
            if one.access_until >= day
            else f"access ended on {plain_day(one.access_until)}"
        )
    elif one.kind in ("parent", "carer") and not one.parental_responsibility:
        note = "gets copies" if one.receives_copies else "in the circle, without the plan"
    return Person(name=one.name, role=one.relation or one.get_kind_display(), note=note)


def _plan_line(plan: Plan, *, reader: Actor) -> PlanLine:
    kind = lawbook().plan_type(plan.plan_type)
    may_read = plan_policy.may(reader, plan_policy.Act.READ_VERSION, plan)
    may_write = plan_policy.may(reader, plan_policy.Act.READ_DRAFT, plan)
    newest = next(iter(plan.versions.all()), None)
    says = [
        _("A plan set by law.")
        if kind.legal_weight is LegalWeight.STATUTORY_PLAN
        else _("A school plan: it has no legal force of its own.")
    ]
    if newest:
        says.insert(
            0,
            _("Version %(number)d, issued %(day)s.")
            % {"number": newest.number, "day": plain_day(newest.issued_on)},
        )
    can_open = (newest and may_read) or (plan.draft_open and may_write)
    return PlanLine(
        name=plan.local_name,
        url=reverse("plans:plan", args=[plan.pk]) if can_open else "",
        status=plan_status(plan),
        says=" ".join(says),
        pdf_url=reverse("documents:corrected_pdf", args=[plan.pk, newest.number])
        if newest and may_read
        else "",
        easy_url=reverse("easy_read:easy_read", args=[plan.pk])
        if newest and easy_policy.may(reader, easy_policy.Act.READ, plan)
        else "",
        case_url=reverse("cases:case", args=[plan.case_id])
        if case_policy.may(reader, case_policy.Act.READ, plan)
        else "",
        family_url=reverse("family:plan", args=[plan.pk])
        if family_policy.may(reader, family_policy.Act.READ, plan)
        else "",
    )


def _changes(pupil: Pupil, reader: Actor) -> tuple[Link, ...]:
    links = []
    if pupil_policy.may(reader, pupil_policy.Act.SPEAK, pupil):
        links.append(Link(_("Say something your way"), reverse("voice:voice", args=[pupil.pk])))
        links.append(Link(_("Say something in your own words"), reverse("pupils:speak", args=[pupil.pk])))
    elif voice_policy.may(reader, voice_policy.Act.READ, pupil):
        links.append(
            Link(_("What %(name)s says") % {"name": pupil.known_as}, reverse("voice:voice", args=[pupil.pk]))
        )
    if pupil_policy.may(reader, pupil_policy.Act.WRITE_DOWN, pupil):
        links.append(
            Link(f"Write down {possessive(pupil.known_as)} words", reverse("pupils:speak", args=[pupil.pk]))
        )
    if pupil_policy.may(reader, pupil_policy.Act.EDIT, pupil):
        links.append(Link("Change facts", reverse("pupils:particulars", args=[pupil.pk])))
        links.append(Link("Change the profile", reverse("pupils:profile", args=[pupil.pk])))
    if pupil_policy.may(reader, pupil_policy.Act.EDIT_CIRCLE, pupil):
        links.append(Link("Change the circle", reverse("pupils:circle", args=[pupil.pk])))
    if consent_policy.may(reader, consent_policy.Act.READ, pupil) or consent_policy.may(
        reader, consent_policy.Act.ANSWER, pupil
    ):
        links.append(Link(_("Consent"), reverse("consents:consents", args=[pupil.pk])))
    return tuple(links)
