from __future__ import annotations

import os
from argparse import ArgumentParser
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import Any

import django
from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from handrail.apps.organisations.models import Organisation


class Command(BaseCommand):
    help = "Work out every open case's dates again, a school at a time and several schools at once."

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)

    def handle(self, *args: Any, processes: int, **options: Any) -> None:  # noqa: ARG002
        schools = list(
            Organisation.objects.filter(kind=Organisation.Kind.SCHOOL)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        done = 0
        # Each process opens connections of its own: one that was forked with ours would share its socket.
        with ProcessPoolExecutor(
            max(1, min(processes, len(schools))), mp_context=get_context("spawn"), initializer=django.setup
        ) as pool:
            running = [pool.submit(calculate, school_id) for school_id in schools]
            with tqdm(total=len(schools), unit=" schools", disable=None, file=self.stderr._out) as bar:
                for finished in as_completed(running):
                    done += finished.result()
                    bar.set_postfix_str(f"{done:,} cases", refresh=False)
                    bar.update()
        self.stdout.write(f"{done:,} open cases of {len(schools):,} schools were worked out again.")


def calculate(school_id: int) -> int:
    """The open cases of one school; how many there were."""
    from handrail.apps.cases import actions

    return actions.calculate_open_cases(organisation_id=school_id, on=timezone.localdate())
