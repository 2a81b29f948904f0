"""`handrail law` and `handrail deadlines`, as somebody types them: no database, no server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from handrail.config.cli import main

CSP = "gb-sct/csp"
ASKED = "--event=csp_requested=2026-01-07"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        code = main(words)
    except SystemExit as ended:
        code = int(str(ended.code))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_plan_types_are_listed_with_how_sure_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "law", "list")

    (row,) = (line for line in out.splitlines() if line.startswith(CSP))
    assert code == 0
    assert "Co-ordinated support plan" in row
    assert "in force" in row


def test_a_plan_type_is_shown_as_in_the_reference(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "law", "show", CSP)

    written = Path(__file__).parents[2] / "docs/reference/law/gb-sct/csp.md"
    assert (code, out) == (0, written.read_text(encoding="utf-8"))


def test_a_date_is_told_with_its_reason_and_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "deadlines", CSP, ASKED, "--as-of=2026-02-01")

    assert code == 0
    assert out.startswith(
        "SC-01: Answer the request for a plan\n  Tuesday 3 March 2026, at the latest with a reason"
    )
    assert "8 weeks, and Wednesday 7 January 2026 is day 1" in out
    assert "SSI 2010/149, reg. 3" in out


def test_a_date_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "deadlines", CSP, ASKED, "--as-of=2026-03-04", "--format=json")

    one, right = json.loads(out)
    assert code == 0
    assert (one["duty"], one["due"], one["latest"], one["status"]) == (
        "SC-01",
        "2026-03-03",
        "2026-04-29",
        "late",
    )
    assert (right["duty"], right["due"], right["status"]) == ("SC-22.request", "2026-05-05", "due")
    assert one["citation"]["confidence"] == "high"
    assert one["trace"][0] == "SC-01 (duty), SSI 2010/149, reg. 3, inserting reg. 4A in SSI 2005/518"


def test_an_answer_names_what_it_answers(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(
        capsys, "deadlines", CSP, ASKED,
        "--event=decision_notified=2026-02-20,decision=csp_request_refused,refers_to=csp_requested",
        "--as-of=2026-03-04", "--format=json",
    )  # fmt: skip

    found = {one["duty"]: one for one in json.loads(out)}
    assert code == 0
    assert found["SC-01"]["status"] == "met"
    assert found["SC-21"]["due"] == "2026-04-20"


def test_a_calendar_comes_from_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "school.toml"
    file.write_text(
        '[calendar.ours]\nname = "Invented Primary"\n'
        'terms = [{ name = "Term 2", from = 2026-10-26, until = 2026-12-22 },'
        ' { name = "Term 3", from = 2027-01-06, until = 2027-03-25 }]\n',
        encoding="utf-8",
    )

    code, out, _ = run(
        capsys, "deadlines", "gb-sct/iep", "--event=plan_issued=2026-11-05", f"--calendar={file}",
        "--as-of=2026-11-05", "--format=json",
    )  # fmt: skip

    assert code == 0
    assert [one["aim"] for one in json.loads(out)] == ["2027-03-25"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["deadlines", "gb-eng/csp", ASKED], 'is not a plan type of England. Known: '),
        (["deadlines", "atlantis/csp", ASKED], '"atlantis/csp" is no plan type. Known places: '),
        (["deadlines", "us-oh/iep", ASKED], 'Handrail holds no State layer "us-oh".'),
        (["law", "show", "gb-sct/ehc"], '"gb-sct/ehc" is not a plan type of Scotland. Known: gb-sct/'),
        (["deadlines", CSP, "--event=asked=2026-01-07"], '"asked" starts or ends nothing in gb-sct/csp. Known: '),
        (["deadlines", CSP, "--event=csp_requested=7 January"], "is not an event with its day. Write it like"),
        (["deadlines", CSP, "--event=csp_requested=2026-02-30"], "is not an event with its day. Write it like"),
        (["deadlines", CSP, ASKED + ",why"], "every detail is written like name=value."),
        (["deadlines", CSP, ASKED + ",why=rain"], 'csp_requested: "why" is not something this event says.'),
        (
            ["deadlines", CSP, "--event=csp_proposal_sent=2026-01-07,refers_to=csp_requested"],
            'refers_to=csp_requested: no event "csp_requested" was given before csp_proposal_sent.',
        ),
        (
            ["deadlines", CSP, ASKED, "--event=csp_proposal_sent=2026-01-02,refers_to=csp_requested"],
            "csp_proposal_sent on 2026-01-02 answers csp_requested, which happened only on 2026-01-07.",
        ),
        (["deadlines", CSP, "--event=csp_requested=1999-01-07"], "is known from 2010-08-16 only"),
        (["deadlines", CSP, ASKED, "--calendar=nowhere.toml"], "No such file or directory: 'nowhere.toml'"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    code, out, err = run(capsys, *words)

    assert code == 2
    assert sentence in err
    assert out == ""


def test_a_file_without_a_calendar_is_told_how_to_write_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "school.toml"
    file.write_text('name = "Invented Primary"\n', encoding="utf-8")

    code, _, err = run(capsys, "deadlines", CSP, ASKED, f"--calendar={file}")

    assert code == 2
    assert f"{file} holds no calendar. Write [calendar.ours] with name, terms" in err


def test_who_has_read_enough_gets_no_more() -> None:
    """As with `handrail law show … | head -1`."""
    with subprocess.Popen(
        [sys.executable, "-m", "handrail", "law", "show", CSP], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reading:
        assert reading.stdout is not None
        assert reading.stderr is not None
        reading.stdout.readline()
        reading.stdout.close()

        assert reading.stderr.read() == b""
        assert reading.wait(30) in (0, 141)


def test_events_that_start_nothing_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "deadlines", CSP, "--event=plan_destroyed=2026-01-07")

    assert (code, out) == (0, "These events start no clock of this plan type.\n")
