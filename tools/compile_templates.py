"""Compile every page template, and follow each name it takes from another one.

Jinja notices a missing template or a misspelt macro only when the page is shown; here it is noticed before.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import django
from jinja2 import TemplateError, meta, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.config.settings")
    django.setup()
    from django.template import engines

    environment: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    names = sorted(name for name in environment.list_templates() if name.endswith((".html", ".txt", ".svg")))
    faults = [f"{name}{fault}" for name in names for fault in faults_of(environment, name)]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(names)} templates compiled, {len(faults)} faults")
    return 1 if faults else 0


def faults_of(environment: Environment, name: str) -> Iterator[str]:
    try:
        tree = parsed(environment, name)
        environment.compile(tree, name=name)
    except TemplateError as fault:
        yield f":{getattr(fault, 'lineno', 0)}: {fault}"
        return
    for taken in meta.find_referenced_templates(tree):
        if taken is not None and not exists(environment, taken):
            yield f": takes from {taken}, which does not exist"
    for borrowing in tree.find_all(nodes.FromImport):
        if isinstance(borrowing.template, nodes.Const) and exists(environment, borrowing.template.value):
            offered = names_of(parsed(environment, borrowing.template.value))
            for wanted in borrowing.names:
                asked = wanted if isinstance(wanted, str) else wanted[0]
                if asked not in offered:
                    yield f":{borrowing.lineno}: {borrowing.template.value} has no {asked}"


def parsed(environment: Environment, name: str) -> nodes.Template:
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, name)
    return environment.parse(source, name=name)


def names_of(tree: nodes.Template) -> set[str]:
    macros = {macro.name for macro in tree.find_all(nodes.Macro)}
    values = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    passed_on = {
        taken if isinstance(taken, str) else taken[1]
        for borrowing in tree.find_all(nodes.FromImport)
        for taken in borrowing.names
    }
    return macros | values | passed_on


def exists(environment: Environment, name: str) -> bool:
    assert environment.loader is not None
    try:
        environment.loader.get_source(environment, name)
    except TemplateError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
