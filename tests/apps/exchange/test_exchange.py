"""A plan goes out of one school and comes into another: looked at, compared, and a draft only when somebody says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.exchange import actions, carrying, contents, plan_files, queries
from handrail.apps.exchange.models import ReceivedPlan
from handrail.apps.exchange.plan_files import NotAPlan
from handrail.apps.plans import actions as plans
from handrail.apps.plans import canonical as canonical_document
from handrail.apps.plans import queries as plan_queries
from handrail.apps.plans.models import Goal, Plan
from handrail.apps.pupils import actions as pupils
from handrail.apps.pupils.actions import Particulars
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.core.plan_types import FactBox, PlanType, Requirement
from handrail.law.lawbook import lawbook
from tests.apps.documents.full_plans import full, marks
from tests.apps.exchange.test_plan_files import canonical
from tests.cast import CSP, IEP, TODAY, Cast, acting, moment

CHILDS_PLAN = "gb-sct/childs-plan"

Browser = Callable[[Person | None], Client]


def newcomer(cast: Cast) -> Pupil:
    """A pupil of the other school, with a circle of the same names as at the old one."""
    with acting(cast.other_coordinator) as by:
        pupil = pupils.add_pupil(
            school=cast.other_school,
            particulars=Particulars(
                given_name="Robin",
                family_name="Young",
                born=cast.young.pupil.born,
                year_group="S1",
                address="2 Mill Road",
                phone="01632 960003",
                gender="as the family gives it",
                preferred_language="English",
                entered_school_on=TODAY,
            ),
            on=TODAY,
            by=by,
        )
        for kind, name, relation, more in (
            ("staff", "Tess Teacher", "class teacher", {}),
            (
                "parent",
                "Paula Parent",
                "mother",
                {"parental_responsibility": True, "address": "2 Mill Road", "phone": "01632 960003"},
            ),
        ):
            pupils.join_circle(
                pupil=pupil,
                member=CircleMember(
                    kind=kind, name=name, relation=relation, preferred_language="English", **more
                ),
                on=TODAY,
                by=by,
            )
        return pupil


def exported(cast: Cast) -> bytes:
    return plan_files.envelope(cast.young.version.document, sha256=cast.young.version.sha256).encode()


def receive(cast: Cast, pupil: Pupil, content: bytes) -> ReceivedPlan:
    with acting(cast.other_coordinator) as by:
        return actions.receive(
            pupil=pupil, name="plan.handrail.json", content=content, on=TODAY, at=moment(TODAY), by=by
        )


def take_in(cast: Cast, row: ReceivedPlan, plan_type: str = IEP) -> Plan:
    with acting(cast.other_coordinator) as by:
        found = queries.received(row.pupil_id, row.pk)
        givers = contents.givers(queries.plan_in(found))
        circle = {(one.name, one.relation): one for one in queries.givers_here(row.pupil_id)}
        return actions.take_in(
            received=found,
            plan_type=plan_type,
            people={who: circle.get((who.name, who.role)) for who in givers},
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )


def comparable(document: dict[str, Any]) -> dict[str, Any]:
    """A plan without what another school and another day change: who, when, where, ids; and without views."""
    text = json.dumps(document["sections"])
    ids = [
        one["id"]
        for section in document["sections"]
        for part in ("needs", "goals", "provision")
        for one in section.get(part, ())
    ]
    for number, name in enumerate(ids):
        text = text.replace(name, f"id-{number}")
    sections = json.loads(text)
    for section in sections:
        section.pop("views", None)
        if section["kind"] in ("facts", "person", "school", "review"):
            section.pop("rows")
    return {
        "schema": document["schema"],
        "language": document["language"],
        "plan_type": document["plan_type"],
        "pupil": {key: document["pupil"][key] for key in ("name", "known_as", "born")},
        "sections": sections,
    }


def test_out_in_and_issued_again_the_plan_is_the_same_but_for_who_and_when(cast: Cast) -> None:
    pupil = newcomer(cast)
    plan = take_in(cast, receive(cast, pupil, exported(cast)))

    with acting(cast.other_coordinator) as by:
        plan = Plan.objects.select_related("pupil", "school", "case").get(pk=plan.pk)
        for member in CircleMember.objects.filter(pupil=pupil, kind__in=("parent", "pupil")):
            plans.ask_for_view(plan=plan, member=member, due_on=TODAY + timedelta(days=14), on=TODAY, by=by)
        plan.refresh_from_db()
        version = plans.issue(
            plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by
        )

    there, here = json.loads(cast.young.version.document), json.loads(version.document)
    assert comparable(here) == comparable(there)
    assert here["pupil"]["school"] == "Millhope Academy"
    assert plan_files.read(version.document.encode()).plan == here


def test_the_file_is_kept_as_it_came_and_twice_is_once(cast: Cast) -> None:
    pupil, content = newcomer(cast), exported(cast)

    first, again = receive(cast, pupil, content), receive(cast, pupil, content)

    assert first.pk == again.pk
    with acting(cast.other_coordinator):
        row = ReceivedPlan.objects.get(pupil=pupil)
        assert bytes(row.content) == content
        assert row.plan_sha256 == row.fingerprint == cast.young.version.sha256
        assert row.plan is None
        assert not Plan.objects.filter(pupil=pupil).exists()


def test_taken_in_twice_is_one_draft_and_the_views_stay_with_the_file(cast: Cast) -> None:
    pupil = newcomer(cast)
    row = receive(cast, pupil, exported(cast))

    plan, again = take_in(cast, row), take_in(cast, row)

    assert plan.pk == again.pk
    with acting(cast.other_coordinator):
        assert Goal.objects.filter(plan=plan).count() == 1
        assert all(not one.words for one in plan.contributions.all())
        kinds = list(Fact.objects.filter(pupil_id=pupil.pk).values_list("kind", flat=True))
    assert kinds.count("plan.received") == kinds.count("plan.taken_in") == 1


def test_a_plan_of_an_unknown_plan_type_becomes_one_that_people_choose(cast: Cast) -> None:
    pupil = newcomer(cast)
    document = full(lawbook().plan_type("us/iep"))
    document["plan_type"]["key"] = "xx-zz/unheard-of"
    for section in document["sections"]:
        for goal in section.get("goals", ()):
            goal["need"] = ""

    plan = take_in(cast, receive(cast, pupil, canonical(document).encode()))

    with acting(cast.other_coordinator):
        assert plan.plan_type == IEP
        goals = list(Goal.objects.filter(plan=plan).select_related("need"))
        assert len(goals) == 3
        assert {goal.need.title for goal in goals} == {contents.NO_NEED}
        found = carrying.carried(document, lawbook().plan_type(IEP), written={})
        assert {one.key for one in found.texts} == {text.key for text in plan.texts.all()}
        assert len(found.texts) + len(found.texts_left) == len(document["sections"])


def test_a_plan_type_that_is_there_already_is_refused_and_nothing_changes(cast: Cast) -> None:
    with acting(cast.coordinator) as by:
        row = actions.receive(
            pupil=cast.young.pupil, name="x.json", content=exported(cast), on=TODAY, at=moment(TODAY), by=by
        )
        facts = Fact.objects.count()
        with pytest.raises(NotPossible, match="has this plan already"):
            actions.take_in(received=row, plan_type=IEP, people={}, on=TODAY, at=moment(TODAY), by=by)
        assert Fact.objects.count() == facts
        assert Goal.objects.filter(pupil=cast.young.pupil).count() == 1


def test_a_broken_file_keeps_nothing(cast: Cast) -> None:
    pupil = newcomer(cast)
    with pytest.raises(NotAPlan):
        receive(cast, pupil, exported(cast).replace(b"Read 70 words", b"Read 90 words"))
    with acting(cast.other_coordinator):
        assert not ReceivedPlan.objects.exists()
        assert not Fact.objects.filter(kind="plan.received").exists()


def test_only_who_may_start_a_plan_brings_one_in(cast: Cast) -> None:
    with acting(cast.class_teacher) as by, pytest.raises(NotAllowed):
        actions.receive(
            pupil=cast.young.pupil, name="x", content=exported(cast), on=TODAY, at=moment(TODAY), by=by
        )


# --- what comes, and what stays with the file ---------------------------------------------------------


def sent(document: dict[str, Any]) -> bytes:
    return canonical(document).encode()


def issued(cast: Cast) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(cast.young.version.document)
    return document


def goal_of(document: dict[str, Any]) -> dict[str, Any]:
    return next(section["goals"][0] for section in document["sections"] if section.get("goals"))


def test_all_that_a_goal_says_comes_also_what_most_goals_leave_empty(cast: Cast) -> None:
    pupil, document = newcomer(cast), issued(cast)
    more = {
        "starts": "2026-08-17",
        "baseline_on": "2026-08-20",
        "direction": "maintain",
        "sessions": 3,
        "out_of": 4,
        "opportunities": 10,
        "pupil_words": "I read it in one go.",
        "pupil_said_on": "2026-08-19",
    }
    goal_of(document).update(more)

    plan = take_in(cast, receive(cast, pupil, sent(document)))

    with acting(cast.other_coordinator):
        here = canonical_document.sections(plan_queries.draft(plan_queries.plan(plan.pk)))
    assert {name: goal_of({"sections": here})[name] for name in more} == more


def test_what_the_pupil_said_of_a_goal_stays_theirs(cast: Cast) -> None:
    pupil, document = newcomer(cast), issued(cast)
    goal_of(document).update(pupil_words="I read it in one go.", pupil_said_on="2026-08-19")
    plan = take_in(cast, receive(cast, pupil, sent(document)))

    with acting(cast.other_coordinator) as by:
        goal = Goal.objects.get(plan=plan)
        words = plans.GoalWords(need=goal.need, text=goal.text, pupil_words="She reads it in one go.")
        plans.change_goal(goal=goal, words=words, revision=goal.revision, on=TODAY, by=by)
        goal.refresh_from_db()
    assert (goal.pupil_words, goal.pupil_said_on) == ("I read it in one go.", date(2026, 8, 19))


def test_a_size_of_the_group_comes_from_its_field_and_from_the_sentence_of_an_older_file(cast: Cast) -> None:
    assert contents.group_size({"group_size": 1, "says": "once a week"}) == 1
    assert contents.group_size({"group_size": None, "says": "in a group of 5"}) is None
    assert contents.group_size({"says": "once a week, in a group of 5"}) == 5
    assert contents.group_size({"says": "once a week"}) is None


def a_fact(kind: PlanType, *, about_pupil: bool = False) -> tuple[str, Requirement]:
    return next(
        (section.key, item)
        for section in kind.sections
        for item in plan_queries.own_facts(section)
        if item.box is not FactBox.DAY
        and not item.filled_from
        and (item.of or "").startswith("pupil.") == about_pupil
    )


def test_facts_come_under_their_keys_and_from_an_older_file_by_their_labels(cast: Cast) -> None:
    kind = lawbook().plan_type(CHILDS_PLAN)
    section, item = a_fact(kind)
    document = full(kind)
    rows = next(one for one in document["sections"] if one["key"] == section)["rows"]
    value = next(value for label, value in rows if label == item.label)

    by_label = carrying.carried(document, kind, written={})
    document["facts"] = [{"section": section, "key": item.of, "value": "By key"}]
    by_key = carrying.carried(document, kind, written={})

    assert value in [one.value for one in by_label.facts if one.key == item.of]
    assert [(one.key, one.value) for one in by_key.facts] == [(item.of, "By key")]
    asked = {(one.key, fact.of) for one in kind.sections for fact in plan_queries.own_facts(one)}
    assert {(one.section, one.key) for one in by_label.facts} <= asked
    # What is not taken is left, and nothing is both.
    for found in (by_label, by_key):
        taken, left = ({(one.section, one.label) for one in part} for part in (found.facts, found.facts_left))
        assert not taken & left
        everything = {(one["key"], label) for one in document["sections"] for label, value in one["rows"]}
        assert everything == taken | left


def test_a_fact_about_the_pupil_that_is_written_here_stays_and_the_files_is_shown_beside_it() -> None:
    kind = next(
        one
        for one in lawbook().plan_types()
        if any(
            item.of and item.of.startswith("pupil.")
            for section in one.sections
            for item in plan_queries.own_facts(section)
        )
    )
    section, item = a_fact(kind, about_pupil=True)
    document = full(kind) | {"facts": [{"section": section, "key": item.of, "value": "there"}]}

    found = carrying.carried(document, kind, written={str(item.of): "here"})

    assert found.facts == ()
    assert [one.here for one in found.facts_left if one.label == item.label] == ["here"]


def test_a_day_that_is_none_and_a_line_that_is_too_long_stay_with_the_file() -> None:
    kind, (section, item) = next(
        (one, (section.key, item))
        for one in lawbook().plan_types()
        for section in one.sections
        for item in plan_queries.own_facts(section)
        if item.box is FactBox.DAY
    )
    document = full(kind) | {"facts": [{"section": section, "key": item.of, "value": "soon"}]}
    assert carrying.carried(document, kind, written={}).facts == ()
    document["facts"][0]["value"] = "2026-11-30"
    assert [one.value for one in carrying.carried(document, kind, written={}).facts] == ["2026-11-30"]


def with_a_view(document: dict[str, Any], **view: str) -> dict[str, Any]:
    said = {"who": "Paula Parent", "party": "parent", "relation": "mother", "said_on": "2026-11-02"}
    for section in document["sections"]:
        if section["kind"] == "views":
            section["views"] = [said | {"words": "Reads to the dog every night."} | view]
    return document


def take_in_with_words(cast: Cast, row: ReceivedPlan, of: str) -> Plan:
    with acting(cast.other_coordinator) as by:
        found = queries.received(row.pupil_id, row.pk)
        said = carrying.speakers(queries.plan_in(found), on=TODAY)
        member = next(one for one in CircleMember.objects.filter(pupil=row.pupil_id) if one.name == of)
        return actions.take_in(
            received=found,
            plan_type=IEP,
            people={},
            speakers={one.who: member for one in said},
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )


def test_words_of_somebody_who_is_known_here_go_on_with_their_day_and_can_be_asked_for_anew(
    cast: Cast,
) -> None:
    pupil = newcomer(cast)
    row = receive(cast, pupil, sent(with_a_view(issued(cast))))

    plan = take_in_with_words(cast, row, "Paula Parent")

    with acting(cast.other_coordinator) as by:
        view = plan.contributions.get(member__name="Paula Parent")
        assert (view.words, view.said_on) == ("Reads to the dog every night.", date(2026, 11, 2))
        assert view.scribe_name == by.name
        asked = plans.ask_for_view(plan=plan, member=view.member, due_on=TODAY, on=TODAY, by=by)
        assert asked.is_awaited
        assert asked.words == view.words


def test_words_are_never_put_into_the_mouth_of_somebody_else(cast: Cast) -> None:
    pupil = newcomer(cast)
    row = receive(cast, pupil, sent(with_a_view(issued(cast))))

    with pytest.raises(NotPossible, match="not somebody whose words these can be"):
        take_in_with_words(cast, row, "Tess Teacher")

    with acting(cast.other_coordinator):
        assert not Plan.objects.filter(pupil=pupil).exists()


@pytest.mark.parametrize(
    "view",
    [
        {"said_on": ""},
        {"said_on": "2027-11-02"},
        {"party": "professional"},
    ],
    ids=["no day", "a day to come", "a professional"],
)
def test_words_without_a_day_that_has_been_or_of_professionals_stay_with_the_file(
    cast: Cast, view: dict[str, str]
) -> None:
    document = with_a_view(issued(cast), **view)

    assert carrying.speakers(document, on=TODAY) == []
    assert len(list(contents.views(document))) == 1


def test_goals_have_no_place_in_a_plan_without_goals_and_stay_with_the_file(cast: Cast) -> None:
    document = full(lawbook().plan_type("gb-eng/ehc"))

    found = carrying.carried(document, lawbook().plan_type("gb-eng/isp"), written={})

    assert found.goals == ()
    assert [one["text"] for one in found.goals_left] == [
        one["text"] for one in contents.distinct(document, "goals")
    ]


# --- through the pages --------------------------------------------------------------------------------


def upload(browser: Client, pupil: Pupil, content: bytes, **more: str) -> Any:
    file = SimpleUploadedFile("plan.handrail.json", content)
    return browser.post(reverse("exchange:bring_in", args=[pupil.pk]), {"file": file, **more})


def test_from_one_school_to_the_other_through_the_pages(cast: Cast, seen_by: Browser) -> None:
    pupil = newcomer(cast)
    there, here = seen_by(cast.coordinator), seen_by(cast.other_coordinator)
    sent = there.get(reverse("exchange:export", args=[cast.young.plan.pk, 1]))
    assert sent["Content-Disposition"].endswith('.handrail.json"')
    start = here.get(reverse("plans:start", args=[pupil.pk])).content.decode()
    assert reverse("exchange:bring_in", args=[pupil.pk]) in start

    answer = upload(here, pupil, sent.content)
    assert answer.status_code == 302
    page = here.get(answer["Location"]).content.decode()
    for said in (
        "Its fingerprint was checked",
        "Read 70 words of a new P5 text correctly in a minute",
        "Tess Teacher, class teacher gives help: who is this here?",
        "The same",
        "I have compared the two: this plan is about Robin",
    ):
        assert said in page
    assert "Differs" not in page

    unsure = here.post(answer["Location"], {"plan_type": IEP})
    assert unsure.status_code == 422
    assert "Check that the plan is about this pupil" in unsure.content.decode()
    with acting(cast.other_coordinator):
        assert not Plan.objects.filter(pupil=pupil).exists()

    done = here.post(answer["Location"], {"plan_type": IEP, "same_pupil": "on", "who-0": ""})
    with acting(cast.other_coordinator):
        plan = Plan.objects.get(pupil=pupil)
        assert plan.provisions.get().who is None
    assert done["Location"] == reverse("plans:plan", args=[plan.pk])
    again = here.post(answer["Location"], {"plan_type": IEP, "same_pupil": "on"})
    assert again["Location"] == reverse("plans:plan", args=[plan.pk])
    kept = here.get(answer["Location"] + "file/")
    assert kept.content == sent.content
    assert "Open the plan that it became" in here.get(answer["Location"]).content.decode()


def test_a_plan_about_somebody_else_is_shown_to_differ(cast: Cast, seen_by: Browser) -> None:
    pupil = newcomer(cast)
    document = json.loads(cast.young.version.document)
    document["pupil"] |= {"name": "Wren Other", "born": "2011-01-01"}
    browser = seen_by(cast.other_coordinator)

    answer = upload(browser, pupil, canonical(document).encode())
    page = browser.get(answer["Location"]).content.decode()

    assert page.count("Differs: look twice") == 2
    assert "Its fingerprint was not checked" in page


def test_a_plan_of_another_place_says_which_law_counts_and_what_moves_where(
    cast: Cast, seen_by: Browser
) -> None:
    pupil, browser = newcomer(cast), seen_by(cast.other_coordinator)
    document = full(lawbook().plan_type("gb-eng/ehc"))
    document["colour"] = "green"

    there = upload(browser, pupil, sent(document))["Location"]
    unsure = browser.get(there).content.decode()
    page = browser.get(f"{there}?as={CSP}").content.decode()

    assert "“Education, health and care plan” is not a plan that can be begun here now" in unsure
    assert "What else is taken over depends on the plan that it becomes" in unsure
    assert f"?as={CSP}" in unsure
    for said in (
        "This plan was made under the law of England. Here the law of Scotland counts.",
        "A newer Handrail wrote more into this file than this one knows: colour.",
        "as the plan here has no such part. Move it where it belongs.",
        "What stays with the file",
        "When the other school would have looked at it again",
    ):
        assert said in page
    done = browser.post(there, {"plan_type": CSP, "same_pupil": "on"})
    draft = browser.get(done["Location"]).content.decode()
    assert f'href="{there}"' in draft
    kept = " ".join(browser.get(there).content.decode().split())
    assert "What was taken over into the" in kept
    with acting(cast.other_coordinator):
        plan = Plan.objects.get(pupil=pupil)
        taken = json.dumps(canonical_document.sections(plan_queries.draft(plan_queries.plan(plan.pk))))
    assert [one for one in marks(document["sections"]) if one not in kept + taken] == []


def test_the_same_plan_laid_out_anew_is_told_to_have_come_before(cast: Cast, seen_by: Browser) -> None:
    pupil, browser = newcomer(cast), seen_by(cast.other_coordinator)
    upload(browser, pupil, exported(cast))

    again = upload(browser, pupil, json.dumps(issued(cast), indent=2).encode())

    assert "The very same plan also came in on" in browser.get(again["Location"]).content.decode()


def test_one_person_cannot_be_two(cast: Cast, seen_by: Browser) -> None:
    pupil, browser = newcomer(cast), seen_by(cast.other_coordinator)
    document = with_a_view(issued(cast))
    views = next(section["views"] for section in document["sections"] if section["kind"] == "views")
    views.append(views[0] | {"who": "Polly Parent", "words": "She builds things."})
    there = upload(browser, pupil, sent(document))["Location"]
    with acting(cast.other_coordinator):
        paula = CircleMember.objects.get(pupil=pupil, name="Paula Parent")

    sure = {"plan_type": IEP, "same_pupil": "on", "said-0": str(paula.pk), "said-1": str(paula.pk)}
    answer = browser.post(there, sure)

    assert answer.status_code == 422
    assert "You said that Paula Parent is this person. Choose who Polly Parent is" in answer.content.decode()
    with acting(cast.other_coordinator):
        assert not Plan.objects.filter(pupil=pupil).exists()


def test_where_the_pupil_has_every_plan_the_file_can_still_be_read(cast: Cast, seen_by: Browser) -> None:
    pupil, browser = newcomer(cast), seen_by(cast.other_coordinator)
    there = upload(browser, pupil, exported(cast))["Location"]
    with acting(cast.other_coordinator) as by:
        for kind in lawbook().plan_types("gb-sct"):
            plans.start_plan(pupil=pupil, plan_type=kind.key, on=TODAY, by=by)

    page = browser.get(there)

    assert page.status_code == 200
    assert "has every plan of this place already" in page.content.decode()
    assert "Make it a draft here" not in page.content.decode()


def test_a_refused_file_is_explained_and_a_missing_one_too(cast: Cast, seen_by: Browser) -> None:
    pupil, browser = newcomer(cast), seen_by(cast.other_coordinator)

    wrong = upload(browser, pupil, b"%PDF-1.7 \xff")
    paper = upload(browser, pupil, exported(cast), fingerprint="0000 0000 0000")
    nothing = browser.post(reverse("exchange:bring_in", args=[pupil.pk]), {})

    assert wrong.status_code == paper.status_code == nothing.status_code == 422
    assert "no readable text" in wrong.content.decode()
    assert "fingerprint differs" in paper.content.decode()
    assert "Choose a file first" in nothing.content.decode()


def test_a_stranger_finds_nothing_and_a_visitor_finds_the_schema(cast: Cast, seen_by: Browser) -> None:
    pupil = newcomer(cast)
    row = receive(cast, pupil, exported(cast))
    for name, args in (
        ("bring_in", [pupil.pk]),
        ("received", [pupil.pk, row.pk]),
        ("file", [pupil.pk, row.pk]),
    ):
        assert seen_by(cast.coordinator).get(reverse(f"exchange:{name}", args=args)).status_code == 404
    assert (
        seen_by(cast.class_teacher).get(reverse("exchange:bring_in", args=[cast.young.pupil.pk])).status_code
        == 403
    )
    assert seen_by(None).get(reverse("exchange:schema")).json() == plan_files.schema()
