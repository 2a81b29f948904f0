"""What a pupil says in the pages made for pupils is their view on a plan that waits for one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from handrail.apps.accounts.policy import NotAllowed
from handrail.apps.audit.models import Fact
from handrail.apps.plans import actions as plans
from handrail.apps.plans.models import Contribution, Plan
from handrail.apps.voice import actions
from handrail.apps.voice.models import How, Shared, Talk
from handrail.apps.voice.questions import form_for
from tests.apps.voice.said import WORDS, something_said
from tests.cast import TODAY, Cast, acting, moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from handrail.apps.accounts.models import Person

    Browser = Callable[[Person | None], Client]


def asked(cast: Cast, *, question: str = "") -> Contribution:
    """The young pupil, asked for a view on the open draft."""
    with acting(cast.coordinator) as by:
        plan = Plan.objects.select_related("pupil", "school").get(pk=cast.young.plan.pk)
        member = Contribution.objects.get(plan=plan, party="pupil").member
        return plans.ask_for_view(
            plan=plan, member=member, due_on=TODAY + timedelta(14), on=TODAY, by=by, question=question
        )


def now(cast: Cast, view: Contribution) -> Contribution:
    with acting(cast.coordinator):
        return Contribution.objects.get(pk=view.pk)


def test_what_everyone_may_see_is_the_view_with_its_questions_and_its_day(cast: Cast) -> None:
    view = asked(cast)
    with acting(cast.young_pupil) as by:
        talk, _, _ = something_said(cast.young.pupil, by=by)

    given = now(cast, view)
    assert given.talk_id == talk.pk
    assert not given.is_awaited
    assert given.said_on == TODAY
    ((asks, said),) = given.answers
    assert asks == "What helps you?"
    assert said.splitlines() == ["A quiet place helps me.", WORDS, "A drawing."]
    assert given.words == f"{asks}\n{said}"
    with acting(cast.coordinator):
        fact = Fact.objects.get(kind="plan.view_given", detail__talk=str(talk.pk))
        assert fact.detail["scribe"] == ""


@pytest.mark.parametrize("shared", [Shared.ME, Shared.TEAM])
def test_what_is_not_for_everyone_is_no_view(cast: Cast, shared: Shared) -> None:
    view = asked(cast)
    before = now(cast, view)

    with acting(cast.young_pupil) as by:
        _tell(cast, by, shared)

    given = now(cast, view)
    assert (given.words, given.talk_id, given.is_awaited) == (before.words, None, True)


def _tell(cast: Cast, by: object, shared: Shared) -> Talk:
    form = form_for(10)
    helps = form.questions[1]
    talk = actions.begin(pupil=cast.young.pupil, form=form, on=TODAY, at=moment(TODAY), by=by)  # type: ignore[arg-type]
    actions.answer(talk=talk, question=helps, words=WORDS, on=TODAY, at=moment(TODAY), by=by)  # type: ignore[arg-type]
    actions.share(talk=talk, shared={helps.key: shared}, on=TODAY, by=by)  # type: ignore[arg-type]
    return talk


def test_a_pupil_who_chooses_anew_takes_the_view_back_and_gives_it_again(cast: Cast) -> None:
    view = asked(cast)
    with acting(cast.young_pupil) as by:
        talk = _tell(cast, by, Shared.EVERYONE)
        actions.share(talk=talk, shared={}, on=TODAY, by=by)
    taken = now(cast, view)
    assert (taken.words, taken.answers, taken.said_on, taken.talk_id) == ("", [], None, None)
    assert taken.is_awaited

    with acting(cast.young_pupil) as by:
        actions.share(talk=talk, shared={"helps": Shared.EVERYONE}, on=TODAY, by=by)
    assert now(cast, view).talk_id == talk.pk


def test_words_that_were_there_stay_where_nobody_asked(cast: Cast) -> None:
    with acting(cast.coordinator):
        before = Contribution.objects.get(plan=cast.young.plan, party="pupil")
        Contribution.objects.filter(pk=before.pk).update(asked_on=None, words="I like it.", said_on=TODAY)

    with acting(cast.young_pupil) as by:
        _tell(cast, by, Shared.EVERYONE)

    assert now(cast, before).words == "I like it."


def test_a_scribe_is_named_and_the_day_is_that_of_the_talk(cast: Cast) -> None:
    view = asked(cast)
    form = form_for(10)
    with acting(cast.class_teacher) as by:
        scribe = actions.Scribe(how=How.TOLD, said_on=TODAY)
        talk = actions.begin(
            pupil=cast.young.pupil, form=form, scribe=scribe, on=TODAY, at=moment(TODAY), by=by
        )
        question = form.questions[0]
        actions.answer(
            talk=talk, question=question, choices=question.choices[:2], on=TODAY, at=moment(TODAY), by=by
        )
        actions.share(talk=talk, shared={question.key: Shared.EVERYONE}, on=TODAY, by=by)

    given = now(cast, view)
    assert given.scribe_name == "Tess Teacher"
    assert given.answers == [[question.asks, "I am good at drawing.\nI am good at reading."]]
    # Kept, they are the pupil's: whoever writes down views for others does not change them either.
    with acting(cast.coordinator) as by, pytest.raises(NotAllowed):
        plans.contribute(
            contribution=given, words="Other", said_on=TODAY, revision=given.revision, on=TODAY, by=by,
            scribe=True,
        )  # fmt: skip
    assert now(cast, view).words == given.words


def test_what_was_said_before_somebody_asked_does_not_answer_them(cast: Cast) -> None:
    view = asked(cast)
    earlier = TODAY - timedelta(3)
    form = form_for(10)
    with acting(cast.class_teacher) as by:
        scribe = actions.Scribe(how=How.TOLD, said_on=earlier)
        talk = actions.begin(
            pupil=cast.young.pupil, form=form, scribe=scribe, on=TODAY, at=moment(TODAY), by=by
        )
        actions.answer(talk=talk, question=form.questions[0], words="Lego", on=TODAY, at=moment(TODAY), by=by)
        actions.share(talk=talk, shared={form.questions[0].key: Shared.EVERYONE}, on=TODAY, by=by)

    assert now(cast, view).talk_id is None


def test_somebody_from_outside_gives_no_talk(cast: Cast) -> None:
    view = asked(cast)
    with acting(cast.young_pupil) as by:
        talk = _tell(cast, by, Shared.ME)

    with acting(cast.psychologist) as by, pytest.raises(NotAllowed):
        plans.give_talk(
            contribution=view, talk_id=talk.pk, answers=(("Who?", "Me"),), scribe_name="", said_on=TODAY,
            on=TODAY, by=by,
        )  # fmt: skip
    assert now(cast, view).talk_id is None


def test_the_first_page_and_the_page_of_views_lead_to_the_pages_made_for_pupils(
    cast: Cast, seen_by: Browser
) -> None:
    view = asked(cast)
    begin = reverse("voice:begin", args=[cast.young.pupil.pk])
    views = reverse("plans:views", args=[cast.young.plan.pk])
    contribute = reverse("plans:contribute", args=[cast.young.plan.pk, view.pk])
    own = seen_by(cast.young_pupil)

    assert f'href="{begin}"' in own.get("/").content.decode()
    assert f'href="{begin}"' in own.get(views).content.decode()
    assert f'href="{begin}"' in seen_by(cast.coordinator).get(views).content.decode()
    # A question of its own is answered on its own page, which shows the other way too.
    asked(cast, question="Which room?")
    page = own.get("/").content.decode()
    assert f'href="{contribute}"' in page
    assert "Which room?" in page

    with acting(cast.young_pupil) as by:
        talk = _tell(cast, by, Shared.EVERYONE)
    share = reverse("voice:share", args=[cast.young.pupil.pk, talk.pk])
    page = own.get(views).content.decode()
    assert f'href="{share}"' in page
    assert WORDS in page
