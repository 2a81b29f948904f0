"""Fetched packages in, files to serve out: ``python -m handrail.ui.assets``.

Takes ``node_modules`` and writes ``ui/static/built`` and the fonts that documents are set in. Nothing
it writes is in git. It needs no Django and no bundler: it copies, and takes out of GOV.UK Frontend
what a service outside gov.uk has no right to (the GDS Transport typeface, the crest) or no file for.
"""

import argparse
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parent
STATIC: Final = PACKAGE / "static"
DOCUMENT_FONTS: Final = PACKAGE.parent / "apps" / "documents" / "fonts"

# The order is the cascade: tokens first, then the ground, then one component a file.
STYLES: Final = (
    "tokens",
    "base",
    "frame",
    "controls",
    "status",
    "rail",
    "due",
    "thread",
    "record",
    "voice",
    "symbols",
    "gaps",
    "signs",
    "coach",
    "versions",
    "tasks",
    "people",
    "ladder",
    "month",
    "note",
    "plans",
    "family",
    "messages",
    "pages",
    "words",
    "guide",
    "easy",
    "landing",
    "changes",
)

WEB_FONT: Final = "@fontsource-variable/atkinson-hyperlegible-next"
WEB_FONT_FILES: Final = {
    "atkinson-hyperlegible-next-latin-wght-normal.woff2": "atkinson-hyperlegible-next-latin.woff2",
    "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2": "atkinson-hyperlegible-next-latin-ext.woff2",
}

# A family's own words must never block a document: each script that a school is likely to meet has a
# face here. Package, then the weights taken from it.
DOCUMENT_FACES: Final = {
    "atkinson-hyperlegible-next": ("400Regular", "700Bold", "400Regular_Italic"),
    "noto-sans": ("400Regular", "700Bold"),
    "noto-sans-arabic": ("400Regular",),
    "noto-sans-hebrew": ("400Regular",),
    "noto-sans-devanagari": ("400Regular",),
    "noto-emoji": ("400Regular",),
    "noto-sans-sc": ("400Regular",),
}


class AssetError(Exception):
    """A package is not there, or is not what this step knows how to take."""


def build(
    node_modules: Path, *, static: Path = STATIC, document_fonts: Path = DOCUMENT_FONTS
) -> tuple[Path, ...]:
    """Write every built file; the paths written are returned."""
    if not node_modules.is_dir():
        raise AssetError(f"{node_modules} is not there. Run npm ci first.")
    return (
        *_govuk_frontend(node_modules, static / "built"),
        *_own_styles(node_modules, static),
        *_document_fonts(node_modules, document_fonts),
    )


def undress(css: str) -> str:
    """GOV.UK Frontend's style sheet without its typeface, its crest and its source map.

    What remains names our own family wherever theirs was, so no rule has to be overridden.
    """
    css = re.sub(r"/\*[!#](?:(?!\*/).)*\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r";?font-family:sans-serif(?=[;}])", "", css).replace("{;", "{")
    css = re.sub(r"@media print\{(?:[^{}]*\{\})+\}", "", css)
    css = css.replace("font-family:GDS Transport,arial,sans-serif", "font-family:var(--hr-font)")
    css = _without_rules_about(css, "govuk-footer__copyright-logo")
    left = [
        trace
        for trace in ("GDS Transport", "sans-serif", "url(", "crest", "sourceMappingURL", "@font-face")
        if trace in css
    ]
    if left:
        raise AssetError(f"GOV.UK Frontend's style sheet has changed: {', '.join(left)} is still in it.")
    return css.strip() + "\n"


def own_style_sheet(static: Path = STATIC) -> str:
    """Handrail's own styles as one file, each part under its name."""
    folder = static / "handrail" / "css"
    unlisted = {path.stem for path in folder.glob("*.css")} - set(STYLES)
    if unlisted:
        raise AssetError(f"Add to STYLES, in the order of the cascade: {', '.join(sorted(unlisted))}")
    return "\n".join(
        f"/* {name} */\n{(folder / f'{name}.css').read_text(encoding='utf-8')}" for name in STYLES
    )


def _govuk_frontend(node_modules: Path, built: Path) -> Iterator[Path]:
    dist = _package(node_modules, "govuk-frontend") / "dist" / "govuk"
    built.mkdir(parents=True, exist_ok=True)
    css = built / "govuk-frontend.min.css"
    css.write_text(undress(_read(dist / css.name)), encoding="utf-8")
    js = built / "govuk-frontend.min.js"
    js.write_text(
        re.sub(r"\n?//# sourceMappingURL=\S*", "", _read(dist / js.name)).rstrip() + "\n", encoding="utf-8"
    )
    yield from (css, js)


def _own_styles(node_modules: Path, static: Path) -> Iterator[Path]:
    package = _package(node_modules, WEB_FONT)
    fonts = static / "built" / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    faces = _read(package / "index.css")
    for name, short in WEB_FONT_FILES.items():
        if f"./files/{name}" not in faces:
            raise AssetError(f"{WEB_FONT} no longer has {name}.")
        yield Path(shutil.copyfile(package / "files" / name, fonts / short))
        faces = faces.replace(f"./files/{name}", f"fonts/{short}")
    css = static / "built" / "handrail.css"
    css.write_text(f"{faces}\n{own_style_sheet(static)}", encoding="utf-8")
    yield css


def _document_fonts(node_modules: Path, folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, weights in DOCUMENT_FACES.items():
        package = _package(node_modules, f"@expo-google-fonts/{name}")
        for weight in weights:
            found = list((package / weight).glob("*.ttf"))
            if len(found) != 1:
                raise AssetError(f"{package.name} has no single font file for {weight}.")
            yield Path(shutil.copyfile(found[0], folder / found[0].name))


def _package(node_modules: Path, name: str) -> Path:
    package = node_modules / name
    if not package.is_dir():
        raise AssetError(f"{name} is not in {node_modules}. Run npm ci first.")
    return package


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as absent:
        raise AssetError(f"{path} is not there; the package has changed.") from absent


def _without_rules_about(css: str, name: str) -> str:
    """Minified rules whose selector names a class, taken out, and groups that this leaves empty."""
    css = re.sub(rf"[^{{}}]*{name}[^{{}}]*\{{[^{{}}]*\}}", "", css)
    return re.sub(r"@(?:media|supports)[^{}]*\{\}", "", css)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m handrail.ui.assets", description=__doc__.splitlines()[0])
    parser.add_argument("node_modules", type=Path, nargs="?", default=Path("node_modules"))
    parser.add_argument("--static", type=Path, default=STATIC)
    parser.add_argument("--document-fonts", type=Path, default=DOCUMENT_FONTS)
    given = parser.parse_args(arguments)
    try:
        written = build(given.node_modules, static=given.static, document_fonts=given.document_fonts)
    except AssetError as missing:
        print(missing, file=sys.stderr)
        return 1
    print(f"{len(written)} files built.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
