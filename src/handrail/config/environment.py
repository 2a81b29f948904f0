"""The environment variables Handrail listens to, read once into one frozen object."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

YES: Final = frozenset({"1", "true", "yes", "on"})
NO: Final = frozenset({"", "0", "false", "no", "off"})
LOCAL_HOSTS: Final = ("localhost", "127.0.0.1", "[::1]")


class ConfigurationError(Exception):
    """A variable holds something Handrail cannot work with; the message says which, and what it expects."""


@dataclass(frozen=True, slots=True)
class Environment:
    """What the person who runs this installation has decided.

    The application's login serves pages and jobs and owns nothing; the owner migrates and makes backups, and
    a process that only serves need not know it. With neither address, Handrail runs its own server.
    """

    database_url: str | None
    owner_url: str | None
    secret_key: str | None
    demonstration: bool
    debug: bool
    host: str
    port: int
    workers: int
    threads: int
    allowed_hosts: tuple[str, ...]
    public_url: str
    var: Path
    scanner: str = ""


def read(environ: Mapping[str, str] | None = None) -> Environment:
    """Read the environment, or raise a fault that names the variable."""
    given = os.environ if environ is None else environ
    database_url = given.get("DATABASE_URL") or None
    owner_url = given.get("DATABASE_OWNER_URL") or None
    if owner_url is not None and database_url is None:
        raise ConfigurationError(
            "DATABASE_OWNER_URL is set but DATABASE_URL is not. Set DATABASE_URL too, to the login that "
            "serves pages; with neither, Handrail starts its own PostgreSQL."
        )
    host = given.get("HANDRAIL_HOST") or "127.0.0.1"
    port = _number(given, "PORT", default=8000, smallest=1, largest=65535)
    public_url = (given.get("HANDRAIL_PUBLIC_URL") or f"http://{_shown(host)}:{port}").rstrip("/")
    return Environment(
        database_url=database_url,
        owner_url=owner_url,
        secret_key=given.get("HANDRAIL_SECRET_KEY") or None,
        demonstration=_switch(given, "HANDRAIL_DEMONSTRATION"),
        debug=_switch(given, "HANDRAIL_DEBUG"),
        host=host,
        port=port,
        workers=_number(given, "HANDRAIL_WORKERS", default=2, smallest=1, largest=256),
        threads=_number(given, "HANDRAIL_THREADS", default=4, smallest=1, largest=256),
        allowed_hosts=_allowed_hosts(given, public_url),
        public_url=public_url,
        var=Path(given["HANDRAIL_VAR"]).expanduser().absolute()
        if given.get("HANDRAIL_VAR")
        else _home(given),
        scanner=_scanner(given),
    )


def secret_key(environment: Environment) -> str:
    """The key that signs sessions: as given, or made once and kept where only this user may read it."""
    if environment.secret_key is not None:
        return environment.secret_key
    file = environment.var / "secret-key"
    if file.exists():
        return file.read_text().strip()
    file.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and linked into place, so that of two processes starting at once one wins and neither
    # reads a half-written key.
    descriptor, draft = tempfile.mkstemp(dir=environment.var, prefix="secret-key.")
    with os.fdopen(descriptor, "w") as writing:
        writing.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
    return file.read_text().strip()


def _switch(given: Mapping[str, str], name: str) -> bool:
    word = given.get(name, "").strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise ConfigurationError(f"{name} is “{word}”. Use 1 or 0.")


def _scanner(given: Mapping[str, str]) -> str:
    word = given.get("HANDRAIL_SCANNER", "").strip()
    kind, _, where = word.partition(":")
    host, _, port = where.rpartition(":")
    if (
        not word
        or (kind == "command" and where.strip())
        or (kind == "clamd" and (where.startswith("/") or (host and port.isdigit())))
    ):
        return word
    raise ConfigurationError(
        f"HANDRAIL_SCANNER is “{word}”. Use clamd:/path/to/its/socket, clamd:host:port, or command: and a command"
        " that reads a file from its input and ends with 0 for clean, 1 for found."
    )


def _number(given: Mapping[str, str], name: str, *, default: int, smallest: int, largest: int) -> int:
    word = given.get(name, "").strip()
    if not word:
        return default
    if not word.isascii() or not word.isdigit() or not smallest <= int(word) <= largest:
        raise ConfigurationError(f"{name} is “{word}”. Use a whole number from {smallest} to {largest}.")
    return int(word)


def _allowed_hosts(given: Mapping[str, str], public_url: str) -> tuple[str, ...]:
    named = tuple(name.strip() for name in given.get("HANDRAIL_ALLOWED_HOSTS", "").split(",") if name.strip())
    if named:
        return named
    address = urlsplit(public_url)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise ConfigurationError(
            f"HANDRAIL_PUBLIC_URL is “{public_url}”. Use a whole address, such as https://plans.example.org."
        )
    return tuple(dict.fromkeys((*LOCAL_HOSTS, address.hostname)))


def _shown(host: str) -> str:
    """A server that listens everywhere is still reached by name from its own machine."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _home(given: Mapping[str, str]) -> Path:
    """Where this installation keeps its data: beside the checkout, else where the system keeps such data."""
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").is_file() and (checkout / "src" / "handrail").is_dir():
        return checkout / "var"
    # root's own folder is closed to the user that PostgreSQL runs as.
    if os.geteuid() == 0:
        return Path("/var/lib/handrail")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Handrail"
    return Path(given.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "handrail"
