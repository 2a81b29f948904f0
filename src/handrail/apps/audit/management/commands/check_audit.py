from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from handrail.apps.audit import queries


class Command(BaseCommand):
    help = "Read every recorded fact again, as the owner, and name what was altered."

    def handle(self, **_: Any) -> None:
        if faults := list(queries.altered()):
            raise CommandError("\n".join(_sentence(one) for one in faults))
        chains, facts = queries.extent()
        self.stdout.write(
            f"The record is whole. Facts: {facts}, each following from the one before. Chains: {chains}."
        )


def _sentence(one: queries.Altered) -> str:
    chain = f"school {one.chain}" if one.chain else "what concerns no school"
    return f"The record of {chain} is altered from row {one.position} on: {one.says}."
