"""A letter's first words: the template filled with what is known. What is not known stays a blank in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from handrail.apps.letters.stationery import PLACEHOLDER, LetterTemplate
from handrail.core.citations import Citation
from handrail.core.disputes import Dispute

BLANK: Final = re.compile(r"\[[^\[\]\n]{1,120}\]")
"""A blank that a person is to fill in, as templates and old paper forms write it."""
NO_DAY: Final = "[the day: it could not be worked out]"
UNKNOWN: Final[Mapping[str, str]] = {
    "authority": "[the authority]",
    "contact": "[whom to ask]",
    "coordinator": "[who co-ordinates the plan]",
    "issued_on": "[the day of issue]",
    "review_on": "[the day of the next review]",
    "version": "[the version]",
}


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter before anybody has changed it."""

    subject: str
    text: str
    law: str


def compose(
    template: LetterTemplate,
    *,
    facts: Mapping[str, str],
    days: Mapping[str, str],
    answers: Mapping[str, str],
    parts: Mapping[str, str],
    disputes: Iterable[Dispute],
    citations: Iterable[Citation],
) -> Composed:
    """`facts` are what Handrail knows, `days` the duties' days in words, `parts` the writer's own words."""

    def filled(text: str) -> str:
        return PLACEHOLDER.sub(value, text)

    def value(found: re.Match[str]) -> str:
        if found[1]:
            return days.get(found[2]) or NO_DAY
        known = answers.get(found[2]) or facts.get(found[2])
        return known or UNKNOWN.get(found[2]) or f"[{labels.get(found[2], found[2])}]"

    labels = {ask.key: ask.label for ask in template.asks}

    paragraphs = [filled(one) for one in template.says]
    for part in template.parts:
        paragraphs.append(f"{filled(part.heading)}\n{parts.get(part.key, '').strip() or f'[{part.asks}]'}")
    if template.rights:
        paragraphs.append("If you disagree\n" + "You have these ways. You can use one or more of them.")
        paragraphs += [_way(one) for one in disputes]
    return Composed(
        subject=filled(template.subject), text="\n\n".join(paragraphs), law="\n".join(law_lines(citations))
    )


def _way(dispute: Dispute) -> str:
    who = f"Who may: {', '.join(dispute.who_may)}." if dispute.who_may else ""
    unsure = "(To be verified.)" if dispute.citation.to_be_verified else ""
    said = (f"{dispute.name}:", dispute.says, who, dispute.cost, f"{dispute.citation.short}.", unsure)
    return " ".join(part for part in said if part)


def law_lines(citations: Iterable[Citation]) -> list[str]:
    """What a letter rests on, each once; what was not read in the official text says so."""
    return list(
        dict.fromkeys(
            f"{one.full}. To be verified." if one.to_be_verified else f"{one.full}." for one in citations
        )
    )


def blanks(text: str) -> list[str]:
    """The blanks that are still in a letter, each once."""
    return list(dict.fromkeys(BLANK.findall(text)))
