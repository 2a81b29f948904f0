"""Words of the trade, explained where they stand."""

from __future__ import annotations

from handrail.apps.guide.words import Explainer


def test_a_word_is_marked_once_a_page_with_its_meaning_for_every_reader() -> None:
    explain = Explainer()

    first = explain("Mediation is free. Ask for mediation.", "gb-sct")
    again = explain("The mediation ended.", "gb-sct")

    assert first.count("hr-term") == 1
    assert 'href="#word-mediation"' in first
    assert 'aria-describedby="word-mediation-means"' in first
    assert ">Mediation</a> is free. Ask for mediation." in first
    assert again == "The mediation ended."
    assert [(word.key, word.url) for word in explain.found] == [("mediation", "/guide/words/#mediation")]


def test_each_place_has_its_own_meaning() -> None:
    scotland, texas, nowhere = Explainer(), Explainer(), Explainer()

    scotland("The IEP is looked at each term.", "gb-sct")
    texas("The IEP is looked at each year.", "us-tx")

    assert [word.term for word in scotland.found] == ["IEP (Scotland)"]
    assert [word.term for word in texas.found] == ["IEP (US)"]
    assert nowhere("The IEP.") == "The IEP."


def test_the_longest_way_of_writing_wins_and_parts_of_words_are_left_alone() -> None:
    explain = Explainer()

    said = explain("A co-ordinated support plan (CSP) and a CSPX, by csp.", "gb-sct")

    assert said.count("hr-term") == 1
    assert ">co-ordinated support plan</a> (CSP) and a CSPX, by csp." in said


def test_text_is_escaped() -> None:
    assert Explainer()("<b>mediation</b> & more", "gb-sct").startswith("&lt;b&gt;<a")
