"""Through pages: well, wrong, a stranger; what is served back can do no harm."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from handrail.apps.voice.models import Answer, AnswerFile, Shared, Talk
from tests.apps.voice.said import WORDS, something_said
from tests.apps.voice.sounds import PROGRAMS, WAV, png
from tests.cast import TODAY, Cast, acting

if TYPE_CHECKING:
    from django.test import Client

    from handrail.apps.accounts.models import Person

Browser = Callable[["Person | None"], "Client"]
DAY = {"said_on-day": TODAY.day, "said_on-month": TODAY.month, "said_on-year": TODAY.year}


def at(name: str, cast: Cast, *more: Any) -> str:
    return reverse(f"voice:{name}", args=[cast.young.pupil.pk, *more])


def begun(cast: Cast, browser: Client, **form: Any) -> str:
    sent = browser.post(at("begin", cast), {"form": "about-8-to-11", **form})
    assert sent.status_code == 302, sent.content.decode()
    return sent.headers["Location"]


def row(cast: Cast, **found: Any) -> Answer:
    with acting(cast.young_pupil):
        return Answer.objects.get(**found)


def test_the_form_of_the_age_is_offered_and_another_can_be_chosen(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.young_pupil)
    page = browser.get(at("begin", cast)).content.decode()
    assert 'value="about-8-to-11" checked' in page
    assert 'value="about-5-to-7"' in page
    assert "How is it said?" not in page
    first = browser.get(begun(cast, browser, form="about-5-to-7")).content.decode()
    assert "What are you good at?" in first


def test_an_adult_says_how_it_was_said_and_is_named(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.class_teacher)
    sent = browser.post(at("begin", cast), {"form": "about-8-to-11", **DAY})
    assert sent.status_code == 422
    assert "Choose how it is said" in sent.content.decode()
    late = browser.post(
        at("begin", cast), {"form": "about-8-to-11", "how": "told", **DAY, "said_on-year": 2027}
    )
    assert "still to come" in late.content.decode()
    page = browser.get(begun(cast, browser, how="told", **DAY)).content.decode()
    assert "Read this out to Robin" in page


def test_one_post_without_a_script_keeps_pictures_words_a_drawing_and_a_sound(
    cast: Cast, seen_by: Browser
) -> None:
    browser = seen_by(cast.young_pupil)
    first = begun(cast, browser)
    sent = browser.post(
        first,
        {
            "choice": ["drawing", "reading"],
            "words": "birds",
            "revision": "0",
            "drawing": SimpleUploadedFile("mine.png", png()),
            "sound": SimpleUploadedFile("me.wav", WAV),
            "then": "next",
        },
    )
    assert sent.status_code == 302
    assert sent.headers["Location"].endswith("/helps/")
    with acting(cast.young_pupil):
        answer = Answer.objects.get()
        assert [one["key"] for one in answer.choices] == ["drawing", "reading"]
        assert sorted(AnswerFile.objects.values_list("what", flat=True)) == ["drawing", "sound"]
    page = browser.get(first).content.decode()
    assert page.count('name="choice"') == 10
    assert 'value="drawing" checked' in page
    assert "birds" in page
    assert "Take it out" in page


def test_a_program_named_as_a_sound_is_refused_and_the_words_are_kept(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.young_pupil)
    first = begun(cast, browser)
    program = SimpleUploadedFile("song.mp3", PROGRAMS["a Windows program"], content_type="audio/mpeg")
    sent = browser.post(first, {"words": "my song", "revision": "0", "sound": program, "then": "next"})
    page = sent.content.decode()
    assert sent.status_code == 422
    assert "This file is named .mp3 and holds a program. Send a sound (MP3, M4A, OGG, WAV or WEBM)." in page
    assert "<title>Error: " in page
    assert row(cast).words == "my song"
    with acting(cast.young_pupil):
        assert not AnswerFile.objects.exists()
    program.seek(0)
    sent = browser.post(f"{first}files/", {"what": "sound", "file": program})
    assert (sent.status_code, sent.json()["state"]) == (422, "refused")
    assert "holds a program" in sent.json()["says"]


def test_it_saves_itself_and_says_so(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.young_pupil)
    first = begun(cast, browser)
    for revision, words in enumerate(("b", "bir", "birds")):
        sent = browser.post(
            first, {"words": words, "revision": revision}, headers={"X-Handrail-Autosave": "1"}
        )
        assert sent.json() == {"state": "saved", "revision": revision + 1, "at": "9:41 am"}
    assert row(cast).words == "birds"
    long = browser.post(first, {"words": "a" * 20_001, "revision": 3}, headers={"X-Handrail-Autosave": "1"})
    assert (long.status_code, long.json()["state"]) == (422, "refused")
    assert row(cast).words == "birds"


@pytest.mark.parametrize(
    ("then", "leads_to"), [("next", "/harder/"), ("back", "/good-at/"), ("stop", "/voice/"), ("", "/harder/")]
)
def test_each_button_keeps_the_answer(cast: Cast, seen_by: Browser, then: str, leads_to: str) -> None:
    browser = seen_by(cast.young_pupil)
    second = begun(cast, browser).replace("good-at", "helps")
    sent = browser.post(second, {"words": "kept", "revision": "0", "then": then})
    assert sent.headers["Location"].endswith(leads_to)
    assert row(cast).words == "kept"


def test_choices_that_are_not_there_are_refused(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.young_pupil)
    sent = browser.post(begun(cast, browser), {"choice": ["\0", "smile"], "words": "w", "revision": "0"})
    assert sent.status_code == 422
    with acting(cast.young_pupil):
        assert not Answer.objects.exists()


def test_the_pupil_chooses_for_each_answer_and_a_missing_choice_is_asked_for(
    cast: Cast, seen_by: Browser
) -> None:
    browser = seen_by(cast.young_pupil)
    first = begun(cast, browser)
    browser.post(first, {"words": "birds", "revision": "0"})
    share = first.replace("good-at/", "share/")
    page = browser.get(share).content.decode()
    assert "Only me" in page
    assert "People at school who help me" in page
    assert browser.post(share, {}).status_code == 422
    assert browser.post(share, {"who-good-at": "the internet"}).status_code == 422
    assert row(cast).shared_with == "me"
    assert browser.post(share, {"who-good-at": "team"}).status_code == 302
    assert row(cast).shared_with == "team"
    assert "birds" in seen_by(cast.class_teacher).get(at("voice", cast)).content.decode()
    assert "birds" not in seen_by(cast.parent).get(at("voice", cast)).content.decode()
    assert (
        "birds"
        in seen_by(cast.class_teacher).get(reverse("home:pupil", args=[cast.young.pupil.pk])).content.decode()
    )
    assert (
        "birds"
        not in seen_by(cast.parent).get(reverse("home:pupil", args=[cast.young.pupil.pk])).content.decode()
    )


def test_a_drawing_is_served_as_it_came_and_can_do_no_harm(cast: Cast, seen_by: Browser) -> None:
    with acting(cast.young_pupil) as by:
        _, drawn, _ = something_said(cast.young.pupil, by=by)
    sent = seen_by(cast.class_teacher).get(at("file", cast, drawn.pk))
    assert sent.content == png()
    assert sent.headers["Content-Type"] == "image/png"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.headers["Content-Disposition"] == 'attachment; filename="drawing.png"'
    assert sent.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert sent.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "status", "stretch"),
    [
        ("bytes=0-1", 206, slice(0, 2)),
        ("bytes=5-", 206, slice(5, None)),
        ("bytes=-4", 206, slice(-4, None)),
        ("bytes=0-99999", 200, slice(None)),
        ("bytes=99999-", 200, slice(None)),
        ("bytes=4-2", 200, slice(None)),
        ("bytes=0-1,3-4", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
        ("bytes=-0", 200, slice(None)),
        ("lines=0-1", 200, slice(None)),
        ("nonsense", 200, slice(None)),
    ],
)
def test_one_stretch_of_a_file_is_answered_as_one(
    cast: Cast, seen_by: Browser, asked: str, status: int, stretch: slice
) -> None:
    with acting(cast.young_pupil) as by:
        _, drawn, _ = something_said(cast.young.pupil, by=by)
    sent = seen_by(cast.young_pupil).get(at("file", cast, drawn.pk), headers={"Range": asked})
    assert (sent.status_code, sent.content) == (status, png()[stretch])


@pytest.mark.parametrize("shared", [Shared.ME, Shared.TEAM])
def test_a_file_is_not_there_for_those_with_whom_it_is_not_shared(
    cast: Cast, seen_by: Browser, shared: Shared
) -> None:
    with acting(cast.young_pupil) as by:
        _, drawn, _ = something_said(cast.young.pupil, by=by, shared=shared)
    answers = {
        who: seen_by(getattr(cast, who)).get(at("file", cast, drawn.pk)).status_code
        for who in ("young_pupil", "class_teacher", "parent", "officer", "psychologist", "other_coordinator")
    }
    team = 200 if shared is Shared.TEAM else 404
    assert answers == {
        "young_pupil": 200,
        "class_teacher": team,
        "parent": 404,
        "officer": 404,
        "psychologist": 404,
        "other_coordinator": 404,
    }


def test_only_the_page_of_a_question_may_ask_for_the_microphone(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.young_pupil)
    first = begun(cast, browser)
    allowed = {
        path: "microphone=(self)" in browser.get(path).headers["Permissions-Policy"]
        for path in (first, at("voice", cast), at("begin", cast), at("profile", cast), "/")
    }
    assert [path for path, may in allowed.items() if may] == [first]


def test_a_talk_of_somebody_else_is_not_there(cast: Cast, seen_by: Browser) -> None:
    first = begun(cast, seen_by(cast.young_pupil))
    for who in (cast.class_teacher, cast.coordinator, cast.parent, cast.other_coordinator, cast.older_pupil):
        browser = seen_by(who)
        assert browser.get(first).status_code == 404
        assert browser.post(first, {"words": "theirs", "revision": "0"}).status_code == 404
        assert browser.post(f"{first}files/", {"what": "sound"}).status_code == 404
    with acting(cast.young_pupil):
        assert not Answer.objects.exists()


def test_a_scribe_with_an_open_page_after_it_is_kept_changes_nothing(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.class_teacher)
    first = begun(cast, browser, how="told", **DAY)
    browser.post(first, {"words": "birds", "revision": "0"})
    browser.post(first.replace("good-at/", "share/"), {"who-good-at": "everyone"})
    sent = browser.post(first, {"words": "fish", "revision": "1"})
    assert sent.status_code == 403
    assert "Only Robin may change them" in sent.content.decode()
    assert row(cast).words == "birds"


def test_lines_are_picked_and_taken_out_through_the_pages(cast: Cast, seen_by: Browser) -> None:
    with acting(cast.young_pupil) as by:
        _, _, line = something_said(cast.young.pupil, by=by)
    browser = seen_by(cast.coordinator)
    page = browser.get(at("pick", cast)).content.decode()
    assert WORDS in page
    assert "A quiet place helps me." not in page, "picked already"
    assert browser.post(at("pick", cast), {}).status_code == 422
    assert browser.post(at("pick", cast), {"line": [f"{uuid4()}.0"]}).status_code == 422
    answer = row(cast, words=WORDS)
    assert browser.post(at("pick", cast), {"line": [f"{answer.pk}.1"]}).status_code == 302
    profile = browser.get(at("profile", cast)).content.decode()
    assert WORDS in profile
    assert "Robin’s own words, 19 November 2026" in profile
    for _ in range(2):
        assert browser.post(at("take_out", cast, line.pk)).status_code == 302
    assert "A quiet place helps me." not in browser.get(at("profile", cast)).content.decode()


def test_goals_are_said_through_the_pages(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.young_pupil)
    page = browser.get(at("goals", cast)).content.decode()
    assert cast.young.goal.text in page
    first = browser.post(at("begin_goals", cast, cast.young.plan.pk)).headers["Location"]
    assert cast.young.goal.text in browser.get(first).content.decode()
    last = browser.post(first, {"words": "70 befor easter", "choice": "big-hill", "revision": "0"})
    share = last.headers["Location"]
    browser.post(share, {f"who-{cast.young.goal.pk}": "everyone"})
    goal = reverse("plans:goal", args=[cast.young.plan.pk, cast.young.goal.pk])
    page = seen_by(cast.coordinator).get(goal).content.decode()
    assert "70 befor easter" in page
    assert "Only they change these" in page
    assert 'name="pupil_words"' not in page
    assert browser.post(at("begin_goals", cast, uuid4())).status_code == 404


def test_a_long_name_and_nothing_said_yet(cast: Cast, seen_by: Browser) -> None:
    page = seen_by(cast.parent).get(at("voice", cast)).content.decode()
    assert "In Robin’s own words" in page
    with acting(cast.young_pupil):
        assert not Talk.objects.exists()
