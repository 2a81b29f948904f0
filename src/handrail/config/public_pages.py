"""Which pages a visitor may open. Every other page asks to sign in first, whatever its view does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

PUBLIC: Final = frozenset(
    {
        "home:today",
        "invitations:accept",
        "account_language",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "exchange:schema",
    }
)
"""Names of the pages open to everybody. /healthz and static files are answered before names are looked up."""

PUBLIC_FAMILIES: Final = frozenset({"guide", "ui", "demonstration"})
"""Pages about nobody: the law and the guide, the gallery, and in demonstration mode the invented cast's way in."""


class SignInFirst:
    """Sends a visitor to the sign-in page, and back to where they were going.

    The list above is the only way past it. A page added tomorrow is closed until its name stands there, so
    that forgetting is harmless.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],  # noqa: ARG002
        args: tuple[Any, ...],  # noqa: ARG002
        kwargs: dict[str, Any],  # noqa: ARG002
    ) -> HttpResponse | None:
        if request.user.is_authenticated or _is_public(request):
            return None
        return redirect_to_login(_way_back(request))


def _is_public(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and (
        match.view_name in PUBLIC or bool(PUBLIC_FAMILIES.intersection(match.namespaces[:1]))
    )


def _way_back(request: HttpRequest) -> str:
    """Where to go after signing in: for a form that was sent, the page it stood on."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    before = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(before)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
