"""What scripts say on pages, in the language of the page.

A script names its words in British English, `say("Saved at %(time)s", { time })`. A page in another language carries
them as data, `<script type="application/json" id="script-words">`, which no browser runs. A test holds this list
against what the scripts say.
"""

from __future__ import annotations

import json
from typing import Final

from django.utils.translation import get_language, gettext, gettext_noop
from markupsafe import Markup

from handrail.ui.languages import SOURCE

WORDS: Final = (
    gettext_noop("Not saved yet"),
    gettext_noop("Not saved yet, kept on this device"),
    gettext_noop("Not saved yet. Keep this page open"),
    gettext_noop("Not saved yet. Something in the form needs another look; your words are kept."),
    gettext_noop("Saved"),
    gettext_noop("Saved at %(time)s"),
    gettext_noop("Saved at %(time)s, together with what somebody else wrote"),
    gettext_noop("Somebody else wrote here too. Both are kept."),
    gettext_noop("Choose the words"),
    gettext_noop("What somebody else wrote here is in the text now"),
    gettext_noop("This plan has been issued. What you type here now cannot be saved in it."),
    gettext_noop("You were signed out. Your words are here."),
    gettext_noop("Sign in to go on"),
    gettext_noop("Words kept on this device"),
    gettext_noop("You wrote this here before, and it was not saved."),
    gettext_noop("Put these words back"),
    gettext_noop("Leave them out"),
    gettext_noop("Words that are not saved"),
    gettext_noop(
        "What you wrote on this device is not saved yet. Signing out takes it off this device. "
        "To save it, open the page:"
    ),
    gettext_noop("The page where you wrote it"),
    gettext_noop("%(sent)s of %(all)s MB are sent. Keep this page open."),
    gettext_noop("This file could not be read any more. Choose it again; what is sent already is kept."),
    gettext_noop("The line is broken. It goes on by itself when it is back; what is sent already is kept."),
    gettext_noop(
        "You were signed out. What is sent already is kept: sign in and choose the same file again."
    ),
    gettext_noop("This file could not be sent. Choose it again."),
    gettext_noop("Sent so far"),
    gettext_noop("Copied"),
)


def script_words() -> Markup:
    """The words as data for the page that is being made; nothing where it speaks as the scripts do."""
    if (get_language() or SOURCE).lower() == SOURCE.lower():
        return Markup()
    said = json.dumps({text: gettext(text) for text in WORDS}, ensure_ascii=False)
    # No word may end the element that carries it.
    return Markup('<script type="application/json" id="script-words">{}</script>').format(
        Markup(said.replace("<", "\\u003c"))  # noqa: S704 - JSON of our own catalogues
    )
