"""What needs somebody today, a list of pupils, and a pupil at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handrail.apps.accounts.actor import Actor, Role, age
from handrail.apps.audit import actions as audit
from handrail.apps.audit.models import Fact
from handrail.apps.calendars import policy as calendar_policy
from handrail.apps.calendars.queries import Reaching
from handrail.apps.cases import policy as case_policy
from handrail.apps.cases.models import Deadline
from handrail.apps.consents import policy as consent_policy
from handrail.apps.consents.models import Consent
from handrail.apps.easy_read import policy as easy_policy
from handrail.apps.family import policy as family_policy
from handrail.apps.family.models import Comment, SharedDraft
from handrail.apps.home import policy, queries
from handrail.apps.home.queries import CaseloadRow
from handrail.apps.home.sentences import sentence
from handrail.apps.plans import pages as plan_pages
from handrail.apps.plans import policy as plan_policy
from handrail.apps.plans.models import Contribution, Plan, Version
from handrail.apps.plans.pages import possessive
from handrail.apps.plans.queries import Draft
from handrail.apps.pupils import policy as pupil_policy
from handrail.apps.pupils.models import CircleMember, ProfileLine, Pupil
from handrail.apps.pupils.models import Voice as VoiceRow
from handrail.apps.voice import policy as voice_policy
from handrail.apps.voice.models import Answer
from handrail.apps.voice.queries import said_line
from handrail.core.duties import Party
from handrail.core.plan_types import LegalWeight
from handrail.law.lawbook import lawbook
from handrail.ui.components import (
    DueCard,
    Link,
    Person,
    RailItem,
    RecordEntry,
    Ruler,
    Shape,
    Source,
    Status,
    Thread,
    Voice,
)
from handrail.ui.languages import SOURCE, of_the_law
from handrail.ui.phrases import (
    ago,
    day_and_month,
    day_in_words,
    number_in_words,
    plain_day,
    sentence_case,
    short_day,
    until,
)

LONDON: Final = ZoneInfo("Europe/London")


# --- deadlines as people see them -------------------------------------------------------------------


def shape_of(deadline: Deadline, *, as_of: date) -> tuple[Shape, str]:
    """The shape and the word of a deadline's state on a day."""
    # A day may be known on which something will be over by itself, as the year of a plan: not done yet.
    if deadline.met_on is not None and deadline.met_on <= as_of:
        return Shape.DONE, _("Done")
    if deadline.stopped_on is not None and deadline.stopped_on <= as_of:
        return Shape.DONE, _("No longer needed")
    if deadline.falls_on is None:
        return Shape.NO_SET_DAY, _("No set day")
    if deadline.is_late(as_of=as_of):
        return Shape.LATE, _("Late")
    return Shape.DUE, _("Due")


def source_of(deadline: Deadline) -> Source:
    cited = deadline.citation
    return Source(
        text=cited["short"],
        url=cited["url"],
        in_force_from=date.fromisoformat(cited["in_force_from"]) if cited["in_force_from"] else None,
        checked_on=date.fromisoformat(cited["checked_on"]),
        confidence=cited["confidence"],
    )


def rail_item(deadline: Deadline, *, as_of: date, mine: bool, calendar: Link | None = None) -> RailItem:
    """A deadline as one thing on a rail: when, what, why, and the way to the explanation.

    `calendar` leads to the school's calendar, for those who may mend it where it ends too soon.
    """
    shape, word = shape_of(deadline, as_of=as_of)
    day = deadline.acts_on
    if not mine and shape is Shape.DUE:
        shape = Shape.WAITING
    url = reverse("home:due", args=[deadline.pk])
    if day is None and deadline.needs_calendar:
        return _item_without_calendar(deadline, calendar=calendar)
    return RailItem(
        shape=shape,
        when=short_day(day) if day else _("No set day"),
        by=until(day, as_of) if day and deadline.falls_on else _("an aim, never late"),
        title=f"{deadline.title}: {deadline.pupil.name}",
        url=url,
        what=deadline.says,
        why=f"{lower_first(deadline.trigger_says).rstrip('.')}, {day_and_month(deadline.started_on)}",
        source=source_of(deadline),
        act=Link(_("See why"), url, more=f"{deadline.title}, {deadline.pupil.name}") if mine else None,
        act_first=shape is Shape.LATE,
        spoken=word,
        language=of_the_law(),
    )


