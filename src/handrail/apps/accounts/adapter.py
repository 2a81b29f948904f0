"""How Handrail uses allauth: nobody signs themselves up, everybody is invited."""

from __future__ import annotations

from typing import Final

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_noop


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from schools and invitations, never from an open form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False


ITS_WORDS: Final = (
    gettext_noop("Email"),
    gettext_noop("Password"),
    gettext_noop("Password (again)"),
    gettext_noop("New Password"),
    gettext_noop("New Password (again)"),
    gettext_noop("Current Password"),
    gettext_noop("Forgot your password?"),
    gettext_noop("This account is currently inactive."),
    gettext_noop("The email address and/or password you specified are not correct."),
    gettext_noop("Please type your current password."),
    gettext_noop("Incorrect password."),
    gettext_noop("The password reset token was invalid."),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("Be patient, you are sending too many requests."),
    gettext_noop("You must type the same password each time."),
)
"""allauth's own words on the pages that we show: it has no catalogue in Gaelic or in Welsh, so ours has them."""
