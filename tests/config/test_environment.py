"""What the environment may say, and how it is told that it may not."""

from __future__ import annotations

import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from handrail.config import environment
from handrail.config.environment import ConfigurationError


def test_nothing_set_is_a_complete_environment() -> None:
    env = environment.read({})

    assert (env.database_url, env.owner_url, env.secret_key) == (None, None, None)
    assert (env.demonstration, env.debug) == (False, False)
    assert (env.host, env.port, env.workers, env.threads) == ("127.0.0.1", 8000, 2, 4)
    assert env.public_url == "http://127.0.0.1:8000"
    assert env.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")


def test_a_checkout_keeps_its_data_beside_itself() -> None:
    assert environment.read({}).var == Path(__file__).parents[2] / "var"


def test_the_public_address_is_an_allowed_host() -> None:
    env = environment.read({"HANDRAIL_PUBLIC_URL": "https://plans.example.org/"})

    assert env.public_url == "https://plans.example.org"
    assert "plans.example.org" in env.allowed_hosts


def test_named_hosts_are_the_only_ones() -> None:
    env = environment.read({"HANDRAIL_ALLOWED_HOSTS": "plans.example.org, intranet.example.org"})

    assert env.allowed_hosts == ("plans.example.org", "intranet.example.org")


@pytest.mark.parametrize(
    ("host", "shown"),
    [("0.0.0.0", "http://localhost:8000"), ("::", "http://localhost:8000"), ("::1", "http://[::1]:8000")],  # noqa: S104
)
def test_a_host_is_shown_as_people_reach_it(host: str, shown: str) -> None:
    assert environment.read({"HANDRAIL_HOST": host}).public_url == shown


@pytest.mark.parametrize("word", ["1", "true", "Yes", "ON"])
def test_words_for_yes(word: str) -> None:
    assert environment.read({"HANDRAIL_DEMONSTRATION": word}).demonstration


@pytest.mark.parametrize("word", ["", "0", "false", "No", "off"])
def test_words_for_no(word: str) -> None:
    assert not environment.read({"HANDRAIL_DEMONSTRATION": word}).demonstration


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT is “eighty”. Use a whole number from 1 to 65535."),
        ({"PORT": "0"}, "PORT is “0”. Use a whole number from 1 to 65535."),
        ({"PORT": "\u0668"}, "PORT is “\u0668”. Use a whole number from 1 to 65535."),
        ({"HANDRAIL_DEBUG": "maybe"}, "HANDRAIL_DEBUG is “maybe”. Use 1 or 0."),
        ({"HANDRAIL_WORKERS": "0"}, "HANDRAIL_WORKERS is “0”. Use a whole number from 1 to 256."),
        (
            {"HANDRAIL_PUBLIC_URL": "plans.example.org"},
            "HANDRAIL_PUBLIC_URL is “plans.example.org”. Use a whole address, such as https://plans.example.org.",
        ),
        (
            {"DATABASE_OWNER_URL": "postgresql://owner@db/handrail"},
            "DATABASE_OWNER_URL is set but DATABASE_URL is not.",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_cannot_be_used_is_told_in_a_sentence(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(ConfigurationError) as told:
        environment.read(given)

    assert str(told.value).startswith(sentence)


def test_a_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    env = replace(environment.read({}), var=tmp_path / "var")
    keys: list[str] = []
    together = [threading.Thread(target=lambda: keys.append(environment.secret_key(env))) for _ in range(8)]
    for one in together:
        one.start()
    for one in together:
        one.join()

    assert set(keys) == {environment.secret_key(env)}
    assert len(keys[0]) > 50
    assert stat.S_IMODE((env.var / "secret-key").stat().st_mode) == 0o600
    assert [file.name for file in env.var.iterdir()] == ["secret-key"]


def test_a_given_secret_key_is_not_written_down(tmp_path: Path) -> None:
    env = replace(environment.read({"HANDRAIL_SECRET_KEY": "given"}), var=tmp_path)

    assert environment.secret_key(env) == "given"
    assert list(tmp_path.iterdir()) == []
