"""What Jinja does when a template uses a name that nobody gave it."""

import sys
from collections.abc import Iterator
from typing import Any

from jinja2 import ChainableUndefined
from jinja2.exceptions import UndefinedError
from jinja2.utils import missing

BORROWED = "/govuk_frontend_jinja/"


class NamesMustExist(ChainableUndefined):
    """A name that is nowhere is a mistake; a key that a mapping lacks is an option left out.

    GOV.UK's macros lean on the second half: they read options that nobody gave, and compare with
    the bare names ``undefined`` and ``caller``. Their own files are forgiven, ours are not.
    """

    __slots__ = ()

    def _refuse_a_typo(self) -> None:
        if self._undefined_obj is missing and not _asked_by_borrowed_template():
            raise UndefinedError(f"'{self._undefined_name}' is undefined")

    def __str__(self) -> str:
        self._refuse_a_typo()
        return ""

    def __bool__(self) -> bool:
        self._refuse_a_typo()
        return False

    def __iter__(self) -> Iterator[Any]:
        self._refuse_a_typo()
        return iter(())

    def __len__(self) -> int:
        self._refuse_a_typo()
        return 0

    def __getattr__(self, name: str) -> "NamesMustExist":
        if name.startswith("__"):
            raise AttributeError(name)
        self._refuse_a_typo()
        return self

    def __getitem__(self, _key: object) -> "NamesMustExist":  # type: ignore[override]
        self._refuse_a_typo()
        return self


def _asked_by_borrowed_template() -> bool:
    """True when one of the few frames above is a compiled GOV.UK macro."""
    # Up: this function, _refuse_a_typo, the operator, then Jinja's own helpers or the template.
    frame = sys._getframe(3)
    for _ in range(4):
        if BORROWED in frame.f_code.co_filename.replace("\\", "/"):
            return True
        if frame.f_back is None:
            return False
        frame = frame.f_back
    return False
