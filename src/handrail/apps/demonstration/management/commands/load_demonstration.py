from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from handrail.apps.accounts.policy import NotPossible
from handrail.apps.demonstration import actions, queries


class Command(BaseCommand):
    help = "Load the invented schools, pupils and plans, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today", type=date.fromisoformat, help="the day on which the stories end, instead of today"
        )

    def handle(self, *, today: date | None, **_: Any) -> None:
        now = timezone.now()
        if today is not None:
            now = datetime.combine(today, time(12, 0), tzinfo=timezone.get_current_timezone())
        try:
            loaded = actions.load(today=timezone.localdate(now), now=now, say=self.stdout.write)
        except NotPossible as fault:
            raise CommandError(str(fault)) from fault
        if not loaded:
            self.stdout.write("The demonstration is loaded already.")
        self._tell_who()

    def _tell_who(self) -> None:
        people = queries.people_of_cast()
        for group in queries.cast():
            self.stdout.write(f"\n{group.title}")
            for part in group.parts:
                if part.email in people:
                    self.stdout.write(f"  {part.email:42} {people[part.email].name}: {part.who}")
        self.stdout.write(f"\nThe password of all of them: {actions.PASSWORD}")
        self.stdout.write("All people, schools and plans here are invented.")
