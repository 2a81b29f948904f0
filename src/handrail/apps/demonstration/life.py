"""The life of one invented pupil of the register, told through the actions that people in schools use."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Final

from handrail.apps.demonstration.places import DATA, Places, Worker
from handrail.apps.demonstration.register import Registered
from handrail.apps.demonstration.school_years import SchoolDays
from handrail.apps.demonstration.story_days import moment_on
from handrail.apps.plans import actions as plans
from handrail.apps.plans.models import Contribution, Goal, Need, Plan, Provision
from handrail.apps.pupils import actions as pupils
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.ui.phrases import plain_day

COORDINATORS: Final = {"heronstane": "hs-graeme", "thistlegarth": "tg-rhona"}
HELPERS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "heronstane": {"support teacher": ("hs-ruth",), "assistant": ("hs-dougie", "hs-winnie")},
    "thistlegarth": {"support teacher": ("tg-ines",), "assistant": ("tg-jess",)},
}
Thread = Mapping[str, Any]


@cache
def library(name: str) -> Mapping[str, Any]:
    """A file of sentences to draw from."""
    return tomllib.loads((DATA / f"{name}.toml").read_text())


@dataclass(slots=True)
class Life:
    """A pupil on the way from being entered to wherever their plan is today.

    `moments` are given out by `go`: the days are told as so many days before the load, moved to a school day.
    """

    places: Places
    registered: Registered
    today: date
    days: SchoolDays
    on: date = field(init=False)
    at: datetime = field(init=False)
    pupil: Pupil = field(init=False)
    plan: Plan = field(init=False)
    choose: random.Random = field(init=False)
    family: list[CircleMember] = field(default_factory=list)
    staff: dict[str, CircleMember] = field(default_factory=dict)
    needs: list[Need] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    help: list[Provision] = field(default_factory=list)

    def __post_init__(self) -> None:
        told = self.registered.particulars
        self.choose = random.Random(f"{told.given_name} {told.family_name}")  # noqa: S311 - no secret
        self.on = date.min

    @property
    def school(self) -> str:
        return self.registered.school

    @property
    def coordinator(self) -> str:
        return COORDINATORS[self.school]

    @property
    def teacher(self) -> Worker:
        return self.places.teacher_of(self.school, self.registered.particulars.year_group)

    def day(self, days: int) -> date:
        """A school day about so many days before the load (below nought) or after it."""
        return self.days.away(self.today, days)

    def go(self, days_ago: int) -> datetime:
        """Move to a school day so many days before the load; never back, and later on the same day."""
        return self._go_to(self.day(-days_ago))

    def go_by_calendar(self, days_ago: int) -> datetime:
        """Move to the weekday so many days before the load: the law counts holidays too."""
        on = self.today - timedelta(days=days_ago)
        return self._go_to(on - timedelta(days=max(0, on.weekday() - 4)))

    def _go_to(self, on: date) -> datetime:
        on = max(self.on, on)
        if on == self.on:
            self.at += timedelta(minutes=self.choose.randrange(2, 9))
        else:
            self.at = moment_on(on, time(8, self.choose.randrange(40, 60)))
            self.at += timedelta(minutes=self.choose.randrange(0, 300))
        self.on = on
        return self.at

    def by(self, who: str = "") -> dict[str, Any]:
        """Who acts on the present day, for an action."""
        return {"on": self.on, "by": self.places.actor(who or self.coordinator, on=self.on)}

    # --- entering ---------------------------------------------------------------------------------

    def enter(self) -> None:
        """Enter the pupil with a circle and a profile, in one sitting."""
        school = self.places.organisations[self.school]
        self.pupil = pupils.add_pupil(school=school, particulars=self.registered.particulars, **self.by())
        for parent in self.registered.parents:
            member = CircleMember(
                kind=CircleMember.Kind.PARENT,
                name=parent.name,
                relation=parent.relation,
                parental_responsibility=True,
                receives_copies=True,
                address=self.pupil.address,
                phone=parent.phone,
                email=parent.email,
                preferred_language=parent.language,
                preferred_contact="e-mail" if parent.email else "letter; no e-mail at home",
                order=len(self.family),
            )
            self.family.append(self._join(member))
        helpers = [one for ids in HELPERS[self.school].values() for one in ids]
        for worker in dict.fromkeys((self.coordinator, self.teacher.id, *helpers)):
            self.bring_in(worker)
        lines = {
            kind: self.choose.sample(library("views")[kind], 2)
            for kind in ("appreciate", "important_to_me", "how_to_support_me", "skills")
        }
        pupils.set_profile(pupil=self.pupil, lines=lines, **self.by())

    def bring_in(self, worker: str, **more: Any) -> None:
        """Put somebody who works with the pupil into the circle."""
        one = self.places.workers[worker]
        member = one.in_circle(person=self.places.people[worker], order=10 + len(self.staff), **more)
        self.staff[worker] = self._join(member)

    def _join(self, member: CircleMember) -> CircleMember:
        return pupils.join_circle(pupil=self.pupil, member=member, **self.by())

    @property
    def own(self) -> CircleMember:
        return CircleMember.objects.get(pupil=self.pupil, kind=CircleMember.Kind.PUPIL)

    # --- writing ------------------------------------------------------------------------------------

    def start(self, plan_type: str) -> None:
        self.plan = plans.start_plan(pupil=self.pupil, plan_type=plan_type, **self.by())

    def write_need(self, thread: Thread) -> Need:
        words = plans.NeedWords(
            **{key: self._fill(thread[key]) for key in ("area", "title", "description", "builds_on")}
        )
        need = plans.add_need(plan=self.plan, words=words, **self.by())
        self.needs.append(need)
        return need

    def write_goal(self, thread: Thread, need: Need, *, due_in: int, **instead: Any) -> Goal:
        lowest, highest = thread["baseline"]
        baseline = self.choose.randrange(lowest, highest + 1)
        target = baseline + thread["step"]
        due = self.day(due_in)
        values: dict[str, Any] = {
            "need": need,
            "text": self._fill(thread["goal"], target=target, due=plain_day(due)),
            "pupil_words": thread["pupil_words"],
            "unit": thread["unit"],
            "baseline": Decimal(baseline),
            "baseline_on": self.on,
            "target": Decimal(target),
            "measure": thread["measure"],
            "checked": thread["checked"],
            "starts_on": self.on,
            "due_on": max(due, self.on),
        }
        words = plans.GoalWords(**values | instead)
        goal = plans.add_goal(plan=self.plan, words=words, **self.by())
        self.goals.append(goal)
        return goal

    def write_help(
        self, thread: Thread, goals: tuple[Goal, ...], *, ends_in: int, **instead: Any
    ) -> Provision:
        ends = self.day(ends_in)
        values: dict[str, Any] = {
            "what": self._fill(thread["help"]),
            "goals": goals,
            "who": self.staff[self.helper(thread)],
            "times": thread["times"],
            "per": thread["per"],
            "minutes": thread["minutes"],
            "group_size": thread.get("group_size", 1),
            "where": thread["where"],
            "starts_on": self.on,
            "ends_on": max(ends, self.on),
        }
        words = plans.ProvisionWords(**values | instead)
        provision = plans.add_provision(plan=self.plan, words=words, **self.by())
        self.help.append(provision)
        return provision

    def helper(self, thread: Thread) -> str:
        """Who gives the help of a thread, by id."""
        if "worker" in thread:
            return str(thread["worker"])
        if thread["by"] == "class teacher":
            return self.teacher.id
        return self.choose.choice(HELPERS[self.school][thread["by"]])

    def write_text(self, key: str, text: str, *, who: str = "") -> None:
        before = self.plan.texts.filter(key=key).first()
        plans.write_section(
            plan=self.plan,
            key=key,
            text=self._fill(text),
            based_on=before.revision if before else 0,
            at=self.at,
            **self.by(who),
        )

    def _fill(self, text: str, **more: object) -> str:
        return text.format(name=self.pupil.known_as, **{"target": "", "due": ""} | more)

    # --- asking ---------------------------------------------------------------------------------------

    def ask(self, *, answer_in: int, family: bool = True, pupil: bool = True) -> None:
        """Ask for views, hoped for by so many days after the load."""
        asked = [*(self.family if family else ()), *((self.own,) if pupil else ())]
        due = max(self.day(answer_in), self.on)
        for member in asked:
            plans.ask_for_view(plan=self.plan, member=member, due_on=due, **self.by())

    def hear(self, *, family: bool = True, pupil: bool = True) -> None:
        """Write down what was said, by telephone or at a meeting."""
        heard = [*(self.family if family else ()), *((self.own,) if pupil else ())]
        said = {kind: self.choose.sample(library("views")[kind], 2) for kind in ("family", "pupil")}
        for member in heard:
            kind = "pupil" if member.kind == CircleMember.Kind.PUPIL else "family"
            given = Contribution.objects.get(plan=self.plan, member=member)
            plans.contribute(
                contribution=given,
                words=said[kind].pop(),
                said_on=self.on,
                revision=given.revision,
                scribe=True,
                **self.by(),
            )

    # --- issuing --------------------------------------------------------------------------------------

    def name_people(self, *, contact: str = "") -> None:
        plans.set_people(
            plan=self.plan,
            coordinator=self.staff[self.coordinator],
            contact=self.staff.get(contact),
            **self.by(),
        )

    def issue(self, *, who: str = "") -> None:
        self.plan.refresh_from_db()
        plans.issue(plan=self.plan, draft_revision=self.plan.draft_revision, at=self.at, **self.by(who))

    def open_again(self) -> None:
        plans.open_draft(plan=self.plan, **self.by())

    def raise_target(self) -> None:
        """At a review: the first goal goes on from where the pupil is now."""
        goal = Goal.objects.get(pk=self.goals[0].pk)
        assert goal.baseline is not None, "every issued goal has one"
        assert goal.target is not None, "every issued goal has one"
        now = goal.baseline + (goal.target - goal.baseline) // 2
        values = {name: getattr(goal, name) for name in plans.GoalWords.__slots__}
        words = plans.GoalWords(**values | {"baseline": now, "baseline_on": self.on})
        self.goals[0] = plans.change_goal(goal=goal, words=words, revision=goal.revision, **self.by())
