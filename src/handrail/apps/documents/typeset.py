"""Documents as tagged PDF/UA-1, set by Typst."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, Protocol, cast

import typst

from handrail.apps.documents import characters, typefaces, wording
from handrail.apps.documents.errors import DocumentError
from handrail.apps.documents.layout import STANDARD, Layout
from handrail.apps.documents.paper import paper_of

TEMPLATES: Final = Path(__file__).parent / "typst"

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

# Typst names one character a run. After the first refusal everything without a glyph is replaced at once, so
# further refusals are only clusters that no one typeface can join.
REFUSALS_TO_HEED: Final = 40

_REFUSED: Final = re.compile(r'(?:the text|the disallowed codepoint) `"(.*?)"`', re.DOTALL)
_ESCAPED: Final = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))", re.DOTALL)


class _UndrawableError(Exception):
    """Typst has no glyph for this text; the text is empty where Typst could not say which."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


Texts = Mapping[str, object]
"""A document as plain values, as the canonical one: what a paper is made from."""


class MakePaper(Protocol):
    """Makes of a document what stands on paper; `stand_ins` are the characters that could not be drawn."""

    def __call__(self, document: Texts, *, stand_ins: Sequence[str]) -> object: ...


def plan_pdf(
    document: Texts, *, sha256: str | None = None, layout: Layout = STANDARD, draft: bool = False
) -> bytes:
    """The plan as PDF: the same document in the same layout always gives the same bytes."""
    return typeset(
        "plan.typ",
        document,
        partial(paper_of, sha256=sha256, draft=draft),
        on=_issued(document),
        layout=layout,
    )


def typeset(
    template: str, document: Texts, make: MakePaper, *, on: date | None, layout: Layout = STANDARD
) -> bytes:
    """Any document as PDF by a template of ours, with every character that people can write.

    `on` is the day that the document bears, so that it does not change with the day of printing.
    """
    return _with_stand_ins(
        document,
        lambda texts, refused: _compile(
            template, make(texts, stand_ins=characters.named(refused)), on=on, layout=layout
        ),
    )


def pages_of(template: str, paper: object, *, layout: Layout = STANDARD) -> int:
    """On how many pages a paper stands, before it is made: what should fit on one is tried first."""
    try:
        found = typst.query(
            TEMPLATES / template,
            "<pages>",
            field="value",
            one=True,
            root=TEMPLATES,
            font_paths=typefaces.fonts(),
            sys_inputs=_inputs(paper, layout),
        )
    except typst.TypstError as error:
        _explain(error)
    return int(json.loads(found))


def _issued(document: Texts) -> date | None:
    return wording.as_day(str(document.get("issued_on")))


def _with_stand_ins(document: Texts, make: Callable[[Texts, set[str]], bytes]) -> bytes:
    document = characters.in_every_text(document, characters.plain_lines)
    refused = characters.never_drawn("".join(characters.texts_of(document)))

    def attempt(without: set[str]) -> bytes:
        shown = (
            characters.in_every_text(document, lambda text: characters.with_stand_ins(text, without))
            if without
            else document
        )
        return make(shown, without)

    for _ in range(REFUSALS_TO_HEED):
        try:
            return attempt(refused)
        except _UndrawableError as refusal:
            learnt = _not_drawable_in(document) | {refusal.text}
            if learnt <= refused:
                break
            refused |= learnt
    try:
        return attempt(refused | _beyond_latin(document))
    except _UndrawableError as refusal:
        raise DocumentError("The document holds text that could not be typeset.") from refusal


def _inputs(paper: object, layout: Layout) -> dict[str, str]:
    # Text travels as data, so that nothing a person writes can be read as Typst.
    return {
        "paper": json.dumps(paper, ensure_ascii=False, default=_fields),
        "families": json.dumps(typefaces.chain_from(layout.typeface.family)),
        "layout": json.dumps(layout.as_inputs()),
    }


def _compile(template: str, paper: object, *, on: date | None, layout: Layout) -> bytes:
    try:
        pdf, warnings = typst.compile_with_warnings(
            TEMPLATES / template,
            root=TEMPLATES,
            format="pdf",
            pdf_standards="ua-1",
            font_paths=typefaces.fonts(),
            sys_inputs=_inputs(paper, layout),
            timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC) if on else None,
        )
    except typst.TypstError as error:
        _explain(error)
    except BaseException as error:
        # Typst 0.15.1 panics on a mark without a glyph after a space in text from right to left
        # (U+072F, space, U+0738), and its binding reports a panic outside Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise _UndrawableError("") from error
    if unknown := [warning.message for warning in warnings if "unknown font family" in warning.message]:
        raise DocumentError(f"The document was not set in its own typeface: {'; '.join(unknown)}.")
    if not isinstance(pdf, bytes):
        raise DocumentError("The typesetter returned no document.")
    return pdf


def _fields(part: object) -> dict[str, object]:
    """One part of the paper as JSON. dataclasses.asdict copies everything, which 300 goals would feel."""
    return {field.name: getattr(part, field.name) for field in fields(cast("DataclassInstance", part))}


def _explain(error: typst.TypstError) -> NoReturn:
    if refusal := _REFUSED.search(error.message):
        raise _UndrawableError(_ESCAPED.sub(_unescaped, refusal[1])) from error
    raise DocumentError(f"The document could not be typeset: {error.message}.") from error


def _unescaped(escaped: re.Match[str]) -> str:
    """One character of a text as Rust writes it between quotation marks."""
    if escaped[1]:
        return chr(int(escaped[1], 16))
    return {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}.get(escaped[2], escaped[2])


def _not_drawable_in(document: Mapping[str, object]) -> set[str]:
    used = {one for text in characters.texts_of(document) for one in text}
    return {one for one in used if ord(one) not in typefaces.drawable() and characters.is_seen(one)}


def _beyond_latin(document: Mapping[str, object]) -> set[str]:
    """The last resort: everything but Latin letters and the dashes and quotation marks between them."""
    used = {one for text in characters.texts_of(document) for one in text}
    return {one for one in used if ord(one) > 0x24F and not 0x2010 <= ord(one) <= 0x2027}
