"""Who of the two registers has a plan, and how far each has come.

The days are days before the load, or after it where they are still to come; so a demonstration looks the same
on whatever day it is loaded.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from handrail.apps.cases import actions as cases
from handrail.apps.cases.models import Case, CaseEvent
from handrail.apps.demonstration import timeline
from handrail.apps.demonstration.life import COORDINATORS, Life, library
from handrail.apps.demonstration.places import Places
from handrail.apps.demonstration.register import Registered, registered
from handrail.apps.demonstration.school_years import SchoolDays, school_year, school_year_of
from handrail.apps.demonstration.story_days import moment_on
from handrail.apps.plans import actions as plans
from handrail.apps.pupils import actions as pupils
from handrail.apps.pupils.models import Enrolment

PROGRAMME: Final = "gb-sct/iep"
LEGAL_PLAN: Final = "gb-sct/csp"
OFFICER: Final = "kw-morag"
SIGNS: Final = "kw-catriona"


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """How far a programme has come: days before the load, the latest last."""

    started: int
    issued: tuple[int, ...] = ()
    review_in: int | None = None
    """Days from the load to the review that people agreed on; below nought when it has passed."""
    reopened: int | None = None
    asked: int | None = None
    answer_in: int = 7
    heard: bool = True
    threads: int = 2
    lacks: tuple[str, ...] = ()
    """What is deliberately unfinished: a goal without numbers, vague help, a need without a goal, texts."""
    also_at: str = ""
    goals_each: int = 1


# fmt: off
PROGRAMMES: Final = (
    # Being written for the first time.
    Programme(started=3, threads=1, lacks=("goal", "help", "texts"), heard=False),
    Programme(started=6, threads=2, lacks=("numbers", "texts"), heard=False),
    Programme(started=9, threads=2, lacks=("vague",), heard=False, asked=8, answer_in=6),
    Programme(started=13, threads=1, lacks=("weak", "texts"), heard=False),
    Programme(started=20, threads=3, lacks=("goal", "vague"), heard=False),
    Programme(started=27, threads=2, lacks=("texts",), asked=24, answer_in=-10),
    Programme(started=41, threads=2, lacks=("numbers", "vague", "texts"), heard=False),
    Programme(started=64, threads=1, lacks=("weak", "vague"), heard=False),
    # Finished but for the answer that was asked for.
    Programme(started=18, threads=2, asked=12, answer_in=2, heard=False),
    Programme(started=16, threads=1, asked=10, answer_in=4, heard=False),
    Programme(started=21, threads=2, asked=13, answer_in=5, heard=False),
    Programme(started=25, threads=2, asked=15, answer_in=9, heard=False),
    Programme(started=35, threads=1, asked=22, answer_in=-6, heard=False),
    # In force, and looked at again when the term is over.
    Programme(started=55, issued=(34,), review_in=52),
    Programme(started=60, issued=(40,), review_in=47, threads=1),
    Programme(started=62, issued=(45,), review_in=60),
    Programme(started=75, issued=(50,), review_in=33, threads=3),
    Programme(started=200, issued=(180, 61), review_in=40),
    Programme(started=210, issued=(188, 55), review_in=48, threads=1),
    Programme(started=280, issued=(262, 150, 47), review_in=54),
    Programme(started=190, issued=(170, 44), review_in=38, threads=3),
    Programme(started=58, issued=(30,), review_in=66, threads=1, also_at="thistlegarth"),
    # The review is near.
    Programme(started=120, issued=(100,), review_in=4),
    Programme(started=230, issued=(212, 92), review_in=7, threads=1),
    Programme(started=118, issued=(96,), review_in=10, threads=3),
    Programme(started=130, issued=(105,), review_in=13, asked=5, answer_in=8, reopened=6, heard=False),
    # The agreed day has passed.
    Programme(started=150, issued=(128,), review_in=-4),
    Programme(started=260, issued=(240, 130), review_in=-11, threads=1),
    Programme(started=180, issued=(160,), review_in=-26),
    Programme(started=240, issued=(215,), review_in=-60, threads=1),
    # Open again for changes.
    Programme(started=140, issued=(115,), review_in=20, reopened=9, lacks=("numbers",)),
    Programme(started=250, issued=(225, 110), review_in=15, reopened=4, asked=3, answer_in=11, heard=False),
    Programme(started=160, issued=(138,), review_in=25, reopened=2),
    # More goals than anybody should set, to see that a page bears it.
    Programme(started=110, issued=(70,), review_in=30, threads=6, goals_each=10),
)
"""By turns to one school and the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How far a request for a legal plan has come: event, days before the load, and what it says."""

    events: tuple[tuple[str, int, dict[str, Any]], ...]
    drafted: int | None = None
    issued: int | None = None
    reopened: int | None = None
    lacks: tuple[str, ...] = ()


ASKED, SENT, HELP, ANSWERED, DELAY, DECIDED = (
    "csp_requested", "csp_proposal_sent", "agency_help_requested", "agency_answered", "delay_notified",
    "decision_notified",
)
REQUESTS: Final = (
    # The eight weeks are running, with time and with little.
    Request(events=((ASKED, 24, {}),)),
    Request(events=((ASKED, 51, {}),)),
    # They have run out, and nobody has said anything.
    Request(events=((ASKED, 66, {}),)),
    # Refused, with reasons; the family may go to the Tribunal.
    Request(events=((ASKED, 70, {}), (DECIDED, 22, {"refers_to": ASKED, "decision": "csp_request_refused"}))),
    # The sixteen weeks are running, and another service has its own ten.
    Request(events=((ASKED, 95, {}), (SENT, 58, {"refers_to": ASKED}), (HELP, 51, {}))),
    Request(
        events=((ASKED, 130, {}), (SENT, 90, {"refers_to": ASKED}), (HELP, 84, {})),
        drafted=30, lacks=("factors", "numbers"),
    ),
    # They have run out, with a reason that the law accepts, and without one.
    Request(
        events=(
            (ASKED, 170, {}), (SENT, 127, {"refers_to": ASKED}), (HELP, 120, {}),
            (DELAY, 24, {"refers_to": SENT, "duty": "SC-02", "excuse": "reg_7_1_e", "new_date": 18}),
        ),
        drafted=40, lacks=("factors",),
    ),
    Request(
        events=(
            (ASKED, 160, {}), (SENT, 119, {"refers_to": ASKED}), (HELP, 112, {}),
            (ANSWERED, 50, {"refers_to": HELP}),
        ),
        drafted=44,
    ),
    # In force.
    Request(
        events=(
            (ASKED, 330, {}), (SENT, 290, {"refers_to": ASKED}), (HELP, 285, {}),
            (ANSWERED, 230, {"refers_to": HELP}),
        ),
        drafted=225, issued=200,
    ),
    Request(
        events=(
            (ASKED, 260, {}), (SENT, 215, {"refers_to": ASKED}), (HELP, 210, {}),
            (ANSWERED, 150, {"refers_to": HELP}),
        ),
        drafted=140, issued=112,
    ),
    # The year is over: the twelve weeks of the review are running, and have run out.
    Request(
        events=(
            (ASKED, 540, {}), (SENT, 500, {"refers_to": ASKED}), (HELP, 495, {}),
            (ANSWERED, 440, {"refers_to": HELP}),
        ),
        drafted=435, issued=400, reopened=20,
    ),
    Request(
        events=(
            (ASKED, 590, {}), (SENT, 555, {"refers_to": ASKED}), (HELP, 550, {}),
            (ANSWERED, 500, {"refers_to": HELP}),
        ),
        drafted=490, issued=459, reopened=70,
    ),
)
# fmt: on


def lives(places: Places, *, today: date) -> Iterator[timeline.Life]:
    """One life for each class of the register, and one for each pupil with a plan or a request."""
    everybody = list(registered(places, today=today))
    days = SchoolDays.around(today, places.habits["kelpiewater"])
    planned: list[timeline.Life] = []
    chosen: set[int] = set()
    for told in (*PROGRAMMES, *REQUESTS):
        number = _pick(everybody, chosen, told, len(chosen))
        chosen.add(number)
        life = Life(places, everybody[number], today, days)
        planned.append(
            _programme(life, told) if isinstance(told, Programme) else _request(life, told, len(chosen))
        )
    yield from planned
    this = school_year_of(today)
    habits = places.habits["kelpiewater"]
    classes: dict[tuple[str, str], list[Registered]] = {}
    for number, one in enumerate(everybody):
        if number not in chosen:
            classes.setdefault((one.school, one.particulars.year_group), []).append(one)
    for (school, year), register in classes.items():
        # Those in their first year at a school cannot have been entered there the year before.
        began = school_year(this if year in ("P1", "S1") else this - 1, habits).first_day
        on = min(began + timedelta(days=len(register) % 12), today)
        yield _entered(places, register, school=school, on=days.by(on))


FIRST_YEARS: Final = ("P1", "S1")


def _pick(everybody: list[Registered], chosen: set[int], told: Programme | Request, turn: int) -> int:
    """The next pupil of the school whose turn it is, old enough for a history at that school.

    The pupils whose names are hard for a page are among the first, since theirs are the pages to look at.
    """
    school = "heronstane" if isinstance(told, Programme) and told.also_at else _school_of_turn(turn)
    fits = [
        number
        for number, one in enumerate(everybody)
        if number not in chosen
        and one.school == school
        and one.particulars.year_group not in FIRST_YEARS
        and (told.also_at == "" if isinstance(told, Programme) else True)
    ] or [
        number
        for number, one in enumerate(everybody)
        if number not in chosen and one.school == school and one.particulars.year_group == "P7"
    ]
    hard = [number for number in fits if everybody[number].hard]
    pool = hard[:1] if turn % 5 == 0 and hard else fits
    return pool[(turn * 37) % len(pool)]


def _school_of_turn(turn: int) -> str:
    return ("heronstane", "thistlegarth")[turn % 2]


def _entered(places: Places, register: list[Registered], *, school: str, on: date) -> timeline.Life:
    """A class is entered in one sitting."""
    yield moment_on(on, time(10, 5))
    by = places.actor(COORDINATORS[school], on=on)
    for one in register:
        pupils.add_pupil(school=places.organisations[school], particulars=one.particulars, on=on, by=by)


# --- programmes ---------------------------------------------------------------------------------------


def _programme(life: Life, told: Programme) -> Iterator[datetime]:
    threads = _threads(life, told.threads)
    yield life.go(told.started + 25)
    life.enter()
    yield life.go(told.started)
    life.start(PROGRAMME)
    if told.also_at:
        _also_at(life, told.also_at)
    if told.asked is None and told.issued:
        life.ask(answer_in=-told.started + 9)
    wrote = max(told.started - 4, 1)
    yield life.go(wrote)
    _write_threads(life, threads, told)
    if "texts" not in told.lacks:
        yield life.go(max(wrote - 1, 1))
        _write_programme_texts(life, threads)
    if told.heard:
        yield life.go(max(wrote - 3, 1))
        if told.asked is not None and not told.issued:
            life.ask(answer_in=told.answer_in)
        life.hear(family=bool(told.issued) or "texts" not in told.lacks)
    yield from _issued(life, told)
    if told.asked is not None and not told.heard:
        yield life.go(told.asked)
        life.ask(answer_in=told.answer_in)


def _issued(life: Life, told: Programme) -> Iterator[datetime]:
    for number, days_ago in enumerate(told.issued):
        if number:
            yield life.go(days_ago + 6)
            life.open_again()
            life.raise_target()
        elif not told.heard:
            yield life.go(days_ago + 2)
            life.ask(answer_in=-days_ago + 1)
        yield life.go(days_ago)
        if not number:
            life.name_people()
        is_last = number + 1 == len(told.issued)
        review_in = told.review_in if is_last else -told.issued[number + 1]
        if review_in is not None:
            plans.agree_review(plan=life.plan, review_on=life.day(review_in), **life.by())
        life.issue()
    if told.reopened is not None:
        yield life.go(told.reopened)
        life.open_again()
        life.raise_target()
        if "numbers" in told.lacks:
            thread = _threads(life, len(life.needs) + 1)[-1]
            need = life.write_need(thread)
            life.write_goal(thread, need, due_in=90, baseline=None, baseline_on=None, target=None)


def _threads(life: Life, count: int) -> list[Any]:
    """Kinds of help that fit the pupil's school, none twice unless there are not enough."""
    stage = "P" if life.school == "heronstane" else "S"
    fitting = [one for one in library("threads")["thread"] if stage in one["stages"]]
    start = random.Random(life.registered.particulars.family_name)  # noqa: S311 - no secret
    return start.sample(fitting, min(count, len(fitting)))


