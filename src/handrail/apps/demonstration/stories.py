"""Tells a pupil's story from its file, through the actions that people in schools use.

A story is who and what (pupil, circle, needs, goals, support, texts, facts) and then steps: on which day who
did what. A step's day is when it was written down; what happened earlier says so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from handrail.apps.accounts.actor import Actor
from handrail.apps.cases import actions as cases
from handrail.apps.cases.models import Case, CaseEvent
from handrail.apps.demonstration.drawings import drawn
from handrail.apps.demonstration.places import DATA, Places, add_person
from handrail.apps.demonstration.school_years import school_year, school_year_of
from handrail.apps.demonstration.story_days import StoryDays, moment_on
from handrail.apps.demonstration.timeline import Life
from handrail.apps.family import actions as family
from handrail.apps.family.models import Comment, SharedDraft, Summary
from handrail.apps.plans import actions as plans
from handrail.apps.plans.models import Contribution, Goal, Need, Plan, Provision, Version
from handrail.apps.pupils import actions as pupils
from handrail.apps.pupils.actions import Particulars
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.apps.versions import actions as versions
from handrail.apps.versions import copying
from handrail.apps.voice import actions as voice
from handrail.apps.voice import queries as voice_queries
from handrail.apps.voice.models import AnswerFile, How, Shared, Talk

STORIES: Final = ("finlay", "ayaan", "eilidh", "juno", "sorrel", "zainab", "mateo", "simone")
BETWEEN_STEPS: Final = timedelta(minutes=13)


def stories(places: Places, *, today: date, password: str) -> Iterator[Life]:
    """The stories that are told in full, ready for the timeline."""
    days = StoryDays.ending_by(today)
    for name in STORIES:
        told = tomllib.loads((DATA / "stories" / f"{name}.toml").read_text())
        yield Story(days.moved_whole(told), places, password=password).life()


@dataclass(frozen=True, slots=True)
class Now:
    """The step being taken: its day, its moment, and who takes it."""

    on: date
    at: datetime
    by: Actor


@dataclass(slots=True)
class Story:
    """A pupil's story while it is told, with what its steps refer to by id."""

    told: Mapping[str, Any]
    places: Places
    password: str
    pupil: Pupil = field(init=False)
    case: Case = field(init=False)
    plan: Plan = field(init=False)
    members: dict[str, CircleMember] = field(default_factory=dict)
    events: dict[str, CaseEvent] = field(default_factory=dict)
    needs: dict[str, Need] = field(default_factory=dict)
    goals: dict[str, Goal] = field(default_factory=dict)
    support: dict[str, Provision] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    shared: SharedDraft = field(init=False)
    summary: Summary = field(init=False)
    version: Version = field(init=False)

    def life(self) -> Life:
        """Step by step, each at its moment."""
        last: dict[date, datetime] = {}
        for step in self.told["step"]:
            on = step["on"]
            at = last[on] + BETWEEN_STEPS if on in last else moment_on(on, step.get("time", time(9, 20)))
            last[on] = at
            yield at
            now = Now(on, at, self.places.actor(step["by"], on=on))
            DOINGS[step["do"]](self, step, now)

    # --- the pupil ------------------------------------------------------------------------------

    def enter(self, _: Mapping[str, Any], now: Now) -> None:
        school = self.places.organisations[self.told["school"]]
        self.pupil = pupils.add_pupil(
            school=school, particulars=self._particulars(now.on), on=now.on, by=now.by
        )
        own = CircleMember.objects.get(pupil=self.pupil, kind=CircleMember.Kind.PUPIL)
        self.members["pupil"] = own
        if email := self.told["pupil"].get("email"):
            person = add_person(name=own.name, email=email, password=self.password)
            pupils.give_account(member=own, person=person, on=now.on, by=now.by)
            self.places.people[self.told["id"]] = person
        self._write_profile(now)
        for one in self.told["circle"]:
            if "joins_on" not in one:
                self._join(one, now)

    def _particulars(self, on: date) -> Particulars:
        told = self.told["pupil"]
        known = {one.name for one in fields(Particulars)}
        habits = self.places.habits_of(self.told["school"])
        first_day = school_year(school_year_of(on) - told["school_years_here"], habits).first_day
        return Particulars(
            **{key: value for key, value in told.items() if key in known}, entered_school_on=first_day
        )

    def change_pupil(self, step: Mapping[str, Any], now: Now) -> None:
        """Change particulars: those of the file as it stands, with what the step says."""
        told = {one.name: getattr(self.pupil, one.name) for one in fields(Particulars)}
        pupils.change_particulars(
            pupil=self.pupil, particulars=Particulars(**told | step["to"]), on=now.on, by=now.by
        )

    def change_school(self, step: Mapping[str, Any], now: Now) -> None:
        self.pupil = pupils.change_school(
            pupil_id=self.pupil.pk, to=self.places.organisations[step["to"]], on=now.on, by=now.by
        )
        for rows in (self.members, self.events, self.needs, self.goals, self.support):
            for row in rows.values():
                row.school_id = self.pupil.school_id
        if hasattr(self, "case"):
            self.case.school_id = self.pupil.school_id

    def profile(self, _: Mapping[str, Any], now: Now) -> None:
        self._write_profile(now)

    def _write_profile(self, now: Now) -> None:
        pupils.set_profile(pupil=self.pupil, lines=self.told["profile"], on=now.on, by=now.by)

    def join(self, step: Mapping[str, Any], now: Now) -> None:
        for one in self.told["circle"]:
            if one["id"] in step["who"]:
                self._join(one, now)

    def _join(self, one: Mapping[str, Any], now: Now) -> None:
        known = {key: value for key, value in one.items() if key in _MEMBER_FIELDS}
        if known.get("address") == "same":
            known["address"] = self.pupil.address
        if worker := self.places.workers.get(one["id"]):
            known["person"] = self.places.people[worker.id]
            member = worker.in_circle(**known)
        else:
            member = CircleMember(**known)
            if one.get("account"):
                member.person = add_person(name=member.name, email=member.email, password=self.password)
                self.places.people[one["id"]] = member.person
        member.order = len(self.members)
        self.members[one["id"]] = pupils.join_circle(pupil=self.pupil, member=member, on=now.on, by=now.by)

    def voice(self, step: Mapping[str, Any], now: Now) -> None:
        """The pupil's words: their own, or written down by whoever takes the step."""
        with_whom = "" if now.by.person_id == self._own_account() else now.by.name
        pupils.record_voice(
            pupil=self.pupil,
            words=step["words"],
            question=step.get("question", ""),
            how=step.get("how", ""),
            with_whom=with_whom,
            said_on=step.get("said_on", now.on),
            on=now.on,
            by=now.by,
        )

    def talk(self, step: Mapping[str, Any], now: Now) -> None:
        """The pupil answers their way: from their own account, or through whoever takes the step, who is named."""
        form = voice_queries.form_called(step["form"])
        assert form is not None, step["form"]
        scribe = None
        if now.by.person_id != self._own_account():
            scribe = voice.Scribe(how=How(step["how"]), said_on=step.get("said_on", now.on))
        about = {"plan": self.plan} if form.from_age is None else {}
        talk = voice.begin(
            pupil=self.pupil, form=form, scribe=scribe, on=now.on, at=now.at, by=now.by, **about
        )
        asked = {one.key: (one, goal) for one, goal in voice_queries.questions_of(talk, now.by)}
        shared = {}
        for minute, one in enumerate(step["answer"], start=1):
            key = str(self.goals[one["goal"]].pk) if "goal" in one else one["question"]
            question, goal = asked[key]
            at = now.at + timedelta(minutes=minute)
            said: dict[str, Any] = {
                "talk": talk, "question": question, "about": goal, "on": now.on, "at": at, "by": now.by,
            }  # fmt: skip
            choices = tuple(choice for choice in question.choices if choice.key in one.get("picks", ()))
            voice.answer(choices=choices, words=one.get("words", ""), **said)
            if "drawing" in one:
                what = AnswerFile.What.DRAWING
                file = voice.add_file(what=what, name="drawing.png", content=drawn(one["drawing"]), **said)
                voice.caption(file=file, words=one.get("caption", ""), by=now.by)
            shared[key] = Shared(one.get("shared", Shared.EVERYONE))
        voice.share(talk=talk, shared=shared, on=now.on, by=now.by)
        self._pick(talk, step.get("profile", ()), now)

    def _pick(self, talk: Talk, lines: Sequence[str], now: Now) -> None:
        found = [
            (answer, question.profile, line)
            for answer in voice_queries.answers_of(talk)
            for question, _ in voice_queries.questions_of(talk, now.by)
            if question.key == answer.question
            for line in voice.lines_of(answer)
            if line in lines
        ]
        voice.pick_lines(pupil=self.pupil, picked=tuple(found), on=now.on, by=now.by)

    def _own_account(self) -> int | None:
        return self.members["pupil"].person_id

    # --- the case -------------------------------------------------------------------------------

    def open_case(self, step: Mapping[str, Any], now: Now) -> None:
        self.case = cases.open_case(pupil=self.pupil, plan_type=step["plan_type"], on=now.on, by=now.by)

    def event(self, step: Mapping[str, Any], now: Now) -> None:
        event = cases.record_event(
            case=self.case,
            kind=step["event"],
            happened_on=step.get("happened_on", now.on),
            on=now.on,
            by=now.by,
            detail=_detail(step),
            refers_to=self.events.get(step.get("refers_to", "")),
        )
        self.events[step.get("id", str(event.pk))] = event

    # --- the plan -------------------------------------------------------------------------------

    def start_plan(self, step: Mapping[str, Any], now: Now) -> None:
        self.plan = plans.start_plan(pupil=self.pupil, plan_type=step["plan_type"], on=now.on, by=now.by)
        self.case = Case.objects.get(pk=self.plan.case_id)

    def open_draft(self, _: Mapping[str, Any], now: Now) -> None:
        plans.open_draft(plan=self.plan, on=now.on, by=now.by)

    def write(self, step: Mapping[str, Any], now: Now) -> None:
        """Put needs, goals, support, texts and facts of the file into the draft, each by its id.

        A text that changes later stands in its step.
        """
        told = self.told
        for one in _chosen(told.get("need", ()), step.get("needs", ())):
            words = plans.NeedWords(**_only(one, plans.NeedWords))
            self.needs[one["id"]] = plans.add_need(plan=self.plan, words=words, on=now.on, by=now.by)
        for one in _chosen(told.get("goal", ()), step.get("goals", ())):
            self.goals[one["id"]] = plans.add_goal(
                plan=self.plan, words=self._goal_words(one), on=now.on, by=now.by
            )
        for one in _chosen(told.get("support", ()), step.get("support", ())):
            self.support[one["id"]] = plans.add_provision(
                plan=self.plan, words=self._provision_words(one), on=now.on, by=now.by
            )
        texts = {key: told["texts"][key] for key in step.get("texts_of", ())} | step.get("texts", {})
        for key, text in texts.items():
            self._write_text(key, text, now)
        for section in step.get("facts_of", ()):
            values = {key: str(value) for key, value in told["facts"][section].items()}
            plans.write_facts(
                plan=self.plan, section=section, values=values, revision=0, on=now.on, at=now.at, by=now.by
            )

    def take_out(self, step: Mapping[str, Any], now: Now) -> None:
        for one in step.get("support", ()):
            plans.remove_provision(provision=self.support.pop(one), on=now.on, by=now.by)
        for one in step.get("goals", ()):
            plans.remove_goal(goal=self.goals.pop(one), on=now.on, by=now.by)

    def change(self, step: Mapping[str, Any], now: Now) -> None:
        """Give a goal or a need of the draft the words of another entry of the file."""
        for old, new in step.get("goals", {}).items():
            told = next(_chosen(self.told["goal"], (new,)))
            goal = self.goals[old]
            self.goals[new] = plans.change_goal(
                goal=goal, words=self._goal_words(told), revision=goal.revision, on=now.on, by=now.by
            )
        for old, new in step.get("support", {}).items():
            told = next(_chosen(self.told["support"], (new,)))
            support = self.support[old]
            self.support[new] = plans.change_provision(
                provision=support,
                words=self._provision_words(told),
                revision=support.revision,
                on=now.on,
                by=now.by,
            )

    def _goal_words(self, one: Mapping[str, Any]) -> plans.GoalWords:
        told = _only(one, plans.GoalWords) | {"need": self.needs[one["need"]]}
        for number in ("baseline", "target"):
            if number in told:
                told[number] = Decimal(str(told[number]))
        return plans.GoalWords(**told)

    def _provision_words(self, one: Mapping[str, Any]) -> plans.ProvisionWords:
        told = _only(one, plans.ProvisionWords)
        told["goals"] = tuple(self.goals[goal] for goal in one["goals"])
        told["who"] = self.members.get(one.get("who", ""))
        return plans.ProvisionWords(**told)

    def _write_text(self, key: str, text: str, now: Now) -> None:
        before = self.plan.texts.filter(key=key).first()
        plans.write_section(
            plan=self.plan,
            key=key,
            text=text.strip(),
            based_on=before.revision if before else 0,
            on=now.on,
            at=now.at,
            by=now.by,
        )

    def people(self, step: Mapping[str, Any], now: Now) -> None:
        plans.set_people(
            plan=self.plan,
            coordinator=self.members[step["coordinator"]],
            contact=self.members[step["contact"]] if "contact" in step else None,
            on=now.on,
            by=now.by,
        )

    def ask(self, step: Mapping[str, Any], now: Now) -> None:
        for one in step["who"]:
            plans.ask_for_view(
                plan=self.plan,
                member=self.members[one],
                due_on=step["due_on"],
                question=step.get("question", ""),
                on=now.on,
                by=now.by,
            )

    def view(self, step: Mapping[str, Any], now: Now) -> None:
        """Somebody's view: from their own account, or written down for them by whoever takes the step."""
        member = self.members[step["who"]]
        given = Contribution.objects.get(plan=self.plan, member=member)
        plans.contribute(
            contribution=given,
            words=step["words"].strip(),
            said_on=step.get("said_on", now.on),
            revision=given.revision,
            on=now.on,
            by=now.by,
            scribe=member.person_id != now.by.person_id,
        )

    # --- the family's part ------------------------------------------------------------------------

    def share_draft(self, step: Mapping[str, Any], now: Now) -> None:
        self.plan.refresh_from_db()
        self.shared = versions.share_draft(
            plan=self.plan,
            draft_revision=self.plan.draft_revision,
            shared_on=now.on,
            answer_by=step.get("answer_by"),
            note=step.get("note", ""),
            evidence=step.get("evidence", ""),
            on=now.on,
            at=now.at,
            by=now.by,
        )

    def say_to_draft(self, step: Mapping[str, Any], now: Now) -> None:
        self.comments[step["id"]] = family.comment(
            shared=self.shared,
            section=step["section"],
            words=family.CommentWords(**_only(step, family.CommentWords)),
            everyone=step.get("everyone", False),
            on=now.on,
            by=now.by,
        )

    def answer_family(self, step: Mapping[str, Any], now: Now) -> None:
        family.answer(
            comment=self.comments[step["to"]],
            outcome=step["outcome"],
            words=step["words"],
            on=now.on,
            at=now.at,
            by=now.by,
        )

    def write_summary(self, step: Mapping[str, Any], now: Now) -> None:
        self.plan.refresh_from_db()
        self.summary = family.write_summary(
            plan=self.plan,
            text=step["words"],
            language=step["language"],
            based_on=step.get("based_on", 0),
            on=now.on,
            by=now.by,
        )

    def translate_summary(self, step: Mapping[str, Any], now: Now) -> None:
        family.translate_summary(
            summary=self.summary,
            language=step["language"],
            text=step["words"],
            translator=step["translator"],
            machine_made=step["machine_made"],
            on=now.on,
            by=now.by,
        )

    def agree_review(self, step: Mapping[str, Any], now: Now) -> None:
        plans.agree_review(plan=self.plan, review_on=step["review_on"], on=now.on, by=now.by)

    def record_step(self, step: Mapping[str, Any], now: Now) -> None:
        done = versions.record_step(
            plan=self.plan,
            step=step["step"],
            happened_on=step.get("happened_on", now.on),
            note=step.get("note", ""),
            detail=_detail(step),
            refers_to=self.events.get(step.get("refers_to", "")),
            on=now.on,
            by=now.by,
        )
        self.events[step["step"]] = done.event

    def issue(self, _: Mapping[str, Any], now: Now) -> None:
        self.plan.refresh_from_db()
        self.version = versions.issue(
            plan=self.plan, draft_revision=self.plan.draft_revision, on=now.on, at=now.at, by=now.by
        )

    def give_copies(self, step: Mapping[str, Any], now: Now) -> None:
        """A step of its own, since the plan type's step counts only if it was written down after the issue."""
        copies = tuple(
            copying.CopyWords(member=self.members[one["who"]], what=one.get("what", "whole"), how=one["how"])
            for one in step["copies"]
        )
        copying.give_copies(version=self.version, copies=copies, given_on=now.on, on=now.on, by=now.by)

    def confirm_reading(self, _: Mapping[str, Any], now: Now) -> None:
        versions.confirm_read(version=self.version, on=now.on, by=now.by)


