from __future__ import annotations

from enum import Enum
from typing import Final

from handrail.apps.accounts.actor import Role
from handrail.apps.accounts.policy import Rules


class Act(Enum):
    """What may be done about ways into a circle."""

    INVITE = "invite somebody into this pupil’s circle"
    ANSWER = "read what somebody from outside is asked"


RULES: Final = Rules(
    {
        Act.INVITE: frozenset({Role.COORDINATOR, Role.HEAD}),
        Act.ANSWER: frozenset({Role.PROFESSIONAL}),
    }
)

may = RULES.may
check_may = RULES.check_may
