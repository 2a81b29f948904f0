"""What the pages about a pupil's own answers show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from handrail.apps.accounts.actor import Actor
from handrail.apps.pupils.models import ProfileLine, Pupil
from handrail.apps.pupils.models import Voice as VoiceRow
from handrail.apps.voice import policy, queries
from handrail.apps.voice.actions import lines_of
from handrail.apps.voice.models import Answer, AnswerFile, How, PickedLine, Shared, Talk
from handrail.apps.voice.policy import Act
from handrail.apps.voice.queries import GoalAsked, said_line
from handrail.apps.voice.questions import GOALS, Form, Question, form, form_for, spoken
from handrail.apps.voice.symbols import NAMES, symbol
from handrail.core.ages import age
from handrail.ui.components import Link
from handrail.ui.languages import SOURCE
from handrail.ui.phrases import plain_day

LONGEST_SOUND: Final = 120
"""Seconds that the page records at most. A sound file is limited by its size."""


@dataclass(frozen=True, slots=True)
class FileShown:
    what: str
    url: str
    alt: str
    title: str
    caption_by: str
    caption_url: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Said:
    """One answer as people see it: the pupil's own pictures, words, drawings and sounds."""

    key: str
    asks: str
    choices: tuple[tuple[Markup, str], ...]
    words: str
    files: tuple[FileShown, ...]
    by: str
    shared: str
    change_url: str = ""


@dataclass(frozen=True, slots=True)
class DaySaid:
    day: date
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class GoOn:
    title: str
    says: str
    url: str


@dataclass(frozen=True, slots=True)
class VoicePage:
    title: str
    lead: str
    back: Link
    own: bool
    known_as: str
    go_on: tuple[GoOn, ...]
    begin: Link | None
    begin_says: str
    goals_url: str
    profile_url: str
    days: tuple[DaySaid, ...]
    nothing: str


def back_to(pupil: Pupil, *, own: bool) -> Link:
    return Link(_("My page") if own else pupil.name, reverse("home:pupil", args=[pupil.pk]))


def voice_page(
    pupil: Pupil,
    *,
    reader: Actor,
    talks: list[Talk],
    answers: list[Answer],
    voices: list[VoiceRow],
    goals: list[GoalAsked],
) -> VoicePage:
    """Where a pupil begins or goes on, and everything they said that the reader may see, by day."""
    own = policy.is_own(reader, pupil)
    writes = own or policy.may(reader, Act.WRITE_DOWN, pupil)
    name = pupil.known_as
    offered = form_for(age(pupil.born, on=reader.day))
    begin = reverse("voice:begin", args=[pupil.pk])
    return VoicePage(
        title=_("What I say") if own else _("What %(name)s says") % {"name": name},
        lead=_("Type it, say it, draw it or pick pictures. You choose who sees it.")
        if own
        else _("In %(name)s’s own words. Only %(name)s changes them.") % {"name": name},
        back=back_to(pupil, own=own),
        own=own,
        known_as=name,
        go_on=tuple(_go_on(one, reader) for one in talks),
        begin=Link(_("Start") if own else _("Write down what %(name)s says") % {"name": name}, begin)
        if writes
        else None,
        begin_says=_("%(pages)s. You can choose other pages.") % {"pages": spoken(offered.title)}
        if own
        else _(
            "Sit with %(name)s, read each page out, and write what %(name)s says. Your name stands beside it."
        )
        % {"name": name},
        goals_url=reverse("voice:goals", args=[pupil.pk]) if writes and goals else "",
        profile_url=reverse("voice:profile", args=[pupil.pk]),
        days=_by_day(pupil, answers, voices, reader=reader),
        nothing=_("You have not said anything here yet.")
        if own
        else _("%(name)s has not shared anything here yet.") % {"name": name},
    )


def _go_on(talk: Talk, reader: Actor) -> GoOn:
    asked = queries.questions_of(talk, reader)
    answers = queries.latest([one for one in queries.answers_of(talk) if queries.is_something(one)])
    left = [question for question, _about in asked if question.key not in answers]
    url = (
        reverse("voice:question", args=[talk.pupil_id, talk.pk, left[0].key])
        if left
        else reverse("voice:share", args=[talk.pupil_id, talk.pk])
    )
    found = form(talk.form)
    says = _("Begun on %(day)s. %(count)d of %(all)d answered.") % {
        "day": plain_day(talk.said_on),
        "count": len(answers),
        "all": len(asked),
    }
    return GoOn(spoken(found.title) if found else talk.form, says, url)


