"""A pupil answers, somebody writes down for them, and nobody else ever edits the words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.voice import actions, policy, queries
from handrail.apps.voice.actions import Scribe
from handrail.apps.voice.models import Answer, AnswerFile, How, Shared, Talk
from handrail.apps.voice.questions import form_for
from tests.apps.voice.sounds import MP3, PROGRAMS, png
from tests.cast import TODAY, Cast, acting, moment

if TYPE_CHECKING:
    from datetime import date

    from handrail.apps.accounts.actor import Actor
    from handrail.apps.voice.questions import Choice

YOUNG = form_for(10)
HELPS = YOUNG.question("helps")
HARDER = YOUNG.question("harder")
assert HELPS is not None
assert HARDER is not None
TOLD = Scribe(how=How.TOLD, said_on=TODAY)
TOMORROW = TODAY + timedelta(days=1)


def begin(cast: Cast, by: Actor, scribe: Scribe | None = None) -> Talk:
    return actions.begin(pupil=cast.young.pupil, form=YOUNG, scribe=scribe, on=TODAY, at=moment(TODAY), by=by)


def say(
    talk: Talk,
    words: str,
    by: Actor,
    *,
    on: date = TODAY,
    revision: int = 0,
    choices: tuple[Choice, ...] = (),
) -> Answer | None:
    assert HELPS is not None
    return actions.answer(
        talk=talk,
        question=HELPS,
        words=words,
        choices=choices,
        revision=revision,
        on=on,
        at=moment(on),
        by=by,
    )


def everything() -> list[tuple[object, ...]]:
    return sorted(
        Answer.objects.values_list("id", "words", "shared_with", "is_open", "revision", "written_by"), key=str
    )


def test_words_are_kept_as_typed_with_pictures_and_who_may_see_them_is_nobody_yet(cast: Cast) -> None:
    assert HELPS is not None
    with acting(cast.young_pupil) as by:
        talk = begin(cast, by)
        assert begin(cast, by).pk == talk.pk, "begun twice is begun once"
        kept = say(talk, " it is beter when i no\nwhat is next ", by, choices=HELPS.choices[:2])
        assert kept is not None
        kept.refresh_from_db()
    assert kept.words == " it is beter when i no\nwhat is next "
    assert [one["label"] for one in kept.choices] == ["A quiet place", "Headphones"]
    assert (kept.asks, kept.how, kept.scribe_name) == ("What helps you?", "own", "")
    assert kept.shared_with == Shared.ME
    for who in (cast.coordinator, cast.parent, cast.officer, cast.class_teacher):
        with acting(who) as reader:
            assert queries.answers_seen_by(cast.young.pupil, reader) == []


def test_nothing_said_is_nothing_kept(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        talk = begin(cast, by)
        assert say(talk, "  \n", by) is None
        assert not Answer.objects.filter(talk=talk).exists()


def test_while_it_is_written_on_one_day_it_is_one_answer_and_the_next_day_another(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        talk = begin(cast, by)
        first = say(talk, "qui", by)
        assert first is not None
        assert say(talk, "quiet", by, revision=1) == first
        assert say(talk, "quiet", by, revision=2) == first, "saved again unchanged is no change"
    with acting(cast.young_pupil, on=TOMORROW) as by:
        second = say(talk, "quiet, and a friend", by, on=TOMORROW, revision=2)
        assert second is not None
        kept = {one.said_on: one.words for one in queries.answers_of(talk)}
    assert second.pk != first.pk
    assert kept == {TODAY: "quiet", TOMORROW: "quiet, and a friend"}


def test_two_windows_of_one_pupil_keep_both_answers(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        talk = begin(cast, by)
        say(talk, "from the first window", by, revision=0)
        say(talk, "from the second window", by, revision=0)
        assert {one.words for one in queries.answers_of(talk)} == {
            "from the first window",
            "from the second window",
        }


def test_a_scribe_is_named_and_after_it_is_kept_only_the_pupil_changes_it(cast: Cast) -> None:
    with acting(cast.class_teacher) as by:
        talk = begin(cast, by, TOLD)
        told = say(talk, "I like the tent.", by)
        assert told is not None
        assert (told.scribe_name, told.how) == ("Tess Teacher", "told")
        actions.share(talk=talk, shared={"helps": Shared.TEAM}, on=TODAY, by=by)
        before = everything()
        for attempt in (
            lambda: say(talk, "I like everything.", by, revision=1),
            lambda: actions.share(talk=talk, shared={"helps": Shared.EVERYONE}, on=TODAY, by=by),
            lambda: actions.add_file(
                talk=talk, question=HELPS, what=AnswerFile.What.DRAWING, name="a.png", content=png(), on=TODAY,
                at=moment(TODAY), by=by,
            ),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                attempt()
        assert everything() == before
    with acting(cast.young_pupil) as by:
        own = say(talk, "I like the tent. And dogs.", by)
        assert own is not None
        assert (own.scribe_name, own.how, own.shared_with) == ("", "own", Shared.ME)
        words = [one.words for one in queries.answers_of(talk)]
    assert words == ["I like the tent. And dogs.", "I like the tent."]


def test_a_scribe_does_not_write_where_the_pupil_has_answered_or_in_the_pupils_own_talk(cast: Cast) -> None:
    with acting(cast.class_teacher) as by:
        scribed = begin(cast, by, TOLD)
    with acting(cast.young_pupil) as by:
        own = begin(cast, by)
        say(scribed, "Mine.", by)
        say(own, "Mine too.", by)
        before = everything()
    with acting(cast.class_teacher) as by:
        for talk in (scribed, own):
            with pytest.raises(NotAllowed):
                say(talk, "Theirs.", by)
        assert everything() == before


@pytest.mark.parametrize(
    "who", ["officer", "psychologist", "parent_without_responsibility", "other_coordinator"]
)
def test_others_neither_speak_nor_write_down(cast: Cast, who: str) -> None:
    with acting(getattr(cast, who)) as by:
        for scribe in (None, TOLD):
            with pytest.raises(NotAllowed):
                begin(cast, by, scribe)
    with acting(cast.coordinator) as by, pytest.raises(NotAllowed):
        begin(cast, by)


def test_what_a_scribe_says_about_how_and_when_must_be_possible(cast: Cast) -> None:
    with acting(cast.parent) as by:
        with pytest.raises(NotPossible, match="how the pupil tells"):
            begin(cast, by, Scribe(how=How.OWN, said_on=TODAY))
        with pytest.raises(NotPossible, match="still to come"):
            begin(cast, by, Scribe(how=How.SIGNED, said_on=TOMORROW))
        assert begin(cast, by, Scribe(how=How.AAC, said_on=TODAY - timedelta(days=2))).how == "aac"


def test_each_answer_is_seen_by_those_whom_the_pupil_chose(cast: Cast) -> None:
    assert HARDER is not None
    with acting(cast.young_pupil) as by:
        talk = begin(cast, by)
        say(talk, "for all", by)
        actions.answer(talk=talk, question=HARDER, words="for school", on=TODAY, at=moment(TODAY), by=by)
        actions.share(talk=talk, shared={"helps": Shared.EVERYONE, "harder": Shared.TEAM}, on=TODAY, by=by)
    seen = {}
    for who in ("young_pupil", "class_teacher", "coordinator", "parent", "officer", "psychologist"):
        with acting(getattr(cast, who)) as reader:
            seen[who] = {one.words for one in queries.answers_seen_by(cast.young.pupil, reader)}
    both = {"for all", "for school"}
    assert seen == {
        "young_pupil": both,
        "class_teacher": both,
        "coordinator": both,
        "parent": {"for all"},
        "officer": {"for all"},
        "psychologist": set(),
    }
    with acting(cast.young_pupil) as by:
        actions.share(talk=talk, shared={}, on=TODAY, by=by)
    with acting(cast.class_teacher) as reader:
        assert queries.answers_seen_by(cast.young.pupil, reader) == []


def test_an_earlier_answer_is_hidden_with_the_later_one(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        talk = begin(cast, by)
        say(talk, "first", by)
        actions.share(talk=talk, shared={"helps": Shared.EVERYONE}, on=TODAY, by=by)
    with acting(cast.young_pupil, on=TOMORROW) as by:
        say(talk, "second", by, on=TOMORROW)
        actions.share(talk=talk, shared={"helps": Shared.ME}, on=TOMORROW, by=by)
    with acting(cast.coordinator) as reader:
        assert queries.answers_seen_by(cast.young.pupil, reader) == []


def test_a_talk_in_which_nothing_is_said_is_not_kept(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        talk = begin(cast, by)
        with pytest.raises(NotPossible, match="Nothing is answered"):
            actions.share(talk=talk, shared={}, on=TODAY, by=by)
        talk.refresh_from_db()
        assert talk.finished_on is None


def test_the_record_says_that_something_was_said_to_no_more_people_than_may_see_it(cast: Cast) -> None:
    audiences = {}
    for shared in Shared:
        with acting(cast.young_pupil) as by:
            talk = begin(cast, by)
            say(talk, f"for {shared}", by)
            actions.share(talk=talk, shared={"helps": shared}, on=TODAY, by=by)
            fact = Fact.objects.get(kind="voice.told", about=f"talk:{talk.pk}")
            audiences[str(shared)] = fact.audience
            answer = Answer.objects.get(talk=talk)
            assert fact.detail["sha256"] == {str(answer.pk): actions.fingerprint(answer)}
            assert f"for {shared}" not in str(fact.detail)
    assert audiences == {"me": actions.NOBODY_ELSE, "team": "team", "everyone": "everyone"}


def test_the_database_lets_nobody_edit_or_delete_what_is_settled(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        talk = begin(cast, by)
        answer = say(talk, "mine", by)
        assert answer is not None
        file = add(talk, by, AnswerFile.What.DRAWING, "a.png", png())
        actions.share(talk=talk, shared={"helps": Shared.EVERYONE}, on=TODAY, by=by)
        rows, files = Answer.objects.filter(pk=answer.pk), AnswerFile.objects.filter(pk=file.pk)
        for attempt in (
            lambda: rows.update(words="yours"),
            lambda: rows.update(choices=[{"key": "noise"}]),
            lambda: rows.update(is_open=True),
            lambda: rows.update(scribe_name="Somebody", how="told"),
            lambda: rows.update(written_by=cast.coordinator),
            lambda: rows._raw_delete(rows.db),
            lambda: files.update(content=png(0)),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()
        rows.update(shared_with=Shared.ME)
        found = rows.get()
    assert (found.words, found.shared_with) == ("mine", Shared.ME)


# --- drawings and sounds --------------------------------------------------------------------------


def add(talk: Talk, by: Actor, what: AnswerFile.What, name: str, content: bytes) -> AnswerFile:
    assert HELPS is not None
    return actions.add_file(
        talk=talk, question=HELPS, what=what, name=name, content=content, on=TODAY, at=moment(TODAY), by=by
    )


def test_a_drawing_alone_is_an_answer_and_words_come_beside_it(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        talk = begin(cast, by)
        drawn = add(talk, by, AnswerFile.What.DRAWING, "drawing.png", png())
        assert add(talk, by, AnswerFile.What.DRAWING, "again.png", png()).pk == drawn.pk
        said = say(talk, "my tent", by, revision=0)
        assert said is not None
        assert said.pk == drawn.answer_id
        sound = add(talk, by, AnswerFile.What.SOUND, "me.mp3", MP3)
        (answer,) = queries.answers_of(talk)
        assert {one.pk for one in answer.kept_files} == {drawn.pk, sound.pk}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_sound_file_that_is_a_program_is_refused_and_nothing_is_kept(cast: Cast, name: str) -> None:
    with acting(cast.young_pupil) as by:
        talk = begin(cast, by)
        with pytest.raises(NotPossible, match="Send a sound"):
            add(talk, by, AnswerFile.What.SOUND, "song.mp3", PROGRAMS[name])
        assert not AnswerFile.objects.exists()
        assert not Answer.objects.filter(talk=talk).exists()


def test_too_large_too_many_and_empty_are_said(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        talk = begin(cast, by)
        for content, says in ((b"", "empty"), (MP3 + bytes(8 * 2**20), "most that fits is 8 MB")):
            with pytest.raises(NotPossible, match=says):
                add(talk, by, AnswerFile.What.SOUND, "me.mp3", content)
        for shade in range(actions.MOST_FILES):
            add(talk, by, AnswerFile.What.DRAWING, "a.png", png(shade))
        with pytest.raises(NotPossible, match="Take one out"):
            add(talk, by, AnswerFile.What.DRAWING, "a.png", png(200))


def test_a_drawing_is_taken_out_while_it_is_open_and_never_later(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        talk = begin(cast, by)
        first, second = (add(talk, by, AnswerFile.What.DRAWING, "a.png", png(shade)) for shade in (1, 2))
        actions.take_out_file(file=first, by=by)
        actions.take_out_file(file=first, by=by)
        actions.share(talk=talk, shared={}, on=TODAY, by=by)
        with pytest.raises(NotPossible, match="kept already"):
            actions.take_out_file(file=second, by=by)
        assert AnswerFile.objects.get() == second


def test_whoever_sees_a_drawing_says_what_is_in_it_by_name_and_others_do_not(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        talk = begin(cast, by)
        drawn = add(talk, by, AnswerFile.What.DRAWING, "a.png", png())
    with acting(cast.class_teacher) as by, pytest.raises(NotAllowed):
        actions.caption(file=queries.file(cast.young.pupil.pk, drawn.pk), words="A tent", by=by)
    with acting(cast.young_pupil) as by:
        actions.share(talk=talk, shared={"helps": Shared.TEAM}, on=TODAY, by=by)
    with acting(cast.class_teacher) as by:
        kept = actions.caption(file=queries.file(cast.young.pupil.pk, drawn.pk), words=" A tent ", by=by)
        assert (kept.caption, kept.caption_by_name) == ("A tent", "Tess Teacher")
        assert actions.caption(file=kept, words=" ", by=by).caption_by_name == ""
    with acting(cast.officer) as by, pytest.raises(NotAllowed):
        actions.caption(file=queries.file(cast.young.pupil.pk, drawn.pk), words="A tent", by=by)


def test_another_school_finds_nothing(cast: Cast) -> None:
    with acting(cast.young_pupil) as by:
        talk = begin(cast, by)
        drawn = add(talk, by, AnswerFile.What.DRAWING, "a.png", png())
    with acting(cast.other_coordinator) as by:
        assert policy.shared_with(by, cast.young.pupil) == frozenset()
        with pytest.raises(Http404):
            queries.talk(cast.young.pupil.pk, talk.pk)
        with pytest.raises(Http404):
            queries.file(cast.young.pupil.pk, drawn.pk)
