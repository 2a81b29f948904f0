from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from handrail.apps.guide import queries
from handrail.apps.guide.queries import Told
from handrail.apps.guide.school_years import NotRead, read_days_off, read_terms, usual_calendar, usual_year_of
from handrail.core.calendars import SchoolCalendar
from handrail.core.duties import Detail, DetailKind, EventKind, Party
from handrail.core.fit import OLDEST, Answer, Given, Question
from handrail.core.plan_types import PlanType
from handrail.core.rights import MADE_BY
from handrail.core.story import BORN
from handrail.law.lawbook import lawbook
from handrail.ui.fields import DayField
from handrail.ui.phrases import plain_day, sentence_case

EARLIEST: Final = date(1950, 1, 1)
YEARS_AHEAD: Final = 20
MOST_EVENTS: Final = 12
SHORT: Final = 36
"""Letters of an event that its box shows whole; a longer one is said again beside it."""
A_ROW: Final = re.compile(r"e(\d{1,2})-")
Data = Mapping[str, Any]


class Asked(forms.Form):
    """A form in the address. It says what is wrong only once somebody has asked for the dates."""

    def __init__(self, data: Data, *, asked: bool, **options: Any) -> None:
        super().__init__(data, **options)
        self.asked = asked

    def full_clean(self) -> None:
        super().full_clean()
        if not self.asked:
            self._errors = ErrorDict()
        for name in self.not_asked_yet:
            self._errors.pop(name, None)

    @property
    def not_asked_yet(self) -> tuple[str, ...]:
        """Fields that the page shows for the first time now: nobody can have answered them."""
        return ()


class WhereForm(Asked):
    """Which place, and which plan there."""

    place = forms.ChoiceField(
        label="Where",
        error_messages={"required": "Choose a place", "invalid_choice": "Choose a place from the list"},
    )
    plan = forms.ChoiceField(
        label="Which plan",
        error_messages={
            "required": "Choose a plan",
            "invalid_choice": "This place has no such plan. Choose one from the list",
        },
    )

    def __init__(self, data: Data, *, asked: bool) -> None:
        super().__init__(data, asked=asked)
        places = queries.places()
        self.fields["place"] = _choice(self.fields["place"], [("", "Choose a place"), *places.items()])
        self.chosen_place = str(data.get("place", "")) if data.get("place") in places else ""
        kinds = queries.plan_types_with_dates(self.chosen_place) if self.chosen_place else ()
        if not kinds:
            del self.fields["plan"]
        else:
            self.fields["plan"] = _choice(
                self.fields["plan"], [("", "Choose a plan"), *((one.key, one.name) for one in kinds)]
            )
        wanted = data.get("plan") or (kinds[0].key if len(kinds) == 1 else "")
        self.plan_type: PlanType | None = next((one for one in kinds if one.key == wanted), None)

    @property
    def not_asked_yet(self) -> tuple[str, ...]:
        return ("plan",) if "plan" not in self.data else ()


class FitForm(Asked):
    """A place, and the questions that its criteria ask. Each may be left open."""

    place = forms.ChoiceField(
        label="Where is the school?",
        error_messages={"required": "Choose a place", "invalid_choice": "Choose a place from the list"},
    )

    def __init__(self, data: Data, *, asked: bool) -> None:
        super().__init__(data, asked=asked or bool(data.get("place")))
        places = queries.places()
        self.fields["place"] = _choice(self.fields["place"], [("", "Choose a place"), *places.items()])
        self.chosen_place = str(data.get("place", "")) if data.get("place") in places else ""
        self.place_name = places.get(self.chosen_place, "")
        self.questions = queries.fit_questions(self.chosen_place) if self.chosen_place else ()
        for question in self.questions:
            self.fields[question.key] = _question(question)
        self.wants_answers = asked and bool(self.questions)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for question in self.questions:
            chosen = cleaned.get(question.key)
            if question.kind is Answer.MANY and chosen and "none_of_these" in chosen and len(chosen) > 1:
                self.add_error(question.key, "Choose “None of these” alone, or take it out")
        if self.wants_answers and not self.errors and not self.situation:
            self.add_error(
                self.questions[0].key, "Answer at least one question. You can leave the others open"
            )
        return cleaned

    @property
    def situation(self) -> dict[str, Given]:
        """What was told; what was left open is not in it."""
        told: dict[str, Given] = {}
        for question in self.questions:
            value = self.cleaned_data.get(question.key)
            if value not in (None, "", []):
                told[question.key] = frozenset(value) if question.kind is Answer.MANY else value
        return told


