"""What needs somebody today, and what they wait for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handrail.apps.accounts.actor import Actor, Role
from handrail.apps.calendars import policy as calendar_policy
from handrail.apps.calendars.queries import Reaching
from handrail.apps.cases import policy as case_policy
from handrail.apps.consents.models import Consent
from handrail.apps.family.models import Comment, SharedDraft
from handrail.apps.home import policy, queries
from handrail.apps.home.due_pages import calendar_link, rail_item
from handrail.apps.home.record_pages import LONDON
from handrail.apps.plans import pages as plan_pages
from handrail.apps.plans.models import Contribution, Plan, Version
from handrail.apps.plans.pages import possessive
from handrail.ui.components import Link, RailItem, Shape
from handrail.ui.languages import SOURCE
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
    needs += [_draft_item(one.shared, as_of=day) for one in found.drafts_to_answer if not one.answered]
    needs += [_said_item(one, as_of=day) for one in found.said]
    needs += [rail_item(one, as_of=day, mine=True) for one in found.mine]
    waiting = [_waited_item(one, as_of=day) for one in found.waiting]
    waiting += [
        _answered_item(one.shared, as_of=day)
        for one in found.drafts_to_answer
        if one.answered and one.shared.answer_by >= day
    ]
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


def _answered_item(one: SharedDraft, *, as_of: date) -> RailItem:
    """I have said something to a draft, and may say more as long as an answer is hoped for."""
    url = reverse("family:draft", args=[one.plan_id])
    return RailItem(
        shape=Shape.WAITING,
        when=short_day(one.answer_by),
        by=_hoped(one.answer_by, as_of),
        title=_("The draft of %(name)s’s plan") % {"name": one.pupil.known_as},
        url=url,
        what=_("You have said something to it. Until this day you can say more."),
        act=Link(_("Read the draft"), url, more=one.pupil.name),
        spoken=_("Waiting"),
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
