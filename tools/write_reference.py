"""Write docs/reference/commands.md from the commands themselves."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Final

from handrail.config import cli

PAGE: Final = Path(__file__).parents[1] / "docs" / "reference" / "commands.md"
HEAD: Final = """\
# Commands

Written by `make docs` from the commands themselves.
"""


def page() -> str:
    """Each command with its help, as a terminal of 100 columns shows it."""
    os.environ["COLUMNS"] = "100"
    root = cli.parser()
    commands = next(action for action in root._actions if isinstance(action, argparse._SubParsersAction))
    told = {choice.dest: commands.choices[choice.dest] for choice in commands._choices_actions}
    parts = [HEAD, *(f"## handrail {name}\n\n```\n{told[name].format_help()}```\n" for name in told)]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page())
    print(f"Wrote {PAGE.relative_to(Path.cwd()) if PAGE.is_relative_to(Path.cwd()) else PAGE}")
