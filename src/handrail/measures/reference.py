"""The reference of the statistics, written from the functions themselves."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

MODULES: Final = (
    "aimlines", "lines", "verdicts", "decision_rules", "caseload", "forecasts", "mastery", "ordinal",
    "attainment", "overlap", "tau", "kendall", "means", "criteria", "piecewise", "randomisation", "effects",
    "celeration", "fidelity", "agreement", "reliable_change", "quantiles",
)  # fmt: skip
"""In the order in which somebody meets them: a goal line first."""
PARTS: Final = ("Formula", "Units", "Shapes", "Errors", "Source")


class Entry(NamedTuple):
    """One public function: its name as called, what it states, and its parts by name."""

    name: str
    says: str
    parts: dict[str, str]


def modules() -> tuple[ModuleType, ...]:
    return tuple(import_module(f"handrail.measures.{name}") for name in MODULES)


def entries(module: ModuleType) -> Iterator[Entry]:
    """Every public function of a module, and every public method that computes, in the order of the file."""
    for name, member in _in_order(module, module.__name__):
        if inspect.isclass(member):
            for method, function in _in_order(member, module.__name__):
                if _computes(function):
                    yield _entry(f"{name}.{method}", function)
        else:
            yield _entry(name, member)


def _in_order(holder: Any, module: str) -> list[tuple[str, Any]]:
    found = []
    for name, member in vars(holder).items():
        target = member.fget if isinstance(member, property) else getattr(member, "__wrapped__", member)
        if name.startswith("_") or not (inspect.isfunction(target) or inspect.isclass(target)):
            continue
        if target.__module__ == module:
            found.append((name, target))
    return found


def _computes(function: Callable[..., Any]) -> bool:
    """A method with a formula; what only names or gathers needs none."""
    return bool(function.__doc__ and "Formula:" in function.__doc__)


def _entry(name: str, function: Callable[..., Any]) -> Entry:
    text = inspect.cleandoc(function.__doc__ or "")
    says, _, rest = text.partition("\n\n")
    found = re.split(rf"(?m)^({'|'.join(PARTS)}): ", rest)
    pairs = zip(found[1::2], found[2::2], strict=True)
    return Entry(name, " ".join(says.split()), {part: " ".join(value.split()) for part, value in pairs})


def page() -> str:
    """The whole reference as Markdown."""
    parts = [
        "# Statistics of progress",
        "Written by `make docs` from the functions of `src/handrail/measures`. How they are used together, and what "
        "they cannot know, is told in [How a verdict is found](../explanation/progress.md).",
    ]
    for module in modules():
        parts.append(f"## {module.__name__.rpartition('.')[2]}\n\n{' '.join((module.__doc__ or '').split())}")
        for entry in entries(module):
            rows = "\n".join(
                f"- **{part}**: {_plain(entry.parts[part])}" for part in PARTS if part in entry.parts
            )
            parts.append(f"### `{entry.name}`\n\n{_plain(entry.says)}\n\n{rows}")
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    return re.sub(r"(?<!`)([*_])(?!`)", r"\\\1", text) if "`" not in text else text
