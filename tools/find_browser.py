"""Print the path of a Chromium or Chrome for the journeys; with --install, fetch one where there is none.

Looked for in the variable CHROMIUM, then by the names the systems give it, then among those the browser tool
has fetched. Installed from the system's packages when this user may, else by the browser tool.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MACOS: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ADVICE: Final = """\
The tests need a Chromium or Chrome browser, and none was found or could be installed. Do one of these:
  - install it from your system's packages, for example: sudo apt-get install chromium
  - let the browser tool fetch it: .venv/bin/playwright install --with-deps chromium
  - say where it is: CHROMIUM=/path/to/chrome make test"""


def main() -> int:
    browser = found()
    if browser is None and "--install" in sys.argv[1:]:
        browser = installed_by_system() or installed_by_playwright()
    if browser is None:
        print(ADVICE, file=sys.stderr)
        return 1
    print(browser)
    return 0


def found() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        if not runs(named):
            sys.exit(f"CHROMIUM is “{named}”, and that does not run as a browser.")
        return named
    installed = [*(shutil.which(name) for name in NAMES), *MACOS]
    return (
        next((browser for browser in installed if browser and runs(browser)), None) or fetched_by_playwright()
    )


def runs(browser: str) -> bool:
    """Some systems put a script of this name that only says where the browser could be had."""
    try:
        asked = subprocess.run(  # noqa: S603
            [browser, "--version"],
            capture_output=True,
            text=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0 and "Chrom" in asked.stdout


def installed_by_system() -> str | None:
    apt = shutil.which("apt-get")
    if apt is None:
        return None
    become_root: list[str] = []
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if sudo is None or not succeeds([sudo, "-n", "true"]):
            return None
        become_root = [sudo, "-n"]
    say("Installing Chromium from the system's packages")
    ask = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq", "-y"]
    install = [*ask, "--no-install-recommends", "install", "chromium"]
    if succeeds(install) or (succeeds([*ask, "update"]) and succeeds(install)):
        return found()
    return None


def installed_by_playwright() -> str | None:
    say("Fetching Chromium with the browser tool")
    if succeeds([sys.executable, "-m", "playwright", "install", "chromium"]):
        return found()
    return None


def fetched_by_playwright() -> str | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.executable_path
    return browser if Path(browser).exists() and runs(browser) else None


def succeeds(command: list[str]) -> bool:
    # Standard output is kept for the answer.
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False).returncode == 0  # noqa: S603


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
