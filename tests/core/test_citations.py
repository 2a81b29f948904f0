from __future__ import annotations

from dataclasses import replace

import pytest

from handrail.core.citations import Confidence
from tests.core.builders import citation


def test_a_citation_is_written_short_and_in_full() -> None:
    assert citation("reg. 4A").short == "SI 2020/1, reg. 4A"
    assert citation("reg. 4A").full == "Invented Regulations 2020 (SI 2020/1), reg. 4A"


def test_a_whole_source_is_cited_without_a_provision() -> None:
    assert citation("").short == "SI 2020/1"
    assert replace(citation(""), number="Invented").full == "Invented Regulations 2020"


@pytest.mark.parametrize(
    ("confidence", "to_be_verified"),
    [(Confidence.HIGH, False), (Confidence.MEDIUM, True), (Confidence.LOW, True)],
)
def test_what_was_not_read_in_the_official_text_says_so(confidence: Confidence, to_be_verified: bool) -> None:
    assert citation(confidence=confidence).to_be_verified is to_be_verified
    assert ("to be verified" in confidence.label.lower()) is to_be_verified


def test_confidence_has_an_order() -> None:
    assert sorted(Confidence, key=lambda one: one.rank) == [
        Confidence.LOW,
        Confidence.MEDIUM,
        Confidence.HIGH,
    ]


def test_a_provision_that_names_its_code_is_cited_alone() -> None:
    federal = replace(citation("34 CFR 300.320(b)"), number="34 CFR Part 300")

    assert federal.short == "34 CFR 300.320(b)"
    assert replace(federal, provision="subpart D").short == "34 CFR Part 300, subpart D"
