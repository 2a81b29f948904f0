"""A pupil's form at each age: by keyboard, by touch, as a screen reader has it; a drawing and a recording kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from handrail.apps.voice.models import Answer, AnswerFile, Talk
from handrail.apps.voice.questions import Form, forms
from tests.apps.voice.said import something_said
from tests.apps.voice.sounds import PROGRAMS, WAV, png
from tests.cast import acting
from tests.journeys.test_by_keyboard import tab_to
from tests.journeys.test_pictures import IMAGES, WIDTHS, take

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.journeys.conftest import Open
    from tests.journeys.story import Story

WORDS: Final = "it is better when I know what we are reading befor"
SENT: Final = 20_000
"""Milliseconds in which a file is sent, kept and shown on a busy machine."""
EVERY_AGE: Final = pytest.mark.parametrize("form", forms(), ids=lambda form: form.key)


def at(name: str, story: Story, *more: Any) -> str:
    return reverse(f"voice:{name}", args=[story.pupil.pk, *more])


def begin(page: Page, story: Story, form: Form) -> None:
    page.goto(at("begin", story))
    page.get_by_label(form.title, exact=True).check()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(form.questions[0].asks)


def next_step(page: Page) -> None:
    page.locator("button[name=then][value=next]").click()


def kept(story: Story) -> dict[str, tuple[list[str], str]]:
    with acting(story.own, on=story.today):
        return {
            one.question: ([choice["key"] for choice in one.choices], one.words)
            for one in Answer.objects.filter(pupil=story.pupil)
        }


def files(story: Story) -> list[AnswerFile]:
    with acting(story.own, on=story.today):
        return list(AnswerFile.objects.filter(pupil=story.pupil).order_by("added_at"))


# --- keyboard, touch, screen reader -----------------------------------------------------------------


@EVERY_AGE
def test_a_form_is_filled_in_by_keyboard_alone(story: Story, open_for: Open, form: Form) -> None:
    page = open_for(story.own)
    keys = page.keyboard
    page.goto(at("begin", story))
    tab_to(page, forms()[1].title)
    for _ in range((forms().index(form) - 1) % 3):
        keys.press("ArrowDown")
    tab_to(page, "Start")
    keys.press("Enter")
    for number, question in enumerate(form.questions, start=1):
        expect(page.get_by_role("heading", level=1)).to_have_text(question.asks)
        if form.words_first:
            tab_to(page, form.words_box)
            keys.type(f"{WORDS} {number}")
        if question.pick_one:
            tab_to(page, "I do not want to say")
            keys.press("ArrowDown")
        else:
            tab_to(page, question.choices[1].label)
            keys.press("Space")
        if not form.words_first:
            tab_to(page, form.words_box)
            keys.type(f"{WORDS} {number}")
        tab_to(page, "Last step" if number == 5 else "Next step")
        keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who may see it?")
    for _ in form.questions:
        tab_to(page, "Only me")
        keys.press("ArrowDown")
    tab_to(page, "Keep my answers")
    keys.press("Enter")
    expect(page.get_by_text("Your answers are kept.")).to_be_visible()

    assert kept(story) == {
        question.key: ([question.choices[0 if question.pick_one else 1].key], f"{WORDS} {number}")
        for number, question in enumerate(form.questions, start=1)
    }
    with acting(story.own, on=story.today):
        assert set(Answer.objects.values_list("shared_with", flat=True).filter(pupil=story.pupil)) == {"team"}


HEIGHTS: Final = """() => [...document.querySelectorAll('main .hr-symbol label, main .govuk-button, main .hr-way')]
    .map(target => target.getBoundingClientRect().height).filter(height => height > 0)"""


@EVERY_AGE
def test_a_form_is_filled_in_by_touch_on_a_telephone(story: Story, open_for: Open, form: Form) -> None:
    page = open_for(story.own, width=390, height=844, has_touch=True, is_mobile=True)
    begin(page, story, form)
    for number, question in enumerate(form.questions):
        expect(page.get_by_role("heading", level=1)).to_have_text(question.asks, timeout=SENT)
        expect(page.get_by_role("button", name="Type it")).to_be_visible()
        assert min(page.evaluate(HEIGHTS)) >= 40, "a finger finds it"
        page.locator(".hr-symbol input").nth(1).tap()
        if number == 0:
            page.get_by_role("button", name="Draw it").tap()
            draw_with_a_finger(page)
            page.wait_for_timeout(600)  # two touches at once are a gesture to enlarge the page
            page.get_by_role("button", name="Keep it").tap()
            expect(page.get_by_role("img", name="A drawing by Iona")).to_be_visible(timeout=SENT)
        page.locator("button[name=then][value=next]").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who may see it?", timeout=SENT)
    for choice in page.get_by_label("Everyone who helps with my plan").all():
        choice.tap()
    page.get_by_role("button", name="Keep my answers").tap()
    expect(page.get_by_text("Your answers are kept.")).to_be_visible()

    assert {key: chosen for key, (chosen, _) in kept(story).items()} == {
        question.key: [question.choices[1].key] for question in form.questions
    }
    assert [one.what for one in files(story)] == ["drawing"]


def draw_with_a_finger(page: Page) -> None:
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    touch = page.context.new_cdp_session(page)
    scrolled = page.evaluate("scrollY")
    points = [(box["x"] + 30 + 8 * step, box["y"] + 30 + 5 * step) for step in range(12)]
    for kind, point in (("touchStart", points[0]), *(("touchMove", one) for one in points[1:])):
        touch.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": point[0], "y": point[1]}]}
        )
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    touch.detach()
    assert page.evaluate("scrollY") == scrolled, "a finger that draws does not scroll"
    assert coloured(canvas) > 100


def coloured(canvas: Locator) -> int:
    """How many points of the page are not white."""
    found: int = canvas.evaluate(
        """canvas => { const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let count = 0; for (let i = 0; i < data.length; i += 4) if (data[i + 1] < 200) count += 1; return count; }"""
    )
    return found


SPOKEN: Final = frozenset(
    {"heading", "button", "checkbox", "radio", "textbox", "group", "radiogroup", "image"}
)


def tree(page: Page) -> list[tuple[str, str]]:
    """What Chromium tells a screen reader of the main part, in its order: role and name."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    (main,) = (node for node in nodes if node.get("role", {}).get("value") == "main")
    found: list[tuple[str, str]] = []

    def walk(node: dict[str, Any]) -> None:
        role = node.get("role", {}).get("value", "")
        if not node.get("ignored") and role in SPOKEN:
            found.append((role, node.get("name", {}).get("value", "").strip()))
        for child in node.get("childIds", ()):
            walk(by_id[child])

    walk(main)
    return found


