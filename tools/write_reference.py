"""Write the pages of docs/reference that say what the code says: `make docs`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from tools import compare_measures, reading_age, translations

from handrail.apps.exchange import reference as exchange_reference
from handrail.apps.letters import reference as letters_reference
from handrail.config import cli, environment
from handrail.core.checks import Severity
from handrail.core.duties import DetailKind, EventKind
from handrail.core.goals import CHECKS, QUESTIONS
from handrail.law import reference as law_reference
from handrail.law.lawbook import lawbook
from handrail.measures import reference as measures_reference

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "docs" / "reference"


def pages() -> dict[str, str]:
    """Each page of the reference under its path below docs/reference."""
    written = {
        "commands.md": commands_page(),
        "settings.md": settings_page(),
        "events.md": events_page(),
        "facts.md": facts_page(),
        "measures.md": measures_reference.page(),
        "measures-compared.md": compare_measures.page(),
        "goals.md": goals_page(),
        "letters.md": letters_reference.page(),
        "reading-age.md": reading_age.page(),
        "signals.md": signals_page(),
        "plan-schema.md": exchange_reference.page(),
        "translations.md": translations.page(),
    }
    return written | {f"law/{name}": text for name, text in law_reference.pages(lawbook()).items()}


def signals_page() -> str:
    """Every signal of the catalogue, the published samples, and what each format tells."""
    from handrail.signals import reference as signals_reference

    return signals_reference.page()


def commands_page() -> str:
    """Each command with its help, as a terminal of 100 columns shows it."""
    os.environ["COLUMNS"] = "100"
    return _page("Commands", "Written by `make docs` from the commands themselves.", *_told(cli.parser(), 2))


def _told(parser: argparse.ArgumentParser, depth: int) -> Iterator[str]:
    """The help of every command below this one, and of those below them."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                below = action.choices[choice.dest]
                yield f"{'#' * depth} {below.prog}\n\n```\n{below.format_help()}```"
                yield from _told(below, depth + 1)


