"""The law of every jurisdiction that Handrail knows, read once and never changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from handrail.core.calendars import WEEKEND, Calendars, SchoolCalendar, Season, WorkingDays
from handrail.core.duties import Force
from handrail.core.explanations import DAYS
from handrail.core.steps import Ending, PlanSteps
from handrail.law.calendar_files import read_calendars
from handrail.law.dispute_files import read_disputes
from handrail.law.duty_files import Known, read_duty, read_excuses
from handrail.law.event_files import read_event_kinds
from handrail.law.plan_type_files import read_plan_type
from handrail.law.public_holidays import WorkingDayRule, has_holidays_of
from handrail.law.reader import Table, read_toml
from handrail.law.right_files import read_rights
from handrail.law.sources import Source, read_citation, read_sources
from handrail.law.stage_files import read_stage_models
from handrail.law.step_files import read_steps
from handrail.law.worked_cases import WorkedCase, read_case

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from importlib.resources.abc import Traversable

    from handrail.core.disputes import Dispute
    from handrail.core.duties import Duty, EventKind, Excuse
    from handrail.core.plan_types import PlanType
    from handrail.core.rights import PlaceRights
    from handrail.core.stages import StageModel
    from handrail.core.steps import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """A place with its own law, perhaps laid over that of a wider place."""

    key: str
    name: str
    # In which language of which place its plans are written and its days put, by BCP 47 tag.
    language: str
    extends: str | None = None
    # Whether staff days are school days in this place's law, as in Ontario.
    in_service_counts: bool = False


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
    stage_models: Mapping[str, StageModel]
    disputes: Mapping[str, Dispute]
    steps_by_plan_type: Mapping[str, PlanSteps]
    rights: Mapping[str, PlaceRights]
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

    def duties_in_force(self, plan_type: str) -> tuple[Duty, ...]:
        """The duties that give dates: those that are law, of a plan type that is law."""
        if self.plan_type(plan_type).status is not Force.IN_FORCE:
            return ()
        return tuple(duty for duty in self.duties(plan_type) if duty.force is Force.IN_FORCE)

    def as_in_wider_place(self, plan_type: PlanType) -> PlanType | None:
        """The plan type of the wider place that this one is, unchanged; none where it has rules of its own."""
        extends = self.jurisdictions[plan_type.jurisdiction].extends
        wider = self.all_plan_types.get(f"{extends}/{plan_type.key.partition('/')[2]}")
        if wider is None or self.duties(wider.key) != self.duties(plan_type.key):
            return None
        return (
            wider
            if replace(wider, key=plan_type.key, jurisdiction=plan_type.jurisdiction) == plan_type
            else None
        )

    def language_of(self, place: str) -> str:
        """In which language plans are written, by the key of the place or of a plan type: "us-tx", "us/iep"."""
        return self.jurisdictions[place.partition("/")[0]].language

    def stages_of(self, jurisdiction: str) -> tuple[StageModel, ...]:
        return tuple(one for one in self.stage_models.values() if one.jurisdiction == jurisdiction)

    def disputes_about(self, plan_type: str) -> tuple[Dispute, ...]:
        return tuple(one for one in self.disputes.values() if plan_type in one.plan_types)

    def rights_in(self, jurisdiction: str) -> PlaceRights | None:
        """Who holds which right in a place, or in the wider one under it; none where nobody wrote it down."""
        found = self.rights.get(jurisdiction)
        place = self.jurisdictions.get(jurisdiction)
        return found or (self.rights.get(place.extends) if place and place.extends else None)

    def duty(self, plan_type: str, key: str) -> Duty:
        return next(duty for duty in self.duties(plan_type) if duty.key == key)

    def steps(self, plan_type: str) -> PlanSteps:
        """The steps on the way to a plan of this type, after it and at its end."""
        return self.steps_by_plan_type[plan_type]

    def event_kinds_for(self, plan_type: str) -> tuple[EventKind, ...]:
        """The events that somebody can report in a case of this kind, because a duty listens for them."""
        return tuple(kind for kind in self.event_kinds_heard(plan_type) if not kind.from_record)

    def event_kinds_heard(self, plan_type: str) -> tuple[EventKind, ...]:
        """`event_kinds_for`, and what the pupil's record knows, such as the birth."""
        heard = {kind for duty in self.duties_in_force(plan_type) for kind in duty.hears}
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

    def calendars(self, school: SchoolCalendar | None = None, *, plan_type: str | None = None) -> Calendars:
        """What a case of one school is counted with, as the law of the plan type sees its days."""
        if school is not None and plan_type is not None:
            place = self.jurisdictions[self.plan_type(plan_type).jurisdiction]
            if place.in_service_counts != school.in_service_counts:
                school = replace(school, in_service_counts=place.in_service_counts)
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


