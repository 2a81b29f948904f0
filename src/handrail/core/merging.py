"""Two people wrote in one text at the same time: one text with what both did, or a question for people.

Both began from the same words, the base. What each did is found word by word (`core.changes`). Where they worked in
different places, both changes are made. Where they touched the same words, or both changed words of one sentence,
there is no merged text: “5 pages a day” and “3 pages a week” would make “5 pages a week”, which neither wrote.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from handrail.core.changes import Kind, fine_differences, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

GOES_ON: Final = 0  # with a word that was begun
AFTER: Final = 1
NEW_LINE: Final = 2
LEADS_IN: Final = 3  # to the word that follows


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The characters from `start` to before `end` of the base became `new`."""

    start: int
    end: int
    new: str

    @property
    def is_insertion(self) -> bool:
        return self.start == self.end


def merged(base: str, theirs: str, mine: str) -> str | None:
    """The base with both changes, or nothing where only people can say what the words should be.

    Words that both put in at the same place, between two sentences, both stay: first what goes on with the word or
    the line that was there, then what begins a new line; of two alike, `theirs`, which was there first.
    """
    if theirs == mine or mine == base:
        return theirs
    if theirs == base:
        return mine
    first, second = edits(base, theirs), edits(base, mine)
    if _clash(base, first, second):
        return None
    return _with(base, first, second)


def edits(base: str, text: str) -> list[Edit]:
    """What was done to the base to come to the text, each as small as it can be, in order."""
    found: list[Edit] = []
    at = 0
    gone = new = ""
    for piece in fine_differences(base, text):
        if piece.kind is Kind.REMOVED:
            gone += piece.text
        elif piece.kind is Kind.ADDED:
            new += piece.text
        else:
            found.extend(_trimmed(at, gone, new))
            at += len(gone) + len(piece.text)
            gone = new = ""
    found.extend(_trimmed(at, gone, new))
    return found


def _trimmed(at: int, gone: str, new: str) -> Iterator[Edit]:
    """“rea” that became “reads” is two letters put in: nobody changed what was there."""
    start = 0
    while start < min(len(gone), len(new)) and gone[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(gone), len(new)) - start and gone[-1 - end] == new[-1 - end]:
        end += 1
    gone, new = gone[start : len(gone) - end], new[start : len(new) - end]
    if gone or new:
        yield Edit(at + start, at + start + len(gone), new)


# --- whether they touch the same words ------------------------------------------------------------


def _clash(base: str, first: list[Edit], second: list[Edit]) -> bool:
    starts = [0, *accumulate(len(sentence) for sentence in sentences(base))]
    boundaries = {*starts, len(base)}
    near: dict[int, list[Edit]] = defaultdict(list)
    for edit in second:
        for number in _around(edit, starts):
            near[number].append(edit)
    return any(
        _touch(base, one, other, boundaries) or _both_change(base, one, other, starts)
        for one in first
        for number in _around(one, starts)
        for other in near[number]
    )


def _sentences_of(start: int, end: int, starts: list[int]) -> range:
    """The numbers of the sentences in which the characters from `start` to before `end` stand."""
    return range(bisect_right(starts, start) - 1, bisect_right(starts, max(start, end - 1)))


def _around(edit: Edit, starts: list[int]) -> range:
    inside = _sentences_of(edit.start, edit.end, starts)
    return range(inside.start - 1, inside.stop + 1)


def _both_change(base: str, one: Edit, other: Edit, starts: list[int]) -> bool:
    """Both took words out of one sentence: it was about something that neither of them read."""
    if one == other or not base[one.start : one.end].strip() or not base[other.start : other.end].strip():
        return False
    mine, theirs = (_sentences_of(edit.start, edit.end, starts) for edit in (one, other))
    return max(mine.start, theirs.start) < min(mine.stop, theirs.stop)


def _touch(base: str, one: Edit, other: Edit, boundaries: set[int]) -> bool:
    if one == other:
        return False
    here, there = _whole_words(base, one), _whole_words(base, other)
    low, high = max(here[0], there[0]), min(here[1], there[1])
    if one.is_insertion and other.is_insertion and one.start == other.start:
        if one.new.startswith(other.new) or other.new.startswith(one.new):
            return False
        same_turn = _turn(base, one) == _turn(base, other) in (GOES_ON, LEADS_IN)
        return same_turn or one.start not in boundaries
    if low != high:
        return low < high
    for whole, edit in ((here, other), (there, one)):
        if edit.is_insertion and whole[0] < edit.start < whole[1]:
            return True
    return low not in boundaries


def _whole_words(base: str, edit: Edit) -> tuple[int, int]:
    """Where the words begin and end that an edit changes; an insertion between two words changes none."""
    start, end = edit.start, edit.end
    first = edit.new[:1] if edit.is_insertion else base[start : start + 1]
    last = edit.new[-1:] if edit.is_insertion else base[end - 1 : end]
    if first and not first.isspace():
        while start and base[start - 1].isalnum() and (first.isalnum() or start < edit.start):
            start -= 1
    if last and not last.isspace():
        while end < len(base) and base[end].isalnum() and (last.isalnum() or end > edit.end):
            end += 1
    return start, end


# --- both changes in one text ---------------------------------------------------------------------


def _with(base: str, first: list[Edit], second: list[Edit]) -> str:
    """The base with the edits of both, which do not clash."""
    made: list[str] = []
    at = 0
    for edit in _in_order(base, first, second):
        # Where both took out some of the same words, as two deletions that are alike, they go once.
        made.append(base[at : edit.start])
        made.append(edit.new)
        at = max(at, edit.end)
    made.append(base[at:])
    return "".join(made)


def _in_order(base: str, first: list[Edit], second: list[Edit]) -> Iterator[Edit]:
    put_in = {edit.start: edit for edit in first if edit.is_insertion}
    met: set[int] = set()
    every = {edit for edit in first if not edit.is_insertion} | {
        edit for edit in second if not edit.is_insertion
    }
    for edit in second:
        if not edit.is_insertion:
            continue
        theirs = put_in.get(edit.start)
        if theirs is None:
            every.add(edit)
        else:
            met.add(edit.start)
            every.add(Edit(edit.start, edit.start, _joined(base, theirs, edit)))
    every |= {edit for at, edit in put_in.items() if at not in met}
    yield from sorted(every)


def _joined(base: str, theirs: Edit, mine: Edit) -> str:
    """What both put in at the same place. Words of two people never run into one another."""
    if theirs.new.startswith(mine.new):
        return theirs.new
    if mine.new.startswith(theirs.new):
        return mine.new
    one, other = sorted((theirs, mine), key=lambda edit: _turn(base, edit))
    apart = one.new[-1:].isspace() or other.new[:1].isspace()
    ended = one.new.rstrip()[-1:] in ".!?…؟。”»" or "\n" in (one.new[-1:], other.new[:1])
    return one.new + ("" if apart and ended else "\n") + other.new


def _turn(base: str, edit: Edit) -> int:
    """Which of two insertions at the same place comes first: no word that was begun is torn."""
    before, after = base[edit.start - 1 : edit.start] if edit.start else "", base[edit.end : edit.end + 1]
    if before.isalnum() and edit.new[:1].isalnum():
        return GOES_ON
    if after.isalnum() and edit.new[-1:].isalnum():
        return LEADS_IN
    return NEW_LINE if edit.new.startswith("\n") else AFTER
