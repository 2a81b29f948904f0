"""A draft shared with the family: what they say to it, what the school answers, and that no words are lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.family import actions, queries
from handrail.apps.family.actions import CommentWords
from handrail.apps.family.models import Comment, Reply, SharedDraft
from handrail.apps.plans import actions as plans
from handrail.apps.plans import queries as plan_queries
from handrail.apps.plans.actions import Stale
from tests.apps.family.conftest import SECTION, WORDS, fresh, say, share
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]


def respond(cast: Cast, said: Comment, outcome: str, *, by: Person | None = None, **more: object) -> Reply:
    with acting(by or cast.coordinator) as actor:
        return actions.answer(
            comment=queries.comment(said.shared.plan_id, said.pk),
            outcome=outcome,
            words=str(more.pop("words", "")),
            on=TODAY,
            at=moment(TODAY),
            by=actor,
            **more,  # type: ignore[arg-type]
        )


def section_now(cast: Cast) -> tuple[str, int]:
    with acting(cast.coordinator):
        text = plan_queries.section_text(cast.young.plan.pk, SECTION)
    assert text is not None
    return text.text, text.revision


# --- sharing ------------------------------------------------------------------------------------------------


def test_the_family_reads_the_draft_as_it_was_shared(
    cast: Cast, shared: SharedDraft, seen_by: Browser
) -> None:
    with acting(cast.coordinator) as by:
        plans.write_section(
            plan=cast.young.plan,
            key=SECTION,
            text="Written later.",
            based_on=1,
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
    page = seen_by(cast.parent).get(reverse("family:draft", args=[cast.young.plan.pk])).content.decode()

    assert WORDS in page
    assert "Written later." not in page
    assert "Tell us what you think." in page
    again = share(cast, cast.young.plan)
    assert again.number == 2
    page = seen_by(cast.parent).get(reverse("family:draft", args=[cast.young.plan.pk])).content.decode()
    assert "Written later." in page


def test_a_draft_that_changed_since_is_read_again_before_it_is_shared(
    cast: Cast, shared: SharedDraft
) -> None:
    plan = cast.young.plan
    given = {"answer_by": TODAY, "shared_on": TODAY, "at": moment(TODAY)}
    with acting(cast.coordinator) as by:
        plans.agree_review(plan=plan, review_on=TODAY + timedelta(days=90), on=TODAY, by=by)
        with pytest.raises(Stale):
            actions.share_draft(plan=fresh(plan), draft_revision=shared.draft_revision - 1, by=by, **given)  # type: ignore[arg-type]
    with acting(cast.class_teacher) as by, pytest.raises(NotAllowed):
        actions.share_draft(plan=fresh(plan), draft_revision=0, by=by, **given)  # type: ignore[arg-type]
    with acting(cast.coordinator):
        assert SharedDraft.objects.count() == 1


def test_a_draft_that_is_not_shared_is_no_page_for_the_family(cast: Cast, seen_by: Browser) -> None:
    page = seen_by(cast.parent).get(reverse("family:draft", args=[cast.young.plan.pk]))

    assert page.status_code == 200
    assert "No draft is shared" in page.content.decode()
    assert WORDS not in page.content.decode()


def test_what_was_shared_and_said_cannot_be_changed_by_the_product(cast: Cast, shared: SharedDraft) -> None:
    said = say(cast, shared, "comment", words="Too long.")
    for model, pk, field in ((SharedDraft, shared.pk, "note"), (Comment, said.pk, "words")):
        with acting(cast.coordinator), pytest.raises(ProgrammingError, match="permission denied"):
            with transaction.atomic():
                model.objects.filter(pk=pk).update(**{field: "changed"})  # type: ignore[attr-defined]


# --- saying ---------------------------------------------------------------------------------------------------


def test_a_comment_is_kept_with_who_and_when_and_waits(cast: Cast, shared: SharedDraft) -> None:
    said = say(cast, shared, "disagree", words="  He hates reading aloud.  ")

    with acting(cast.coordinator):
        (waiting,) = queries.waiting(count=5)
        fact = Fact.objects.get(kind="plan.commented")
    assert waiting.pk == said.pk
    assert (waiting.words, waiting.member.name, waiting.said_on) == (
        "He hates reading aloud.",
        "Paula Parent",
        TODAY,
    )
    assert fact.recorded_at == waiting.recorded_at
    assert "hates" not in str(fact.detail)


def test_agreement_alone_waits_for_nobody(cast: Cast, shared: SharedDraft) -> None:
    say(cast, shared, "agree")

    with acting(cast.coordinator):
        assert queries.waiting(count=5) == []


def test_a_form_sent_twice_says_it_once(cast: Cast, shared: SharedDraft) -> None:
    once = uuid4()
    with acting(cast.parent) as by:
        for _ in range(2):
            actions.comment(
                shared=shared,
                section=SECTION,
                words=CommentWords(kind="comment", words="Once."),
                on=TODAY,
                by=by,
                once=once,
            )
        assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (CommentWords(kind="comment", words=" "), "a few words"),
        (CommentWords(kind="disagree"), "why you disagree"),
        (CommentWords(kind="proposal", words="Why not?"), "words that you would like"),
    ],
)
def test_a_comment_says_something(cast: Cast, shared: SharedDraft, words: CommentWords, says: str) -> None:
    with acting(cast.parent) as by, pytest.raises(NotPossible, match=says):
        actions.comment(shared=shared, section=SECTION, words=words, on=TODAY, by=by)
    with acting(cast.coordinator):
        assert not Comment.objects.exists()


def test_staff_do_not_comment_in_the_familys_place(cast: Cast, shared: SharedDraft) -> None:
    with acting(cast.coordinator) as by, pytest.raises(NotAllowed):
        actions.comment(shared=shared, section=SECTION, words=CommentWords(kind="agree"), on=TODAY, by=by)


def test_who_may_read_a_comment(cast: Cast, shared: SharedDraft) -> None:
    private = say(cast, shared, "comment", words="Between us.")
    public = say(cast, shared, "comment", words="For all.", everyone=True)

    def read_by(person: Person) -> set[str]:
        with acting(person) as by:
            return {one.words for one in queries.comments(cast.young.plan, reader=by)}

    assert read_by(cast.parent) == read_by(cast.coordinator) == {"Between us.", "For all."}
    assert read_by(cast.teaching_assistant) == {"For all."}
    assert read_by(cast.other_coordinator) == set()
    assert private.audience != public.audience


# --- answering --------------------------------------------------------------------------------------------------


def test_proposed_words_go_into_the_section_as_they_were_said(cast: Cast, shared: SharedDraft) -> None:
    said = say(cast, shared, "proposal", instead_of="read aloud once", proposed="read aloud by an adult")
    text, revision = section_now(cast)

    answer = respond(cast, said, "put_in", text=actions.with_proposal(text, said), based_on=revision)

    assert section_now(cast) == ("Every lesson starts with the page read aloud by an adult.", revision + 1)
    assert answer.section_revision == revision + 1
    assert answer.answered_by_name == "Nora Coordinator"


def test_words_that_replace_nothing_that_is_there_come_at_the_end(cast: Cast, shared: SharedDraft) -> None:
    said = say(cast, shared, "proposal", instead_of="not in there", proposed="A break after ten minutes.")

    assert actions.with_proposal(WORDS, said) == f"{WORDS}\n\nA break after ten minutes."
    assert actions.with_proposal("", said) == "A break after ten minutes."


def test_a_proposal_is_not_put_in_as_other_words(cast: Cast, shared: SharedDraft) -> None:
    said = say(cast, shared, "proposal", proposed="A break after ten minutes.")

    with pytest.raises(NotPossible, match="not in this text as they wrote them"):
        respond(cast, said, "put_in", text="Breaks as required.", based_on=1)
    assert section_now(cast)[0] == WORDS
    with acting(cast.coordinator):
        assert not Reply.objects.exists()


def test_somebody_wrote_in_the_section_meanwhile(cast: Cast, shared: SharedDraft, seen_by: Browser) -> None:
    said = say(cast, shared, "proposal", proposed="A break after ten minutes.")
    with acting(cast.class_teacher) as by:
        plans.write_section(
            plan=cast.young.plan,
            key=SECTION,
            text="Tess wrote.",
            based_on=1,
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )

    with pytest.raises(Stale):
        respond(cast, said, "put_in", text=f"{WORDS}\n\nA break after ten minutes.", based_on=1)
    answer = seen_by(cast.coordinator).post(
        reverse("family:answer", args=[cast.young.plan.pk, said.pk]),
        {"outcome": "put_in", "text": "Mine. A break after ten minutes.", "words": "", "revision": "1"},
    )

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Tess wrote." in page
    assert "Mine. A break after ten minutes." in page
    assert section_now(cast)[0] == "Tess wrote."
    with acting(cast.coordinator):
        assert plan_queries.kept_texts(cast.young.plan.pk) == []  # nothing is kept twice
        assert not Reply.objects.exists()


def test_two_people_answer_at_once_and_the_first_stands(cast: Cast, shared: SharedDraft) -> None:
    said = say(cast, shared, "disagree", words="He hates it.")
    first = respond(cast, said, "as_it_was", words="We will talk on Monday.")

    assert respond(cast, said, "as_it_was", words="We will talk on Monday.").pk == first.pk
    with pytest.raises(Stale, match="Nora Coordinator answered"):
        respond(cast, said, "changed", by=cast.head, words="We took it out.")
    with acting(cast.coordinator):
        assert Reply.objects.get().words == "We will talk on Monday."


def test_an_answer_gives_its_reasons(cast: Cast, shared: SharedDraft) -> None:
    said = say(cast, shared, "disagree", words="He hates it.")

    with pytest.raises(NotPossible, match="Say why"):
        respond(cast, said, "as_it_was", words=" ")
    with pytest.raises(NotPossible, match="Nothing was proposed"):
        respond(cast, said, "put_in", text="He hates it.", based_on=1)
    with pytest.raises(NotAllowed):
        respond(cast, said, "as_it_was", by=cast.parent, words="No.")


def test_the_issued_version_shows_words_and_answers_to_those_who_may(
    cast: Cast, shared: SharedDraft, seen_by: Browser
) -> None:
    said = say(cast, shared, "disagree", words="He hates reading aloud.")
    say(cast, shared, "comment", words="Thank you for this.", everyone=True)
    respond(cast, said, "as_it_was", words="It helps him most, we measured it.")
    plan = fresh(cast.young.plan)
    with acting(cast.coordinator) as by:
        plan = fresh(plan)
        version = plans.issue(
            plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by
        )
    address = reverse("plans:version", args=[plan.pk, version.number])

    for person in (cast.parent, cast.coordinator):
        page = seen_by(person).get(address).content.decode()
        assert "He hates reading aloud." in page
        assert "It helps him most, we measured it." in page
    assistant = seen_by(cast.teaching_assistant).get(address).content.decode()
    assert "Thank you for this." in assistant
    assert "He hates reading aloud." not in assistant
    # The version before it has nothing of this round.
    before = seen_by(cast.parent).get(reverse("plans:version", args=[plan.pk, version.number - 1]))
    assert "He hates reading aloud." not in before.content.decode()


def test_after_issuing_nothing_more_is_said_to_that_draft(cast: Cast, shared: SharedDraft) -> None:
    with acting(cast.coordinator) as by:
        plan = fresh(cast.young.plan)
        plans.issue(plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by)

    with pytest.raises(NotPossible, match="issued since"):
        say(cast, shared, "comment", words="Too late?")


# --- pages ------------------------------------------------------------------------------------------------------


def test_the_coordinator_sees_what_waits(cast: Cast, shared: SharedDraft, seen_by: Browser) -> None:
    said = say(cast, shared, "proposal", proposed="A break after ten minutes.", words="He needs it.")
    browser = seen_by(cast.coordinator)

    today = browser.get("/").content.decode()
    listed = browser.get(reverse("family:comments", args=[cast.young.plan.pk])).content.decode()
    draft = browser.get(reverse("plans:plan", args=[cast.young.plan.pk])).content.decode()
    section = browser.get(reverse("plans:section", args=[cast.young.plan.pk, SECTION])).content.decode()
    form = browser.get(reverse("family:answer", args=[cast.young.plan.pk, said.pk])).content.decode()

    assert "Answer Paula Parent" in today
    assert "1 thing waits for an answer" in listed
    assert "What the family said (1 waits)" in draft
    assert "A break after ten minutes." in section
    assert f"{WORDS}\n\nA break after ten minutes." in form


def test_the_parent_is_told_of_the_draft_until_they_said_something(
    cast: Cast, shared: SharedDraft, seen_by: Browser
) -> None:
    browser = seen_by(cast.parent)
    assert "Read the draft of Robin" in browser.get("/").content.decode()

    say(cast, shared, "agree")

    assert "Read the draft of Robin" not in browser.get("/").content.decode()


def test_a_comment_through_the_page_and_what_is_wrong_with_one(
    cast: Cast, shared: SharedDraft, seen_by: Browser
) -> None:
    browser = seen_by(cast.parent)
    address = reverse("family:comment", args=[cast.young.plan.pk, SECTION])

    nothing = browser.post(address, {"words": ""})
    misplaced = browser.post(address, {"kind": "agree", "proposed": "Other words."})
    good = browser.post(address, {"kind": "proposal", "proposed": "Other words."})

    assert nothing.status_code == misplaced.status_code == 422
    assert "Choose what you want to do" in nothing.content.decode()
    assert "Other words." in misplaced.content.decode()
    assert good.status_code == 302
    with acting(cast.parent):
        assert [one.proposed for one in Comment.objects.all()] == ["Other words."]
    assert browser.get(reverse("family:comment", args=[cast.young.plan.pk, "nothing"])).status_code == 404
    assert seen_by(cast.other_coordinator).get(address).status_code == 404


def test_arabic_and_gaelic_go_all_the_way_through(cast: Cast, seen_by: Browser) -> None:
    """Words in two scripts and two directions: written, shared, proposed, put in and issued as they were."""
    gaelic, arabic = (
        "Tha Robin math air leughadh, ach tha e sgìth às dèidh sgoile.",
        "يحب روبن القراءة مع أخته في المساء.",
    )
    with acting(cast.coordinator) as by:
        plans.write_section(
            plan=cast.young.plan, key=SECTION, text=gaelic, based_on=1, on=TODAY, at=moment(TODAY), by=by
        )
    said = say(
        cast,
        share(cast, cast.young.plan),
        "proposal",
        proposed=arabic,
        words="كما نقول في البيت",
        everyone=True,
    )
    text, revision = section_now(cast)
    respond(cast, said, "put_in", text=actions.with_proposal(text, said), based_on=revision)
    with acting(cast.coordinator) as by:
        plan = fresh(cast.young.plan)
        version = plans.issue(
            plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by
        )

    page = seen_by(cast.parent).get(reverse("plans:version", args=[plan.pk, version.number])).content.decode()
    paper = seen_by(cast.parent).get(reverse("documents:plan_pdf", args=[plan.pk, version.number]))

    assert f'<p dir="auto" class="govuk-body">{gaelic}</p>' in page
    assert f'<p dir="auto" class="govuk-body">{arabic}</p>' in page
    assert paper.status_code == 200
    assert paper.content.startswith(b"%PDF")


def test_who_has_said_something_sees_until_when_they_can_say_more(
    cast: Cast, shared: SharedDraft, seen_by: Browser
) -> None:
    def today() -> str:
        return seen_by(cast.parent).get(reverse("home:today")).content.decode()

    assert "Read the draft of Robin’s plan" in today()
    assert "Until this day you can say more." not in today()
    say(cast, shared, "comment", words="Too long.")
    assert "Read the draft of Robin’s plan" not in today()
    assert "Until this day you can say more." in today()
