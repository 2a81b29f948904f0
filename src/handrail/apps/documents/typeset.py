"""Documents as tagged PDF/UA-1, set by Typst."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, cast

import typst

from handrail.apps.documents import characters, typefaces
from handrail.apps.documents.errors import DocumentError
from handrail.apps.documents.paper import Paper, paper_of

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


def plan_pdf(document: Mapping[str, object], *, sha256: str | None = None) -> bytes:
    """The plan as PDF: the same document always gives the same bytes."""
    document = characters.in_every_text(document, characters.plain_lines)
    refused = characters.never_drawn("".join(characters.texts_of(document)))
    for _ in range(REFUSALS_TO_HEED):
        try:
            return _set(document, refused, sha256=sha256)
        except _UndrawableError as refusal:
            learnt = _not_drawable_in(document) | {refusal.text}
            if learnt <= refused:
                break
            refused |= learnt
    try:
        return _set(document, refused | _beyond_latin(document), sha256=sha256)
    except _UndrawableError as refusal:
        raise DocumentError("The document holds text that could not be typeset.") from refusal


def _set(document: Mapping[str, object], refused: set[str], *, sha256: str | None) -> bytes:
    if refused:
        document = characters.in_every_text(document, lambda text: characters.with_stand_ins(text, refused))
    return _compile(paper_of(document, sha256=sha256, stand_ins=characters.named(refused)))


def _compile(paper: Paper) -> bytes:
    # Text travels as data, so that nothing a person writes can be read as Typst.
    inputs = {
        "paper": json.dumps(paper, ensure_ascii=False, default=_fields),
        "families": json.dumps(typefaces.chain()),
    }
    issued = datetime(*paper.issued, tzinfo=UTC)
    try:
        pdf, warnings = typst.compile_with_warnings(
            TEMPLATES / "plan.typ",
            root=TEMPLATES,
            format="pdf",
            pdf_standards="ua-1",
            font_paths=typefaces.fonts(),
            sys_inputs=inputs,
            timestamp=issued,
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
