"""Every template compiles and stands on a layout; every address is linked to or tried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.template import engines
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, nodes
from tools.compile_templates import exists, faults_of, parsed

from tests.architecture.sources import ROOT, SOURCE
from tests.permissions.pages import every_page

LAYOUTS = {"layout.html", "layout_plain.html", "layout_sign_in.html", "layout_two.html"}
NO_PAGES = ("ui/", "django/", "govuk_frontend_jinja/", "documents/files/")
"""Macros and parts, which a page takes in, and files that people take along. The gallery's own pages stand among
them and do extend a layout."""


def environment() -> Environment:
    """The product's environment, and in it also the templates of slices that are switched off here."""
    found = engines["jinja2"].env  # type: ignore[attr-defined]
    assert isinstance(found, Environment)
    assert found.loader is not None
    folders = [folder for folder in SOURCE.rglob("templates") if folder.is_dir()]
    return found.overlay(loader=ChoiceLoader([found.loader, FileSystemLoader(folders)]))


def own_templates() -> list[str]:
    """Names of our templates, as they are asked for."""
    return sorted(
        str(path.relative_to(folder))
        for folder in SOURCE.rglob("templates")
        if folder.is_dir()
        for path in folder.rglob("*")
        if path.suffix in (".html", ".txt", ".svg")
    )


def without_layout(env: Environment, names: list[str]) -> Iterator[str]:
    for name in names:
        if name in LAYOUTS or name.startswith(NO_PAGES) or not name.endswith(".html"):
            continue
        below: str | None = name
        while below is not None and below not in LAYOUTS:
            below = parent(env, below)
        if below is None:
            yield f"{name} stands on no layout"


def parent(env: Environment, name: str) -> str | None:
    """The template that this one extends."""
    if not exists(env, name):
        return None
    extends = parsed(env, name).find(nodes.Extends)
    return extends.template.value if extends and isinstance(extends.template, nodes.Const) else None


def test_every_template_compiles() -> None:
    names = own_templates()
    assert len(names) > 40

    assert [f"{name}{fault}" for name in names for fault in faults_of(environment(), name)] == []


def test_every_page_stands_on_a_layout() -> None:
    assert list(without_layout(environment(), own_templates())) == []


def test_a_broken_template_and_one_without_a_layout_are_noticed() -> None:
    env = Environment(
        autoescape=True,
        loader=DictLoader(
            {
                "broken.html": "{% if %}",
                "alone.html": "<p>words</p>",
                "lost.html": '{% extends "layouts.html" %}',
                "fine.html": '{% extends "layout.html" %}',
                "finer.html": '{% extends "fine.html" %}',
                "layout.html": "{% block main %}{% endblock %}",
            }
        ),
    )

    assert len(list(faults_of(env, "broken.html"))) == 1
    assert any("layouts.html" in fault for fault in faults_of(env, "lost.html"))
    assert list(faults_of(env, "fine.html")) == []
    assert list(without_layout(env, ["alone.html", "lost.html", "fine.html", "finer.html"])) == [
        "alone.html stands on no layout",
        "lost.html stands on no layout",
    ]


def mentions() -> str:
    """Everything that may lead to an address: templates, code and tests, but not the lists of addresses."""
    files = [
        *SOURCE.rglob("*.html"),
        *(path for path in SOURCE.rglob("*.py") if path.name != "urls.py"),
        *(
            path
            for path in (ROOT / "tests").rglob("*.py")
            if not {"permissions", "architecture"} & set(path.parts)
        ),
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


REACHED_OTHERWISE = {
    "account_inactive": "allauth sends somebody there whose account was closed",
    "account_set_password": "allauth sends somebody there who has no password yet",
    "account_reauthenticate": "allauth asks for the password again there",
    "account_reset_password_done": "allauth shows it after the mail was asked for",
    "account_reset_password_from_key_done": "allauth shows it after the new password",
}
"""Pages to which no page of ours leads, and why."""


def unlinked(names: list[str], text: str) -> list[str]:
    return [name for name in names if f'"{name}"' not in text and f"'{name}'" not in text]


def test_every_address_is_led_to() -> None:
    text = mentions()
    names = [page.name for page in every_page() if page.name not in REACHED_OTHERWISE]

    assert unlinked(names, text) == []
    assert unlinked(["plans:goal", "plans:nowhere"], text) == ["plans:nowhere"]


def test_tests_are_where_their_subjects_are() -> None:
    """A slice without a folder of tests would be missed by whoever looks for them."""
    slices = {path.name for path in (SOURCE / "handrail" / "apps").iterdir() if (path / "models.py").exists()}
    tested = {path.name for path in Path(ROOT / "tests" / "apps").iterdir() if path.is_dir()}

    assert slices - tested - {"organisations"} == set()
