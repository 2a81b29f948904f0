"""Every page that a journey reaches, for each person who reaches it, in the states that look different."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import reverse

from handrail.apps.accounts.actor import age
from handrail.apps.calendars.queries import calendar_words
from handrail.apps.cases import queries as cases
from handrail.apps.cases.models import Deadline
from handrail.apps.easy_read import actions as easy_read
from handrail.apps.easy_read.queries import Sentence
from handrail.apps.exchange import actions as exchange
from handrail.apps.exchange import plan_files
from handrail.apps.guide.guidebook import guidebook
from handrail.apps.letters import actions as letters
from handrail.apps.letters import queries as letter_queries
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
        Stop(cast.psychologist, reverse("invitations:welcome")),
        Stop(cast.older_pupil, reverse("consents:assessments", args=[older.pupil.pk])),
        Stop(cast.parent, reverse("consents:consents", args=[young.pupil.pk])),
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
        with_facts = plans.start_plan(
            pupil=story.pupil, plan_type="gb-sct/childs-plan", on=story.today, by=by
        )
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
        stop("invitations:invitations", pupil),
        stop("consents:consents", pupil),
        stop("consents:ask", pupil, press="Ask for consent"),
        stop("consents:assessments", cast.older.pupil.pk),
        stop("consents:assess", cast.older.pupil.pk, press="Keep this assessment"),
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
        stop("plans:section", plan, "support"),
        stop("plans:plan", with_facts.pk),
        stop("plans:section", with_facts.pk, "wellbeing"),
        stop("plans:facts", with_facts.pk, "wellbeing"),
        stop("plans:earlier", plan, "longer_aims"),
        stop("plans:changes", plan),
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
        stop("versions:issue", started.pk),
        stop("versions:issue", cast.older.plan.pk),
        stop("plans:version", plan, 1),
        stop("versions:steps", plan),
        stop("versions:share", plan),
        stop("versions:record_step", plan, "ending_talked"),
        stop("versions:copies", plan, 1),
        stop("versions:readers", plan, 1),
        stop("versions:correct", plan, 1),
        stop("versions:end", plan),
        Stop(cast.class_teacher, reverse("versions:mine", args=[plan, 1])),
    ]


def stops_at_documents(story: Story) -> list[Stop]:
    """Copies, easy words, letters and a plan from another school, empty and filled."""
    cast, today = story.cast, story.today
    young, me = cast.young, cast.coordinator
    plan, case_id, pupil = young.plan.pk, young.plan.case_id, story.pupil
    with acting(me, on=today) as by:
        easy_read.write(plan=young.plan, sentences=EASY_WORDS, revision=0, on=today, at=moment(today), by=by)
        case = cases.case(case_id)
        open_letter, sent_letter = (
            letters.write(
                case=case,
                template=letter_queries.template(case, key),
                member=young.parent,
                to_name=young.parent.name,
                to_address=young.parent.address,
                answers=answers,
                parts={},
                on=today,
                at=moment(today),
                by=by,
            )
            for key, answers in (
                ("consent", {"with_whom": "Dr Petra Psychologist", "answer_by": "2027-01-11"}),
                ("programme-issued", {}),
            )
        )
        sent_letter = letters.change(
            letter=sent_letter,
            subject="Your plan",
            text="Here is the plan.\n\nRead it together.",
            to_name=sent_letter.to_name,
            to_address="",
            revision=1,
            on=today,
            by=by,
        )
        letters.send(
            letter=sent_letter, sent_on=today, how="by post", with_event=False, revision=2, on=today, by=by
        )
        received = exchange.receive(
            pupil=pupil,
            name="plan.handrail.json",
            content=plan_files.envelope(young.version.document, sha256=young.version.sha256).encode(),
            on=today,
            at=moment(today),
            by=by,
        )

    def stop(name: str, *args: object, press: str = "", query: str = "", status: int = 200) -> Stop:
        return Stop(me, reverse(name, args=args) + query, press=press, status=status)

    return [
        stop("documents:copies", plan, 1),
        stop("documents:copy", plan, 1, query="?text=tiny", status=422),
        stop("documents:draft_copies", plan),
        stop("easy_read:easy_read", plan),
        stop("easy_read:write", plan),
        Stop(cast.young_pupil, reverse("easy_read:easy_read", args=[plan])),
        Stop(cast.older_pupil, reverse("easy_read:easy_read", args=[cast.older.plan.pk])),
        stop("letters:index", case_id),
        stop("letters:write", case_id, "review-invitation"),
        stop("letters:write", case_id, "review-invitation", press="Make the letter"),
        stop("letters:letter", case_id, open_letter.pk),
        stop("letters:letter", case_id, open_letter.pk, press="Record that it was sent"),
        stop("letters:letter", case_id, sent_letter.pk),
        stop("exchange:bring_in", pupil.pk),
        stop("exchange:bring_in", pupil.pk, press="Look at what it holds"),
        stop("exchange:received", pupil.pk, received.pk),
        stop("exchange:received", pupil.pk, received.pk, press="Make it a draft here"),
    ]


EASY_WORDS: Final = (
    Sentence("You read with Tess.", "book"),
    Sentence("You read three times a week.", "calendar"),
    Sentence("Your goal is 70 words in a minute.", "star"),
    Sentence("You chose this goal."),
    Sentence("You are provided with individualised support because it is necessary.", "helping"),
)


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
            based_on=99,  # a state that nobody has any more
            on=story.today,
            at=moment(story.today),
            by=by,
        )
    assert isinstance(found, plans.Kept)
    return found.kept


def first_day(organisation: Organisation) -> str:
    """How the address of its first school year names it."""
    return calendar_words(organisation.pk).terms[0][1].isoformat()
