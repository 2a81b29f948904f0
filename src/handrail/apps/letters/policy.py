from __future__ import annotations

from enum import Enum
from typing import Final

from handrail.apps.accounts.actor import Role
from handrail.apps.accounts.policy import Rules

WRITERS: Final = frozenset({Role.COORDINATOR, Role.HEAD, Role.OFFICER})


class Act(Enum):
    """What may be done with letters about a pupil."""

    READ = "read the letters about this pupil"
    WRITE = "write a letter about this pupil"


# A family has its letters on paper: a letter to one parent may hold what the other may not read.
RULES: Final = Rules({Act.READ: WRITERS, Act.WRITE: WRITERS})

may = RULES.may
check_may = RULES.check_may