def _question(question: Question) -> forms.Field:
    texts: dict[str, Any] = {"label": question.says, "help_text": question.hint, "required": False}
    if question.kind is Answer.NUMBER:
        age = f"Write the age as a whole number from 0 to {OLDEST}, like 9"
        return forms.IntegerField(
            **texts,
            min_value=0,
            max_value=OLDEST,
            error_messages={"invalid": age, "min_value": age, "max_value": age},
        )
    of_the_list = {"invalid_choice": "Choose from the answers shown"}
    choices = list(question.answers.items())
    if question.kind is Answer.MANY:
        return forms.MultipleChoiceField(
            **texts, choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=of_the_list
        )
    return forms.ChoiceField(**texts, choices=choices, widget=forms.RadioSelect, error_messages=of_the_list)


class EventForm(Asked):
    """One thing that happened: what, on which day, and what else the law needs to know of it."""

    def __init__(
        self,
        data: Data,
        *,
        asked: bool,
        number: int,
        plan_type: PlanType,
        others: Mapping[int, EventKind],
        today: date,
    ) -> None:
        super().__init__(data, asked=asked, prefix=f"e{number}")
        self.number, self.plan_type = number, plan_type
        kinds = {kind.key: kind for kind in queries.event_kinds(plan_type)}
        self.kind = kinds.get(str(data.get(self.add_prefix("kind"), "")))
        self.fields["kind"] = forms.ChoiceField(
            label="What happened",
            choices=[("", "Choose what happened"), *_by_reporter(plan_type, kinds.values())],
            error_messages={
                "required": "Choose what happened",
                "invalid_choice": "Choose what happened from the list",
            },
        )
        self.fields["kind"].help_text = self.kind.says if self.kind and len(self.kind.says) > SHORT else ""
        self.fields["on"] = DayField(
            label="On which day",
            earliest=EARLIEST,
            latest=date(today.year + YEARS_AHEAD, 12, 31),
        )
        self.fields["on"].help_text = "" if self.kind is None else _day_hint(self.kind)
        for detail in self._details:
            self.fields[detail.key] = _detail(detail, self.kind, plan_type)
        self.answerable = {
            other: kind for other, kind in others.items() if self.kind and kind.key in self.kind.answers
        }
        if len(self.answerable) > 1:
            self.fields["answers"] = forms.ChoiceField(
                label="Which one does it answer",
                required=False,
                choices=[
                    ("", "Not sure, or none of these"),
                    *(
                        (str(other), f"Number {other}: {kind.says}")
                        for other, kind in self.answerable.items()
                    ),
                ],
                error_messages={"invalid_choice": "Choose one from the list"},
            )

    @property
    def _details(self) -> tuple[Detail, ...]:
        """What a date can depend on; who used a right is for a pupil's own case."""
        return tuple(one for one in self.kind.details if one.key != MADE_BY) if self.kind else ()

    @property
    def not_asked_yet(self) -> tuple[str, ...]:
        """What this event needs and the page learns only now to ask, since somebody just said what happened."""
        return tuple(
            detail.key
            for detail in self._details
            if detail.needed
            and self.fields[detail.key].widget.value_omitted_from_data(
                self.data, {}, self.add_prefix(detail.key)
            )
        )

    @property
    def new_questions(self) -> tuple[str, ...]:
        return tuple(str(self.fields[name].label) for name in self.not_asked_yet)

    @property
    def told(self) -> Told | None:
        """What happened, when all of it could be read."""
        if self.kind is None or self.not_asked_yet or not self.is_valid() or "on" not in self.cleaned_data:
            return None
        given = ((one.key, self.cleaned_data.get(one.key)) for one in self._details)
        detail = {
            key: value.isoformat() if isinstance(value, date) else str(value)
            for key, value in given
            if value not in (None, "")
        }
        return Told(self.number, self.kind, self.cleaned_data["on"], detail, self._answers)

    @property
    def _answers(self) -> int | None:
        if len(self.answerable) == 1:
            return next(iter(self.answerable))
        chosen = self.cleaned_data.get("answers")
        return int(chosen) if chosen else None


