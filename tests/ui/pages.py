"""Read a page the way a test wants to: by its elements, not by its spaces."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from django.template import engines
from django.template.backends.jinja2 import Jinja2

if TYPE_CHECKING:
    from jinja2 import Environment

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


@dataclass
class Element:
    """An element with its attributes, its text and what is inside it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.raw_text.split())

    @property
    def raw_text(self) -> str:
        return "".join(child if isinstance(child, str) else child.raw_text for child in self.children)

    def all(self, tag: str = "", /, **attributes: str) -> list[Element]:
        """Elements below, in order, with this tag and these attributes; ``css`` asks for one class."""
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                if child.fits(tag, attributes):
                    found.append(child)
                found += child.all(tag, **attributes)
        return found

    def one(self, tag: str = "", /, **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes}"
        return found[0]

    def fits(self, tag: str, attributes: dict[str, str]) -> bool:
        for name, value in attributes.items():
            if name == "css":
                if value not in self.attributes.get("class", "").split():
                    return False
            elif self.attributes.get(name.replace("_", "-")) != value:
                return False
        return tag in ("", self.tag)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Element:
    """The elements of a page or a piece of one; unbalanced tags are an error."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root], f"<{reader.open[-1].tag}> is never closed"
    return reader.root


def environment() -> Environment:
    """The product's own Jinja environment."""
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    return engine.env


def drawn(template: str, /, **context: Any) -> Element:
    """A few lines of template, drawn by the product's own environment."""
    return read(environment().from_string(template).render(context))


def macro(path: str, call: str, /, **context: Any) -> Element:
    """One macro of a component's file, called with the given names."""
    name = call.split("(")[0]
    return drawn(f'{{% from "{path}" import {name} %}}{{{{ {call} }}}}', **context)


def sent_as_shown(html: str) -> dict[str, str]:
    """What a browser sends when somebody presses the button of a page's last form and changes nothing."""
    form = read(html).all("form")[-1]
    sent = {one.attributes["name"]: one.text for one in form.all("textarea")}
    for one in form.all("select"):
        chosen = [option for option in one.all("option") if "selected" in option.attributes] or one.all(
            "option"
        )
        sent[one.attributes["name"]] = chosen[0].attributes.get("value", chosen[0].text)
    for one in form.all("input"):
        is_choice = one.attributes.get("type") in ("checkbox", "radio")
        if "name" in one.attributes and (not is_choice or "checked" in one.attributes):
            sent[one.attributes["name"]] = one.attributes.get("value", "on")
    return sent
