"""The published schema as a page of the reference, each field with what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from handrail.apps.exchange.plan_files import ENVELOPE, SCHEMA, SCHEMA_FILE, schema

WORDS: Final = {
    "string": "text",
    "integer": "a whole number",
    "array": "a list",
    "object": "an object",
    "boolean": "true or false",
    "null": "null",
}
PARTS: Final = {
    "section": "A section of a plan",
    "need": "A need of a plan",
    "goal": "A goal of a plan",
    "provision": "A provision of a plan",
    "view": "A view of a plan",
    "advice": "Advice that a plan rests on",
    "fact": "A fact that was written in a plan",
}


def page() -> str:
    found = schema()
    return "\n".join(
        (
            "# The plan as a file",
            "",
            f"Written by `make docs` from the published schema, `{SCHEMA_FILE}`, which every installation serves at",
            f"`/schemas/{SCHEMA_FILE}`. {found['description']}",
            "",
            f"A file to send is an envelope of three fields: `schema` ({ENVELOPE}), `sha256`, and `plan`. The",
            "SHA-256 is that of the plan as one line of JSON with sorted keys, no spaces, and letters as they are, in",
            f"UTF-8 (after RFC 8785). A file that is the plan alone ({SCHEMA}) is taken too.",
            "",
            "## The plan",
            "",
            *_table(found),
            *(
                line
                for name in ("plan_type", "pupil", "issued_by", "next_review", "amends")
                for line in ("", f"### {name}", "", *_table(found["properties"][name]))
            ),
            *(
                line
                for name, heading in PARTS.items()
                for line in ("", f"## {heading}", "", *_table(found["$defs"][name]))
            ),
            "",
        )
    )


def _table(part: Mapping[str, Any]) -> Iterator[str]:
    needed = set(part.get("required", ()))
    yield "| Field | Needed | What it holds | Meaning |"
    yield "|---|---|---|---|"
    for name, field in part["properties"].items():
        yield f"| `{name}` | {'yes' if name in needed else ''} | {_holds(field)} | {field['description']} |"


def _holds(field: Mapping[str, Any]) -> str:
    if "$ref" in field:
        name = str(field["$ref"]).rpartition("/")[2]
        return {
            "day": "a day, such as 2026-11-05",
            "day_or_nothing": "a day, or empty",
            "text": "text",
        }.get(name, f"a {name}")
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{one}`" for one in field["enum"] if one)
    if "allOf" in field:
        return "text, not empty"
    kinds = field["type"] if isinstance(field["type"], list) else [field["type"]]
    most = field.get("maxLength")
    return " or ".join(WORDS[one] for one in kinds) + (f", at most {most:,} characters" if most else "")
