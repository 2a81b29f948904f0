"""Whether a plan type is law yet, in words."""

from __future__ import annotations

from typing import Final

from handrail.core.duties import Force
from handrail.core.plan_types import PlanType
from handrail.ui.components import Note

STATUS_WORDS: Final = {Force.NOT_COMMENCED: "Not law yet", Force.PROPOSED: "A proposal"}

STATUSES: Final = {
    Force.NOT_COMMENCED: Note(
        "This is not law yet",
        "The law was made, but this part has not begun. Nobody has to do what it says today.",
    ),
    Force.PROPOSED: Note("This is a proposal, not law", "It may change, or never become law."),
}


def status_word(plan_type: PlanType) -> str:
    return STATUS_WORDS.get(plan_type.status, "")
