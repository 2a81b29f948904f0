"""`python -m bench`: the facts of this machine, then every measurement as one table."""

from __future__ import annotations

import sys

from bench import machine, table


def main() -> int:
    for name, fact in machine.facts():
        print(f"{name:<12}{fact}")
    print()
    print(table.of(()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
