"""Writes a story through the product's pages, as people at school do it: every value goes through a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.organisations.models import Membership, Organisation
from handrail.apps.plans import queries
from handrail.apps.plans.models import Contribution, Goal, Need, Plan, SectionText, Version
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.law.lawbook import lawbook
from tests.cast import TODAY, acting, calendar, person

Browser = Callable[[Person | None], Client]


@dataclass(slots=True)
class School:
    """A school of the story's place, with who co-ordinates and who signs."""

    school: Organisation
    coordinator: Person
    officer: Person


def found_school(jurisdiction: str, *, name: str = "Wintergreen") -> School:
    slug = name.lower()
    authority = Organisation.objects.create(
        kind="authority", slug=slug, name=f"{name} Council (invented)", jurisdiction=jurisdiction
    )
    school = Organisation.objects.create(
        kind="school",
        slug=f"{slug}-lane",
        name=f"{name} Lane School (invented)",
        authority=authority,
        jurisdiction=jurisdiction,
    )
    calendar(authority, on=TODAY)
    people = {}
    for role, place in (("coordinator", school), ("officer", authority)):
        people[role] = person(f"Wren {role.title()} of {name}")
        Membership.objects.create(
            person=people[role], organisation=place, role=role, title=role, starts_on=date(2020, 8, 1)
        )
    return School(school, people["coordinator"], people["officer"])


@dataclass(slots=True)
class Writing:
    """A story on its way into the product, one form after the other."""

    told: Mapping[str, Any]
    at: School
    seen_by: Browser
    pupil: Pupil = field(init=False)
    plan: Plan = field(init=False)
    members: dict[str, CircleMember] = field(default_factory=dict)
    needs: dict[str, UUID] = field(default_factory=dict)
    goals: dict[str, UUID] = field(default_factory=dict)
    browser: Client = field(init=False)

    def __post_init__(self) -> None:
        self.browser = self.seen_by(self.at.coordinator)

    def write(self) -> Plan:
        self.enter_pupil()
        self.start()
        self.write_thread()
        self.write_texts_and_facts()
        self.hear_everybody()
        self.name_people()
        return self.plan

    def enter_pupil(self) -> None:
        told = dict(self.told["pupil"])
        born, entered = told.pop("born"), told.pop("entered_school")
        self.send("pupils:add", [], {**told, **day("born", born), **day("entered_school", entered)})
        with acting(self.at.coordinator):
            self.pupil = Pupil.objects.get(family_name=told["family_name"])
        for one in self.told["circle"]:
            values = {key: value for key, value in one.items() if key not in ("id", "access_until")}
            until = day("access_until", one["access_until"]) if "access_until" in one else {}
            self.send("pupils:join", [self.pupil.pk], {**_checked(values), **until})
            with acting(self.at.coordinator):
                self.members[one["id"]] = CircleMember.objects.get(pupil=self.pupil, name=one["name"])
        with acting(self.at.coordinator):
            self.members["pupil"] = CircleMember.objects.get(pupil=self.pupil, kind="pupil")

    def start(self) -> None:
        self.send("plans:start", [self.pupil.pk], {"plan_type": self.told["plan_type"]})
        with acting(self.at.coordinator):
            self.plan = queries.plan(Plan.objects.get(pupil=self.pupil).pk)

    def write_thread(self) -> None:
        for one in self.told["need"]:
            self.send("plans:add_need", [self.plan.pk], {k: v for k, v in one.items() if k != "id"})
            with acting(self.at.coordinator):
                self.needs[one["id"]] = Need.objects.get(plan=self.plan, title=one["title"]).pk
        for one in self.told["goal"]:
            values = {key: value for key, value in one.items() if key != "id"} | {
                "need": self.needs[one["need"]]
            }
            self.send("plans:add_goal", [self.plan.pk], _with_days(values))
            with acting(self.at.coordinator):
                self.goals[one["id"]] = Goal.objects.get(plan=self.plan, text=one["text"]).pk
        for one in self.told["help"]:
            values = {key: value for key, value in one.items() if key != "id"} | {
                "who": self.members[one["who"]].pk,
                "goals": [str(self.goals[goal]) for goal in one["goals"]],
            }
            self.send("plans:add_provision", [self.plan.pk], _with_days(values))

    def write_texts_and_facts(self) -> None:
        for key, text in self.told["texts"].items():
            self.send("plans:section", [self.plan.pk, key], {"text": text, "revision": 0})
        for section, facts in self.told.get("facts", {}).items():
            values: dict[str, Any] = {"revision": 0}
            for key, value in facts.items():
                box = key.replace(".", "-")
                values |= day(box, value) if isinstance(value, date) else {box: value}
            self.send("plans:facts", [self.plan.pk, section], values)

    def hear_everybody(self) -> None:
        """The pupil and a parent are asked, and what they said is written down for them."""
        for told, member in (
            (self.told["pupil_view"], self.members["pupil"]),
            (self.told["parent_view"], self.members[self.told["parent_view"]["by"]]),
        ):
            asked = {"member": member.pk, **day("due_on", date(2026, 12, 10))}
            self.send("plans:ask", [self.plan.pk], asked)
            with acting(self.at.coordinator):
                view = Contribution.objects.get(plan=self.plan, member=member)
            said = {"words": told["words"], "revision": view.revision, **day("said_on", told["said_on"])}
            self.send("plans:contribute", [self.plan.pk, view.pk], said)

    def name_people(self) -> None:
        staff = [one for one in self.told["circle"] if one["kind"] in ("staff", "key_adult")]
        first = self.members[staff[0]["id"]]
        self.send(
            "pupils:member",
            [self.pupil.pk, first.pk],
            {"name": first.name, "kind": first.kind, "relation": first.relation, "phone": "01632 960180"},
        )
        self.send("plans:people", [self.plan.pk], {"coordinator": first.pk, "contact": first.pk})

    def send(self, page: str, at: list[object], values: Mapping[str, object]) -> HttpResponse:
        """Fill in a page's form and send it; a form that comes back says why, and fails the test."""
        answer = self.browser.post(reverse(page, args=at), dict(values))
        assert answer.status_code == 302, (page, answer.status_code, _errors(answer))
        return answer


