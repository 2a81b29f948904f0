"""What changed between two texts, word by word, and between two plans, part by part.

A text is taken as words, marks and blanks. What is shown as the same, added and removed always puts both texts
together again, letter by letter: nothing is left out and nothing is made up.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MARKS: Final = r".,;:!?()\[\]{}\"“”„«»‹›…¿¡،؛؟۔।。、，；：？！"  # noqa: RUF001
_TOKEN: Final = re.compile(
    # A number keeps its marks: “3.5” is one word. A letter with a sign above it stays one letter.
    rf"\r?\n|[^\S\n]+|(?:(?<=\d)[.,:/](?=\d)|[^\s{MARKS}])+|[{MARKS}]"
)
_SENTENCE_END: Final = re.compile(r"[.!?…؟۔।。？！]")  # noqa: RUF001
_CLOSING: Final = re.compile(r"[)\]}\"”»›]")  # noqa: RUF001
FEW: Final = 0.35
"""A sentence of which less than this share of words stayed is shown as taken out and written anew."""

LONG_STRETCH: Final = 24
"""Sentences, of both texts, that are compared word by word as one; a longer stretch goes sentence by sentence."""
MOST_PAIRS: Final = 250_000
"""Equal pairs that may be weighed against one another. Beyond it the stretch is shown as written anew: a text
of one word ten thousand times would keep a server busy for hours."""


class Kind(StrEnum):
    """What happened to a piece of a text, or to a part of a plan."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"  # of parts only: a piece of a text is removed and added


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an item, before and after, with the difference in words."""

    name: str
    kind: Kind
    before: str
    after: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A need, a goal, a promise of help or a view, and what became of it."""

    list_name: str  # the list of the section in which it stands, such as "goals"
    id: str
    title: str  # its words after the change; before it, when it was taken out
    kind: Kind
    fields: tuple[Field, ...]  # those that differ; of what came or went, all that say something


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section of a plan, and what became of it."""

    key: str
    heading: str
    kind: Kind
    text: tuple[Piece, ...]
    rows: tuple[Field, ...]
    items: tuple[Item, ...]

    @property
    def changed_items(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.kind is not Kind.SAME)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states of one plan, section by section in the order of the later one."""

    sections: tuple[SectionChange, ...]

    @property
    def changed(self) -> tuple[SectionChange, ...]:
        return tuple(one for one in self.sections if one.kind is not Kind.SAME)

    def section(self, key: str) -> SectionChange | None:
        return next((one for one in self.sections if one.key == key), None)


LONG: Final = 270
"""Letters from which on a stretch that stayed is shown by its ends alone."""
SHOWN_OF_AN_END: Final = 90


def is_long(text: str) -> bool:
    """Whether a stretch that stayed is more than a reader of a change wants to read again."""
    return len(text) > LONG


def folded(text: str) -> str:
    """A stretch that stayed, as a reader of a change sees it: of a long one its ends, with a mark between them."""
    if not is_long(text):
        return text
    start = text[:SHOWN_OF_AN_END].rsplit(maxsplit=1)[0]
    end = text[-SHOWN_OF_AN_END:].split(maxsplit=1)[-1]
    return f"{start} […] {end}"


# --- two texts ------------------------------------------------------------------------------------


def words(text: str) -> list[str]:
    """A text as words, marks, blanks and line ends; joined, they are the text."""
    return _TOKEN.findall(text)


def sentences(text: str) -> list[str]:
    """A text as sentences with the blanks after them; a line end ends a sentence too. Joined, they are the text."""
    found: list[str] = []
    current: list[str] = []
    ended = False
    for token in words(text):
        blank = token.isspace()
        if ended and not blank and not _CLOSING.fullmatch(token) and not _SENTENCE_END.fullmatch(token):
            found.append("".join(current))
            current, ended = [], False
        current.append(token)
        ended = ended or "\n" in token or bool(_SENTENCE_END.fullmatch(token))
    if current:
        found.append("".join(current))
    return found


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """What a reader sees of a change: pieces that stayed, went and came.

    The pieces that stayed and went are `before`; those that stayed and came are `after`. Sentences are matched
    first and words only within sentences that changed, which reads better and keeps long texts quick.
    """
    return tuple(_tidied(fine_differences(before, after)))