DOINGS: Final[Mapping[str, Callable[[Story, Mapping[str, Any], Now], None]]] = {
    "enter the pupil": Story.enter,
    "change the pupil": Story.change_pupil,
    "change school": Story.change_school,
    "write the profile": Story.profile,
    "join the circle": Story.join,
    "keep a voice": Story.voice,
    "talk": Story.talk,
    "open a case": Story.open_case,
    "record an event": Story.event,
    "start a plan": Story.start_plan,
    "open the draft": Story.open_draft,
    "write": Story.write,
    "take out": Story.take_out,
    "change": Story.change,
    "name people": Story.people,
    "ask for views": Story.ask,
    "give a view": Story.view,
    "agree on a review": Story.agree_review,
    "share the draft": Story.share_draft,
    "say to the draft": Story.say_to_draft,
    "answer the family": Story.answer_family,
    "write the plain summary": Story.write_summary,
    "translate the plain summary": Story.translate_summary,
    "record a step": Story.record_step,
    "issue": Story.issue,
    "give copies": Story.give_copies,
    "confirm reading": Story.confirm_reading,
}

_MEMBER_FIELDS: Final = frozenset(one.name for one in CircleMember._meta.get_fields()) - {"id"}


def _detail(step: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in step.get("detail", {}).items()}


def _chosen(entries: Any, ids: Any) -> Iterator[Mapping[str, Any]]:
    found = {one["id"]: one for one in entries}
    return (found[one] for one in ids)


def _only(one: Mapping[str, Any], words: type) -> dict[str, Any]:
    return {key: value for key, value in one.items() if key in {part.name for part in fields(words)}}
