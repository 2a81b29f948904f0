from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any, Final

from django import forms

from handrail.apps.calendars.entries import LONGEST_NAME, LONGEST_STRETCH, Entry, Kind
from handrail.apps.calendars.guesses import Found, entry_of
from handrail.core.days import Order, day_from
from handrail.core.errors import DayNotUnderstood
from handrail.ui.phrases import day_in_words, plain_day

BLANK_TERMS: Final = 2
BLANK_DAYS: Final = 4
MOST_ROWS: Final = 120
LEFT_OUT: Final = "leave_out"


class WrittenDayField(forms.CharField):
    """A day in one box, in figures or in words, in the order in which people of the place write it."""

    def __init__(self, *, order: Order, missing: str, **options: Any) -> None:
        super().__init__(required=False, max_length=60, **options)
        self.order, self.missing = order, missing
        self.widget.attrs["class"] = "govuk-input--width-10"
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> date | None:
        written = super().clean(value)
        if not written:
            return None
        try:
            return day_from(written, order=self.order)
        except DayNotUnderstood as unread:
            raise forms.ValidationError(str(unread)) from unread


class RowForm(forms.Form):
    """One term, or one day or stretch without pupils. A row that is empty or taken out is none."""

    out = forms.BooleanField(label="Take this row out", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = tuple(name for name in ("kind", "name", "starts", "ends") if name in self.fields)

    @property
    def written(self) -> dict[str, str]:
        """What stands in the row now, right or wrong."""
        return {name: str(self[name].value() or "").strip() for name in self.names}

    @property
    def is_filled(self) -> bool:
        return any(text for name, text in self.written.items() if name != "kind")

    @property
    def counts(self) -> bool:
        return self.is_filled and not self["out"].value()

    def _stretch(self, data: dict[str, Any]) -> None:
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", f"This is before {plain_day(starts)}. Check the two days")
        elif starts and ends and ends - starts > LONGEST_STRETCH:
            self.add_error("ends", "This is longer than a year. Check the two days")


class TermForm(RowForm):
    def __init__(self, *args: Any, order: Order, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "name": forms.CharField(
                label="Name of the term", required=False, max_length=LONGEST_NAME[Kind.TERM]
            ),
            "starts": WrittenDayField(label="First day", order=order, missing=""),
            "ends": WrittenDayField(label="Last day", order=order, missing=""),
            "out": self.fields["out"],
        }
        self.names = ("name", "starts", "ends")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.counts:
            self.errors.clear()
            return data
        if not data.get("name") and "name" not in self.errors:
            self.add_error("name", "Give this term a name, like Term 1")
        for name, missing in (
            ("starts", "Enter the first day of this term"),
            ("ends", "Enter the last day of this term"),
        ):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, missing)
        self._stretch(data)
        return data

    @property
    def entry(self) -> Entry:
        data = self.cleaned_data
        return Entry(kind=Kind.TERM, name=data["name"], starts=data["starts"], ends=data["ends"])


class DayForm(RowForm):
    def __init__(self, *args: Any, order: Order, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "kind": forms.ChoiceField(
                label="What it is",
                choices=[(Kind.IN_SERVICE, Kind.IN_SERVICE.words), (Kind.CLOSED, Kind.CLOSED.words)],
                error_messages={"invalid_choice": "Choose an in-service day or a closure"},
                required=False,
            ),
            "name": forms.CharField(label="Name", required=False, max_length=LONGEST_NAME[Kind.CLOSED]),
            "starts": WrittenDayField(label="Day, or first day", order=order, missing=""),
            "ends": WrittenDayField(label="Last day, if several", order=order, missing=""),
            "out": self.fields["out"],
        }
        self.names = ("kind", "name", "starts", "ends")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.counts:
            self.errors.clear()
            return data
        if not data.get("starts") and "starts" not in self.errors:
            self.add_error("starts", "Enter the day")
        self._stretch(data)
        if data.get("starts") and "ends" not in self.errors and not any(self.entry.weekdays()):
            self.add_error("starts", f"{day_in_words(data['starts'])} is a weekend, which needs no entry")
        return data

    @property
    def entry(self) -> Entry:
        data = self.cleaned_data
        kind = Kind(data.get("kind") or Kind.IN_SERVICE)
        return entry_of(kind, data.get("name") or "", data["starts"], data.get("ends") or data["starts"])


