"""A letter from its first words to the day it was sent; no clock starts unless somebody says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.cases import actions as case_actions
from handrail.apps.cases import queries as cases
from handrail.apps.cases.models import Case, CaseEvent, Deadline
from handrail.apps.letters import actions, queries
from handrail.apps.letters.composing import blanks
from handrail.apps.letters.models import Letter
from handrail.apps.letters.paper import letter_pdf
from handrail.apps.organisations.models import Organisation
from handrail.core.steps import Audience
from tests.apps.documents.reading import reader_of, root_of, text_of, title_of
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]
MEETING = {"meets_on": "2026-12-10", "time": "2 pm", "place": "Room 4", "who": "Tess Teacher"}
ONCE = "9f0e5f0e-0000-4000-8000-000000000001"


def write(cast: Cast, key: str = "review-invitation", case: Case | None = None, **more: Any) -> Letter:
    with acting(more.pop("who", cast.coordinator)) as by:
        case = cases.case(case.pk if case else cast.young.plan.case_id)
        return actions.write(
            case=case,
            template=queries.template(case, key),
            member=cast.young.parent,
            to_name="Paula Parent",
            to_address="1 Ferry Road, Ferrybank",
            answers=more.pop("answers", MEETING),
            parts=more.pop("parts", {}),
            on=TODAY,
            at=moment(TODAY),
            by=by,
            **more,
        )


def send(cast: Cast, letter: Letter, *, with_event: bool, **more: Any) -> Letter:
    with acting(cast.coordinator) as by:
        given = {"sent_on": TODAY, "how": "by post", "revision": letter.revision} | more
        return actions.send(letter=letter, with_event=with_event, on=TODAY, by=by, **given)


def english_case(cast: Cast) -> Case:
    """A case about an EHC plan, begun by a request."""
    Organisation.objects.filter(pk__in=[cast.school.pk, cast.authority.pk]).update(jurisdiction="gb-eng")
    with acting(cast.officer) as by:
        case = case_actions.open_case(pupil=cast.young.pupil, plan_type="gb-eng/ehc", on=TODAY, by=by)
        case_actions.record_event(
            case=case, kind="request_received", happened_on=TODAY - timedelta(days=20), on=TODAY, by=by
        )
        return case


def test_a_letter_is_made_from_what_is_known_and_what_only_the_writer_knows(cast: Cast) -> None:
    letter = write(cast)

    assert letter.subject == "A meeting to look at Robin’s plan"
    assert "on Thursday 10 December 2026 at 2 pm, at Room 4" in letter.text
    assert "tell Nora Coordinator" in letter.text
    assert blanks(letter.text) == []
    assert letter.law
    assert letter.to_address.startswith("1 Ferry Road")


def test_an_american_letter_puts_days_as_its_place_does_and_an_older_one_stays(cast: Cast) -> None:
    before = write(cast)
    Organisation.objects.filter(pk__in=[cast.school.pk, cast.authority.pk]).update(jurisdiction="us")
    with acting(cast.officer) as by:
        case = case_actions.open_case(pupil=cast.young.pupil, plan_type="us/iep", on=TODAY, by=by)
    asked = {**MEETING, "purpose": "to write the IEP"}
    letter = write(cast, "meeting-notice", case, answers=asked, who=cast.officer)

    def printed(one: Letter) -> bytes:
        with acting(cast.officer):
            return letter_pdf(queries.letter(one.case_id, one.pk))

    assert "Thursday, December 10, 2026" in letter.text
    assert root_of(printed(letter))["/Lang"] == "en-US"
    assert "Thursday, November 19, 2026" in text_of(printed(letter))
    assert "born on Wednesday, September 14, 2016" in text_of(printed(letter))
    assert root_of(printed(before))["/Lang"] == "en-GB"
    assert "born on Wednesday 14 September 2016" in text_of(printed(before))


def test_the_days_to_answer_a_draft_are_worked_out_and_no_clock_starts(cast: Cast) -> None:
    case = english_case(cast)
    with acting(cast.officer):
        before = (
            CaseEvent.objects.count(),
            list(Deadline.objects.order_by("pk").values_list("pk", "falls_on")),
        )

    letter = write(cast, "draft-plan", case, answers={}, who=cast.officer)

    # At least fifteen days beginning with the day of service (SEND Regulations 2014, reg. 13(1)(a)).
    last = TODAY + timedelta(days=14)
    assert f"they run to {last:%A} {last.day} {last:%B %Y}" in letter.text
    with acting(cast.officer):
        now = (CaseEvent.objects.count(), list(Deadline.objects.order_by("pk").values_list("pk", "falls_on")))
    assert now == before


def test_a_refusal_tells_the_reasons_the_days_and_each_way_to_disagree(cast: Cast) -> None:
    letter = write(
        cast,
        "assessment-refused",
        english_case(cast),
        answers={},
        parts={"reasons": "We saw no sign of a need that school cannot meet."},
        who=cast.officer,
    )

    assert "Our reasons\nWe saw no sign" in letter.text
    assert "the Tribunal must have your appeal by Tuesday 19 January 2027" in letter.text
    for way in ("Mediation before an appeal:", "Appeal to the Tribunal:"):
        assert way in letter.text
    assert len(blanks(letter.text)) == 2, "what help there is, and whom to call"


def test_a_letter_with_a_blank_is_not_sent_and_nothing_changes(cast: Cast) -> None:
    letter = write(cast, "programme-issued", answers={})
    with acting(cast.coordinator) as by:
        letter = actions.change(
            letter=letter,
            subject=letter.subject,
            text=letter.text + "\n\nCall [name].",
            to_name="Paula Parent",
            to_address="",
            revision=1,
            on=TODAY,
            by=by,
        )
        facts = Fact.objects.count()

    with pytest.raises(NotPossible, match=r"still a blank in this letter: \[name\]"):
        send(cast, letter, with_event=False)
    with acting(cast.coordinator):
        assert Letter.objects.get(pk=letter.pk).sent_on is None
        assert Fact.objects.count() == facts


@pytest.mark.parametrize("with_event", [False, True])
def test_sending_is_a_fact_and_an_event_only_if_somebody_says_so(cast: Cast, with_event: bool) -> None:
    letter = send(cast, write(cast), with_event=with_event)

    with acting(cast.coordinator):
        events = CaseEvent.objects.filter(case=letter.case, kind="review_meeting_planned")
        assert [one.detail for one in events] == ([{"meets_on": "2026-12-10"}] if with_event else [])
        assert (letter.event is not None) == with_event
        fact = Fact.objects.get(kind="letter.sent")
        assert (fact.audience, fact.detail["how"], fact.happened_on) == ("everyone", "by post", TODAY)
        assert len(fact.detail["sha256"]) == 64


def test_sent_twice_is_once_and_a_sent_letter_is_never_changed(cast: Cast) -> None:
    letter = send(cast, write(cast), with_event=True)
    again = send(cast, letter, with_event=True)

    assert again.pk == letter.pk
    with acting(cast.coordinator) as by:
        assert CaseEvent.objects.filter(kind="review_meeting_planned").count() == 1
        with pytest.raises(NotPossible, match="stays as it was"):
            actions.change(
                letter=letter, subject="x", text="x", to_name="x", to_address="", revision=1, on=TODAY, by=by
            )
        assert Letter.objects.get(pk=letter.pk).text == letter.text


@pytest.mark.parametrize(
    ("more", "says"),
    [({"sent_on": TODAY + timedelta(days=1)}, "still to come"), ({"how": " "}, "Say how it was sent")],
)
def test_a_day_to_come_and_no_way_are_refused(cast: Cast, more: dict[str, Any], says: str) -> None:
    letter = write(cast)
    with pytest.raises(NotPossible, match=says):
        send(cast, letter, with_event=True, **more)
    with acting(cast.coordinator):
        assert not CaseEvent.objects.filter(kind="review_meeting_planned").exists()


def test_two_writers_at_one_letter_lose_nothing(cast: Cast) -> None:
    letter = write(cast)
    words = {"subject": "S", "to_name": "P", "to_address": "", "revision": 1, "on": TODAY}
    with acting(cast.coordinator) as by:
        actions.change(letter=letter, text="The first words.", by=by, **words)
        with pytest.raises(actions.Stale):
            actions.change(letter=letter, text="The second words.", by=by, **words)
        with pytest.raises(actions.Stale):
            actions.send(
                letter=letter, sent_on=TODAY, how="by post", with_event=False, revision=1, on=TODAY, by=by
            )
        assert Letter.objects.get(pk=letter.pk).text == "The first words."


def test_the_same_form_sent_twice_gives_one_letter(cast: Cast) -> None:
    assert write(cast, once=UUID(ONCE)).pk == write(cast, once=UUID(ONCE)).pk


def test_a_teacher_writes_no_letters(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        write(cast, who=cast.class_teacher)


def test_a_letter_is_offered_only_to_those_it_may_go_to(cast: Cast) -> None:
    with acting(cast.coordinator):
        case = cases.case(cast.young.plan.case_id)
        names = {
            to: [one.name for one in queries.recipients(case, [to])]
            for to in (Audience.FAMILY, Audience.PUPIL, Audience.PROFESSIONALS)
        }
        circle = {one.name: one for one in cast.young.pupil.circlemembers.all()}

    assert names[Audience.FAMILY][0] == "Paula Parent"
    for name in names[Audience.FAMILY]:
        member = circle[name]
        assert member.kind == "pupil" or member.parental_responsibility or member.receives_copies
    assert [circle[name].kind for name in names[Audience.PUPIL]] == ["pupil"]
    assert names[Audience.PROFESSIONALS]
    assert not {circle[name].kind for name in names[Audience.PROFESSIONALS]} & {
        "pupil",
        "parent",
        "carer",
        "family",
    }


def test_a_letter_that_is_practice_says_so_and_one_of_a_step_cites_its_source(cast: Cast) -> None:
    case = english_case(cast)
    with acting(cast.officer):
        found = queries.template(case, "draft-plan")
        cited = [one.short for one in queries.citations(case, found, on=TODAY)]
        helpers = queries.template(case, "plan-for-helpers")
        practice = queries.citations(case, helpers, on=TODAY)
    assert "SI 2014/1530, reg. 13(1)(a), with 2014 c. 6, s. 38" in cited
    assert len(cited) == len(set(cited))
    assert [one.short for one in practice] == ["SI 2014/1530, reg. 13(2)"]


# --- through the pages --------------------------------------------------------------------------------


def test_from_the_case_to_a_sent_letter_through_the_pages(cast: Cast, seen_by: Browser) -> None:
    browser, case = seen_by(cast.coordinator), cast.young.plan.case_id
    start = reverse("letters:index", args=[case])
    assert start in browser.get(reverse("cases:case", args=[case])).content.decode()
    offered = browser.get(start).content.decode()
    begin = reverse("letters:write", args=[case, "review-invitation"])
    assert begin in offered
    assert "No letter is written in this case yet" in offered

    assert "The day of the meeting" in browser.get(begin).content.decode()
    unfinished = browser.post(begin, {"to": "other", "once": ONCE})
    assert unfinished.status_code == 422
    assert "Enter the name of the person the letter goes to" in unfinished.content.decode()
    day = {"ask-meets_on-day": "10", "ask-meets_on-month": "12", "ask-meets_on-year": "2026"}
    asks = {f"ask-{key}": value for key, value in MEETING.items() if key != "meets_on"}
    made = browser.post(begin, {"to": str(cast.young.parent.pk), "once": ONCE, **day, **asks})
    assert made.status_code == 302
    page = browser.get(made["Location"]).content.decode()
    assert "Thursday 10 December 2026" in page
    assert "Also record in the case: A day was set for a meeting about the plan." in page

    words = {
        "to_name": "Paula Parent",
        "to_address": "",
        "subject": "Come",
        "text": "Own words.",
        "revision": "1",
    }
    assert browser.post(made["Location"], words).status_code == 302
    stale = browser.post(made["Location"], words | {"text": "Other words."})
    assert stale.status_code == 409
    assert "Own words." in stale.content.decode()
    assert "Other words." in stale.content.decode()

    sent_on = {"sent_on-day": "19", "sent_on-month": "11", "sent_on-year": "2026"}
    sent = browser.post(made["Location"] + "sent/", {"how": "by post", "revision": "2", **sent_on})
    assert sent.status_code == 302
    page = browser.get(made["Location"]).content.decode()
    assert "Sent on 19 November 2026, by post." in page
    assert "<textarea" not in page
    pdf = browser.get(made["Location"] + "letter.pdf")
    assert "Own words." in text_of(pdf.content)
    assert title_of(pdf.content) == "Come"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root_of(pdf.content)["/Metadata"].get_object().get_data()
    assert "Not sent yet" not in text_of(pdf.content)
    assert "Sent on 19 November 2026" in browser.get(start).content.decode()


def test_a_letter_of_many_pages_in_arabic_is_printed(cast: Cast, seen_by: Browser) -> None:
    letter = write(cast)
    with acting(cast.coordinator) as by:
        actions.change(
            letter=letter,
            subject="رسالة",
            text="\n\n".join(["يحب القراءة في البيت"] * 200),
            to_name="Oighrig " + "Nic-Dhòmhnaill-" * 8,
            to_address="",
            revision=1,
            on=TODAY,
            by=by,
        )
    pdf = seen_by(cast.coordinator).get(reverse("letters:pdf", args=[letter.case_id, letter.pk])).content

    assert len(reader_of(pdf).pages) > 2
    assert "could not be drawn" not in text_of(pdf)


def test_a_stranger_and_a_family_find_no_letters(cast: Cast, seen_by: Browser) -> None:
    letter = write(cast)
    address = reverse("letters:letter", args=[letter.case_id, letter.pk])

    assert seen_by(cast.other_coordinator).get(address).status_code == 404
    assert seen_by(cast.parent).get(address).status_code == 403
    nowhere = reverse("letters:write", args=[letter.case_id, "unheard-of"])
    assert seen_by(cast.coordinator).get(nowhere).status_code == 404
