from __future__ import annotations

from enum import Enum
from typing import Final

from handrail.apps.accounts.actor import Actor, Role
from handrail.apps.accounts.policy import AboutPupil, Rules
from handrail.apps.pupils.policy import FAMILY, SCHOOL_STAFF
from handrail.apps.voice.models import Answer, Shared, Talk

PUPIL: Final = frozenset({Role.PUPIL, Role.ELIGIBLE_PUPIL})


class Act(Enum):
    """What may be done with a pupil's own answers."""

    READ = "read what this pupil chose to share"
    SPEAK = "answer for this pupil"
    WRITE_DOWN = "write down this pupil’s answers for them"
    CAPTION = "say what is in a drawing or a sound of this pupil"
    PICK = "pick this pupil’s words for the one-page profile"


RULES: Final = Rules(
    {
        # Somebody from outside sees what they were asked, and no more.
        Act.READ: SCHOOL_STAFF | FAMILY | {Role.OFFICER, Role.RECIPIENT},
        Act.SPEAK: PUPIL,
        Act.WRITE_DOWN: SCHOOL_STAFF | {Role.PARENT},
        Act.CAPTION: SCHOOL_STAFF | FAMILY,
        Act.PICK: SCHOOL_STAFF | FAMILY,
    }
)

may = RULES.may
check_may = RULES.check_may

OTHERS_ANSWERS: Final = "change this pupil’s own answers"
"""What nobody else may, whatever their role."""


def is_own(actor: Actor, row: AboutPupil) -> bool:
    """Whether the actor is the pupil."""
    return may(actor, Act.SPEAK, row)


def shared_with(actor: Actor, row: AboutPupil) -> frozenset[str]:
    """The answers an actor may see, by whom the pupil chose.

    “People at school who help me” are the staff of the school and nobody of the authority: what is promised to
    a child in plain words is what happens.
    """
    roles = actor.roles_towards(row.pupil_id, school_id=row.school_id)
    if roles & PUPIL:
        return frozenset(Shared.values)
    if roles & SCHOOL_STAFF:
        return frozenset({Shared.TEAM.value, Shared.EVERYONE.value})
    return frozenset({Shared.EVERYONE.value}) if roles & RULES.table[Act.READ] else frozenset()


def is_writing(actor: Actor, talk: Talk) -> bool:
    """Whether the actor answers here: the pupil always, a scribe until what they wrote down is kept."""
    if is_own(actor, talk):
        return True
    return (
        may(actor, Act.WRITE_DOWN, talk)
        and talk.begun_by_id == actor.person_id
        and talk.scribe_name != ""
        and talk.finished_on is None
    )


def may_see(actor: Actor, answer: Answer) -> bool:
    """Whether an answer is the actor's to see: shared with them, or being written down by them now."""
    if answer.shared_with in shared_with(actor, answer) and (not answer.is_open or is_own(actor, answer)):
        return True
    return is_writing(actor, answer.talk)