def _item_without_calendar(deadline: Deadline, *, calendar: Link | None) -> RailItem:
    """A date that cannot be named until the school's calendar reaches it: said, with who can mend it."""
    return RailItem(
        shape=Shape.NO_SET_DAY,
        when=_("No day yet"),
        by=_("waits for the calendar"),
        title=f"{deadline.title}: {deadline.pupil.name}",
        url=reverse("home:due", args=[deadline.pk]),
        what=f"{deadline.says} {deadline.explanation['sentence']}",
        why=f"{lower_first(deadline.trigger_says).rstrip('.')}, {day_and_month(deadline.started_on)}",
        source=source_of(deadline),
        act=calendar,
        spoken=_("No day yet"),
        language=of_the_law(),
    )


def calendar_link(deadline: Deadline, reader: Actor) -> Link | None:
    """The way to the calendar that a date waits for, for those who may mend it."""
    if not deadline.needs_calendar or not calendar_policy.may_mend(reader, deadline.school_id):
        return None
    school = deadline.school
    return Link("Open the calendar", reverse("calendars:calendar", args=[school.slug]), more=school.name)


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def due_card(deadline: Deadline, *, as_of: date, calendar: Link | None = None) -> DueCard:
    """One date with everything it rests on, and the way to the calendar where it waits for that."""
    shape, word = shape_of(deadline, as_of=as_of)
    waits = deadline.needs_calendar and deadline.acts_on is None and shape is Shape.NO_SET_DAY
    explained = deadline.explanation
    first = date.fromisoformat(explained["first_day"]) if explained["first_day"] else None
    last = deadline.falls_on
    status = _("Waits for the calendar") if waits else word
    if shape in (Shape.DUE, Shape.LATE) and last:
        status = (
            sentence_case(until(last, as_of))
            if shape is Shape.LATE
            else _("Due %(when)s") % {"when": until(last, as_of)}
        )
    ruler = None
    if first and last and first < last:
        days = (last - first).days + 1
        ruler = Ruler.between(
            first, last, today=as_of, trigger_on=deadline.trigger_on, count=days if days <= 400 else None
        )
    return DueCard(
        status=Status(shape, status),
        says=deadline.says,
        falls_on=last,
        heading=_("No day yet")
        if waits
        else _("Around %(day)s") % {"day": plain_day(deadline.aim_on)}
        if last is None and deadline.aim_on
        else "",
        acts=(calendar,) if calendar else (),
        ruler=ruler,
        explanation=explained["sentence"],
        trace=tuple(explained["trace"]),
        assumptions=tuple(explained["assumptions"]),
        if_missed=deadline.if_missed,
        source=source_of(deadline),
    )


# --- today --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TodayPage:
    day: date
    greeting: str
    lead: str
    needs_you: tuple[RailItem, ...]
    more: bool
    nothing: str
    waiting: tuple[RailItem, ...]
    aims: tuple[RailItem, ...]
    no_day_yet: tuple[RailItem, ...]
    calendars: tuple[Link, ...]
    drafts: tuple[tuple[Link, str], ...]
    people: tuple[tuple[Link, str], ...]
    people_title: str
    reviews: tuple[tuple[str, Link], ...]
    about: str


def today_page(actor: Actor, *, now: datetime) -> TodayPage:
    """The home page of whoever is signed in."""
    day = actor.day
    found = queries.today(actor)
    needs = [_asked_item(one, as_of=day) for one in found.asked_of_me]
    needs += [_to_read_item(one, as_of=day) for one in found.to_read]
    needs += [_consent_item(one) for one in found.consents]
    needs += [_draft_item(one, as_of=day) for one in found.drafts_to_read]
    needs += [_said_item(one, as_of=day) for one in found.said]
    needs += [rail_item(one, as_of=day, mine=True) for one in found.mine]
    waiting = [_waited_item(one, as_of=day) for one in found.waiting]
    waiting += [rail_item(one, as_of=day, mine=False) for one in found.others]
    aims = [rail_item(one, as_of=day, mine=False) for one in found.aims]
    aims += [_calendar_item(one, reader=actor) for one in found.calendars if _ends_soon(one, actor)]
    late = sum(1 for one in found.mine if one.is_late(as_of=day))
    # Whoever reads a pupil's dates is told the days that people agreed on; a guest and a young child are not.
    ahead = (
        [
            plan
            for plan in queries.reviews_ahead(after=day, count=6)
            if case_policy.may(actor, case_policy.Act.READ, plan)
        ]
        if policy.keeps_plans(actor) or actor.places
        else []
    )
    return TodayPage(
        day=day,
        greeting=greeting(now, _first_name(actor.name)),
        lead=_lead(len(needs), late, more=found.more),
        needs_you=tuple(needs),
        more=found.more,
        nothing=_("Nothing needs you today."),
        waiting=tuple(waiting),
        aims=tuple(aims),
        no_day_yet=tuple(
            rail_item(one, as_of=day, mine=False, calendar=calendar_link(one, actor))
            for one in found.no_day_yet
        ),
        calendars=_calendars(found.calendars),
        drafts=tuple(
            (
                Link(f"{plan.local_name}: {plan.pupil.name}", reverse("plans:plan", args=[plan.pk])),
                f"Opened {ago(plan.draft_started_on, day)}" if plan.draft_started_on else "",
            )
            for plan in found.drafts
        ),
        people=(*_people(actor), *_family_plans(found.family_plans)),
        people_title=_people_title(actor),
        reviews=tuple(
            (short_day(plan.review_on), Link(plan.pupil.name, reverse("home:pupil", args=[plan.pupil_id])))
            for plan in ahead
            if plan.review_on
        ),
        about=_about(actor) or _next(ahead),
    )