def _write_threads(life: Life, threads: list[Any], told: Programme) -> None:
    lacks = () if told.issued else told.lacks
    for number, thread in enumerate(threads):
        is_last = number + 1 == len(threads)
        need = life.write_need(thread)
        if is_last and "goal" in lacks:
            continue
        if is_last and "weak" in lacks:
            words = life.choose.choice(library("views")["weak_goals"])
            instead: dict[str, Any] = {
                "text": words.format(name=life.pupil.known_as),
                "pupil_words": "",
                "unit": "",
                "baseline": None,
                "baseline_on": None,
                "target": None,
                "measure": "",
                "checked": "",
            }
        elif is_last and "numbers" in lacks:
            instead = {"baseline": None, "baseline_on": None}
        else:
            instead = {}
        goals = [
            life.write_goal(thread, need, due_in=75 + 20 * more, **instead) for more in range(told.goals_each)
        ]
        if is_last and "help" in lacks:
            continue
        if is_last and "vague" in lacks:
            vague = life.choose.choice(library("views")["vague_help"])
            life.write_help(
                thread, tuple(goals), ends_in=75, what=vague, times=None, per="", minutes=None, who=None
            )
        else:
            life.write_help(thread, tuple(goals), ends_in=110)


def _write_programme_texts(life: Life, threads: list[Any]) -> None:
    life.write_text("longer_aims", " ".join(one["aims"] for one in threads[:3]))
    life.write_text("changes", "\n\n".join(one["changes"] for one in threads[:3]), who=life.teacher.id)


