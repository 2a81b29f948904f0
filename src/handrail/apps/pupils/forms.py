from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handrail.apps.pupils.actions import Particulars
from handrail.apps.pupils.models import CircleMember, ProfileLine, Pupil
from handrail.ui.fields import DayField, WordsField, has_been


class ParticularsForm(forms.Form):
    given_name = forms.CharField(
        label="First name", max_length=200, error_messages={"required": "Enter the pupil’s first name"}
    )
    family_name = forms.CharField(
        label="Family name", max_length=200, error_messages={"required": "Enter the pupil’s family name"}
    )
    known_as = forms.CharField(label="What the pupil likes to be called", max_length=200, required=False)
    born = DayField(label="Date of birth", help_text="Such as 7 9 2016")
    year_group = forms.CharField(label="Year", max_length=40, required=False)
    class_name = forms.CharField(label="Class", max_length=40, required=False)
    gender = forms.CharField(
        label="Gender", help_text="As the family gives it.", max_length=60, required=False
    )
    pronouns = forms.CharField(label="Pronouns", max_length=40, required=False)
    languages = forms.CharField(label="Languages", max_length=200, required=False)
    preferred_language = forms.CharField(label="Preferred language", max_length=60, required=False)
    communication = forms.CharField(
        label="How the pupil communicates",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    address = forms.CharField(label="Address", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    phone = forms.CharField(label="Telephone", max_length=40, required=False)
    entered_school = DayField(label="Entered this school on", required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        has_been(
            self.fields["born"], today, says="This day is still to come. Enter the day the pupil was born"
        )
        has_been(
            self.fields["entered_school"],
            today,
            says="This day is still to come. Enter the day the pupil came to the school",
        )

    def clean_born(self) -> date:
        born: date = self.cleaned_data["born"]
        if born.year < self.today.year - 30:
            raise forms.ValidationError("This is more than 30 years ago. Check the year")
        return born

    @property
    def particulars(self) -> Particulars:
        data = dict(self.cleaned_data)
        return Particulars(entered_school_on=data.pop("entered_school"), **data)

    @staticmethod
    def values(pupil: Pupil) -> dict[str, Any]:
        names = ParticularsForm.base_fields.keys() - {"entered_school"}
        return {name: getattr(pupil, name) for name in names} | {"entered_school": pupil.entered_school_on}


class MemberForm(forms.Form):
    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Enter their name"})
    kind = forms.ChoiceField(
        label="Who are they to the pupil?",
        choices=[choice for choice in CircleMember.Kind.choices if choice[0] != "pupil"],
        error_messages={"required": "Choose who they are"},
    )
    relation = forms.CharField(
        label="In words", help_text="Such as: mother, class teacher, speech and language therapist",
        max_length=200, required=False,
    )  # fmt: skip
    teaches = forms.CharField(
        label="For a teacher: which class or subject", help_text="Such as: P6B, mathematics",
        max_length=120, required=False,
    )  # fmt: skip
    parental_responsibility = forms.BooleanField(
        label="Has parental rights and responsibilities", required=False
    )
    receives_copies = forms.BooleanField(label="Gets a copy of the plan", required=False)
    address = forms.CharField(label="Address", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    phone = forms.CharField(label="Telephone", max_length=40, required=False)
    email = forms.EmailField(
        label="E-mail", help_text="Leave it empty if they have none.", required=False,
        error_messages={"invalid": "Enter an address like name@example.org, or leave it empty"},
    )  # fmt: skip
    preferred_language = forms.CharField(label="Preferred language", max_length=60, required=False)
    preferred_contact = forms.CharField(label="How and when to reach them", max_length=200, required=False)
    purpose = forms.CharField(
        label="For somebody from outside: what they are asked to do",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    access_until = DayField(label="For somebody from outside: last day of access", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == CircleMember.Kind.PROFESSIONAL:
            if not data.get("purpose"):
                self.add_error("purpose", "Say what they are asked to do")
            if not data.get("access_until") and "access_until" not in self.errors:
                self.add_error("access_until", "Say until when they may see their part")
        return data

    @staticmethod
    def values(member: CircleMember) -> dict[str, Any]:
        return {name: getattr(member, name) for name in MemberForm.base_fields}


class ProfileForm(forms.Form):
    """One box a kind, one sentence a line. The pupil's own lines are not in the boxes: nobody edits them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind, label in ProfileLine.Kind.choices:
            self.fields[kind] = forms.CharField(
                label=label,
                help_text="One sentence a line.",
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    @property
    def lines(self) -> dict[str, list[str]]:
        return {kind: text.splitlines() for kind, text in self.cleaned_data.items()}

    @staticmethod
    def values(lines: list[ProfileLine]) -> dict[str, str]:
        return {
            kind: "\n".join(line.text for line in lines if line.kind == kind and not line.own)
            for kind in ProfileLine.Kind.values
        }


class VoiceForm(forms.Form):
    question = forms.CharField(label="What was asked?", max_length=1000, required=False)
    words = WordsField(
        label="In their own words",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what was said")},
    )
    said_on = DayField(label="When was it said?")
    how = forms.CharField(
        label="How was it said?",
        help_text="Such as: spoken and typed for her",
        max_length=300,
        required=False,
    )
    team_only = forms.BooleanField(label=_("Only for the people who work with me"), required=False)

    def __init__(self, *args: Any, own: bool, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        has_been(self.fields["said_on"], today, says="This day is still to come. Enter the day it was said")
        if own:
            self.fields["words"].label = _("In your own words")
            for name in ("question", "how", "said_on"):
                del self.fields[name]
        else:
            self.fields["team_only"].label = "Only for the people who work with the pupil"
