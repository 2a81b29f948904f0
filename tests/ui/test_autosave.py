"""No lost words: what autosave.js does in a real browser when saving goes well, badly, or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
from django.template import engines

from tests.ui.browser import Reply, Sent, Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

PAGE = """
{% extends "layout.html" %}{% from "ui/saved.html" import saved_line, autosave %}
{% block title %}Draft{% endblock %}
{% block content %}
<form method="post" action="/kept" {{ autosave("/save", "draft-1-needs") }}>
<input type="hidden" name="csrfmiddlewaretoken" value="token"><input type="hidden" name="revision" value="7">
<label class="govuk-label" for="words">Words</label><textarea id="words" name="words">{{ words }}</textarea>
<label for="quiet">Quiet</label><input type="checkbox" id="quiet" name="helps" value="quiet">
{{ saved_line() }}<button class="govuk-button">Keep these words</button></form>{% endblock %}
"""
PREFIX = "handrail:unsaved:"


class Server:
    """Answers the form's own saving, as each test wants it answered."""

    def __init__(self) -> None:
        self.sent: list[dict[str, list[str]]] = []
        self.answer: dict[str, Any] | None = {"state": "saved", "revision": 8, "at": "9:41"}
        self.status = 200
        self.site = Site(pages={"/elsewhere": "<title>Elsewhere</title>"}, answers={"/save": self._save})
        self.show("")

    def show(self, words: str, person: str = "p1") -> None:
        from handrail.ui.frame import Frame

        frame = Frame(who="Morag", signed_in=True, person=person)
        self.site.pages["/draft"] = (
            engines["jinja2"].from_string(PAGE).render({"words": words, "frame": frame})
        )

    def _save(self, request: Sent) -> Reply:
        self.sent.append(parse_qs(request.post_data, keep_blank_values=True))
        if self.answer is None:
            return Reply(status=302, headers={"Location": "/accounts/login/"})
        return Reply(json.dumps(self.answer).encode(), self.status, "application/json")


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    with made.site.served():
        yield made


