from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from handrail.apps.exchange.contents import Who
from handrail.apps.pupils.models import CircleMember
from handrail.core.plan_types import PlanType

NOBODY_YET = ""


class PlanFileForm(forms.Form):
    """What a file is, its content says, which is read elsewhere."""

    file = forms.FileField(
        label="Choose the plan file",
        help_text="A file that ends in .json, as Handrail at the other school gives it. You see what it holds before "
        "anything becomes a draft.",
        allow_empty_file=True,
        error_messages={
            "required": "Choose a file first",
            "invalid": "Choose a file first",
            "missing": "Choose a file first",
        },
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    fingerprint = forms.CharField(
        label="Its fingerprint, if you have it on paper",
        help_text="SHA-256: the first 12 characters stand at the foot of each printed page. With it you know that "
        "nothing was changed on the way.",
        required=False,
        max_length=200,
    )


class TakeInForm(forms.Form):
    """That it is about this pupil, which plan it becomes, and who is who."""

    same_pupil = forms.BooleanField(
        error_messages={"required": "Check that the plan is about this pupil, then say so"}
    )
    plan_type = forms.ChoiceField(
        label="Which plan should it become here?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a plan", "invalid_choice": "Choose one of these plans"},
    )

    def __init__(
        self,
        given: Any = None,
        *,
        known_as: str,
        offered: Sequence[tuple[PlanType, str]],
        suggested: str,
        givers: Sequence[Who],
        circle: Sequence[CircleMember],
    ) -> None:
        super().__init__(given)
        self.fields["same_pupil"].label = f"I have compared the two: this plan is about {known_as}"
        chosen = self.fields["plan_type"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(kind.key, name) for kind, name in offered]
        chosen.initial = suggested
        self.givers, self.circle = givers, {str(one.pk): one for one in circle}
        for number, who in enumerate(givers):
            self.fields[f"who-{number}"] = forms.ChoiceField(
                label=f"{who.words}: who is this here?",
                required=False,
                choices=[
                    (NOBODY_YET, "Nobody yet: choose later"),
                    *((key, f"{one.name}, {one.relation}".rstrip(", ")) for key, one in self.circle.items()),
                ],
                error_messages={"invalid_choice": "Choose somebody of the circle, or nobody yet"},
            )

    @property
    def people(self) -> dict[Who, CircleMember | None]:
        return {
            who: self.circle.get(self.cleaned_data.get(f"who-{number}") or NOBODY_YET)
            for number, who in enumerate(self.givers)
        }
