"""Who holds which right is read as strictly as the rest of the law, and comes out by the day as found by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.apps.accounts.actor import eligible_from
from handrail.core.duties import Event, Force
from handrail.core.right_words import caution, why
from handrail.core.rights import Assessed, Finding, Holder, MayUse
from handrail.law.lawbook import lawbook, read_lawbook
from handrail.law.reader import LawError
from handrail.law.reference import pages
from tests.law import invented

if TYPE_CHECKING:
    from pathlib import Path

RIGHTS = """left_out = "Everything else."

[child]
from_age = 12
assessed = "first"
says = "Two things are looked at first."
if_not = "A parent does."
cite = { source = "regs", provision = "reg. 2" }
[child.capacity]
asks = "Does the child understand?"
in_force_from = 2021-01-01
cite = { source = "regs", provision = "reg. 3" }
[child.wellbeing]
asks = "Would it harm the child?"
cite = { source = "regs", provision = "reg. 4" }

[passing.grown]
age = 16
assessed = "if_doubted"
says = "Then it is theirs."
if_not = "A parent does."
parent_if_not = true
cite = { source = "regs", provision = "reg. 2" }
[passing.grown.capacity]
asks = "Can they decide?"
cite = { source = "regs", provision = "reg. 3" }
[passing.grown.told]
years_before = 1
says = "They are told."
cite = { source = "regs", provision = "reg. 9" }

