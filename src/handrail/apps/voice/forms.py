from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from handrail.apps.voice.actions import LONGEST_CAPTION, LONGEST_WORDS, Scribe
from handrail.apps.voice.models import AnswerFile, How, Shared
from handrail.apps.voice.questions import Choice, Question, spoken
from handrail.apps.voice.questions import forms as forms_for_ages
from handrail.ui.fields import DayField, WordsField, has_been
from handrail.ui.phrases import sentence_case

FILES: Final = {
    # The box on the page, what it holds, and which endings a browser offers first.
    "drawing": (
        AnswerFile.What.DRAWING,
        _("A picture of your drawing"),
        _("PNG or JPEG, up to 8 MB."),
        ".png,.jpg,.jpeg",
    ),
    "sound": (
        AnswerFile.What.SOUND,
        _("A sound"),
        _("MP3, M4A, OGG, WAV or WEBM, up to 8 MB."),
        "audio/*,.webm,.m4a",
    ),
}


class BeginForm(forms.Form):
    """Which questions, and for a grown-up who writes for the pupil: how it was said, and when."""

    form = forms.ChoiceField(
        label=_("Which pages?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one"), "invalid_choice": _("Choose one of these")},
    )
    how = forms.ChoiceField(
        label=_("How is it said?"),
        choices=lambda: [(one.value, sentence_case(str(one.label))) for one in How if one is not How.OWN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it is said"), "invalid_choice": _("Choose one of these")},
    )
    said_on = DayField(label=_("When was it said?"))

    def __init__(self, *args: Any, own: bool, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.own = own
        has_been(
            self.fields["said_on"], today, says=_("This day is still to come. Enter the day it was said")
        )
        form = self.fields["form"]
        assert isinstance(form, forms.ChoiceField)
        form.choices = [(one.key, spoken(one.title)) for one in forms_for_ages()]
        form.choice_hints = {one.key: spoken(one.ages) for one in forms_for_ages()}  # type: ignore[attr-defined]
        if own:
            del self.fields["how"], self.fields["said_on"]

    @property
    def scribe(self) -> Scribe | None:
        if self.own:
            return None
        return Scribe(how=How(self.cleaned_data["how"]), said_on=self.cleaned_data["said_on"])


class ScribeForm(BeginForm):
    """The same for the goals of a plan, where there is nothing to choose but how it is said."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["form"]


class AnswerForm(forms.Form):
    """One question: pictures, words, a drawing, a sound; any of them, or none."""

    words = WordsField(
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("This is very long. The most that fits is %(limit_value)d letters")},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, question: Question, words_box: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.question = question
        self.kept_revision = 0
        self.fields["words"].label = spoken(words_box)
        choices = [(one.key, spoken(one.label)) for one in question.choices]
        self.fields["choice"] = (
            forms.ChoiceField(choices=choices, required=False)
            if question.pick_one
            else forms.MultipleChoiceField(choices=choices, required=False)
        )
        for name, (_what, label, kinds, accept) in FILES.items():
            self.fields[name] = forms.FileField(
                label=label,
                help_text=kinds,
                required=False,
                allow_empty_file=True,
                widget=forms.FileInput(attrs={"accept": accept}),
            )

    @property
    def choices(self) -> tuple[Choice, ...]:
        chosen = self.cleaned_data["choice"]
        keys = [chosen] if isinstance(chosen, str) else chosen
        return tuple(one for one in self.question.choices if one.key in keys)

    @property
    def revision_seen(self) -> int:
        return self.cleaned_data["revision"] or 0

    @property
    def sent(self) -> tuple[tuple[str, AnswerFile.What, Any], ...]:
        """The files that came along: the box, what it holds, the file."""
        return tuple(
            (name, what, file) for name, (what, *_) in FILES.items() if (file := self.cleaned_data.get(name))
        )


class FileForm(forms.Form):
    """A drawing or a sound that the page sends by itself as soon as it is kept."""

    what = forms.ChoiceField(choices=AnswerFile.What.choices)
    file = forms.FileField(allow_empty_file=True)


class CaptionForm(forms.Form):
    caption = forms.CharField(
        label=_("What is in it?"),
        help_text=_("For people who cannot see or hear it. Leave it empty if you like."),
        required=False,
        max_length=LONGEST_CAPTION,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Say it in fewer words: %(limit_value)d letters fit")},
    )


class ShareForm(forms.Form):
    """For each answer, who may see it."""

    def __init__(self, *args: Any, asked: tuple[tuple[str, str], ...], **options: Any) -> None:
        super().__init__(*args, **options)
        for key, asks in asked:
            self.fields[f"who-{key}"] = forms.ChoiceField(
                label=spoken(asks),
                choices=Shared.choices,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose who may see this"),
                    "invalid_choice": _("Choose one of these"),
                },
            )

    @property
    def shared(self) -> dict[str, Shared]:
        return {name.removeprefix("who-"): Shared(value) for name, value in self.cleaned_data.items()}


class PickForm(forms.Form):
    """Lines of answers to put on the one-page profile; a value is the answer's id and the line's number."""

    line = forms.MultipleChoiceField(
        required=True,
        error_messages={
            "required": _("Pick at least one line, or go back"),
            "invalid_choice": _("These words are not there any more. Look at the list again"),
        },
    )

    def __init__(self, *args: Any, lines: tuple[tuple[str, str], ...], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["line"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(lines)