def _open(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/draft")
    page.wait_for_function("() => document.body.classList.contains('govuk-frontend-supported')")
    return page


def _says(page: Page, text: str) -> None:
    page.wait_for_function(
        "text => document.querySelector('[data-autosave-state]').textContent.includes(text)", arg=text
    )


def _kept(page: Page) -> dict[str, Any]:
    return dict(page.evaluate("() => ({...localStorage})"))


def test_words_are_saved_when_typing_stops_and_then_forgotten_here(chromium: Browser, server: Server) -> None:
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("it is better befor")
        _says(page, "Not saved yet, kept on this device")
        assert list(_kept(page)) == [f"{PREFIX}p1:draft-1-needs"]
        _says(page, "Saved at 9:41")

        assert server.sent[0]["words"] == ["it is better befor"]
        assert server.sent[0]["revision"] == ["7"]
        assert server.sent[0]["csrfmiddlewaretoken"] == ["token"]
        assert page.locator("[name=revision]").input_value() == "8"
        assert _kept(page) == {}
    assert server.site.complaints == []


def test_leaving_the_box_saves_at_once(chromium: Browser, server: Server) -> None:
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("one")
        page.get_by_role("textbox").blur()
        page.wait_for_timeout(700)

        assert len(server.sent) == 1


def test_nothing_typed_is_nothing_sent(chromium: Browser, server: Server) -> None:
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").focus()
        page.get_by_role("textbox").blur()
        page.wait_for_timeout(400)

        assert server.sent == []


def test_hiding_the_page_saves_what_was_typed_at_once(chromium: Browser, server: Server) -> None:
    """A phone that is put away hides the page, and may never come back to close it."""
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("mid-sentence")
        page.evaluate("""() => {
            Object.defineProperty(document, 'visibilityState', {value: 'hidden'});
            document.dispatchEvent(new Event('visibilitychange'));
        }""")
        page.wait_for_timeout(400)

        assert [each["words"] for each in server.sent] == [["mid-sentence"]]


def test_leaving_the_page_sends_what_was_typed(chromium: Browser, server: Server) -> None:
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("mid-sentence")
        page.goto("/elsewhere")
        page.wait_for_timeout(400)

    assert [each["words"] for each in server.sent] == [["mid-sentence"]]


def test_going_elsewhere_keeps_what_was_typed(chromium: Browser, server: Server) -> None:
    server.status = 503
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("mid-sentence")
        page.goto("/elsewhere")
        page.goto("/draft")

        assert "mid-sentence" in page.get_by_role("region", name="Words kept on this device").inner_text()


def test_a_server_out_of_reach_loses_nothing_and_is_tried_again(chromium: Browser, server: Server) -> None:
    server.status = 503
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("still here")
        page.get_by_role("textbox").blur()
        page.wait_for_timeout(400)
        _says(page, "Not saved yet, kept on this device")
        assert len(_kept(page)) == 1

        server.status = 200
        page.evaluate("window.dispatchEvent(new Event('online'))")
        _says(page, "Saved at 9:41")
        assert _kept(page) == {}


def test_after_a_crash_the_words_are_shown_and_can_be_put_back(chromium: Browser, server: Server) -> None:
    server.status = 503
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("first line\n<b>second</b>")
        page.get_by_label("Quiet").check()
        page.close()
        server.status = 200

        page = _open(context)
        offer = page.get_by_role("region", name="Words kept on this device")
        assert "first line\n<b>second</b>" in offer.inner_text()
        assert page.get_by_role("textbox").input_value() == ""
        offer.get_by_role("button", name="Put these words back").click()
        assert page.get_by_role("textbox").input_value() == "first line\n<b>second</b>"
        assert page.get_by_label("Quiet").is_checked()
        _says(page, "Saved at 9:41")
        assert _kept(page) == {}


def test_kept_words_can_be_left_out(chromium: Browser, server: Server) -> None:
    server.status = 503
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("not this")
        page.close()

        page = _open(context)
        page.get_by_role("button", name="Leave them out").click()
        assert _kept(page) == {}
        assert page.get_by_role("textbox").input_value() == ""


def test_another_person_on_the_same_device_is_not_shown_them(chromium: Browser, server: Server) -> None:
    server.status = 503
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("private")
        page.close()
        server.show("", person="p2")

        page = _open(context)
        assert page.get_by_role("region", name="Words kept on this device").count() == 0
        assert len(_kept(page)) == 1


def test_kept_words_that_the_server_already_has_are_not_offered(chromium: Browser, server: Server) -> None:
    server.status = 503
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("taken after all")
        page.close()
        server.show("taken after all")

        page = _open(context)
        assert page.get_by_role("region", name="Words kept on this device").count() == 0
        assert _kept(page) == {}


@pytest.mark.parametrize("status", [401, 403, 302])
def test_signed_out_keeps_the_words_and_says_so(chromium: Browser, server: Server, status: int) -> None:
    server.status, server.answer = status, None if status == 302 else {}
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("mid-sentence")
        page.get_by_role("textbox").blur()
        _says(page, "You were signed out. Your words are here.")
        assert page.get_by_role("link", name="Sign in to go on").is_visible()
        assert len(_kept(page)) == 1


def test_two_people_writing_are_both_kept(chromium: Browser, server: Server) -> None:
    server.status, server.answer = 409, {"state": "conflict", "url": "/both"}
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("mine")
        page.get_by_role("textbox").blur()
        _says(page, "Somebody else wrote here too. Both are kept.")
        assert page.get_by_role("link", name="Choose the words").get_attribute("href") == "/both"
        assert _kept(page) == {}, "the server keeps both"

        # What is typed on is kept beside the other text too, until somebody chooses.
        page.get_by_role("textbox").fill("mine, and more")
        assert "mine, and more" in next(iter(_kept(page).values()))
        page.wait_for_function("() => Object.keys(localStorage).length === 0")
        assert server.sent[-1]["words"] == ["mine, and more"]
        _says(page, "Somebody else wrote here too. Both are kept.")


def test_words_typed_while_the_answer_is_on_its_way_are_saved_next(chromium: Browser, server: Server) -> None:
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("one")
        page.evaluate(
            "document.querySelector('#words').dispatchEvent(new FocusEvent('focusout', {bubbles: true}))"
        )
        page.wait_for_timeout(5)
        page.get_by_role("textbox").fill("one two")
        page.wait_for_function("() => Object.keys(localStorage).length === 0")
        _says(page, "Saved at 9:41")

        assert server.sent[-1]["words"] == ["one two"]


def test_the_button_works_and_a_failed_request_still_keeps_the_words(
    chromium: Browser, server: Server
) -> None:
    server.status = 503
    server.site.answers["/kept"] = lambda _: Reply(b"Broken", status=500)
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("pressed the button")
        page.get_by_role("button", name="Keep these words").click()
        page.wait_for_url("**/kept")
        page.goto("/draft")

        assert (
            "pressed the button" in page.get_by_role("region", name="Words kept on this device").inner_text()
        )


def test_what_the_server_took_is_not_offered_again(chromium: Browser, server: Server) -> None:
    server.site.pages["/taken"] = server.site.pages["/draft"].replace("data-autosave=", "data-x=")
    server.site.answers["/kept"] = lambda _: Reply(status=303, headers={"Location": "/taken"})
    server.status = 503
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("a new goal")
        page.get_by_role("button", name="Keep these words").click()
        page.wait_for_url("**/taken")
        page.wait_for_function("() => Object.keys(localStorage).length === 0")
        page.goto("/draft")

        assert page.get_by_role("region", name="Words kept on this device").count() == 0


def test_a_redirect_to_the_sign_in_page_does_not_count_as_taken(chromium: Browser, server: Server) -> None:
    stranger = (
        server.site.pages["/draft"].replace(' data-person="p1"', "").replace("data-autosave=", "data-x=")
    )
    server.site.pages["/accounts/login/"] = stranger
    server.site.answers["/kept"] = lambda _: Reply(status=302, headers={"Location": "/accounts/login/"})
    server.status = 503
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("a new goal")
        page.get_by_role("button", name="Keep these words").click()
        page.wait_for_url("**/accounts/login/")
        page.goto("/draft")

        assert "a new goal" in page.get_by_role("region", name="Words kept on this device").inner_text()


def test_a_press_of_the_button_waits_for_the_save_that_is_on_its_way(
    chromium: Browser, server: Server
) -> None:
    pressed: list[str] = []

    def kept(request: Sent) -> Reply:
        pressed.append(parse_qs(request.post_data)["revision"][0])
        return Reply(b"<title>Kept</title>")

    server.site.answers["/kept"] = kept
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.get_by_role("textbox").fill("a new goal")
        # Hiding the page starts a save at once; the button is pressed before its answer can arrive.
        page.evaluate("""() => {
            Object.defineProperty(document, 'visibilityState', {value: 'hidden'});
            document.dispatchEvent(new Event('visibilitychange'));
            document.querySelector('main form button').click();
        }""")
        page.wait_for_url("**/kept")

    assert len(server.sent) == 1
    assert pressed == ["8"]


def test_a_form_that_came_back_with_errors_is_kept_on_the_device(chromium: Browser, server: Server) -> None:
    server.show("as needed")
    said = '<p class="govuk-error-message">Say how often</p>'
    server.site.pages["/draft"] = server.site.pages["/draft"].replace("<textarea", f"{said}<textarea")
    with server.site.open_in(chromium) as context:
        page = _open(context)
        page.wait_for_function("() => Object.keys(localStorage).length === 1")

        assert "as needed" in next(iter(_kept(page).values()))
