"""What a browser, a script or somebody malicious may send: each gets a clear answer, and nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.plans.models import Plan, SectionText
from tests.cast import Cast, acting

Browser = Callable[[Person | None], Client]
FORM = "application/x-www-form-urlencoded"


def section_of(cast: Cast) -> str:
    return reverse("plans:section", args=[cast.young.plan.pk, "changes"])


def state(cast: Cast) -> tuple[int, str]:
    with acting(cast.coordinator):
        plan = Plan.objects.get(pk=cast.young.plan.pk)
        return plan.draft_revision, SectionText.objects.get(plan=plan, key="changes").text


def test_a_form_whose_token_is_too_old_is_refused_with_a_sentence(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.coordinator)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    before = state(cast)
    for token in ({}, {"csrfmiddlewaretoken": "x" * 64}, {"csrfmiddlewaretoken": "\0"}):
        answer = strict.post(section_of(cast), {"text": "x", "revision": "1"} | token)
        assert answer.status_code == 403
        assert "This page had been open for a long time" in answer.content.decode()
        assert "your words should still be in the form" in answer.content.decode()
    assert state(cast) == before


def test_a_body_beyond_all_measure_is_refused_with_a_sentence(cast: Cast, seen_by: Browser) -> None:
    before = state(cast)
    answer = seen_by(cast.coordinator).post(section_of(cast), {"text": "x" * (5 * 2**20), "revision": "1"})
    assert answer.status_code == 413
    assert "That is too large to send" in answer.content.decode()
    many = "&".join(f"a{number}=1" for number in range(2000))
    answer = seen_by(cast.coordinator).post(section_of(cast), many, content_type=FORM)
    assert answer.status_code == 400
    assert "We could not read that" in answer.content.decode()
    assert state(cast) == before


def test_what_is_no_form_changes_nothing(cast: Cast, seen_by: Browser) -> None:
    browser, before = seen_by(cast.coordinator), state(cast)
    for what, body, kind, statuses in (
        ("NUL", b"text=a%00b&revision=1", FORM, {422}),
        ("not UTF-8", b"text=%ff%fe&revision=zzz", FORM, {422}),
        ("a lone surrogate", b"text=%ed%a0%80&revision=", FORM, {422}),
        ("NUL in a number", b"text=x&revision=1&revision=%00", FORM, {422}),
        ("JSON", b"{not a form", "application/json", {200, 422}),
        ("half a form", b"--x\r\nbroken", "multipart/form-data; boundary=x", {200, 400, 422}),
        ("no boundary", b"", "multipart/form-data", {200, 400}),
        ("a strange boundary", b"--\xff", "multipart/form-data; boundary=\xff", {200, 400}),
    ):
        answer = browser.post(section_of(cast), body, content_type=kind)
        assert answer.status_code in statuses, what
        assert "<h1" in answer.content.decode(), what
        assert state(cast) == before, what


def test_text_that_is_not_utf_8_is_kept_with_marks_and_never_a_fault(cast: Cast, seen_by: Browser) -> None:
    revision = state(cast)
    answer = seen_by(cast.coordinator).post(section_of(cast), b"text=caf%e9&revision=1", content_type=FORM)
    assert answer.status_code == 302
    assert state(cast) == (revision[0] + 1, "caf�")


def test_addresses_that_mean_nothing_show_a_list_and_not_a_fault(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.coordinator)
    for query in (
        "start=abc", "start=-5", "start=1e3", "start=" + "9" * 5000, "start=999999", "start=²", "start=٣",
        "named=%00", "named=%ff%fe", "named=" + "%25_" * 50, "named=" + "é" * 3000, "named=' or 1=1 --",
        "everyone=&start=", "%00=%00", "named=" + quote("שלום 👩🏽‍🏫"),
    ):  # fmt: skip
        for page in (reverse("home:caseload"), reverse("home:record", args=[cast.young.pupil.pk])):
            assert browser.get(f"{page}?{query}").status_code == 200, (page, query)
    for name, asked in (("plans:add_goal", "need"), ("plans:add_provision", "goal"), ("plans:ask", "member")):
        page = reverse(name, args=[cast.young.plan.pk])
        for value in ("abc", "%00", "9" * 5000, str(cast.older.goal.pk)):
            assert browser.get(f"{page}?{asked}={value}").status_code == 200, (page, value)


def test_addresses_of_nothing_are_not_found(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.coordinator)
    for path in (
        "/plans/%00/",
        "/plans/not-a-uuid/",
        "/pupils/" + "9" * 300 + "/",
        "/plans/%ff%fe/",
        "/..%2f..%2fetc/passwd",
    ):
        answer = browser.get(path)
        assert answer.status_code == 404, path
        assert "<h1" in answer.content.decode()


def test_a_section_that_does_not_exist_is_not_found(cast: Cast, seen_by: Browser) -> None:
    page = reverse("plans:section", args=[cast.young.plan.pk, "nothing"])
    assert seen_by(cast.coordinator).get(page).status_code == 404
    assert seen_by(cast.coordinator).post(page, {"text": "x", "revision": "0"}).status_code == 404


def test_a_session_that_nobody_gave_is_a_visitor(db: None) -> None:
    for cookie in ("x" * 32, '"\\000abcdefghij"', "'; drop table", "é" * 40):
        client = Client()
        client.cookies["sessionid"] = cookie
        assert client.get("/pupils/").status_code in (302, 400), cookie