@EVERY_AGE
def test_a_screen_reader_is_told_each_question_its_choices_and_ways_in_order(
    story: Story, open_for: Open, form: Form
) -> None:
    page = open_for(story.own)
    begin(page, story, form)
    for number, question in enumerate(form.questions, start=1):
        role = "radio" if question.pick_one else "checkbox"
        choices = [
            ("group", question.hint),
            *((role, choice.label) for choice in question.choices),
            *([("radio", "I do not want to say")] if question.pick_one else []),
        ]
        words = [
            ("heading", form.words_box),
            ("group", form.words_box),
            ("button", "Type it"),
            ("button", "Say it"),
            ("button", "Draw it"),
            ("textbox", form.words_box),
        ]
        expect(page.get_by_role("heading", level=1)).to_have_text(question.asks)
        expect(page.get_by_role("button", name="Type it")).to_be_visible()
        assert tree(page) == [
            ("heading", question.asks),
            *(words + choices if form.words_first else choices + words),
            ("button", "Last step" if number == 5 else "Next step"),
            *([("button", "Back a step")] if number > 1 else []),
            ("button", "Stop and keep my answers"),
        ]
        assert page.title() == f"{question.asks} Step {number} of 5 - Handrail"
        next_step(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Who may see it?")


def test_a_screen_reader_is_told_which_way_is_open_and_what_is_chosen(story: Story, open_for: Open) -> None:
    page = open_for(story.own)
    begin(page, story, forms()[1])
    page.get_by_label("Reading").check()
    page.get_by_role("button", name="Draw it").click()
    expect(page.get_by_role("button", name="Draw it")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Type it")).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("checkbox", name="Reading")).to_be_checked()
    told = tree(page)
    assert ("radiogroup", "Pen") in told
    assert [name for role, name in told if role == "radio"] == ["Purple", "Black", "Blue", "Green", "Orange"]
    (canvas,) = (name for role, name in told if role == "image")
    assert "add a picture below" in canvas
    assert ("button", "Undo") in told
    page.get_by_role("button", name="Type it").click()
    expect(page.get_by_text("Saved at")).to_be_visible(timeout=SENT)


# --- drawing and sound ------------------------------------------------------------------------------


def draw(page: Page, *, down: int = 60) -> None:
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + down)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + down + 90, steps=6)
    page.mouse.up()


