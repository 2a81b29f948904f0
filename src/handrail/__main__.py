"""`python -m handrail` is the command `handrail`."""

from handrail.config.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
