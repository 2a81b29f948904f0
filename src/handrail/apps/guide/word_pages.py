"""The glossary: words that schools and councils use, found by what somebody types."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from handrail.apps.guide.guidebook import Word, guidebook
from handrail.ui.components import Link


@dataclass(frozen=True, slots=True)
class WordItem:
    key: str
    term: str
    of: str
    meaning: str
    see_also: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class WordsPage:
    words: tuple[WordItem, ...]
    sought: str
    place: str
    places: tuple[tuple[str, str], ...]
    says: str
    letters: tuple[str, ...]


def words_page(*, sought: str, place: str) -> WordsPage:
    book = guidebook()
    place = place if place in book.places else ""
    found = [word for word in book.words if _fits(word, sought) and (not place or word.used_in(place))]
    all_shown = len(found) == len(book.words)
    return WordsPage(
        words=tuple(
            WordItem(
                word.key,
                word.term,
                word.of,
                word.meaning,
                tuple(
                    Link(book.word(key).term, _word_url(key, all_shown=all_shown)) for key in word.see_also
                ),
            )
            for word in found
        ),
        sought=sought,
        place=place,
        places=tuple((key, one.name) for key, one in book.places.items()),
        says=_words_says(len(found), len(book.words), sought),
        letters=tuple(dict.fromkeys(word.term[0].upper() for word in found)),
    )


def _word_url(key: str, *, all_shown: bool) -> str:
    return f"#{key}" if all_shown else f"{reverse('guide:words')}#{key}"


def _fits(word: Word, sought: str) -> bool:
    wanted = sought.casefold().split()
    text = f"{word.term} {word.of} {word.meaning} {' '.join(word.marks)}".casefold()
    return all(part in text for part in wanted)


def _words_says(count: int, of: int, sought: str) -> str:
    if count == of:
        return f"All {of} words."
    if not count:
        return f"No word fits “{sought}”. Try a shorter one, or a part of it." if sought else "No word fits."
    return f"{count} of {of} words{f' fit “{sought}”' if sought else ''}."
