"""Whose task a duty is: the parties of the law, and the roles that act for them."""

from __future__ import annotations

from typing import Final

from handrail.apps.accounts.actor import Actor, Role

ACTS_FOR: Final = {
    Role.COORDINATOR: frozenset({"school"}),
    Role.HEAD: frozenset({"school"}),
    Role.OFFICER: frozenset({"authority"}),
    Role.PARENT: frozenset({"parent"}),
    Role.ELIGIBLE_PUPIL: frozenset({"pupil"}),
}


def parties_of(actor: Actor) -> frozenset[str]:
    """The parties whose duties this actor carries out."""
    roles = {one.role for one in actor.memberships}
    roles |= {
        role
        for place in actor.places
        for role in actor.roles_towards(place.pupil_id, school_id=place.school_id)
    }
    return frozenset[str]().union(*(ACTS_FOR.get(role, frozenset()) for role in roles))


WAITS_FOR: Final = {
    Role.COORDINATOR: frozenset({"authority", "agency", "parent", "pupil", "tribunal"}),
    Role.HEAD: frozenset({"authority", "agency", "parent", "pupil", "tribunal"}),
    # An authority waits for the services it asked; what its schools owe is on the schools' own lists.
    Role.OFFICER: frozenset({"agency", "tribunal"}),
}


def waits_for(actor: Actor) -> frozenset[str]:
    """The parties whose duties hold up this actor's own work."""
    return frozenset[str]().union(*(WAITS_FOR.get(one.role, frozenset()) for one in actor.memberships))


def keeps_plans(actor: Actor) -> bool:
    """Whether drafts, answers and reviews of a whole school are this actor's to keep moving."""
    return any(one.role in (Role.COORDINATOR, Role.HEAD) for one in actor.memberships)


def is_guest(actor: Actor) -> bool:
    """Whether the actor is only asked from outside, so that no list of pupils is theirs to read."""
    return (
        bool(actor.places)
        and not actor.memberships
        and all(one.kind == "professional" for one in actor.places)
    )
