"""Who holds which right is read as strictly as the rest of the law."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handrail.core.rights import Holder
from handrail.law.lawbook import lawbook, read_lawbook
from handrail.law.reader import LawError
from handrail.law.reference import pages
from tests.law import invented

if TYPE_CHECKING:
    from pathlib import Path

RIGHTS = """[child]
from_age = 12
until_age = 16
says = "Two things are looked at first."
[child.capacity]
asks = "Does the child understand?"
in_force_from = 2021-01-01
cite = { source = "regs", provision = "reg. 3" }
[child.wellbeing]
asks = "Would it harm the child?"
cite = { source = "regs", provision = "reg. 4" }

[right.ask]
says = "ask for a plan"
holders = ["parent", "child", "young_person"]
cite = { source = "regs", provision = "reg. 5" }
[right.choose]
says = "choose a school"
holders = ["parent"]
cite = { source = "regs", provision = "reg. 6" }
"""


def test_rights_are_read_and_written(tmp_path: Path) -> None:
    book = read_lawbook(invented.write(tmp_path, invented.FILES | {"nowhere/rights.toml": RIGHTS}))

    place = book.rights_in("nowhere")
    assert place is not None
    assert place.child is not None
    ask, choose = place.rights
    assert [place.holders_at(ask, age=age) for age in (11, 12, 15, 16)] == [
        (Holder.PARENT,),
        (Holder.PARENT, Holder.CHILD),
        (Holder.PARENT, Holder.CHILD),
        (Holder.YOUNG_PERSON,),
    ]
    assert place.holders_at(choose, age=17) == (Holder.PARENT,)
    assert str(place.child.capacity_citation.in_force_from) == "2021-01-01"
    assert str(place.child.wellbeing_citation.in_force_from) == "2020-01-01"
    assert "| choose a school | yes |  |  |" in pages(book)["README.md"]
    assert book.rights_in("elsewhere") is None


@pytest.mark.parametrize(
    ("words", "instead", "sentence"),
    [
        ('["parent"]', '["cousin"]', '"cousin" is not somebody who holds rights.'),
        ("from_age = 12", "from_age = 16", "A child's rights begin before a young person's."),
        ('says = "choose a school"', 'say = "choose a school"', "says is missing."),
        ('asks = "Would it harm the child?"', "", "asks is missing."),
        (
            '{ source = "regs", provision = "reg. 5" }',
            '{ source = "x", provision = "1" }',
            '"x" is not a source',
        ),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, words: str, instead: str, sentence: str) -> None:
    assert words in RIGHTS
    files = invented.FILES | {"nowhere/rights.toml": RIGHTS.replace(words, instead, 1)}

    with pytest.raises(LawError) as raised:
        read_lawbook(invented.write(tmp_path, files))

    assert raised.value.file == "nowhere/rights.toml"
    assert raised.value.sentence.startswith(sentence)


def test_scotland_s_rights_name_official_addresses() -> None:
    place = lawbook().rights_in("gb-sct")
    assert place is not None
    assert place.child is not None
    cited = [
        place.child.capacity_citation,
        place.child.wellbeing_citation,
        *(one.citation for one in place.rights),
    ]
    assert all(one.url.startswith("https://www.legislation.gov.uk/") for one in cited)
    assert (place.child.from_age, place.child.until_age) == (12, 16)
