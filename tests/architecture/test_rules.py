"""Each rule is kept by the product, and each is seen to notice who breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture import rules
from tests.architecture.sources import Module, module, modules

Rule = Callable[[Iterable[Module]], Iterator[str]]


@pytest.fixture(scope="module")
def house() -> list[Module]:
    found = modules()
    assert len(found) > 100
    return found


@pytest.mark.parametrize(
    "rule", [rules.imports_beyond, rules.wrong_doors, rules.clocks, rules.rows_in_pages], ids=lambda one: one.__name__
)  # fmt: skip
def test_the_house_keeps_the_rule(house: list[Module], rule: Rule) -> None:
    assert list(rule(house)) == []


@pytest.mark.parametrize(
    ("rule", "name", "source", "told"),
    [
        (rules.imports_beyond, "handrail.core.periods", "import numpy", "may not import numpy"),
        (rules.imports_beyond, "handrail.core.periods", "from django.utils import timezone", "may not import django"),
        (rules.imports_beyond, "handrail.core.periods", "from handrail.law import lawbook", "may not import handrail.law"),
        (rules.imports_beyond, "handrail.law.reader", "from django.db import models", "may not import django.db"),
        (rules.imports_beyond, "handrail.measures.lines", "from django.utils import timezone", "may not import django"),
        (rules.imports_beyond, "handrail.measures.lines", "import statsmodels", "may not import statsmodels"),
        (rules.imports_beyond, "handrail.ui.fields", "from django.db.models import Model", "may not import django.db"),
        (rules.imports_beyond, "handrail.ui.fields", "def f():\n    import psycopg", "may not import psycopg"),
        (rules.wrong_doors, "handrail.apps.home.views", "from handrail.apps.plans.forms import GoalForm", "through forms"),
        (rules.wrong_doors, "handrail.apps.home.views", "from handrail.apps.plans import views", "through views"),
        (rules.wrong_doors, "handrail.apps.plans.actions", "from handrail.apps.accounts.middleware import Request", "through middleware"),
        (rules.wrong_doors, "handrail.apps.documents.jobs", "from handrail.apps.cases import jobs", "through jobs"),
        (rules.clocks, "handrail.apps.plans.actions", "timezone.now()", "timezone.now"),
        (rules.clocks, "handrail.apps.plans.views", "from datetime import date\ndate.today()", "date.today"),
        (rules.clocks, "handrail.core.periods", "datetime.datetime.now(tz=UTC)", "datetime.now"),
        (rules.clocks, "handrail.apps.plans.pages", "timezone.localtime()", "timezone.localtime"),
        (rules.clocks, "handrail.law.reader", "time.time()", "time.time"),
        (rules.clocks, "handrail.apps.plans.queries", "localdate()", "localdate"),
        (rules.clocks, "handrail.apps.plans.models", "at = models.DateTimeField(auto_now_add=True)", "auto_now_add"),
        (rules.clocks, "handrail.apps.plans.queries", "from django.db.models.functions import Now", "Now"),
        (rules.rows_in_pages, "handrail.apps.plans.forms", "class F:\n    def go(self): self.plan.save()", ".save"),
        (rules.rows_in_pages, "handrail.apps.plans.views", "Goal.objects.filter(pk=1)", ".objects"),
        (rules.rows_in_pages, "handrail.apps.plans.views", "plan.goals.create(text='x')", ".create"),
    ],
)  # fmt: skip
def test_a_rule_notices_who_breaks_it(rule: Rule, name: str, source: str, told: str) -> None:
    (said,) = rule([module(name, source)])

    assert told in said
    assert said.startswith(f"{name}:")


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [
        (rules.imports_beyond, "handrail.core.periods", "import datetime"),
        (
            rules.wrong_doors,
            "handrail.apps.home.views",
            "from handrail.apps.accounts.middleware import Request",
        ),
        (rules.wrong_doors, "handrail.apps.home.queries", "from handrail.apps.plans import queries as plans"),
        (rules.clocks, "handrail.apps.cases.jobs", "timezone.localdate()"),
        (rules.clocks, "handrail.apps.accounts.middleware", "timezone.now()"),
        (rules.clocks, "handrail.apps.plans.views", "timezone.localtime(request.now)"),
        (rules.clocks, "handrail.apps.home.views", "queries.today(actor)"),
        (rules.rows_in_pages, "handrail.apps.plans.actions", "plan.save()"),
    ],
)
def test_a_rule_leaves_others_alone(rule: Rule, name: str, source: str) -> None:
    assert list(rule([module(name, source)])) == []


# --- models -----------------------------------------------------------------------------------------

SLICES = (*settings.SLICES, "demonstration")


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in SLICES]


def test_models_keep_their_rules() -> None:
    assert len(ours()) > 20
    assert list(rules.keys_that_point_up(ours(), SLICES)) == []
    assert list(rules.models_without_a_name(ours())) == []
    assert list(rules.unreadable_constraints(ours())) == []


@isolate_apps("handrail.apps.audit", "handrail.apps.plans")
def test_a_model_that_breaks_a_rule_is_noticed() -> None:
    class Above(models.Model):
        class Meta:
            app_label = "plans"

    class Below(models.Model):
        above = models.ForeignKey(Above, on_delete=models.CASCADE)

        class Meta:
            app_label = "audit"
            constraints = [models.CheckConstraint(condition=models.Q(id=1), name="Check1")]
            indexes = [models.Index(fields=["id"], name="plans_below")]

    assert list(rules.keys_that_point_up([Below], SLICES)) == ["audit.Below.above points up, to plans.Above"]
    assert list(rules.models_without_a_name([Below])) == ["audit.Below has no __str__"]
    assert list(rules.unreadable_constraints([Below])) == [
        "audit.Below: 'Check1' is not a readable name",
        "audit.Below: plans_below does not begin with its slice",
    ]


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say() -> None:
    try:
        call_command("makemigrations", "--check", "--dry-run", verbosity=1)
    except SystemExit:
        pytest.fail("a model was changed without its migration")


@pytest.mark.django_db
def test_a_model_changed_without_its_migration_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    field = apps.get_model("plans", "Plan")._meta.get_field("local_name")
    monkeypatch.setattr(field, "max_length", 7)

    with pytest.raises(SystemExit):
        call_command("makemigrations", "--check", "--dry-run", verbosity=0)