class _Listening(dict[str, str]):
    """An environment without any variable, which notes the ones that are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        self.asked.append(name)
        return default


MEANINGS: Final[Mapping[str, tuple[str, str]]] = {
    "DATABASE_URL": (
        "our own PostgreSQL",
        "The database under the login that serves pages and does jobs. It owns nothing.",
    ),
    "DATABASE_OWNER_URL": (
        "our own PostgreSQL",
        "The same database under the login that owns the tables. For migrating, checking and backups only: "
        "no process that serves pages needs it.",
    ),
    "HANDRAIL_SECRET_KEY": (
        "made once, kept in `secret-key` in `HANDRAIL_VAR`",
        "Signs sessions. All processes of an installation need the same one.",
    ),
    "HANDRAIL_PUBLIC_URL": (
        "`http://` with the host and the port",
        "The address people type. With `https://`, cookies are sent over TLS only, plain requests are redirected, "
        "browsers are told to remember that for a year, and `X-Forwarded-Proto` of the proxy in front is believed.",
    ),
    "HANDRAIL_ALLOWED_HOSTS": (
        "localhost and the host of `HANDRAIL_PUBLIC_URL`",
        "Host names to answer to, with commas between.",
    ),
    "HANDRAIL_HOST": ("`127.0.0.1`", "The network address to listen on. `0.0.0.0` listens to every network."),
    "PORT": ("`8000`", "The port to listen on."),
    "HANDRAIL_WORKERS": ("`2`", "Processes that serve pages."),
    "HANDRAIL_THREADS": ("`4`", "Requests that one such process answers at a time."),
    "HANDRAIL_VAR": (
        "`var` in a checkout; else `/var/lib/handrail` for root, `~/Library/Application Support/Handrail` on macOS, "
        "`~/.local/share/handrail` elsewhere",
        "Where this installation keeps its data: our own PostgreSQL, the key, the gathered static files.",
    ),
    "HANDRAIL_SCANNER": (
        "nothing is scanned, and pages say so",
        "What looks at files for viruses: `clamd:/path/to/its/socket`, `clamd:host:port`, or `command:` and a command"
        " that reads a file from its input and ends with 0 for clean and 1 for found. A file waits for its scan, and"
        " nobody can open it before.",
    ),
    "HANDRAIL_DEMONSTRATION": (
        "`0`",
        "`1` shows the invented schools, lets anybody be anybody of their cast, marks every plan as invented, and "
        "sends no mail. Never set it where real records are.",
    ),
    "HANDRAIL_DEBUG": (
        "`0`",
        "`1` shows the insides of a fault to whoever meets it. Never set it where real records are.",
    ),
}


def settings_page() -> str:
    """Every environment variable that `environment.read` asks for."""
    listening = _Listening()
    environment.read(listening)
    asked = dict.fromkeys(name for name in listening.asked if name != "XDG_DATA_HOME")
    if unknown := asked.keys() ^ MEANINGS.keys():
        raise SystemExit(
            f"Say in tools/write_reference.py what these variables mean, or take them out: {unknown}"
        )
    rows = [(f"`{name}`", meaning, default) for name, (default, meaning) in MEANINGS.items()]
    return _page(
        "Settings",
        "Written by `make docs`. An installation is set up by environment variables, read once at the start; a value "
        "that cannot be used stops the command with a sentence.",
        _table(("Variable", "What it does", "Without it"), rows),
    )


def events_page() -> str:
    """Every kind of event that a case can hold."""
    book = lawbook()
    used = {
        kind.key: [one.short_name for one in book.plan_types() if kind in book.event_kinds_for(one.key)]
        for kind in book.event_kinds.values()
    }
    told = [kind for kind in book.event_kinds.values() if not kind.deemed]
    deemed = [kind for kind in book.event_kinds.values() if kind.deemed]
    return _page(
        "Kinds of event",
        "Written by `make docs` from `src/handrail/law/data`. What can happen in a case. An event starts, ends or "
        "excuses duties; [the law that Handrail knows](law/README.md) says which.",
        "## Reported by somebody",
        _table(
            ("Event", "What happened", "Reported by", "What it says beside its day", "Counts for"),
            [
                (
                    f"`{kind.key}`",
                    kind.says,
                    str(kind.reported_by),
                    "<br>".join(_details(kind)),
                    ", ".join(used[kind.key]),
                )
                for kind in told
            ],
        ),
        "## Taken by the law to have happened",
        "Nobody reports these. They follow from a day that has passed.",
        _table(("Event", "What happened"), [(f"`{kind.key}`", kind.says) for kind in deemed]),
    )


def _details(kind: EventKind) -> Iterator[str]:
    for one in kind.details:
        values = f": {', '.join(one.choices.values())}" if one.kind is DetailKind.CHOICE else ""
        yield f"{one.says.rstrip('.')}{values}{'' if one.needed else ' (optional)'}"


def facts_page() -> str:
    """Every kind of fact in the record, as people read it."""
    from handrail.apps.home.sentences import SENTENCES

    return _page(
        "Kinds of fact",
        "Written by `make docs` from `src/handrail/apps/home/sentences.py`. What the record about a pupil can say. "
        "Who, on which day, and when it was written down stand beside the sentence; `{…}` is filled in from the fact.",
        _table(("Kind", "Sentence"), [(f"`{kind}`", says) for kind, says in SENTENCES.items()]),
    )


def goals_page() -> str:
    """Every check of a goal while it is written."""
    heads = ("Check", "Why", "Better")

    def rows(severity: Severity) -> list[tuple[str, ...]]:
        return [(one.name, one.why, one.better) for one in CHECKS.values() if one.severity is severity]

    return _page(
        "Checks of a goal",
        "Written by `make docs` from `src/handrail/core/goals.py`. No check gives a mark, and none decides whether a "
        "goal is worth reaching.",
        "## What keeps a goal from being ready",
        _table(heads, rows(Severity.ERROR)),
        "## What is asked while it is written",
        _table(heads, rows(Severity.WARNING)),
        "## What only people can answer",
        "\n".join(f"- {question}" for question in QUESTIONS),
    )


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((f"# {title}", *parts)) + "\n"


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)


def set_up() -> None:
    """Django's settings, for the modules that name models; no database is asked."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.config.settings")
    django.setup()


if __name__ == "__main__":
    set_up()
    for name, text in pages().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"Wrote {path.relative_to(ROOT)}")
