"""Ages in whole years, and the day on which somebody is over school age."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

FRIDAY: Final = 4


def age(born: date, *, on: date) -> int:
    """Whole years on a day. A birthday on 29 February is reached on 1 March of other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def birthday(born: date, years: int) -> date:
    """The first day on which somebody is this many years old."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


class SchoolAge(StrEnum):
    """By whose law somebody stops being of school age. It is seldom the sixteenth birthday itself."""

    ENGLAND_AND_WALES = "england and wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern ireland"

    def over_from(self, born: date) -> date:
        """The first day on which somebody is over school age."""
        sixteen = birthday(born, 16)
        match self:
            case SchoolAge.ENGLAND_AND_WALES:
                return _after_last_friday_in_june(sixteen)
            case SchoolAge.SCOTLAND:
                return _leaving_date(sixteen)
            case SchoolAge.NORTHERN_IRELAND:
                return _thirtieth_of_june(sixteen)


def _after_last_friday_in_june(sixteen: date) -> date:
    """Education Act 1996, section 8(3). School years begin on 1 September here; the law says: with the first term."""
    year = sixteen.year + (sixteen.month >= 9)
    last = date(year, 6, 30)
    return last - timedelta(days=(last.weekday() - FRIDAY) % 7) + timedelta(days=1)


def _leaving_date(sixteen: date) -> date:
    """Education (Scotland) Act 1980, section 33.

    The winter leaving date of a pupil is the first day of the school's Christmas holidays. 21 December, which the
    Act takes where there is no school, stands in for it here.
    """
    if 3 <= sixteen.month <= 9:
        return date(sixteen.year, 5, 31)
    return date(sixteen.year - (sixteen.month < 3), 12, 21)


def _thirtieth_of_june(sixteen: date) -> date:
    """Education and Libraries (Northern Ireland) Order 1986, article 46, for a pupil who did not start a year later."""
    return date(sixteen.year + ((sixteen.month, sixteen.day) > (7, 1)), 6, 30)
