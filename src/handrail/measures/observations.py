"""What was seen, when: single observations, and the series of one measure with its phases."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from statistics import median, median_high, median_low
from typing import TYPE_CHECKING

from handrail.core.explanations import in_words
from handrail.measures.dimensions import Dimension, Direction
from handrail.measures.errors import MeasureError

if TYPE_CHECKING:
    from datetime import date

    from handrail.measures.dimensions import Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One check of one measure on one day, with what its number needs to mean anything.

    `count` and `out_of` are correct answers and opportunities, steps done and steps, intervals with and intervals
    watched; `minutes` is how long it was watched. `unit`, `level` and `dimension` are given only if they were
    written down with the number, to be held against the measure's. `no_response_by` is a latency that was cut off.
    """

    on: date
    value: float | None = None
    count: int | None = None
    out_of: int | None = None
    minutes: float | None = None
    errors: int | None = None
    prompt: str = ""
    unit: str = ""
    level: str = ""
    dimension: Dimension | None = None
    setting: str = ""
    recorder: str = ""
    excused: str = ""
    no_response_by: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        for name in ("count", "out_of", "minutes", "errors", "no_response_by"):
            given = getattr(self, name)
            if given is not None and not (math.isfinite(given) and given >= 0):
                raise MeasureError(f"{in_words(self.on)}: {name.replace('_', ' ')} cannot be {given:g}.")
        if self.count is not None and self.out_of is not None and self.count > self.out_of:
            raise MeasureError(f"{in_words(self.on)}: {self.count} of {self.out_of} is more than there were.")
        if self.out_of == 0 and not self.excused:
            raise MeasureError(
                f"{in_words(self.on)}: with no opportunities there is nothing to see. Leave the day out, or excuse it."
            )
        if self.minutes == 0:
            raise MeasureError(f"{in_words(self.on)}: a rate over 0 minutes is no rate.")

    @property
    def fraction(self) -> Fraction | None:
        """The exact share, never a rounded percentage."""
        if self.count is None or not self.out_of:
            return None
        return Fraction(self.count, self.out_of)


