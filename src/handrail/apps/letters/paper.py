"""A letter as tagged PDF, with the sender above, the law at the foot, and nothing of Handrail's own in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from handrail.apps.documents.layout import STANDARD, Layout
from handrail.apps.documents.prose import lines_of, prose_of
from handrail.apps.documents.typeset import typeset
from handrail.apps.letters.models import Letter
from handrail.core.days import in_words


def letter_pdf(letter: Letter, *, layout: Layout = STANDARD, invented: bool = False) -> bytes:
    """The letter as it stands: the same words always give the same bytes."""
    day = letter.sent_on or letter.written_on
    school = letter.pupil.school
    texts: dict[str, object] = {
        "from": "\n".join(part for part in (letter.case.authority.name, school.name) if part),
        "to": "\n".join(part for part in (letter.to_name, letter.to_address) if part),
        "on": in_words(day, letter.language),
        "subject": letter.subject,
        "about": f"About {letter.pupil.name}, born on {in_words(letter.pupil.born, letter.language)}",
        "text": letter.text,
        "writer": letter.written_by_name,
        "role": letter.written_as,
        "law": letter.law,
    }
    made = partial(
        _on_paper,
        issued=(day.year, day.month, day.day),
        language=letter.language,
        draft=letter.sent_on is None,
        invented=invented,
    )
    return typeset("letter.typ", texts, made, on=day, layout=layout)


def _on_paper(
    texts: Mapping[str, object],
    *,
    stand_ins: Sequence[str],
    issued: tuple[int, int, int],
    language: str,
    draft: bool,
    invented: bool,
) -> dict[str, object]:
    paragraphs = []
    for paragraph in prose_of(str(texts["text"])):
        # A short first line over others is a heading: that is how the parts of a letter begin.
        first, *rest = paragraph.lines
        is_heading = bool(rest) and len(first) <= 120 and not first.rstrip().endswith((".", ",", ":", ";"))
        paragraphs.append(
            {
                "heading": first if is_heading else "",
                "body": {
                    "lines": rest if is_heading else paragraph.lines,
                    "right_to_left": paragraph.right_to_left,
                },
            }
        )
    return {
        "sender": lines_of(str(texts["from"])),
        "to": lines_of(str(texts["to"])),
        "on": texts["on"],
        "subject": texts["subject"],
        "about": texts["about"],
        "paragraphs": paragraphs,
        "writer": texts["writer"],
        "role": texts["role"],
        "law": lines_of(str(texts["law"])),
        "issued": issued,
        "language": language.partition("-")[0],
        "region": language.partition("-")[2],
        "draft": draft,
        "invented": invented,
        "stand_ins": list(stand_ins),
    }
