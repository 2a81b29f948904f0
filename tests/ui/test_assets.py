"""The build step takes what it may, leaves what it must not, and says what is missing."""

from __future__ import annotations

import json
import re
from importlib.metadata import metadata
from pathlib import Path

import pytest

from handrail.ui import assets

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "node_modules"

needs_packages = pytest.mark.skipif(not MODULES.is_dir(), reason="npm ci has not been run")

THEIRS = (
    '@charset "UTF-8";:root{--govuk-brand-colour:#1d70b8}'
    "/*! Copyright of a typeface */@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
    "@media print{.govuk-link{font-family:sans-serif}}"
    ".govuk-link{font-family:GDS Transport,arial,sans-serif;color:red}"
    ".govuk-footer__copyright-logo{width:1px}"
    ".govuk-footer__copyright-logo:before{background-image:url(/assets/images/govuk-crest.svg)}"
    "@supports (mask-position:initial)"
    "{.govuk-footer__copyright-logo:before{mask-image:url(/assets/images/govuk-crest.svg)}}"
    ".govuk-tag{color:blue}"
    "/*# sourceMappingURL=govuk-frontend.min.css.map */"
)


def test_the_typeface_the_crest_and_the_map_are_taken_out_and_nothing_else() -> None:
    assert assets.undress(THEIRS) == (
        '@charset "UTF-8";:root{--govuk-brand-colour:#1d70b8}'
        ".govuk-link{font-family:var(--hr-font);color:red}"
        ".govuk-tag{color:blue}\n"
    )


def test_a_style_sheet_that_changed_its_shape_stops_the_build() -> None:
    with pytest.raises(assets.AssetError, match=r"url\( is still in it"):
        assets.undress(".govuk-thing{background:url(/assets/images/new.svg)}")


def test_missing_packages_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert assets.main([str(tmp_path / "node_modules")]) == 1
    assert "Run npm ci first" in capsys.readouterr().err

    (tmp_path / "node_modules").mkdir()
    with pytest.raises(assets.AssetError, match="govuk-frontend is not in"):
        assets.build(tmp_path / "node_modules", static=tmp_path / "static", document_fonts=tmp_path / "fonts")


def test_a_style_sheet_that_nobody_listed_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "handrail" / "css"
    folder.mkdir(parents=True)
    (folder / "surprise.css").write_text("")

    with pytest.raises(assets.AssetError, match="surprise"):
        assets.own_style_sheet(tmp_path)


@needs_packages
def test_the_build_writes_everything_a_page_and_a_document_ask_for(tmp_path: Path) -> None:
    written = assets.build(
        MODULES, static=_static_with_our_styles(tmp_path), document_fonts=tmp_path / "fonts"
    )

    assert all(path.stat().st_size > 0 for path in written)
    govuk = (tmp_path / "static/built/govuk-frontend.min.css").read_text()
    assert "GDS Transport" not in govuk
    assert "url(" not in govuk
    assert govuk.count("{") == govuk.count("}")
    assert "sourceMappingURL" not in (tmp_path / "static/built/govuk-frontend.min.js").read_text()
    own = (tmp_path / "static/built/handrail.css").read_text()
    for name in re.findall(r"url\(([^)]+)\)", own):
        assert (tmp_path / "static/built" / name).is_file(), name
    families = {path.name.split("_")[0] for path in (tmp_path / "fonts").iterdir()}
    assert families == {
        "AtkinsonHyperlegibleNext",
        "NotoEmoji",
        "NotoSans",
        "NotoSansArabic",
        "NotoSansDevanagari",
        "NotoSansHebrew",
        "NotoSansSC",
    }


def _static_with_our_styles(tmp_path: Path) -> Path:
    folder = tmp_path / "static" / "handrail" / "css"
    folder.mkdir(parents=True)
    for path in (assets.STATIC / "handrail" / "css").glob("*.css"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path / "static"


def test_the_styles_follow_the_version_that_the_macros_follow() -> None:
    """The macros are written by hand for one version of GOV.UK Frontend; its table of versions says which."""
    followed = dict(
        re.findall(r"\| \[([\d.]+)\]\([^)]*\)\s*\| \[([\d.]+)\]", str(metadata("govuk-frontend-jinja")))
    )
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]["govuk-frontend"]

    assert wanted == followed[metadata("govuk-frontend-jinja")["Version"]]


def test_the_lock_remembers_no_registry() -> None:
    lock = (ROOT / "package-lock.json").read_text()

    assert '"resolved"' not in lock
    assert not re.search(r"https?://(?!github\.com/sponsors|opencollective)", lock)


def test_every_package_is_asked_for_in_one_exact_version() -> None:
    package = json.loads((ROOT / "package.json").read_text())

    for name, version in (package["dependencies"] | package["devDependencies"]).items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name


def test_our_scripts_import_in_the_form_that_hashing_rewrites() -> None:
    """File names are hashed when served; an import is rewritten only when its line ends in a semicolon."""
    for path in (assets.STATIC / "handrail" / "js").glob("*.js"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith(("import ", "export * ", "export {")):
                assert line.endswith(";"), f"{path.name}: {line}"
                assert re.search(r'"\.{1,2}/', line), f"{path.name} imports from elsewhere: {line}"
