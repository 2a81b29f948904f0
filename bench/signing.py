"""Gives people a session, as signing in does, without the password's deliberate slowness.

Reads the ids of people as JSON, prints id and session key as JSON: python -m bench.within bench.signing
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from handrail.apps.accounts.models import Person


def sign_in(people: list[int]) -> dict[int, str]:
    """A session for each person; the key is not guessable, as nothing of the measurement should be odd."""
    store = SessionStore()
    until = timezone.now() + timedelta(days=1)
    rows = []
    for person in Person.objects.filter(pk__in=people):
        known = {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
        key = store._get_new_session_key()  # type: ignore[attr-defined]
        rows.append(
            (person.pk, Session(session_key=key, session_data=store.encode(known), expire_date=until))
        )
    Session.objects.bulk_create([session for _, session in rows])
    return {person: session.session_key for person, session in rows}


print(json.dumps(sign_in(json.load(sys.stdin))))
