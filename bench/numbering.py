"""How ids are laid out in the measured nation, so that a copied row finds its new owner by arithmetic."""

from __future__ import annotations

from typing import Final

PUPILS_A_SCHOOL: Final = 400
SCHOOLS_AN_AUTHORITY: Final = 60

FIRST_AUTHORITY: Final = 1
FIRST_SCHOOL: Final = 100_000
"""The pattern school; the others are its copies."""
FIRST_OFFICER: Final = 1_000_000_000
"""Above every other person: officers belong to an authority and are not copied with a school."""


def schools_for(pupils: int) -> int:
    """Schools that hold so many pupils."""
    return -(-pupils // PUPILS_A_SCHOOL)


def authority_of(school: int) -> int:
    """The id of the authority of a school, by the school's number from 0."""
    return FIRST_AUTHORITY + school // SCHOOLS_AN_AUTHORITY


def officer_of(authority: int) -> int:
    return FIRST_OFFICER + authority
