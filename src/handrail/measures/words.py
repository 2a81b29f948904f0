"""Numbers and days as people say them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def number(value: float, *, places: int = 1) -> str:
    """Rounded to so many places, without a nought that says nothing."""
    found = f"{value:.{places}f}"
    if "." in found:
        found = found.rstrip("0").rstrip(".")
    return {"-0": "0"}.get(found, found)


def amount(value: float, unit: str) -> str:
    """42 words a minute; 80% of intervals."""
    return f"{number(value)}{unit}" if unit.startswith("%") else f"{number(value)} {unit}"


def day(on: date, *, year: bool = False) -> str:
    """7 September."""
    return f"{on.day} {MONTHS[on.month - 1]}" + (f" {on.year}" if year else "")


def short_day(on: date) -> str:
    """7 Sep."""
    return f"{on.day} {MONTHS[on.month - 1][:3]}"


def counted(count: int, one: str) -> str:
    """1 check, 11 checks."""
    return f"{count} {one}{'' if count == 1 else 's'}"


def weeks(length: float) -> str:
    """10 weeks."""
    return counted(round(length), "week")


def how_sure(confidence: float) -> str:
    """How often an interval like this one is right, as a count of times."""
    known = {0.75: "3 times in 4", 0.8: "4 times in 5", 0.9: "9 times in 10", 0.95: "19 times in 20"}
    return known.get(round(confidence, 3), f"{100 * confidence:.0f} times in 100")


def listed(parts: list[str]) -> str:
    """a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
