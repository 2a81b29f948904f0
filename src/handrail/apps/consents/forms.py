"""What people type about consent and assessments. Forms check and convert; actions decide and save."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from handrail.apps.consents.actions import Evidence, Finding, may_be_asked
from handrail.apps.consents.models import ConsentEntry, Purpose
from handrail.apps.pupils.models import CircleMember
from handrail.core.rights import OwnUse, Right
from handrail.ui.fields import DayField, WordsField, has_been
from handrail.ui.phrases import sentence_case

Answer = ConsentEntry.Answer
How = ConsentEntry.How

LONGEST: int = 4000


class AskForm(forms.Form):
    member = forms.ChoiceField(
        label="Whom do you ask?", error_messages={"required": "Choose somebody with parental rights, or the pupil"}
    )  # fmt: skip
    purpose = forms.ChoiceField(
        label="What for?",
        widget=forms.RadioSelect,
        choices=lambda: [(value, sentence_case(str(label))) for value, label in Purpose.choices],
        error_messages={"required": "Choose what the consent is for"},
    )
    with_whom = forms.CharField(
        label="With whom, or which service", help_text="Such as: NHS speech and language therapy",
        max_length=200, required=False,
    )  # fmt: skip
    what = WordsField(
        label="What exactly do you ask?",
        help_text="In plain words: what would happen, who would see what, and until when.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say in plain words what is asked"},
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, circle: list[CircleMember], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.pk): one for one in circle if may_be_asked(one)}
        cast("forms.ChoiceField", self.fields["member"]).choices = [
            ("", "Choose somebody"),
            *((key, f"{one.name}, {one.relation}") for key, one in self.people.items()),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("purpose") == Purpose.SHARE and not data.get("with_whom"):
            self.add_error("with_whom", "Say with whom the information would be shared")
        return data


class OwnAnswerForm(forms.Form):
    """One's own answer. Which buttons there are depends on what was answered before."""

    answer = forms.ChoiceField(choices=Answer.choices, error_messages={"required": _("Choose an answer")})
    words = WordsField(
        label=_("Anything you want to say about it"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NoteForm(forms.Form):
    """An answer that came another way than through Handrail."""

    answer = forms.ChoiceField(
        label="What did they answer?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they answered"},
    )
    how = forms.ChoiceField(
        label="How?",
        widget=forms.RadioSelect,
        choices=[(one.value, one.label[0].upper() + one.label[1:]) for one in How if one != How.HERE],
        error_messages={"required": "Choose how they answered"},
    )
    happened_on = DayField(label="When?")
    words = WordsField(
        label="What they said about it",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.FileField(
        label="The signed form or letter, if there is one",
        help_text="PDF, Word (.docx) or a picture (PNG, JPEG), up to 10 MB.",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.jpeg"}),
    )

    def __init__(self, *args: Any, answers: tuple[str, ...], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        has_been(
            self.fields["happened_on"], today, says="This day is still to come. Enter the day they answered"
        )
        labels = {
            Answer.GIVEN: "They consent",
            Answer.REFUSED: "They do not consent",
            Answer.WITHDRAWN: "They withdraw their consent",
        }
        cast("forms.ChoiceField", self.fields["answer"]).choices = [
            (value, labels[Answer(value)]) for value in answers
        ]

    @property
    def evidence(self) -> Evidence | None:
        file = self.cleaned_data.get("file")
        return Evidence(file.name, file.read()) if file else None


YES_OR_NO: Any = [("yes", "Yes"), ("no", "No")]


class AssessmentForm(forms.Form):
    right = forms.ChoiceField(
        label="Which right is it about?", error_messages={"required": "Choose the right it is about"}
    )  # fmt: skip
    assessed_on = DayField(label="When was it assessed?")
    assessed_by_name = forms.CharField(
        label="Who assessed it?", max_length=200, error_messages={"required": "Enter the name of who assessed"}
    )  # fmt: skip
    assessed_as = forms.CharField(
        label="What are they?", help_text="Such as: educational psychologist",
        max_length=200, error_messages={"required": "Say what they are"},
    )  # fmt: skip
    capacity = forms.ChoiceField(
        widget=forms.RadioSelect, choices=YES_OR_NO, error_messages={"required": "Choose yes or no"}
    )
    capacity_reasons = WordsField(
        label="The reasons for this answer",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Give the reason. The pupil may ask why"},
    )
    wellbeing = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[("no", "No, it would not"), ("yes", "Yes, it would")],
        error_messages={"required": "Choose yes or no"},
    )
    wellbeing_reasons = WordsField(
        label="The reasons for the answer about wellbeing",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Give the reason. The pupil may ask why"},
    )
    told_child_on = DayField(
        label="When was the pupil told of the result?",
        help_text="Leave it empty if that is still to do.",
        required=False,
    )
    told_parents_on = DayField(
        label="When were the parents told?",
        help_text="Leave it empty if that is still to do.",
        required=False,
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rights: Sequence[Right], own: OwnUse, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["right"]).choices = [
            ("", "Choose a right"),
            *((one.key, one.says[0].upper() + one.says[1:]) for one in rights),
        ]
        assert own.capacity is not None
        self.fields["capacity"].label = own.capacity.asks
        if own.wellbeing is None:
            del self.fields["wellbeing"], self.fields["wellbeing_reasons"]
        else:
            self.fields["wellbeing"].label = own.wellbeing.asks

    @property
    def finding(self) -> Finding:
        data = self.cleaned_data
        return Finding(
            assessed_on=data["assessed_on"],
            assessed_by_name=data["assessed_by_name"],
            assessed_as=data["assessed_as"],
            capacity=data["capacity"] == "yes",
            capacity_reasons=data["capacity_reasons"],
            # The question asks about harm.
            wellbeing=data["wellbeing"] == "no" if "wellbeing" in self.fields else None,
            wellbeing_reasons=data.get("wellbeing_reasons", ""),
            told_child_on=data["told_child_on"],
            told_parents_on=data["told_parents_on"],
        )