def _to_read_item(version: Version, *, as_of: date) -> RailItem:
    """A version that somebody works by and has not said to have read. No day is set, so it is never late."""
    plan = version.plan
    url = reverse("versions:mine", args=[plan.pk, version.number])
    return RailItem(
        shape=Shape.STARTED,
        when="To read",
        by=f"issued {ago(version.issued_on, as_of)}",
        title=f"Read what you need to do: {version.pupil.name}",
        url=url,
        what=f"{plan.local_name}, version {version.number}. Say when you have read it.",
        act=Link("Read it", url, more=version.pupil.name),
        spoken="To read",
    )


CALENDAR_AHEAD: Final = timedelta(days=365)
"""A calendar that ends sooner is spoken of, in time to enter the next year."""


def _ends_soon(one: Reaching, reader: Actor) -> bool:
    return calendar_policy.may_change(reader, one.organisation.pk) and (
        one.until is None or one.until < reader.day + CALENDAR_AHEAD
    )


def _calendar_item(one: Reaching, *, reader: Actor) -> RailItem:
    """A calendar that ends before long, said in time and without alarm."""
    place = one.organisation
    url = reverse("calendars:calendar", args=[place.slug])
    ends = one.until
    if ends is None:
        title, by = f"Enter a calendar for {place.name}", "none entered yet"
        what = (
            "Until there is one, dates in school days and terms are shown without a day, and are never late."
        )
    else:
        title = (
            f"The calendar of {place.name} {'ends' if ends >= reader.day else 'ended'} on {plain_day(ends)}"
        )
        by = "an aim, never late"
        what = "Dates that are counted beyond that day can be named once the next year is entered."
    if not one.is_own and place.authority is not None:
        what += f" The school uses the calendar of {place.authority.name}, which usually enters it."
    return RailItem(
        shape=Shape.NO_SET_DAY,
        when=short_day(ends) if ends else "No set day",
        by=by,
        title=title,
        url=url,
        what=what,
        act=Link("Open the calendar", url, more=place.name),
        spoken="Good to do",
    )


def _calendars(found: list[Reaching]) -> tuple[Link, ...]:
    """The way to the calendars; to the list of them where there are several."""
    if len(found) > 1:
        return (Link("School calendars", reverse("calendars:index")),)
    return tuple(
        Link("School calendar", reverse("calendars:calendar", args=[one.organisation.slug])) for one in found
    )


def greeting(now: datetime, name: str) -> str:
    says = {
        "morning": _("Good morning, %(name)s"),
        "afternoon": _("Good afternoon, %(name)s"),
        "evening": _("Good evening, %(name)s"),
    }
    return says[part_of_day(now)] % {"name": name}


def part_of_day(now: datetime) -> str:
    hour = now.astimezone(LONDON).hour
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"


TITLES: Final = frozenset({"Mr", "Mrs", "Ms", "Miss", "Dr", "Prof"})


def _first_name(name: str) -> str:
    """How a greeting calls somebody: the first name, or title and family name."""
    parts = name.split()
    if len(parts) > 1 and parts[0].rstrip(".") in TITLES:
        return f"{parts[0]} {parts[-1]}"
    return parts[0] if parts else name


