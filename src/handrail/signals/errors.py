"""What is wrong with a recording, as a sentence with its place."""

from __future__ import annotations


class SignalsError(Exception):
    """Something a person can put right; the text is a sentence."""


class Unreadable(SignalsError):
    """A file that is not what it claims to be, with the place where that shows."""

    def __init__(self, file: str, place: str, reason: str) -> None:
        super().__init__(f"{file}, {place}: {reason}" if place else f"{file}: {reason}")
        self.file, self.place, self.reason = file, place, reason


class BrokenContract(SignalsError):
    """Events that cannot have happened as they are written down."""


class SplitSession(SignalsError):
    """Work shared out so that a session came out twice, in pieces, or not at all."""