class YearForm:
    """The rows of one school year. It is bound to what was typed, or filled from a calendar."""

    def __init__(
        self, typed: Mapping[str, Any] | None, *, order: Order, entries: tuple[Entry, ...] = ()
    ) -> None:
        self.order = order
        self.is_bound = typed is not None and "more" not in typed
        if typed is None:
            terms = [_initial(one) for one in entries if one.kind is Kind.TERM]
            days = [_initial(one) for one in entries if one.kind is not Kind.TERM]
        else:
            terms, days = _rows(typed, "term"), _rows(typed, "day")
        more = typed is None or not self.is_bound
        blank_terms = (BLANK_TERMS if terms else 4) if more else 0
        terms += [{}] * blank_terms
        days += [{}] * (BLANK_DAYS if more else 0)
        self.terms = [self._row(TermForm, "term", at, row, typed) for at, row in enumerate(terms)]
        self.days = [self._row(DayForm, "day", at, row, typed) for at, row in enumerate(days)]

    def _row(
        self, form: type[TermForm | DayForm], word: str, at: int, row: dict[str, Any], typed: Any
    ) -> Any:
        prefix = f"{word}-{at}"
        if self.is_bound:
            return form(typed, prefix=prefix, order=self.order)
        return form(initial=row, prefix=prefix, order=self.order)

    @property
    def forms(self) -> tuple[RowForm, ...]:
        return (*self.terms, *self.days)

    def is_valid(self) -> bool:
        if not self.is_bound:
            return False
        if not self.errors:
            self._compare()
        return not self.errors

    @property
    def errors(self) -> list[str]:
        return [str(error) for one in self.forms for errors in one.errors.values() for error in errors]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(one.entry for one in (*self.terms, *self.days) if one.counts)

    def _compare(self) -> None:
        """What no row can know alone: terms that overlap, a day that stands twice, no term at all."""
        # An error takes a value out of its row, so the entries are read first.
        terms = sorted(
            ((one.entry, one) for one in self.terms if one.counts), key=lambda term: term[0].starts
        )
        days = [(one.entry, one) for one in self.days if one.counts]
        for (before, _), (after, row) in pairwise(terms):
            if after.starts <= before.ends:
                row.add_error(
                    "starts",
                    f"{after.name} starts before {before.name} has ended, on {plain_day(before.ends)}. "
                    "Check their days",
                )
        taken: dict[date, Entry] = {}
        for entry, row in days:
            twice = next((day for day in entry.weekdays() if day in taken), None)
            if twice is not None:
                row.add_error(
                    "starts",
                    f"{day_in_words(twice)} stands twice, also in “{taken[twice].name}”. Keep one of them",
                )
            taken |= dict.fromkeys(entry.weekdays(), entry)
        if not terms and days:
            self.terms[0].add_error("name", "Enter at least one term, or take the days out too")


def _initial(entry: Entry) -> dict[str, Any]:
    ends = "" if entry.kind is not Kind.TERM and entry.ends == entry.starts else plain_day(entry.ends)
    return {"kind": str(entry.kind), "name": entry.name, "starts": plain_day(entry.starts), "ends": ends}


def _rows(typed: Mapping[str, Any], word: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    while len(rows) < MOST_ROWS and f"{word}-{len(rows)}-starts" in typed:
        at = len(rows)
        rows.append(
            {name: typed.get(f"{word}-{at}-{name}", "") for name in ("kind", "name", "starts", "ends", "out")}
        )
    return rows


class CalendarFileForm(forms.Form):
    """What a file is, its content says, which is read elsewhere."""

    file = forms.FileField(
        label="Choose a file",
        help_text="A calendar (.ics) or a table (.csv), up to 1 MB. You see what it is taken for before "
        "anything is kept.",
        allow_empty_file=True,
        error_messages={
            "required": "Choose a file first",
            "invalid": "Choose a file first",
            "missing": "Choose a file first",
        },
        widget=forms.FileInput(attrs={"accept": ".ics,.csv,text/calendar,text/csv"}),
    )


class PreviewForm(forms.Form):
    """What each entry of a file is taken for. The entries travel in the form; each is checked again."""

    def __init__(self, typed: Mapping[str, Any] | None = None, *, found: tuple[Found, ...] = ()) -> None:
        super().__init__(typed)
        self.broken = False
        self.found = _travelled(typed) if typed is not None else [one for one in found if one.starts]
        if self.found is None:
            self.found, self.broken = [], True
        for at, one in enumerate(self.found):
            self.fields[f"kind-{at}"] = forms.ChoiceField(
                label=f"Taken for: {one.name}",
                choices=[*((kind.value, kind.words) for kind in Kind), (LEFT_OUT, "Left out")],
                initial=one.kind.value if one.kind else LEFT_OUT,
                error_messages={"required": "Choose what it is", "invalid_choice": "Choose what it is"},
            )

    @property
    def entries(self) -> tuple[Entry, ...]:
        chosen = ((self.cleaned_data[f"kind-{at}"], one) for at, one in enumerate(self.found or ()))
        return tuple(
            entry_of(Kind(kind), one.name, one.starts, one.ends)
            for kind, one in chosen
            if kind != LEFT_OUT and one.starts and one.ends
        )


def travelling(one: Found) -> str:
    """An entry as it goes through the browser and back."""
    return f"{one.starts}/{one.ends}/{one.name}"


def _travelled(typed: Mapping[str, Any]) -> list[Found] | None:
    found: list[Found] = []
    while f"entry-{len(found)}" in typed and len(found) <= 450:
        starts, _, others = str(typed[f"entry-{len(found)}"]).partition("/")
        ends, _, name = others.partition("/")
        try:
            first, last = date.fromisoformat(starts), date.fromisoformat(ends)
        except ValueError:
            return None
        if not first <= last <= first + LONGEST_STRETCH:
            return None
        found.append(Found(name=name.replace("\0", ""), starts=first, ends=last))
    return found or None
