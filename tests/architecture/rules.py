"""The rules of the house that are not about layers. Each takes what it judges and tells what breaks it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.db import models

from tests.architecture.sources import Module

# --- what a package may import --------------------------------------------------------------------

MAY_IMPORT: Final = {
    "handrail.core": ("handrail.core",),
    "handrail.law": ("handrail.core", "handrail.law", "holidays"),
    "handrail.measures": ("handrail.core", "handrail.measures", "numpy", "scipy", "vl_convert"),
    "handrail.ui": (
        "handrail.core",
        "handrail.ui",
        "babel",
        "jinja2",
        "markupsafe",
        "govuk_frontend_jinja",
        "django.apps",
        "django.conf",
        "django.contrib.staticfiles",
        "django.core",
        "django.forms",
        "django.http",
        "django.middleware.csrf",
        "django.shortcuts",
        "django.template",
        "django.templatetags",
        "django.urls",
        "django.utils",
        "django.views",
    ),
}
"""Beside the standard library. None may name a model or a database; core may name nobody at all."""


def imports_beyond(found: Iterable[Module]) -> Iterator[str]:
    for module in found:
        package = ".".join(module.parts[:2])
        if package not in MAY_IMPORT:
            continue
        for name, line in module.imports():
            if name.split(".")[0] in sys.stdlib_module_names or name == "__future__":
                continue
            if not any(name == known or name.startswith(f"{known}.") for known in MAY_IMPORT[package]):
                yield f"{module.name}:{line}: {package} may not import {name}"


# --- by which doors one slice enters another ------------------------------------------------------

DOORS: Final = frozenset({"actor", "actions", "copying", "issued", "models", "policy", "queries"})
"""What a slice offers to those after it. Models are for foreign keys and for naming types; `issued` is what is done
to and asked of a version after its issue, `copying` who gets what of it."""

ALSO: Final = {
    "accounts.middleware": ("views", "the request that a view is given"),
    "cases.forms": ("forms", "an event's questions, which a step asks too"),
    "consents.pages": ("pages", "how a consent stands, said alike wherever it is relied upon"),
    "documents.layout": ("paper", "how a reader wants it set, the same for every document"),
    "documents.prose": ("paper", "paragraphs as print has them"),
    "documents.typeset": ("paper", "one typesetter for every document"),
    "letters.stationery": ("parts", "which letters a place has, beside the steps that they tell"),
    "plans.canonical": (
        "queries actions",
        "a plan as the one document that is frozen, shared, printed and sent",
    ),
    "plans.pages": ("pages", "words that a plan's own page and the page about a pupil share"),
}
"""Other modules that some kinds of module of another slice may use, and why."""


def layer_of(module: Module) -> str:
    """The layer that a module stands in: `fit_pages` are pages."""
    return module.kind.rpartition("_")[2]


def wrong_doors(found: Iterable[Module]) -> Iterator[str]:
    for module in found:
        if not module.slice or module.kind == "migrations":
            continue
        for name, line in module.imports():
            parts = name.split(".")
            if parts[:2] != ["handrail", "apps"] or len(parts) < 4 or parts[2] == module.slice:
                continue
            allowed, _ = ALSO.get(f"{parts[2]}.{parts[3]}", ("", ""))
            if parts[3] not in DOORS and layer_of(module) not in allowed.split():
                yield f"{module.name}:{line}: enters {parts[2]} through {parts[3]}"


# --- who may read a clock -------------------------------------------------------------------------

CLOCKS: Final = re.compile(
    r"(^|\.)(timezone\.(now|localdate|localtime)|(date|datetime)\.(today|now|utcnow)|time\.(time|localtime|gmtime))$"
    r"|^(localdate|localtime|utcnow)$"
)
WITH_A_MOMENT: Final = ("localtime", "localdate", "gmtime")
"""Given a moment, these only turn it into a local day or time."""


def clocks(found: Iterable[Module]) -> Iterator[str]:
    """Time is an argument: only middleware, jobs, commands and `config` know what time it is."""
    for module in found:
        if module.kind in ("middleware", "jobs", "management") or module.name.startswith("handrail.config"):
            continue
        for name, call in module.calls():
            if CLOCKS.search(name) and not (name.endswith(WITH_A_MOMENT) and call.args):
                yield f"{module.name}:{call.lineno}: reads a clock with {name}()"
        for name, line in module.imports():
            if name in ("django.db.models.functions.Now", "django.contrib.postgres.functions.TransactionNow"):
                yield f"{module.name}:{line}: reads the database's clock with {name.rsplit('.', 1)[1]}()"
        for node in ast.walk(module.tree):
            if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
                yield f"{module.name}:{node.value.lineno}: reads a clock with {node.arg}"


# --- writing and asking belongs to actions and queries ----------------------------------------------

ROWS: Final = frozenset(
    {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "objects"}
)


def rows_in_pages(found: Iterable[Module]) -> Iterator[str]:
    """Forms convert, views tell a short story: neither writes a row nor asks for one."""
    for module in found:
        if layer_of(module) not in ("forms", "views", "urls"):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in ROWS:
                yield f"{module.name}:{node.lineno}: .{node.attr} belongs to an action or a query"


# --- models -----------------------------------------------------------------------------------------


def keys_that_point_up(found: Iterable[type[models.Model]], slices: Sequence[str]) -> Iterator[str]:
    """A foreign key points to its own slice or to one before it."""
    for model in found:
        own = slices.index(model._meta.app_label)
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                target = field.related_model
                assert isinstance(target, type)
                if target._meta.app_label not in slices:
                    yield f"{model._meta.label}.{field.name} points out of the house, to {target._meta.label}"
                elif slices.index(target._meta.app_label) > own:
                    yield f"{model._meta.label}.{field.name} points up, to {target._meta.label}"


def models_without_a_name(found: Iterable[type[models.Model]]) -> Iterator[str]:
    for model in found:
        if model.__str__ is models.Model.__str__:
            yield f"{model._meta.label} has no __str__"


READABLE: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")


def unreadable_constraints(found: Iterable[type[models.Model]]) -> Iterator[str]:
    """A constraint is read in an error by somebody in a hurry, and PostgreSQL cuts names at 63 bytes."""
    for model in found:
        for one in (*model._meta.constraints, *model._meta.indexes):
            if len(one.name) > 63 or not READABLE.fullmatch(one.name):
                yield f"{model._meta.label}: {one.name!r} is not a readable name"
            elif not one.name.startswith(f"{model._meta.app_label}_"):
                yield f"{model._meta.label}: {one.name} does not begin with its slice"
