from __future__ import annotations

from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handrail.apps.documents.layout import Layout, PaperColour, Spacing, TextSize, Typeface


class Format(StrEnum):
    """What a copy is opened with."""

    PDF = "pdf"
    HTML = "html"
    DOCX = "docx"

    @property
    def label(self) -> str:
        return {
            Format.PDF: _("PDF: to read and print; reads aloud well"),
            Format.HTML: _("Web page in one file: opens in any browser, grows with your settings"),
            Format.DOCX: _("Word document: to change and to comment in"),
        }[self]


class Words(StrEnum):
    """A version as it was issued, or with the slips marked that were put right since."""

    CORRECTED = "corrected"
    AS_ISSUED = "issued"

    @property
    def label(self) -> str:
        return {
            Words.CORRECTED: _("With the corrections marked: what it said, and what it says now"),
            Words.AS_ISSUED: _("As issued, without the corrections"),
        }[self]


def _choice(kind: Any, label: Any, **texts: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=lambda: [(one.value, one.label) for one in kind],
        initial=next(iter(kind)).value,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one"),
            "invalid_choice": gettext_lazy("Choose one of these"),
        },
        **texts,
    )


class CopyForm(forms.Form):
    """How somebody wants to read a plan. What is not said is as it is kept: black on white, standard size."""

    words = _choice(Words, gettext_lazy("Which words?"))
    format = _choice(Format, gettext_lazy("What kind of file?"))
    text = _choice(TextSize, gettext_lazy("How large?"))
    spacing = _choice(
        Spacing,
        gettext_lazy("How much space?"),
        help_text=gettext_lazy("More space helps many people with dyslexia."),
    )
    typeface = _choice(
        Typeface,
        gettext_lazy("Which letters?"),
        help_text=gettext_lazy("A Word document uses letters that your computer has."),
    )
    paper = _choice(PaperColour, gettext_lazy("Which paper?"))

    def __init__(self, given: Any = None, *, corrected: bool = False) -> None:
        """`corrected` says that slips of the pen were put right, so that there are two ways to print it."""
        if given is not None:
            # An address may say only what differs from the standard.
            known = {name: field.initial for name, field in self.base_fields.items()}
            given = known | {name: given[name] for name in known if name in given}
        super().__init__(given)
        if not corrected:
            del self.fields["words"]

    @property
    def layout(self) -> Layout:
        chosen = self.cleaned_data
        return Layout(
            TextSize(chosen["text"]),
            Spacing(chosen["spacing"]),
            Typeface(chosen["typeface"]),
            PaperColour(chosen["paper"]),
        )

    @property
    def as_issued(self) -> bool:
        return bool(self.cleaned_data.get("words", Words.AS_ISSUED) == Words.AS_ISSUED)

    @property
    def kind(self) -> Format:
        return Format(self.cleaned_data["format"])