def test_a_drawing_is_undone_cleared_kept_and_seen_by_whom_the_pupil_chose(
    story: Story, open_for: Open
) -> None:
    page = open_for(story.own)
    begin(page, story, forms()[1])
    page.get_by_role("button", name="Draw it").click()
    canvas = page.locator("canvas")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Draw something first.")).to_be_visible()
    draw(page)
    once = coloured(canvas)
    draw(page, down=200)
    assert coloured(canvas) > once > 100
    page.get_by_role("button", name="Undo").click()
    assert coloured(canvas) == once
    page.get_by_role("button", name="Clear").click()
    assert coloured(canvas) == 0
    page.get_by_role("radio", name="Blue").check()
    draw(page)

    # A killed tab: what was drawn is there when the pupil comes back.
    page.reload()
    page.get_by_role("button", name="Draw it").click()
    assert coloured(canvas) > 100
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept.", exact=True)).to_be_visible(timeout=SENT)
    picture = page.get_by_role("img", name="A drawing by Iona")
    expect(picture).to_be_visible()
    picture.evaluate("picture => picture.decode()")
    assert picture.evaluate("picture => [picture.naturalWidth, picture.naturalHeight]") == [960, 600]
    assert coloured(canvas) == 0

    # Pressed on without keeping: it goes along.
    draw(page, down=250)
    next_step(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("What helps you?")
    assert [(one.what, one.kind) for one in files(story)] == [("drawing", "PNG"), ("drawing", "PNG")]
    page.get_by_role("button", name="Back a step").click()
    page.get_by_role("button", name="Draw it").click()
    assert coloured(canvas) == 0, "what was taken waits here no longer"
    page.get_by_role("button", name="Take it out").first.click()
    expect(page.get_by_role("img", name="A drawing by Iona")).to_have_count(1)
    assert len(files(story)) == 1

    page.goto(page.url.replace("good-at/", "share/"))
    page.get_by_label("People at school who help me").check()
    page.get_by_role("button", name="Keep my answers").click()
    school = open_for(story.cast.class_teacher)
    school.goto(at("voice", story))
    expect(school.get_by_role("img", name="A drawing by Iona")).to_be_visible()
    school.get_by_role("link", name="Say what is in it").click()
    school.get_by_label("What is in it?").fill("A blue line down to the shore")
    school.get_by_role("button", name="Keep these words").click()
    expect(school.get_by_role("img", name="A blue line down to the shore")).to_be_visible()
    expect(school.get_by_text("(Tess Teacher says so)")).to_be_visible()
    home = open_for(story.parent)
    home.goto(at("voice", story))
    expect(home.get_by_role("img", name="A blue line")).to_have_count(0)


def test_a_recording_is_heard_first_then_kept_and_played_again(story: Story, open_for: Open) -> None:
    page = open_for(story.own, permissions=["microphone"])
    begin(page, story, forms()[1])
    page.get_by_role("button", name="Say it").click()
    record(page)
    page.get_by_role("button", name="Throw it away").click()
    assert files(story) == []
    record(page)
    assert page.locator("[data-audio]").evaluate(PLAYS) > 0, "heard before it is sent"
    page.get_by_role("button", name="Keep it").click()
    player = page.get_by_label("Sound of")
    expect(player).to_be_visible(timeout=SENT)
    (sound,) = files(story)
    assert (sound.what, sound.kind) == ("sound", "WEBM")
    assert player.evaluate(PLAYS) > 0, "heard again as the server has it"

    # Pressed on while it records: it goes along.
    page.get_by_role("button", name="Start to record").click()
    expect(page.get_by_text("Recording. Speak now.")).to_be_visible()
    page.wait_for_timeout(1200)
    next_step(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("What helps you?")
    assert [one.what for one in files(story)] == ["sound", "sound"]


PLAYS: Final = """async audio => { audio.muted = true; await audio.play();
    for (let wait = 0; wait < 50 && !audio.currentTime; wait += 1) await new Promise(done => setTimeout(done, 50));
    return audio.currentTime; }"""


def record(page: Page) -> None:
    page.get_by_role("button", name="Start to record").click()
    expect(page.get_by_text("Recording. Speak now.")).to_be_visible()
    page.wait_for_timeout(1200)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("Recorded. Listen to it, then keep it.")).to_be_visible()
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()


def test_a_microphone_that_is_refused_is_said_and_a_file_is_taken_instead(
    story: Story, open_for: Open, tmp_path: Path
) -> None:
    page = open_for(story.own, permissions=[])
    begin(page, story, forms()[1])
    page.get_by_role("button", name="Say it").click()
    page.get_by_role("button", name="Start to record").click()
    expect(page.get_by_text("This page may not use the microphone.")).to_be_visible()
    program, sound = tmp_path / "song.mp3", tmp_path / "me.wav"
    program.write_bytes(PROGRAMS["a Windows program"])
    sound.write_bytes(WAV)
    page.get_by_label("Add a sound", exact=True).set_input_files(program)
    next_step(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_text("named .mp3 and holds a program").first).to_be_visible()
    assert files(story) == []
    page.get_by_label("Add a sound", exact=True).set_input_files(sound)
    next_step(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("What helps you?")
    assert [one.kind for one in files(story)] == ["WAV"]


# --- left and gone on with, without a script, read aloud ----------------------------------------------


def test_a_form_is_left_half_done_and_gone_on_with(story: Story, open_for: Open) -> None:
    page = open_for(story.own)
    begin(page, story, forms()[1])
    page.get_by_label("Drawing").check()
    page.get_by_role("textbox", name=forms()[1].words_box).fill("birds")
    expect(page.get_by_text("Saved at")).to_be_visible()
    page.close()

    later = open_for(story.own)
    later.goto(at("voice", story))
    expect(later.get_by_text("1 of 5 answered")).to_be_visible()
    later.get_by_role("link", name=re.compile(r"^Go on\s*:")).click()
    expect(later.get_by_role("heading", level=1)).to_have_text("What helps you?")
    later.get_by_role("button", name="Back a step").click()
    expect(later.get_by_label("Drawing")).to_be_checked()
    expect(later.get_by_role("textbox", name=forms()[1].words_box)).to_have_value("birds")
    later.get_by_role("button", name="Stop and keep my answers").click()
    expect(later.get_by_text("Your answers are kept. Go on when you like.")).to_be_visible()


@EVERY_AGE
def test_a_form_is_filled_in_without_a_script(
    story: Story, open_for: Open, form: Form, tmp_path: Path
) -> None:
    picture, sound = tmp_path / "mine.png", tmp_path / "me.wav"
    picture.write_bytes(png())
    sound.write_bytes(WAV)
    page = open_for(story.own, width=390, java_script_enabled=False)
    begin(page, story, form)
    expect(page.get_by_role("button", name="Draw it")).to_have_count(0)
    expect(page.get_by_role("button", name="Start to record")).to_have_count(0)
    expect(page.get_by_role("button", name="Listen")).to_have_count(0)
    page.locator(".hr-symbol input").first.check()
    page.get_by_role("textbox", name=form.words_box).fill(WORDS)
    page.get_by_label("Add a picture", exact=True).set_input_files(picture)
    page.get_by_label("Add a sound", exact=True).set_input_files(sound)
    for _ in form.questions:
        next_step(page)
    page.get_by_label("Only me").check()
    page.get_by_role("button", name="Keep my answers").click()
    expect(page.get_by_text("Your answers are kept.")).to_be_visible()

    assert kept(story) == {"good-at": ([form.questions[0].choices[0].key], WORDS)}
    assert sorted(one.what for one in files(story)) == ["drawing", "sound"]
    with acting(story.own, on=story.today):
        assert Talk.objects.get(pupil=story.pupil).finished_on >= story.today  # midnight may pass


VOICES: Final = """window.said = []; Object.defineProperty(window, 'speechSynthesis', {value: {
    getVoices: () => [{name: 'a voice', lang: 'en-GB'}], addEventListener() {},
    cancel() { window.said.push('stopped'); },
    speak(one) { window.said.push([one.lang, one.text]); }}});"""


def test_a_question_and_an_answer_are_read_aloud_where_the_browser_has_a_voice(
    story: Story, open_for: Open
) -> None:
    page = open_for(story.own)
    page.add_init_script(VOICES)
    begin(page, story, forms()[0])
    button = page.get_by_role("button", name=re.compile(r"^Listen\s*: this question"))
    button.click()
    expect(page.get_by_role("button", name=re.compile(r"^Stop\s*: this question"))).to_have_attribute(
        "aria-pressed", "true"
    )
    said = page.evaluate("window.said.at(-1)")
    assert said[0] == "en-GB"
    assert said[1].startswith("What are you good at? Pick the pictures. Drawing. Ball games. Books.")
    page.get_by_role("button", name=re.compile(r"^Stop\s*: this question")).click()
    assert page.evaluate("window.said.at(-1)") == "stopped"
    expect(button).to_be_visible()

    with acting(story.own, on=story.today) as by:
        something_said(story.pupil, by=by, on=story.today)
    page.goto(at("voice", story))
    page.get_by_role("button", name=re.compile(r"^Listen\s*: this answer")).first.click()
    assert page.evaluate("window.said.at(-1)")[1] == f"What helps you? A quiet place. {WORDS}."


@pytest.mark.parametrize(
    "missing",
    ["undefined", "{getVoices: () => [], addEventListener() {}, cancel() {}}"],
    ids=["no speech", "no voice"],
)
def test_a_button_that_could_not_speak_is_not_there(story: Story, open_for: Open, missing: str) -> None:
    page = open_for(story.own)
    page.add_init_script(f"Object.defineProperty(window, 'speechSynthesis', {{value: {missing}}})")
    begin(page, story, forms()[0])
    expect(page.get_by_role("button", name="Type it")).to_be_visible()
    expect(page.get_by_role("button", name="Listen")).to_have_count(0)


# --- pictures -----------------------------------------------------------------------------------------

PICTURES: Final = (
    *(f"voice-{form.key}" for form in forms()),
    *("voice-drawing", "voice-recording", "voice-who-sees-it", "voice-said", "voice-one-page", "voice-goals"),
)


def test_the_pupils_pages_have_their_pictures(
    story: Story, open_for: Open, pytestconfig: pytest.Config
) -> None:
    wanted = [IMAGES / f"{name}-{width}.png" for name in PICTURES for width in WIDTHS]
    if not pytestconfig.getoption("screenshots") and all(one.exists() for one in wanted):
        return
    young = story.cast.young.pupil
    page = open_for(story.cast.young_pupil, permissions=["microphone"])
    page.add_init_script(VOICES)
    for form in (forms()[0], forms()[2], forms()[1]):
        page.goto(reverse("voice:begin", args=[young.pk]))
        page.get_by_label(form.title, exact=True).check()
        page.get_by_role("button", name="Start").click()
        next_step(page)
        for number in (0, 2, 5):
            page.locator(".hr-symbol input").nth(number).check()
        page.get_by_role("textbox", name=form.words_box).fill(WORDS)
        expect(page.get_by_text("Saved at")).to_be_visible()
        take(page, "", f"voice-{form.key}")
    page.get_by_role("button", name="Draw it").click()
    draw_a_tent(page)
    take(page, "", "voice-drawing")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("img", name="A drawing by Robin")).to_be_visible()
    page.get_by_role("button", name="Say it").click()
    record(page)
    take(page, "", "voice-recording")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_label("Sound of")).to_be_visible()
    for number in range(3):
        next_step(page)
        if number == 1:
            page.locator(".hr-symbol input").nth(3).check()
    next_step(page)
    take(page, "", "voice-who-sees-it")
    for number, choice in enumerate(page.get_by_label("Everyone who helps with my plan").all()):
        if number != 1:
            choice.check()
    page.get_by_role("button", name="Keep my answers").click()
    take(page, "", "voice-said")
    page.goto(reverse("voice:pick", args=[young.pk]))
    for box in page.locator("input[name=line]").all()[:4]:
        box.check()
    page.get_by_role("button", name="Put these on the page").click()
    take(page, "", "voice-one-page")
    take(page, reverse("voice:goals", args=[young.pk]), "voice-goals")

    assert [one.name for one in wanted if not one.exists()] == []


def draw_a_tent(page: Page) -> None:
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    assert box is not None
    lines = (
        ("Purple", ((180, 400), (420, 90), (660, 400), (180, 400))),
        ("Orange", ((420, 90), (350, 400), (490, 400), (420, 90))),
        ("Blue", ((620, 120), (660, 80), (700, 120), (740, 80), (780, 120))),
        ("Green", ((100, 420), (220, 430), (460, 420), (760, 432))),
    )
    for colour, points in lines:
        page.get_by_role("radio", name=colour).check()
        page.mouse.move(box["x"] + points[0][0], box["y"] + points[0][1])
        page.mouse.down()
        for x, y in points[1:]:
            page.mouse.move(box["x"] + x, box["y"] + y, steps=8)
        page.mouse.up()