class Change(StrEnum):
    """What was changed when a phase began."""

    PROGRAMME = "programme"
    MATERIAL = "material"
    MEASURE = "measure"
    PROMPT = "prompt"
    CRITERION = "criterion"
    SETTING = "setting"

    @property
    def dashed(self) -> bool:
        """A change of teaching is a solid upright in a chart; a change of what is asked is dashed."""
        return self in (Change.MATERIAL, Change.CRITERION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """From one change of teaching to the next. No line is fitted or drawn across its edge."""

    starts: date
    label: str
    changed: Change = Change.PROGRAMME
    by: str = ""
    fidelity: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened beside the teaching, such as an absence: shown, and no phase."""

    on: date
    label: str


@dataclass(frozen=True, slots=True)
class Point:
    """What one day says: the middle of its checks."""

    on: date
    value: float
    phase: int = 0
    checks: int = 1
    cut_off: bool = False
    """At least so long: no answer came within the time given."""


@dataclass(frozen=True, slots=True)
class Series:
    """Every observation of one measure, in the order of days; refused where a number cannot be what it says."""

    measure: Measure
    observations: tuple[Observation, ...]
    phases: tuple[Phase, ...] = ()
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.observations, key=lambda one: one.on))
        object.__setattr__(self, "observations", ordered)
        object.__setattr__(self, "phases", tuple(sorted(self.phases, key=lambda one: one.starts)))
        for number, one in enumerate(ordered, start=1):
            if said := self._fault(one):
                raise MeasureError(f"Check {number}, {in_words(one.on)}: {said}.")
        starts = [phase.starts for phase in self.phases]
        if len(set(starts)) != len(starts):
            raise MeasureError(f"Two phases begin on {in_words(max(starts, key=starts.count))}.")

    def _fault(self, one: Observation) -> str | None:
        measure = self.measure
        if one.unit and one.unit != measure.unit:
            return f'it is in "{one.unit}" and this series in "{measure.unit}". Another unit begins another series'
        if one.dimension and one.dimension != measure.dimension:
            return (
                f"it was recorded by {one.dimension.value.replace('_', ' ')} and this series by "
                f"{measure.dimension.value.replace('_', ' ')}. Ways of recording are never mixed"
            )
        level = measure.level or next((each.level for each in self.observations if each.level), "")
        if one.level and one.level != level:
            return (
                f'its material is "{one.level}" and that of this series "{level}". '
                "Other material begins another series"
            )
        if one.excused:
            return None
        if one.no_response_by is not None:
            if measure.dimension is not Dimension.LATENCY:
                return "only a latency can be cut off"
            return None
        if (value := self._worked_out(one)) is None:
            return "it has no value"
        if one.value is not None and not math.isfinite(one.value):
            return measure.fault(one.value)
        if one.value is not None and not math.isclose(
            one.value, value, abs_tol=0.5 if self._is_share else 1e-6
        ):
            return f"{one.value:g} {measure.unit} was written, but its counts give {value:g}"
        return measure.fault(value)

    @property
    def _is_share(self) -> bool:
        return self.measure.dimension.facts.share

    def _worked_out(self, one: Observation) -> float | None:
        """From the exact counts where there are any; else as it was written."""
        if self._is_share and (share := one.fraction) is not None:
            return float(100 * share)
        per_minute = self.measure.dimension in (Dimension.RATE, Dimension.FLUENCY)
        if per_minute and one.count is not None and one.minutes:
            return one.count / one.minutes
        if self.measure.dimension is Dimension.COUNT and one.value is None and one.count is not None:
            return float(one.count)
        if self.measure.dimension is Dimension.PROMPT_LEVEL and one.value is None and one.prompt:
            assert self.measure.prompts is not None
            return float(self.measure.prompts.place(one.prompt))
        return one.value

    def value_of(self, one: Observation) -> float:
        """In the measure's unit; infinite where an answer never came."""
        if one.no_response_by is not None:
            return math.inf
        value = self._worked_out(one)
        assert value is not None
        return value

    @property
    def counted(self) -> tuple[Observation, ...]:
        return tuple(one for one in self.observations if not one.excused)

    def phase_of(self, on: date) -> int:
        """0 before the first change, then one more for each."""
        return sum(phase.starts <= on for phase in self.phases)

    @property
    def points(self) -> tuple[Point, ...]:
        """One for each day with a check, in order. Two checks a day give their middle, of two levels the less good."""
        days: dict[date, list[Observation]] = {}
        for one in self.counted:
            days.setdefault(one.on, []).append(one)
        found = []
        for on, checks in days.items():
            value = self._middle([self.value_of(one) for one in checks])
            found.append(Point(on, value, self.phase_of(on), len(checks), cut_off=math.isinf(value)))
        return tuple(found)

    def _middle(self, values: list[float]) -> float:
        if not self.measure.dimension.facts.ordinal:
            return median(values)
        # Nothing lies between two levels, and nothing is claimed that was not reached.
        return median_high(values) if self.measure.direction is Direction.DECREASE else median_low(values)

    def current(self, as_of: date) -> tuple[Point, ...]:
        """The days of the phase that holds on this day."""
        phase = self.phase_of(as_of)
        return tuple(point for point in self.points if point.phase == phase and point.on <= as_of)

    def known_on(self, as_of: date) -> Series:
        """This series, if nothing in it is dated later than the day it is looked at."""
        for number, one in enumerate(self.observations, start=1):
            if one.on > as_of:
                raise MeasureError(
                    f"Check {number} is dated {in_words(one.on)}, which is after {in_words(as_of)}, the day this is "
                    "looked at. Put the date right."
                )
        return self

    def until(self, day: date) -> Series:
        """What was known on an earlier day, to look back."""
        kept = tuple(one for one in self.observations if one.on <= day)
        return replace(self, observations=kept)
