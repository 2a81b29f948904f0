"""What families type about a plan, and what the school answers. Forms check and convert; actions decide and save."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from handrail.apps.family.actions import QUESTIONS, AnswerWords, CommentWords
from handrail.apps.family.models import Answers, Comment, Reply
from handrail.apps.plans.actions import LONGEST_TEXT
from handrail.ui import languages
from handrail.ui.fields import DayField, WordsField

ASKED: Final = {
    "strengths": (
        _("What is %(name)s good at? What do they enjoy?"),
        _("At home, at school, with friends. Small things count."),
    ),
    "hard": (_("What is hard for %(name)s?"), _("When does it happen? What have you seen?")),
    "works_at_home": (
        _("What works at home?"),
        _("What you do that helps, so that school can do it too."),
    ),
    "priorities": (
        _("What matters most to you now?"),
        _("If the school could change one or two things, which would they be?"),
    ),
    "hopes": (_("What do you hope for?"), _("This year, or later on.")),
    "anything_else": (_("Anything else?"), _("Whatever you want the school to know.")),
}
"""What a family reads for each part of `actions.QUESTIONS`, in the language of the page."""

assert ASKED.keys() == QUESTIONS.keys()


def _box(label: Any, hint: Any = "", *, rows: int = 4, required: bool = False, **more: Any) -> WordsField:
    return WordsField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        **more,
    )


def _seen() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class AnswersForm(forms.Form):
    """The family's questions. All may stay empty: half a form is kept as it is."""

    revision = _seen()
    said_on = DayField(label="When was it said?", required=False)

    def __init__(self, *args: Any, name: str, scribe: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if scribe:
            self.fields["said_on"].required = True
        else:
            del self.fields["said_on"]
        for key, (question, hint) in ASKED.items():
            self.fields[key] = _box(question % {"name": name}, hint)

    @property
    def as_words(self) -> AnswerWords:
        return AnswerWords(**{key: self.cleaned_data[key] for key in ASKED})

    @staticmethod
    def values(row: Answers | None, *, earlier: str = "") -> dict[str, Any]:
        """What the boxes hold; `earlier` are words given in one box before there were these questions."""
        if row is None:
            return {"anything_else": earlier, "revision": 0}
        return {key: getattr(row, key) for key in ASKED} | {"revision": row.revision}


class CommentForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What do you want to do?"),
        widget=forms.RadioSelect,
        choices=[
            (Comment.Kind.COMMENT, _("Say something or ask")),
            (Comment.Kind.AGREE, _("Agree")),
            (Comment.Kind.DISAGREE, _("Disagree")),
            (Comment.Kind.PROPOSAL, _("Ask for other words")),
        ],
        error_messages={"required": _("Choose what you want to do")},
    )
    words = _box(_("Your words"), _("If you disagree, say why. Then the school can answer."), rows=4)
    proposed = _box(_("The words you would like in the plan"), _("Only if you ask for other words."), rows=4)
    instead_of = _box(
        _("Which words should they replace?"),
        _("Copy them from the plan. Leave this empty to add your words at the end."),
        rows=2,
    )
    everyone = forms.BooleanField(
        label=_("Everybody who may read the plan may read this"),
        help_text=_("If not, only you and the people who write the plan can."),
        required=False,
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("kind")
        if kind == Comment.Kind.PROPOSAL and not str(data.get("proposed", "")).strip():
            self.add_error("proposed", _("Write the words that you would like in the plan"))
        if kind == Comment.Kind.DISAGREE and not str(data.get("words", "")).strip():
            self.add_error("words", _("Say why you disagree, so that the school can answer"))
        if kind == Comment.Kind.COMMENT and not str(data.get("words", "")).strip():
            self.add_error("words", _("Write at least a few words, or go back without saving"))
        if kind and kind != Comment.Kind.PROPOSAL and str(data.get("proposed", "")).strip():
            # Words in the other box would be lost without a word.
            self.add_error(
                "kind", _("You wrote words for the plan. Choose “Ask for other words”, or empty that box")
            )
        return data

    @property
    def as_words(self) -> CommentWords:
        data = self.cleaned_data
        return CommentWords(
            kind=data["kind"],
            words=data["words"],
            instead_of=data["instead_of"].replace("\r\n", "\n").strip(),
            proposed=data["proposed"].replace("\r\n", "\n").strip(),
        )


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label="What do you answer?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the school answers"},
    )
    text = _box(
        "How the section will read",
        "Only used if you put the words in. They stay as they were written.",
        rows=10,
    )
    words = _box(
        "What you say to the family", "Why, in plain words. The family reads this beside their own.", rows=4
    )
    revision = _seen()

    def __init__(self, *args: Any, can_put_in: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        outcome.choices = [
            *([(Reply.Outcome.PUT_IN, "Put their words into the plan")] if can_put_in else []),
            (Reply.Outcome.CHANGED, "The plan was changed; say how"),
            (Reply.Outcome.AS_IT_WAS, "The plan stays as it was; say why"),
        ]
        if not can_put_in:
            del self.fields["text"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") not in (None, Reply.Outcome.PUT_IN) and not str(data.get("words", "")).strip():
            self.add_error("words", "Say why, in words that the family can read")
        return data


def _languages() -> list[tuple[str, str]]:
    return [
        ("", "Choose a language"),
        *(
            (one.tag, one.name if one.name == one.own_name else f"{one.name} ({one.own_name})")
            for one in languages.offered()
        ),
    ]


class SummaryForm(forms.Form):
    text = _box(
        "The plan in plain words",
        "Short sentences. What the child is good at, what is hard, what school does, and what comes next.",
        rows=12,
        required=True,
        error_messages={"required": "Write at least a few words, or go back without saving"},
    )
    language = forms.ChoiceField(label="In which language is it written?", choices=_languages)
    revision = _seen()


class TranslationForm(forms.Form):
    language = forms.ChoiceField(
        label="Into which language?",
        choices=_languages,
        error_messages={"required": "Choose the language of the translation"},
    )
    text = _box(
        "The translation",
        rows=12,
        required=True,
        error_messages={"required": "Write or paste the translation"},
    )
    how = forms.ChoiceField(
        label="How was it made?",
        widget=forms.RadioSelect,
        choices=[("person", "A person translated it"), ("machine", "A machine translated it")],
        error_messages={"required": "Say whether a person or a machine translated it"},
    )
    translator = forms.CharField(
        label="Who translated it, or with what?",
        max_length=200,
        error_messages={"required": "Say who translated it, or with what"},
    )
    summary = forms.UUIDField(widget=forms.HiddenInput)


class CheckForm(forms.Form):
    reader = forms.CharField(
        label="Who read it beside the original?",
        help_text="A person who knows both languages.",
        max_length=200,
        error_messages={"required": "Say who read it: a person who knows both languages"},
    )
