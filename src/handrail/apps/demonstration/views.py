from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe, require_POST

from handrail.apps.accounts.middleware import Request
from handrail.apps.demonstration import pages, queries


@require_safe
def cast(request: Request) -> HttpResponse:
    """Everybody whom a visitor of the demonstration may be."""
    page = pages.cast_page(queries.cast(), queries.people_of_cast())
    return render(request, "demonstration/cast.html", {"page": page})


@never_cache
@require_POST
def sign_in(request: Request) -> HttpResponse:
    """Be somebody of the cast, without a password. Nobody else can be signed in as here."""
    person = queries.people_of_cast().get(request.POST.get("email", ""))
    if person is None or not settings.DEMONSTRATION:
        raise Http404
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("home:today")