def _by_day(
    pupil: Pupil, answers: list[Answer], voices: list[VoiceRow], *, reader: Actor
) -> tuple[DaySaid, ...]:
    days: dict[date, list[Said]] = {}
    # The latest talk first, and within it the questions as they were answered.
    for one in sorted(answers, key=lambda one: (-one.talk.started_at.timestamp(), one.recorded_at)):
        days.setdefault(one.said_on, []).append(said(one, pupil=pupil, reader=reader))
    for voice in voices:
        days.setdefault(voice.said_on, []).append(_said_elsewhere(voice, pupil))
    return tuple(DaySaid(day, tuple(days[day])) for day in sorted(days, reverse=True))


def said(one: Answer, *, pupil: Pupil, reader: Actor, may_remove: bool = False) -> Said:
    own = policy.is_own(reader, pupil)
    finished = one.talk.finished_on is not None
    return Said(
        key=f"a-{one.pk}",
        asks=spoken(one.asks),
        choices=tuple(
            (symbol(choice["symbol"]), spoken(choice["label"]))
            for choice in one.choices
            if choice["symbol"] in NAMES
        ),
        words=one.words,
        files=tuple(
            _file(file, one, pupil=pupil, reader=reader, may_remove=may_remove) for file in one.kept_files
        ),
        by=_by(one, pupil, own=own),
        shared=_shared(one, pupil, own=own),
        change_url=reverse("voice:share", args=[pupil.pk, one.talk_id]) if own and finished else "",
    )


def _said_elsewhere(voice: VoiceRow, pupil: Pupil) -> Said:
    by = (_("%(name)s said it. %(scribe)s wrote it down.") if voice.with_whom else _("%(name)s said it.")) % {
        "name": pupil.known_as,
        "scribe": voice.with_whom,
    }
    shared = Shared.TEAM if voice.shared_with == "team" else Shared.EVERYONE
    return Said(f"v-{voice.pk}", voice.question, (), voice.words, (), by, _who_sees(shared))


def _who_sees(shared: Shared) -> str:
    return {
        Shared.ME: _("Nobody else sees it."),
        Shared.TEAM: _("People at school who help see it."),
        Shared.EVERYONE: _("Everyone who helps with the plan sees it."),
    }[shared]


def _shared(one: Answer, pupil: Pupil, *, own: bool) -> str:
    if one.is_open:
        return (
            _("Not finished yet. Only you see it.")
            if own
            else _("Not finished yet. Only you and %(name)s see it.") % {"name": pupil.known_as}
        )
    if own and one.shared_with == Shared.ME:
        return _("Only you see it.")
    return _who_sees(Shared(one.shared_with))


def _by(one: Answer, pupil: Pupil, *, own: bool) -> str:
    if not one.scribe_name:
        return _("You wrote it yourself.") if own else _("By %(name)s.") % {"name": pupil.known_as}
    says = _how_i_said_it() if own else _how_they_said_it()
    return says[How(one.how)] % {"name": pupil.known_as, "scribe": one.scribe_name}


def _how_i_said_it() -> dict[How, str]:
    return {
        How.TOLD: _("You told it. %(scribe)s wrote it down."),
        How.SIGNED: _("You signed it. %(scribe)s wrote it down."),
        How.AAC: _("You used a device or symbols (AAC). %(scribe)s wrote it down."),
        How.SHOWN: _("You pointed or showed it. %(scribe)s wrote it down."),
    }


def _how_they_said_it() -> dict[How, str]:
    return {
        How.TOLD: _("%(name)s told it. %(scribe)s wrote it down."),
        How.SIGNED: _("%(name)s signed it. %(scribe)s wrote it down."),
        How.AAC: _("%(name)s used a device or symbols (AAC). %(scribe)s wrote it down."),
        How.SHOWN: _("%(name)s pointed or showed it. %(scribe)s wrote it down."),
    }


def _file(file: AnswerFile, one: Answer, *, pupil: Pupil, reader: Actor, may_remove: bool) -> FileShown:
    titles, unseen = {
        AnswerFile.What.DRAWING: (
            _("Drawing of %(day)s"),
            _("A drawing by %(name)s. Nobody has said what is in it yet."),
        ),
        AnswerFile.What.PICTURE: (
            _("Picture of %(day)s"),
            _("A picture by %(name)s. Nobody has said what is in it yet."),
        ),
        AnswerFile.What.SOUND: (
            _("Sound of %(day)s"),
            _("A sound by %(name)s. Nobody has said what is in it yet."),
        ),
    }[AnswerFile.What(file.what)]
    may_caption = policy.may(reader, Act.CAPTION, file)
    return FileShown(
        what=file.what,
        url=reverse("voice:file", args=[pupil.pk, file.pk]),
        alt=file.caption or unseen % {"name": pupil.known_as},
        title=titles % {"day": plain_day(one.said_on)},
        caption_by=_("%(caption)s (%(name)s says so)")
        % {"caption": file.caption, "name": file.caption_by_name}
        if file.caption
        else "",
        caption_url=reverse("voice:caption", args=[pupil.pk, file.pk]) if may_caption else "",
        remove_url=reverse("voice:remove_file", args=[pupil.pk, file.pk])
        if may_remove and one.is_open and one.written_by_id == reader.person_id
        else "",
    )