@dataclass(slots=True)
class _Place:
    """What the files of one jurisdiction have said so far, with what a wider place said before it."""

    key: str
    name: str
    wider: _Place | None
    language: str
    in_service_counts: bool = False
    sources: dict[str, Source] = field(default_factory=dict)
    kinds: dict[str, EventKind] = field(default_factory=dict)
    excuses: dict[str, Excuse] = field(default_factory=dict)
    calendars: dict[str, SchoolCalendar] = field(default_factory=dict)
    plan_types: dict[str, PlanType] = field(default_factory=dict)  # by their short names
    duties: dict[str, tuple[Duty, ...]] = field(default_factory=dict)  # by the short names of plan types
    steps: dict[str, PlanSteps] = field(default_factory=dict)  # by the short names of plan types

    def duty(self, key: str) -> Duty | None:
        return next((duty for duties in self.duties.values() for duty in duties if duty.key == key), None)


class _Reading:
    """One pass over the files. Later files may name only what earlier ones have said."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()
        self.jurisdictions: dict[str, Jurisdiction] = {}
        self.places: dict[str, _Place] = {}
        self.sources: dict[str, Source] = {}
        self.event_kinds: dict[str, EventKind] = {}
        self.shared_kinds: dict[str, EventKind] = {}
        self.excuses: dict[str, Excuse] = {}
        self.rules: dict[str, WorkingDayRule] = {}
        self.plan_types: dict[str, PlanType] = {}
        self.duties: dict[str, tuple[Duty, ...]] = {}
        self.cases: dict[str, WorkedCase] = {}
        self.stage_models: dict[str, StageModel] = {}
        self.disputes: dict[str, Dispute] = {}
        self.steps: dict[str, PlanSteps] = {}
        self.rights: dict[str, PlaceRights] = {}

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
            stage_models=self.stage_models,
            disputes=self.disputes,
            steps_by_plan_type=self.steps,
            rights=self.rights,
            version=self.digest.hexdigest()[:12],
        )

    def shared_events(self, root: Traversable) -> None:
        """Events that mean the same everywhere."""
        self.shared_kinds = read_event_kinds(self._top(root / "events.toml", ""), {})
        self.event_kinds |= self.shared_kinds

    def jurisdiction(self, folder: Traversable) -> None:
        place, rules = self._place(folder)
        self._sources_events_and_excuses(folder, place, rules)
        reviews = self._plan_types(folder, place)
        self._duties(folder, place)
        for name, plan_type in place.plan_types.items():
            place.plan_types[name] = _following_replaced(plan_type, place.duties[name])
            self.plan_types[plan_type.key] = place.plan_types[name]
            self.duties[plan_type.key] = place.duties[name]
        self._steps(folder, place)
        for name, top in reviews:
            self._check_review(place.plan_types[name], top)
        for file in _toml_files(folder / "cases"):
            top = self._top(file, f"{place.key}/cases")
            case = read_case(
                top, file.name.removesuffix(".toml"), place.key, self.duties, place.kinds, place.calendars
            )
            self.cases[f"{place.key}/{case.key}"] = case
        self._stages_and_disputes(folder, place)

    def _place(self, folder: Traversable) -> tuple[_Place, list[tuple[str, Table]]]:
        top = self._top(folder / "jurisdiction.toml", folder.name)
        extends = top.optional_text("extends")
        if extends is not None and extends not in self.places:
            raise top.error(
                f'"{extends}" is not a place that was read before "{folder.name}"; a place that lies over '
                "another is named after it, such as us-tx over us.",
                "extends",
            )
        wider = self.places[extends] if extends else None
        # A place that lies over another speaks as that one does, unless it says otherwise.
        language = top.language("language") if wider is None or top.has("language") else wider.language
        place = _Place(folder.name, top.text("name"), wider, language, top.flag("in_service_days_count"))
        if wider is not None:
            place.sources |= wider.sources
            place.kinds |= wider.kinds
            place.excuses |= wider.excuses
            place.calendars |= wider.calendars
        self.places[place.key] = place
        self.jurisdictions[place.key] = Jurisdiction(
            key=place.key,
            name=place.name,
            language=place.language,
            extends=extends,
            in_service_counts=place.in_service_counts,
        )
        rules = list(top.named_tables("working_days")) if top.has("working_days") else []
        top.done()
        return place, rules

    def _sources_events_and_excuses(
        self, folder: Traversable, place: _Place, rules: list[tuple[str, Table]]
    ) -> None:
        own = read_sources(self._top(folder / "sources.toml", place.key))
        place.sources |= own
        self.sources |= {f"{place.key}/{key}": source for key, source in own.items()}
        for name, table in rules:
            rule = _working_days(f"{place.key}.{name}", table, place.sources)
            self.rules[rule.name] = rule
        place.kinds = self.shared_kinds | place.kinds
        if (folder / "events.toml").is_file():
            kinds = read_event_kinds(self._top(folder / "events.toml", place.key), self.event_kinds)
            place.kinds |= kinds
            self.event_kinds |= kinds
        if (folder / "excuses.toml").is_file():
            excuses = read_excuses(self._top(folder / "excuses.toml", place.key), place.sources)
            place.excuses |= excuses
            self.excuses |= {f"{place.key}/{name}": excuse for name, excuse in excuses.items()}
        if (folder / "calendars.toml").is_file():
            top = self._top(folder / "calendars.toml", place.key)
            place.calendars |= read_calendars(top, in_service_counts=place.in_service_counts)

    def _plan_types(self, folder: Traversable, place: _Place) -> list[tuple[str, Table]]:
        """The plan types of a place: those of the wider place, as its own files change them, and its own."""
        if place.wider is not None:
            for name, plan_type in place.wider.plan_types.items():
                key = f"{place.key}/{name}"
                place.plan_types[name] = replace(plan_type, key=key, jurisdiction=place.key)
        read = []
        for file in _toml_files(folder / "plans"):
            top, name = self._top(file, f"{place.key}/plans"), file.name.removesuffix(".toml")
            base = self._base(top, place)
            plan_type = read_plan_type(top, place.key, name, place.sources, base)
            place.plan_types[name] = plan_type
            read.append((name, top))
        place.duties = dict.fromkeys(place.plan_types, ())
        return read

    def _base(self, top: Table, place: _Place) -> PlanType | None:
        extends = top.optional_text("extends")
        if extends is None:
            return None
        if place.wider is None or extends not in {kind.key for kind in place.wider.plan_types.values()}:
            raise top.error(
                f'"{extends}" is not a plan type of the place that this one lies over.', "extends"
            )
        return self.plan_types[extends]

    def _duties(self, folder: Traversable, place: _Place) -> None:
        known = Known(
            sources=place.sources,
            event_kinds=place.kinds,
            excuses=place.excuses,
            working_days=frozenset(self.rules),
            place=place.name,
            wider={
                duty.key: duty
                for duties in (place.wider.duties if place.wider else {}).values()
                for duty in duties
            },
        )
        seen: set[str] = set()
        for file in _toml_files(folder / "duties"):
            top = self._top(file, f"{place.key}/duties")
            names = top.texts("plan_types")
            for name in names:
                if name not in place.plan_types:
                    raise top.error(
                        f'"{place.key}/{name}" is not a plan type that is known here.', "plan_types"
                    )
            for table in top.tables("duty"):
                duty = read_duty(table, known)
                if duty.key in seen:
                    raise table.error(f'The duty "{duty.key}" is there twice.', "id")
                seen.add(duty.key)
                for name in names:
                    place.duties[name] += (duty,)
            top.done()
        for name, own in place.duties.items():
            replaced = {duty.key for one in own for duty in one.replaces}
            kept = place.wider.duties.get(name, ()) if place.wider else ()
            together = (*own, *(duty for duty in kept if duty.key not in replaced))
            place.duties[name] = tuple(sorted(together, key=lambda duty: duty.key))

    def _steps(self, folder: Traversable, place: _Place) -> None:
        """The steps of each plan type: its own file's, or else those of the wider place."""
        if place.wider is not None:
            place.steps |= {
                name: _under_own_duties(steps, place.duties[name])
                for name, steps in place.wider.steps.items()
                if name in place.plan_types
            }
        for file in _toml_files(folder / "steps"):
            top, name = self._top(file, f"{place.key}/steps"), file.name.removesuffix(".toml")
            if name not in place.plan_types:
                raise top.error(f'"{place.key}/{name}" is not a plan type that is known here.')
            duties = {duty.key for duty in place.duties[name]}
            place.steps[name] = read_steps(top, place.plan_types[name], place.sources, place.kinds, duties)
        for name in place.plan_types:
            self.steps[f"{place.key}/{name}"] = place.steps.get(name, UNWRITTEN)

    def _check_review(self, plan_type: PlanType, top: Table) -> None:
        for name, wanted in (
            ("duty", plan_type.review.duty),
            ("completed_under", plan_type.review.completed_under),
        ):
            if wanted is not None and wanted not in {duty.key for duty in self.duties[plan_type.key]}:
                raise top.error(f'"{wanted}" is not a duty of this plan type.', "review", name)

    def _stages_and_disputes(self, folder: Traversable, place: _Place) -> None:
        if (folder / "stages.toml").is_file():
            top = self._top(folder / "stages.toml", place.key)
            models = read_stage_models(top, place.key, place.sources, self.plan_types)
            self.stage_models |= {f"{place.key}/{key}": model for key, model in models.items()}
        if (folder / "disputes.toml").is_file():
            top = self._top(folder / "disputes.toml", place.key)
            own = {key: duties for key, duties in self.duties.items() if key.startswith(f"{place.key}/")}
            disputes = read_disputes(top, place.key, place.sources, place.kinds, own)
            self.disputes |= {f"{place.key}/{key}": dispute for key, dispute in disputes.items()}
        if (folder / "rights.toml").is_file():
            top = self._top(folder / "rights.toml", place.key)
            rights = read_rights(top, place.sources, place.kinds)
            wider = self.rights.get(place.wider.key) if place.wider else None
            self.rights[place.key] = rights.over(wider) if wider else rights
        for dispute in [
            one for one in self.disputes.values() if place.wider and one.jurisdiction == place.wider.key
        ]:
            inherited = replace(
                dispute,
                jurisdiction=place.key,
                plan_types=tuple(f"{place.key}/{name.partition('/')[2]}" for name in dispute.plan_types),
            )
            self.disputes.setdefault(f"{place.key}/{dispute.key}", inherited)

    def _top(self, file: Traversable, folder: str) -> Table:
        text = file.read_text(encoding="utf-8")
        name = f"{folder}/{file.name}" if folder else file.name
        self.digest.update(f"{name}\n{text}\n".encode())
        return read_toml(text, name)


