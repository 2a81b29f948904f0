"""Writes matrix.csv and docs/reference/permissions.md anew, and shows what changed in the table.

Review it line by line before it is kept.

python -m tests.permissions.write
"""

from __future__ import annotations

import difflib
import os
import sys
from pathlib import Path

import pytest

from tests.permissions.matrix import MATRIX

WRITES = "HANDRAIL_WRITE_MATRIX"


def main() -> int:
    before = MATRIX.read_text(encoding="utf-8").splitlines() if MATRIX.exists() else []
    os.environ[WRITES] = "1"
    here = Path(__file__).parent
    chosen = "answers_every_role_as_written or reference_page_is_as_written"
    code = pytest.main(["-q", "-p", "no:randomly", str(here), "-k", chosen])
    after = MATRIX.read_text(encoding="utf-8").splitlines()
    for line in difflib.unified_diff(before, after, "matrix.csv as it was", "as it is now", lineterm="", n=0):
        print(line)
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
