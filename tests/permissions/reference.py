"""Writes docs/reference/permissions.md from the tables of the slices' policies."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from handrail.apps.accounts.actor import Role
from handrail.apps.accounts.policy import Rules, phrase
from handrail.apps.organisations.actions import KEEPS_CALENDARS
from handrail.apps.plans.policy import ISSUERS, SIGN_FOR_A_SCHOOL
from handrail.apps.pupils.policy import ADDERS
from handrail.config.settings import SLICES
from handrail.core.plan_types import LegalWeight
from tests.permissions.matrix import MATRIX, SIGN_IN, written

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "permissions.md"

HEADINGS: Final = {
    Role.RECIPIENT: "gets a copy",
    Role.PUPIL: "pupil under 12",
    Role.ELIGIBLE_PUPIL: "pupil from 12",
    Role.PROFESSIONAL: "outside professional",
}
"""Where the words of two roles would be the same or too long for a column."""

KINDS: Final = {
    LegalWeight.STATUTORY_PLAN: "a plan that the law prescribes",
    LegalWeight.STATUTORY_DUTY_NO_PLAN: "a plan under a duty without a prescribed plan",
    LegalWeight.POLICY_PLAN: "a plan of agreed practice",
}

INTRODUCTION: Final = """\
# Who may do what

Written from the code by `python -m tests.permissions.write`; a test keeps it in step. Change the tables in
`src/handrail/apps/<slice>/policy.py`, not this page.

Two things decide together. **The reach** decides whether somebody sees a pupil at all: the database hides every
other pupil, and a page about one answers 404, as if there were no such pupil. **The acts** below decide what
somebody may do who does see the pupil; a page that is refused answers 403 with a sentence.

A role is always towards one pupil. A coordinator and a head teacher have theirs towards every pupil of the
school, an officer towards every pupil of the authority's schools. A class teacher and a teaching assistant have
theirs towards the pupils in whose circle they stand; so have parents, the pupil, and professionals from outside
between the first and the last day of their invitation. An administrator has none. A parent without parental rights
and responsibilities has a role only when it was agreed that they get a copy.
"""

CALENDARS: Final = """\
## Calendars

A school's calendar is about no pupil. Whoever works for a school or an authority sees its calendar, and officers see
those of their authority’s schools; for everybody else it answers 404. People who work there change it:
{keepers}. An officer changes the authority's own, not a school's.
"""


def tables() -> dict[str, Rules[Any]]:
    """The table of every slice that has one."""
    found = {}
    for name in SLICES:
        if find_spec(f"handrail.apps.{name}.policy"):
            policy = import_module(f"handrail.apps.{name}.policy")
            if isinstance(rules := getattr(policy, "RULES", None), Rules):
                found[name] = rules
    return found


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    for name, rules in tables().items():
        rows = {act.value: roles for act, roles in rules.table.items()}
        if name == "pupils":
            rows = {"enter a pupil at the school": ADDERS} | rows
        if name == "plans":
            rows |= {f"issue {KINDS[weight]}": roles for weight, roles in ISSUERS.items()}
            rows["issue a plan set by law, where the law of the place makes it the school’s"] = (
                SIGN_FOR_A_SCHOOL
            )
        parts.append(_table(name, rows))
    parts.append(CALENDARS.format(keepers=phrase(KEEPS_CALENDARS)))
    parts.append(_matrix())
    return "\n".join(parts)


def _table(name: str, rows: dict[str, frozenset[Role]]) -> str:
    columns = [role for role in Role if any(role in roles for roles in rows.values())]
    headings = [HEADINGS.get(role, role.words) for role in columns]
    heading = name.replace("_", " ").capitalize()
    lines = [f"## {heading}", ""]
    lines += [f"| may … | {' | '.join(headings)} |", f"|---|{':-:|' * len(columns)}"]
    for act, roles in rows.items():
        lines.append(f"| {act} | {' | '.join('yes' if role in roles else '' for role in columns)} |")
    return "\n".join([*lines, ""])


def _matrix() -> str:
    table = written()
    open_to_all = sorted({page for (page, _), by_role in table.items() if by_role["visitor"] != SIGN_IN})
    return f"""\
## Pages

`{MATRIX.relative_to(PAGE.parents[2])}` holds what each page answers to each person of the tests' cast, by each \
method; the tests ask them all. Without signing in, only these open:

{chr(10).join(f"* `{page}`" for page in open_to_all)}
"""
