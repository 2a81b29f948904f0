from __future__ import annotations

import pytest

from handrail.core.duties import Detail, DetailKind, EventKind, Party

LEAVING = EventKind(
    key="leaving_expected",
    says="It became known when the pupil is likely to leave.",
    reported_by=Party.SCHOOL,
    details=(
        Detail("leaving_on", "The day of leaving", DetailKind.DATE, needed=True, choices={}),
        Detail("to", "Where to", DetailKind.CHOICE, needed=False, choices={"college": "College"}),
        Detail("note", "Note", DetailKind.TEXT, needed=False, choices={}),
    ),
    answers=(),
    deemed=False,
)


@pytest.mark.parametrize(
    ("detail", "objections"),
    [
        ({"leaving_on": "2027-06-25"}, ()),
        ({"leaving_on": "2027-06-25", "to": "college", "note": "soon"}, ()),
        ({"leaving_on": " "}, ("The day of leaving: this is needed.",)),
        ({}, ("The day of leaving: this is needed.",)),
        ({"leaving_on": "June"}, ('The day of leaving: "June" is not a day such as 2026-11-05.',)),
        ({"leaving_on": "2027-06-25", "to": "sea"}, ('Where to: "sea" is not one of the choices.',)),
        ({"leaving_on": "2027-06-25", "why": "music"}, ('"why" is not something this event says.',)),
    ],
)
def test_an_event_says_what_its_kind_asks_for(detail: dict[str, str], objections: tuple[str, ...]) -> None:
    assert LEAVING.objections(detail) == objections