class SchoolForm(Asked):
    """The school's days, for the rules that count them."""

    year = forms.ChoiceField(label="School days", widget=forms.RadioSelect, required=False)
    terms = forms.CharField(
        label="Terms of the school",
        help_text="One term a line, like 18 8 2026 to 9 10 2026",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=2000,
    )
    off = forms.CharField(
        label="Days without school in a term",
        help_text="One a line, like 16 11 2026. Leave it empty if you do not know",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2000,
    )
    NONE, USUAL, OWN = "none", "usual", "own"

    def __init__(self, data: Data, *, asked: bool, place: str, within: str, today: date) -> None:
        super().__init__(data, asked=asked, prefix="school")
        self.place, self.within, self.today = place, within, today
        usual = [(self.USUAL, f"With a usual school year {within}")] if usual_year_of(place) else []
        self.fields["year"] = _choice(
            self.fields["year"],
            [(self.NONE, "Without school days"), *usual, (self.OWN, "With the terms I type here")],
        )
        chosen = str(data.get("school-year", ""))
        self.chosen = chosen if chosen in (self.NONE, self.OWN, *(key for key, _ in usual)) else self.NONE
        self.initial["year"] = self.chosen
        if "school-year" not in data:
            self.data = {**{key: data.get(key) for key in data}, "school-year": self.NONE}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("year") == self.OWN and "terms" in cleaned:
            self._read("terms", read_terms)
            self._read("off", read_days_off)
            if "terms" in cleaned and not cleaned["terms"]:
                self.add_error("terms", "Type the terms, one a line, or choose another answer above")
        return cleaned

    def _read(self, name: str, read: Any) -> None:
        try:
            self.cleaned_data[name] = read(self.cleaned_data.get(name, ""))
        except NotRead as problem:
            self.add_error(name, ValidationError(str(problem)))

    def school(self, told: tuple[Told, ...]) -> SchoolCalendar | None:
        """The calendar to count with; none where nobody gave one."""
        days = [one.on for one in told] or [self.today]
        if self.chosen == self.USUAL:
            return usual_calendar(self.place, self.within, first=min(days), last=max(days))
        if self.chosen == self.OWN and self.is_valid():
            return SchoolCalendar(
                name="the school", terms=self.cleaned_data["terms"], closed=self.cleaned_data["off"]
            )
        return None


def numbers_in(data: Data) -> list[int]:
    """The numbers of the events in an address, in order, and never none."""
    found = sorted({int(match[1]) for key in data if (match := A_ROW.match(key)) and data[key] != ""})
    return [number for number in found if 1 <= number <= 99][:MOST_EVENTS] or [1]


def event_forms(data: Data, *, asked: bool, plan_type: PlanType, today: date) -> list[EventForm]:
    """A form for each thing told, and an empty one where another is wanted. Days out of order are told."""
    numbers = numbers_in(data)
    if "add" in data and len(numbers) < MOST_EVENTS:
        numbers.append(max(numbers) + 1)
    kinds = {kind.key: kind for kind in queries.event_kinds(plan_type)}
    named = {number: kinds.get(str(data.get(f"e{number}-kind", ""))) for number in numbers}
    made = []
    for number in numbers:
        others = {other: kind for other, kind in named.items() if kind is not None and other != number}
        made.append(
            EventForm(data, asked=asked, number=number, plan_type=plan_type, others=others, today=today)
        )
    if asked:
        _check_order(made)
    return made


