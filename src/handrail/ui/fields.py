"""Form fields that Django lacks: a day, typed as three short answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from handrail.ui import phrases
from handrail.ui.languages import month_names

MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


class WordsField(forms.CharField):
    """Somebody's words, exactly as they wrote them: nothing trimmed, and one sign for the end of a line.

    A form's button sends line ends as CR LF and a script sends them as LF; unless they become alike, the
    same words saved both ways look changed.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea)
        super().__init__(strip=False, **options)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class TypedDay(NamedTuple):
    """A day as somebody typed it, kept exactly, right or wrong."""

    day: str
    month: str
    year: str

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(part for part, typed in self._asdict().items() if not typed)


class DayInput(forms.Widget):
    """Three text boxes. People know the day; a calendar to click through gets in the way.

    Research by GOV.UK and the NHS: for a day one knows, such as a birthday, typing is quicker and
    works with every assistive technology.
    """

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> TypedDay:  # noqa: ARG002
        return TypedDay(*(str(data.get(f"{name}-{part}", "")).strip() for part in TypedDay._fields))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002
        return all(f"{name}-{part}" not in data for part in TypedDay._fields)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day" if id_ else id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        # The field template draws the three boxes together with their legend and errors.
        raise NotImplementedError("A day is drawn by ui/field.html")


def as_typed(value: object) -> TypedDay:
    """What the three boxes show for a value that may be a day, or text somebody typed."""
    if isinstance(value, TypedDay):
        return value
    if isinstance(value, date):
        return TypedDay(str(value.day), str(value.month), str(value.year))
    return TypedDay("", "", "")


def has_been(field: forms.Field, today: date, *, says: Any) -> None:
    """Let a field of a form take no day to come; `says` is the sentence for one that does."""
    assert isinstance(field, DayField)
    field.latest = today
    field.error_messages["too_late"] = says


class DayField(forms.Field):
    """A day in the calendar. ``earliest`` and ``latest`` are days too; both are allowed themselves."""

    widget = DayInput
    default_error_messages = {
        "required": _("Enter a day, like 7 9 2026"),
        "invalid": _("Enter a day that exists, like 7 9 2026"),
        "no_day": _("Add the day, like 7"),
        "no_month": _("Add the month, like 9 or September"),
        "no_year": _("Add the year, like 2026"),
        "short_year": _("Write the year with four figures, like 2026"),
        "too_early": _("Enter a day from %(day)s on"),
        "too_late": _("Enter a day up to %(day)s"),
    }

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.earliest = earliest
        self.latest = latest

    def to_python(self, value: Any) -> date | None:
        typed = as_typed(value)
        if len(typed.missing) == 3:
            return None
        for part in typed.missing:
            raise self._refusal(f"no_{part}")
        if typed.year.isascii() and typed.year.isdigit() and len(typed.year) < 4:
            raise self._refusal("short_year")
        try:
            return date(int(typed.year), _month(typed.month), int(typed.day))
        except (ValueError, OverflowError) as unreal:
            raise self._refusal("invalid") from unreal

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.earliest and value < self.earliest:
            raise self._refusal("too_early", day=phrases.day_in_words(self.earliest))
        if self.latest and value > self.latest:
            raise self._refusal("too_late", day=phrases.day_in_words(self.latest))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True

    def _refusal(self, code: str, **words: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=words)


def _month(typed: str) -> int:
    """A month as a number or as its name, whole or begun: 9, Sep, September."""
    if typed.isascii() and typed.isdigit():
        return int(typed)
    begun = typed.casefold().rstrip(".")
    if len(begun) >= 3:
        for names in (MONTHS, *month_names()):
            for number, name in enumerate(names, start=1):
                if name.startswith(begun):
                    return number
    raise ValueError(typed)
