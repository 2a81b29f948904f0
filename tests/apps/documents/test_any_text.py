"""No text that people can write may keep a plan from being issued, or be lost on the way to paper."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.apps.documents.typeset import plan_pdf
from tests.apps.documents.invented_plans import Document, eilidh
from tests.apps.documents.reading import reader_of, text_of, title_of, words_of

NOTE = "Characters this document could not draw"


def plan_where_the_pupil_says(words: str) -> Document:
    plan = eilidh()
    plan["sections"][0]["views"][0]["words"] = words
    return plan


@pytest.mark.parametrize(
    "words",
    [
        '#read("/etc/passwd")',
        "#panic[no]",
        "$x^2$ and *bold* and _slanted_",
        "= Heading\n- list\n+ numbered\n/ Term: here",
        "<goal-1> @goal-1 #link(<goal-1>)[x]",
        "`code` ```rust fn``` \\ // comment /* comment */",
        "-- --- ... ~ 'single' \"double\"",
        "{{ jinja }} {% block %} <b>html</b> &amp;",
    ],
)
def test_markup_is_printed_as_it_was_typed(words: str) -> None:
    text = text_of(plan_pdf(plan_where_the_pupil_says(words)))

    assert " ".join(words.split()) in text
    assert "root:" not in text


@pytest.mark.parametrize(
    "words",
    [
        "你好,我喜欢读书",
        "日本語のテスト",
        "मुझे कहानियाँ पसंद हैं",
        "😀 🐳 👩🏽‍🏫 🇬🇧 🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣ ☺️",
        "يحب القراءة في البيت",
        "הוא קורא מהר",
        "Yorùbá, Ń, ș, ż, Żółć, Việt, Ελληνικά, Кирилиця",
    ],
    ids=["Chinese", "Japanese", "Devanagari", "emoji", "Arabic", "Hebrew", "Latin, Greek, Cyrillic"],
)
def test_scripts_with_a_typeface_are_drawn(words: str) -> None:
    pdf = plan_pdf(plan_where_the_pupil_says(words))

    assert NOTE not in text_of(pdf)


def test_a_name_from_right_to_left_can_head_a_plan() -> None:
    plan = eilidh()
    plan["pupil"] |= {"name": "محمد العلي", "known_as": "محمد"}

    pdf = plan_pdf(plan)

    assert NOTE not in text_of(pdf)
    assert title_of(pdf).startswith("محمد العلي: ")


def test_a_script_without_a_typeface_is_boxed_and_named_at_the_end() -> None:
    text = text_of(
        plan_pdf(plan_where_the_pupil_says("\U00012000\U00012001 is how I write my name, with \U00013000"))
    )

    assert "□□ is how I write my name, with □" in text
    _, _, note = text.partition(NOTE)
    assert "U+12000 (Cuneiform sign a) to U+12001" in note
    assert "U+13000 (Egyptian hieroglyph a001)" in note
    assert "Handrail keeps the words as they were written." in note


def test_a_missing_glyph_anywhere_else_does_not_box_what_can_be_drawn() -> None:
    text = text_of(plan_pdf(plan_where_the_pupil_says("\U00012000 and a‍b, ​c, 你好, é")))

    assert "你好" in text
    assert text.count("U+") == 1


def test_thousands_of_missing_glyphs_are_named_in_ranges() -> None:
    hieroglyphs = "".join(map(chr, range(0x13000, 0x13400)))

    assert "U+13000 (Egyptian hieroglyph a001) to U+133FF" in text_of(
        plan_pdf(plan_where_the_pupil_says(hieroglyphs))
    )


@pytest.mark.parametrize(
    "words",
    [
        "\x00",
        "bell \x07",
        "\ufeffmark",
        "\ufffe",
        "\ud800 half a pair",
        "\ue000",
        "\U0010ffff",
        "a\u0489\u0301\u20e3",
    ],
    ids=lambda words: ascii(words),
)
def test_characters_that_pdf_refuses_do_not_stop_a_document(words: str) -> None:
    assert "Eilidh Nowak" in text_of(plan_pdf(plan_where_the_pupil_says(words)))


def test_a_mark_on_which_typst_itself_stumbles_is_boxed() -> None:
    text = text_of(plan_pdf(plan_where_the_pupil_says("before \u072f \u0738 after")))

    assert "U+0738 (Syriac dotted zlama horizontal)" in text


def test_every_line_end_is_a_line_end() -> None:
    text = text_of(plan_pdf(plan_where_the_pupil_says("one\r\ntwo\rthree\u2028four\n\nfive\tsix")))

    assert "one two three four five six" in text
    assert NOTE not in text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_any_text_at_all_makes_a_document(words: str) -> None:
    assert plan_pdf(plan_where_the_pupil_says(words)).startswith(b"%PDF-1.7")


def test_forty_thousand_characters_are_printed_to_the_last() -> None:
    words = [f"word{number}" for number in range(4400)]
    plan = eilidh()
    plan["sections"][4]["text"] = " ".join(words)

    assert len(plan["sections"][4]["text"]) > 38_000
    assert set(words) <= set(words_of(text_of(plan_pdf(plan))))


@pytest.mark.parametrize(
    ("section", "part", "field"),
    [
        (0, "views", "words"),
        (1, "needs", "description"),
        (2, "goals", "text"),
        (2, "goals", "pupil_words"),
        (2, "goals", "baseline"),
        (3, "provision", "what"),
        (3, "provision", "where"),
    ],
)
def test_a_long_text_in_a_card_or_a_row_breaks_and_loses_nothing(section: int, part: str, field: str) -> None:
    words = [f"w{number}" for number in range(3000)]
    plan = eilidh()
    plan["sections"][section][part][0][field] = " ".join(words)

    assert set(words) <= set(words_of(text_of(plan_pdf(plan))))


def test_a_word_without_an_end_stays_on_the_paper() -> None:
    pdf = plan_pdf(plan_where_the_pupil_says("A" * 9000))

    assert text_of(pdf).count("A") >= 9000
    assert len(reader_of(pdf).pages) > 5


def test_a_web_address_can_be_copied_whole() -> None:
    address = "https://school.example/" + "a-long-way-to-go/" * 3

    assert address in text_of(plan_pdf(plan_where_the_pupil_says(address))).replace(" ", "")


def test_three_hundred_goals_are_all_there() -> None:
    plan = eilidh()
    goal = plan["sections"][2]["goals"][0]
    plan["sections"][2]["goals"] = [goal | {"id": f"g{n}", "text": f"marker{n}"} for n in range(300)]

    assert {f"marker{n}" for n in range(300)} <= set(words_of(text_of(plan_pdf(plan))))