def fine_differences(before: str, after: str) -> Iterator[Piece]:
    """The same, as finely as it was found: for working with a change rather than reading it."""
    old, new = sentences(before), sentences(after)
    for same, i1, i2, j1, j2 in _matched(old, new):
        if same:
            yield Piece(Kind.SAME, "".join(new[j1:j2]))
        else:
            for was, now in _paired(old[i1:i2], new[j1:j2]):
                yield from _in_words(was, now)


def _paired(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """What is compared word by word: the whole stretch, or, if it is long, its sentences one by one."""
    if len(old) + len(new) <= LONG_STRETCH:
        yield "".join(old), "".join(new)
        return
    both = min(len(old), len(new))
    yield from zip(old[: both - 1], new[: both - 1], strict=True)
    yield "".join(old[max(both - 1, 0) :]), "".join(new[max(both - 1, 0) :])


def _in_words(before: str, after: str) -> Iterator[Piece]:
    old, new = words(before), words(after)
    matched = list(_matched(old, new))
    stayed = sum(len("".join(old[i1:i2]).strip()) for same, i1, i2, _, _ in matched if same)
    if stayed < FEW * min(len(before.strip()), len(after.strip())):
        matched = _but_the_ends(old, new)
    for same, i1, i2, j1, j2 in matched:
        if same:
            yield Piece(Kind.SAME, "".join(new[j1:j2]))
        else:
            yield Piece(Kind.REMOVED, "".join(old[i1:i2]))
            yield Piece(Kind.ADDED, "".join(new[j1:j2]))


Match = tuple[bool, int, int, int, int]


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[Match]:
    """Runs that are the same, and runs that differ, in order. Common ends are cut off first: they are cheap."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    was, now = old[start : len(old) - end], new[start : len(new) - end]
    if start:
        yield True, 0, start, 0, start
    if _pairs(was, now) > MOST_PAIRS:
        yield False, start, len(old) - end, start, len(new) - end
    else:
        # A blank is like any other blank: it only goes along with the words that it stands between.
        for tag, i1, i2, j1, j2 in SequenceMatcher(str.isspace, was, now, autojunk=False).get_opcodes():
            yield tag == "equal", i1 + start, i2 + start, j1 + start, j2 + start
    if end:
        yield True, len(old) - end, len(old), len(new) - end, len(new)


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    there = Counter(new)
    return sum(count * there[word] for word, count in Counter(old).items() if not word.isspace())


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _but_the_ends(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return [
        (True, 0, start, 0, start),
        (False, start, len(old) - end, start, len(new) - end),
        (True, len(old) - end, len(old), len(new) - end, len(new)),
    ]


def _tidied(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """One removed and one added piece at a time, with no lone blank or mark standing between two changes."""
    shown = [piece for piece in pieces if piece.text]
    removed, added, waiting = "", "", ""
    for kind, run in groupby(shown, key=lambda piece: piece.kind is Kind.SAME):
        texts = list(run)
        if not kind:
            if waiting:
                removed, added, waiting = removed + waiting, added + waiting, ""
            removed += "".join(piece.text for piece in texts if piece.kind is Kind.REMOVED)
            added += "".join(piece.text for piece in texts if piece.kind is Kind.ADDED)
            continue
        same = "".join(piece.text for piece in texts)
        changing = bool(removed or added)
        if changing and "\n" not in same and not any(letter.isalnum() for letter in same):
            waiting = same
            continue
        yield from _change(removed, added)
        removed = added = ""
        yield Piece(Kind.SAME, same)
    yield from _change(removed, added)
    if waiting:
        yield Piece(Kind.SAME, waiting)


def _change(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece(Kind.REMOVED, removed)
    if added:
        yield Piece(Kind.ADDED, added)


# --- two plans ------------------------------------------------------------------------------------

_KNOWN_BY: Final = ("title", "text", "what", "who", "name")
_NOT_COMPARED: Final = frozenset({"id", "key", "heading", "kind", "citation", "text", "rows"})


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """Two canonical documents of one plan (`handrail-plan/1`), section by section.

    Lists of a section whose members are objects are items: needs, goals, help, views, and any list that a later
    schema adds. An item is known by its `id`, or by whose words it is. Its place in the order is not compared.
    Where an item names another by `id`, the words of that one are shown.
    """
    old = {section["key"]: section for section in before.get("sections", ())}
    new = {section["key"]: section for section in after.get("sections", ())}
    names_before, names_after = _titles(before), _titles(after)
    order = [*new, *(key for key in old if key not in new)]
    return Comparison(
        tuple(_section(key, old.get(key), new.get(key), names_before, names_after) for key in order)
    )


def _section(
    key: str,
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any] | None,
    names_before: Mapping[str, str],
    names_after: Mapping[str, str],
) -> SectionChange:
    shown: Mapping[str, Any] = new if new is not None else old or {}
    one, other = old or {}, new or {}
    text = differences(one.get("text", ""), other.get("text", ""))
    rows = _rows(one.get("rows", ()), other.get("rows", ()))
    items = tuple(
        item
        for name in dict.fromkeys((*other, *one))
        if name not in _NOT_COMPARED and _is_list_of_items(other.get(name), one.get(name))
        for item in _items(name, one.get(name) or (), other.get(name) or (), names_before, names_after)
    )
    parts = [
        *(piece.kind for piece in text),
        *(field.kind for field in rows),
        *(item.kind for item in items),
    ]
    kind = Kind.SAME if all(part is Kind.SAME for part in parts) else Kind.CHANGED
    if old is None or new is None:
        kind = Kind.ADDED if old is None else Kind.REMOVED
    return SectionChange(key, shown.get("heading", key), kind, text, rows, items)


def _is_list_of_items(*lists: Any) -> bool:
    found = [member for one in lists if isinstance(one, list | tuple) for member in one]
    return bool(found) and all(isinstance(member, dict) for member in found)


def _rows(old: Iterable[Sequence[str]], new: Iterable[Sequence[str]]) -> tuple[Field, ...]:
    one = {row[0]: row[1] for row in old}
    other = {row[0]: row[1] for row in new}
    return tuple(
        _field(label, one.get(label, ""), other.get(label, ""))
        for label in dict.fromkeys((*other, *one))
        if one.get(label, "") != other.get(label, "")
    )


def _items(
    list_name: str,
    old: Iterable[Mapping[str, Any]],
    new: Iterable[Mapping[str, Any]],
    names_before: Mapping[str, str],
    names_after: Mapping[str, str],
) -> Iterator[Item]:
    one, other = _by_identity(old), _by_identity(new)
    for key in dict.fromkeys((*other, *one)):
        was, now = one.get(key), other.get(key)
        fields = tuple(
            _field(name, before, after)
            for name in dict.fromkeys((*(now or {}), *(was or {})))
            if name != "id"
            and (before := _said((was or {}).get(name), names_before))
            != (after := _said((now or {}).get(name), names_after))
        )
        if was is None or now is None:
            kind = Kind.ADDED if was is None else Kind.REMOVED
        else:
            kind = Kind.CHANGED if fields else Kind.SAME
        yield Item(list_name, key, _title(now or was or {}), kind, fields)


def _by_identity(items: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for item in items:
        key = str(item.get("id") or f"{item.get('party', '')}:{_title(item)}")
        while key in found:  # two people of one name: the first is compared with the first
            key += "+"
        found[key] = item
    return found


def _titles(document: Mapping[str, Any]) -> dict[str, str]:
    return {
        str(item["id"]): _title(item)
        for section in document.get("sections", ())
        for value in section.values()
        if isinstance(value, list | tuple)
        for item in value
        if isinstance(item, dict) and item.get("id")
    }


def _title(item: Mapping[str, Any]) -> str:
    return next((str(item[name]) for name in _KNOWN_BY if item.get(name)), "")


def _said(value: Any, names: Mapping[str, str]) -> str:
    """A value as words: nothing is empty, a list is its members, an item's id is that item's words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(said for member in value if (said := _said(member, names)))
    if isinstance(value, dict):
        return "; ".join(said for member in value.values() if (said := _said(member, names)))
    return names.get(value, value) if isinstance(value, str) else str(value)


def _field(name: str, before: str, after: str) -> Field:
    if before == after:
        kind = Kind.SAME
    elif not before:
        kind = Kind.ADDED
    else:
        kind = Kind.CHANGED if after else Kind.REMOVED
    return Field(name, kind, before, after, differences(before, after))
