"""Django's forms drawn as GOV.UK components: by structure, whatever the spaces."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.utils.safestring import mark_safe

from handrail.ui.controls import control_for, error_list
from handrail.ui.fields import DayField, TypedDay, has_been
from handrail.ui.gallery import EveryFieldForm
from handrail.ui.renderer import GovukRenderer
from tests.ui.pages import Element, drawn, read


@pytest.fixture(autouse=True)
def _renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms.Form, "default_renderer", GovukRenderer())


def _drawn(form: forms.Form) -> Element:
    return read(str(form))


def _form(field: forms.Field, data: dict[str, Any] | None = None) -> forms.Form:
    form: forms.Form = type("OneFieldForm", (forms.Form,), {"answer": field})(data)
    return form


def test_every_kind_of_field_has_a_label_that_names_it() -> None:
    page = _drawn(EveryFieldForm())
    labelled = {label.attributes["for"] for label in page.all("label")}

    boxes = [box for tag in ("input", "textarea", "select") for box in page.all(tag)]
    shown = [box for box in boxes if box.attributes.get("type") != "hidden"]
    assert len(shown) >= 16
    assert {box.attributes["id"] for box in shown} <= labelled
    ids = [box.attributes["id"] for box in shown]
    assert len(ids) == len(set(ids))


def test_the_browsers_own_checks_are_left_out() -> None:
    page = _drawn(
        _form(forms.CharField(max_length=20, widget=forms.TextInput(attrs={"placeholder": "Name"})))
    )

    box = page.one("input")
    assert not {"required", "maxlength", "placeholder"} & box.attributes.keys()


def test_widget_attributes_reach_the_box() -> None:
    widget = forms.Textarea(attrs={"rows": 9, "data-counted": "yes", "class": "govuk-!-width-two-thirds"})
    box = _drawn(_form(forms.CharField(widget=widget))).one("textarea")

    assert box.attributes["rows"] == "9"
    assert box.attributes["data-counted"] == "yes"
    assert "govuk-!-width-two-thirds" in box.attributes["class"]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (forms.CharField(), {"type": "text"}),
        (forms.EmailField(), {"type": "email", "spellcheck": "false"}),
        (forms.IntegerField(), {"type": "text", "inputmode": "numeric"}),
        (forms.DecimalField(), {"type": "text", "inputmode": "decimal"}),
        (
            forms.CharField(widget=forms.PasswordInput),
            {"type": "password", "autocomplete": "current-password"},
        ),
        (forms.FileField(), {"type": "file"}),
        (forms.BooleanField(), {"type": "checkbox"}),
    ],
    ids=["text", "email", "whole number", "decimal", "password", "file", "checkbox"],
)
def test_each_field_becomes_its_box(field: forms.Field, expected: dict[str, str]) -> None:
    box = _drawn(_form(field)).one("input")

    assert expected.items() <= box.attributes.items()


def test_hidden_fields_are_only_hidden() -> None:
    page = _drawn(_form(forms.CharField(widget=forms.HiddenInput, initial="7")))

    assert page.one("input").attributes["type"] == "hidden"
    assert page.all("label") == []


def test_radios_and_checkboxes_ask_in_a_legend() -> None:
    for widget in (forms.RadioSelect, forms.CheckboxSelectMultiple):
        page = _drawn(_form(forms.ChoiceField(label="How often?", widget=widget, choices=[("w", "Weekly")])))

        assert page.one("legend").text == "How often?"


def test_a_group_of_choices_is_divided_by_its_name_and_the_first_keeps_the_id() -> None:
    choices = [("Reading", [("r", "Words")]), ("Writing", [("w", "Lines")])]
    page = _drawn(_form(forms.ChoiceField(widget=forms.RadioSelect, choices=choices)))

    assert [divider.text for divider in page.all("div", css="govuk-radios__divider")] == [
        "Reading",
        "Writing",
    ]
    assert [box.attributes["id"] for box in page.all("input")] == ["id_answer", "id_answer-2"]


def test_a_hint_is_escaped_unless_it_was_made_safe() -> None:
    plain = _drawn(_form(forms.CharField(help_text="Less than <b>ten</b>"))).one("div", css="govuk-hint")
    safe = _drawn(_form(forms.CharField(help_text=mark_safe("<b>Ten</b>")))).one("div", css="govuk-hint")

    assert plain.all("b") == []
    assert safe.one("b").text == "Ten"


def test_errors_come_first_and_lead_to_their_boxes() -> None:
    form = EveryFieldForm({"name": "Rowan", "born-day": "7", "born-month": "", "born-year": "2016"})
    page = _drawn(form)

    summary = page.one("div", css="govuk-error-summary")
    assert page.children[[child is summary for child in page.children].index(True)] is summary
    links = {link.attributes["href"].removeprefix("#"): link.text for link in summary.all("a")}
    assert links["id_born-month"] == "Add the month, like 9 or September"
    assert links["id_often"] == "Say how often. “As needed” cannot be checked"
    every_id = {element.attributes.get("id") for element in page.all()}
    assert links.keys() <= every_id


def test_the_summary_and_the_field_say_the_same_and_the_box_is_told() -> None:
    page = _drawn(EveryFieldForm({}))

    said = page.one("p", id="id_name-error").text
    assert said == "Error: Enter the pupil’s name"
    assert "id_name-error" in page.one("input", id="id_name").attributes["aria-describedby"].split()


def test_what_is_wrong_with_the_whole_form_has_no_link() -> None:
    class Form(forms.Form):
        answer = forms.CharField()

        def clean(self) -> None:
            raise forms.ValidationError("The help ends before it starts")

    lines = error_list(Form({"answer": "x"}))

    assert [(line.text, line.href) for line in lines] == [("The help ends before it starts", "")]


def test_errors_keep_what_was_typed() -> None:
    typed = "\n\n  Reads <b>slowly</b>\r\nand \u202eloses\u202c the meaning 🐳"
    form = EveryFieldForm(
        {
            "words": typed,
            "born-day": "31",
            "born-month": "Feb",
            "born-year": "2016",
            "often": "weekly",
            "helps": ["time"],
        }
    )
    page = _drawn(form)

    # A browser drops the first line break after the opening tag; it is one that we added.
    assert page.one("textarea", id="id_words").raw_text == "\n" + typed
    assert [
        page.one("input", id=f"id_born-{part}").attributes["value"] for part in ("day", "month", "year")
    ] == [
        "31",
        "Feb",
        "2016",
    ]
    assert "checked" in page.one("input", id="id_often").attributes
    assert "checked" in page.one("input", id="id_helps-2").attributes


def test_a_password_is_never_sent_back() -> None:
    page = _drawn(EveryFieldForm({"password": "a secret"}))

    assert "a secret" not in str(page)
    assert page.one("input", id="id_password").attributes.get("value", "") == ""


def test_a_widget_that_nobody_foresaw_still_has_its_label_and_error() -> None:
    field = forms.SplitDateTimeField(label="When?", error_messages={"required": "Say when"})
    page = _drawn(_form(field, {}))

    assert page.one("label").text == "When?"
    assert page.one("p", id="id_answer-error").text == "Error: Say when"


def test_a_field_can_be_the_pages_heading() -> None:
    form = _form(forms.CharField(label="Goal"))
    page = drawn(
        '{% from "ui/forms.html" import field %}'
        '{{ field(form.answer, label="What will Rowan do?", label_class="govuk-label--l", heading=true) }}',
        form=form,
    )

    assert page.one("h1").one("label", css="govuk-label--l").text == "What will Rowan do?"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (("7", "9", "2026"), date(2026, 9, 7)),
        ((" 07 ", "09", "2026"), date(2026, 9, 7)),
        (("7", "Sep", "2026"), date(2026, 9, 7)),
        (("7", "september", "2026"), date(2026, 9, 7)),
        (("29", "2", "2028"), date(2028, 2, 29)),
        (("", "", ""), None),
    ],
    ids=str,
)
def test_a_day_is_read_as_people_write_it(typed: tuple[str, str, str], day: date | None) -> None:
    form = _form(
        DayField(required=False), dict(zip(("answer-day", "answer-month", "answer-year"), typed, strict=True))
    )

    assert form.is_valid(), form.errors
    assert form.cleaned_data["answer"] == day


@pytest.mark.parametrize(
    ("typed", "says", "leads_to"),
    [
        (("", "", ""), "Enter a day, like 7 9 2026", "day"),
        (("31", "2", "2026"), "Enter a day that exists, like 7 9 2026", "day"),
        (("29", "2", "2027"), "Enter a day that exists, like 7 9 2026", "day"),
        (("x", "9", "2026"), "Enter a day that exists, like 7 9 2026", "day"),
        (("7", "9", "99999"), "Enter a day that exists, like 7 9 2026", "day"),
        (("²", "9", "2026"), "Enter a day that exists, like 7 9 2026", "day"),
        (("", "9", "2026"), "Add the day, like 7", "day"),
        (("7", "", "2026"), "Add the month, like 9 or September", "month"),
        (("7", "9", ""), "Add the year, like 2026", "year"),
        (("7", "9", "26"), "Write the year with four figures, like 2026", "year"),
        (("20", "11", "2026"), "Enter a day up to Thursday 19 November 2026", "day"),
        (("1", "1", "2005"), "Enter a day from Tuesday 1 August 2006 on", "day"),
    ],
    ids=str,
)
def test_a_day_that_cannot_be_is_said_plainly(typed: tuple[str, str, str], says: str, leads_to: str) -> None:
    field = DayField(earliest=date(2006, 8, 1), latest=date(2026, 11, 19))
    form = _form(field, dict(zip(("answer-day", "answer-month", "answer-year"), typed, strict=True)))

    assert not form.is_valid()
    assert form.errors["answer"] == [says]
    assert control_for(form["answer"]).target == f"id_answer-{leads_to}"


def test_a_day_to_come_is_refused_with_what_to_enter_and_only_in_this_form() -> None:
    kind = type("OneFieldForm", (forms.Form,), {"answer": DayField()})
    tomorrow = {"answer-day": "20", "answer-month": "11", "answer-year": "2026"}
    form, other = kind(tomorrow), kind(tomorrow)

    has_been(
        form.fields["answer"], date(2026, 11, 19), says="This day is still to come. Enter the day it was said"
    )

    assert form.errors == {"answer": ["This day is still to come. Enter the day it was said"]}
    assert other.is_valid()


def test_a_day_shows_what_is_stored() -> None:
    form = type("OneFieldForm", (forms.Form,), {"answer": DayField()})(initial={"answer": date(2016, 9, 7)})

    assert [box.attributes["value"] for box in _drawn(form).all("input")] == ["7", "9", "2016"]


def test_a_day_knows_whether_it_changed() -> None:
    field, before = DayField(), date(2026, 9, 7)

    assert not field.has_changed(before, TypedDay("7", "sep", "2026"))
    assert field.has_changed(before, TypedDay("x", "", ""))


def test_a_page_with_errors_says_so_in_its_title(rf) -> None:  # type: ignore[no-untyped-def]
    from handrail.ui.views import gallery_form

    empty = read(gallery_form(rf.get("/")).content.decode())
    wrong = read(gallery_form(rf.post("/", {"name": ""})).content.decode())

    assert empty.one("title").text == "Every field of a form - Handrail"
    assert wrong.one("title").text == "Error: Every field of a form - Handrail"
