"""Permission as a table with two doors: `may` answers, `check_may` raises a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from handrail.apps.accounts.actor import Actor, Role


class NotPossible(Exception):
    """What was asked contradicts what is known. The message is a sentence that says what to do."""


class AboutPupil(Protocol):
    """Whatever belongs to one pupil at one school."""

    @property
    def pupil_id(self) -> UUID: ...
    @property
    def school_id(self) -> int: ...


class NotAllowed(Exception):
    """This actor sees the pupil but may not do this. The message is a sentence for them.

    `act` completes “was not allowed to …”, and `row` is what it was about, or `None` where that is no pupil's:
    both are for the record (`accounts.actions.record_refusal`).
    """

    def __init__(self, says: str, *, act: str, row: AboutPupil | None) -> None:
        super().__init__(says)
        self.act = act
        self.row = row


ActT = TypeVar("ActT", bound=Enum)


@dataclass(frozen=True, slots=True)
class Rules(Generic[ActT]):
    """Which roles may do which act to what belongs to a pupil. The value of an act completes “may …”."""

    table: Mapping[ActT, frozenset[Role]]

    def may(self, actor: Actor, act: ActT, row: AboutPupil) -> bool:
        """Whether one of the actor's roles towards the row's pupil allows the act."""
        return bool(actor.roles_towards(row.pupil_id, school_id=row.school_id) & self.table[act])

    def check_may(self, actor: Actor, act: ActT, row: AboutPupil) -> None:
        """Raise `NotAllowed` unless the actor may."""
        if not self.may(actor, act, row):
            says = f"Only {phrase(self.table[act])} may {act.value}."
            raise NotAllowed(says, act=str(act.value), row=row)


def phrase(roles: frozenset[Role]) -> str:
    """The roles in words, as “the coordinator or the head teacher”."""
    words = list(dict.fromkeys(f"the {role.words}" for role in Role if role in roles))
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
