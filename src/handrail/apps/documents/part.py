"""What of a plan goes to one person: the help they give, the goals and needs behind it, and what they said for it.

A part holds nothing about health, home or anybody else that does not name its reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from handrail.apps.documents.lesson import is_for_lessons
from handrail.apps.documents.paper import PART_SCHEMA
from handrail.apps.documents.prose import Json

NUMBERED: Final = ("needs", "goals", "provision")
LISTS: Final = (*NUMBERED, "views", "advice")
"""What a section lists; each part of a plan keeps those that are its reader's."""


OF_THE_WHOLE: Final = frozenset({"amends", "facts"})
"""What is said of the whole plan beside its sections: what a change opened, and every fact that was written in it."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a part: by which name the plan knows them, what they are, and whether they teach the pupil."""

    name: str
    relation: str
    teaches: bool


def part_of(document: Json, recipient: Recipient) -> dict[str, Any]:
    """The plan document, with what is the recipient's and nothing else; whole numbers stay those of the plan."""
    kept = _Kept(document["sections"], recipient.name)
    plan_type = document["plan_type"]["key"]
    sections = [
        part
        for section in document["sections"]
        if (part := _section(section, kept, recipient, plan_type=plan_type)) is not None
    ]
    pupil = dict(document["pupil"])
    if recipient.teaches:
        # A teacher knows the pupil; somebody outside has to find the right child.
        pupil.pop("born", None)
    return {
        **{key: value for key, value in document.items() if key not in OF_THE_WHOLE},
        "schema": PART_SCHEMA,
        "pupil": pupil,
        "sections": sections,
        "corrections": list(_corrections(document, sections)),
        "part": {
            "for": recipient.name,
            "for_whom": ", ".join(part for part in (recipient.name, recipient.relation) if part),
            "names_them": any(section.get(part) for section in sections for part in LISTS),
        },
    }


class _Kept:
    """The rows of a plan that are one person's, with the numbers that they have in the whole plan."""

    def __init__(self, sections: Iterable[Json], name: str) -> None:
        self.names = re.compile(rf"(?<!\w){re.escape(_plain(name))}(?!\w)", re.IGNORECASE)
        self.name = _plain(name).casefold()
        rows = {part: list(_each(sections, part)) for part in NUMBERED}
        self.numbers = {
            str(row["id"]): number for found in rows.values() for number, row in enumerate(found, start=1)
        }
        own = {row["id"] for row in rows["provision"] if self.is_theirs(row)}
        goals = {goal for row in rows["provision"] if row["id"] in own for goal in row.get("goals") or ()} | {
            row["id"] for row in rows["goals"] if self.named_in(row.get("measure"))
        }
        needs = {row.get("need") for row in rows["goals"] if row["id"] in goals}
        self.ids = own | goals | needs

    def is_theirs(self, row: Json) -> bool:
        return _plain(row.get("who")).casefold() == self.name

    def named_in(self, text: str | None) -> bool:
        return bool(self.names.search(_plain(text)))

    def rows(self, section: Json, part: str) -> list[dict[str, Any]]:
        found = section.get(part) or ()
        if part in ("views", "advice"):
            return [dict(row) for row in found if self.is_theirs(row)]
        return [{**row, "number": self.numbers[str(row["id"])]} for row in found if row["id"] in self.ids]


def _corrections(document: Json, sections: list[dict[str, Any]]) -> Iterator[Json]:
    """Those of texts that stand whole in the part: of others a correction would tell more than the part does."""
    whole = {section["key"]: section["text"] for section in document["sections"]}
    texts = {section["key"] for section in sections if section["text"] == whole[section["key"]]}
    rows = {str(row["id"]) for section in sections for part in NUMBERED for row in section.get(part, ())}
    for one in document.get("corrections") or ():
        section, _, *row = one["place"].split("/")
        if (row[0] in rows) if row else (section in texts):
            yield one


def _section(section: Json, kept: _Kept, recipient: Recipient, *, plan_type: str) -> dict[str, Any] | None:
    lists = {part: rows for part in LISTS if (rows := kept.rows(section, part))}
    text = section.get("text") or ""
    if not (recipient.teaches and is_for_lessons(plan_type, section["key"])):
        text = "\n\n".join(one for one in re.split(r"\n[ \n]*\n", text) if kept.named_in(one))
    facts = [row for row in section.get("rows") or () if kept.named_in(row[1])]
    if not (lists or text.strip() or facts):
        return None
    return {
        **{key: section[key] for key in ("key", "heading", "kind", "citation") if key in section},
        "text": text,
        "rows": facts,
        **lists,
    }


def _each(sections: Iterable[Json], part: str) -> Iterator[Mapping[str, Any]]:
    """Each row once, in order, as print numbers them."""
    seen = set()
    for section in sections:
        for row in section.get(part) or ():
            if row["id"] not in seen:
                seen.add(row["id"])
                yield row


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())