def _lead(count: int, late: int, *, more: bool) -> str:
    if not count:
        return _("Nothing needs you today.")
    if more:
        things = _("More than %(count)d things need you.") % {"count": count}
    else:
        says = ngettext("One thing needs you.", "%(count)s things need you.", count)
        things = says % {"count": sentence_case(number_in_words(count))}
    if not late:
        return things
    are_late = ngettext("One is late.", "%(count)s are late.", late)
    return f"{things} {are_late % {'count': sentence_case(number_in_words(late))}}"


def _asked_item(one: Contribution, *, as_of: date) -> RailItem:
    """Somebody asked for my view."""
    own = one.party == Contribution.Party.PUPIL
    name = one.pupil.known_as
    asks = "family:answers" if one.party == Contribution.Party.PARENT else "plans:contribute"
    # A pupil answers their way, unless somebody asked them a question of its own.
    url = (
        reverse("voice:begin", args=[one.pupil_id])
        if own and not one.question
        else reverse(asks, args=[one.plan_id, one.pk])
    )
    return RailItem(
        shape=Shape.DUE,
        when=short_day(one.due_on) if one.due_on else _("No set day"),
        by=_hoped(one.due_on, as_of),
        title=_("Add your view to your plan")
        if own
        else _("Add your view to %(name)s’s plan") % {"name": name},
        url=url,
        what=one.question or plan_pages.usual_question(one.party, name=name),
        why=_("%(name)s asked on %(day)s") % {"name": one.asked_by_name, "day": day_and_month(one.asked_on)}
        if one.asked_on
        else "",
        act=Link(_("Add your view"), url, more=one.pupil.name),
        act_first=True,
        spoken=_("To do"),
        what_language=SOURCE if one.question else "",
    )


def _draft_item(one: SharedDraft, *, as_of: date) -> RailItem:
    """A draft is shared with me, and I have said nothing to it yet."""
    url = reverse("family:draft", args=[one.plan_id])
    return RailItem(
        shape=Shape.DUE,
        when=short_day(one.answer_by),
        by=_hoped(one.answer_by, as_of),
        title=_("Read the draft of %(name)s’s plan") % {"name": one.pupil.known_as},
        url=url,
        what=_("It is not the plan yet. You can agree, disagree, or ask for other words."),
        why=_("%(name)s shared it on %(day)s")
        % {"name": one.shared_by_name, "day": day_and_month(one.shared_on)},
        act=Link(_("Read the draft"), url, more=one.pupil.name),
        act_first=True,
        spoken=_("To do"),
    )


def _said_item(one: Comment, *, as_of: date) -> RailItem:
    """A family said something to a draft and waits for the school's answer. No law sets a day for it."""
    url = reverse("family:answer", args=[one.shared.plan_id, one.pk])
    return RailItem(
        shape=Shape.NO_SET_DAY,
        when="No set day",
        by=f"said {ago(one.said_on, as_of)}",
        title=f"Answer {one.member.name}: {one.pupil.name}",
        url=url,
        what=f"They {'proposed words' if one.proposed else 'said something'} about a section of the draft.",
        act=Link("Answer", url, more=f"{one.member.name}, {one.pupil.name}"),
        spoken="To do",
    )


def _consent_item(one: Consent) -> RailItem:
    url = reverse("consents:consent", args=[one.pupil_id, one.pk])
    return RailItem(
        shape=Shape.DUE,
        when=_("No set day"),
        by="",
        title=_("Answer a question for consent about %(name)s") % {"name": one.pupil.known_as},
        url=url,
        what=one.what,
        why=_("%(name)s asked on %(day)s") % {"name": one.asked_by_name, "day": day_and_month(one.asked_on)},
        act=Link(_("Answer"), url, more=one.pupil.name),
        spoken=_("To do"),
        what_language=SOURCE,
    )


def _hoped(day: date | None, as_of: date) -> str:
    """How far off an answer is hoped for. An answer that people hope for is never late."""
    if day is None:
        return ""
    return until(day, as_of) if day >= as_of else _("still welcome")


def _waited_item(one: Contribution, *, as_of: date) -> RailItem:
    return RailItem(
        shape=Shape.WAITING,
        when=short_day(one.due_on) if one.due_on else "No set day",
        by=_hoped(one.due_on, as_of),
        title=f"{possessive(one.member.name)} view: {one.pupil.name}",
        url=reverse("plans:views", args=[one.plan_id]),
        what=f"Asked {ago(one.asked_on, as_of)}." if one.asked_on else "",
        spoken="Waiting",
    )