def _also_at(life: Life, school: str) -> None:
    """Two days a week at a second school, whose coordinator therefore reaches the pupil too."""
    Enrolment.of(life.pupil, at=life.places.organisations[school], starts_on=life.on).save(force_insert=True)


# --- legal plans ----------------------------------------------------------------------------------------


def _request(life: Life, told: Request, number: int) -> Iterator[datetime]:
    thread = library("threads")["legal"][number % len(library("threads")["legal"])]
    first = told.events[0][1]
    yield life.go_by_calendar(first + 40)
    life.enter()
    known: dict[str, CaseEvent] = {}
    case: Case | None = None
    steps = sorted(
        [
            *((-days_ago, 0, kind, detail) for kind, days_ago, detail in told.events),
            *([(-told.drafted, 1, "draft", {})] if told.drafted is not None else []),
            *([(-told.issued, 2, "issue", {})] if told.issued is not None else []),
            *([(-told.reopened, 3, "reopen", {})] if told.reopened is not None else []),
        ],
        key=lambda step: step[:2],
    )
    for days, _, kind, detail in steps:
        yield life.go_by_calendar(-days)
        if case is None:
            case = cases.open_case(pupil=life.pupil, plan_type=LEGAL_PLAN, **life.by(OFFICER))
            life.bring_in(OFFICER)
        if kind == "draft":
            _draft_legal(life, thread, told)
        elif kind == "issue":
            life.issue(who=SIGNS)
        elif kind == "reopen":
            life.open_again()
            life.ask(answer_in=days + 14)
        else:
            known[kind] = _happen(life, case, kind, detail, known, thread)


