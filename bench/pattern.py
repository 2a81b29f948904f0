"""One school of 400 pupils, written through the product's own actions: what the whole nation is copied from.

Real drafts, versions with their canonical JSON, events, deadlines, facts, whatever the models are by now: the
copies follow the tables as they are, so nothing here repeats a table's columns.

python -m bench.within bench.pattern, with DATABASE_URL naming the owner's login.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction

from bench import numbering, words
from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.models import Person
from handrail.apps.accounts.queries import actor_for
from handrail.apps.audit.actions import recorded_as_of
from handrail.apps.cases import actions as case_actions
from handrail.apps.cases.models import Case
from handrail.apps.organisations.models import DayOff, Membership, Organisation, Term
from handrail.apps.plans import actions as plan_actions
from handrail.apps.plans import queries as plan_queries
from handrail.apps.plans.models import Plan
from handrail.apps.pupils import actions as pupil_actions
from handrail.apps.pupils.actions import Particulars
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.core.plan_types import Check, SectionKind
from handrail.reach import setting

WITH_A_PLAN: Final = 60
"""Of 400: about one in seven has an individualised programme or a co-ordinated support plan."""
EVERY_SIXTH: Final = 6
IEP: Final = "gb-sct/iep"
CSP: Final = "gb-sct/csp"
PASSWORD: Final = "!nobody-signs-in-with-a-password"  # noqa: S105


@dataclass(slots=True)
class Staff:
    coordinator: Person
    teachers: list[Person]
    officer: Person
    psychologist: Person


def write(today: date) -> None:
    """Write the pattern school into an empty, migrated database."""
    school = _organisations(today)
    staff = _staff(school, today)
    with _acting(staff.coordinator, on=today - timedelta(days=700)) as by:
        pupils = [_pupil(number, school, by=by) for number in range(numbering.PUPILS_A_SCHOOL)]
    parents = _families(pupils, staff, today)
    for number in range(WITH_A_PLAN):
        # Every seventh pupil, so that those with a plan are spread over the names.
        _plan(pupils[number * 6 + 3], number, parents, staff, today)


def _organisations(today: date) -> Organisation:
    authority = Organisation.objects.create(
        pk=numbering.FIRST_AUTHORITY, kind="authority", slug="authority-1", name="Authority 1 Council",
        jurisdiction="gb-sct",
    )  # fmt: skip
    school = Organisation.objects.create(
        pk=numbering.FIRST_SCHOOL, kind="school", slug="school-0", name="School 0",
        authority=authority, jurisdiction="gb-sct",
    )  # fmt: skip
    for year in range(today.year - 3, today.year + 4):
        for name, starts, ends in (
            ("Term 1", date(year, 8, 18), date(year, 10, 9)),
            ("Term 2", date(year, 10, 26), date(year, 12, 22)),
            ("Term 3", date(year + 1, 1, 6), date(year + 1, 3, 25)),
            ("Term 4", date(year + 1, 4, 12), date(year + 1, 6, 25)),
        ):
            Term.objects.create(organisation=authority, name=name, starts_on=starts, ends_on=ends)
        DayOff.objects.create(organisation=authority, on=date(year, 11, 16), kind="in_service")
    return school


def _staff(school: Organisation, today: date) -> Staff:
    since = today - timedelta(days=1500)

    def member(name: str, role: str) -> Person:
        person = _person(name)
        Membership.objects.create(person=person, organisation=school, role=role, starts_on=since)
        return person

    coordinator = member("Nora Neil", "coordinator")
    member("Hector Hume", "head")
    teachers = [member(f"Tess Teacher {letter}", "class_teacher") for letter in "ABCDE"]
    teachers += [member(f"Alba Assistant {letter}", "teaching_assistant") for letter in "ABCDE"]
    psychologist = _person("Dr Petra Pringle")
    officer = Person.objects.create(
        pk=numbering.officer_of(numbering.FIRST_AUTHORITY), email="officer1@bench.example", name="Olive Ogilvie",
        password=PASSWORD,
    )  # fmt: skip
    Membership.objects.create(
        person=officer, organisation_id=numbering.FIRST_AUTHORITY, role="officer", starts_on=since
    )
    return Staff(coordinator, teachers, officer, psychologist)


def _person(name: str) -> Person:
    number = Person.objects.filter(pk__lt=numbering.FIRST_OFFICER).count() + 1
    return Person.objects.create(email=f"person{number}@bench.example", name=name, password=PASSWORD)


def _pupil(number: int, school: Organisation, *, by: Actor) -> Pupil:
    given, family = words.name(number)
    year = 1 + number % 7
    return pupil_actions.add_pupil(
        school=school,
        particulars=Particulars(
            given_name=given,
            family_name=family,
            born=date(by.day.year - 3 - year, 1 + number % 12, 1 + number % 28),
            year_group=f"P{year}",
            class_name=f"P{year}{'ABC'[number % 3]}",
            gender="as the family gives it",
            address=f"{number + 1} Harbour Road, Lanternshire",
            phone="01632 960001",
            preferred_language="English",
            entered_school_on=by.day,
        ),
        on=by.day,
        by=by,
    )


def _families(pupils: list[Pupil], staff: Staff, today: date) -> list[Person]:
    """Two parents for each pupil, one of them with an account; two neighbouring pupils are siblings."""
    accounts = [_person(f"Paula {pupil.family_name}") for pupil in pupils[::2]]
    with _acting(staff.coordinator, on=today - timedelta(days=700)) as by:
        for number, pupil in enumerate(pupils):
            account = accounts[number // 2]
            for member in (
                CircleMember(kind="parent", name=account.name, person=account, relation="mother"),
                CircleMember(kind="parent", name=f"Pat {pupil.family_name}", relation="father"),
            ):
                member.parental_responsibility = member.receives_copies = True
                member.address, member.phone = pupil.address, pupil.phone
                member.preferred_language = "English"
                pupil_actions.join_circle(pupil=pupil, member=member, on=by.day, by=by)
    return accounts


def _plan(pupil: Pupil, number: int, parents: list[Person], staff: Staff, today: date) -> None:
    """A plan in one of its states: a draft that waits for the family, issued, or issued and open again."""
    csp = number % EVERY_SIXTH == 1
    begun = today - timedelta(days=15 + number * 8)
    with _acting(staff.coordinator, on=begun) as by:
        teacher = _circle(pupil, number, staff, by=by)
        plan = plan_actions.start_plan(pupil=pupil, plan_type=CSP if csp else IEP, on=begun, by=by)
        if csp:
            _ask_the_authority(plan, by=by)
        _write(plan, teacher, goals=1 + number % 6, by=by)
        family = list(CircleMember.objects.filter(pupil=pupil, kind__in=("parent", "pupil")).order_by("name"))
        for member in family:
            plan_actions.ask_for_view(
                plan=plan, member=member, due_on=begun + timedelta(days=14), on=begun, by=by
            )
    parent = next(one for one in parents if one.pk in {member.person_id for member in family})
    if number % 3:
        _parent_answers(plan, parent, on=begun + timedelta(days=4))
    if number % EVERY_SIXTH == 0:
        return
    day = begun + timedelta(days=10)
    with _acting(staff.officer if csp else staff.coordinator, on=day) as by:
        plan.refresh_from_db()
        plan_actions.agree_review(plan=plan, review_on=begun + timedelta(days=180), on=day, by=by)
        plan.refresh_from_db()
        plan_actions.issue(plan=plan, draft_revision=plan.draft_revision, on=day, at=_moment(day), by=by)
        if number % EVERY_SIXTH == 5:
            plan_actions.open_draft(plan=plan, on=day + timedelta(days=3), by=by)


def _circle(pupil: Pupil, number: int, staff: Staff, *, by: Actor) -> CircleMember:
    def join(kind: str, person: Person, relation: str, **more: object) -> CircleMember:
        member = CircleMember(kind=kind, name=person.name, person=person, relation=relation, **more)
        return pupil_actions.join_circle(pupil=pupil, member=member, on=by.day, by=by)

    join("staff", staff.coordinator, "support for learning teacher", phone="01632 960002")
    teacher = join("staff", staff.teachers[number % 5], "class teacher")
    join("staff", staff.teachers[5 + number % 5], "support assistant")
    join(
        "professional", staff.psychologist, "educational psychologist", purpose="Advice about reading",
        access_from=by.day, access_until=by.day + timedelta(days=400),
    )  # fmt: skip
    pupil_actions.set_profile(
        pupil=pupil,
        lines={"appreciate": words.SENTENCES[:2], "important_to_me": words.SENTENCES[2:4],
               "how_to_support_me": words.SENTENCES[4:6]},
        on=by.day, by=by,
    )  # fmt: skip
    pupil_actions.record_voice(
        pupil=pupil, words=words.SENTENCES[number % 6], said_on=by.day, with_whom=by.name, on=by.day, by=by
    )
    return teacher


def _ask_the_authority(plan: Plan, *, by: Actor) -> None:
    """The events from which the authority's first duties are counted."""
    case = Case.objects.get(pk=plan.case_id)
    asked = case_actions.add_event(case=case, kind="csp_requested", happened_on=by.day, on=by.day, by=by)
    case_actions.add_event(
        case=case, kind="csp_proposal_sent", happened_on=by.day, on=by.day, by=by, refers_to=asked
    )
    case_actions.add_event(
        case=case, kind="agency_help_requested", happened_on=by.day, on=by.day, by=by,
        detail={"agency": "Speech and language therapy"},
    )  # fmt: skip


