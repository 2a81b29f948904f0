from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final, cast

from django import forms

from handrail.apps.cases.forms import EventForm
from handrail.apps.cases.models import CaseEvent
from handrail.apps.plans.actions import LONGEST_TEXT
from handrail.apps.plans.models import Plan
from handrail.apps.pupils.models import CircleMember
from handrail.apps.versions.actions import CopyWords
from handrail.apps.versions.models import Copy
from handrail.core.duties import EventKind
from handrail.core.plan_types import PlanType
from handrail.core.steps import Ending, Step, Weight
from handrail.ui.fields import DayField, WordsField


class StepForm(EventForm):
    """The day of a step, what the law needs to know of it, and what shows that it happened."""

    def __init__(
        self,
        *args: Any,
        step: Step,
        kind: EventKind,
        earlier: list[CaseEvent],
        says: dict[str, str],
        today: date,
        **options: Any,
    ) -> None:
        # What the step itself says of the event is not asked again.
        asked = tuple(one for one in kind.details if one.key not in step.event.only_if)
        super().__init__(
            *args, kind=replace(kind, details=asked), earlier=earlier, says=says, today=today, **options
        )
        if self.answerable:
            # The last one is nearly always the one that is meant.
            self.fields["refers_to"].initial = max(
                self.answerable.items(), key=lambda one: (one[1].happened_on, one[1].recorded_at)
            )[0]
        self.fields["note"] = WordsField(
            label="What shows it?",
            help_text="Such as: letter of 3 November, recorded delivery; or who was at the meeting.",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["once"] = forms.UUIDField(widget=forms.HiddenInput, required=False)


class ShareForm(forms.Form):
    """The day on which the family is given the draft, until when they answer, and what is said with it."""

    STEP: Final = "step"
    TALK: Final = "talk"

    shared_on = DayField(
        label="When does the family get it?", help_text="Today, or the day on which it was sent."
    )
    as_step = forms.ChoiceField(label="What is it?", widget=forms.RadioSelect)
    answer_by = DayField(label="Until when do you hope for an answer?", required=False)
    evidence = WordsField(
        label="What shows that they got it?",
        help_text="Such as: letter of 3 November, recorded delivery. The family reads it beside the step.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = WordsField(
        label="What do you want to say with it?",
        help_text="The family reads this above the draft. It may stay empty.",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    draft_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, step: Step | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answer_by"].help_text = (
            "Leave it empty for the last day that the law gives; a later day is fine."
            if step is not None and step.wait is not None
            else "Leave it empty for two weeks, which gives people time."
        )
        if step is None:
            del self.fields["evidence"]
        if step is None or step.weight is not Weight.NEEDED:
            # Only where the law makes it a condition is it another thing to talk about a draft before.
            del self.fields["as_step"]
        else:
            self.fields["as_step"].choices = [  # type: ignore[attr-defined]
                (self.STEP, f"{step.title}. The time that the law gives begins."),
                (self.TALK, "Show it before that, to talk about it. No time begins."),
            ]

    @property
    def is_step(self) -> bool:
        return bool(self.cleaned_data.get("as_step", self.STEP) == self.STEP)


NOTHING = ""
"""The choice that somebody gets no copy."""


class CopiesForm(forms.Form):
    """For each person of the circle: what they get, and how."""

    def __init__(self, *args: Any, circle: list[CircleMember], on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.circle = circle
        for member in circle:
            what, how = usual_copy(member, on=on)
            self.fields[f"what_{member.pk}"] = forms.ChoiceField(
                label=f"{member.name}, {member.relation or member.get_kind_display()}: what they get",
                required=False,
                initial=what,
                choices=[(NOTHING, "No copy"), *Copy.What.choices],
            )
            self.fields[f"how_{member.pk}"] = forms.ChoiceField(
                label=f"How {member.name} gets it", required=False, initial=how, choices=Copy.How.choices
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"what_{one.pk}"], self[f"how_{one.pk}"]) for one in self.circle]

    @property
    def copies(self) -> tuple[CopyWords, ...]:
        data = self.cleaned_data
        return tuple(
            CopyWords(
                member=one,
                what=data[f"what_{one.pk}"],
                how=data[f"how_{one.pk}"] or Copy.How.HAND,
            )
            for one in self.circle
            if data.get(f"what_{one.pk}")
        )


def usual_copy(member: CircleMember, *, on: date) -> tuple[str, str]:
    """What somebody usually gets of a plan, and how: a start to change, never a rule."""
    kind = CircleMember.Kind
    ended = member.access_until is not None and member.access_until < on
    can_open = member.person_id is not None and not ended
    on_paper = Copy.How.POST if member.address else Copy.How.HAND
    if member.kind == kind.PROFESSIONAL:
        return (NOTHING if ended else Copy.What.PART), on_paper
    if member.kind == kind.PUPIL:
        return Copy.What.ONE_PAGE, Copy.How.HAND
    if member.kind in (kind.STAFF, kind.KEY_ADULT):
        return Copy.What.WHOLE, Copy.How.PAGE if can_open else Copy.How.HAND
    if member.parental_responsibility or member.receives_copies:
        return Copy.What.WHOLE, Copy.How.PAGE if can_open else on_paper
    return NOTHING, on_paper


class IssueForm(CopiesForm):
    draft_revision = forms.IntegerField(widget=forms.HiddenInput)


class LaterCopiesForm(CopiesForm):
    given_on = DayField(label="On which day were they given?")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for member in self.circle:
            self.fields[f"what_{member.pk}"].initial = NOTHING

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(f"what_{one.pk}") for one in self.circle):
            raise forms.ValidationError("Choose at least one person who was given a copy")
        return data


class AmendForm(forms.Form):
    sections = forms.MultipleChoiceField(
        label="Which sections have to change?",
        help_text="Only these open. The others stay locked as they were issued.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one section"},
    )

    def __init__(self, *args: Any, kind: PlanType, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [
            (section.key, section.heading)
            for section in kind.sections
            if section.key not in plan.open_sections
        ]
        cast("forms.MultipleChoiceField", self.fields["sections"]).choices = choices


class CorrectForm(forms.Form):
    before = WordsField(widget=forms.HiddenInput)
    after = WordsField(
        label="As it should read",
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "A correction leaves the text there. To take it out, change the plan"},
    )
    reason = forms.CharField(
        label="What was wrong?",
        help_text="Such as: a word was misspelt.",
        max_length=300,
        error_messages={"required": "Say in a few words what was wrong"},
    )


class EndForm(forms.Form):
    because = forms.ChoiceField(
        label="Why does it end?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it ends"},
    )
    words = WordsField(
        label="The reason, in words",
        help_text="What was looked at, and what comes instead.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say in a few words why the plan ends"},
    )
    decided_by = forms.CharField(
        label="Who decided it?",
        max_length=300,
        error_messages={"required": "Say who decided it"},
    )
    ended_on = DayField(label="On which day does it end?")

    def __init__(
        self, *args: Any, ending: Ending, reasons: dict[str, str], today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["decided_by"].help_text = f"Usually: {ending.decides}." if ending.decides else ""
        if ending.because:
            cast("forms.ChoiceField", self.fields["because"]).choices = [
                (key, reasons[key]) for key in ending.because
            ]
        else:
            del self.fields["because"]

    def clean_ended_on(self) -> date:
        day: date = self.cleaned_data["ended_on"]
        if day > self.today:
            raise forms.ValidationError("This day is still to come. End the plan on the day")
        return day