def _following_replaced(plan_type: PlanType, duties: tuple[Duty, ...]) -> PlanType:
    """The plan type with its review cycle under the duties that took the place of those it names."""
    instead = {old.key: duty.key for duty in duties for old in duty.replaces}
    review = plan_type.review
    followed = replace(
        review,
        duty=instead.get(review.duty, review.duty),
        completed_under=instead.get(review.completed_under or "", review.completed_under),
    )
    return plan_type if followed == review else replace(plan_type, review=followed)


UNWRITTEN: Final = PlanSteps(
    steps=(),
    ending=Ending(
        says="No steps are written down for the end of this plan.",
        decides="",
        keeps=(),
        because=(),
        citation=None,
    ),
)
"""Of a plan type whose steps nobody has written down yet."""


def _under_own_duties(steps: PlanSteps, duties: tuple[Duty, ...]) -> PlanSteps:
    """The wider place's steps, with the duties that took the place of those they name."""
    instead = {old.key: duty.key for duty in duties for old in duty.replaces}

    def mine(step: Step) -> Step:
        wait = replace(step.wait, duty=instead.get(step.wait.duty, step.wait.duty)) if step.wait else None
        return replace(step, duty=instead.get(step.duty or "", step.duty), wait=wait)

    keeps = tuple(instead.get(name, name) for name in steps.ending.keeps)
    return PlanSteps(
        steps=tuple(mine(step) for step in steps.steps), ending=replace(steps.ending, keeps=keeps)
    )


