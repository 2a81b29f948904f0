"""Every page that a journey reaches, for each person who reaches it, in the states that look different."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from handrail.apps.accounts.actor import age
from handrail.apps.calendars.queries import calendar_words
from handrail.apps.cases.models import Deadline
from handrail.apps.guide.guidebook import guidebook
from handrail.apps.plans import actions as plans
from handrail.apps.plans.models import KeptText
from handrail.apps.voice import actions as voice
from handrail.apps.voice.questions import form_for
from tests.apps.voice.said import something_said
from tests.cast import IEP, acting, moment

if TYPE_CHECKING:
    from datetime import date

    from handrail.apps.accounts.models import Person
    from handrail.apps.organisations.models import Organisation
    from handrail.apps.pupils.models import Pupil
    from tests.journeys.story import Story


@dataclass(frozen=True, slots=True)
class Stop:
    """A page as somebody finds it. `press` sends its form as it stands, to see it come back with errors."""

    who: Person | None
    path: str
    press: str = ""
    status: int = 200

    def __str__(self) -> str:
        return f"{self.path}{f' after “{self.press}”' if self.press else ''}"


ONE_EVENT = "place=gb-sct&plan=gb-sct/csp&e1-kind=csp_requested"
ANSWERED = f"{ONE_EVENT}&e1-on-day=7&e1-on-month=9&e1-on-year=2026&show=1"
SEVERAL = (
    "place=gb-sct&plan=gb-sct/csp&e1-kind=plan_prepared&e1-on-day=29&e1-on-month=2&e1-on-year=2024"
    "&e2-kind=review_completed&e2-on-day=3&e2-on-month=2&e2-on-year=2025"
    "&e3-kind=agency_help_requested&e3-on-day=2&e3-on-month=11&e3-on-year=2026&e3-agency=&school-year=usual&show=1"
)


def guide_pages() -> list[str]:
    """The pages that everybody may open, in the states that look different."""
    when = reverse("guide:when")
    return [
        when,
        f"{when}?place=gb-sct",
        f"{when}?{ONE_EVENT}",
        f"{when}?{ANSWERED}",
        f"{when}?{SEVERAL}",
        f"{when}?place=gb-sct&plan=gb-sct/csp&e1-kind=decision_notified&e1-on-day=2&e1-on-month=11&e1-on-year=2026&show=1",
        reverse("guide:law"),
        reverse("guide:plan_type", args=["gb-sct", "csp"]),
        reverse("guide:plan_type", args=["gb-sct", "iep"]),
        reverse("guide:guide"),
        reverse("guide:words"),
        f"{reverse('guide:words')}?q=plan&place=gb-wls",
        f"{reverse('guide:words')}?q=nothing+has+this",
        *(reverse("guide:place", args=[key]) for key in guidebook().places),
        *(
            reverse("guide:route", args=[route.place, str(route.kind)])
            for route in guidebook().routes.values()
        ),
    ]


def stops_of_everybody_else(story: Story) -> list[Stop]:
    cast = story.cast
    young, older = cast.young, cast.older
    pupil = reverse("home:pupil", args=[young.pupil.pk])
    views = reverse("plans:views", args=[young.plan.pk])
    version = reverse("plans:version", args=[young.plan.pk, 1])
    own_view = reverse("plans:contribute", args=[young.plan.pk, young.contribution.pk])
    return [
        Stop(None, "/"),
        Stop(None, reverse("account_login")),
        Stop(None, reverse("account_login"), press="Sign in"),
        Stop(None, reverse("account_reset_password")),
        *(Stop(None, path) for path in guide_pages()),
        Stop(None, f"{reverse('guide:when')}?{ONE_EVENT}", press="Show the dates"),
        Stop(cast.other_coordinator, pupil, status=404),
        *(Stop(cast.parent, path) for path in ("/", pupil, views, own_view, version)),
        Stop(cast.parent, own_view, press="Send these words"),
        Stop(cast.parent, reverse("home:record", args=[young.pupil.pk])),
        Stop(cast.young_pupil, "/"),
        Stop(cast.young_pupil, pupil),
        Stop(cast.young_pupil, reverse("pupils:speak", args=[young.pupil.pk])),
        *voice_of(cast.young_pupil, young.pupil, on=story.today),
        *voice_of(cast.older_pupil, older.pupil, on=story.today),
        *(
            Stop(cast.class_teacher, reverse(f"voice:{name}", args=[young.pupil.pk]))
            for name in ("voice", "begin", "goals", "profile", "pick")
        ),
        Stop(cast.older_pupil, reverse("home:pupil", args=[older.pupil.pk])),
        Stop(cast.psychologist, "/"),
        Stop(cast.psychologist, pupil),
        Stop(cast.past_psychologist, "/"),
        Stop(cast.officer, "/"),
        Stop(cast.officer, reverse("home:caseload")),
        Stop(cast.officer, reverse("calendars:index")),
        Stop(cast.officer, reverse("calendars:calendar", args=[cast.authority.slug])),
        Stop(cast.administrator, "/"),
        Stop(cast.administrator, reverse("calendars:calendar", args=[cast.school.slug])),
        Stop(cast.class_teacher, reverse("calendars:bring_in", args=[cast.school.slug]), status=403),
        Stop(cast.head, "/"),
        Stop(cast.class_teacher, "/"),
        Stop(cast.teaching_assistant, "/"),
        Stop(cast.teaching_assistant, pupil),
    ]


def stops_of_the_coordinator(story: Story) -> list[Stop]:
    cast, kept = story.cast, two_texts(story)
    young, me = cast.young, cast.coordinator
    pupil, plan = young.pupil.pk, young.plan.pk
    with acting(me, on=story.today) as by:
        started = plans.start_plan(pupil=story.pupil, plan_type=IEP, on=story.today, by=by)
        due = Deadline.objects.filter(pupil=young.pupil).first()
        assert due is not None
        due_id, case_id = due.pk, due.case_id

    def stop(name: str, *args: object, press: str = "", query: str = "") -> Stop:
        return Stop(me, reverse(name, args=args) + query, press=press)

    return [
        stop("home:today"),
        stop("home:caseload"),
        stop("home:caseload", query="?everyone=1&named=zz"),
        stop("home:pupil", pupil),
        stop("home:pupil", story.pupil.pk),
        stop("home:record", pupil),
        stop("home:due", due_id),
        stop("cases:case", case_id),
        stop("cases:choose", case_id),
        stop("cases:choose", case_id, press="Go on"),
        stop("calendars:calendar", cast.school.slug),
        stop("calendars:year", cast.school.slug, first_day(cast.authority)),
        stop("calendars:add_year", cast.school.slug),
        stop("calendars:bring_in", cast.school.slug, press="Look at what it holds"),
        stop("pupils:add"),
        stop("pupils:add", press="Enter this pupil"),
        stop("pupils:particulars", pupil),
        stop("pupils:circle", pupil),
        stop("pupils:join", pupil),
        stop("pupils:member", pupil, young.parent.pk),
        stop("pupils:profile", pupil),
        stop("pupils:speak", pupil),
        stop("plans:start", story.pupil.pk),
        stop("plans:start", story.pupil.pk, press="Start this plan"),
        stop("plans:plan", started.pk),
        stop("plans:plan", plan),
        *(
            stop("plans:section", plan, key)
            for key in ("pupil", "family_views", "needs", "longer_aims", "review")
        ),
        stop("plans:choose", plan, kept.pk),
        stop("plans:add_need", plan, press="Keep this need"),
        stop("plans:need", plan, young.need.pk),
        stop("plans:add_goal", plan, press="Keep this goal"),
        stop("plans:goal", plan, young.goal.pk),
        stop("plans:add_provision", plan, press="Keep this help"),
        stop("plans:provision", plan, young.provision.pk),
        stop("plans:people", plan),
        stop("plans:review", plan),
        stop("plans:views", plan),
        stop("plans:ask", plan, press="Ask for this view"),
        stop("plans:contribute", plan, young.contribution.pk),
        stop("plans:issue", started.pk),
        stop("plans:issue", cast.older.plan.pk),
        stop("plans:version", plan, 1),
    ]


def voice_of(own: Person, pupil: Pupil, *, on: date) -> list[Stop]:
    """A pupil's own pages: something said and kept, and a talk on its way."""
    with acting(own, on=on) as by:
        _, drawn, _ = something_said(pupil, by=by, on=on)
        form = form_for(age(pupil.born, on=on))
        talk = voice.begin(pupil=pupil, form=form, on=on, at=moment(on), by=by)
        (*_, asked) = form.questions
        voice.answer(talk=talk, question=asked, words="steep", on=on, at=moment(on), by=by)
    return [
        *(
            Stop(own, reverse(f"voice:{name}", args=[pupil.pk]))
            for name in ("voice", "begin", "goals", "profile", "pick")
        ),
        Stop(own, reverse("voice:pick", args=[pupil.pk]), press="Put these on the page"),
        Stop(own, reverse("voice:caption", args=[pupil.pk, drawn.pk])),
        *(Stop(own, reverse("voice:question", args=[pupil.pk, talk.pk, one.key])) for one in form.questions),
        Stop(own, reverse("voice:share", args=[pupil.pk, talk.pk])),
    ]


def two_texts(story: Story) -> KeptText:
    """The class teacher wrote in a section that somebody else had written in meanwhile."""
    plan = story.cast.young.plan
    with acting(story.cast.class_teacher, on=story.today) as by:
        found = plans.write_section(
            plan=plan,
            key="longer_aims",
            text="Rowan reads the weather for the class on Fridays.",
            based_on=0,
            on=story.today,
            at=moment(story.today),
            by=by,
        )
    assert isinstance(found, plans.Kept)
    return found.kept


def first_day(organisation: Organisation) -> str:
    """How the address of its first school year names it."""
    return calendar_words(organisation.pk).terms[0][1].isoformat()