def _people(actor: Actor) -> tuple[tuple[Link, str], ...]:
    if actor.reach.schools:
        # Whoever reaches the whole school has its list.
        return ()
    own = [place for place in actor.places if place.kind == "pupil"]
    others = sorted((place for place in actor.places if place.kind != "pupil"), key=lambda place: place.name)
    return (
        *((Link(_("Your own page"), reverse("home:pupil", args=[place.pupil_id])), "") for place in own),
        *(
            (Link(_("Say something your way"), reverse("voice:voice", args=[place.pupil_id])), "")
            for place in own
        ),
        *((Link(place.name, reverse("home:pupil", args=[place.pupil_id])), "") for place in others),
    )


def _family_plans(found: list[Plan]) -> tuple[tuple[Link, str], ...]:
    return tuple(
        (
            Link(
                _("%(name)s’s plan") % {"name": plan.pupil.known_as},
                reverse("family:plan", args=[plan.pk]),
                more=plan.local_name,
            ),
            plan.local_name if len(found) > 1 else "",
        )
        for plan in found
    )


def _people_title(actor: Actor) -> str:
    kinds = {place.kind for place in actor.places}
    if kinds == {"pupil"}:
        return _("For you")
    if kinds & {"parent", "carer", "family"}:
        return ngettext("Your child", "Your children", len(actor.places))
    return _("The pupils you work with")


def _next(ahead: list[Plan]) -> str:
    """What comes next for whoever has nothing to do today."""
    if not ahead or ahead[0].review_on is None:
        return ""
    return _("Next: %(name)s’s review, %(day)s.") % {
        "name": ahead[0].pupil.known_as,
        "day": day_in_words(ahead[0].review_on),
    }


def _about(actor: Actor) -> str:
    role = actor.main_role
    if role is Role.ADMINISTRATOR:
        return (
            "You look after accounts and calendars. Pupils’ plans are for the people who work with them, "
            "so you do not see them."
        )
    if role is None:
        return _(
            "You are signed in, and nothing is shared with you at the moment. If you expected to see a plan, "
            "ask the school: access may have ended, or may not have begun."
        )
    return ""


# --- a list of pupils -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaseloadLine:
    name: str
    url: str
    year: str
    school: str
    plan: str
    status: Status
    due: str
    due_what: str
    due_when: str


@dataclass(frozen=True, slots=True)
class CaseloadPage:
    title: str
    named: str
    with_plan: bool
    lines: tuple[CaseloadLine, ...]
    start: int
    earlier: str
    later: str
    may_add: bool
    many_schools: bool
    says: str


PAGE: Final = 50


def caseload_page(
    actor: Actor, rows: list[CaseloadRow], *, named: str, with_plan: bool, start: int
) -> CaseloadPage:
    shown = rows[:PAGE]
    schools = {row.pupil.school_id for row in shown}
    query = f"&named={named}" if named else ""
    query += "" if with_plan else "&everyone=1"
    return CaseloadPage(
        title=_("Pupils with a plan") if with_plan else _("Pupils"),
        named=named,
        with_plan=with_plan,
        lines=tuple(_line(row, as_of=actor.day) for row in shown),
        start=start,
        earlier=f"?start={max(0, start - PAGE)}{query}" if start else "",
        later=f"?start={start + PAGE}{query}" if len(rows) > PAGE else "",
        may_add=any(one.role in (Role.COORDINATOR, Role.HEAD) for one in actor.memberships),
        many_schools=len(schools) > 1,
        says=_list_says(len(shown), start=start, named=named, with_plan=with_plan),
    )


def _list_says(count: int, *, start: int, named: str, with_plan: bool) -> str:
    if count:
        return _("%(first)d to %(last)d, by family name") % {"first": start + 1, "last": start + count}
    if named:
        return _("Nobody here has a name that begins with “%(letters)s”.") % {"letters": named}
    if start:
        return _("The list ends before this page.")
    return _("No pupil here has a plan yet.") if with_plan else _("No pupils are entered here yet.")


def _line(row: CaseloadRow, *, as_of: date) -> CaseloadLine:
    plan = row.plans[0] if row.plans else None
    due = row.next_due
    return CaseloadLine(
        name=f"{row.pupil.family_name}, {row.pupil.known_as}",
        url=reverse("home:pupil", args=[row.pupil.pk]),
        year=", ".join(part for part in (row.pupil.year_group, row.pupil.class_name) if part),
        school=row.pupil.school.name,
        plan=", ".join(one.local_name for one in row.plans),
        status=plan_status(plan),
        due=short_day(due.acts_on) if due and due.acts_on else "",
        due_what=due.title if due and due.acts_on else "",
        due_when=(until(due.acts_on, as_of) if due.falls_on else _("no set day"))
        if due and due.acts_on
        else "",
    )


