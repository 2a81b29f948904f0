"""Working days by law, with the bank holidays that the `holidays` library keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

import holidays

from handrail.core.calendars import Season, WorkingDays

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handrail.core.citations import Citation

FIRST_YEAR: Final = 2005
LAST_YEAR: Final = 2050


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDayRule:
    """What one law calls a working day; the days themselves come with the calendar."""

    name: str
    says: str
    country: str | None  # none: no holidays at all, only weekends and seasons
    subdivision: str | None
    seasons: tuple[Season, ...]
    days_off: frozenset[int]  # days of the week, from Monday as 0
    seasons_end_only: bool  # see WorkingDays
    citation: Citation

    def days(self) -> WorkingDays:
        return WorkingDays(
            name=self.name,
            says=self.says,
            holidays=_bank_holidays(self.country, self.subdivision) if self.country else {},
            known_from=date(FIRST_YEAR, 1, 1),
            known_until=date(LAST_YEAR, 12, 31),
            seasons=self.seasons,
            weekend=self.days_off,
            seasons_end_only=self.seasons_end_only,
        )


@cache
def _bank_holidays(country: str, subdivision: str | None) -> Mapping[date, str]:
    """Bank holidays by day, one-off proclaimed ones included as far as the library knows them."""
    found = holidays.country_holidays(
        country, subdiv=subdivision, years=range(FIRST_YEAR, LAST_YEAR + 1), language="en_GB"
    )
    return dict(sorted(found.items()))


@cache
def has_holidays_of(country: str, subdivision: str | None) -> bool:
    try:
        holidays.country_holidays(country, subdiv=subdivision)
    except NotImplementedError:
        return False
    return True
