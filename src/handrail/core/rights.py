"""Rights about a pupil's support: what each lets somebody do, who holds it, and what a child needs to use it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handrail.core.citations import Citation


class Holder(StrEnum):
    """Who may use a right."""

    PARENT = "parent"
    CHILD = "child"
    YOUNG_PERSON = "young_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """One thing that the law of a place lets people do. `says` completes “may …”."""

    key: str
    says: str
    holders: tuple[Holder, ...]
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildsRights:
    """From which age a child uses rights, and from which age a young person does; what is assessed in between.

    Ages are whole years. A child of `from_age` up to `until_age` uses a right once the authority has found
    capacity and that wellbeing does not suffer; each finding has its own provision.
    """

    from_age: int
    until_age: int
    says: str
    capacity: str
    wellbeing: str
    capacity_citation: Citation
    wellbeing_citation: Citation

    def may_be_assessed(self, age: int) -> bool:
        return self.from_age <= age < self.until_age


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRights:
    """The rights of one place."""

    rights: tuple[Right, ...]
    child: ChildsRights | None

    def right(self, key: str) -> Right | None:
        return next((one for one in self.rights if one.key == key), None)

    def holders_at(self, right: Right, *, age: int) -> tuple[Holder, ...]:
        """Who holds a right while the pupil is of this age.

        A young person holds their rights themselves, in place of a parent; a child does beside the parent.
        """
        if self.child is None:
            return right.holders
        if age >= self.child.until_age and Holder.YOUNG_PERSON in right.holders:
            return (Holder.YOUNG_PERSON,)
        held = [Holder.PARENT] if Holder.PARENT in right.holders else []
        if Holder.CHILD in right.holders and self.child.may_be_assessed(age):
            held.append(Holder.CHILD)
        return tuple(held)