def _write(plan: Plan, teacher: CircleMember, *, goals: int, by: Actor) -> None:
    """All that the plan type asks for, but the views."""
    for section in plan_queries.plan_type_of(plan).sections:
        if section.kind is SectionKind.TEXT or any(one.check is Check.TEXT for one in section.requirements):
            plan_actions.write_section(
                plan=plan,
                key=section.key,
                text=words.PARAGRAPHS,
                based_on=0,
                on=by.day,
                at=_moment(by.day),
                by=by,
            )
    for number in range(goals):
        title = f"{words.NEEDS[number % len(words.NEEDS)]}"
        need = plan_actions.add_need(
            plan=plan,
            words=plan_actions.NeedWords(title=title, description=words.PARAGRAPHS[:400]),
            on=by.day,
            by=by,
        )
        goal = plan_actions.add_goal(
            plan=plan,
            words=plan_actions.GoalWords(
                need=need,
                text=f"Read {60 + number * 10} words of a new text correctly in a minute",
                pupil_words="Get through a page without hot ears",
                unit="words a minute",
                baseline=Decimal(42),
                baseline_on=by.day,
                target=Decimal(60 + number * 10),
                measure="Words read correctly in a minute",
                checked="every week",
                starts_on=by.day,
                due_on=by.day + timedelta(days=180),
            ),
            on=by.day,
            by=by,
        )
        plan_actions.add_provision(
            plan=plan,
            words=plan_actions.ProvisionWords(
                what=f"Paired reading aloud, part {number + 1}", goals=(goal,), who=teacher, times=3, per="week",
                minutes=10, group_size=2, where="the library", starts_on=by.day,
                ends_on=by.day + timedelta(days=180),
            ),
            on=by.day, by=by,
        )  # fmt: skip
    coordinator = CircleMember.objects.get(pupil_id=plan.pupil_id, kind="staff", name=by.name)
    plan.refresh_from_db()
    plan_actions.set_people(plan=plan, coordinator=coordinator, contact=coordinator, on=by.day, by=by)


def _parent_answers(plan: Plan, parent: Person, *, on: date) -> None:
    with _acting(parent, on=on) as by:
        own = plan.contributions.get(member__person=parent)
        plan_actions.contribute(
            contribution=own, words=words.PARAGRAPHS[:500], said_on=on, revision=own.revision, on=on, by=by
        )


@contextmanager
def _acting(person: Person, *, on: date) -> Iterator[Actor]:
    """Act as somebody on a day of the past, with their reach, and have it recorded on that day."""
    with transaction.atomic(), recorded_as_of(_moment(on)):
        actor = actor_for(person, on=on)
        setting.apply(actor.reach)
        yield actor


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), tzinfo=UTC)


write(datetime.now(UTC).date())