def _working_days(name: str, table: Table, sources: Mapping[str, Source]) -> WorkingDayRule:
    seasons = []
    for row in table.tables("closed", needed=False):
        seasons.append(Season(_month_and_day(row, "from"), _month_and_day(row, "until"), row.text("why")))
        row.done()
    rule = WorkingDayRule(
        name=name,
        says=table.text("says"),
        country=table.optional_text("holidays_of"),
        subdivision=table.optional_text("holidays_in"),
        seasons=tuple(seasons),
        days_off=_days_off(table),
        seasons_end_only=table.flag("closed_only_as_last_day"),
        citation=read_citation(table, sources),
    )
    if rule.subdivision is not None and rule.country is None:
        raise table.error("holidays_in is a part of holidays_of, which is missing.", "holidays_in")
    if rule.country is not None and not has_holidays_of(rule.country, rule.subdivision):
        raise table.error(
            f'No holidays are known for "{rule.subdivision}" of "{rule.country}".', "holidays_in"
        )
    table.done()
    return rule


def _days_off(table: Table) -> frozenset[int]:
    """The days of the week that do not count, from Monday as 0; Saturday and Sunday where nothing is said."""
    names = [name.lower() for name in DAYS]
    if not table.has("days_off"):
        return WEEKEND
    found = table.texts("days_off")
    for place, name in enumerate(found):
        if name not in names:
            raise table.error(
                f'"{name}" is not a day of the week; write it like "sunday".', "days_off", place
            )
    return frozenset(names.index(name) for name in found)


def _month_and_day(table: Table, key: str) -> tuple[int, int]:
    """A day of every year, written like 12-27."""
    month, dash, day = table.text(key).partition("-")
    if not (dash and month.isdigit() and day.isdigit() and 1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        raise table.error(f"{key} must be a month and a day, such as 12-27.", key)
    return int(month), int(day)


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


def _toml_files(folder: Traversable) -> list[Traversable]:
    return [file for file in _sorted(folder) if file.name.endswith(".toml")] if folder.is_dir() else []
