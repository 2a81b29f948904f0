"""A school year in words: its terms, its days off, its months, and how far ahead it is known."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.urls import reverse

from handrail.apps.accounts.actor import Actor
from handrail.apps.calendars import policy
from handrail.apps.calendars.entries import Changes, Entry, Kind, Year, as_core, years_of
from handrail.apps.calendars.forms import PreviewForm, RowForm, YearForm, travelling
from handrail.apps.calendars.guesses import Found
from handrail.apps.calendars.queries import Reaching, Used
from handrail.apps.organisations.actions import CalendarWords
from handrail.apps.organisations.models import Organisation
from handrail.core.calendars import WEEKEND, SchoolCalendar
from handrail.core.days import Order
from handrail.ui.components import Link, Month, MonthDay, Note
from handrail.ui.phrases import counted, day_in_words, listed, plain_day, record_day

ORDERS: Final = {
    "au": Order.DAY_FIRST,
    "gb": Order.DAY_FIRST,
    "ie": Order.DAY_FIRST,
    "nz": Order.DAY_FIRST,
    "us": Order.MONTH_FIRST,
}
"""In figures by the habit of the place. Canada writes both, so it is not here."""

SOUTHERN: Final = frozenset({"au", "nz"})
"""Where the summer between two school years lies around the turn of the year."""


def order_of(organisation: Organisation) -> Order:
    """How people of the place write a day in figures."""
    return ORDERS.get(organisation.jurisdiction.partition("-")[0], Order.EITHER)


def example_of(order: Order) -> str:
    figures = {Order.DAY_FIRST: " or 5/11/2026", Order.MONTH_FIRST: " or 11/5/2026", Order.EITHER: ""}
    return f"Write days like 5 November 2026{figures[order]}."


# --- the list -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CalendarLine:
    link: Link
    uses: str
    until: str


@dataclass(frozen=True, slots=True)
class IndexPage:
    lines: tuple[CalendarLine, ...]


def index_page(found: list[Reaching]) -> IndexPage:
    return IndexPage(
        tuple(
            CalendarLine(
                Link(one.organisation.name, reverse("calendars:calendar", args=[one.organisation.slug])),
                "Its own calendar" if one.is_own else f"The calendar of {_authority_of(one.organisation)}",
                f"Known until {plain_day(one.until)}" if one.until else "None entered yet",
            )
            for one in found
        )
    )


def _authority_of(organisation: Organisation) -> str:
    return organisation.authority.name if organisation.authority else organisation.name


# --- one calendar ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TermLine:
    name: str
    when: str
    days: str


@dataclass(frozen=True, slots=True)
class DayLine:
    when: str
    what: str


@dataclass(frozen=True, slots=True)
class CalendarPage:
    name: str
    lead: str
    used: Note
    missing: Note | None
    years: tuple[tuple[Link, bool], ...]
    year: str
    terms: tuple[TermLine, ...]
    days: tuple[DayLine, ...]
    months: tuple[Month, ...]
    edit_year: Link | None
    acts: tuple[Link, ...]
    give_up: Link | None
    exports: tuple[Link, ...]
    may_change: bool
    also: tuple[Link, ...]


def calendar_page(
    used: Used, *, reader: Actor, asked: str, schools: list[Reaching], as_of: date
) -> CalendarPage:
    organisation = used.organisation
    years = years_of(used.words)
    year = chosen(years, asked, as_of=as_of)
    may_change = policy.may_change(reader, organisation.pk)
    slug = organisation.slug
    return CalendarPage(
        name=organisation.name,
        lead=_known(used),
        used=_used_note(used, reader=reader),
        missing=_missing_note(organisation, years, as_of=as_of),
        years=tuple(
            (
                Link(one.label, f"{reverse('calendars:calendar', args=[slug])}?year={one.key}"),
                one is year,
            )
            for one in years
        ),
        year=year.label if year else "",
        terms=_terms(used.words, year),
        days=tuple(DayLine(one.when, what(one)) for one in year.days) if year else (),
        months=months(as_core(organisation.name, used.words), year, today=as_of) if year else (),
        edit_year=Link(f"Change {year.label}", reverse("calendars:year", args=[slug, year.key]))
        if year and may_change
        else None,
        acts=_acts(slug, years) if may_change else (),
        give_up=Link(
            f"Use the calendar of {_authority_of(organisation)} again",
            reverse("calendars:use_authoritys", args=[slug]),
        )
        if may_change and used.is_own and organisation.authority
        else None,
        exports=(
            Link("Calendar file (.ics)", reverse("calendars:ics", args=[slug])),
            Link("Table (.csv)", reverse("calendars:csv", args=[slug])),
        )
        if used.is_known
        else (),
        may_change=may_change,
        also=tuple(
            Link(one.organisation.name, reverse("calendars:calendar", args=[one.organisation.slug]))
            for one in schools
            if one.is_own and one.organisation.authority_id == organisation.pk
        ),
    )


def what(one: Entry) -> str:
    """What an entry is, and its name where that says more."""
    kind = one.kind.words
    return kind if one.name.casefold() in ("", kind.casefold()) else f"{kind}: {one.name}"


def chosen(years: tuple[Year, ...], asked: str, *, as_of: date) -> Year | None:
    """The year that was asked for, else the one that people are in or that comes next, else the last."""
    by_key = {one.key: one for one in years}
    if asked in by_key:
        return by_key[asked]
    return next((one for one in years if one.ends >= as_of), years[-1] if years else None)


def _known(used: Used) -> str:
    if not used.is_known:
        return "No school year is entered yet, so dates that are counted in school days cannot be named."
    first, last = used.words.terms[0][1], max(ends for _, _, ends in used.words.terms)
    return f"Known from {day_in_words(first)} to {day_in_words(last)}."


def _used_note(used: Used, *, reader: Actor) -> Note:
    organisation = used.organisation
    if organisation.authority is None:
        return Note(
            f"This is the calendar of {organisation.name}.",
            "Every school without a calendar of its own uses it.",
            icon="calendar",
        )
    theirs = _authority_of(organisation)
    if used.is_own:
        return Note(
            "This school keeps a calendar of its own.",
            f"What {theirs} changes in its calendar does not change this one.",
            icon="calendar",
        )
    says = (
        "If you change a year here, the school gets a calendar of its own: a copy of this one with your change."
        if policy.may_change(reader, organisation.pk)
        else "What the council changes there counts here at once."
    )
    link = None
    if organisation.authority_id in policy.seen_by(reader):
        link = Link(
            f"Open the calendar of {theirs}",
            reverse("calendars:calendar", args=[organisation.authority.slug]),
        )
    if not used.is_known:
        return Note(
            "No calendar is used yet.", f"Neither the school nor {theirs} has entered one.", "calendar"
        )
    return Note(f"This school uses the calendar of {theirs}.", says, icon="calendar", link=link)


def _missing_note(organisation: Organisation, years: tuple[Year, ...], *, as_of: date) -> Note | None:
    """Which school years have no calendar yet, of this one and the two after it."""
    southern = organisation.jurisdiction.partition("-")[0] in SOUTHERN
    this = _began(as_of, southern=southern)
    there = {_began(one.starts, southern=southern) for one in years}
    lacking = [
        f"{one}" if southern else f"{one} to {one + 1}" for one in range(this, this + 3) if one not in there
    ]
    if not lacking:
        return None
    return Note(
        f"No calendar yet for {listed(lacking)}.",
        "A date that is counted in school days or terms of these years is shown without a day, says why, "
        "and is never late.",
        icon="timer",
        tone="wait",
    )


def _began(day: date, *, southern: bool) -> int:
    """The calendar year in which a day's school year began: in the north most turn in July or August."""
    return day.year if southern or day.month >= 7 else day.year - 1


