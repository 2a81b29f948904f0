"""The product's modules as syntax trees, from the checkout or from a tree that a test has planted."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SOURCE: Final = ROOT / "src"


@dataclass(frozen=True, slots=True)
class Module:
    """One module: `handrail.apps.plans.views`, where it is, and what it says."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.name.split("."))

    @property
    def slice(self) -> str:
        """The vertical slice it belongs to; empty outside `apps`."""
        return self.parts[2] if self.name.startswith("handrail.apps.") else ""

    @property
    def kind(self) -> str:
        """What it is inside its slice, as views or actions."""
        return self.parts[3] if self.slice and len(self.parts) > 3 else ""

    def imports(self) -> Iterator[tuple[str, int]]:
        """Every module it imports, in functions and for types too, with the line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert not node.level, f"{self.name}:{node.lineno}: a relative import"
                for alias in node.names:
                    yield f"{node.module}.{alias.name}", node.lineno

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every call by its dotted name, as `timezone.now`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield ast.unparse(node.func), node


def module(name: str, source: str) -> Module:
    """A module that exists only in a test."""
    return Module(name, Path(f"{name.replace('.', '/')}.py"), ast.parse(source))


def modules(source: Path = SOURCE) -> list[Module]:
    found = []
    for path in sorted((source / "handrail").rglob("*.py")):
        name = ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__")
        found.append(Module(name, path, ast.parse(path.read_text(encoding="utf-8"))))
    return found
