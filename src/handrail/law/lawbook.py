"""The law of every jurisdiction that Handrail knows, read once and never changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from handrail.core.calendars import Calendars, SchoolCalendar, Season, WorkingDays
from handrail.law.duty_files import Known, read_duty, read_excuses
from handrail.law.event_files import read_event_kinds
from handrail.law.plan_type_files import read_plan_type
from handrail.law.public_holidays import WorkingDayRule, has_holidays_of
from handrail.law.reader import Table, read_toml
from handrail.law.sources import Source, read_citation, read_sources
from handrail.law.worked_cases import WorkedCase, read_case

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from importlib.resources.abc import Traversable

    from handrail.core.duties import Duty, EventKind, Excuse
    from handrail.core.plan_types import PlanType


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """A place with its own law."""

    key: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Lawbook:
    """Plan types, duties, kinds of event and worked cases, each under its key."""

    jurisdictions: Mapping[str, Jurisdiction]
    sources: Mapping[str, Source]
    event_kinds: Mapping[str, EventKind]
    excuses: Mapping[str, Excuse]
    working_day_rules: Mapping[str, WorkingDayRule]
    all_plan_types: Mapping[str, PlanType]
    duties_by_plan_type: Mapping[str, tuple[Duty, ...]]
    cases: Mapping[str, WorkedCase]
    version: str

    def plan_type(self, key: str) -> PlanType:
        return self.all_plan_types[key]

    def plan_types(self, jurisdiction: str | None = None) -> tuple[PlanType, ...]:
        return tuple(
            plan_type
            for plan_type in self.all_plan_types.values()
            if jurisdiction is None or plan_type.jurisdiction == jurisdiction
        )

    def duties(self, plan_type: str) -> tuple[Duty, ...]:
        return self.duties_by_plan_type[plan_type]

    def duty(self, plan_type: str, key: str) -> Duty:
        return next(duty for duty in self.duties(plan_type) if duty.key == key)

    def event_kinds_for(self, plan_type: str) -> tuple[EventKind, ...]:
        """The events that somebody can report in a case of this kind, because a duty listens for them."""
        heard = {kind for duty in self.duties(plan_type) for kind in _heard(duty)}
        return tuple(kind for kind in self.event_kinds.values() if kind.key in heard and not kind.deemed)

    def cases_of(self, plan_type: str) -> tuple[WorkedCase, ...]:
        return tuple(case for case in self.cases.values() if case.plan_type == plan_type)

    def to_be_read_again(self, as_of: date) -> tuple[str, ...]:
        """The sources and duties whose day to be checked again has come."""
        sources = [key for key, source in self.sources.items() if source.next_review <= as_of]
        duties = [
            duty.key
            for duties in self.duties_by_plan_type.values()
            for duty in duties
            if any(entry.value and entry.value.citation.next_review <= as_of for entry in duty.within.history)
        ]
        return tuple(sources + duties)

    @cached_property
    def working_days(self) -> Mapping[str, WorkingDays]:
        return {name: rule.days() for name, rule in self.working_day_rules.items()}

    def calendars(self, school: SchoolCalendar | None = None) -> Calendars:
        """What a case of one school is counted with."""
        return Calendars(school=school, working_days=self.working_days)


@cache
def lawbook() -> Lawbook:
    """The law that comes with Handrail."""
    return read_lawbook(files("handrail.law") / "data")


def read_lawbook(root: Traversable) -> Lawbook:
    """Every jurisdiction below a folder. The first mistake stops it, with file and line."""
    reading = _Reading()
    reading.shared_events(root)
    for folder in _sorted(root):
        if folder.is_dir():
            reading.jurisdiction(folder)
    return reading.lawbook()


class _Reading:
    """One pass over the files. Later files may name only what earlier ones have said."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()
        self.jurisdictions: dict[str, Jurisdiction] = {}
        self.sources: dict[str, Source] = {}
        self.event_kinds: dict[str, EventKind] = {}
        self.shared_kinds: dict[str, EventKind] = {}
        self.excuses: dict[str, Excuse] = {}
        self.rules: dict[str, WorkingDayRule] = {}
        self.plan_types: dict[str, PlanType] = {}
        self.duties: dict[str, tuple[Duty, ...]] = {}
        self.cases: dict[str, WorkedCase] = {}

    def lawbook(self) -> Lawbook:
        return Lawbook(
            jurisdictions=self.jurisdictions,
            sources=self.sources,
            event_kinds=self.event_kinds,
            excuses=self.excuses,
            working_day_rules=self.rules,
            all_plan_types=self.plan_types,
            duties_by_plan_type=self.duties,
            cases=self.cases,
            version=self.digest.hexdigest()[:12],
        )

    def shared_events(self, root: Traversable) -> None:
        """Events that mean the same everywhere."""
        self.shared_kinds = read_event_kinds(self._top(root / "events.toml", ""), {})
        self.event_kinds |= self.shared_kinds

    def jurisdiction(self, folder: Traversable) -> None:
        key = folder.name
        sources = read_sources(self._top(folder / "sources.toml", key))
        own_kinds = read_event_kinds(self._top(folder / "events.toml", key), self.event_kinds)
        kinds = self.shared_kinds | own_kinds
        self._add(folder, sources, own_kinds)
        excuses = read_excuses(self._top(folder / "excuses.toml", key), sources)
        self.excuses |= {f"{key}/{name}": excuse for name, excuse in excuses.items()}
        known = Known(sources=sources, event_kinds=kinds, excuses=excuses, working_days=frozenset(self.rules))
        reviews: list[tuple[PlanType, Table]] = []
        for file in _toml_files(folder / "plans"):
            top = self._top(file, f"{key}/plans")
            plan_type = read_plan_type(top, key, file.name.removesuffix(".toml"), sources)
            self.plan_types[plan_type.key] = plan_type
            self.duties[plan_type.key] = ()
            reviews.append((plan_type, top))
        self._duties(folder, known)
        for plan_type, top in reviews:
            for name, wanted in (
                ("duty", plan_type.review.duty),
                ("completed_under", plan_type.review.completed_under),
            ):
                if wanted is not None and wanted not in {duty.key for duty in self.duties[plan_type.key]}:
                    raise top.error(f'"{wanted}" is not a duty of this plan type.', "review", name)
        for file in _toml_files(folder / "cases"):
            case = read_case(
                self._top(file, f"{key}/cases"), file.name.removesuffix(".toml"), key, self.duties, kinds
            )
            self.cases[f"{key}/{case.key}"] = case

    def _add(self, folder: Traversable, sources: dict[str, Source], kinds: dict[str, EventKind]) -> None:
        top = self._top(folder / "jurisdiction.toml", folder.name)
        self.jurisdictions[folder.name] = Jurisdiction(key=folder.name, name=top.text("name"))
        self.sources |= {f"{folder.name}/{key}": source for key, source in sources.items()}
        self.event_kinds |= kinds
        for name, table in top.named_tables("working_days") if top.has("working_days") else ():
            rule = _working_days(f"{folder.name}.{name}", table, sources)
            self.rules[rule.name] = rule
        top.done()

    def _duties(self, folder: Traversable, known: Known) -> None:
        seen: set[str] = set()
        for file in _toml_files(folder / "duties"):
            top = self._top(file, f"{folder.name}/duties")
            plan_types = [f"{folder.name}/{name}" for name in top.texts("plan_types")]
            for plan_type in plan_types:
                if plan_type not in self.duties:
                    raise top.error(f'"{plan_type}" is not a plan type that is known here.', "plan_types")
            for table in top.tables("duty"):
                duty = read_duty(table, known)
                if duty.key in seen:
                    raise table.error(f'The duty "{duty.key}" is there twice.', "id")
                seen.add(duty.key)
                for plan_type in plan_types:
                    self.duties[plan_type] += (duty,)
            top.done()
        for plan_type, duties in self.duties.items():
            self.duties[plan_type] = tuple(sorted(duties, key=lambda duty: duty.key))

    def _top(self, file: Traversable, folder: str) -> Table:
        text = file.read_text(encoding="utf-8")
        name = f"{folder}/{file.name}" if folder else file.name
        self.digest.update(f"{name}\n{text}\n".encode())
        return read_toml(text, name)


