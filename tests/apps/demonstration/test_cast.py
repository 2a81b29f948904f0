from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.apps.demonstration.conftest import environment

if TYPE_CHECKING:
    from tests.apps.demonstration.conftest import Demonstration

SIGN_IN_AS_EVERYBODY = """
import json
from django.test import Client
from handrail.apps.demonstration.queries import cast
from handrail.apps.accounts.models import Person

page = Client().get("/demonstration/").content.decode()
seen = {}
for group in cast():
    for part in group.parts:
        browser = Client(enforce_csrf_checks=True)
        browser.get("/demonstration/")
        token = browser.cookies["csrftoken"].value
        sent = {"email": part.email, "csrfmiddlewaretoken": token}
        answer = browser.post("/demonstration/sign-in/", sent, follow=True)
        name = Person.objects.get(email=part.email).name
        seen[part.email] = [answer.status_code, name in answer.content.decode(), name in page]
print(json.dumps(seen))
"""


def test_everybody_of_the_cast_is_listed_and_signs_in_with_one_click(demonstration: Demonstration) -> None:
    seen = demonstration.tell(SIGN_IN_AS_EVERYBODY)
    assert len(seen) >= 13
    assert {email: result for email, result in seen.items() if result != [200, True, True]} == {}


REFUSED = """
import json
from django.test import Client

browser, strict = Client(), Client(enforce_csrf_checks=True)
print(json.dumps({
    "by address": browser.get("/demonstration/sign-in/?email=kasia@nowak.example").status_code,
    "not of the cast": browser.post(
        "/demonstration/sign-in/", {"email": "ewan.thorburn@selkiemuir.example"}
    ).status_code,
    "nobody": browser.post("/demonstration/sign-in/").status_code,
    "without the token": strict.post("/demonstration/sign-in/", {"email": "kasia@nowak.example"}).status_code,
}))
"""


def test_the_door_opens_only_to_the_cast_and_only_by_its_form(demonstration: Demonstration) -> None:
    assert demonstration.tell(REFUSED) == {
        "by address": 405,
        "not of the cast": 404,
        "nobody": 404,
        "without the token": 403,
    }


THE_ORDINARY_WAY = """
import json
from django.test import Client
from handrail.apps.demonstration.actions import PASSWORD

answer = Client().post("/account/sign-in/", {"login": "morag.dunbar-li@kelpiewater.example", "password": PASSWORD})
print(json.dumps([answer.status_code, answer.headers.get("Location")]))
"""


def test_the_ordinary_way_in_works_too(demonstration: Demonstration) -> None:
    script = THE_ORDINARY_WAY.replace(
        "from django.test",
        "from django.test.utils import override_settings\n"
        'override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher",'
        ' "django.contrib.auth.hashers.MD5PasswordHasher"]).enable()\nfrom django.test',
    )
    assert demonstration.tell(script) == [302, "/"]


THE_PAGES = r"""
import json
import re
from django.test import Client
from handrail.apps.demonstration.queries import cast

found = {}
for group in cast():
    for part in group.parts:
        browser = Client()
        browser.post("/demonstration/sign-in/", {"email": part.email})
        home = browser.get("/")
        addresses = set(re.findall(r'href="(/(?:pupils|plans|due)/[^"#]*)"', home.content.decode()))
        for address in sorted(addresses)[:6]:
            status = browser.get(address, follow=True).status_code
            if status != 200:
                found[f"{part.email} {address}"] = status
print(json.dumps(found))
"""


def test_no_page_that_the_cast_are_shown_refuses_them(demonstration: Demonstration) -> None:
    assert demonstration.tell(THE_PAGES) == {}


def test_outside_demonstration_mode_there_is_no_door_and_no_command(demonstration: Demonstration) -> None:
    outside = environment(demonstration.addresses.app, demonstration=False)
    script = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "print([Client().get('/demonstration/').status_code,"
        " Client().post('/demonstration/sign-in/', {'email': 'kasia@nowak.example'}).status_code])"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], env=outside, capture_output=True, text=True, check=False
    )
    assert told.stdout.strip() == "[404, 404]", told.stderr
    command = subprocess.run(
        [sys.executable, "-m", "django", "load_demonstration"],
        env=outside,
        capture_output=True,
        text=True,
        check=False,
    )
    assert command.returncode != 0
    assert "Unknown command" in command.stderr
