"""In which language a page speaks. A page speaks another one only when all of its own words can."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from handrail.apps.accounts.actor import Actor
from handrail.law.lawbook import lawbook
from handrail.ui.languages import INTERFACE

TRANSLATED: Final = frozenset(
    {
        "family:plan",
        "family:answers",
        "family:draft",
        "family:comment",
        "account_inactive",
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "invitations:accept",
    }
)
"""Names of the pages whose own words are in the catalogues (`handrail/locale`). A test finds a word that is not."""

FOR_FAMILIES: Final = frozenset(
    {
        "account_change_password",
        "account_logout",
        "account_reauthenticate",
        "account_set_password",
        "cases:case",
        "consents:answer",
        "consents:assessments",
        "consents:consent",
        "consents:consents",
        "documents:copies",
        "easy_read:easy_read",
        "home:caseload",
        "home:due",
        "home:pupil",
        "home:record",
        "home:today",
        "invitations:welcome",
        "plans:attach",
        "plans:contribute",
        "plans:version",
        "plans:views",
        "pupils:speak",
        "versions:compare",
        "versions:compare_shared",
        "versions:copies",
        "versions:shared",
        "versions:steps",
        "voice:add_file",
        "voice:begin",
        "voice:begin_goals",
        "voice:caption",
        "voice:goals",
        "voice:pick",
        "voice:profile",
        "voice:question",
        "voice:remove_file",
        "voice:share",
        "voice:take_out",
        "voice:voice",
    }
)
"""Pages that are translated as families, pupils and visitors meet them, and in English for staff."""


class Speaks:
    """Gives each request its language, once it is known which page is asked for and by whom.

    What somebody chose at the foot of a page comes first, then what they chose on another device, then what their
    browser asks for. Every page that is not in the lists above speaks English, that of the place where its reader
    works, and says so in its `lang`: half a page in another language would be read aloud wrongly from end to end.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if can_speak(request):
            response.headers.setdefault("Content-Language", translation.get_language() or "en-gb")
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        # The next request of this thread begins in the language of the house.
        translation.activate("en-gb")
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],  # noqa: ARG002
        args: tuple[Any, ...],  # noqa: ARG002
        kwargs: dict[str, Any],  # noqa: ARG002
    ) -> None:
        actor: Actor | None = getattr(request, "actor", None)
        translation.activate(language_of(request) if can_speak(request) else _english_of(actor) or "en-gb")


def can_speak(request: HttpRequest) -> bool:
    """Whether the page that is asked for has all its words in every language."""
    match = request.resolver_match
    if match is None:
        return False
    if match.view_name in TRANSLATED:
        return True
    # A page about a fault may be made before anybody knows who is asking.
    actor: Actor | None = getattr(request, "actor", None)
    return match.view_name in FOR_FAMILIES and actor is not None and not actor.memberships


def language_of(request: HttpRequest) -> str:
    """The language, by Django's code, in which somebody wants to read."""
    asked = request.COOKIES.get("django_language", "")
    if asked in INTERFACE:
        return asked
    kept = str(getattr(request.user, "language", "")).lower()
    # What every account begins with is no choice yet.
    if kept in INTERFACE and kept != "en-gb":
        return kept
    found = translation.get_language_from_request(request)
    if found.startswith("en"):
        # Browsers ask for American English wherever they are sold: the place's English is what people there read.
        return _english_of(getattr(request, "actor", None)) or found
    return found if found in INTERFACE else "en-gb"


def _english_of(actor: Actor | None) -> str:
    """The English of the place where somebody works, or their child goes to school; empty where nobody is known."""
    if actor is None:
        return ""
    where = [one.jurisdiction for one in actor.memberships] or [one.jurisdiction for one in actor.places]
    book = lawbook()
    # A school may be in a place whose law Handrail does not know: its pages speak British English, and work.
    return book.language_of(where[0]).lower() if where and where[0] in book.jurisdictions else ""
