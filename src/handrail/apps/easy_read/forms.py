from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms

from handrail.apps.easy_read.queries import Sentence
from handrail.apps.easy_read.symbols import SYMBOLS

BLANK_ROWS: Final = 6
MOST_ROWS: Final = 66


class EasyReadForm(forms.Form):
    """Sentences with pictures, in rows. A row that is empty is none; a new page of the form brings empty rows."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, given: Mapping[str, Any] | None = None, *, sentences: Sequence[Sentence] = (), revision: int = 0
    ) -> None:
        super().__init__(given, initial={"revision": revision})
        self.rows = _rows_sent(given) if given is not None else len(sentences) + BLANK_ROWS
        for row in range(self.rows):
            here = sentences[row] if row < len(sentences) else Sentence("")
            self.fields[f"says-{row}"] = forms.CharField(
                label=f"Sentence {row + 1}", required=False, max_length=300, initial=here.says
            )
            self.fields[f"symbol-{row}"] = forms.ChoiceField(
                label=f"Picture {row + 1}",
                required=False,
                choices=[("", "No picture"), *SYMBOLS.items()],
                initial=here.symbol,
                error_messages={"invalid_choice": "Choose one of the pictures"},
            )

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """The two boxes of each row."""
        return [(self[f"says-{row}"], self[f"symbol-{row}"]) for row in range(self.rows)]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(
            Sentence(self.cleaned_data[f"says-{row}"], self.cleaned_data[f"symbol-{row}"])
            for row in range(self.rows)
        )


def _rows_sent(given: Mapping[str, Any]) -> int:
    numbers = [int(name[5:]) for name in given if name.startswith("says-") and name[5:].isdecimal()]
    return min(max(numbers, default=-1) + 1, MOST_ROWS) or BLANK_ROWS
