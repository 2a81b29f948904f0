"""The Markdown pages of the repository, as a reader on the web meets them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]

_FENCE: Final = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
_CODE: Final = re.compile(r"`[^`\n]*`")
_LINK: Final = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
_IMAGE: Final = re.compile(r'<img\b[^>]*\bsrc="([^"]+)"')
_HEADING: Final = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git keeps, or would keep if it were added now."""
    listed = subprocess.run(
        ["/usr/bin/env", "git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, text=True, capture_output=True, check=True,
    )  # fmt: skip
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


@dataclass(frozen=True)
class Markdown:
    """One page."""

    path: Path

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def prose(self) -> str:
        """The page without code."""
        return _CODE.sub("", _FENCE.sub("", self.text))

    def links(self) -> Iterator[tuple[bool, str]]:
        """Each target, and whether it is a picture."""
        for mark, target in _LINK.findall(self.prose):
            yield bool(mark), target
        for source in _IMAGE.findall(self.prose):
            yield True, source

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The names that GitHub gives to the headings."""
        found: dict[str, int] = {}
        names = set()
        for heading in _HEADING.findall(_FENCE.sub("", self.text)):
            words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
            name = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
            names.add(f"{name}-{found[name]}" if name in found else name)
            found[name] = found.get(name, 0) + 1
        return frozenset(names)


@cache
def pages() -> tuple[Markdown, ...]:
    return tuple(Markdown(path) for path in tracked() if path.suffix == ".md")
