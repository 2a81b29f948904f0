from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from handrail.apps.letters.stationery import Ask, AskKind, LetterTemplate
from handrail.apps.pupils.models import CircleMember
from handrail.core.duties import EventKind
from handrail.ui.fields import DayField, WordsField

SOMEBODY_ELSE = "other"


class WriteForm(forms.Form):
    """To whom, and what only the writer knows. The letter is made of it and can be changed afterwards."""

    to = forms.ChoiceField(
        label="To whom?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose to whom the letter goes"},
    )
    to_name = forms.CharField(label="Their name, if it is somebody else", required=False, max_length=200)
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        given: Any = None,
        *,
        template: LetterTemplate,
        circle: Sequence[CircleMember],
        event: EventKind | None,
        known_as: str,
    ) -> None:
        super().__init__(given, initial={"once": uuid4()})
        self.template, self.circle = template, {str(one.pk): one for one in circle}
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [
            *((key, f"{one.name}, {one.relation}".rstrip(", ")) for key, one in self.circle.items()),
            (SOMEBODY_ELSE, "Somebody else"),
        ]
        details = {one.key: dict(one.choices) for one in event.details} if event else {}
        for ask in template.asks:
            self.fields[f"ask-{ask.key}"] = _field(ask, details.get(ask.key, {}))
        for part in template.parts:
            self.fields[f"part-{part.key}"] = WordsField(
                label=part.heading.replace("{known_as}", known_as),
                help_text=". ".join(one for one in (part.asks, part.provision) if one),
                initial=part.starts_as,
                required=False,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("to") == SOMEBODY_ELSE and not data.get("to_name"):
            self.add_error("to_name", "Enter the name of the person the letter goes to")
        return data

    @property
    def member(self) -> CircleMember | None:
        return self.circle.get(self.cleaned_data["to"])

    @property
    def name(self) -> str:
        member = self.member
        return member.name if member else str(self.cleaned_data["to_name"])

    @property
    def answers(self) -> Mapping[str, str]:
        found = {ask.key: self.cleaned_data.get(f"ask-{ask.key}") for ask in self.template.asks}
        return {
            key: value.isoformat() if isinstance(value, date) else str(value)
            for key, value in found.items()
            if value not in (None, "")
        }

    @property
    def parts(self) -> Mapping[str, str]:
        return {part.key: self.cleaned_data[f"part-{part.key}"] for part in self.template.parts}


def _field(ask: Ask, choices: Mapping[str, str]) -> forms.Field:
    match ask.kind:
        case AskKind.DAY:
            return DayField(label=ask.label)
        case AskKind.CHOICE:
            return forms.ChoiceField(
                label=ask.label,
                widget=forms.RadioSelect,
                choices=list(choices.items()),
                error_messages={"required": "Choose one"},
            )
        case AskKind.TEXT:
            return forms.CharField(
                label=ask.label, max_length=500, error_messages={"required": "Say this in a few words"}
            )


class LetterForm(forms.Form):
    """The letter's words, to change until it is sent."""

    to_name = forms.CharField(
        label="To",
        max_length=200,
        error_messages={"required": "Enter the name of the person the letter goes to"},
    )
    to_address = WordsField(
        label="Their address", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    subject = forms.CharField(
        label="What it is about", max_length=300, error_messages={"required": "Say what the letter is about"}
    )
    text = WordsField(
        label="The letter",
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 22}),
        error_messages={"required": "A letter has words"},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class SendForm(forms.Form):
    """That it went out. What it starts in law is recorded only if somebody says so."""

    sent_on = DayField(label="On which day was it sent?")
    how = forms.CharField(
        label="How?",
        help_text="By post, by hand, by e-mail from your own mailbox. Handrail sends nothing itself.",
        max_length=200,
        error_messages={"required": "Say how it was sent"},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, given: Any = None, *, event: EventKind | None, today: date, revision: int) -> None:
        # Beside the form of the words on one page: no two boxes may share an id.
        super().__init__(given, initial={"sent_on": today, "revision": revision}, auto_id="send-%s")
        if event is not None:
            self.fields["with_event"] = forms.BooleanField(
                label=f"Also record in the case: {event.says}",
                help_text="This starts the clocks that the law counts from it.",
                required=False,
            )