def plan_status(plan: Plan | None) -> Status:
    if plan is None:
        return Status(Shape.NOT_STARTED, _("No plan"))
    if plan.draft_open and not plan.latest_number:
        return Status(Shape.STARTED, _("Draft"))
    if plan.draft_open:
        return Status(Shape.STARTED, _("Being changed"))
    return Status(Shape.DONE, _("In force"))


# --- a pupil at a glance ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanLine:
    name: str
    url: str
    status: Status
    says: str
    pdf_url: str
    easy_url: str  # the plan in easy words
    case_url: str
    family_url: str


@dataclass(frozen=True, slots=True)
class ProfileGroup:
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PupilPage:
    pupil_id: UUID
    name: str
    eyebrow: str
    lead: str
    voices: tuple[Voice, ...]
    profile: tuple[ProfileGroup, ...]
    circle: tuple[Person, ...]
    plans: tuple[PlanLine, ...]
    start_url: str
    due: tuple[DueCard, ...]
    later: tuple[RailItem, ...]
    threads: tuple[Thread, ...]
    goals: tuple[tuple[str, str], ...]
    record: tuple[RecordEntry, ...]
    record_url: str
    changes: tuple[Link, ...]
    family: bool
    place: str  # whose words are explained


def pupil_page(
    pupil: Pupil,
    *,
    reader: Actor,
    circle: list[CircleMember],
    profile: list[ProfileLine],
    voices: list[VoiceRow],
    answers: list[Answer],
    plans: list[Plan],
    drafts: list[Draft],
    issued: list[dict[str, Any]],
    deadlines: list[Deadline],
    facts: list[Fact],
) -> PupilPage:
    """`drafts` are those the reader may write in; of every other plan `issued` is what was last issued."""
    day = reader.day
    team = not reader.roles_towards(pupil.pk, school_id=pupil.school_id).isdisjoint(TEAM)
    speaks = pupil_policy.may(reader, pupil_policy.Act.SPEAK, pupil)
    may_read_due = case_policy.may(reader, case_policy.Act.READ, pupil)
    dated = [one for one in deadlines if one.nature == "duty"] if may_read_due else []
    numbered = [one for one in dated if one.acts_on is not None]
    may_read_plan = plan_policy.may(reader, plan_policy.Act.READ_VERSION, pupil)
    return PupilPage(
        pupil_id=pupil.pk,
        name=pupil.name,
        eyebrow=_eyebrow(pupil, day),
        lead=_pupil_lead(pupil),
        voices=_voices(pupil, voices, answers),
        profile=_profile(profile),
        circle=_circle(circle, day=day, team=team),
        plans=tuple(_plan_line(one, reader=reader) for one in plans),
        start_url=reverse("plans:start", args=[pupil.pk])
        if plan_policy.may(reader, plan_policy.Act.START, pupil)
        else "",
        due=tuple(due_card(one, as_of=day, calendar=calendar_link(one, reader)) for one in numbered[:1]),
        later=tuple(
            rail_item(one, as_of=day, mine=False, calendar=calendar_link(one, reader))
            for one in [*numbered[1:], *_undated(dated)][:12]
        ),
        threads=(
            *(
                thread
                for draft in drafts
                for thread in plan_pages.threads(
                    draft, linked=plan_policy.may(reader, plan_policy.Act.WRITE, draft.plan)
                )
            ),
            *(thread for one in issued for thread in plan_pages.issued_threads(one) if may_read_plan),
        ),
        goals=tuple(goal for one in issued for goal in plan_pages.issued_goals(one)) if speaks else (),
        family=not team,
        place=plans[0].plan_type.partition("/")[0] if plans else "",
        record=tuple(entry(one) for one in facts),
        record_url=reverse("home:record", args=[pupil.pk]) if facts else "",
        changes=_changes(pupil, reader),
    )


def _undated(deadlines: list[Deadline]) -> list[Deadline]:
    return [one for one in deadlines if one.acts_on is None]


def _eyebrow(pupil: Pupil, day: date) -> str:
    parts = (
        pupil.class_name or pupil.year_group,
        _("age %(years)d") % {"years": age(pupil.born, on=day)},
        pupil.school.name,
    )
    return ", ".join(part for part in parts if part)


