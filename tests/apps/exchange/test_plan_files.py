"""A plan file: held against the published schema and its fingerprint, refused in sentences."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from handrail.apps.exchange import plan_files
from handrail.apps.exchange.contents import amount, measure
from handrail.apps.exchange.plan_files import NotAPlan, envelope, read
from handrail.core.plan_types import PlanType, SectionKind
from handrail.law.lawbook import lawbook
from tests.apps.documents.full_plans import full

Json = dict[str, Any]


def plan() -> Json:
    return full(lawbook().plan_type("gb-sct/csp"))


def content(document: Json) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def canonical(document: Json) -> str:
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def refusal(raw: bytes, **more: str) -> str:
    with pytest.raises(NotAPlan) as refused:
        read(raw, **more)
    assert all(sentence.endswith(".") for sentence in refused.value.sentences)
    return str(refused.value)


def closed(schema: Any) -> Any:
    """The same schema that knows no field but its own."""
    if isinstance(schema, dict):
        inner = {key: closed(value) for key, value in schema.items()}
        return inner | {"additionalProperties": False} if "properties" in inner else inner
    return [closed(one) for one in schema] if isinstance(schema, list) else schema


def test_the_schema_is_a_schema_and_describes_every_field() -> None:
    schema = plan_files.schema()
    Draft202012Validator.check_schema(schema)

    def undescribed(part: Any, name: str = "") -> list[str]:
        if not isinstance(part, dict):
            return []
        found = [
            f"{name}.{key}"
            for key, value in part.get("properties", {}).items()
            if not value.get("description")
        ]
        return found + [one for key, value in part.items() for one in undescribed(value, f"{name}.{key}")]

    assert undescribed(schema) == []
    kinds = schema["$defs"]["section"]["properties"]["kind"]["enum"]
    assert set(map(str, SectionKind)) <= set(kinds)


@pytest.mark.parametrize("kind", lawbook().plan_types(), ids=lambda kind: kind.key)
def test_a_full_plan_of_every_plan_type_is_read(kind: PlanType) -> None:
    document = full(kind)

    assert list(Draft202012Validator(closed(plan_files.schema())).iter_errors(document)) == []
    assert read(content(document)).plan == document


def test_what_a_newer_writer_adds_is_kept_and_passed_over() -> None:
    document = plan() | {"colour": "green"}

    assert read(content(document)).plan["colour"] == "green"


def test_the_fingerprint_is_checked_in_the_file_and_from_paper() -> None:
    text = canonical(plan())
    sha256 = plan_files._sha256(plan())

    sent = read(envelope(text, sha256=sha256).encode())
    assert (sent.checked, sent.sha256) == (True, sha256)
    assert read(text.encode(), fingerprint=f"SHA-256 {sha256[:12].upper()}").checked
    assert not read(text.encode()).checked
    # Laid out anew it is still the same plan.
    assert read(json.dumps(plan(), indent=2).encode()).sha256 == sha256

    changed = text.replace("Goal ", "Gaol ", 1)
    assert "fingerprint differs" in refusal(envelope(changed, sha256=sha256).encode())
    assert "fingerprint differs" in refusal(changed.encode(), fingerprint=sha256[:12])
    assert "at least its first 8" in refusal(text.encode(), fingerprint="abc")
    assert "figures 0 to 9" in refusal(text.encode(), fingerprint="not a fingerprint")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7 \xff\xfe", "no readable text"),
        (b"MZ\x90\x00 program", "no readable text"),
        (b'{"schema": "handrail-plan/1"', "breaks off or is damaged at line 1"),
        (b"[]", "a plan has named parts"),
        (b"[" * 100_000, "nested far deeper"),
        (b'{"schema": "handrail-plan/1", "schema": "x"}', "“schema” twice"),
        (b'{"schema": NaN}', "“NaN”"),
        (b'{"schema": "handrail-plan/7"}', "a newer Handrail"),
        (b'{"schema": "handrail-plan-file/2", "sha256": "a", "plan": {}}', "a newer Handrail"),
        (b'{"schema": "handrail-plan/0"}', "not a plan that Handrail can read"),
        (b'{"schema": "somebody-else/1"}', "not a plan that Handrail can read"),
        (b'{"schema": "handrail-plan-file/1", "sha256": 4}', "no plan or no fingerprint"),
        (b'{"schema": "handrail-plan/1", "x": "\\ud800"}', "half a character"),
        (b'{"schema": "handrail-plan/1", "x": "\\u0000"}', "U+0000"),
        (b" " + b"x" * (10 * 1024 * 1024), "larger than 10 MB"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_no_plan_is_refused_with_a_sentence(raw: bytes, says: str) -> None:
    assert says in refusal(raw)


def broken(change: Any) -> bytes:
    document = copy.deepcopy(plan())
    change(document)
    return content(document)


def section(document: Json, part: str) -> Json:
    return next(one for one in document["sections"] if one.get(part))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda one: one.pop("issued_on"), "The plan: “issued_on” is missing."),
        (lambda one: one["pupil"].pop("born"), "Pupil: “born” is missing."),
        (lambda one: one["pupil"].update(born="2 May 2013"), "a day is written like 2026-11-05"),
        (lambda one: one.update(issued_on="2026-02-30"), "2026-02-30 is no day of the calendar"),
        (lambda one: one.update(number="two"), "Number: this should be a whole number."),
        (lambda one: one["sections"][0].update(kind="poem"), "“poem” is none of"),
        (lambda one: section(one, "goals")["goals"][1].update(text=""), "goal 2, text: this is empty."),
        (lambda one: section(one, "goals")["goals"][1].update(due="soon"), "goal 2, due"),
        (lambda one: section(one, "needs")["needs"][0].update(title="x" * 301), "longer than 300 characters"),
        (
            lambda one: section(one, "goals")["goals"][0].update(need="gone"),
            "a need that the file does not hold",
        ),
        (
            lambda one: section(one, "provision")["provision"][0].update(goals=["gone"]),
            "a goal that the file does not hold",
        ),
        (
            lambda one: section(one, "provision")["provision"][0].update(
                starts="2027-01-01", ends="2026-01-01"
            ),
            "ends before it starts",
        ),
        (
            lambda one: section(one, "goals")["goals"][1].update(id=section(one, "goals")["goals"][0]["id"]),
            "Two different entries are both called goal",
        ),
        (lambda one: one.update(sections=[{}] * 40), "And 110 more like these."),
        (
            lambda one: section(one, "goals")["goals"][0].update(starts="2027-09-01"),
            "is due before it starts",
        ),
        (
            lambda one: section(one, "goals")["goals"][0].update(sessions=4, out_of=3),
            "checks that cannot be: 4 of 3",
        ),
        (lambda one: section(one, "goals")["goals"][0].update(sessions=4), "checks that cannot be: 4 of 0"),
        (lambda one: one.update(facts=[{"section": "a", "key": "b"}]), "Fact 1: “value” is missing."),
        (
            lambda one: section(one, "views")["views"][0].update(said_on="2026-02-30"),
            "2026-02-30 is no day of the calendar",
        ),
    ],
    ids=range(19),
)
def test_what_is_wrong_is_told_where_it_is(change: Any, says: str) -> None:
    assert says in refusal(broken(change))


def test_the_heading_of_a_section_is_told_with_its_number() -> None:
    document = plan()
    at = next(number for number, one in enumerate(document["sections"], 1) if one.get("goals"))
    section(document, "goals")["goals"][0]["due"] = "soon"

    assert f"Section {at} ({document['sections'][at - 1]['heading']}), goal 1, due" in refusal(
        content(document)
    )


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANYTHING, st.sampled_from(("pupil", "sections", "number", "plan_type", "next_review", "issued_by")))
def test_whatever_stands_in_a_field_it_is_read_or_refused_and_never_falls_over(
    value: Any, field: str
) -> None:
    document = plan() | {field: value}
    try:
        found = read(content(document))
    except NotAPlan as refused:
        assert refused.sentences
    else:
        assert found.plan == json.loads(content(document))


@pytest.mark.parametrize(
    ("baseline", "target", "number", "unit", "words"),
    [
        ("42 words a minute", "70 words a minute", "42", "words a minute", ""),
        ("-3.5 points", "", "-3.5", "points", ""),
        ("4 of 10 steps", "9 of 10 steps", "4", "of 10 steps", ""),
        ("never", "3 times", "None", "times", "now: never"),
        ("42 words", "70 lines", "None", "", "now: 42 words, target: 70 lines"),
        ("", "", "None", "", ""),
    ],
)
def test_amounts_are_numbers_where_they_are_and_never_lost(
    baseline: str, target: str, number: str, unit: str, words: str
) -> None:
    found = amount({"baseline": baseline, "target": target})

    assert (str(found.baseline), found.unit, found.words) == (number, unit, words)


def test_a_long_measure_takes_both_boxes_and_loses_nothing() -> None:
    said = ", ".join(["counted by somebody who is not the teacher"] * 8)

    how, how_often = measure({"measure": said}, "")

    assert f"{how}, {how_often}" == said
    assert len(how) <= 300
