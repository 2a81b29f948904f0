from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from handrail.apps.exchange.carrying import Speaker
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
        speakers: Sequence[Speaker],
        family: Sequence[CircleMember],
    ) -> None:
        super().__init__(given)
        self.fields["same_pupil"].label = f"I have compared the two: this plan is about {known_as}"
        chosen = self.fields["plan_type"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(kind.key, name) for kind, name in offered]
        chosen.initial = suggested
        self.givers = givers
        self.speaking = speakers
        self.circle = {str(one.pk): one for one in (*circle, *family)}
        for number, who in enumerate(givers):
            self.fields[f"who-{number}"] = _who_is_it(
                f"{who.words} gives help: who is this here?", "Nobody yet: choose later", circle, who
            )
        for number, speaker in enumerate(speakers):
            is_pupil = speaker.party == "pupil"
            same_party = [one for one in family if (one.kind == CircleMember.Kind.PUPIL) == is_pupil]
            self.fields[f"said-{number}"] = _who_is_it(
                f"{speaker.who.words} said something: who is this here?",
                "Nobody: keep it in the file",
                same_party,
                speaker.who,
                certain=is_pupil,
            )

    def clean(self) -> None:
        """Two people of the file cannot be one person here: nobody's words are put together."""
        seen: dict[str, str] = {}
        for number, speaker in enumerate(self.speaking):
            key = self.cleaned_data.get(f"said-{number}") or NOBODY_YET
            if key and key in seen:
                self.add_error(
                    f"said-{number}",
                    f"You said that {seen[key]} is this person. Choose who {speaker.who.name} is, or nobody here",
                )
            seen[key] = speaker.who.name

    @property
    def people(self) -> dict[Who, CircleMember | None]:
        """Who gives help, and who that is here."""
        return {who: self._chosen(f"who-{number}") for number, who in enumerate(self.givers)}

    @property
    def speakers(self) -> dict[Who, CircleMember | None]:
        """Whose words are in the file, and who that is here."""
        return {one.who: self._chosen(f"said-{number}") for number, one in enumerate(self.speaking)}

    def _chosen(self, name: str) -> CircleMember | None:
        return self.circle.get(self.cleaned_data.get(name) or NOBODY_YET)


def _who_is_it(
    label: str, nobody: str, members: Sequence[CircleMember], who: Who, *, certain: bool = False
) -> forms.ChoiceField:
    """Whoever has the same name and the same relation here is proposed; somebody still has to say so.

    `certain` proposes the only one there is: a plan has one pupil.
    """
    same = [one for one in members if certain or (one.name, one.relation) == (who.name, who.role)]
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[
            (NOBODY_YET, nobody),
            *((str(one.pk), f"{one.name}, {one.relation}".rstrip(", ")) for one in members),
        ],
        initial=str(same[0].pk) if len(same) == 1 else NOBODY_YET,
        error_messages={"invalid_choice": "Choose somebody of the list, or nobody"},
    )
