"""The surroundings of every page, from who is signed in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.home.policy import is_guest
from handrail.config.languages import can_speak
from handrail.ui.frame import Frame, NavItem
from handrail.ui.languages import INTERFACE


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame`, for the layout."""
    actor: Actor | None = getattr(request, "actor", None)
    spoken: dict[str, Any] = (
        {"languages": _languages(), "here": request.get_full_path()} if can_speak(request) else {}
    )
    demonstration = bool(settings.DEMONSTRATION)
    if actor is None or not actor.is_signed_in:
        return {
            "frame": Frame(
                demonstration=demonstration,
                sign_in_url=_sign_in(),
                nav=_public(request.path),
                foot=_public(""),
                **spoken,
            )
        }
    # What an organisation calls somebody is its own word; what a place in a circle makes them is ours.
    role = actor.role_words if actor.memberships else _(actor.role_words) if actor.role_words else ""
    return {
        "frame": Frame(
            who=actor.name,
            role=role,
            organisation=actor.memberships[0].organisation if actor.memberships else "",
            nav=_nav(actor, request.path),
            demonstration=demonstration,
            sign_out_url=reverse("account_logout"),
            signed_in=True,
            home_url=reverse("home:today"),
            person=str(actor.person_id),
            foot=(*_public(""), NavItem(_("Change your password"), reverse("account_change_password"))),
            **spoken,
        )
    }


def _languages() -> tuple[NavItem, ...]:
    now = get_language()
    return tuple(NavItem(name, code, current=code == now) for code, name in INTERFACE.items())


def _sign_in() -> str:
    return reverse("demonstration:cast") if settings.DEMONSTRATION else reverse("account_login")


def _public(path: str) -> tuple[NavItem, ...]:
    """What everybody may open: the dates, the guide, the law."""
    places = (
        (_("Which plan fits?"), "guide:fit"),
        (_("Work out a date"), "guide:when"),
        (_("Guide for families"), "guide:guide"),
        (_("The law"), "guide:law"),
    )
    return tuple(
        NavItem(label, reverse(name), current=bool(path) and path.startswith(reverse(name)))
        for label, name in places
    )


def _nav(actor: Actor, path: str) -> tuple[NavItem, ...]:
    today, pupils = reverse("home:today"), reverse("home:caseload")
    items = [NavItem(_("Today"), today, current=path == today)]
    if is_guest(actor) and len(actor.places) > 1:
        return tuple(items)  # what is asked of them, about whom, is on the first page
    if actor.reach.schools or len(actor.reach.pupils) > 1:
        inside = path.startswith((pupils, "/plans/", "/due/"))
        items.append(NavItem(_("Pupils"), pupils, current=inside))
    elif actor.places:
        place = actor.places[0]
        url = reverse("home:pupil", args=[place.pupil_id])
        label = _("My page") if place.kind == "pupil" else place.known_as
        items.append(NavItem(label, url, current=path != today))
    return tuple(items)
