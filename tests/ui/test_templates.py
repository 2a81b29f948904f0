"""Every template compiles, draws in the right engine, and carries nothing that the policy forbids."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.template.loader import get_template
from jinja2.exceptions import UndefinedError

from handrail.ui.gallery import FRAME
from handrail.ui.icons import icon
from tests.ui.pages import drawn, read


def _own_templates() -> list[tuple[str, Path]]:
    return [
        (str(path.relative_to(folder)), path)
        for app in apps.get_app_configs()
        if app.name.startswith("handrail.")
        for folder in [Path(app.path) / "templates"]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]


def _without_comments(source: str) -> str:
    return re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)


def test_every_template_compiles_in_its_engine() -> None:
    for name, path in _own_templates():
        found: Any = get_template(name)

        if path.suffix == ".html":
            assert found.backend.name == "jinja2", f"{name} must be read by Jinja"
            assert found.origin.name == str(path), f"{name} is hidden by {found.origin.name}"


def test_no_template_carries_a_script_a_style_or_a_handler() -> None:
    for name, path in _own_templates():
        if path.suffix != ".html" or name.startswith("documents/files/"):
            continue  # a file of its own, to be kept and sent, brings its style along; no page of Handrail is one
        source = _without_comments(path.read_text(encoding="utf-8"))

        assert not re.search(r"<style\b", source), f"{name} has a style element"
        assert not re.search(r"\sstyle\s*=", source), f"{name} has an inline style"
        assert not re.search(r"\son[a-z]+\s*=\s*[\"']", source), f"{name} has an inline handler"
        assert "javascript:" not in source, f"{name} has a script in an address"
        for tag in re.findall(r"<script\b[^>]*>", source):
            assert "src=" in tag or 'type="application/json"' in tag, f"{name} has an inline script"


def test_no_template_asks_another_server_for_anything() -> None:
    for name, path in _own_templates():
        loaded = re.findall(r"""(?:src|href)=["'](?:https?:)?//[^"']*""", path.read_text(encoding="utf-8"))

        assert not [each for each in loaded if "<link" in each or each.startswith("src")], name


def test_a_name_that_nobody_gave_is_a_mistake() -> None:
    with pytest.raises(UndefinedError, match="pgae"):
        drawn("{{ pgae }}")
    with pytest.raises(UndefinedError, match="pgae"):
        drawn("{% if pgae %}{% endif %}")
    with pytest.raises(UndefinedError, match="pgae"):
        drawn("{% for each in pgae.rows %}{% endfor %}")


def test_a_key_that_a_mapping_lacks_is_an_option_left_out() -> None:
    assert drawn("{{ options.hint }}{{ options.hint.text }}", options={}).text == ""


def test_text_is_escaped() -> None:
    assert drawn("{{ words }}", words="<script>alert(1)</script>").all("script") == []


def test_text_can_be_translated() -> None:
    assert drawn('{{ _("Done on %(day)s", day="<b>Monday</b>") }}').text == "Done on <b>Monday</b>"
    assert drawn("{% trans count=2 %}one{% pluralize %}{{ count }} things{% endtrans %}").text == "2 things"


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_an_error_page_needs_neither_a_request_nor_a_database(name: str) -> None:
    page = read(get_template(name).render())

    assert page.one("h1").text
    assert page.one("title").text.endswith("- Handrail")
    assert page.all("form") == []


def test_a_page_that_is_missing_is_not_told_from_one_that_is_private() -> None:
    page = read(get_template("404.html").render({"exception": "Pupil 12 is at another school"}))

    assert page.one("h1").text == "This page is not here, or is not yours to see"
    assert "another school" not in page.text


def test_the_frame_names_the_person_and_offers_the_way_out(rf) -> None:  # type: ignore[no-untyped-def]
    page = read(get_template("404.html").render({"frame": FRAME}, rf.get("/")))

    header = page.one("header")
    assert [item.text for item in header.one("ul", css="hr-header__who").all("li")] == [
        "Kirkmarnoch Primary School",
        "Morag Sinclair, coordinator",
        "Sign out",
    ]
    assert header.one("form").attributes["method"] == "post"
    assert header.one("input", name="csrfmiddlewaretoken").attributes["value"]
    current = header.all("a", aria_current="page")
    assert [link.text for link in current] == ["Today"]
    assert page.one("div", css="hr-demo").text == "Demonstration. Everyone here is invented."


def test_the_skip_link_leads_to_the_main_part() -> None:
    page = read(get_template("404.html").render())

    first_link = page.one("body").all("a")[0]
    assert first_link.attributes["href"] == "#main-content"
    assert page.one("main").attributes["id"] == "main-content"


def test_every_drawing_a_page_points_at_is_in_its_sprite() -> None:
    page = read(get_template("404.html").render())
    symbols = {symbol.attributes["id"] for symbol in page.one("svg", css="hr-sprite").all("symbol")}

    assert {f"s-{name}" for name in ("done", "due", "late", "wait", "todo", "part", "none")} <= symbols
    with pytest.raises(KeyError, match="no icon called 'crown'"):
        icon("crown")