[right.ask]
says = "ask for a plan"
holders = ["parent", "child", "young_person"]
used_by = [{ event = "asked", only_if = { what = "plan" } }]
cite = { source = "regs", provision = "reg. 5" }
[right.choose]
says = "choose a school"
holders = ["parent"]
cite = { source = "regs", provision = "reg. 6" }
[right.notices]
says = "get every notice"
holders = ["parent", "young_person"]
parent_too = true
cite = { source = "regs", provision = "reg. 7" }
[right.fly]
says = "fly"
holders = ["parent"]
force = "not_commenced"
cite = { source = "regs", provision = "reg. 8" }
"""
BORN = date(2010, 5, 14)


def at(years: int, *, days: int = 0) -> date:
    """A birthday, or some days after or before it."""
    return BORN.replace(year=BORN.year + years) + timedelta(days=days)


def test_rights_are_read_held_and_written(tmp_path: Path) -> None:
    book = read_lawbook(invented.write(tmp_path, invented.FILES | {"nowhere/rights.toml": RIGHTS}))

    place = book.rights_in("nowhere")
    assert place is not None
    assert place.child is not None
    ask, choose, notices, fly = place.rights

    def held(right: object, *days: date) -> list[tuple[Holder, ...]]:
        return [place.holders_on(right, born=BORN, on=day) for day in days]  # type: ignore[arg-type]

    parent, child, young = Holder.PARENT, Holder.CHILD, Holder.YOUNG_PERSON
    assert held(ask, at(12, days=-1), at(12), at(16, days=-1), at(16)) == [
        (parent,), (parent, child), (parent, child), (young,),
    ]  # fmt: skip
    assert held(choose, at(17)) == [(parent,)]
    assert held(notices, at(16, days=-1), at(16)) == [(parent,), (young, parent)]
    assert held(fly, at(5), at(17)) == [(), ()]
    assert place.passings["grown"].told_by(BORN) == at(15)
    assert place.child.use.capacity is not None
    assert str(place.child.use.capacity.citation.in_force_from) == "2021-01-01"
    contents = pages(book)["README.md"]
    assert "| choose a school | yes |  |  | [SI 2020/1, reg. 6]" in contents
    assert "| get every notice | yes |  | at 16, the parent too |" in contents
    assert "| fly **Made, but not in force.** | yes |" in contents
    assert "1 year before, at the latest: they are told." in contents
    assert book.rights_in("elsewhere") is None


@pytest.mark.parametrize(
    ("words", "instead", "sentence"),
    [
        ('["parent"]', '["cousin"]', '"cousin" is not somebody who holds rights.'),
        ('holders = ["parent"]\n', "holders = []\n", "holders is missing"),
        ("from_age = 12", "from_age = 16", "A child's rights begin before a young person's."),
        ('says = "choose a school"', 'say = "choose a school"', "says is missing."),
        ('asks = "Would it harm the child?"', "", "asks is missing."),
        ('assessed = "first"', "", "What is assessed asks about capacity"),
        ('if_not = "A parent does."', "", "if_not is missing"),
        ("age = 16", 'age = 16\nschool_age = "scotland"', "say one of both"),
        ("age = 16", 'school_age = "scotland"', "Years before are counted from an age."),
        ("age = 16", 'school_age = "nowhere"', 'school_age is "nowhere"'),
        ('holders = ["parent"]\n', 'holders = ["parent"]\nfrom_age = 14\n', "from_age is the age of a child"),
        ('holders = ["parent"]\n', 'holders = ["parent"]\npasses = "grown"\n', "It passes to nobody"),
        ('holders = ["parent"]\n', 'holders = ["parent"]\nparent_too = true\n', "Parents keep only"),
        ("parent_too = true", 'passes = "never"', "no [passing] says from when"),
        ('event = "asked"', 'event = "unheard"', '"unheard" is not an event'),
        ('what = "plan"', 'what = "ship"', '"ship" is not a choice'),
        ('force = "not_commenced"', 'force = "maybe"', 'force is "maybe"'),
        ('provision = "reg. 5" }', 'provision = "reg. 5" }\ncolour = "red"', "colour is not a key"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, words: str, instead: str, sentence: str) -> None:
    assert words in RIGHTS
    files = invented.FILES | {"nowhere/rights.toml": RIGHTS.replace(words, instead, 1)}

    with pytest.raises(LawError) as raised:
        read_lawbook(invented.write(tmp_path, files))

    assert raised.value.file == "nowhere/rights.toml"
    assert sentence in raised.value.sentence


# --- the law that comes with Handrail -------------------------------------------------------------------


def test_every_place_says_who_holds_which_right_and_from_which_source() -> None:
    book = lawbook()
    known = {(source.title, source.number) for source in book.sources.values()}
    for key in book.jurisdictions:
        place = book.rights_in(key)
        assert place is not None, key
        assert place.rights, key
        for right in place.rights:
            assert (right.citation.source, right.citation.number) in known
            assert right.says[0].islower(), (key, right.key, "it completes “may …”")
            assert not right.says.endswith("."), (key, right.key)


def test_scotland_s_rights_name_official_addresses() -> None:
    place = lawbook().rights_in("gb-sct")
    assert place is not None
    assert all(one.citation.url.startswith("https://www.legislation.gov.uk/") for one in place.rights)


def holders(place: str, right: str, born: date, on: date) -> str:
    rights = lawbook().rights_in(place)
    assert rights is not None
    found = rights.right(right)
    assert found is not None, (place, right)
    return " ".join(rights.holders_on(found, born=born, on=on))


@pytest.mark.parametrize(
    ("place", "right", "born", "on", "held"),
    [
        # Scotland: 12, then over school age on 31 May although 16 in September.
        ("gb-sct", "early-review", date(2012, 9, 15), date(2024, 9, 14), "parent"),
        ("gb-sct", "early-review", date(2012, 9, 15), date(2024, 9, 15), "parent child"),
        ("gb-sct", "early-review", date(2012, 9, 15), date(2028, 5, 30), "parent child"),
        ("gb-sct", "early-review", date(2012, 9, 15), date(2028, 5, 31), "young_person"),
        ("gb-sct", "mediation", date(2012, 9, 15), date(2026, 9, 15), "parent"),
        # England: the leaving date, not the birthday.
        ("gb-eng", "appeal", date(2010, 1, 31), date(2026, 1, 31), "parent"),
        ("gb-eng", "appeal", date(2010, 1, 31), date(2026, 6, 26), "parent"),
        ("gb-eng", "appeal", date(2010, 1, 31), date(2026, 6, 27), "young_person"),
        ("gb-eng", "record", date(2010, 1, 31), date(2026, 6, 27), "parent"),
        # Wales: a child of any age, beside the parents.
        ("gb-wls", "appeal", date(2020, 5, 1), date(2026, 11, 26), "parent child"),
        ("gb-wls", "appeal", date(2010, 1, 31), date(2026, 6, 27), "young_person"),
        ("gb-wls", "decide", date(2020, 5, 1), date(2026, 11, 26), ""),
        ("gb-wls", "advocate", date(2020, 5, 1), date(2026, 11, 26), "child"),
        # Northern Ireland: parents; what the Act of 2016 would give is not in force.
        ("gb-nir", "appeal", date(2008, 1, 1), date(2026, 11, 26), "parent"),
        ("gb-nir", "own-rights", date(2008, 1, 1), date(2026, 11, 26), ""),
        ("gb-nir", "dispute-service", date(2010, 7, 2), date(2026, 7, 2), "parent"),
        ("gb-nir", "dispute-service", date(2010, 7, 1), date(2026, 6, 30), "young_person parent"),
        # Ireland: 18.
        ("ie", "appeal", date(2008, 2, 29), date(2026, 2, 28), "parent"),
        ("ie", "appeal", date(2008, 2, 29), date(2026, 3, 1), "young_person"),
        ("ie", "education-plan", date(2016, 1, 1), date(2026, 11, 26), ""),
        # United States: 18 in the States that Handrail knows; notices go on coming to both.
        ("us", "due-process", date(2008, 11, 26), date(2026, 11, 25), "parent"),
        ("us", "due-process", date(2008, 11, 26), date(2026, 11, 26), "young_person"),
        ("us-tx", "due-process", date(2008, 11, 26), date(2026, 11, 27), "young_person"),
        ("us", "notices", date(2008, 11, 26), date(2026, 11, 26), "young_person parent"),
        ("us", "hearing-504", date(2008, 11, 26), date(2026, 11, 26), "parent"),
        ("us", "records", date(2008, 11, 26), date(2026, 11, 25), "parent"),
        # Ontario: from 16 beside the parents; the appeal stays theirs.
        ("ca-on", "plan-copy", date(2010, 11, 26), date(2026, 11, 25), "parent"),
        ("ca-on", "plan-copy", date(2010, 11, 26), date(2026, 11, 26), "parent child"),
        ("ca-on", "appeal", date(2010, 11, 26), date(2026, 11, 26), "parent"),
        # British Columbia, Quebec, New Brunswick, Australia, New Zealand.
        ("ca-bc", "appeal", date(2018, 1, 1), date(2026, 11, 26), "parent child"),
        ("ca-qc", "revision", date(2008, 11, 26), date(2026, 11, 25), "parent"),
        ("ca-qc", "revision", date(2008, 11, 26), date(2026, 11, 26), "young_person"),
        ("ca-nb", "records", date(2007, 11, 26), date(2026, 11, 25), "parent child"),
        ("ca-nb", "records", date(2007, 11, 26), date(2026, 11, 26), "young_person"),
        ("au", "consulted", date(2018, 1, 1), date(2026, 11, 26), "parent child"),
        ("au-vic", "group", date(2018, 1, 1), date(2026, 11, 26), "parent"),
        ("au-vic", "commission", date(2018, 1, 1), date(2026, 11, 26), "parent child"),
        ("nz", "records", date(2018, 1, 1), date(2026, 11, 26), "child"),
    ],
)  # fmt: skip
def test_who_holds_a_right_on_a_day(place: str, right: str, born: date, on: date, held: str) -> None:
    assert holders(place, right, born, on) == held


def use(place: str, right: str, born: date, on: date, *findings: Finding) -> list[tuple[str, str]]:
    rights = lawbook().rights_in(place)
    assert rights is not None
    found = rights.right(right)
    assert found is not None
    return [(one.holder, one.may) for one in rights.uses(found, born=born, on=on, findings=findings)]


def finding(right: str, on: date, *, capacity: bool = True, wellbeing: bool | None = None) -> Finding:
    return Finding(right=right, on=on, by="Dr P", capacity=capacity, wellbeing=wellbeing)


def test_in_scotland_a_child_waits_for_a_finding_and_the_newest_counts() -> None:
    born, day = date(2012, 9, 15), date(2026, 11, 26)
    good = finding("early-review", date(2026, 10, 1), wellbeing=True)
    harmed = finding("early-review", date(2026, 11, 1), wellbeing=False)
    other = finding("tribunal", date(2026, 10, 1), wellbeing=True)

    def child(*findings: Finding, on: date = day) -> str:
        return use("gb-sct", "early-review", born, on, *findings)[1][1]

    assert child() == MayUse.NOT_ASSESSED
    assert child(other) == MayUse.NOT_ASSESSED
    assert child(good) == MayUse.YES
    assert child(harmed, good) == MayUse.FOUND_NOT_TO
    assert child(harmed, good, on=date(2026, 10, 31)) == MayUse.YES, "as it stood on that day"
    assert use("gb-sct", "early-review", born, day)[0] == ("parent", "yes")


def test_a_finding_about_a_child_says_nothing_about_the_young_person() -> None:
    born, grown = date(2012, 9, 15), date(2028, 6, 1)
    as_child = finding("early-review", date(2028, 5, 1), capacity=False, wellbeing=True)
    assert use("gb-sct", "early-review", born, grown, as_child) == [("young_person", "yes")]

    as_young_person = finding("early-review", date(2028, 6, 1), capacity=False)
    assert use("gb-sct", "early-review", born, grown, as_young_person) == [
        ("young_person", "found_not_to"),
        ("parent", "yes"),
    ]


def test_in_england_capacity_is_taken_as_given_and_decided_for_each_decision() -> None:
    born, day = date(2009, 1, 31), date(2026, 11, 26)
    not_this = finding("appeal", date(2026, 11, 1), capacity=False)
    assert use("gb-eng", "appeal", born, day) == [("young_person", "yes")]
    assert use("gb-eng", "appeal", born, day, not_this) == [
        ("young_person", "found_not_to"),
        ("parent", "yes"),
    ]
    assert use("gb-eng", "assessment", born, day, not_this) == [("young_person", "yes")]


def test_in_wales_a_case_friend_may_act_and_the_parents_keep_their_rights() -> None:
    born, day = date(2018, 1, 31), date(2026, 11, 26)
    cannot = finding("appeal", date(2026, 11, 1), capacity=False)
    assert use("gb-wls", "appeal", born, day) == [("parent", "yes"), ("child", "yes")]
    assert use("gb-wls", "appeal", born, day, cannot) == [("parent", "yes"), ("child", "found_not_to")]
    place = lawbook().rights_in("gb-wls")
    assert place is not None
    right = place.right("appeal")
    assert right is not None
    (_, child) = place.uses(right, born=born, on=day, findings=[cannot])
    assert "case friend" in why(child, name="Elin")


def test_in_the_united_states_a_parent_does_not_come_back_by_themselves() -> None:
    born, day = date(2008, 1, 31), date(2026, 11, 26)
    cannot = finding("due-process", date(2026, 11, 1), capacity=False)
    assert use("us", "due-process", born, day, cannot) == [("young_person", "found_not_to")]
    place = lawbook().rights_in("us")
    assert place is not None
    assert place.passings["majority"].told_by(date(2009, 2, 14)) == date(2026, 2, 14)
    assert place.passings["majority"].told_by(date(2008, 2, 29)) == date(2025, 3, 1)


def told_caution(kind: str, born: date, on: date, *findings: Finding, made_by: str = "pupil") -> str:
    place = lawbook().rights_in("gb-sct")
    assert place is not None
    right = place.used_by(
        Event(id="e", kind=kind, happened_on=on, recorded_on=on, detail={"made_by": made_by})
    )
    if right is None:
        return ""
    found = caution(right, place, name="Merle", born=born, on=on, findings=findings)
    return f"{found.says} {found.citation.short}" if found else ""


def test_a_child_s_request_that_is_not_settled_says_so_with_the_source() -> None:
    born, day = date(2012, 9, 15), date(2026, 11, 26)
    missing = told_caution("early_review_requested", born, day)
    assert "not recorded that this was assessed" in missing
    assert missing.endswith("2004 asp 4, s. 3")
    no = finding("early-review", date(2026, 11, 1), capacity=False, wellbeing=True)
    assert "was not found able to understand and decide" in told_caution(
        "early_review_requested", born, day, no
    )
    harmed = finding("early-review", date(2026, 11, 1), wellbeing=False)
    said = told_caution("early_review_requested", born, day, harmed)
    assert "would be harmed by using it" in said
    assert said.endswith("2004 asp 4, ss. 3A-3B")
    yes = finding("early-review", date(2026, 11, 1), wellbeing=True)
    assert told_caution("early_review_requested", born, day, yes) == ""
    assert told_caution("early_review_requested", born, day, made_by="parent") == ""
    assert "was 8 on that day" in told_caution("early_review_requested", date(2018, 9, 15), day)
    # Mediation is asked for by parents and young persons; a child's views are sought instead.
    assert "not Merle’s own yet" in told_caution("asl_mediation_requested", born, day)


@given(
    place=st.sampled_from(sorted(lawbook().jurisdictions)),
    born=st.dates(date(2000, 1, 1), date(2024, 12, 31)),
    on=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    capacity=st.booleans(),
)
def test_whatever_the_day_nobody_is_there_twice_and_what_is_not_law_is_held_by_nobody(
    place: str, born: date, on: date, capacity: bool
) -> None:
    rights = lawbook().rights_in(place)
    assert rights is not None
    for right in rights.rights:
        own = rights.own_use(right, born=born, on=on)
        wellbeing = True if own and own.wellbeing else None
        found = [finding(right.key, on, capacity=capacity, wellbeing=wellbeing)]
        uses = rights.uses(right, born=born, on=on, findings=found)
        kinds = [one.holder for one in uses]
        assert len(kinds) == len(set(kinds))
        assert not {Holder.CHILD, Holder.YOUNG_PERSON} <= set(kinds)
        if right.force is not Force.IN_FORCE:
            assert kinds == []
        if own is not None and own.assessed is Assessed.FIRST and not capacity:
            assert all(one.may is MayUse.YES for one in uses if one.holder is Holder.PARENT)
        assert all(why(one, name="Merle").strip() for one in uses)


@pytest.mark.parametrize(
    ("place", "day"),
    [
        ("gb-sct", date(2024, 2, 29)),
        # The day after the last Friday in June of the school year in which she turns 16.
        ("gb-eng", date(2028, 7, 1)),
        ("gb-wls", date(2024, 2, 29)),  # the law names no age
        ("gb-nir", date(2028, 6, 30)),
        ("ie", date(2030, 3, 1)),
        ("us", date(2030, 3, 1)),
        ("us-tx", date(2030, 3, 1)),
        ("ca-on", date(2028, 2, 29)),
        ("ca-qc", date(2024, 2, 29)),
        ("au", date(2024, 2, 29)),
        ("nz", date(2024, 2, 29)),
    ],
)
def test_from_which_day_a_pupil_has_the_pages_of_their_own_rights(place: str, day: date) -> None:
    """Born on 29 February 2012, so that the birthday is found in years that have none."""
    assert eligible_from(place, date(2012, 2, 29)) == day


def test_where_nobody_wrote_down_the_rights_the_pages_begin_at_twelve() -> None:
    assert lawbook().rights_in("nowhere") is None
    assert eligible_from("nowhere", date(2012, 5, 2)) == date(2024, 5, 2)