# --- one question ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChoiceShown:
    id: str
    key: str
    label: str
    symbol: Markup
    checked: bool
    wide: bool


@dataclass(frozen=True, slots=True)
class QuestionPage:
    title: str
    about: str
    hint: str
    lead: str
    eyebrow: str
    step: int
    count: int
    back_text: str
    pick_one: bool
    big: bool
    choices: tuple[ChoiceShown, ...]
    words_box: str
    words_first: bool
    form: forms.Form
    kept: tuple[Said, ...]
    file_url: str
    here_url: str
    key: str
    next_text: str
    next_url: str
    who_sees: str
    read_aloud: str  # ids of what the browser reads out, in order
    longest_sound: int


def question_page(
    talk: Talk,
    asked: tuple[tuple[Question, str], ...],
    number: int,
    *,
    answers: list[Answer],
    reader: Actor,
    form: Any,
    shown: Form,
) -> QuestionPage:
    """One question of a talk, with what was said to it so far."""
    question, about = asked[number]
    chosen = set(_chosen(form, question, queries.latest(answers).get(question.key)))
    own = policy.is_own(reader, talk)
    name = talk.pupil.known_as
    here = reverse("voice:question", args=[talk.pupil_id, talk.pk, question.key])
    last = number + 1 == len(asked)
    with_files = [one for one in answers if one.question == question.key and one.kept_files]
    return QuestionPage(
        title=spoken(question.asks),
        about=about,
        hint=spoken(question.hint),
        lead=spoken(shown.lead)
        if own
        else _("Read this out to %(name)s, and write down what %(name)s says, word for word.")
        % {"name": name},
        eyebrow=_("Step %(number)d of %(all)d") % {"number": number + 1, "all": len(asked)},
        step=number + 1,
        count=len(asked),
        back_text=_("Back a step") if number else "",
        pick_one=question.pick_one,
        big=shown.from_age == 0,
        choices=tuple(
            ChoiceShown(
                id=f"choice-{place}",
                key=one.key,
                label=spoken(one.label),
                symbol=symbol(one.symbol),
                checked=one.key in chosen,
                wide=one.symbol.startswith("path-"),
            )
            for place, one in enumerate(question.choices, start=1)
        ),
        words_box=spoken(shown.words_box),
        words_first=shown.words_first,
        form=form,
        kept=tuple(said(one, pupil=talk.pupil, reader=reader, may_remove=True) for one in with_files),
        file_url=reverse("voice:add_file", args=[talk.pupil_id, talk.pk, question.key]),
        here_url=here,
        key=f"voice-{talk.pk}-{question.key}",
        next_text=_("Last step") if last else _("Next step"),
        next_url=next_url(talk, asked, number),
        who_sees=_("You choose at the end. Right now, only you.")
        if own
        else _("%(name)s chooses at the end. Right now, only %(name)s and you.") % {"name": name},
        read_aloud=" ".join(
            (
                "asks",
                *(["about"] if about else []),
                "hint",
                *(f"choice-{place}-words" for place in range(1, len(question.choices) + 1)),
            )
        ),
        longest_sound=LONGEST_SOUND,
    )


def next_url(talk: Talk, asked: tuple[tuple[Question, str], ...], number: int) -> str:
    """The question after this one, or who may see the answers."""
    if number + 1 < len(asked):
        return reverse("voice:question", args=[talk.pupil_id, talk.pk, asked[number + 1][0].key])
    return reverse("voice:share", args=[talk.pupil_id, talk.pk])


def _chosen(form: Any, question: Question, latest: Answer | None) -> list[str]:
    if form.is_bound:
        return [form["choice"].value()] if question.pick_one else list(form["choice"].value() or ())
    return [choice["key"] for choice in latest.choices] if latest else []


# --- who may see it -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SharePage:
    title: str
    lead: str
    eyebrow: str
    back: Link
    rows: tuple[tuple[Said, str], ...]
    form: forms.Form
    button: str
    note: str


