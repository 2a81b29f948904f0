"""The contracts between packages hold, and each is seen to fail on a planted import."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, SOURCE

PLANTED = {
    # In core, which may know nobody.
    "core/periods.py": "from handrail.law.lawbook import lawbook",
    # The design system may not know the law.
    "ui/fields.py": "from handrail.law.lawbook import lawbook as _",
    # A slice may not use one after it.
    "apps/audit/queries.py": "from handrail.apps.plans.models import Plan",
    # Inside a slice, not upwards.
    "apps/pupils/models.py": "from handrail.apps.pupils.queries import pupil",
    "apps/accounts/actor.py": "from handrail.apps.accounts.policy import NotAllowed",
    "apps/calendars/entries.py": "from handrail.apps.calendars.forms import YearForm",
    "apps/plans/queries/rows.py": "from handrail.apps.plans.canonical import canonical",
    "apps/voice/questions.py": "from handrail.apps.voice.queries import talk",
    "apps/documents/paper.py": "from handrail.apps.documents.models import VersionPdf",
    "apps/family/queries.py": "from handrail.apps.family.said import Said",
    "apps/guide/queries.py": "from handrail.apps.guide.forms import EventForm",
    "apps/easy_read/symbols.py": "from handrail.apps.easy_read import views",
    "apps/letters/stationery.py": "from handrail.apps.letters import views",
    "apps/exchange/contents.py": "from handrail.apps.exchange import views",
    "apps/home/queries.py": "from handrail.apps.home.sentences import SENTENCES",
    "apps/demonstration/apps.py": "from handrail.apps.demonstration import urls",
}
"""One import for each contract, in a module where it must not be."""

UNLISTED = ("services.py", "apps/helpers.py", "apps/cases/utils.py", "apps/plans/manager.py")
"""Modules that say nothing of what they hold; no layer has their names."""


def lint(source: Path, *, at: Path) -> tuple[int, str]:
    """What import-linter says of a tree, by the contracts of pyproject.toml."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--config", str(ROOT / "pyproject.toml"), "--no-cache"],
        cwd=at,
        env=os.environ | {"PYTHONPATH": str(source), "COLUMNS": "300"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    return done.returncode, re.sub(r"\s+", " ", re.sub(r"\x1b\[[\d;]*m", "", done.stdout + done.stderr))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The product's modules without anything else, to plant things in."""
    shutil.copytree(
        SOURCE / "handrail",
        tmp_path / "handrail",
        ignore=lambda folder, names: [
            name for name in names if not name.endswith(".py") and not Path(folder, name).is_dir()
        ],
    )
    return tmp_path


def test_the_contracts_hold(tmp_path: Path) -> None:
    code, told = lint(SOURCE, at=tmp_path)

    assert code == 0, told
    assert ", 0 broken" in told


def test_every_contract_notices_an_import_that_goes_up(copy: Path) -> None:
    for path, line in PLANTED.items():
        file = copy / "handrail" / path
        assert file.exists(), f"{path} is gone; plant elsewhere"
        file.write_text(f"{file.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")

    code, told = lint(copy, at=copy)

    assert code == 1
    assert " 0 kept" in told, "a contract kept quiet"
    for path, line in PLANTED.items():
        importer = "handrail." + path.removesuffix(".py").replace("/", ".")
        imported = line.split()[1]
        if line.startswith("from handrail.apps.demonstration import"):
            imported += ".urls"
        assert f"{importer} -> {imported}" in told, line


def test_a_module_with_a_name_that_says_nothing_is_noticed(copy: Path) -> None:
    for path in UNLISTED:
        (copy / "handrail" / path).write_text("", encoding="utf-8")

    code, told = lint(copy, at=copy)

    assert code == 1
    for path in UNLISTED:
        name = path.removesuffix(".py").split("/")[-1]
        assert re.search(rf"\b{name}\b", told), path