def _pupil_lead(pupil: Pupil) -> str:
    parts = []
    if pupil.known_as != pupil.given_name:
        parts.append(
            _("%(given)s likes to be called %(name)s.") % {"given": pupil.given_name, "name": pupil.known_as}
        )
    if pupil.pronouns:
        parts.append(f"{sentence_case(pupil.pronouns)}.")
    if pupil.languages:
        parts.append(_("Speaks %(languages)s.") % {"languages": pupil.languages})
    return " ".join(parts)


def _voices(pupil: Pupil, voices: list[VoiceRow], answers: list[Answer]) -> tuple[Voice, ...]:
    """The latest of the pupil's own words, whether said by themselves or as answers."""
    both: list[VoiceRow | Answer] = [*voices, *answers]
    said = sorted(both, key=lambda one: (one.said_on, one.recorded_at), reverse=True)
    return tuple(
        Voice(words=one.words, by=pupil.known_as, said_on=one.said_on, shared_with=_shared(one))
        for one in said[:3]
    )


def _shared(one: VoiceRow | Answer) -> str:
    if one.shared_with == audit.EVERYONE:
        return _("Shared with everyone in the circle.")
    # Whom each word means is said in its own slice: the people at school, or the whole team.
    return _("Shared with school.") if isinstance(one, Answer) else _("Shared with the team.")


def _profile(lines: list[ProfileLine]) -> tuple[ProfileGroup, ...]:
    return tuple(
        ProfileGroup(str(label), texts)
        for kind, label in ProfileLine.Kind.choices
        if (texts := tuple(said_line(line.text) for line in lines if line.kind == kind))
    )


TEAM: Final = pupil_policy.SCHOOL_STAFF | {Role.OFFICER}
"""Roles that work for the pupil, and may know who sees what."""


def _circle(members: list[CircleMember], *, day: date, team: bool) -> tuple[Person, ...]:
    """Who is around the pupil. What each may see is said to the team only."""
    others = [one for one in members if one.kind != CircleMember.Kind.PUPIL]
    if team:
        return tuple(_person(one, day=day) for one in others)
    return tuple(
        Person(name=one.name, role=one.relation or one.get_kind_display())
        for one in others
        if one.access_until is None or one.access_until >= day
    )


def _person(one: CircleMember, *, day: date) -> Person:
    note = ""
    if one.access_until:
        note = (
            f"sees their own part until {plain_day(one.access_until)}"
            if one.access_until >= day
            else f"access ended on {plain_day(one.access_until)}"
        )
    elif one.kind in ("parent", "carer") and not one.parental_responsibility:
        note = "gets copies" if one.receives_copies else "in the circle, without the plan"
    return Person(name=one.name, role=one.relation or one.get_kind_display(), note=note)


def _plan_line(plan: Plan, *, reader: Actor) -> PlanLine:
    kind = lawbook().plan_type(plan.plan_type)
    may_read = plan_policy.may(reader, plan_policy.Act.READ_VERSION, plan)
    may_write = plan_policy.may(reader, plan_policy.Act.READ_DRAFT, plan)
    newest = next(iter(plan.versions.all()), None)
    says = [
        _("A plan set by law.")
        if kind.legal_weight is LegalWeight.STATUTORY_PLAN
        else _("A school plan: it has no legal force of its own.")
    ]
    if newest:
        says.insert(
            0,
            _("Version %(number)d, issued %(day)s.")
            % {"number": newest.number, "day": plain_day(newest.issued_on)},
        )
    can_open = (newest and may_read) or (plan.draft_open and may_write)
    return PlanLine(
        name=plan.local_name,
        url=reverse("plans:plan", args=[plan.pk]) if can_open else "",
        status=plan_status(plan),
        says=" ".join(says),
        pdf_url=reverse("documents:plan_pdf", args=[plan.pk, newest.number]) if newest and may_read else "",
        easy_url=reverse("easy_read:easy_read", args=[plan.pk])
        if newest and easy_policy.may(reader, easy_policy.Act.READ, plan)
        else "",
        case_url=reverse("cases:case", args=[plan.case_id])
        if case_policy.may(reader, case_policy.Act.READ, plan)
        else "",
        family_url=reverse("family:plan", args=[plan.pk])
        if family_policy.may(reader, family_policy.Act.READ, plan)
        else "",
    )