def _happen(
    life: Life, case: Case, kind: str, detail: dict[str, Any], known: dict[str, CaseEvent], thread: Any
) -> CaseEvent:
    says = {key: value for key, value in detail.items() if key != "refers_to"}
    if "new_date" in says:
        says["new_date"] = (life.today + timedelta(days=says["new_date"])).isoformat()
    if kind == HELP:
        says["agency"] = thread["service"]
        life.bring_in(
            thread["worker"],
            purpose=f"To answer the council’s question about {thread['area'].lower()}",
            access_from=life.on,
            access_until=max(life.on, life.today) + timedelta(days=120),
        )
    return cases.record_event(
        case=case,
        kind=kind,
        happened_on=life.on,
        detail=says,
        refers_to=known.get(detail.get("refers_to", "")),
        **life.by(OFFICER),
    )


def _draft_legal(life: Life, thread: Any, told: Request) -> None:
    life.start(LEGAL_PLAN)
    need = life.write_need(thread)
    lacking: dict[str, Any] = {"baseline": None, "baseline_on": None} if "numbers" in told.lacks else {}
    goal = life.write_goal(thread, need, due_in=max(120, 300 - (told.drafted or 0)), **lacking)
    life.write_help(thread, (goal,), ends_in=200)
    stage = "P" if life.school == "heronstane" else "S"
    school_thread = next(one for one in library("threads")["thread"] if stage in one["stages"])
    more = life.write_need(school_thread)
    second = life.write_goal(school_thread, more, due_in=150, baseline_on=life.on)
    life.write_help(school_thread, (second,), ends_in=200)
    life.write_text("profile", thread["profile"])
    if "factors" not in told.lacks:
        life.write_text("factors", thread["factors"])
    life.name_people(contact=OFFICER)
    life.ask(answer_in=-(told.drafted or 0) + 12)
    if told.issued is not None:
        life.hear()
