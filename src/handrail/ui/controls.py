"""Which GOV.UK component a Django field becomes, and the options it gets.

The table is here and not in the template, so that a type checker and a test can read it.
"""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms import BaseForm, BoundField
from django.forms.widgets import Input
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from handrail.ui.fields import DayInput, TypedDay, as_typed

# The browser's own checks speak its language, not ours, and cut off what is pasted.
DROPPED: Final = frozenset(
    {
        "required",
        "maxlength",
        "minlength",
        "placeholder",
        "class",
        "autocomplete",
        "rows",
        "cols",
        "id",
        "type",
        "min",
        "max",
        "step",
        "inputmode",
        "spellcheck",
        "autocapitalize",
        "aria-describedby",
        "aria-invalid",
    }
)


@dataclass(frozen=True, slots=True)
class Control:
    """A component's name, its options, and the id that an error summary links to."""

    component: str
    options: dict[str, Any]
    target: str


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One line of an error summary. Without an address it is about the whole form."""

    text: str
    href: str


def control_for(
    field: BoundField, *, label: str = "", label_class: str = "", heading: bool = False, classes: str = ""
) -> Control:
    """The control of one field, with what was typed and what was wrong with it."""
    widget = field.field.widget
    words = {"text": label or str(field.label or ""), "classes": label_class, "isPageHeading": heading}
    options: dict[str, Any] = {
        "id": field.auto_id,
        "idPrefix": field.auto_id,
        "name": field.html_name,
        "hint": _hint(field),
        "errorMessage": {"text": field.errors[0], "visuallyHiddenText": _("Error")} if field.errors else None,
        "classes": " ".join(part for part in (str(widget.attrs.get("class", "")), classes) if part),
        "attributes": _attributes(field),
        "label": words,
    }
    fieldset = {"legend": {**words, "classes": label_class or "govuk-fieldset__legend--s"}}
    # From the most particular widget to the most general: the first that fits is taken.
    match widget:
        case DayInput():
            return _day(field, options, fieldset)
        case forms.CheckboxSelectMultiple():
            options |= {"fieldset": fieldset, "items": _choices(field, chosen="checked")}
            return Control("checkboxes", options, field.auto_id)
        case forms.RadioSelect():
            options |= {"fieldset": fieldset, "items": _choices(field, chosen="checked", skip_blank=True)}
            return Control("radios", options, field.auto_id)
        case forms.SelectMultiple():
            return _whatever_it_is(field, options)
        case forms.Select():
            options["items"] = _choices(field, chosen="selected")
            return Control("select", options, field.auto_id)
        case forms.CheckboxInput():
            return _single_checkbox(field, options)
        case forms.Textarea():
            # A browser drops one line break after the opening tag; this is the one it may have.
            options |= {"value": f"\n{_text(field)}", "rows": widget.attrs.get("rows", 5)}
            options["autocomplete"] = widget.attrs.get("autocomplete")
            # What is typed runs the way its own script does.
            options["attributes"] = {"dir": "auto", **options["attributes"]}
            return Control("textarea", options, field.auto_id)
        case forms.PasswordInput():
            options["autocomplete"] = widget.attrs.get("autocomplete")
            options |= {
                "showPasswordText": _("Show"),
                "hidePasswordText": _("Hide"),
                "showPasswordAriaLabelText": _("Show password"),
                "hidePasswordAriaLabelText": _("Hide password"),
                "passwordShownAnnouncementText": _("Your password is visible"),
                "passwordHiddenAnnouncementText": _("Your password is hidden"),
            }
            return Control("password", options, field.auto_id)
        case forms.FileInput():
            options["multiple"] = bool(getattr(widget, "allow_multiple_selected", False))
            return Control("file", options, field.auto_id)
        case forms.MultiWidget():
            return _whatever_it_is(field, options)
        case Input() if not widget.is_hidden:
            options |= _typed(field, widget)
            if widget.input_type == "number":
                # A box as wide as what goes in it says what is expected.
                options["classes"] = options["classes"] or "govuk-input--width-5"
            return Control("input", options, field.auto_id)
    return _whatever_it_is(field, options)


def error_list(*given: BaseForm) -> tuple[ErrorLine, ...]:
    """What the error summary says: first what is wrong with the whole, then each field in its order."""
    lines: list[ErrorLine] = []
    for form in given:
        lines += [ErrorLine(str(error), "") for error in form.non_field_errors()]
        lines += [ErrorLine(str(error), "") for field in form.hidden_fields() for error in field.errors]
        # One line a field, the same words that stand beside it.
        lines += [
            ErrorLine(str(field.errors[0]), f"#{control_for(field).target}")
            for field in form.visible_fields()
            if field.errors
        ]
    return tuple(lines)


def _text(field: BoundField) -> str:
    value = field.value()
    return "" if value is None else str(field.field.widget.format_value(value) or "")


def _hint(field: BoundField) -> dict[str, str] | None:
    if not field.help_text:
        return None
    return {"html" if isinstance(field.help_text, SafeString) else "text": str(field.help_text)}


def _attributes(field: BoundField) -> dict[str, str]:
    """The widget's own attributes, without those that the component or the house decides."""
    return {
        name: "" if value is True else str(value)
        for name, value in field.field.widget.attrs.items()
        if value is not False and value is not None and name not in DROPPED
    }


