"""Take every string that pages can translate out of code and templates, and bring the catalogues up to date.

    python -m tools.messages

New strings come in untranslated and are shown in English until somebody translates them; strings that are gone go.
What people have translated, and what stands above it, stays. ``make messages`` runs this and then compiles.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import write_po

from handrail.ui.catalogues import LOCALE, read

SOURCE: Final = LOCALE.parent
LANGUAGES: Final = ("en_GB", "en_US", "es", "pl", "gd", "cy")
TEMPLATE: Final = LOCALE / "django.pot"
METHODS: Final = [
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/voice/data/*.toml", "tools.messages:questions"),
]
QUESTIONS: Final = frozenset({"title", "ages", "words_box", "lead", "asks", "hint", "label", "line"})
"""What of a form for pupils is words, and not a key or a name of a picture."""
OPTIONS: Final = {
    "**/templates/**.html": {
        "extensions": "jinja2.ext.do",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "silent": "false",
    }
}
KEYWORDS: Final = {**DEFAULT_KEYWORDS, "gettext_noop": None, "gettext_lazy": None, "ngettext_lazy": (1, 2)}
NOISE: Final = (
    *("POT-Creation-Date", "PO-Revision-Date", "Project-Id-Version", "Report-Msgid-Bugs-To"),
    *("Last-Translator", "Language-Team", "Generated-By"),
)
"""Headers that would change with every run, or name nobody."""


def questions(
    file: BinaryIO, keywords: object, comment_tags: object, options: object
) -> Iterator[tuple[int, None, str, list[str]]]:  # as Babel calls it
    """The words of a form for pupils, in the order in which a pupil meets them."""
    del keywords, comment_tags, options
    yield from ((1, None, text, []) for text in _words(tomllib.loads(file.read().decode())))


def _words(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if key in QUESTIONS:
            yield value
        elif isinstance(value, list):
            for one in value:
                yield from _words(one)


def extracted() -> Catalog:
    """Every string, in the order of the files, with the files it stands in."""
    found = Catalog(project="Handrail", version="", copyright_holder="the authors of Handrail")
    found.header_comment = (
        "# The strings of Handrail's pages for families and pupils. Written by tools/messages.py."
    )
    for name, _line, message, comments, context in extract_from_dir(
        str(SOURCE),
        METHODS,
        OPTIONS,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    ):
        found.add(message, locations=[(name, 1)], auto_comments=comments, context=context)
    return found


def text_of(catalogue: Catalog) -> str:
    """A catalogue as the file has it: no line numbers and no moments, so that only words make a difference."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, ignore_obsolete=True, include_lineno=False, sort_output=False)
    lines = out.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{one}' for one in NOISE)))


def updated(path: Path, template: Catalog) -> Catalog:
    """A language's catalogue with the strings that there are now."""
    found = read(path) if path.exists() else Catalog(locale=path.parts[-3])
    found.fuzzy = False
    found.update(template, no_fuzzy_matching=True, update_header_comment=False)
    found.obsolete.clear()
    return found


def main() -> None:
    template = extracted()
    LOCALE.mkdir(exist_ok=True)
    TEMPLATE.write_text(text_of(template), encoding="utf-8")
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(updated(path, template)), encoding="utf-8")
    print(f"{len(template)} strings in {len(LANGUAGES)} catalogues.")


if __name__ == "__main__":
    main()
