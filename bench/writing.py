"""Opening, writing and issuing a large plan: 30 goals and 100 promises of help. Prints what it measured as JSON.

python -m bench.within bench.writing
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, acting, build_cast

from bench import words
from bench.counted import Count
from handrail.apps.accounts.models import Person
from handrail.apps.plans import actions, queries
from handrail.apps.plans.actions import GoalWords, NeedWords, ProvisionWords
from handrail.apps.plans.models import Plan
from handrail.apps.pupils.models import CircleMember

GOALS: Final = 30
HELP: Final = 100
TIMES: Final = 60
KEY: Final = "changes"
AUTOSAVE: Final = {"X-Handrail-Autosave": "1"}


def large_plan(cast: Cast) -> None:
    """The young pupil's draft, grown through the product's own actions, with a long section."""
    today = timezone.localdate()
    with acting(cast.coordinator, on=today) as by:
        plan = queries.plan(cast.young.plan.pk)
        goals = list(plan.goals.all())
        for number in range(GOALS - len(goals)):
            need = actions.add_need(
                plan=plan,
                words=NeedWords(title=f"Need {number}", description=words.PARAGRAPHS[:400]),
                on=today,
                by=by,
            )
            goal = GoalWords(
                need=need,
                text=f"Read {60 + number} words of a new text aloud in a minute",
                unit="words a minute",
                baseline=Decimal(40),
                baseline_on=today,
                target=Decimal(60 + number),
                measure="Words read correctly in a minute",
                checked="every week",
                starts_on=today,
                due_on=today + timedelta(days=120),
            )
            goals.append(actions.add_goal(plan=plan, words=goal, on=today, by=by))
        who = CircleMember.objects.get(pupil=plan.pupil, person=cast.coordinator)
        for number in range(HELP - plan.provisions.count()):
            promise = ProvisionWords(
                what=f"Paired reading {number}",
                goals=(goals[number % GOALS],),
                who=who,
                times=3,
                per="week",
                minutes=10,
                group_size=2,
                where="The library",
                starts_on=today,
                ends_on=today + timedelta(days=120),
            )
            actions.add_provision(plan=plan, words=promise, on=today, by=by)
        save(cast, words.PARAGRAPHS)


def save(cast: Cast, text: str) -> None:
    with acting(cast.coordinator, on=timezone.localdate()) as by:
        text_now = queries.section_text(cast.young.plan.pk, KEY)
        actions.write_section(
            plan=cast.young.plan,
            key=KEY,
            text=text,
            based_on=text_now.revision if text_now else 0,
            on=timezone.localdate(),
            at=timezone.now(),
            by=by,
        )


def browser_of(person: Person) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def measured(cast: Cast) -> Iterator[tuple[str, list[tuple[int, float, float]]]]:
    address = reverse("plans:section", args=[cast.young.plan.pk, KEY])
    here = reverse("plans:here", args=[cast.young.plan.pk, KEY])
    writer, other = browser_of(cast.coordinator), browser_of(cast.class_teacher)
    state = {"revision": 0, "text": ""}

    def revision() -> int:
        return int(writer.post(here, {"tab": "w"}, headers=AUTOSAVE).json()["revision"])

    def open_it() -> int:
        return writer.get(address).status_code

    def autosave() -> int:
        state["text"] = f"{state['text']} More."
        form = {
            "text": words.PARAGRAPHS + str(state["text"]),
            "revision": state["revision"],
            "tab": "w",
            "caret": "9",
        }
        answer = writer.post(address, form, headers=AUTOSAVE)
        state["revision"] = answer.json()["revision"]
        return answer.status_code

    def merge() -> int:
        return other.post(address, state["form"], headers=AUTOSAVE).status_code

    def before_merge() -> None:
        """Somebody else saved at the end since; this one puts a sentence first."""
        seen = revision()
        with acting(cast.coordinator, on=timezone.localdate()):
            now = queries.section_text(cast.young.plan.pk, KEY)
        assert now is not None
        save(cast, f"{now.text} Again.")
        state["form"] = {"text": f"First. {now.text}", "revision": seen, "tab": "o", "caret": "3"}

    def sign() -> int:
        return writer.post(
            here, {"tab": "w", "revision": state["revision"], "caret": "9"}, headers=AUTOSAVE
        ).status_code

    draft = reverse("plans:plan", args=[cast.young.plan.pk])
    goal = reverse("plans:goal", args=[cast.young.plan.pk, cast.young.goal.pk])
    help_ = reverse("plans:section", args=[cast.young.plan.pk, "support"])
    yield "draft opened, 30 goals and 100 help", timed(lambda: writer.get(draft).status_code)
    yield "goal opened, with the coach and its thread", timed(lambda: writer.get(goal).status_code)
    yield "table of 100 help opened", timed(lambda: writer.get(help_).status_code)
    yield "section opened, 30 goals and 100 help", timed(open_it)
    state["revision"] = revision()
    yield "section saved while typing", timed(autosave)
    yield "section saved and merged", timed(merge, before=before_merge)
    yield "sign of an open page", timed(sign)
    yield "naive peer: draft read with a query a row", timed(lambda: one_by_one(cast))
    issuing = reverse("versions:issue", args=[cast.young.plan.pk])

    def before_issue() -> None:
        """What was issued is opened again, and a word changes."""
        today = timezone.localdate()
        with acting(cast.coordinator, on=today) as by:
            actions.open_draft(plan=queries.plan(cast.young.plan.pk), on=today, by=by)
        save(cast, f"{words.PARAGRAPHS} Issued {time.perf_counter_ns()}.")

    def issue() -> int:
        with acting(cast.coordinator, on=timezone.localdate()):
            seen = queries.plan(cast.young.plan.pk).draft_revision
        answer = writer.post(issuing, {"draft_revision": seen})
        assert answer.status_code == 302, answer.content.decode()
        return 200

    yield "plan issued, 30 goals and 100 help", timed(issue, before=before_issue, times=20)


def one_by_one(cast: Cast) -> int:
    """The same draft as one writes it first: each goal asks for its need, each help for its goals and person."""
    with acting(cast.coordinator, on=timezone.localdate()):
        plan = Plan.objects.get(pk=cast.young.plan.pk)
        for one in plan.goals.all():
            assert one.need.title
        for promise in plan.provisions.all():
            assert all(goal.text for goal in promise.goals.all())
            assert promise.who is None or promise.who.name
    return 200


def timed(
    act: Callable[[], int], *, before: Callable[[], None] = lambda: None, times: int = TIMES
) -> list[tuple[int, float, float]]:
    """Queries, seconds in the database and seconds in all, with everything around the view."""
    found = []
    for _ in range(times):
        before()
        counted = Count()
        started = time.perf_counter()
        with connection.execute_wrapper(counted):
            status = act()
        found.append((counted.queries, counted.seconds, time.perf_counter() - started))
        assert status == 200, status
    return found


def main() -> None:
    cast = build_cast(on=timezone.localdate())
    large_plan(cast)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):  # nothing was gathered here
        json.dump(dict(measured(cast)), sys.stdout)


main()