def _typed(field: BoundField, widget: Input) -> dict[str, Any]:
    """A one-line box. A number is typed as text: a wheel or an arrow key must not change it."""
    kind = widget.input_type
    attrs = widget.attrs
    options: dict[str, Any] = {
        "type": kind,
        "value": _text(field),
        "autocomplete": attrs.get("autocomplete"),
        "inputmode": attrs.get("inputmode"),
        "autocapitalize": attrs.get("autocapitalize"),
    }
    if kind == "number":
        whole = isinstance(field.field, forms.IntegerField) and not isinstance(
            field.field, forms.FloatField | forms.DecimalField
        )
        options |= {"type": "text", "inputmode": "numeric" if whole else "decimal", "spellcheck": False}
    if kind in {"email", "url"}:
        options["spellcheck"] = False
    if "spellcheck" in attrs:
        options["spellcheck"] = str(attrs["spellcheck"]).lower() == "true"
    return options


def _choices(field: BoundField, *, chosen: str, skip_blank: bool = False) -> list[dict[str, Any]]:
    """The choices in order. A group's name becomes a divider where the component has one."""
    widget = field.field.widget
    assert isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple)
    items: list[dict[str, Any]] = []
    count = 0
    values = widget.format_value(field.value())
    for group, options, _index in widget.optgroups(field.html_name, values, {}):
        if group and chosen == "checked":
            items.append({"divider": str(group)})
        for option in options:
            value = "" if option["value"] is None else str(option["value"])
            if skip_blank and value == "":
                continue
            count += 1
            # The first keeps the field's own id: that is where the error summary leads.
            own_id = field.auto_id if count == 1 else f"{field.auto_id}-{count}"
            item = {
                "value": value,
                "text": str(option["label"]),
                "id": own_id,
                chosen: bool(option["selected"]),
            }
            hints = getattr(field.field, "choice_hints", {})
            if value in hints:
                item["hint"] = {"text": str(hints[value])}
            items.append(item)
    return items


def _single_checkbox(field: BoundField, options: dict[str, Any]) -> Control:
    # The question is the answer's own label: no legend, and the hint sits under the words.
    item = {
        "value": "on",
        "id": field.auto_id,
        "text": options["label"]["text"],
        "checked": bool(field.value()) and field.value() not in ("False", "false", "0"),
        "hint": options["hint"],
        "attributes": options["attributes"],
    }
    return Control("checkboxes", {**options, "hint": None, "attributes": {}, "items": [item]}, field.auto_id)


def _day(field: BoundField, options: dict[str, Any], fieldset: dict[str, Any]) -> Control:
    typed = as_typed(field.value())
    wrong = _wrong_parts(field)
    birthday = field.field.widget.attrs.get("autocomplete") == "bday"
    items = [
        {
            "name": part,
            "id": f"{field.auto_id}-{part}",
            "label": words,
            "value": getattr(typed, part),
            "classes": f"govuk-input--width-{width}" + (" govuk-input--error" if part in wrong else ""),
            "inputmode": mode,
            "autocomplete": f"bday-{part}" if birthday else None,
        }
        for part, words, width, mode in (
            ("day", _("Day"), 2, "numeric"),
            ("month", _("Month"), 3, "text"),
            ("year", _("Year"), 4, "numeric"),
        )
    ]
    options |= {"fieldset": fieldset, "namePrefix": field.html_name, "items": items}
    first_wrong = next((part for part in TypedDay._fields if part in wrong), "day")
    return Control("day", options, f"{field.auto_id}-{first_wrong}")


def _wrong_parts(field: BoundField) -> tuple[str, ...]:
    if not field.errors:
        return ()
    code = field.errors.as_data()[0].code or ""
    return {"no_day": ("day",), "no_month": ("month",), "no_year": ("year",), "short_year": ("year",)}.get(
        code, TypedDay._fields
    )


def _whatever_it_is(field: BoundField, options: dict[str, Any]) -> Control:
    """A widget that the house does not know: its own HTML, with our label, hint and error around it."""
    described = [f"{field.auto_id}-hint"] * bool(field.help_text) + [f"{field.auto_id}-error"] * bool(
        field.errors
    )
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    options["html"] = mark_safe(field.as_widget(attrs=attrs))  # noqa: S308 - Django's own escaped rendering
    return Control("other", options, field.id_for_label or field.auto_id)
