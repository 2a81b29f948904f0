"""Every mistake in a law file is told with its file, its line and one sentence."""

# One mistake a row reads better than one a paragraph.
# ruff: noqa: E501

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handrail.law.lawbook import read_lawbook
from handrail.law.reader import LawError
from tests.law import invented

if TYPE_CHECKING:
    from pathlib import Path

PLAN = "nowhere/plans/passport.toml"
DUTIES = "nowhere/duties/answering.toml"
EVENTS = "nowhere/events.toml"
SOURCES = "nowhere/sources.toml"
EXCUSES = "nowhere/excuses.toml"
PLACE = "nowhere/jurisdiction.toml"
CASE = "nowhere/cases/an-answer-in-time.toml"

# file, what is replaced, by what, the words on whose line the mistake is told, the sentence
MISTAKES = [
    # Shape
    (DUTIES, 'party = "school"', 'party = "school"\npartty = "school"', "partty", "partty is not a key that is known here."),
    (DUTIES, 'title = "Answer"\n', "", "[[duty]]", "title is missing."),
    (DUTIES, 'title = "Answer"', 'title = "  "', "title", "title is empty."),
    (DUTIES, 'title = "Answer"', "title = 3", "title", "title must be text."),
    (DUTIES, "checked_on = 2026-01-01", 'checked_on = "2026-01-01"', "checked_on", "checked_on must be a date such as 2026-11-05."),
    (DUTIES, "checked_on = 2026-01-01", "checked_on = 2026-01-01T10:00:00", "checked_on", "checked_on must be a date such as 2026-11-05."),
    (DUTIES, 'excuses = ["closed"]', 'excuses = "closed"', "excuses", "excuses must be a list."),
    (DUTIES, 'excuses = ["closed"]', "excuses = [3]", "excuses", "excuses must be a list of texts; number 1 is not text."),
    (CASE, '[[school.terms]]\nname = "Spring"\nfrom = 2026-01-06\nuntil = 2026-03-27\n', "terms = []\n", "terms = []", "terms is empty."),
    (DUTIES, 'stopped_by = [{ event = "plan_issued" }]', "stopped_by = [3]", "stopped_by", "stopped_by must be a list of tables; number 1 is not a table."),
    (DUTIES, 'excused_by = "delayed"', 'excused_by = "delayed"\nanswered_apart = 1', "answered_apart", "answered_apart must be true or false."),
    (PLAN, "[review]", "[aliases]\nhere = 1\n[review]", "here = 1", "here must be text."),
    (PLACE, 'language = "en-NZ"\n', '', None, 'language is missing.'),
    (PLACE, '"en-NZ"', '"English"', 'language', 'language is English; write the language and the place, like en-GB.'),
    (PLAN, '[review]\nsays = "Once a year."\nduty = "NO-1"\npractice = true\n', 'review = 3\n', "review = 3", "review must be a table."),
    (DUTIES, 'nature = "duty"', 'nature = "wish"', "nature", 'nature is "wish"; it must be one of duty, right, wait.'),
    (DUTIES, 'id = "NO-1"', 'id = "NO-1', 'id = "NO-1', "This is not valid TOML: Illegal character '\\n'."),
    (PLAN, 'practice = true\n\n[[section.requirement]]', 'practice = true\npractice = true\n\n[[section.requirement]]', None, "This is not valid TOML: Cannot overwrite a value."),
    # Citations
    (DUTIES, 'cite = { source = "regs", provision = "reg. 5" }\n', "", "[[duty.within]]", "The citation (cite) is missing."),
    (PLAN, 'cite = { source = "regs", provision = "reg. 4" }\n', "", "[[section.requirement]]#2", "The citation (cite) is missing."),
    (PLAN, 'cite = { source = "regs", provision = "reg. 4" }', 'cite = { source = "lore", provision = "reg. 4" }', 'source = "lore"', '"lore" is not a source in sources.toml.'),
    (PLAN, 'cite = { source = "regs", provision = "reg. 4" }', 'practice = true\ncite = { source = "regs", provision = "reg. 4" }', "practice = true#3", "A rule is either practice or cited law, not both."),
    (PLAN, 'check = "text"\npractice = true', 'check = "text"\npractice = false', "practice = false", "practice is either true, or not said."),
    (EXCUSES, 'provision = "reg. 7"', 'provision = "reg. 7", page = "3"', "cite", "page is not a key that is known here."),
    (SOURCES, "https://law.example", "law.example", "url", 'url is "law.example/2020/1"; an official address starts with https://.'),
    (SOURCES, "next_review = 2027-01-01", "next_review = 2026-01-01", "next_review", "next_review must come after checked_on."),
    # Events
    (DUTIES, 'event = "asked"', 'event = "begged"', 'event = "begged"', '"begged" is not an event that is known here.'),
    (DUTIES, 'met_by = [{ event = "answered" }]', 'met_by = [{ event = "sung" }]', "met_by", '"sung" is not an event that is known here.'),
    (DUTIES, 'excused_by = "delayed"', 'excused_by = "rained"', "excused_by", '"rained" is not an event that is known here.'),
    (DUTIES, 'on_missed = "silence"', 'on_missed = "answered"', "on_missed", '"answered" is reported by somebody, so a duty cannot set it off (deemed = true).'),
    (DUTIES, 'only_if = { what = "plan" }', 'only_if = { when = "plan" }', "only_if", 'The event "asked" has no detail "when".'),
    (DUTIES, 'only_if = { what = "plan" }', 'unless = { what = "song" }', "unless", '"song" is not a choice of "what" of the event "asked".'),
    (DUTIES, 'only_if = { what = "plan" }', 'counts_from = ["what"]', "counts_from", 'The event "asked" has no day called "what".'),
    (EVENTS, 'answers = ["asked"]', 'answers = ["begged"]', "answers", '"begged" is not an event that is known here.'),
    (EVENTS, "[event.delayed]", "[event.plan_issued]", "[event.plan_issued]", 'The event "plan_issued" is already described in another file.'),
    (EVENTS, 'kind = "date"', 'kind = "choice"', 'kind = "choice"', "A choice, and only a choice, lists its choices."),
    # Duties
    (DUTIES, "[[duty]]", '[[duty]]\n[[duty]]', "[[duty]]", "checked_by is missing."),
    (DUTIES, 'excuses = ["closed"]', 'excuses = ["tired"]', "excuses", '"tired" is not an excuse in excuses.toml.'),
    (DUTIES, 'excused_by = "delayed"\n', "", "[[duty]]", "A duty with excuses that need notice, and only such a duty, says excused_by."),
    (DUTIES, 'span = "6 weeks after"', 'span = "6 weeks"', 'span = "6 weeks"', '"6 weeks" is not a span.'),
    (DUTIES, "nowhere.court", "nowhere.pub", "nowhere.pub", '"nowhere.pub" is not a definition of working days here.'),
    (DUTIES, "from = 2024-01-01", "from = 2023-06-01", "from = 2023-06-01", "NO-1 has two rules in force on 2023-06-01: this one, and the one from 2020-01-01."),
    (DUTIES, "from = 2020-01-01\nuntil = 2023-12-31", "from = 2024-01-01", "from = 2024-01-01#2", "NO-1 has two rules in force on 2024-01-01: this one, and the one from 2024-01-01."),
    (DUTIES, "until = 2023-12-31", "until = 2019-12-31", "until", "This ends on 2019-12-31, before it comes into force on 2020-01-01."),
    (DUTIES, 'span = "6 weeks after"', 'span = "6 weeks after"\nstandard = "soon"', "[[duty.within]]", "A limit has either a span, or a standard in the words of the law; not both."),
    (DUTIES, 'span = "6 weeks after"', 'standard = "soon"', "cap =", "A cap needs a span that it caps."),
    (DUTIES, 'span = "6 weeks after"', 'span = "6 weeks after"\naim = "end of next term"', "aim", "An aim is for a standard without a number."),
    (DUTIES, 'plan_types = ["passport"]', 'plan_types = ["visa"]', "plan_types", '"nowhere/visa" is not a plan type that is known here.'),
    # Plan types
    (PLAN, 'duty = "NO-1"', 'duty = "NO-9"', "duty =", '"NO-9" is not a duty of this plan type.'),
    (PLAN, 'key = "goal_due"', 'key = "text"', 'key = "text"#2', 'The requirement "text" is there twice.'),
    (PLAN, 'of = "due"', 'of = "colour"', "of =", "goal_field needs of = one of baseline, due, measure, need, target, text."),
    (PLAN, 'check = "text"', 'check = "text"\nof = "it"', "of =", 'A check of kind "text" has no of.'),
    (PLAN, 'check = "text"', 'check = "fact"', "[[section.requirement]]", 'A check of kind "fact" needs of.'),
    (PLAN, 'check = "text"\npractice = true', 'check = "text"\nbox = "day"\npractice = true', 'check = "text"', "Only a fact has a box, or is filled from another fact."),
    (PLAN, 'kind = "text"', 'kind = "song"', "kind", 'kind is "song"; it must be one of facts, text, needs, goals, provision, views, advice, person, school, review, signature.'),
    # Places
    (PLACE, '"08-01"', '"1 August"', "from", "from must be a month and a day, such as 12-27."),
    (PLACE, '"08-31"', '"13-31"', "until", "until must be a month and a day, such as 12-27."),
    (PLACE, '"ENG"', '"XYZ"', "holidays_in", 'No holidays are known for "XYZ" of "GB".'),
    # Cases
    (CASE, 'plan_type = "passport"', 'plan_type = "visa"', "plan_type", '"nowhere/visa" is not a plan type that is known here.'),
    (CASE, 'kind = "asked"', 'kind = "begged"', "kind", '"begged" is not an event that is known here.'),
    (CASE, 'what = "plan"', 'why = "plan"', "detail", '"why" is not something this event says.'),
    (CASE, 'what = "plan"', 'what = "song"', "detail", 'What was asked for: "song" is not one of the choices.'),
    (CASE, 'duty = "NO-1"', 'duty = "NO-9"', "duty", '"NO-9" is not a duty of this plan type.'),
    (CASE, "[[expect]]", '[[event]]\nid = "a"\nkind = "answered"\non = 2026-02-03\n[[expect]]', 'id = "a"#2', 'The event "a" is there twice.'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "words", "instead", "where", "sentence"),
    MISTAKES,
    ids=[f"{m[0].split('/')[-1]}: {m[4]}"[:90] for m in MISTAKES],
)
def test_a_mistake_is_told_with_file_line_and_a_sentence(
    tmp_path: Path, file: str, words: str, instead: str, where: str | None, sentence: str
) -> None:
    good = invented.FILES[file]
    assert words in good
    text = good.replace(words, instead, 1)
    invented.write(tmp_path, {file: text})

    with pytest.raises(LawError) as raised:
        read_lawbook(tmp_path)

    assert raised.value.file == file
    assert raised.value.sentence.startswith(sentence)
    if where is not None:
        mark, _, nth = where.partition("#")
        assert raised.value.line == invented.line_of(text, mark, int(nth or 1))
    assert str(raised.value) == f"{file}:{raised.value.line}: {raised.value.sentence}"


def test_a_duty_that_is_there_twice_is_told(tmp_path: Path) -> None:
    again = invented.FILES[DUTIES]
    invented.write(tmp_path, {"nowhere/duties/more.toml": again})

    with pytest.raises(LawError) as raised:
        read_lawbook(tmp_path)

    assert (raised.value.file, raised.value.line) == (
        "nowhere/duties/more.toml",
        invented.line_of(again, "id ="),
    )
    assert raised.value.sentence == 'The duty "NO-1" is there twice.'


def test_a_file_that_stops_in_the_middle_is_told_at_its_last_line(tmp_path: Path) -> None:
    text = invented.FILES[EXCUSES] + "[excuse.open"
    invented.write(tmp_path, {EXCUSES: text})

    with pytest.raises(LawError) as raised:
        read_lawbook(tmp_path)

    assert raised.value.line == len(text.splitlines())
