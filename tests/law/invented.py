"""A small law of an invented country, to be read whole and to be broken one line at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CHECKED = """checked_by = "A. Reader"
checked_on = 2026-01-01
next_review = 2027-01-01
confidence = "high"
"""

FILES = {
    "events.toml": """[event.plan_issued]
says = "The plan was sent."
reported_by = "school"
""",
    "nowhere/jurisdiction.toml": """name = "Nowhere"
language = "en-NZ"

[working_days.court]
says = "August is not counted."
holidays_of = "GB"
holidays_in = "ENG"
cite = { source = "regs", provision = "reg. 2" }
[[working_days.court.closed]]
from = "08-01"
until = "08-31"
why = "a day in August"
""",
    "nowhere/sources.toml": f"""[source.regs]
title = "Invented Regulations 2020"
number = "SI 2020/1"
url = "https://law.example/2020/1"
in_force_from = 2020-01-01
{CHECKED}""",
    "nowhere/events.toml": """[event.asked]
says = "Somebody asked."
reported_by = "parent"
[event.asked.detail.leaves_on]
says = "The day of leaving"
kind = "date"
[event.asked.detail.what]
says = "What was asked for"
kind = "choice"
[event.asked.detail.what.choices]
plan = "A plan"
lift = "A lift"

[event.answered]
says = "Somebody answered."
reported_by = "school"
answers = ["asked"]

[event.silence]
says = "Nobody answered."
reported_by = "school"
deemed = true

[event.delayed]
says = "It takes longer."
reported_by = "school"
""",
    "nowhere/excuses.toml": """[excuse.closed]
says = "The school was closed."
cite = { source = "regs", provision = "reg. 7" }
""",
    "nowhere/plans/passport.toml": """name = "Passport"
short_name = "PP"
about = "One page about a pupil."
other_names = []
legal_weight = "policy_plan"
in_force_from = 2020-01-01
decides = "the school"
asks = ["the pupil"]
documents = ["plan"]
cite = { source = "regs", provision = "reg. 3" }

[review]
says = "Once a year."
duty = "NO-1"
practice = true

[[section]]
key = "about_me"
heading = "About me"
kind = "text"
help = "Write it down."

[[section.requirement]]
key = "text"
label = "Text"
says = "There are words."
why = "Because."
missing = "There are no words."
check = "text"
practice = true

[[section.requirement]]
key = "goal_due"
label = "By when"
says = "Every goal has a day."
why = "Because."
missing = "This goal has no day."
check = "goal_field"
of = "due"
cite = { source = "regs", provision = "reg. 4" }
""",
    "nowhere/duties/answering.toml": f"""plan_types = ["passport"]

[[duty]]
id = "NO-1"
title = "Answer"
says = "The school must answer."
party = "school"
nature = "duty"
choose = "each"
chosen_by = "event_day"
met_by = [{{ event = "answered" }}]
stopped_by = [{{ event = "plan_issued" }}]
excuses = ["closed"]
excused_by = "delayed"
on_missed = "silence"
if_missed = "Ask again."
{CHECKED}[[duty.starts]]
event = "asked"
only_if = {{ what = "plan" }}
[[duty.within]]
from = 2020-01-01
until = 2023-12-31
span = "6 weeks after"
cap = "12 weeks after"
cite = {{ source = "regs", provision = "reg. 5" }}
[[duty.within]]
from = 2024-01-01
span = "10 working days of nowhere.court after"
cite = {{ source = "regs", provision = "reg. 5", at = "regulation/5" }}
""",
    "nowhere/cases/an-answer-in-time.toml": """title = "An answer in time"
says = "It is simple."
plan_type = "passport"
as_of = 2026-03-01

[school]
name = "A school"
[[school.terms]]
name = "Spring"
from = 2026-01-06
until = 2026-03-27

[[event]]
id = "a"
kind = "asked"
on = 2026-02-02
recorded_on = 2026-02-09
detail = { what = "plan" }

[[expect]]
duty = "NO-1"
from = 2026-02-02
due = 2026-02-16
stands = "late"
""",
}


def write(root: Path, changed: dict[str, str] | None = None) -> Path:
    """The law on disk, with some files put otherwise."""
    for name, text in (FILES | (changed or {})).items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def line_of(text: str, words: str, nth: int = 1) -> int:
    """The line on which some words stand for the nth time."""
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if words in line]
    return lines[nth - 1]
