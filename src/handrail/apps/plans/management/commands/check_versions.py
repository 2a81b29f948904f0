from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from handrail.apps.plans import queries


class Command(BaseCommand):
    help = "Check that every issued plan is the one that was recorded when it was issued. Needs the owner's login."

    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        count, altered = queries.altered_versions()
        for version, says in altered:
            self.stderr.write(f"Version {version}: {says}.")
        if altered:
            raise CommandError("An issued plan was altered.")
        self.stdout.write(f"{count:,} issued plans are as they were issued.")
