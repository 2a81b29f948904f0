from __future__ import annotations

from enum import Enum
from typing import Final

from handrail.apps.accounts.actor import Actor, Role
from handrail.apps.accounts.policy import NotAllowed, Rules, phrase

SCHOOL_STAFF: Final = frozenset({Role.COORDINATOR, Role.HEAD, Role.CLASS_TEACHER, Role.TEACHING_ASSISTANT})
FAMILY: Final = frozenset({Role.PARENT, Role.PUPIL, Role.ELIGIBLE_PUPIL})


class Act(Enum):
    """What may be done around a pupil."""

    READ = "read about this pupil"
    READ_PARTICULARS = "see the addresses and telephone numbers around this pupil"
    READ_RECORD = "read the record of this pupil"
    EDIT = "change what is written about this pupil"
    EDIT_CIRCLE = "change this pupil’s circle"
    SPEAK = "give this pupil’s own words"
    WRITE_DOWN = "write down this pupil’s own words for them"


RULES: Final = Rules(
    {
        # A professional from outside sees the question they are asked, and their own part (`invitations`).
        Act.READ: SCHOOL_STAFF | FAMILY | {Role.OFFICER, Role.RECIPIENT},
        Act.READ_PARTICULARS: frozenset({Role.COORDINATOR, Role.HEAD, Role.OFFICER}),
        Act.READ_RECORD: frozenset(
            {Role.COORDINATOR, Role.HEAD, Role.OFFICER, Role.PARENT, Role.ELIGIBLE_PUPIL}
        ),
        Act.EDIT: frozenset({Role.COORDINATOR, Role.HEAD}),
        Act.EDIT_CIRCLE: frozenset({Role.COORDINATOR, Role.HEAD}),
        Act.SPEAK: frozenset({Role.PUPIL, Role.ELIGIBLE_PUPIL}),
        Act.WRITE_DOWN: SCHOOL_STAFF,
    }
)

may = RULES.may
check_may = RULES.check_may


ADDERS: Final = frozenset({Role.COORDINATOR, Role.HEAD})
"""Who may enter a pupil: nobody has a role towards a pupil who is not there yet, so it is asked of a school."""


def may_add_pupil(actor: Actor, *, school_id: int) -> bool:
    """Whether the actor may enter a pupil at a school."""
    return any(one.role in ADDERS and school_id in one.schools for one in actor.memberships)


def check_may_add_pupil(actor: Actor, *, school_id: int) -> None:
    if not may_add_pupil(actor, school_id=school_id):
        says = f"Only {phrase(ADDERS)} of a school may enter a pupil there."
        raise NotAllowed(says, act="enter a pupil", row=None)
