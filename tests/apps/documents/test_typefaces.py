"""A document is set in its own typefaces or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.apps.documents import typefaces
from handrail.apps.documents.errors import DocumentError
from handrail.apps.documents.typeset import plan_pdf
from tests.apps.documents.invented_plans import eilidh
from tests.apps.documents.reading import reader_of


@pytest.fixture
def forgotten() -> Iterator[None]:
    """Typefaces are looked for once a process; these tests look again."""
    for answer in (typefaces.fonts, typefaces.chain, typefaces.drawable):
        answer.cache_clear()
    yield
    for answer in (typefaces.fonts, typefaces.chain, typefaces.drawable):
        answer.cache_clear()


@pytest.mark.usefixtures("forgotten")
def test_missing_typefaces_are_named_and_nothing_is_printed_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typefaces, "FOLDER", tmp_path)

    with pytest.raises(DocumentError, match=r"Atkinson Hyperlegible Next, Noto Sans.*not found"):
        plan_pdf(eilidh())


def test_a_family_that_typst_does_not_know_stops_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typefaces, "chain", lambda: (*typefaces.REQUIRED, "No Such Family"))

    with pytest.raises(DocumentError, match="unknown font family: no such family"):
        plan_pdf(eilidh())


def test_every_typeface_is_embedded() -> None:
    fonts = [
        font.get_object()
        for page in reader_of(plan_pdf(eilidh())).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]

    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & descriptor.keys()


def test_the_reader_of_fonts_knows_what_they_draw() -> None:
    drawable = typefaces.drawable()

    assert {ord(one) for one in "aÉżшΩعש你न□😀"} <= drawable
    assert ord("\U00012000") not in drawable
