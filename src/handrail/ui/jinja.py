"""The Jinja environment in which every page of Handrail is made."""

from typing import Any

from django.apps import apps
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    pass_context,
)
from jinja2.runtime import Context

from handrail.ui import icons, languages, phrases
from handrail.ui.controls import control_for, error_list
from handrail.ui.frame import VISITOR
from handrail.ui.script_words import script_words
from handrail.ui.undefined import NamesMustExist


def environment(**options: Any) -> Environment:
    """Made by Django's Jinja2 backend from its OPTIONS; autoescape is on there by default."""
    given: BaseLoader = options.pop("loader", None) or FileSystemLoader([])
    options["undefined"] = NamesMustExist
    options.setdefault("autoescape", True)
    made = Environment(  # noqa: S701 - autoescape is set just above, and a test renders a script tag
        loader=ChoiceLoader([given, *_loaders()]),
        extensions=["jinja2.ext.do", "jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    # Added by the i18n extension when it loads.
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.filters.update(phrases.FILTERS)
    made.globals.update(
        url=url,
        static=static,
        icon=icons.icon,
        shape=icons.shape,
        sprite=icons.sprite,
        control_for=control_for,
        error_list=error_list,
        title_prefix=title_prefix,
        page_language=languages.page_language,
        script_words=script_words,
        # A visitor's frame, until the request's own comes from a context processor. An error page
        # that renders without a request has this one.
        frame=VISITOR,
    )
    return made


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


@pass_context
def title_prefix(context: Context) -> str:
    """ "Error: " before the page's title when one of its forms came back with errors.

    A screen reader reads the title first, so the person knows before anything else.
    """
    page = context.get("page")
    forms = [context.get("form"), getattr(page, "form", None), *(getattr(page, "forms", None) or ())]
    return (
        gettext("Error: ") if any(getattr(form, "is_bound", False) and form.errors for form in forms) else ""
    )


def _loaders() -> list[BaseLoader]:
    # Only our own apps: other packages' templates are in Django's language and have its engine.
    own = [f"{app.path}/templates" for app in apps.get_app_configs() if app.name.startswith("handrail.")]
    return [
        FileSystemLoader(own),
        PackageLoader("django.forms", "jinja2"),
        PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    ]