def asked_to_share(answers: list[Answer], asked: tuple[tuple[Question, str], ...]) -> dict[str, Answer]:
    """The newest answer to each question in which something is said, in the order of the questions.

    A goal that is no longer in the plan is answered all the same, and comes last.
    """
    latest = queries.latest([one for one in answers if queries.is_something(one)])
    order = [question.key for question, _about in asked]
    last = len(order)
    return dict(sorted(latest.items(), key=lambda item: order.index(item[0]) if item[0] in order else last))


def share_page(
    talk: Talk, latest: dict[str, Answer], *, reader: Actor, form: Any, first_url: str, awaited: bool
) -> SharePage:
    """`awaited`: a plan waits for the pupil's view, which these answers can be."""
    own = policy.is_own(reader, talk)
    name = talk.pupil.known_as
    return SharePage(
        title=_("Who may see it?") if own else _("Who may see what %(name)s said?") % {"name": name},
        lead=_("You choose for each answer. You can change it later.")
        if own
        else _(
            "Ask %(name)s for each answer. Read it out first. After this, only %(name)s can change the words."
        )
        % {"name": name},
        eyebrow=_("Last step"),
        back=Link(_("Back to the questions"), first_url),
        rows=tuple((said(one, pupil=talk.pupil, reader=reader), f"who-{key}") for key, one in latest.items()),
        form=form,
        button=_("Keep my answers") if own else _("Keep as %(name)s’s words") % {"name": name},
        note=_("Words for a goal go into your plan if everyone may see them.")
        if talk.form == GOALS
        else _("A plan waits for what you think. Answers that everyone may see go into it.")
        if awaited
        else "",
    )


# --- the one-page profile -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LineShown:
    text: str
    by: str  # whose own words they are; empty for what others wrote
    remove_url: str


@dataclass(frozen=True, slots=True)
class ProfilePart:
    title: str
    lines: tuple[LineShown, ...]


@dataclass(frozen=True, slots=True)
class ProfilePage:
    title: str
    eyebrow: str
    eyebrow_url: str
    lead: str
    parts: tuple[ProfilePart, ...]
    nothing: str
    pick_url: str
    pick_text: str
    edit_url: str
    printed: str


def profile_page(
    pupil: Pupil,
    lines: list[ProfileLine],
    picked: dict[UUID, PickedLine],
    *,
    reader: Actor,
    edit_url: str,
) -> ProfilePage:
    own = policy.is_own(reader, pupil)
    name = pupil.known_as
    may_pick = policy.may(reader, Act.PICK, pupil)
    return ProfilePage(
        title=_("My one page") if own else _("%(name)s’s one page") % {"name": name},
        eyebrow=_("What I say") if own else _("What %(name)s says") % {"name": name},
        eyebrow_url=reverse("voice:voice", args=[pupil.pk]),
        lead=_("Everyone around you reads this page.")
        if own
        else _("What %(name)s wants people to know first.") % {"name": name},
        parts=tuple(
            ProfilePart(
                str(label),
                tuple(
                    _line(one, picked.get(one.pk), pupil, own=own, may_pick=may_pick)
                    for one in lines
                    if one.kind == kind
                ),
            )
            for kind, label in ProfileLine.Kind.choices
        ),
        nothing="" if lines else _("Nothing stands here yet."),
        pick_url=reverse("voice:pick", args=[pupil.pk]) if may_pick else "",
        pick_text=_("Pick from what I said")
        if own
        else _("Pick from what %(name)s said, with %(name)s") % {"name": name},
        edit_url=edit_url,
        printed=f"{pupil.name}, {pupil.school.name}, {plain_day(reader.day)}",
    )


def _line(
    one: ProfileLine, picked: PickedLine | None, pupil: Pupil, *, own: bool, may_pick: bool
) -> LineShown:
    by = ""
    if picked is not None:
        scribe = picked.answer.scribe_name
        if own:
            says = (
                _("Your own words, %(day)s, written down by %(scribe)s")
                if scribe
                else _("Your own words, %(day)s")
            )
        elif scribe:
            says = _("%(name)s’s own words, %(day)s, written down by %(scribe)s")
        else:
            says = _("%(name)s’s own words, %(day)s")
        by = says % {"name": pupil.known_as, "day": plain_day(picked.answer.said_on), "scribe": scribe}
    url = reverse("voice:take_out", args=[pupil.pk, one.pk]) if picked is not None and may_pick else ""
    return LineShown(said_line(one.text), by, url)


@dataclass(frozen=True, slots=True)
class PickGroup:
    asks: str
    when: str
    goes_to: str
    lines: tuple[tuple[str, str, str, bool], ...]  # id, value, the words, whether chosen


