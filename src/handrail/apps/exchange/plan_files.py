"""Reads a plan file of the published schema. What is wrong is told as sentences; nothing is guessed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final, NoReturn

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

SCHEMA: Final = "handrail-plan/1"
ENVELOPE: Final = "handrail-plan-file/1"
SCHEMA_FILE: Final = "handrail-plan-1.schema.json"
MOST_SENTENCES: Final = 10
LARGEST: Final = 10 * 1024 * 1024
"""Bytes of one plan file. Three hundred goals take less than a tenth of it."""
FEWEST_CHARACTERS: Final = 8
"""Of a fingerprint: fewer could agree by chance."""

Json = dict[str, Any]


class NotAPlan(Exception):
    """The file cannot be taken for a plan. `sentences` say what is wrong and what to do."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan as it came, and how far its fingerprint was checked."""

    plan: Json
    sha256: str
    checked: bool  # against a fingerprint that came in the file or by another way


def envelope(document: str, *, sha256: str) -> str:
    """A frozen plan with its fingerprint beside it, as one file to send.

    `document` is the canonical text itself, which stands in the file as it is.
    """
    return f'{{"schema":"{ENVELOPE}","sha256":"{sha256}","plan":{document}}}\n'


def read(content: bytes, *, fingerprint: str = "") -> PlanFile:
    """The plan in a file, with or without its envelope, held against the schema and the fingerprint.

    Raises:
        NotAPlan: with every sentence about what is wrong, up to ten.
    """
    if not content.strip():
        raise NotAPlan("The file is empty. Ask the other school to send it again.")
    if len(content) > LARGEST:
        raise NotAPlan(
            f"The file is larger than {LARGEST // 1024 // 1024} MB, which no plan is. Check the file."
        )
    given = _parsed(content)
    sent = ""
    if given.get("schema") == ENVELOPE:
        claimed, plan = given.get("sha256"), given.get("plan")
        if not isinstance(claimed, str) or not claimed or not isinstance(plan, dict):
            raise NotAPlan("The file says that it is a plan file, but holds no plan or no fingerprint.")
        sent, given = claimed, plan
    if given.get("schema") != SCHEMA:
        raise NotAPlan(_of_another_schema(given.get("schema")))
    if sentences := _objections(given):
        raise NotAPlan(*sentences)
    sha256 = _sha256(given)
    for expected in filter(None, (sent, _plain(fingerprint))):
        if not sha256.startswith(expected):
            raise NotAPlan(
                "The plan in this file is not the one that was issued: its fingerprint differs. Something in it was"
                " changed on the way. Ask the other school for the file again."
            )
    return PlanFile(given, sha256, checked=bool(sent or fingerprint.strip()))


def _plain(fingerprint: str) -> str:
    """A fingerprint as people copy it from paper: with spaces, in capitals, only its beginning."""
    plain = re.sub(r"\s|^SHA-256:?", "", fingerprint.strip(), flags=re.IGNORECASE).casefold()
    if plain and (not re.fullmatch("[0-9a-f]{1,64}", plain) or len(plain) < FEWEST_CHARACTERS):
        raise NotAPlan(
            "A fingerprint is made of the figures 0 to 9 and the letters a to f. Enter at least its first"
            f" {FEWEST_CHARACTERS} characters, or leave the box empty."
        )
    return plain