def _working_days(name: str, table: Table, sources: Mapping[str, Source]) -> WorkingDayRule:
    seasons = []
    for row in table.tables("closed", needed=False):
        seasons.append(Season(_month_and_day(row, "from"), _month_and_day(row, "until"), row.text("why")))
        row.done()
    rule = WorkingDayRule(
        name=name,
        says=table.text("says"),
        country=table.text("holidays_of"),
        subdivision=table.text("holidays_in"),
        seasons=tuple(seasons),
        citation=read_citation(table, sources),
    )
    if not has_holidays_of(rule.country, rule.subdivision):
        raise table.error(
            f'No holidays are known for "{rule.subdivision}" of "{rule.country}".', "holidays_in"
        )
    table.done()
    return rule


def _month_and_day(table: Table, key: str) -> tuple[int, int]:
    """A day of every year, written like 12-27."""
    month, dash, day = table.text(key).partition("-")
    if not (dash and month.isdigit() and day.isdigit() and 1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        raise table.error(f"{key} must be a month and a day, such as 12-27.", key)
    return int(month), int(day)


def _heard(duty: Duty) -> Iterator[str]:
    yield from (start.when.event for start in duty.starts)
    yield from (when.event for when in (*duty.met_by, *duty.stopped_by))
    if duty.excused_by is not None:
        yield duty.excused_by


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


def _toml_files(folder: Traversable) -> list[Traversable]:
    return [file for file in _sorted(folder) if file.name.endswith(".toml")] if folder.is_dir() else []
