"""The one-page profile: what people appreciate, what is important, what helps, in the pupil's short sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from handrail.apps.documents import wording
from handrail.apps.documents.sheet import Group, Line, Sheet


def profile_sheet(
    *,
    name: str,
    school: str,
    lines: Mapping[str, Iterable[str]],
    own_words: str,
    on: date,
    language: str,
    invented: bool,
) -> Sheet:
    """`lines` are the sentences of the profile by their heading; `own_words` what the pupil last said."""
    said = (Group("In my own words", (Line(own_words),), own=True),) if own_words else ()
    return Sheet(
        title=name,
        eyebrow=school,
        lead="My one-page profile",
        groups=(
            *said,
            *(Group(heading, tuple(Line(one) for one in group)) for heading, group in lines.items()),
        ),
        footer=wording.listed([name, f"as it was on {wording.without_weekday(on.isoformat(), language)}"]),
        on=on,
        more_in="Handrail",
        language=language,
        columns=2,
        invented=invented,
    )
