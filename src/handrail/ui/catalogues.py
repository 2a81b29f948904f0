"""Message catalogues in, compiled ones out: ``python -m handrail.ui.catalogues``.

The sources (``locale/<language>/LC_MESSAGES/django.po``) are in git. What is made of them is not: it is built when
everything is set up, and comes along in the wheel.
"""

from pathlib import Path
from typing import Final

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE: Final = Path(__file__).resolve().parents[1] / "locale"
TO_BE_REVIEWED: Final = "machine-made, to be reviewed"
"""What stands above a translation that no person who speaks the language has read yet."""


def catalogues(locale: Path = LOCALE) -> dict[str, Catalog]:
    """Every catalogue by the name of its folder, such as ``pl`` or ``en_US``."""
    return {path.parts[-3]: read(path) for path in sorted(locale.glob("*/LC_MESSAGES/django.po"))}


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def compile_all(locale: Path = LOCALE) -> tuple[Path, ...]:
    """Write each catalogue's compiled form beside it. What is marked as to be reviewed is used all the same."""
    written = []
    for path in sorted(locale.glob("*/LC_MESSAGES/django.po")):
        target = path.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, read(path))
        written.append(target)
    return tuple(written)


if __name__ == "__main__":
    print(f"{len(compile_all())} catalogues compiled.")
