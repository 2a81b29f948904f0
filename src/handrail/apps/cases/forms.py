from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms

from handrail.apps.cases.models import CaseEvent
from handrail.core.duties import DetailKind, EventKind
from handrail.ui.fields import DayField, has_been


class KindForm(forms.Form):
    """First question: what happened?"""

    kind = forms.ChoiceField(
        label="What happened?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened"},
    )

    def __init__(self, *args: Any, kinds: tuple[EventKind, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["kind"]).choices = [(one.key, one.says) for one in kinds]


class EventForm(forms.Form):
    """Then: on which day, what else the law needs to know of it, and what it answers."""

    happened_on = DayField(label="On which day did it happen?")

    def __init__(
        self,
        *args: Any,
        kind: EventKind,
        earlier: list[CaseEvent],
        says: dict[str, str],
        today: date,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        has_been(
            self.fields["happened_on"], today, says="This day is still to come. Enter the day it happened"
        )
        for detail in kind.details:
            self.fields[detail.key] = _field(detail.kind, detail.says, detail.needed, dict(detail.choices))
        self.answerable = {str(one.pk): one for one in earlier if one.kind in kind.answers}
        if self.answerable:
            self.fields["refers_to"] = forms.ChoiceField(
                label="Which one does it answer?",
                required=False,
                choices=[
                    ("", "None of these"),
                    *(
                        (key, f"{says[one.kind]} ({one.happened_on:%d.%m.%Y})")
                        for key, one in self.answerable.items()
                    ),
                ],
            )

    @property
    def detail(self) -> dict[str, str]:
        values = ((one.key, self.cleaned_data.get(one.key)) for one in self.kind.details)
        return {
            key: value.isoformat() if isinstance(value, date) else str(value)
            for key, value in values
            if value not in (None, "")
        }

    @property
    def refers_to(self) -> CaseEvent | None:
        return self.answerable.get(self.cleaned_data.get("refers_to") or "")


def _field(kind: DetailKind, says: str, needed: bool, choices: dict[str, str]) -> forms.Field:
    match kind:
        case DetailKind.DATE:
            return DayField(label=says, required=needed)
        case DetailKind.CHOICE:
            return forms.ChoiceField(
                label=says,
                required=needed,
                widget=forms.RadioSelect,
                choices=list(choices.items()),
                error_messages={"required": "Choose one"},
            )
        case DetailKind.NUMBER:
            return forms.IntegerField(
                label=says,
                required=needed,
                min_value=0,
                error_messages={"required": "Enter a number", "invalid": "Enter a whole number, such as 3"},
            )
        case DetailKind.TEXT:
            return forms.CharField(
                label=says,
                required=needed,
                max_length=300,
                error_messages={"required": "Say this in a few words"},
            )