def _changes(pupil: Pupil, reader: Actor) -> tuple[Link, ...]:
    links = []
    if pupil_policy.may(reader, pupil_policy.Act.SPEAK, pupil):
        links.append(Link(_("Say something your way"), reverse("voice:voice", args=[pupil.pk])))
        links.append(Link(_("Say something in your own words"), reverse("pupils:speak", args=[pupil.pk])))
    elif voice_policy.may(reader, voice_policy.Act.READ, pupil):
        links.append(
            Link(_("What %(name)s says") % {"name": pupil.known_as}, reverse("voice:voice", args=[pupil.pk]))
        )
    if pupil_policy.may(reader, pupil_policy.Act.WRITE_DOWN, pupil):
        links.append(
            Link(f"Write down {possessive(pupil.known_as)} words", reverse("pupils:speak", args=[pupil.pk]))
        )
    if pupil_policy.may(reader, pupil_policy.Act.EDIT, pupil):
        links.append(Link("Change facts", reverse("pupils:particulars", args=[pupil.pk])))
        links.append(Link("Change the profile", reverse("pupils:profile", args=[pupil.pk])))
    if pupil_policy.may(reader, pupil_policy.Act.EDIT_CIRCLE, pupil):
        links.append(Link("Change the circle", reverse("pupils:circle", args=[pupil.pk])))
    if consent_policy.may(reader, consent_policy.Act.READ, pupil) or consent_policy.may(
        reader, consent_policy.Act.ANSWER, pupil
    ):
        links.append(Link(_("Consent"), reverse("consents:consents", args=[pupil.pk])))
    return tuple(links)


# --- the record --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecordPage:
    pupil_id: UUID
    pupil: str
    entries: tuple[RecordEntry, ...]
    later: str
    earlier: str


def entry(fact: Fact) -> RecordEntry:
    """A fact on its two days: when it happened, and when it was recorded."""
    return RecordEntry(
        happened_on=fact.happened_on,
        recorded_on=fact.recorded_at.astimezone(LONDON).date(),
        what=sentence(fact),
        by=", ".join(part for part in (fact.by_name, fact.by_role and _(fact.by_role)) if part),
    )


RECORD_PAGE: Final = 100


def record_page(pupil: Pupil, facts: list[Fact], *, start: int) -> RecordPage:
    return RecordPage(
        pupil_id=pupil.pk,
        pupil=pupil.name,
        entries=tuple(entry(one) for one in facts[:RECORD_PAGE]),
        later=f"?start={max(0, start - RECORD_PAGE)}" if start else "",
        earlier=f"?start={start + RECORD_PAGE}" if len(facts) > RECORD_PAGE else "",
    )


@dataclass(frozen=True, slots=True)
class DuePage:
    title: str
    pupil: str
    pupil_url: str
    card: DueCard
    started: str
    started_on: str
    party: str
    cap: str
    excuse: str
    version: str


def due_page(deadline: Deadline, *, reader: Actor) -> DuePage:
    return DuePage(
        title=deadline.title,
        pupil=deadline.pupil.name,
        pupil_url=reverse("home:pupil", args=[deadline.pupil_id]),
        card=due_card(deadline, as_of=reader.day, calendar=calendar_link(deadline, reader)),
        started=deadline.trigger_says,
        started_on=day_in_words(deadline.started_on),
        party=sentence_case(lawbook().plan_type(deadline.plan_type).party(Party(deadline.party))),
        cap=day_in_words(deadline.cap_on) if deadline.cap_on else "",
        excuse=deadline.excuse,
        version=_("Counted with version %(version)s of the law data. The rule is in force from %(day)s.")
        % {"version": deadline.law_version, "day": plain_day(deadline.rule_from)},
    )


def audiences(roles: frozenset[Role]) -> frozenset[str]:
    """Which facts a reader in these roles is shown on the pupil's page, among what happened lately."""
    return frozenset({audit.EVERYONE, audit.TEAM} if roles & TEAM else {audit.EVERYONE})


KEEPERS: Final = frozenset({Role.COORDINATOR, Role.HEAD})
"""Roles that decide who stands in the circle, and so are asked when somebody could not do what they tried."""


def record_audiences(roles: frozenset[Role]) -> frozenset[str]:
    """Which facts a reader in these roles finds in the whole record.

    A refused attempt is mostly a colleague who followed an old link. It would alarm a family and tells them
    nothing of their child, so only those see it who can give the access or ask why.
    """
    return audiences(roles) | (frozenset({audit.KEEPERS}) if roles & KEEPERS else frozenset())
