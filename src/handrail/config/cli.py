"""The command `handrail`: serve, work, demo, migrate and check an installation."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

import psycopg

from handrail.config import (
    addresses,
    deployment,
    embedded,
    environment,
    gathering,
    grants,
    processes,
    told,
)
from handrail.config.environment import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from handrail.config.addresses import Addresses
    from handrail.config.environment import Environment

APPLICATION: Final = "handrail.config.wsgi:application"
MIGRATING_LOCK: Final = 4_208_016
# A database server that is starting, or coming back, is waited for.
DATABASE_PATIENCE: Final = 30.0
FIRST_PAGE_PATIENCE: Final = 120.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; what a person can put right is told as a sentence, not as a traceback."""
    chosen = parser().parse_args(arguments)
    # Neither signal is let through as it is: what was started must be stopped, and atexit must run.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    command: Callable[[argparse.Namespace, Environment], int] = chosen.command
    try:
        return command(chosen, environment.read())
    except processes.FellOver as fault:
        print(fault, file=sys.stderr)
        return 1
    except (ConfigurationError, embedded.EmbeddedServerError) as fault:
        print(fault, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever reads along has seen enough, as `head` has; nothing more may be written at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """Every command with its help, from which the reference is written too."""
    root = argparse.ArgumentParser(
        prog="handrail", description="Learning support plans that stay alive.", allow_abbrev=False
    )
    commands = root.add_subparsers(required=True, metavar="command")

    def add(
        name: str, command: Callable[[argparse.Namespace, Environment], int], says: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=says, description=says, allow_abbrev=False)
        added.set_defaults(command=command)
        return added

    add("demo", demo, "Try Handrail: invented schools, pupils and plans, ready to sign in to.")
    serving = add(
        "serve", serve,
        "Serve the pages. With our own PostgreSQL also migrate first and do the jobs: all one school needs.",
    )  # fmt: skip
    working = add(
        "work", work, "Do the jobs: reminders, documents, recalculation. As many at once as you like."
    )
    # Run by the others: laid out under lasting names, the static files are served without Django.
    commands.add_parser("gather").set_defaults(command=gather)
    for command in (serving, working):
        command.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)
    migrating = add("migrate", migrate, "Bring the database up to date, as the owner.")
    migrating.add_argument(
        "--demonstration", action="store_true", help="also load the invented schools, once"
    )
    checking = add("check", check, "Check that this installation keeps pupils' records apart and safe.")
    checking.add_argument(
        "what", nargs="?", choices=("deployment", "audit"), default="deployment",
        help="deployment: logins, migrations, row-level security; audit: that no recorded fact was altered",
    )  # fmt: skip
    again = add(
        "recalculate", recalculate,
        "Work out every open case's dates again at once, with a progress bar. It also happens every night.",
    )  # fmt: skip
    again.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many schools at once")
    laws = commands.add_parser(
        "law", help="List, show and check the law that Handrail knows.", allow_abbrev=False
    ).add_subparsers(required=True, metavar="law command")
    for name, run, says in (
        (
            "list",
            law_list,
            "Every plan type: how many duties and worked cases it has, and how sure they are.",
        ),
        ("show", law_show, "One plan type: contents, clocks, reasons, sources and worked cases."),
        ("check", law_check, "Check the law's data: sources to be read again, duties without a worked case."),
    ):
        lawful = laws.add_parser(name, help=says, description=says, allow_abbrev=False)
        lawful.set_defaults(command=run)
        if name == "show":
            lawful.add_argument("plan_type", help="such as gb-eng/ehc")
        if name == "check":
            lawful.add_argument("--as-of", type=told.day, help="the day to check for; today if not given")
    writing = commands.add_parser(
        "signals",
        help="Read, replay and count how a text was written, from its keystrokes.",
        allow_abbrev=False,
    ).add_subparsers(required=True, metavar="signals command")

    def add_signals(name: str, says: str) -> argparse.ArgumentParser:
        added = writing.add_parser(name, help=says, description=says, allow_abbrev=False)
        added.set_defaults(command=signals, signals=name)
        return added

    reading = add_signals("read", "Read one recording, say what its format can tell, and keep it if asked.")
    reading.add_argument(
        "file", metavar="FILE", help="IDFX, CSV, changelog, trace, batches or Parquet; .gz too"
    )
    reading.add_argument("--to", choices=("parquet", "batches"), help="write it anew beside the file")
    reading.add_argument("--content-free", action="store_true", help="without its characters, times to 10 ms")
    computing = add_signals("compute", "Every signal of these recordings, or the reason why there is none.")
    computing.add_argument(
        "files", metavar="FILE", nargs="+", help="recordings in any format that can be read"
    )
    computing.add_argument("--out", required=True, metavar="FILE", help=".csv, .json or .parquet")
    computing.add_argument("--device", help="what these were written on")
    computing.add_argument("--usual-device", help="what the writer usually writes on")
    computing.add_argument("--first-language", choices=("yes", "no"), help="not known if not given")
    computing.add_argument("--support", action="store_true", help="dictation, prediction or the like was on")
    computing.add_argument(
        "--one-writer",
        action="store_true",
        help="these are pieces of one writer, on one device, of one kind of text: also tell fluent intervals from "
        "slower ones over all of them, which takes 3 pieces and 300 intervals of a place",
    )
    computing.add_argument(
        "--earlier",
        metavar="FILE",
        nargs="+",
        default=[],
        help="earlier pieces of the same writer, to lean on instead of on what is usual; 3 at least",
    )
    replaying = add_signals("replay", "The text as it was at a moment, or at its end.")
    replaying.add_argument("file", metavar="FILE", help="a recording in any format that can be read")
    replaying.add_argument("--at", metavar="MOMENT", help="hours:minutes:seconds, such as 00:03:10")
    replaying.add_argument("--session", type=int, default=0, help="which, if the file holds several")
    simulating = add_signals("simulate", "Recordings that nobody wrote, by published tables, labelled so.")
    simulating.add_argument("--sample", default="age-12", help="which published sample; see the reference")
    simulating.add_argument("--sessions", type=int, default=10, help="how many")
    simulating.add_argument("--words", type=int, default=130, help="how many words each")
    simulating.add_argument("--second-language", action="store_true", help="as it moved published writers")
    simulating.add_argument(
        "--device", choices=("keyboard", "touch"), default="keyboard", help="touch is assumed"
    )
    simulating.add_argument("--seed", type=int, default=1, help="the same seed gives the same recordings")
    simulating.add_argument("--out", required=True, metavar="FILE", help=".parquet")
    dates = add(
        "deadlines", show_deadlines, "What is due when, from what happened, and how each date was found."
    )
    dates.add_argument("plan_type", help="such as gb-eng/ehc")
    dates.add_argument(
        "--event", action="append", required=True, type=told.Told.parse, metavar="KIND=DAY[,NAME=VALUE…]",
        help="what happened when, such as request_received=2026-01-08; details and refers_to=KIND after commas",
    )  # fmt: skip
    dates.add_argument(
        "--calendar",
        metavar="FILE",
        help="the school's terms and closures: TOML with one [calendar.NAME] of name, terms, closed and in_service",
    )
    dates.add_argument(
        "--as-of", type=told.day, help="where each date stands on this day; today if not given"
    )
    dates.add_argument(
        "--format", choices=("text", "json"), default="text", help="for people or for programs"
    )
    _add_measures(commands)
    return root


