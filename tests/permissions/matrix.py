"""The table of who is answered what, as it is kept in the repository: matrix.csv."""

from __future__ import annotations

import csv
from collections.abc import Collection
from pathlib import Path
from typing import Final

MATRIX: Final = Path(__file__).with_name("matrix.csv")

ROLES: Final = (
    "parent",
    "parent_without_responsibility",
    "young_pupil",
    "older_pupil",
    "class_teacher",
    "teaching_assistant",
    "coordinator",
    "head",
    "psychologist",
    "past_psychologist",
    "officer",
    "administrator",
    "other_coordinator",
    "visitor",
)
"""The columns: names in the cast, and somebody who has not signed in."""

SIGN_IN: Final = "sign-in"
REFUSALS: Final = frozenset({SIGN_IN, "403", "404", "405", "409", "422"})
"""Answers after which nothing may have changed."""

Answers = dict[tuple[str, str], dict[str, str]]
"""By page and method, what each role is answered."""


def written() -> Answers:
    """The table in the repository."""
    if not MATRIX.exists():
        return {}
    with MATRIX.open(encoding="utf-8", newline="") as lines:
        return {
            (row["page"], row["method"]): {role: row[role] for role in row if role not in ("page", "method")}
            for row in csv.DictReader(lines)
        }


def replace(found: Answers) -> None:
    """Write the table anew with these answers; other methods keep their rows where the page still exists."""
    pages = {page for page, _ in found}
    methods = {method for _, method in found}
    kept = {row: cells for row, cells in written().items() if row[0] in pages and row[1] not in methods}
    with MATRIX.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(["page", "method", *ROLES])
        for (page, method), by_role in sorted((kept | found).items()):
            table.writerow([page, method, *(by_role[role] for role in ROLES)])


def differences(found: Answers, expected: Answers, *, of_methods: Collection[str] = ()) -> list[str]:
    """Where the answers and the table differ, a sentence each."""
    methods = set(of_methods) or {method for _, method in found}
    expected = {row: cells for row, cells in expected.items() if row[1] in methods}
    told = []
    for page, method in sorted(found.keys() | expected.keys()):
        if (page, method) not in found:
            told.append(f"{page} {method} is written, but there is no such page")
        elif (page, method) not in expected:
            told.append(f"{page} {method} is not written")
        else:
            now, then = found[page, method], expected[page, method]
            told += [
                f"{page} {method} as {role}: {now.get(role)}, written {then.get(role)}"
                for role in sorted(now.keys() | then.keys())
                if now.get(role) != then.get(role)
            ]
    return told
