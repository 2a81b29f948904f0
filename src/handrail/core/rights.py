"""Rights about a pupil's support: what each lets somebody do, who holds it on a day, and who may use it, and why.

Parents hold rights for a pupil. A pupil may hold some beside them from an age on, and at some day the rights may
pass to the pupil altogether. Both ways of holding a right can depend on a finding about the pupil: in some places
nothing is used before somebody has found that the pupil can; in others the pupil can unless somebody found otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from handrail.core.ages import SchoolAge, age, birthday
from handrail.core.duties import Force

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from handrail.core.citations import Citation
    from handrail.core.duties import Event, When


MADE_BY: Final = "made_by"
"""What an event says of who used a right. No date depends on it."""


class Holder(StrEnum):
    """Who may use a right."""

    PARENT = "parent"
    CHILD = "child"  # the pupil, beside the parents
    YOUNG_PERSON = "young_person"  # the pupil, once the right has passed


class Assessed(StrEnum):
    """What a finding about the pupil means for using a right."""

    FIRST = "first"  # nothing is used before one
    IF_DOUBTED = "if_doubted"  # used, unless one says that the pupil cannot


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a finding answers, with its provision."""

    asks: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnUse:
    """How a pupil uses rights themselves. Without `assessed` nothing is looked at first."""

    says: str
    assessed: Assessed | None
    capacity: Question | None
    wellbeing: Question | None
    if_not: str  # who acts for a pupil who was found not to be able to
    parent_if_not: bool  # whether that is a parent
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildsRights:
    """From which age on, in whole years, a pupil holds rights beside the parents."""

    from_age: int
    use: OwnUse


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """That the pupil is told, some years before, which rights will pass."""

    years_before: int
    says: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """When rights pass to the pupil: at an age, or at the end of school age. Only one of both is set."""

    key: str
    age: int | None
    school_age: SchoolAge | None
    use: OwnUse
    told: Telling | None

    def day(self, born: date) -> date:
        """The first day on which the pupil holds the rights."""
        if self.school_age is not None:
            return self.school_age.over_from(born)
        assert self.age is not None
        return birthday(born, self.age)

    def told_by(self, born: date) -> date | None:
        """The day by which the pupil has been told."""
        if self.told is None or self.age is None:
            return None
        return birthday(born, self.age - self.told.years_before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """One thing that the law of a place lets people do. `says` completes “may …”."""

    key: str
    says: str
    holders: tuple[Holder, ...]
    from_age: int | None  # where a child holds this one later than the others
    passes: str | None  # the passing that gives it to the young person
    parent_too: bool  # parents keep it beside the young person
    used_by: tuple[When, ...]  # the events that are uses of it
    force: Force
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What somebody found about a pupil's own use of one right. `wellbeing` is empty where it is not asked."""

    right: str
    on: date
    by: str
    capacity: bool
    wellbeing: bool | None

    @property
    def lets_use(self) -> bool:
        """Whatever was asked must be answered well."""
        return self.capacity and self.wellbeing is not False


class MayUse(StrEnum):
    """Whether a holder may use a right on a day."""

    YES = "yes"
    NOT_ASSESSED = "not_assessed"
    FOUND_NOT_TO = "found_not_to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How one holder stands towards one right on a day. `instead` where a parent acts for a young person."""

    holder: Holder
    may: MayUse
    own: OwnUse | None = None
    finding: Finding | None = None
    instead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRights:
    """The rights of one place. `left_out` says what this list does not hold."""

    rights: tuple[Right, ...]
    child: ChildsRights | None
    passings: Mapping[str, Passing]
    left_out: str | None = None

    def over(self, wider: PlaceRights) -> PlaceRights:
        """These rights laid over those of a wider place; one of the same key takes the other's place."""
        own = {one.key for one in self.rights}
        return PlaceRights(
            rights=(*self.rights, *(one for one in wider.rights if one.key not in own)),
            child=self.child or wider.child,
            passings={**wider.passings, **self.passings},
            left_out=self.left_out or wider.left_out,
        )

    def right(self, key: str) -> Right | None:
        return next((one for one in self.rights if one.key == key), None)

    def used_by(self, event: Event) -> Right | None:
        """The right that an event is a use of."""
        return next((one for one in self.rights for when in one.used_by if when.fits(event)), None)

    def passing_of(self, right: Right) -> Passing | None:
        return self.passings[right.passes] if right.passes else None

    def holders_on(self, right: Right, *, born: date, on: date) -> tuple[Holder, ...]:
        """Who holds a right on a day. Nobody holds what is not in force."""
        if right.force is not Force.IN_FORCE:
            return ()
        passing = self.passing_of(right)
        if passing is not None and on >= passing.day(born):
            return (Holder.YOUNG_PERSON, *([Holder.PARENT] if right.parent_too else []))
        held = [Holder.PARENT] if Holder.PARENT in right.holders else []
        starts = self._child_from(right)
        if starts is not None and age(born, on=on) >= starts:
            held.append(Holder.CHILD)
        return tuple(held)

    def own_from(self, born: date, *, not_before: int) -> date | None:
        """The first day on which the pupil holds one of these rights themselves; none where that is never.

        Where the law lets a child hold rights at any age, or at less than `not_before` years, it is that birthday.
        """
        days = []
        for right in self.rights:
            if right.force is not Force.IN_FORCE:
                continue
            if (starts := self._child_from(right)) is not None:
                days.append(birthday(born, max(starts, not_before)))
            if (passing := self.passing_of(right)) is not None:
                days.append(passing.day(born))
        return min(days, default=None)

    def uses(
        self, right: Right, *, born: date, on: date, findings: Iterable[Finding] = ()
    ) -> tuple[Use, ...]:
        """Who may use a right on a day, and on what that rests. The newest finding counts.

        A finding of the years as a child says nothing about the young person, who is asked other questions.
        """
        known = list(findings)
        uses: list[Use] = []
        for holder in self.holders_on(right, born=born, on=on):
            own = self._own_use(holder, right)
            if own is None:
                uses.append(Use(holder=holder, may=MayUse.YES))
                continue
            finding = max(
                (
                    one
                    for one in known
                    if one.right == right.key and self._begins(holder, right, born) <= one.on <= on
                ),
                key=lambda one: one.on,
                default=None,
            )
            uses.append(Use(holder=holder, may=_may_use(own, finding), own=own, finding=finding))
        first = next((one for one in uses if one.may is MayUse.FOUND_NOT_TO), None)
        parents = any(one.holder is Holder.PARENT for one in uses)
        if first and first.own and first.own.parent_if_not and not parents:
            uses.append(replace(first, holder=Holder.PARENT, may=MayUse.YES, instead=True))
        return tuple(uses)

    def own_use(self, right: Right, *, born: date, on: date) -> OwnUse | None:
        """By which rules the pupil uses a right on a day; none where the pupil holds it not, or not yet."""
        for holder in self.holders_on(right, born=born, on=on):
            if holder is not Holder.PARENT:
                return self._own_use(holder, right)
        return None

    def assessable(self, *, born: date, on: date) -> tuple[Right, ...]:
        """The rights about which something may be found on a day."""
        found = ((right, self.own_use(right, born=born, on=on)) for right in self.rights)
        return tuple(right for right, own in found if own is not None and own.assessed is not None)

    def _child_from(self, right: Right) -> int | None:
        if self.child is None or Holder.CHILD not in right.holders:
            return None
        return self.child.from_age if right.from_age is None else right.from_age

    def _own_use(self, holder: Holder, right: Right) -> OwnUse | None:
        match holder:
            case Holder.PARENT:
                return None
            case Holder.CHILD:
                return self.child.use if self.child else None
            case Holder.YOUNG_PERSON:
                passing = self.passing_of(right)
                return passing.use if passing else None

    def _begins(self, holder: Holder, right: Right, born: date) -> date:
        passing = self.passing_of(right)
        if holder is Holder.YOUNG_PERSON and passing is not None:
            return passing.day(born)
        return birthday(born, self._child_from(right) or 0)


def _may_use(own: OwnUse, finding: Finding | None) -> MayUse:
    if own.assessed is None:
        return MayUse.YES
    if finding is None:
        return MayUse.NOT_ASSESSED if own.assessed is Assessed.FIRST else MayUse.YES
    return MayUse.YES if finding.lets_use else MayUse.FOUND_NOT_TO