@dataclass(frozen=True, slots=True)
class PickPage:
    title: str
    lead: str
    back: Link
    groups: tuple[PickGroup, ...]
    nothing: str
    form: forms.Form
    begin_url: str


def to_pick(
    pupil: Pupil, answers: Iterable[Answer], picked: dict[UUID, PickedLine], *, reader: Actor
) -> dict[str, tuple[Answer, str, str]]:
    """What may be picked: by a value of the form, the answer, the part of the profile, and the line."""
    own = policy.is_own(reader, pupil)
    there = {(one.line.kind, one.line.text) for one in picked.values()}
    found: dict[str, tuple[Answer, str, str]] = {}
    for one in answers:
        part = _part_of(one)
        if not part or one.is_open or not (own or one.shared_with == Shared.EVERYONE):
            continue
        for place, text in enumerate(lines_of(one)):
            if (part, text) not in there:
                there.add((part, text))
                found[f"{one.pk}.{place}"] = (one, part, text)
    return found


def _part_of(one: Answer) -> str:
    asked = form(one.talk.form)
    question = asked.question(one.question) if asked else None
    return question.profile if question else ""


def pick_page(
    pupil: Pupil, lines: dict[str, tuple[Answer, str, str]], form: Any, *, reader: Actor
) -> PickPage:
    own = policy.is_own(reader, pupil)
    chosen = set(form["line"].value() or ()) if form.is_bound else set()
    groups: dict[UUID, list[tuple[str, tuple[Answer, str, str]]]] = {}
    for value, found in lines.items():
        groups.setdefault(found[0].pk, []).append((value, found))
    name = pupil.known_as
    numbers = {value: place for place, value in enumerate(lines, start=1)}
    return PickPage(
        title=_("Pick words for my one page")
        if own
        else _("Pick %(name)s’s words for the one page") % {"name": name},
        lead=_("Everyone around you reads that page.")
        if own
        else _("Do this with %(name)s. The words stay as they are.") % {"name": name},
        back=Link(
            _("My one page") if own else _("%(name)s’s one page") % {"name": name},
            reverse("voice:profile", args=[pupil.pk]),
        ),
        groups=tuple(
            PickGroup(
                asks=spoken(rows[0][1][0].asks),
                when=plain_day(rows[0][1][0].said_on),
                goes_to=str(ProfileLine.Kind(rows[0][1][1]).label),
                lines=tuple(
                    (f"line-{numbers[value]}", value, said_line(found[2]), value in chosen)
                    for value, found in rows
                ),
            )
            for rows in groups.values()
        ),
        nothing=(
            _("There is nothing to pick from yet. Answer some questions first.")
            if own
            else _(
                "There is nothing to pick from yet. %(name)s can pick from every answer. "
                "You can pick from those shared with everyone."
            )
            % {"name": name}
        ),
        form=form,
        begin_url=reverse("voice:begin", args=[pupil.pk]),
    )


# --- goals ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GoalRow:
    text: str
    own_words: str


@dataclass(frozen=True, slots=True)
class PlanGoals:
    name: str
    language: str
    draft: bool
    goals: tuple[GoalRow, ...]
    begin_url: str
    form: forms.Form


@dataclass(frozen=True, slots=True)
class GoalsPage:
    title: str
    lead: str
    back: Link
    own: bool
    plans: tuple[PlanGoals, ...]
    button: str
    nothing: str


def goals_page(pupil: Pupil, goals: list[GoalAsked], *, reader: Actor, forms: dict[UUID, Any]) -> GoalsPage:
    own = policy.is_own(reader, pupil)
    name = pupil.known_as
    plans = list({one.plan.pk: one.plan for one in goals}.values())
    return GoalsPage(
        title=_("My goals") if own else _("%(name)s’s goals, in %(name)s’s words") % {"name": name},
        lead=_("These are the goals in your plan. Say them your way.")
        if own
        else _("Read each goal to %(name)s and write down how %(name)s would say it.") % {"name": name},
        back=Link(
            _("What I say") if own else _("What %(name)s says") % {"name": name},
            reverse("voice:voice", args=[pupil.pk]),
        ),
        own=own,
        plans=tuple(
            PlanGoals(
                name=plan.local_name,
                language=SOURCE,
                draft=any(one.in_draft for one in goals if one.plan.pk == plan.pk),
                goals=tuple(GoalRow(one.text, one.own_words) for one in goals if one.plan.pk == plan.pk),
                begin_url=reverse("voice:begin_goals", args=[pupil.pk, plan.pk]),
                form=forms[plan.pk],
            )
            for plan in plans
        ),
        button=_("Say my goals my way") if own else _("Begin with these goals"),
        nothing="" if plans else _("There are no goals to talk about yet."),
    )
