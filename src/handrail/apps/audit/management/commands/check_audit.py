from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from handrail.apps.audit import queries


class Command(BaseCommand):
    help = "Check that no recorded fact was altered, removed or slipped in. Needs the owner's login."

    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        if not _sees_every_fact():
            raise CommandError(
                "This login sees only what is within a reach, so it cannot check the record."
                " Run: handrail check audit, with DATABASE_OWNER_URL set."
            )
        altered = list(queries.altered())
        for one in altered:
            fact = "" if one.fact is None else f", fact {one.fact}"
            self.stderr.write(f"The record of {_whose(one.chain)}, row {one.position}{fact}: {one.says}.")
        if altered:
            raise CommandError("The record was altered. Later rows of the same school were not judged.")
        facts, chains = queries.size()
        self.stdout.write(
            f"The record is whole: {facts:,} facts in {chains:,} chains, each as it was written."
        )


def _sees_every_fact() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select (rolbypassrls or rolsuper) and has_table_privilege('audit_chain', 'select')"
            " from pg_roles where rolname = current_user"
        )
        (sees,) = cursor.fetchone() or (False,)
    return bool(sees)


def _whose(chain: int) -> str:
    return "no school in particular" if chain == queries.OF_NO_SCHOOL else f"school {chain}"
