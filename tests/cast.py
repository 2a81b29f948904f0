"""A dozen invented people and bodies with settled relations, written through the product's own actions.

Two pupils have the same everything, one under twelve and one over, so that every role has a subject: an
issued plan, and a second draft that is open again.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.db import transaction

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.queries import actor_for
from handrail.apps.organisations.models import DayOff, Membership, Organisation, Term
from handrail.apps.plans import actions as plans
from handrail.apps.plans import queries as plan_queries
from handrail.apps.pupils import actions as pupils
from handrail.apps.pupils.actions import Particulars
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.reach import setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handrail.apps.accounts.actor import Actor
    from handrail.apps.plans.models import Attachment, Contribution, Goal, Need, Plan, Provision, Version

TODAY: Final = date(2026, 11, 19)
IEP: Final = "gb-sct/iep"
CSP: Final = "gb-sct/csp"


@dataclass(slots=True)
class Subject:
    """A pupil with one of everything."""

    pupil: Pupil
    parent: CircleMember
    plan: Plan
    version: Version
    need: Need
    goal: Goal
    provision: Provision
    contribution: Contribution
    attachment: Attachment


@dataclass(slots=True)
class Cast:
    authority: Organisation
    school: Organisation
    other_school: Organisation
    coordinator: Person
    head: Person
    class_teacher: Person
    teaching_assistant: Person
    administrator: Person
    officer: Person
    psychologist: Person
    past_psychologist: Person
    parent: Person
    parent_without_responsibility: Person
    young_pupil: Person
    older_pupil: Person
    other_coordinator: Person
    young: Subject
    older: Subject


@contextmanager
def acting(person: Person, *, on: date = TODAY) -> Iterator[Actor]:
    """Act as somebody, in a transaction with their reach, as the middleware does it."""
    with transaction.atomic():
        actor = actor_for(person, on=on)
        setting.apply(actor.reach)
        yield actor


def moment(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), tzinfo=UTC)


def person(name: str) -> Person:
    address = name.lower().replace(" ", ".").replace("’", "")
    return Person.objects.create_user(
        email=f"{address}@cast.example", password="a good long pass phrase", name=name
    )


def build_cast(*, on: date = TODAY) -> Cast:
    authority = Organisation.objects.create(
        kind="authority", slug="lanternshire", name="Lanternshire Council", jurisdiction="gb-sct"
    )
    school, other_school = (
        Organisation.objects.create(
            kind="school", slug=slug, name=name, authority=authority, jurisdiction="gb-sct"
        )
        for slug, name in (("ferrybank", "Ferrybank Primary School"), ("millhope", "Millhope Academy"))
    )
    calendar(authority, on=on)

    def staff(name: str, role: str, organisation: Organisation, title: str = "") -> Person:
        somebody = person(name)
        Membership.objects.create(
            person=somebody,
            organisation=organisation,
            role=role,
            title=title,
            starts_on=on - timedelta(days=800),
        )
        return somebody

    cast = Cast(
        authority=authority,
        school=school,
        other_school=other_school,
        coordinator=staff("Nora Coordinator", "coordinator", school, "Support for learning teacher"),
        head=staff("Hector Head", "head", school),
        class_teacher=staff("Tess Teacher", "class_teacher", school),
        teaching_assistant=staff("Alba Assistant", "teaching_assistant", school),
        administrator=staff("Adam Admin", "administrator", school),
        officer=staff("Olive Officer", "officer", authority),
        psychologist=person("Dr Petra Psychologist"),
        past_psychologist=person("Dr Past Psychologist"),
        parent=person("Paula Parent"),
        parent_without_responsibility=person("Pat Parent"),
        young_pupil=person("Robin Young"),
        older_pupil=person("Merle Older"),
        other_coordinator=staff("Otto Coordinator", "coordinator", other_school),
        young=None,  # type: ignore[arg-type]
        older=None,  # type: ignore[arg-type]
    )
    cast.young = build_subject(cast, "Robin", "Young", date(on.year - 10, 9, 14), cast.young_pupil, on=on)
    cast.older = build_subject(cast, "Merle", "Older", date(on.year - 13, 3, 2), cast.older_pupil, on=on)
    return cast


def calendar(organisation: Organisation, *, on: date) -> None:
    """The school year of a day and the one after it, with holidays as Scottish schools have them."""
    year = on.year if (on.month, on.day) >= (8, 1) else on.year - 1
    for starting in (year, year + 1):
        for number, (starts, ends) in enumerate(TERMS, start=1):
            Term.objects.create(
                organisation=organisation,
                name=f"Term {number}",
                starts_on=weekday(starting, starts),
                ends_on=weekday(starting, ends),
            )
    DayOff.objects.create(
        organisation=organisation, on=weekday(year, (11, 16)), kind="in_service", why="In-service day"
    )


TERMS: Final = (((8, 18), (10, 9)), ((10, 26), (12, 22)), ((1, 6), (3, 25)), ((4, 12), (6, 25)))
"""Month and day on which each term of a school year begins and ends."""


def weekday(starting: int, month_and_day: tuple[int, int]) -> date:
    """A day of the school year that starts in a year, or the Monday after it where it falls on a weekend."""
    month, day = month_and_day
    found = date(starting if month >= 8 else starting + 1, month, day)
    return found + timedelta(days=max(0, 7 - found.weekday()) if found.weekday() > 4 else 0)


def build_subject(cast: Cast, given: str, family: str, born: date, own: Person, *, on: date) -> Subject:
    """A pupil with a circle, a plan issued four weeks ago, and the same plan open for changes."""
    then = on - timedelta(days=28)
    with acting(cast.coordinator, on=then) as by:
        pupil = pupils.add_pupil(
            school=cast.school,
            particulars=Particulars(
                given_name=given,
                family_name=family,
                born=born,
                year_group="P6",
                address="1 Ferry Road, Ferrybank",
                phone="01632 960001",
                gender="as the family gives it",
                preferred_language="English",
                entered_school_on=date(on.year - 5, 8, 18),
            ),
            on=then,
            by=by,
        )
        me = CircleMember.objects.get(pupil=pupil, kind="pupil")
        pupils.give_account(member=me, person=own, on=then, by=by)

        def join(kind: str, somebody: Person, relation: str, **more: object) -> CircleMember:
            return pupils.join_circle(
                pupil=pupil,
                member=CircleMember(
                    kind=kind, name=somebody.name, person=somebody, relation=relation, **more
                ),
                on=then,
                by=by,
            )

        parent = join(
            "parent",
            cast.parent,
            "mother",
            parental_responsibility=True,
            receives_copies=True,
            address="1 Ferry Road, Ferrybank",
            phone="01632 960001",
            preferred_language="English",
        )
        join("parent", cast.parent_without_responsibility, "father")
        join("staff", cast.coordinator, "support for learning teacher", phone="01632 960002")
        teacher = join("staff", cast.class_teacher, "class teacher")
        join("staff", cast.teaching_assistant, "support assistant")
        access = {"purpose": "Advice about reading", "access_from": then}
        join(
            "professional",
            cast.psychologist,
            "educational psychologist",
            access_until=on + timedelta(days=60),
            **access,
        )
        join(
            "professional",
            cast.past_psychologist,
            "educational psychologist",
            access_until=on - timedelta(days=1),
            **access,
        )
        pupils.record_voice(
            pupil=pupil, words="Short bits are fine.", said_on=then, with_whom=by.name, on=then, by=by
        )
        plan = plans.start_plan(pupil=pupil, plan_type=IEP, on=then, by=by)
        need, goal, provision = fill(plan, teacher, by=by, on=then)
        contribution = plan.contributions.get(member=parent)
        plans.ask_for_view(plan=plan, member=parent, due_on=then + timedelta(days=14), on=then, by=by)
        plans.ask_for_view(plan=plan, member=me, due_on=then + timedelta(days=14), on=then, by=by)
        plan.refresh_from_db()
        version = plans.issue(plan=plan, draft_revision=plan.draft_revision, on=then, at=moment(then), by=by)
        plans.open_draft(plan=plan, on=on, by=by)
    with acting(cast.parent, on=on) as by:
        attachment = plans.attach(
            contribution=contribution,
            name="A drawing.png",
            content=b"\x89PNG\r\n\x1a\n drawn at home",
            on=on,
            at=moment(on),
            by=by,
        )
        plan.refresh_from_db()
    return Subject(pupil, parent, plan, version, need, goal, provision, contribution, attachment)


def fill(plan: Plan, who: CircleMember, *, by: Actor, on: date) -> tuple[Need, Goal, Provision]:
    """Everything the plan type asks for, but the views."""
    need = plans.add_need(
        plan=plan, words=plans.NeedWords(title="Reads each word slowly, so the meaning is lost"), on=on, by=by
    )
    goal = plans.add_goal(
        plan=plan,
        words=plans.GoalWords(
            need=need,
            text="Read 70 words of a new P5 text correctly in a minute",
            pupil_words="70 in a minute, without hot ears",
            unit="words a minute",
            baseline=Decimal(42),
            baseline_on=on,
            target=Decimal(70),
            measure="Words read correctly in a minute",
            checked="every week",
            starts_on=on,
            due_on=on + timedelta(days=109),
        ),
        on=on,
        by=by,
    )
    provision = plans.add_provision(
        plan=plan,
        words=plans.ProvisionWords(
            what="Paired reading aloud",
            goals=(goal,),
            who=who,
            times=3,
            per="week",
            minutes=10,
            group_size=2,
            where="the library",
            starts_on=on,
            ends_on=on + timedelta(days=109),
        ),
        on=on,
        by=by,
    )
    for section in plan_queries.plan_type_of(plan).sections:
        if section.takes_words:
            plans.write_section(
                plan=plan,
                key=section.key,
                text="Every lesson starts with the page read aloud once.",
                based_on=0,
                on=on,
                at=moment(on),
                by=by,
            )
    return need, goal, provision
