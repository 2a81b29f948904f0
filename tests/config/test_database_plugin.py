"""The plugin that gives tests their database, tried on a small project of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT: Final = Path(__file__).parents[2]

PROJECT: Final = {
    "conftest.py": 'pytest_plugins = ["tests.plugins.database"]\n',
    "project_settings.py": """
SECRET_KEY = "for this test only"
INSTALLED_APPS = ["shelf"]
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "nowhere", "OPTIONS": {"pool": True}}
}
USE_TZ = True
""",
    "shelf/__init__.py": "",
    "shelf/models.py": """
from django.db import models


class Book(models.Model):
    title = models.TextField()
""",
    "shelf/migrations/__init__.py": "",
    "shelf/migrations/0001_initial.py": """
from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            "Book", [("id", models.BigAutoField(primary_key=True)), ("title", models.TextField())]
        ),
        migrations.RunSQL("revoke delete on shelf_book from public"),
    ]
""",
    "test_shelf.py": """
import psycopg
import pytest
from django.db import connection
from shelf.models import Book


def login():
    with connection.cursor() as cursor:
        cursor.execute("select current_user, current_database()")
        return cursor.fetchone()


@pytest.mark.django_db
@pytest.mark.parametrize("time", range(6))
def test_the_test_is_the_application(time, worker_id):
    name = f"handrail_test_{worker_id}" if worker_id != "master" else "handrail_test"
    assert login() == ("handrail_app", name)
    Book.objects.create(title="Kidnapped")
    assert Book.objects.count() == 1


@pytest.mark.django_db
def test_the_application_cannot_change_a_table():
    with pytest.raises(Exception, match="must be owner"), connection.cursor() as cursor:
        cursor.execute("alter table shelf_book add column more text")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", range(3))
def test_the_owner_sees_what_was_committed(time, owner_connection):
    Book.objects.create(title="Catriona")
    assert owner_connection.execute("select title, current_user from shelf_book").fetchall() == [
        ("Catriona", "handrail_owner")
    ]


@pytest.mark.django_db(transaction=True)
def test_the_live_server_shares_the_database(live_server):
    assert login()[0] == "handrail_app"
""",
}


@pytest.fixture
def project() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="handrail-plugin-"))
    folder.chmod(0o711)
    for name, text in PROJECT.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    yield folder
    shutil.rmtree(folder)


def run_tests(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    ours = {
        "PYTHONPATH": os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "src"), str(project)]),
        "DJANGO_SETTINGS_MODULE": "project_settings",
        "HANDRAIL_VAR": str(project / "var"),
        "PYTEST_ADDOPTS": "",
    }
    elsewhere = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options],
        cwd=project, env=elsewhere | ours, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_two_workers_share_one_server_and_leave_nothing_running(project: Path) -> None:
    run = run_tests(project, "-n2")

    assert run.returncode == 0, run.stdout + run.stderr
    assert "11 passed" in run.stdout
    assert not (project / "var/test-database/postgres/postmaster.pid").exists()


def test_one_process_keeps_its_database_when_asked(project: Path) -> None:
    made = run_tests(project, "--reuse-db")
    kept = run_tests(project, "--reuse-db")

    for run in (made, kept):
        assert run.returncode == 0, run.stdout + run.stderr
        assert "11 passed" in run.stdout
