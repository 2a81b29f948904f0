"""A calendar is kept by those who keep it, changed by one person at a time, and seen by those it concerns."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.calendars import actions, queries
from handrail.apps.calendars.entries import Entry, Kind, revision_of, with_year, years_of
from handrail.apps.cases.jobs import calculate_cases_of
from handrail.apps.cases.models import Deadline
from handrail.apps.organisations.models import DayOff, Organisation, Term
from tests.cast import TODAY, Cast, acting

Browser = Callable[[Person | None], Client]
CLOSURE = Entry(kind=Kind.CLOSED, name="Burst pipe", starts=date(2026, 11, 24), ends=date(2026, 11, 25))
FIRST = "2026-08-18"


def address(name: str, organisation: Organisation, *args: str) -> str:
    return reverse(f"calendars:{name}", args=[organisation.slug, *args])


def with_closure(organisation: Organisation) -> dict[str, Any]:
    used = queries.used(organisation)
    year = years_of(used.words)[0]
    words = with_year(used.words, instead_of=year, entries=[*year.entries, CLOSURE])
    return {"organisation": organisation, "words": words, "based_on": revision_of(used.words)}


def typed(page: str) -> dict[str, str]:
    """What a browser would send of the rows on a page, as they stand."""
    names = re.compile(r'<input[^>]*\bname="((?:term|day)-[^"]+|revision)"[^>]*>')
    found = {}
    for tag in names.finditer(page):
        if 'type="checkbox"' not in tag[0]:
            value = re.search(r'value="([^"]*)"', tag[0])
            found[tag[1]] = value[1].replace("&#39;", "'") if value else ""
    return found


# --- keeping ---------------------------------------------------------------------------------------


def test_a_school_that_changes_a_day_gets_a_copy_of_its_authority_s_calendar(cast: Cast) -> None:
    before = queries.calendar_words(cast.authority.pk)

    with acting(cast.coordinator) as by:
        cases = actions.keep(**with_closure(cast.school), on=TODAY, by=by)

    own = queries.calendar_words(cast.school.pk)
    assert own.terms == before.terms
    assert own.closed == {date(2026, 11, 24): "Burst pipe", date(2026, 11, 25): "Burst pipe"}
    assert own.in_service == before.in_service
    assert queries.calendar_words(cast.authority.pk) == before
    assert cases == 2
    assert ProcrastinateJob.objects.filter(task_name__endswith="calculate_cases_of").count() == 1


def test_an_administrator_who_reaches_no_pupil_is_told_how_many_cases(cast: Cast) -> None:
    with acting(cast.administrator) as by:
        assert actions.keep(**with_closure(cast.school), on=TODAY, by=by) == 2
        assert by.reach.schools == frozenset()
        assert not Deadline.objects.exists(), "the reach is as narrow as before"


def test_an_authority_counts_the_cases_of_schools_without_a_calendar_of_their_own(cast: Cast) -> None:
    with acting(cast.coordinator) as by:
        actions.keep(**with_closure(cast.school), on=TODAY, by=by)

    with acting(cast.officer) as by:
        assert actions.keep(**with_closure(cast.authority), on=TODAY, by=by) == 0


def test_keeping_what_is_there_changes_nothing(cast: Cast) -> None:
    used = queries.used(cast.authority)

    with acting(cast.officer) as by:
        kept = actions.keep(
            organisation=cast.authority, words=used.words, based_on=revision_of(used.words), on=TODAY, by=by
        )

    with acting(cast.coordinator) as by:
        copied = actions.keep(
            organisation=cast.school, words=used.words, based_on=revision_of(used.words), on=TODAY, by=by
        )

    assert kept is copied is None
    assert not Term.objects.filter(organisation=cast.school).exists(), "no copy without a change"
    assert not ProcrastinateJob.objects.exists()


def test_the_second_of_two_is_told_and_overwrites_nothing(cast: Cast) -> None:
    both = with_closure(cast.school)
    with acting(cast.coordinator) as by:
        actions.keep(**both, on=TODAY, by=by)
    kept = queries.calendar_words(cast.school.pk)

    with acting(cast.head) as by, pytest.raises(actions.Changed):
        actions.keep(**both, on=TODAY, by=by)

    assert queries.calendar_words(cast.school.pk) == kept


def test_a_year_left_out_between_two_is_refused(cast: Cast) -> None:
    used = queries.used(cast.authority)
    far = Entry(kind=Kind.TERM, name="Term 1", starts=date(2029, 8, 14), ends=date(2029, 12, 20))
    words = with_year(used.words, instead_of=None, entries=[far])

    with acting(cast.officer) as by, pytest.raises(NotPossible, match="Nothing is entered between"):
        actions.keep(
            organisation=cast.authority, words=words, based_on=revision_of(used.words), on=TODAY, by=by
        )

    assert queries.calendar_words(cast.authority.pk) == used.words


def test_an_officer_sees_a_school_s_own_calendar_and_does_not_change_it(cast: Cast) -> None:
    with acting(cast.coordinator) as by:
        actions.keep(**with_closure(cast.school), on=TODAY, by=by)

    with acting(cast.officer) as by, pytest.raises(NotAllowed, match="people who work there"):
        actions.use_authoritys(school=cast.school, on=TODAY, by=by)

    assert Term.objects.filter(organisation=cast.school).exists()


def test_a_school_goes_back_to_its_authority_s_calendar(cast: Cast) -> None:
    with acting(cast.coordinator) as by:
        actions.keep(**with_closure(cast.school), on=TODAY, by=by)
        actions.use_authoritys(school=cast.school, on=TODAY, by=by)

    assert not Term.objects.filter(organisation=cast.school).exists()
    assert not DayOff.objects.filter(organisation=cast.school).exists()
    assert queries.used(cast.school).of == cast.authority


# --- pages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "place", "sees", "changes"),
    [
        ("coordinator", "school", 200, 200),
        ("administrator", "school", 200, 200),
        ("head", "school", 200, 200),
        ("class_teacher", "school", 200, 403),
        ("officer", "school", 200, 403),
        ("officer", "authority", 200, 200),
        ("coordinator", "authority", 404, 404),
        ("other_coordinator", "school", 404, 404),
        ("parent", "school", 404, 404),
        ("psychologist", "school", 404, 404),
    ],
)
def test_everybody_finds_what_they_may(
    cast: Cast, seen_by: Browser, who: str, place: str, sees: int, changes: int
) -> None:
    browser, organisation = seen_by(getattr(cast, who)), getattr(cast, place)

    for name in ("calendar", "ics", "csv"):
        assert browser.get(address(name, organisation)).status_code == sees, name
    for name, args in (("year", [FIRST]), ("add_year", []), ("bring_in", [])):
        answer = browser.get(address(name, organisation, *args))
        assert answer.status_code == changes, name
        if changes == 403:
            assert "changed by people who work there" in answer.content.decode()


def test_the_page_says_which_calendar_is_used_and_how_far_it_is_known(cast: Cast, seen_by: Browser) -> None:
    page = seen_by(cast.coordinator).get(address("calendar", cast.school)).content.decode()

    assert "This school uses the calendar of Lanternshire Council." in page
    assert "Known from Tuesday 18 August 2026 to Monday 26 June 2028." in page
    assert "No calendar yet for 2028 to 2029." in page
    assert "Monday 16 November 2026" in page
    assert re.search(r"<td class=\"is-staff\">16 <span>staff</span>", page)
    assert page.count('<table class="hr-month">') == 11


def test_a_page_asks_as_often_for_many_years_as_for_two(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.officer)

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        return len(captured)

    pages = [
        reverse("calendars:index"),
        address("calendar", cast.school),
        address("calendar", cast.authority),
        address("year", cast.authority, FIRST),
    ]
    before = [asked(path) for path in pages]
    for number in range(30):
        Organisation.objects.create(
            kind="school", slug=f"s{number}", name=f"School {number}", authority=cast.authority, jurisdiction="gb-sct"
        )  # fmt: skip
        Term.objects.create(
            organisation=cast.authority,
            name="Term 1",
            starts_on=date(2030 + number, 8, 1),
            ends_on=date(2031 + number, 6, 1),
        )

    assert [asked(path) for path in pages] == before
    assert max(before) <= 16


def test_a_year_is_changed_by_its_rows(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.officer)
    path = address("year", cast.authority, FIRST)
    rows = typed(browser.get(path).content.decode())
    assert rows["term-0-starts"] == "18 August 2026"

    added = {"day-1-kind": "closed", "day-1-name": "St Andrew’s Day", "day-1-starts": "30/11/2026"}
    answer = browser.post(path, rows | added, follow=True)

    assert "The dates of 2 open cases are being worked out again." in answer.content.decode()
    assert queries.calendar_words(cast.authority.pk).closed == {date(2026, 11, 30): "St Andrew’s Day"}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"term-0-name": ""}, "Give this term a name, like Term 1"),
        ({"term-0-starts": ""}, "Enter the first day of this term"),
        ({"term-0-ends": ""}, "Enter the last day of this term"),
        ({"term-0-ends": "1 August 2026"}, "This is before 18 August 2026"),
        ({"term-0-ends": "5 November 2028"}, "longer than a year"),
        ({"term-0-ends": "9/10/26"}, "Write the year with four"),
        ({"term-1-starts": "1 October 2026"}, "Term 2 starts before Term 1 has ended, on 9 October 2026"),
        ({"day-1-starts": "21 November 2026"}, "Saturday 21 November 2026 is a weekend"),
        ({"day-1-starts": "16 November 2026"}, "Monday 16 November 2026 stands twice"),
        ({"day-1-name": "Holiday"}, "Enter the day"),
        ({"day-0-kind": "party"}, "Choose an in-service day or a closure"),
        ({"term-3-starts": "12 April 2028", "term-3-ends": "25 June 2028"}, "Nothing is entered between"),
    ],
)
def test_a_row_that_cannot_be_is_told_and_nothing_is_lost(
    cast: Cast, seen_by: Browser, wrong: dict[str, str], told: str
) -> None:
    browser, path = seen_by(cast.officer), address("year", cast.authority, FIRST)
    before = queries.calendar_words(cast.authority.pk)
    by_hand = {"day-2-name": "Typed by hand", "day-2-starts": "1/12/2026"}
    sent = typed(browser.get(path).content.decode()) | by_hand | wrong

    answer = browser.post(path, sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    # A select is read by its own rule; every other box is as it was sent.
    assert {name: text for name, text in typed(page).items() if name in sent and name != "day-0-kind"} == {
        name: text for name, text in sent.items() if name != "day-0-kind"
    }
    assert "Typed by hand" in page
    assert queries.calendar_words(cast.authority.pk) == before


def test_more_rows_keep_what_was_typed(cast: Cast, seen_by: Browser) -> None:
    browser, path = seen_by(cast.officer), address("year", cast.authority, FIRST)
    rows = typed(browser.get(path).content.decode())

    page = browser.post(path, rows | {"day-4-starts": "not yet a day", "more": "rows"}).content.decode()

    after = typed(page)
    assert after["day-4-starts"] == "not yet a day"
    assert len(after) > len(rows)
    assert "Look at these again" not in page
    assert after["revision"] == rows["revision"]


def test_two_people_at_one_year_both_see_both(cast: Cast, seen_by: Browser) -> None:
    path = address("year", cast.school, FIRST)
    first, second = seen_by(cast.coordinator), seen_by(cast.head)
    hers, his = (typed(one.get(path).content.decode()) for one in (first, second))
    assert first.post(path, hers | {"term-0-starts": "19 August 2026"}).status_code == 302

    answer = second.post(
        path, his | {"day-1-kind": "closed", "day-1-name": "Burst pipe", "day-1-starts": "24 November 2026"}
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else changed this calendar" in page
    assert "Wednesday 19 August 2026" in page, "what is saved"
    assert "Burst pipe" in page, "what he typed"
    again = typed(page)
    assert again["revision"] != his["revision"]
    assert second.post(path, again | {"day-1-kind": "closed"}).status_code == 302
    assert queries.calendar_words(cast.school.pk).closed == {date(2026, 11, 24): "Burst pipe"}
    assert queries.calendar_words(cast.school.pk).terms[0][1] == date(2026, 8, 18)


def test_next_year_is_a_draft_that_says_what_it_takes_for_granted(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.officer)
    last = years_of(queries.calendar_words(cast.authority.pk))[-1]

    page = browser.get(f"{address('add_year', cast.authority)}?copy={last.key}").content.decode()

    assert "moved by 52 weeks" in page
    assert "Easter Sunday is on 16 April in 2028 and on 1 April in 2029." in page
    assert queries.calendar_words(cast.authority.pk).terms[-1][2] == last.ends, "nothing is kept yet"
    assert browser.post(address("add_year", cast.authority), typed(page)).status_code == 302
    assert len(years_of(queries.calendar_words(cast.authority.pk))) == 3


def test_a_first_year_is_entered_in_empty_rows(cast: Cast, seen_by: Browser) -> None:
    Term.objects.all().delete()
    DayOff.objects.all().delete()
    browser, path = seen_by(cast.coordinator), address("add_year", cast.school)
    assert "No school year is entered yet" in browser.get(address("calendar", cast.school)).content.decode()
    assert browser.get(address("csv", cast.school)).status_code == 404
    rows = typed(browser.get(path).content.decode())

    term = {"term-0-name": "Term 1", "term-0-starts": "2026-08-18", "term-0-ends": "2026-12-22"}
    answer = browser.post(path, rows | term)

    assert answer.status_code == 302
    assert queries.used(cast.school).is_own


# --- files -----------------------------------------------------------------------------------------


def upload(content: str, name: str = "year.csv") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content.encode())}


def hidden(page: str) -> dict[str, str]:
    found = dict(re.findall(r'name="((?:entry-\d+|revision))" value="([^"]*)"', page))
    kinds = re.findall(r'<select[^>]*name="(kind-\d+)".*?<option value="(\w+)" selected', page, re.DOTALL)
    return found | dict(kinds)


def test_a_file_is_shown_first_and_kept_as_people_chose(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.coordinator)
    before = queries.calendar_words(cast.authority.pk)
    table = "kind,name,from,until\nterm,Winter,26/10/2026,18/12/2026\n,Sports day,1/12/2026,\n,May Day,05/05/26,\n"

    page = browser.post(address("bring_in", cast.school), upload(table)).content.decode()

    assert "2 entries can be taken. 1 entry is left out" in page
    assert "Write the year with four" in page
    assert re.search(
        r"Taken out of the calendar.*Term: Term 2.*New in the calendar.*Term: Winter", page, re.DOTALL
    )
    assert not Term.objects.filter(organisation=cast.school).exists(), "nothing is kept yet"

    chosen = hidden(page)
    assert (chosen["kind-0"], chosen["kind-1"]) == ("term", "leave_out")
    keep = address("keep_import", cast.school)
    again = browser.post(keep, chosen | {"kind-1": "closed", "again": "yes"}).content.decode()
    assert "Closure: Sports day" in again
    answer = browser.post(keep, hidden(again))

    assert answer.status_code == 302
    own = queries.calendar_words(cast.school.pk)
    assert own.closed == {date(2026, 12, 1): "Sports day"}
    assert [name for name, _, _ in own.terms].count("Winter") == 1
    assert len(own.terms) == len(before.terms)


def test_a_calendar_that_changed_since_the_preview_is_looked_at_again(cast: Cast, seen_by: Browser) -> None:
    browser, keep = seen_by(cast.coordinator), address("keep_import", cast.school)
    page = browser.post(
        address("bring_in", cast.school), upload("name,from\nINSET,2026-12-01\n")
    ).content.decode()
    with acting(cast.head) as by:
        actions.keep(**with_closure(cast.school), on=TODAY, by=by)

    answer = browser.post(keep, hidden(page))

    assert answer.status_code == 409
    assert "while you looked" in answer.content.decode()
    assert date(2026, 12, 1) not in queries.calendar_words(cast.school.pk).in_service
    assert browser.post(keep, hidden(answer.content.decode())).status_code == 302
    assert queries.calendar_words(cast.school.pk).closed, "the other's closure is still there"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 422),
        ({"file": SimpleUploadedFile("x.ics", b"")}, 422),
        ({"file": SimpleUploadedFile("x.ics", b"MZ\x90 a program")}, 422),
    ],
)
def test_no_calendar_is_refused_beside_the_field(
    cast: Cast, seen_by: Browser, sent: dict[str, Any], status: int
) -> None:
    answer = seen_by(cast.coordinator).post(address("bring_in", cast.school), sent)

    assert answer.status_code == status
    assert "Error: " in answer.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"entry-0": "nonsense", "kind-0": "term"},
        {"entry-0": "2026-12-01/2026-11-01/x", "kind-0": "term"},
        {"entry-0": "2026-12-01/2036-11-01/x", "kind-0": "term"},
    ],
)
def test_a_preview_that_comes_back_broken_keeps_nothing(
    cast: Cast, seen_by: Browser, sent: dict[str, str]
) -> None:
    answer = seen_by(cast.coordinator).post(address("keep_import", cast.school), sent)

    assert answer.headers["Location"] == address("bring_in", cast.school)
    assert not Term.objects.filter(organisation=cast.school).exists()


def test_what_goes_out_comes_in_again_unchanged(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.officer)
    for name in ("ics", "csv"):
        file = browser.get(address(name, cast.authority))
        assert "attachment" in file.headers["Content-Disposition"]

        page = browser.post(
            address("bring_in", cast.authority), {"file": SimpleUploadedFile(f"x.{name}", file.content)}
        ).content.decode()

        assert "Nothing: the calendar already says all of this." in page, name


# --- dates that wait for a calendar --------------------------------------------------------------------


def without_next_terms(cast: Cast) -> None:
    """The calendar ends before the plan was issued, so the aim for its review cannot be named."""
    Term.objects.filter(starts_on__gt=date(2026, 10, 20)).delete()
    calculate_cases_of(cast.authority.pk)


def test_every_place_says_why_there_is_no_day_and_who_can_mend_it(cast: Cast, seen_by: Browser) -> None:
    without_next_terms(cast)
    with acting(cast.coordinator):
        waiting = Deadline.objects.filter(pupil=cast.young.pupil, needs_calendar=True).first()
    assert waiting is not None
    pages = (
        "/",
        reverse("home:pupil", args=[cast.young.pupil.pk]),
        reverse("home:due", args=[waiting.pk]),
    )
    link = address("calendar", cast.school)
    said = waiting.explanation["sentence"][-40:].replace("'", "&#39;")

    for path in pages:
        page = seen_by(cast.coordinator).get(path).content.decode()
        assert said in page, path
        assert "Open the calendar" in page, path
        assert link in page, path
    for who in (cast.class_teacher, cast.parent):
        for path in pages[1:]:
            page = seen_by(who).get(path).content.decode()
            assert said in page, path
            assert "Open the calendar" not in page, path


def test_a_calendar_that_ends_within_a_year_is_spoken_of_in_time(cast: Cast, seen_by: Browser) -> None:
    for who in (cast.coordinator, cast.administrator, cast.head, cast.officer):
        page = seen_by(who).get("/").content.decode()
        assert "ends on" not in page
        assert "/calendars/" in page
    Term.objects.filter(starts_on__gt=date(2027, 7, 1)).delete()

    for who in (cast.coordinator, cast.administrator, cast.head):
        page = seen_by(who).get("/").content.decode()
        assert "The calendar of Ferrybank Primary School ends on 25 June 2027" in page
        assert "Lanternshire Council, which usually enters it" in page
    assert "The calendar of Lanternshire Council ends on" in seen_by(cast.officer).get("/").content.decode()
    for who in (cast.class_teacher, cast.parent):
        assert "ends on" not in seen_by(who).get("/").content.decode()


@pytest.mark.parametrize(
    ("jurisdiction", "lacking"),
    [
        ("gb-sct", "No calendar yet for 2028 to 2029."),
        ("nz", "No calendar yet for 2028."),
        ("au-vic", "2028."),
    ],
)
def test_the_missing_years_are_named_as_people_of_the_place_do(
    cast: Cast, seen_by: Browser, jurisdiction: str, lacking: str
) -> None:
    Organisation.objects.update(jurisdiction=jurisdiction)
    if jurisdiction != "gb-sct":
        Term.objects.all().delete()
        for year in (2026, 2027):
            Term.objects.create(
                organisation=cast.authority,
                name="Term 1",
                starts_on=date(year, 2, 2),
                ends_on=date(year, 12, 16),
            )

    page = seen_by(cast.coordinator).get(address("calendar", cast.school)).content.decode()

    assert lacking in page
