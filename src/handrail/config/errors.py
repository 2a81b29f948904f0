"""What a person reads when something cannot be done."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Final, cast

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import engines
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.config.health import DATABASE_GONE

log = logging.getLogger(__name__)


class Refusals:
    """Turns a refusal of a policy or an action into a page with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The view's savepoint is undone before this is asked, so a refused act has changed nothing."""
        if not isinstance(exception, NotAllowed | NotPossible):
            return None
        if isinstance(exception, NotAllowed):
            cast("Request", request).refused = exception  # recorded when this transaction has ended
        if request.headers.get("X-Handrail-Autosave") == "1":
            # A script asks: it tells the sentence beside the words, which stay in the form.
            return JsonResponse({"state": "refused", "says": str(exception)}, status=422)
        if isinstance(exception, NotAllowed):
            return render(request, "403.html", {"exception": str(exception)}, status=403)
        return render(request, "409.html", {"exception": str(exception)}, status=409)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "403.html", status=403)


GONE: Final = gettext_noop(
    "You cannot open this any more, so nothing was saved. Your words are still in this page: copy them, and ask the"
    " school whether they still need them."
)
"""What a script is told to say. It says no more than the page does: not whether there is such a pupil."""

LONG_ENOUGH: Final = 20
"""Characters from which on what somebody sent is words that they would miss."""


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Nobody loses words to it: a form sent to a page that is closed meanwhile is given back to be copied."""
    if request.headers.get("X-Handrail-Autosave") == "1":
        return JsonResponse({"state": "refused", "says": _(GONE)}, status=404)
    typed = [
        value
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and len(value.strip()) >= LONG_ENOUGH
    ]
    return render(request, "404.html", {"typed": typed}, status=404)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Without context: whatever broke may be what the context needs.

    While the database is away the page says so. Nothing is half written then, as no transaction commits, and
    what somebody typed is still in their form.
    """
    cause = sys.exception()
    if isinstance(cause, DATABASE_GONE):
        log.error("The database does not answer: %s", cause)
        page = engines["jinja2"].get_template("503.html").render({})
        return HttpResponse(page, status=503, headers={"Retry-After": "10"})
    return HttpResponse(engines["jinja2"].get_template("500.html").render({}), status=500)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The form's token does not fit: the page was open while somebody signed out or in again."""
    return render(request, "403_csrf.html", status=403)