def _terms(words: CalendarWords, year: Year | None) -> tuple[TermLine, ...]:
    if year is None:
        return ()
    days = as_core("", words)
    return tuple(
        TermLine(
            one.name,
            one.when,
            counted(days.school_days_between(one.starts, one.ends), "school day"),
        )
        for one in year.terms
    )


def _acts(slug: str, years: tuple[Year, ...]) -> tuple[Link, ...]:
    add = reverse("calendars:add_year", args=[slug])
    bring_in = Link("Bring in a calendar file", reverse("calendars:bring_in", args=[slug]))
    if not years:
        return (Link("Enter a school year", add), bring_in)
    return (Link(f"Copy {years[-1].label} to the next year", f"{add}?copy={years[-1].key}"), bring_in)


# --- months ---------------------------------------------------------------------------------------------


def months(days: SchoolCalendar, year: Year, *, today: date) -> tuple[Month, ...]:
    """Each month of a school year, Monday to Friday."""
    first = min([year.starts, *(one.starts for one in year.days if one.kind is Kind.IN_SERVICE)])
    found, at = [], date(first.year, first.month, 1)
    while at <= year.ends:
        found.append(_month(days, year, at, today=today))
        at = date(at.year + at.month // 12, at.month % 12 + 1, 1)
    return tuple(found)


def _month(days: SchoolCalendar, year: Year, at: date, *, today: date) -> Month:
    weeks = []
    for week in calendar.Calendar().monthdatescalendar(at.year, at.month):
        cells = tuple(
            _day(days, year, day, today=today) if day.month == at.month else None
            for day in week
            if day.weekday() not in WEEKEND
        )
        if any(cells):
            weeks.append(cells)
    school_days = sum(1 for week in weeks for one in week if one and one.kind == "school")
    return Month(
        title=f"{calendar.month_name[at.month]} {at.year}",
        says=counted(school_days, "school day"),
        weeks=tuple(weeks),
    )


def _day(days: SchoolCalendar, year: Year, day: date, *, today: date) -> MonthDay | None:
    now = day == today
    if day in days.in_service and day not in days.closed:
        return MonthDay(day.day, "staff", "staff", "only staff come", today=now)
    if not year.starts <= day <= year.ends:
        return None  # Beyond the year a day is another year's, or not known.
    term = days.term_on(day)
    if term is None:
        return MonthDay(day.day, "away", "holiday", today=now)
    if day in days.closed:
        return MonthDay(day.day, "closed", "closed", days.closed[day], today=now)
    edge = "first" if day == term.starts else "last" if day == term.ends else ""
    return MonthDay(day.day, "school", edge, f"day of {term.name}" if edge else "", today=now)


# --- one school year, to be changed -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class YearPage:
    title: str
    name: str
    lead: str
    form: YearForm
    terms: tuple[RowForm, ...]
    days: tuple[RowForm, ...]
    forms: tuple[RowForm, ...]
    based_on: str
    refused: str
    theirs: tuple[tuple[str, str], ...]
    assumed: tuple[str, ...]
    consequence: str
    back: Link


def year_page(
    organisation: Organisation,
    form: YearForm,
    *,
    title: str,
    used: Used,
    based_on: str,
    cases: int,
    theirs: Year | None = None,
    refused: str = "",
    assumed: tuple[str, ...] = (),
) -> YearPage:
    lead = example_of(order_of(organisation))
    if not used.is_own and used.is_known and organisation.authority:
        lead += (
            f" The school uses the calendar of {organisation.authority.name}. If you keep a change here, it gets "
            "a calendar of its own."
        )
    return YearPage(
        title=title,
        name=organisation.name,
        lead=lead,
        form=form,
        terms=tuple(form.terms),
        days=tuple(form.days),
        forms=form.forms if form.is_bound else (),
        based_on=based_on,
        refused=refused,
        theirs=saved_lines(theirs.entries) if theirs else (),
        assumed=assumed,
        consequence=consequence(cases),
        back=back_to(organisation),
    )


def saved_lines(entries: tuple[Entry, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((one.name or one.kind.words, one.when) for one in entries)


def consequence(cases: int) -> str:
    if not cases:
        return "No open case is counted with this calendar yet."
    return f"Keeping this works out the dates of {counted(cases, 'open case')} again."


def kept_words(cases: int | None) -> str:
    if cases is None:
        return "Nothing was different, so nothing was changed."
    if not cases:
        return "The calendar is kept. No open case is counted with it yet."
    return f"The calendar is kept. The dates of {counted(cases, 'open case')} are being worked out again."


def back_to(organisation: Organisation, year: Year | None = None) -> Link:
    query = f"?year={year.key}" if year else ""
    return Link("Back to the calendar", reverse("calendars:calendar", args=[organisation.slug]) + query)


def assumptions(year: Year) -> tuple[str, ...]:
    """What a copy takes for granted."""
    was, will = year.ends.year, year.ends.year + 1
    return (
        f"Every day of {year.label} is moved by 52 weeks, so it stays on its weekday: "
        f"{record_day(year.starts)} becomes {record_day(year.starts + timedelta(weeks=52))}.",
        f"Easter Sunday is on {_easter_words(was)} in {was} and on {_easter_words(will)} in {will}. "
        "Check the spring holiday and the terms beside it.",
        "Public holidays with a date of their own, and days that the school chose, may lie elsewhere next year. "
        "Check each before you keep it.",
    )


def _easter_words(year: int) -> str:
    on = easter(year)
    return f"{on.day} {calendar.month_name[on.month]}"


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian reckoning (the method of Oudin, 1940)."""
    century, golden = year // 100, year % 19
    epact = (century - century // 4 - (century - (century - 17) // 25) // 3 + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (epact // 28) * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    past = epact - weekday
    month = 3 + (past + 40) // 44
    return date(year, month, past + 28 - 31 * (month // 4))


# --- a file, before anything of it is kept ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PreviewRow:
    field: object
    entry_name: str
    travels: str
    name: str
    when: str
    why: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    name: str
    lead: str
    form: PreviewForm
    rows: tuple[PreviewRow, ...]
    unread: tuple[Found, ...]
    notes: tuple[str, ...]
    added: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...]
    based_on: str
    refused: str
    consequence: str
    keep_url: str
    back: Link


def preview_page(
    organisation: Organisation,
    form: PreviewForm,
    *,
    found: tuple[Found, ...],
    notes: tuple[str, ...],
    changes: Changes,
    based_on: str,
    cases: int,
    refused: str = "",
) -> PreviewPage:
    taken = form.found or []
    unread = tuple(one for one in found if one.starts is None)
    lead = f"{counted(len(taken), 'entry', 'entries')} can be taken."
    if unread:
        lead += f" {counted(len(unread), 'entry is', 'entries are')} left out, with the reason below."
    return PreviewPage(
        name=organisation.name,
        lead=f"{lead} Nothing is kept yet.",
        form=form,
        rows=tuple(
            PreviewRow(
                form[f"kind-{at}"], f"entry-{at}", travelling(one), one.name or "No name", when(one), one.why
            )
            for at, one in enumerate(taken)
        ),
        unread=unread,
        notes=notes,
        added=tuple((what(one), one.when) for one in changes.added),
        gone=tuple((what(one), one.when) for one in changes.gone),
        based_on=based_on,
        refused=refused,
        consequence=consequence(cases),
        keep_url=reverse("calendars:keep_import", args=[organisation.slug]),
        back=back_to(organisation),
    )


def when(one: Found) -> str:
    if one.starts is None or one.ends is None:
        return ""
    return Entry(kind=Kind.CLOSED, name=one.name, starts=one.starts, ends=one.ends).when