def _check_order(made: list[EventForm]) -> None:
    """An answer cannot come before everything it could answer, and nothing comes before a birth."""
    days = {
        form.number: form.cleaned_data["on"]
        for form in made
        if form.is_valid() and form.cleaned_data.get("on")
    }
    births = [
        days[form.number] for form in made if form.kind and form.kind.key == BORN and form.number in days
    ]
    for form in made:
        on = days.get(form.number)
        if on is None or form.kind is None:
            continue
        chosen = form.told.answers if form.told else None
        asked = [other for other in ([chosen] if chosen else form.answerable) if other in days]
        if asked and all(days[other] > on for other in asked):
            first = min(asked, key=lambda other: days[other])
            form.add_error(
                "on",
                f"This answers something that happened later, on {plain_day(days[first])} (number {first}). "
                "Look at both days again",
            )
        elif births and on < min(births):
            form.add_error("on", "This is before the pupil was born. Look at both days again")


def _choice(field: forms.Field, choices: list[Any]) -> forms.Field:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
    return field


def _by_reporter(plan_type: PlanType, kinds: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The events under who reports them, the family's first: most people who ask are a family."""
    groups: dict[Party, list[tuple[str, str]]] = {}
    for kind in kinds:
        groups.setdefault(kind.reported_by, []).append((kind.key, kind.says))
    order = sorted(
        groups, key=lambda party: (party not in (Party.PARENT, Party.PUPIL), list(Party).index(party))
    )
    return [
        (f"{sentence_case(party_word(plan_type, party))} does or learns", groups[party]) for party in order
    ]


def party_word(plan_type: PlanType, party: Party) -> str:
    """What a place calls a party: the school district, where the law says education authority."""
    return plan_type.vocabulary.get(f"party.{party}", party.label)


def _day_hint(kind: EventKind) -> str:
    received = " received " in f" {kind.says} "
    return "The day it arrived, not the day it was sent" if received else ""


def _detail(detail: Detail, kind: EventKind | None, plan_type: PlanType) -> forms.Field:
    """A question about an event. Always something the address holds even when it is left open."""
    says = detail.says
    if kind is not None and kind.key == "delay_notified" and detail.key in ("duty", "excuse"):
        return _select(says, detail.needed, _of_the_law(detail.key, plan_type))
    match detail.kind:
        case DetailKind.DATE:
            return DayField(
                label=says,
                required=detail.needed,
                earliest=EARLIEST,
                error_messages={"required": "Enter this day too"},
            )
        case DetailKind.CHOICE:
            return _select(says, detail.needed, list(detail.choices.items()))
        case DetailKind.NUMBER:
            return forms.IntegerField(
                label=says,
                required=detail.needed,
                min_value=0,
                max_value=1000,
                error_messages={"required": "Enter a number", "invalid": "Enter a whole number, like 3"},
            )
    return forms.CharField(
        label=says,
        required=detail.needed,
        max_length=300,
        error_messages={"required": "Say this in a few words"},
    )


def _select(says: str, needed: bool, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=says,
        required=needed,
        choices=[("", "Choose one" if needed else "Not said"), *choices],
        error_messages={"required": "Choose one", "invalid_choice": "Choose one from the list"},
    )


def _of_the_law(key: str, plan_type: PlanType) -> list[tuple[str, str]]:
    """A delay names the duty that takes longer and a reason that its law accepts."""
    duties = [duty for duty in lawbook().duties(plan_type.key) if duty.excused_by == "delay_notified"]
    if key == "duty":
        return [(duty.key, duty.title) for duty in duties]
    return list({excuse.key: excuse.says for duty in duties for excuse in duty.excuses}.items())