def take_steps(plan: Plan, school: School, steps: list[str], seen_by: Browser) -> None:
    """What the law of the place makes a condition of issuing, recorded on the page of the plan's steps."""
    browser = seen_by(school.officer)
    sharing = {one.key for one in lawbook().steps(plan.plan_type).steps if one.freezes_draft}
    for step in steps:
        if step in sharing:
            url = reverse("versions:share", args=[plan.pk])
            with acting(school.coordinator):
                revision = queries.plan(plan.pk).draft_revision
            sent = {"draft_revision": revision, "as_step": "step", **day("shared_on", TODAY)}
        else:
            url = reverse("versions:record_step", args=[plan.pk, step])
            sent = {"note": "As the law asks.", **day("happened_on", TODAY)}
        answer = browser.post(url, sent)
        assert answer.status_code == 302, (step, answer.content.decode())


def issued(plan: Plan, school: School, role: str, seen_by: Browser) -> Version:
    issuer = getattr(school, role)
    browser, url = seen_by(issuer), reverse("versions:issue", args=[plan.pk])
    assert browser.get(url).status_code == 200
    with acting(school.coordinator):
        revision = queries.plan(plan.pk).draft_revision
    answer = browser.post(url, {"draft_revision": revision})
    assert answer.status_code == 302, answer.content.decode()
    with acting(school.coordinator):
        return queries.version(plan.pk, 1)


def texts_of(plan: Plan) -> dict[str, str]:
    return dict(SectionText.objects.filter(plan=plan).values_list("key", "text"))


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}-day": str(value.day), f"{name}-month": str(value.month), f"{name}-year": str(value.year)}


def _with_days(values: Mapping[str, Any]) -> dict[str, Any]:
    sent: dict[str, Any] = {}
    for key, value in values.items():
        sent |= day(key, value) if isinstance(value, date) else {key: value}
    return sent


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: "on" if value is True else value for key, value in values.items() if value is not False}


def _errors(answer: HttpResponse) -> dict[str, object]:
    context = getattr(answer, "context", None) or {}
    form = context.get("form") if hasattr(context, "get") else None
    return dict(form.errors) if form is not None else {}
