"""A pupil who answered one question by pictures, words and a drawing, shared it, and picked a line of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handrail.apps.voice import actions
from handrail.apps.voice.models import AnswerFile, PickedLine, Shared, Talk
from handrail.apps.voice.questions import form_for
from tests.apps.voice.sounds import png
from tests.cast import TODAY, moment

if TYPE_CHECKING:
    from datetime import date

    from handrail.apps.accounts.actor import Actor
    from handrail.apps.pupils.models import ProfileLine, Pupil

WORDS = "it is better when I know what we are reading befor"


def something_said(
    pupil: Pupil, *, by: Actor, shared: Shared = Shared.EVERYONE, on: date = TODAY
) -> tuple[Talk, AnswerFile, ProfileLine]:
    form = form_for(10)
    helps = form.question("helps")
    assert helps is not None
    talk = actions.begin(pupil=pupil, form=form, on=on, at=moment(on), by=by)
    answer = actions.answer(
        talk=talk,
        question=helps,
        choices=helps.choices[:1],
        words=WORDS,
        on=on,
        at=moment(on),
        by=by,
    )
    assert answer is not None
    file = actions.add_file(
        talk=talk,
        question=helps,
        what=AnswerFile.What.DRAWING,
        name="drawing.png",
        content=png(),
        on=on,
        at=moment(on),
        by=by,
    )
    actions.share(talk=talk, shared={"helps": shared}, on=on, by=by)
    answer.refresh_from_db()
    actions.pick_lines(
        pupil=pupil, picked=((answer, "how_to_support_me", "A quiet place helps me."),), on=on, by=by
    )
    return talk, file, PickedLine.objects.get(line__text="A quiet place helps me.", pupil=pupil).line