def _sha256(plan: Json) -> str:
    """Of the canonical text, so that a file that was only laid out anew has the same."""
    text = json.dumps(plan, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _parsed(content: bytes) -> Json:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as unread:
        raise NotAPlan(
            "This is not a plan file: it holds no readable text. A plan file ends in .json. A PDF or a Word document"
            " can be read by people, and be added to a view, but not be taken apart again."
        ) from unread
    try:
        given = json.loads(text, parse_constant=_no_number, object_pairs_hook=_once_each)
        json.dumps(given, ensure_ascii=False).encode()
    except json.JSONDecodeError as broken:
        raise NotAPlan(
            f"The file breaks off or is damaged at line {broken.lineno}. Ask the other school to send it again."
        ) from broken
    except RecursionError as deep:
        raise NotAPlan("This is not a plan file: it is nested far deeper than any plan.") from deep
    except UnicodeEncodeError as half:
        raise NotAPlan(
            "The file holds half a character, which no text has. Ask for the file again."
        ) from half
    if not isinstance(given, dict):
        raise NotAPlan("This is not a plan file: a plan has named parts, and this has none.")
    if "\\u0000" in text or "\0" in text:
        raise NotAPlan("The file holds a sign that no text has (U+0000). Ask for the file again.")
    return given


def _no_number(word: str) -> NoReturn:
    raise NotAPlan(f"The file holds “{word}” where a number should stand. Ask for the file again.")


def _once_each(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotAPlan(f"The file says “{twice}” twice in one place, so it is not clear which one holds.")
    return found


def _of_another_schema(schema: object) -> str:
    named = re.fullmatch(r"handrail-plan(-file)?/([1-9][0-9]{0,8})", str(schema))
    if named and named[2] != "1":
        return (
            f"This plan was written by a newer Handrail ({named[0]}); this one reads {SCHEMA}. Ask those who run"
            " Handrail here to bring it up to date."
        )
    return f"This is not a plan that Handrail can read: it does not say that its schema is {SCHEMA}."


@cache
def schema() -> Json:
    """The published schema."""
    text = (files("handrail.apps.exchange") / "data" / SCHEMA_FILE).read_text(encoding="utf-8")
    found: Json = json.loads(text)
    return found


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def _objections(plan: Json) -> list[str]:
    found = [_sentence(error, plan) for error in _validator().iter_errors(plan)] or list(
        _contradictions(plan)
    )
    if len(found) > MOST_SENTENCES:
        more = len(found) - MOST_SENTENCES
        found = [*found[:MOST_SENTENCES], f"And {more} more like these."]
    return found


def _sentence(error: ValidationError, plan: Json) -> str:
    """What is wrong, and where, in words: “Section 3 (Goals), goal 2, due: …”."""
    where = _where(list(error.absolute_path), plan)
    match error.validator:
        case "required":
            missing = re.findall(r"'([^']*)'", error.message)[:1]
            says = f"“{missing[0]}” is missing" if missing else "something is missing"
        case "type":
            says = f"this should be {_kind(error.validator_value)}"
        case "maxLength":
            says = f"this is longer than {error.validator_value:,} characters"
        case "maxItems":
            says = f"this has more than {error.validator_value:,} entries"
        case "minLength" | "minItems":
            says = "this is empty"
        case "pattern":
            says = f"“{str(error.instance)[:40]}” is not written as it should be; a day is written like 2026-11-05"
        case "enum":
            says = f"“{str(error.instance)[:40]}” is none of {_listed(error.validator_value)}"
        case "minimum" | "maximum":
            says = f"{error.instance} is out of bounds"
        case _:
            says = "this is not as the schema asks"
    return f"{where}: {says}."


def _listed(values: object) -> str:
    return ", ".join(str(one) for one in values if one) if isinstance(values, list) else str(values)


def _kind(kinds: object) -> str:
    words = {
        "string": "text",
        "integer": "a whole number",
        "array": "a list",
        "object": "a group of named parts",
        "boolean": "true or false",
        "null": "empty",
    }
    wanted = kinds if isinstance(kinds, list) else [kinds]
    return " or ".join(words.get(str(one), str(one)) for one in wanted)


SINGULAR: Final = {
    "needs": "need",
    "goals": "goal",
    "provision": "help",
    "views": "view",
    "rows": "fact",
    "facts": "fact",
}


def _where(path: list[str | int], plan: Json) -> str:
    if not path:
        return "The plan"
    parts: list[str] = []
    for at, step in enumerate(path):
        before = path[at - 1] if at else ""
        if isinstance(step, str):
            if not (at + 1 < len(path) and isinstance(path[at + 1], int)):
                parts.append(step.replace("_", " "))
        elif before == "sections":
            parts.append(f"section {step + 1}{_heading(plan, step)}")
        else:
            name = SINGULAR.get(str(before), str(before))
            parts.append(f"{name} {step + 1}")
    words = ", ".join(parts)
    return words[:1].upper() + words[1:]


def _heading(plan: Json, at: int) -> str:
    section = plan["sections"][at]
    heading = section.get("heading") if isinstance(section, Mapping) else None
    return f" ({heading[:60]})" if isinstance(heading, str) and heading else ""


def _contradictions(plan: Json) -> Iterator[str]:
    """What the schema's language cannot say: days that exist, ids that are told apart and lead somewhere."""
    for where, value in _days(plan):
        try:
            date.fromisoformat(value)
        except ValueError:
            yield f"{where}: {value} is no day of the calendar."
    for part, name in (("needs", "need"), ("goals", "goal"), ("provision", "help")):
        ids = [one["id"] for section in plan["sections"] for one in section.get(part) or ()]
        # A plan type may have the same list in two sections; the same id then means the same thing.
        things: dict[str, Any] = {}
        for section in plan["sections"]:
            for one in section.get(part) or ():
                if things.setdefault(one["id"], one) != one:
                    yield f"Two different entries are both called {name} {one['id'][:40]}."
        known = set(ids)
        if part == "needs":
            for goal in _all(plan, "goals"):
                if goal.get("need") and goal["need"] not in known:
                    yield f"The goal “{goal['text'][:60]}” is for a need that the file does not hold."
        if part == "goals":
            for one in _all(plan, "provision"):
                if any(goal not in known for goal in one.get("goals") or ()):
                    yield f"The help “{one['what'][:60]}” is for a goal that the file does not hold."
    for one in _all(plan, "provision"):
        if one.get("starts") and one.get("ends") and one["ends"] < one["starts"]:
            yield f"The help “{one['what'][:60]}” ends before it starts."
    for goal in _all(plan, "goals"):
        if goal.get("starts") and goal.get("due") and goal["due"] < goal["starts"]:
            yield f"The goal “{goal['text'][:60]}” is due before it starts."
        sessions, out_of = goal.get("sessions"), goal.get("out_of")
        if (sessions is None) != (out_of is None) or (sessions or 0) > (out_of or 0):
            yield f"The goal “{goal['text'][:60]}” counts checks that cannot be: {sessions or 0} of {out_of or 0}."


def _all(plan: Json, part: str) -> Iterator[Json]:
    for section in plan["sections"]:
        yield from section.get(part) or ()


def _days(plan: Json) -> Iterator[tuple[str, str]]:
    yield "The day of birth", plan["pupil"]["born"]
    yield "The day of issue", plan["issued_on"]
    if plan.get("next_review"):
        yield "The next review", plan["next_review"]["on"]
    for part, names in (
        ("goals", ("due", "starts", "baseline_on", "pupil_said_on")),
        ("provision", ("starts", "ends")),
        ("views", ("said_on", "asked_on")),
        ("advice", ("said_on", "asked_on")),
    ):
        for one in _all(plan, part):
            yield from ((f"A day of {part}", one[name]) for name in names if one.get(name))
