"""How far the pages' languages have come: strings translated, still missing, and not yet read by a person."""

from __future__ import annotations

from dataclasses import dataclass

from babel.messages import Catalog, Message

from handrail.ui.catalogues import TO_BE_REVIEWED, catalogues
from handrail.ui.languages import INTERFACE


@dataclass(frozen=True, slots=True)
class Count:
    """The strings of one catalogue."""

    strings: int
    translated: int
    to_be_reviewed: int

    @property
    def missing(self) -> int:
        return self.strings - self.translated


def is_translated(message: Message) -> bool:
    """Whether every form of a string is there."""
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def count(catalogue: Catalog) -> Count:
    found = [message for message in catalogue if message.id]
    translated = [message for message in found if is_translated(message)]
    waiting = [message for message in translated if TO_BE_REVIEWED in message.user_comments]
    return Count(len(found), len(translated), len(waiting))


def page() -> str:
    """The page of the reference."""
    lines = [
        "# Translations",
        "",
        "Written by `make docs` with `tools/translations.py`. The pages for families and pupils speak these languages;",
        "a string without a translation is shown in English. British English is the source. A translation that is",
        "waiting for a review was made by a machine and has not been read by a person who speaks the language:",
        f"it stands under the comment “{TO_BE_REVIEWED}” in its catalogue, `src/handrail/locale/`.",
        "",
        "| Language | Strings | Translated | Shown in English | Waiting for a review |",
        "|---|--:|--:|--:|--:|",
    ]
    for name, catalogue in catalogues().items():
        found = count(catalogue)
        own = INTERFACE[name.replace("_", "-").lower()]
        if name == "en_GB":
            lines.append(f"| {own} | {found.strings} | the source | | |")
        else:
            lines.append(
                f"| {own} | {found.strings} | {found.translated} | {found.missing} | {found.to_be_reviewed} |"
            )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page())
