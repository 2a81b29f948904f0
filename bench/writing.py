"""Opening and saving a section of a large plan: 30 goals and 100 promises of help. Prints what it measured as JSON.

python -m bench.within bench.writing
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
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
            goal = GoalWords(need=need, text=f"Read {60 + number} words of a new text aloud in a minute")
            goals.append(actions.add_goal(plan=plan, words=goal, on=today, by=by))
        for number in range(HELP - plan.provisions.count()):
            promise = ProvisionWords(what=f"Paired reading {number}", goals=(goals[number % GOALS],))
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

    yield "section opened, 30 goals and 100 help", timed(open_it)
    state["revision"] = revision()
    yield "section saved while typing", timed(autosave)
    yield "section saved and merged", timed(merge, before=before_merge)
    yield "sign of an open page", timed(sign)


def timed(
    act: Callable[[], int], *, before: Callable[[], None] = lambda: None
) -> list[tuple[int, float, float]]:
    """Queries, seconds in the database and seconds in all, with everything around the view."""
    found = []
    for _ in range(TIMES):
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
