"""The wheel is all a school needs: no Node, no checkout, no system package."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.error import URLError

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT: Final = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(CHECKOUT))
    return next(folder.glob("handrail-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the locked requirements and the wheel; returns its folder of programs."""
    venv = tmp_path_factory.mktemp("wheel") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", str(venv))
    uv = Path(sys.executable).with_name("uv")
    into = (str(uv), "pip", "install", "--quiet", "--python", str(venv / "bin/python"))
    run(*into, "--require-hashes", "-r", str(CHECKOUT / "requirements/base.txt"))
    run(*into, "--no-deps", str(wheel))
    return venv / "bin"


@pytest.mark.parametrize(
    "pattern",
    [
        "handrail/law/data/*.toml",
        "handrail/apps/*/templates/*.html",
        "handrail/ui/templates/*.html",
        "handrail/ui/static/handrail/*.css",
        "handrail/ui/static/built/*.css",
        "handrail/ui/static/built/*.js",
        "handrail/ui/static/built/fonts/*.woff2",
        "handrail/apps/documents/fonts/*.ttf",
        "handrail/apps/documents/typst/*.typ",
        "handrail/apps/*/migrations/0001_*.py",
    ],
)
def test_the_wheel_contains(wheel: Path, pattern: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [Path(name) for name in archive.namelist()]
    folder, ending = pattern.rsplit("/", 1)

    assert [
        name for name in names if any(above.match(folder) for above in name.parents) and name.match(ending)
    ]


def test_the_wheel_contains_no_tests_and_no_data(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"handrail"}


@pytest.fixture
def var() -> Iterator[Path]:
    """Where any user may pass, unlike pytest's own folders: root's PostgreSQL runs as somebody else."""
    folder = Path(tempfile.mkdtemp(prefix="handrail-wheel-"))
    folder.chmod(0o711)
    yield folder / "var"
    shutil.rmtree(folder)


def test_the_demonstration_answers_without_node_or_checkout(installed: Path, var: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name in {"HOME", "LANG", "TMPDIR"}}
    port = free_port()
    environ = kept | {"PATH": str(installed), "PORT": str(port), "HANDRAIL_VAR": str(var)}
    demo = subprocess.Popen(
        [str(installed / "handrail"), "demo"],
        env=environ, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        answered = next(answers(f"http://127.0.0.1:{port}/healthz", demo), False)
    finally:
        demo.send_signal(signal.SIGTERM)
        said, _ = demo.communicate(timeout=60)

    assert answered, said
    assert demo.returncode == 0, said


def answers(address: str, server: subprocess.Popen[str]) -> Iterator[bool]:
    """Yields once the address answers; ends without a word when the server has ended or takes too long."""
    give_up_at = time.monotonic() + 180
    while server.poll() is None and time.monotonic() < give_up_at:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
                yield answer.status == 200
        except (URLError, OSError):
            time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
