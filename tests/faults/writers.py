"""Editors at one section, made in Python after autosave.js, and what became of each word that they typed.

Each types words that nobody else uses, takes some out again, is cut off, loses a tab and comes back. In the end every
word that was typed and that nobody took out must stand in the section, or in a text kept beside it.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse

KEY = "changes"
WORD = re.compile(r"w\d+x\d+y")
Answer = tuple[int, str, str]  # status, body, where it leads
Send = Callable[[str, dict[str, str] | None], Answer]


class Unreached(Exception):
    """No answer came: the words may have been saved or not."""


@dataclass
class Tab:
    """One open page: what stands in its box, and what it began from."""

    text: str
    revision: int
    name: str
    saved: str | None  # what the server is known to have; nothing for words that were put back
    kept_at: str = ""  # where both texts are, if this one met another


@dataclass
class Editor:
    """Somebody who writes, and the device that keeps what is not saved."""

    number: int
    send: Send
    plan_id: UUID
    random: random.Random
    chance_of_no_answer: float = 0.0
    typed: set[str] = field(default_factory=set)
    taken_out: set[str] = field(default_factory=set)
    device: Tab | None = None
    tab: Tab | None = None
    tabs_killed: int = 0
    merged: int = 0
    met: int = 0
    lost_answers: int = 0
    unanswered: int = 0

    def write(self, steps: int) -> None:
        for _ in range(steps):
            self.step()
        self.finish()

    def step(self) -> None:
        if self.tab is None:
            self.open()
        assert self.tab is not None
        act = self.random.random()
        if act < 0.12:
            # The tab's process is killed: the box is gone, what the device keeps is not.
            self.tab, self.tabs_killed = None, self.tabs_killed + 1
            return
        if act < 0.75:
            self.type()
        if self.random.random() < 0.6:
            self.save()
        elif self.random.random() < 0.5:
            self.look()

    def open(self) -> None:
        """Open the page; what this device kept is put back with what it began from."""
        text, revision = self.page()
        self.tab = Tab(text, revision, str(uuid4()), saved=text)
        if self.device is not None:
            self.tab = Tab(self.device.text, self.device.revision, self.device.name, saved=None)

    def page(self) -> tuple[str, int]:
        while True:
            try:
                _, body, _ = self.send(self.address("plans:section"), None)
            except Unreached:
                self.unanswered += 1
                continue
            return box(body), int(hidden(body, "revision"))

    def address(self, name: str) -> str:
        return reverse(name, args=[self.plan_id, KEY])

    def type(self) -> None:
        assert self.tab is not None
        parts = re.findall(r"\S+\s*", self.tab.text)
        at = self.random.randint(0, len(parts))
        if parts and self.random.random() < 0.2:
            gone = parts.pop(min(at, len(parts) - 1))
            self.taken_out |= set(WORD.findall(gone))
        else:
            word = f"w{self.number}x{len(self.typed)}y"
            self.typed.add(word)
            parts.insert(at, word + self.random.choice([" ", " ", ". ", ".\n"]))
            if at and not parts[at - 1][-1].isspace():
                parts[at - 1] += " "
        self.tab.text = "".join(parts)
        self.keep()

    def keep(self) -> None:
        assert self.tab is not None
        self.device = Tab(self.tab.text, self.tab.revision, self.tab.name, saved=None)

    def save(self) -> bool:
        tab = self.tab
        assert tab is not None
        if tab.text == tab.saved:
            return True
        form = {"text": tab.text, "revision": str(tab.revision), "tab": tab.name, "caret": "0"}
        try:
            status, body, _ = self.send(self.address("plans:section"), form)
        except Unreached:
            self.unanswered += 1
            return False
        if self.random.random() < self.chance_of_no_answer:
            self.lost_answers += 1  # the server has them, and this page never hears of it
            return False
        answer = decoded(body)
        if status == 409:
            self.met += 1
            tab.saved, tab.kept_at, self.device = tab.text, answer["url"], None
            return True
        assert status == 200, body[:500]
        self.merged += "text" in answer
        tab.text = tab.saved = answer.get("text", tab.text)
        tab.revision, tab.kept_at, self.device = answer["revision"], "", None
        return True

    def look(self) -> None:
        """A sign of life; what others saved comes into a box in which nothing is unsaved."""
        tab = self.tab
        assert tab is not None
        try:
            _, body, _ = self.send(
                self.address("plans:here"), {"tab": tab.name, "revision": str(tab.revision)}
            )
        except Unreached:
            return
        answer = decoded(body)
        if tab.text == tab.saved and not tab.kept_at and "text" in answer:
            tab.text = tab.saved = answer["text"]
            tab.revision = answer["revision"]

    def finish(self) -> None:
        """Come back until all that this device keeps has been taken."""
        for _ in range(200):
            if self.tab is None:
                self.open()
            if self.save() and self.device is None:
                return
        raise AssertionError("the server never took the words")


@dataclass
class Outcome:
    """What became of the words."""

    typed: set[str]
    taken_out: set[str]
    text: str
    kept: list[str]

    @property
    def lost(self) -> set[str]:
        there = set(WORD.findall(self.text)).union(*(WORD.findall(one) for one in self.kept))
        return self.typed - self.taken_out - there

    @property
    def doubled(self) -> set[str]:
        found = WORD.findall(self.text)
        return {word for word in found if found.count(word) > 1}


def outcome(editors: list[Editor], text: str, kept: list[str]) -> Outcome:
    return Outcome(
        set().union(*(one.typed for one in editors)),
        set().union(*(one.taken_out for one in editors)),
        text,
        kept,
    )


def box(body: str) -> str:
    """What a page's text box holds. The browser leaves out the line end after the tag."""
    found = re.search(r"<textarea[^>]*>\r?\n?(.*?)</textarea>", body, re.DOTALL)
    assert found is not None, body[:2000]
    return html.unescape(found[1])


def hidden(body: str, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', body)
    assert found is not None, f"no {name}"
    return html.unescape(found[1])


def decoded(body: str) -> dict[str, Any]:
    import json

    found = json.loads(body)
    assert isinstance(found, dict)
    return found