def _add_measures(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "How a goal stands from its checks, with the reason, how sure it is, and what is not known."
    measures = commands.add_parser("measures", help=says, allow_abbrev=False).add_subparsers(
        required=True, metavar="measures command"
    )
    one = measures.add_parser("verdict", help=says, description=says, allow_abbrev=False)
    one.set_defaults(command=measures_verdict)
    one.add_argument(
        "file", metavar="FILE.csv", help="the checks: day,value and, if known, count,out_of,minutes,note"
    )
    one.add_argument(
        "--goal", required=True, type=told.goal, metavar='"TARGET by DAY"', help='such as "72 by 2027-01-25"'
    )
    one.add_argument(
        "--start",
        type=told.start,
        metavar="VALUE=DAY",
        help="the middle of the first three checks if not given",
    )
    one.add_argument("--measure", default="Checks", help="what is measured, such as Reading aloud")
    one.add_argument("--unit", default="points", help="such as words a minute")
    one.add_argument(
        "--kind", default="rate", metavar="KIND",
        choices=(
            "count", "rate", "percent_correct", "fluency", "duration", "latency", "inter_response_time",
            "partial_interval", "whole_interval", "momentary_sample", "task_analysis", "rubric", "attainment", "yes_no",
        ),
        help="how it was recorded: %(choices)s",
    )  # fmt: skip
    one.add_argument(
        "--better", default="increase", choices=("increase", "decrease", "maintain"),
        help="whether more or less is better, or the level is to be kept",
    )  # fmt: skip
    one.add_argument(
        "--pause",
        action="append",
        default=[],
        type=told.pause,
        metavar="DAY/DAY",
        help="days without teaching",
    )
    one.add_argument(
        "--phase",
        action="append",
        default=[],
        type=told.change,
        metavar="DAY=WHAT",
        help="teaching changed on this day",
    )
    one.add_argument(
        "--confidence", default=0.8, type=told.share, help="how sure an interval is to be; 0.8 if not given"
    )
    one.add_argument(
        "--rule", default="slope_interval", choices=("slope_interval", "level_and_trend", "three_points", "four_points",
        "three_below_six_above", "four_of_six", "median_of_three", "trend"), help="which rule decides",
    )  # fmt: skip
    one.add_argument("--as-of", type=told.day, help="how it stands on this day; today if not given")
    one.add_argument("--pupil", default="The pupil", help="the name for the family's sentences")
    one.add_argument("--chart", metavar="FILE.svg", help="also draw the goal into this file")
    one.add_argument("--audience", choices=("team", "family"), default="team", help="for whom the chart is")
    one.add_argument("--width", choices=("wide", "narrow"), default="wide", help="for a page or for a phone")
    one.add_argument("--format", choices=("text", "json"), default="text", help="for people or for programs")


def measures_verdict(chosen: argparse.Namespace, _: Environment) -> int:
    # Only who asks for it waits for numpy, scipy and the charts.
    from handrail.config import measures_commands

    return measures_commands.show_verdict(chosen, today=_today())


def recalculate(chosen: argparse.Namespace, env: Environment) -> int:
    with _database(env, needs_owner=False) as found:
        _log_in(found.app)
        _manage("calculate_deadlines", "--processes", str(max(1, chosen.processes)))
    return 0


def law_list(_: argparse.Namespace, __: Environment) -> int:
    from handrail.config import law_commands

    return law_commands.list_plan_types()


def law_show(chosen: argparse.Namespace, _: Environment) -> int:
    from handrail.config import law_commands

    return law_commands.show(chosen.plan_type)


def law_check(chosen: argparse.Namespace, _: Environment) -> int:
    from handrail.config import law_commands

    return law_commands.check(as_of=chosen.as_of or _today())


def signals(chosen: argparse.Namespace, _: Environment) -> int:
    # Only here: the kernel's compiler has no place in a process that serves pages.
    from handrail.config import signals_commands

    return signals_commands.run(chosen)


def show_deadlines(chosen: argparse.Namespace, _: Environment) -> int:
    from handrail.config import law_commands

    return law_commands.show_deadlines(chosen, today=_today())


def _today() -> date:
    return datetime.now().astimezone().date()


def demo(_: argparse.Namespace, env: Environment) -> int:
    env = replace(env, demonstration=True)
    os.environ["HANDRAIL_DEMONSTRATION"] = "1"
    return _serve_with_worker(env, "migrate", "--demonstration")


def serve(chosen: argparse.Namespace, env: Environment) -> int:
    if env.database_url is None:
        return _serve_with_worker(env, "migrate")
    _refuse_a_taken_port(env)
    _check_app(env.database_url)
    if not gathering.is_current(env):
        # In a process of its own, so that the server's own stays small.
        subprocess.run([sys.executable, "-m", "handrail", "gather"], check=True)
    if chosen.supervised:
        processes.stop_with_parent()
    _serve(env)
    return 0


def gather(_: argparse.Namespace, env: Environment) -> int:
    with gathering.alone(env):
        _manage("collectstatic", "--no-input", "--verbosity", "0")
    return 0


def work(chosen: argparse.Namespace, env: Environment) -> int:
    with _database(env, needs_owner=False) as found:
        _log_in(found.app)
        if chosen.supervised:
            processes.stop_with_parent()
        _set_up_django()
        from procrastinate.contrib.django import app
        from procrastinate.contrib.django.django_connector import DjangoConnector

        from handrail.config import jobs

        assert isinstance(app.connector, DjangoConnector)
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(
                shutdown_graceful_timeout=processes.PATIENCE / 2,
                update_heartbeat_interval=jobs.HEARTBEAT,
                stalled_worker_timeout=jobs.PRESUMED_DEAD,
            )
    return 0


def migrate(chosen: argparse.Namespace, env: Environment) -> int:
    with _database(env) as found:
        if faults := addresses.faults(found):
            return _tell(faults)
        with psycopg.connect(found.owner, autocommit=True) as owner:
            # Of several machines that start a new version at once, one migrates and the others wait for it.
            owner.execute("select pg_advisory_lock(%s)", [MIGRATING_LOCK])
            for statement in grants.defaults_for(found.app_login):
                owner.execute(statement)
            _log_in(found.owner)
            _manage("migrate", "--no-input", "--verbosity", "0")
            if chosen.demonstration:
                _manage("load_demonstration")
    if not chosen.demonstration:
        print("The database is up to date.")
    return 0


def check(chosen: argparse.Namespace, env: Environment) -> int:
    with _database(env) as found:
        if chosen.what == "audit":
            _log_in(found.owner)
            _manage("check_audit")
            _manage("check_versions")
            return 0
        if faults := addresses.faults(found) or deployment.faults(found):
            return _tell(faults)
        _log_in(found.app)
        try:
            _manage("migrate", "--check", "--verbosity", "0")
        except SystemExit:
            return _tell(["The database lacks some migrations. Run: handrail migrate"])
    print("Logins, migrations and row-level security are as they should be.")
    return 0


def _serve_with_worker(env: Environment, *prepare: str) -> int:
    """Prepare the database, then serve and work until told to stop; the database is the last to go."""
    _refuse_a_taken_port(env)
    with ExitStack() as stack:
        own = None
        if (found := addresses.given(env)) is None:
            own = stack.enter_context(embedded.running(env.var))
            found = own.addresses
        else:
            addresses.wait_for(found.app, seconds=DATABASE_PATIENCE)
        family = processes.Family(os.environ | {"DATABASE_URL": found.app, "DATABASE_OWNER_URL": found.owner})
        family.listen_for_signals()
        stack.callback(family.stop)
        for step in (prepare, ("gather",)) if not gathering.is_current(env) else (prepare,):
            code = family.run(*step)
            if code or family.stopping:
                return 0 if family.stopping else code
        # The pages and the jobs are not told the owner's address.
        family.environ = {
            name: value for name, value in family.environ.items() if name != "DATABASE_OWNER_URL"
        }
        _keep_serving(family, env, own)
    print("\nStopped.", flush=True)
    return 0


def _keep_serving(family: processes.Family, env: Environment, own: embedded.Embedded | None) -> None:
    give_up_at, told, look_at = time.monotonic() + FIRST_PAGE_PATIENCE, False, 0.0
    for _ in family.keep(("serve", "--supervised"), ("work", "--supervised")):
        now = time.monotonic()
        if own is not None and now > look_at:
            look_at = now + 1
            if own.revive():
                print("PostgreSQL had stopped; it was started again.", file=sys.stderr)
        if told:
            continue
        if told := _answers(env):
            print(
                f"\nHandrail is at {env.public_url}\nCtrl-C stops it; the data stays in {env.var}.",
                flush=True,
            )
        elif told := now > give_up_at:
            print("The server has not answered yet; its messages above say why.", file=sys.stderr)


def _answers(env: Environment) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(env.host, env.host)  # noqa: S104
    try:
        with urllib.request.urlopen(f"http://{host}:{env.port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _serve(env: Environment) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        APPLICATION,
        address=env.host,
        port=env.port,
        interface=Interfaces.WSGI,
        workers=env.workers,
        blocking_threads=env.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=int(processes.PATIENCE / 4),
        log_level=LogLevels.warning,
    ).serve()


@contextmanager
def _database(env: Environment, *, needs_owner: bool = True) -> Iterator[Addresses]:
    """The database under its logins: as given, once it answers, or our own for as long as we need it."""
    if env.database_url is not None and env.owner_url is None and not needs_owner:
        _check_app(env.database_url)
        yield addresses.Addresses(app=env.database_url, owner=env.database_url)
    elif found := addresses.given(env):
        addresses.wait_for(found.app, seconds=DATABASE_PATIENCE)
        yield found
    else:
        with embedded.running(env.var) as own:
            yield own.addresses


def _check_app(address: str) -> None:
    addresses.wait_for(address, seconds=DATABASE_PATIENCE)
    if faults := addresses.faults_of_app(address):
        raise ConfigurationError("\n".join(faults))


def _refuse_a_taken_port(env: Environment) -> None:
    refused = processes.refusal(env.host, env.port)
    if refused is None:
        return
    if refused.errno != errno.EADDRINUSE:
        raise ConfigurationError(
            f"Handrail may not listen on port {env.port} of {env.host}: {refused.strerror}."
        )
    listening = processes.listeners(env.port)
    by = f" by process {', '.join(listening)}" if listening else ""
    raise ConfigurationError(
        f"Port {env.port} of {env.host} is already in use{by}. Stop that, or choose another port with PORT."
    )


def _log_in(address: str) -> None:
    """Give this process one login and no other."""
    os.environ["DATABASE_URL"] = address
    os.environ.pop("DATABASE_OWNER_URL", None)


def _set_up_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.config.settings")
    django.setup()


def _manage(*command: str) -> None:
    from django.core.management import CommandError, call_command

    _set_up_django()
    try:
        call_command(*command)
    except CommandError as fault:
        raise ConfigurationError(str(fault)) from fault


def _tell(faults: Sequence[str]) -> int:
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
