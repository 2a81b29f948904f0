"""Print the path of a Java that Apache Spark runs on, or say on standard error why there is none.

Looked for where Spark itself looks: in JAVA_HOME, and then by its name. A Mac has a `java` that only says where one
could be had, so it is asked for its version.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

OLDEST: Final = 17
VERSION: Final = re.compile(r'version "(?:1\.)?(\d+)')


def main() -> int:
    java = found()
    if java is None:
        print(f"No Java of version {OLDEST} or newer was found, which Apache Spark needs.", file=sys.stderr)
        return 1
    print(java)
    return 0


def found() -> Path | None:
    """The Java that Spark would start, if it starts and is new enough."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if java is None:
        return None
    version = version_of(java)
    return Path(java) if version is not None and version >= OLDEST else None


def version_of(java: str) -> int | None:
    try:
        asked = subprocess.run(  # noqa: S603
            [java, "-version"],
            capture_output=True,
            text=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    told = VERSION.search(asked.stderr + asked.stdout)
    return int(told[1]) if asked.returncode == 0 and told else None


if __name__ == "__main__":
    sys.exit(main())
