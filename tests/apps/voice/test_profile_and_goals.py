"""The pupil's own words on the one-page profile and beside the goals of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.plans import actions as plans
from handrail.apps.plans.models import Goal
from handrail.apps.pupils import actions as pupils
from handrail.apps.pupils import queries as pupil_queries
from handrail.apps.voice import actions, queries
from handrail.apps.voice.actions import Scribe
from handrail.apps.voice.models import Answer, How, Shared
from handrail.apps.voice.questions import goals_form
from tests.apps.voice.said import WORDS, something_said
from tests.cast import TODAY, Cast, acting, moment

if TYPE_CHECKING:
    from handrail.apps.accounts.actor import Actor


def lines(cast: Cast) -> list[tuple[str, bool]]:
    return [(one.text, one.own) for one in pupil_queries.profile(cast.young.pupil.pk)]


def pick(cast: Cast, text: str, by: Actor) -> int:
    answer = Answer.objects.get(pupil=cast.young.pupil)
    return actions.pick_lines(
        pupil=cast.young.pupil, picked=((answer, "how_to_support_me", text),), on=TODAY, by=by
    )


def test_a_picked_line_is_word_for_word_and_stays_when_others_write_theirs(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        something_said(cast.young.pupil, by=by)
        assert pick(cast, WORDS, by) == 1
        assert pick(cast, WORDS, by) == 0, "picked twice stands there once"
    with acting(cast.coordinator) as by:
        pupils.set_profile(pupil=cast.young.pupil, lines={"skills": ["Listens"]}, on=TODAY, by=by)
        pupils.set_profile(pupil=cast.young.pupil, lines={"skills": ["Reads"]}, on=TODAY, by=by)
        assert sorted(lines(cast)) == sorted(
            [("A quiet place helps me.", True), (WORDS, True), ("Reads", False)]
        )
        own = next(one for one in queries.picked(cast.young.pupil.pk).values() if one.line.text == WORDS)
        assert own.answer.words == WORDS


def test_words_that_were_not_said_are_not_put_in_the_pupils_mouth(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        something_said(cast.young.pupil, by=by)
        before = lines(cast)
        with pytest.raises(NotPossible, match="not there any more"):
            pick(cast, "I love maths.", by)
        assert lines(cast) == before


@pytest.mark.parametrize("shared", [Shared.ME, Shared.TEAM])
def test_an_adult_picks_only_from_what_everyone_may_read(cast: Cast, shared: Shared) -> None:
    with acting(cast.young_pupil) as by:
        something_said(cast.young.pupil, by=by, shared=shared)
    with acting(cast.coordinator) as by:
        before = lines(cast)
        with pytest.raises(NotAllowed):
            pick(cast, WORDS, by)
        assert lines(cast) == before
    with acting(cast.young_pupil) as by:
        assert pick(cast, WORDS, by) == 1, "the pupil may pick from all they said"


def test_a_line_is_taken_out_and_the_answer_stays(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        _, _, line = something_said(cast.young.pupil, by=by)
        actions.take_out_line(
            pupil=cast.young.pupil, line=queries.picked(cast.young.pupil.pk)[line.pk], on=TODAY, by=by
        )
        assert lines(cast) == []
        assert Answer.objects.get(pupil=cast.young.pupil).words == WORDS


# --- goals ----------------------------------------------------------------------------------------


def say_goal(cast: Cast, words: str, by: Actor, *, shared: Shared, scribe: Scribe | None = None) -> None:
    goal = cast.young.goal
    talk = actions.begin(
        pupil=cast.young.pupil,
        form=goals_form(),
        plan=cast.young.plan,
        scribe=scribe,
        on=TODAY,
        at=moment(TODAY),
        by=by,
    )
    asked = {question.key: (question, about) for question, about in queries.questions_of(talk, by)}
    question, about = asked[str(goal.pk)]
    actions.answer(talk=talk, question=question, about=about, words=words, on=TODAY, at=moment(TODAY), by=by)
    actions.share(talk=talk, shared={str(goal.pk): shared}, on=TODAY, by=by)


def goal_of(cast: Cast) -> Goal:
    return Goal.objects.get(pk=cast.young.goal.pk)


def change(cast: Cast, goal: Goal, by: Actor) -> None:
    words = plans.GoalWords(need=cast.young.need, text="Read 80 words", pupil_words="Made up")
    plans.change_goal(goal=goal, words=words, revision=goal.revision, on=TODAY, by=by)


def test_the_pupils_words_stand_beside_the_goal_and_nobody_else_edits_them(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        say_goal(cast, "70 befor easter", by, shared=Shared.EVERYONE)
    with acting(cast.coordinator) as by:
        assert goal_of(cast).pupil_words == "70 befor easter"
        change(cast, goal_of(cast), by)
        after = goal_of(cast)
    assert (after.text, after.pupil_words, after.pupil_said_on) == ("Read 80 words", "70 befor easter", TODAY)


def test_words_kept_to_oneself_or_to_school_are_not_put_in_the_plan_and_can_be_taken_back(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        before = goal_of(cast).pupil_words
        for shared in (Shared.ME, Shared.TEAM):
            say_goal(cast, "mine", by, shared=shared)
            assert goal_of(cast).pupil_words == before
        say_goal(cast, "for all", by, shared=Shared.EVERYONE)
        assert goal_of(cast).pupil_words == "for all"
        talk = Answer.objects.get(words="for all").talk
        actions.share(talk=talk, shared={}, on=TODAY, by=by)
        taken_back = goal_of(cast)
    assert (taken_back.pupil_words, taken_back.pupil_said_on) == ("", None)


def test_somebody_named_writes_a_goal_down(cast: Cast) -> None:
    with acting(cast.class_teacher) as by:
        scribe = Scribe(how=How.SIGNED, said_on=TODAY)
        say_goal(cast, "signed: read like Da", by, shared=Shared.EVERYONE, scribe=scribe)
        answer = Answer.objects.get(words="signed: read like Da")
    assert (answer.scribe_name, answer.how) == ("Tess Teacher", "signed")
    assert cast.young.goal.text in answer.asks


def test_a_pupil_is_asked_about_goals_that_are_agreed_and_not_about_a_draft(cast: Cast) -> None:
    with acting(cast.coordinator) as by:
        plans.add_goal(
            plan=cast.young.plan,
            words=plans.GoalWords(need=cast.young.need, text="A goal still in the draft"),
            on=TODAY,
            by=by,
        )
        seen_by_staff = [one.text for one in queries.goals_asked(cast.young.pupil, by)]
    with acting(cast.young_pupil) as by:
        seen_by_pupil = [one.text for one in queries.goals_asked(cast.young.pupil, by)]
    assert "A goal still in the draft" in seen_by_staff
    assert seen_by_pupil == [cast.young.goal.text]


def test_a_goal_taken_out_meanwhile_loses_no_words(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        talk = actions.begin(
            pupil=cast.young.pupil, form=goals_form(), plan=cast.young.plan, on=TODAY, at=moment(TODAY), by=by
        )
        ((question, about),) = queries.questions_of(talk, by)
        actions.answer(
            talk=talk, question=question, about=about, words="mine", on=TODAY, at=moment(TODAY), by=by
        )
    with acting(cast.coordinator) as by:
        plans.remove_goal(goal=goal_of(cast), on=TODAY, by=by)
    with acting(cast.young_pupil) as by:
        actions.share(talk=talk, shared={question.key: Shared.EVERYONE}, on=TODAY, by=by)
        assert Answer.objects.get(talk=talk).words == "mine"
