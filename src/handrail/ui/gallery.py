# ruff: noqa: E501 - people's words keep their length and their punctuation
"""What the gallery shows. Everyone in it is invented, and its "today" is Thursday 19 November 2026."""

from dataclasses import dataclass
from datetime import date

from django import forms

from handrail.ui.components import (
    Correction,
    DueCard,
    Fact,
    GapItem,
    Holds,
    Ladder,
    Link,
    Month,
    MonthDay,
    Note,
    Person,
    Progress,
    RailItem,
    RecordEntry,
    Ruler,
    Shape,
    Source,
    Station,
    Status,
    Step,
    StepState,
    TaskRow,
    Thread,
    Voice,
)
from handrail.ui.fields import DayField
from handrail.ui.frame import Frame, NavItem

TODAY = date(2026, 11, 19)
HERE = "#"

CSP_SOURCE = Source(
    text="SSI 2005/518, regulation 4A",
    url="https://www.legislation.gov.uk/ssi/2005/518/regulation/4A",
    in_force_from=date(2010, 8, 16),
    checked_on=date(2026, 11, 2),
)
DOUBTFUL_SOURCE = Source(
    text="SSI 2005/265, regulation 3",
    url="https://www.legislation.gov.uk/ssi/2005/265",
    checked_on=date(2026, 11, 2),
    confidence="medium",
    read_on=Link("What an adviser said about this rule", HERE),
)

FRAME = Frame(
    who="Morag Sinclair",
    role="coordinator",
    organisation="Kirkmarnoch Primary School",
    nav=(
        NavItem("Today", HERE, current=True),
        NavItem("Pupils", HERE),
        NavItem("Plans", HERE),
        NavItem("Reviews", HERE),
        NavItem("Work out a date", HERE),
    ),
    demonstration=True,
    signed_in=True,
    sign_out_url=HERE,
    foot=(NavItem("Help", HERE), NavItem("Accessibility", HERE), NavItem("Privacy", HERE)),
)

STATUSES = (
    Status(Shape.DONE, "In force"),
    Status(Shape.DUE, "Due in 10 days"),
    Status(Shape.LATE, "3 days late"),
    Status(Shape.WAITING, "Waiting for the family"),
    Status(Shape.NOT_STARTED, "Not started"),
    Status(Shape.STARTED, "Started"),
    Status(Shape.NO_SET_DAY, "No set day"),
)

RAIL = (
    RailItem(
        shape=Shape.LATE,
        when="Mon 16 Nov",
        by="3 days late",
        title="Say why Noor’s speech sessions stopped",
        url=HERE,
        what="Two a week are promised. None is recorded since 9 November.",
        why="promised in Noor Haddad’s plan, version 3",
        act=Link("Add what happened", HERE, "to Noor’s sessions"),
        act_first=True,
    ),
    RailItem(
        shape=Shape.DUE,
        when="Today",
        by="by 5 pm",
        title="Send Rowan’s family the one-page brief",
        url=HERE,
        what="It is ready to read. They meet you on Thursday 3 December, and should have it two weeks before.",
        why="your school’s own rule for reviews",
        act=Link("Read and send", HERE, "Rowan’s brief"),
        act_first=True,
    ),
    RailItem(
        shape=Shape.DUE,
        when="Tue 24 Nov",
        by="in 5 days",
        title="Send the school’s information about Rowan",
        url=HERE,
        what="The council must answer the family’s request for a co-ordinated support plan by Sunday 29 November.",
        why="asked by Ana Kerr at the council, whose date this is",
        source=CSP_SOURCE,
        act=Link("Continue draft", HERE, "about Rowan"),
    ),
    RailItem(
        shape=Shape.NO_SET_DAY,
        when="No set day",
        by="asked 17 Nov",
        title="Answer Finlay’s father",
        url=HERE,
        what="“Which stage is Finlay on, and why?”",
        why="a family may ask. The law sets no number of days, so this is never shown as late",
        act=Link("Write an answer", HERE, "to Finlay’s father"),
    ),
    RailItem(
        shape=Shape.WAITING,
        when="Sun 3 Jan",
        by="in 6 weeks",
        title="Speech and language help, Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh",
        url=HERE,
        what="NHS Marnoch, asked on 26 October.",
        why="ten weeks, and 26 October is day 1",
        source=DOUBTFUL_SOURCE,
    ),
    RailItem(shape=Shape.DONE, when="Thu 12 Nov", by="on time", title="Eilidh’s plan was issued"),
)


def due_cards() -> tuple[DueCard, ...]:
    return (
        DueCard(
            status=Status(Shape.DUE, "Due in 10 days"),
            falls_on=date(2026, 11, 29),
            says="Glenmarnoch Council must tell the family whether it will look into a co-ordinated support plan.",
            ruler=Ruler.between(date(2026, 10, 5), date(2026, 11, 29), today=TODAY, count=56),
            explanation="Eight weeks, starting on the day the request arrived. This rule keeps a date that falls on a"
            " Sunday. School holidays do not stop it.",
            trace=(
                "Trigger: request received, 5 October 2026",
                "Day 1 is 5 October",
                "8 weeks: day 56 is 29 November",
            ),
            if_missed="the family may ask the Tribunal to look at it.",
            if_missed_read=Link("What a family can do", HERE),
            source=CSP_SOURCE,
        ),
        DueCard(
            status=Status(Shape.LATE, "3 days late. Say what happened"),
            falls_on=date(2026, 11, 16),
            says="The council must send the family its proposal, or say why it is not ready.",
            ruler=Ruler.between(
                date(2026, 8, 25), date(2026, 11, 16), today=TODAY, trigger_on=date(2026, 8, 24), count=84
            ),
            explanation="Twelve weeks. The day it started is not counted, so Tuesday 25 August is day 1.",
            assumptions=("No excuse has been recorded.",),
            if_missed="the family may ask the Tribunal to look at it.",
            source=DOUBTFUL_SOURCE,
            acts=(Link("Say what happened", HERE), Link("Add an excuse that the rule allows", HERE)),
        ),
        DueCard(
            status=Status(Shape.NO_SET_DAY, "No set day"),
            says="The school answers the family’s question about the stage of support.",
            explanation="The law says “as soon as practicable”. It gives no number, so there is no date to be late for.",
            source=Source(
                text="2004 asp 4, section 12", url="https://www.legislation.gov.uk/asp/2004/4/section/12"
            ),
        ),
        DueCard(
            status=Status(Shape.DONE, "Done on 3 November, in time"),
            falls_on=date(2026, 11, 5),
            says="A copy of the plan goes to the family.",
            ruler=Ruler.between(date(2026, 10, 30), date(2026, 11, 5), today=TODAY),
            explanation="Without delay. The school promises seven days.",
        ),
        DueCard(
            status=Status(Shape.DUE, "Next meeting"),
            heading="Thursday 3 December, 2:30 pm",
            says="At school with Ms Sinclair, Mr Calder and Dr Lindqvist. You can bring someone with you, or join by phone.",
            explanation="Your one-page brief arrives today. Read it when it suits you; you have two weeks.",
            acts=(Link("Add your view", HERE), Link("Read the brief", HERE)),
            plain=True,
        ),
    )


def rulers() -> tuple[Ruler, ...]:
    return tuple(
        ruler
        for ruler in (
            Ruler.between(date(2026, 11, 19), date(2026, 12, 16), today=TODAY, count=28),
            Ruler.between(date(2026, 11, 25), date(2026, 12, 2), today=TODAY, trigger_on=date(2026, 11, 24)),
            Ruler.between(date(2026, 1, 5), date(2026, 11, 22), today=TODAY),
            Ruler.between(date(2026, 11, 18), date(2026, 11, 20), today=TODAY, count=3),
        )
        if ruler is not None
    )


THREADS = (
    Thread(
        "Reading words quickly",
        (
            Station("Need", "Reads each word slowly, so he loses the meaning"),
            Station("Goal", "70 words in a minute by 8 February", HERE),
            Station("Help", "Paired reading, 10 minutes, 3 times a week, in the library"),
            Station("Who", "Priya Nair"),
            Station("Proof", "11 checks, 53 words now", HERE, more="15 of 17 sessions given"),
        ),
    ),
    Thread(
        "Calming down",
        (
            Station("Need", "Noise builds up until he leaves the room"),
            Station("Goal", "Asks for a break himself, 4 times in 5", HERE),
            Station("Help", "A break card, two minutes in the book corner"),
            Station("Who", holds=Holds.BROKEN, gap="Nobody is named.", mend=Link("Name a person", HERE)),
            Station("Proof", "7 breaks asked for in two weeks", holds=Holds.NOT_REACHED),
        ),
    ),
    Thread(
        "A need without a goal yet",
        (
            Station("Need", "لا يزال يجد صعوبة في بدء الحديث مع زملائه"),
            Station("Goal", holds=Holds.BROKEN, gap="No goal yet.", mend=Link("Write a goal", HERE)),
            Station("Help", holds=Holds.NOT_REACHED),
            Station("Who", holds=Holds.NOT_REACHED),
            Station("Proof", holds=Holds.NOT_REACHED),
        ),
    ),
)

RECORD = (
    RecordEntry(
        date(2026, 11, 16), date(2026, 11, 16), "Reading check: 53 words in a minute.", "Priya Nair", url=HERE
    ),
    RecordEntry(
        date(2026, 11, 10), date(2026, 11, 11), "Paired reading not given: staff away.", "Priya Nair"
    ),
    RecordEntry(
        date(2026, 11, 2),
        date(2026, 11, 4),
        "Talked with Mrs Adeyemi by phone about typing at home: 20 minutes a night.",
        "Morag Sinclair",
        correction=Correction(
            "Talked with Mrs Adeyemi by phone about typing at home: 30 minutes a night.",
            date(2026, 11, 5),
            "Morag Sinclair",
            "The family asked for it.",
        ),
    ),
    RecordEntry(
        date(2025, 10, 5),
        date(2026, 10, 6),
        "The family asked whether Rowan needs a co-ordinated support plan.",
    ),
)

VOICES = (
    Voice(
        "I am good at building things and I know a lot about whales. Short bits are fine. Reading out loud makes my"
        " tummy tight.",
        "Rowan",
        date(2026, 11, 4),
        "Shared with his teachers.",
    ),
    Voice(
        "it is better when I know what we are reading befor 🐳\n\nand not the hole page",
        "Rowan",
        date(2026, 11, 4),
        "Only Rowan can see this.",
    ),
    Voice(
        "نريد أن يكون له مكان هادئ في المدرسة.",
        "نور حداد",
        date(2026, 11, 2),
        "Shared with the school.",
        "ar",
    ),
)

GAPS = (
    GapItem(
        "Say how often the break card is offered",
        HERE,
        "“As needed” cannot be checked, and nobody can tell if it was given.",
    ),
    GapItem(
        "Name who offers the break card",
        HERE,
        "Every promise needs a person. You can name a second for when they are away.",
    ),
    GapItem(
        "Add the family’s view, or say how you asked",
        HERE,
        "Asked on 12 November. The plan can be issued without a view, never without asking.",
        CSP_SOURCE,
    ),
)

TASKS = (
    TaskRow("Rowan’s own words", Status(Shape.DONE, "Done"), HERE, "Spoken and drawn, 4 November"),
    TaskRow("The family’s view", Status(Shape.WAITING, "Waiting"), HERE, "Tolu Adeyemi opened the question"),
    TaskRow("What helps", Status(Shape.STARTED, "Started"), HERE, "Iain Calder is writing now"),
    TaskRow("Noise and breaks", Status(Shape.DUE, "2 gaps"), HERE, "How often and who are missing"),
    TaskRow("Plain and easy-read copies", Status(Shape.NOT_STARTED, "Not started"), HERE),
    TaskRow(
        "Longer aims",
        Status(Shape.DONE, "Done"),
        HERE,
        "42 words",
        closed="Closed. It stays as it was issued.",
    ),
    TaskRow("Signing", Status(Shape.NOT_STARTED, "Not yet"), "", "Opens when the rest is done"),
)

PEOPLE = (
    Person("Tolu and Ben Adeyemi", "parents"),
    Person("Iain Calder", "class teacher", url=HERE),
    Person("Dr Hanna Lindqvist", "educational psychologist", "sees her own part until 18 December"),
    Person("نور حداد", "mother"),
    Person(
        "Anastasia Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh van den Bosch de la Cruz y Villanueva",
        "speech and language therapist",
    ),
    Person("Juno 🐝", "the pupil"),
    Person("李小龙", "grandfather"),
)

LADDERS = (
    Ladder(
        "Stages in Glenmarnoch Council",
        (
            Step("Universal", "For every pupil", StepState.PAST),
            Step("Additional", "From March 2025", StepState.PAST),
            Step("Enhanced", "Rowan is here, since 24 August 2026", StepState.NOW),
            Step("Intensive", "Several services together"),
        ),
        "Moved because six months of small-group reading did not change his pace. The family agreed.",
        "Looked at again on 3 December.",
    ),
    Ladder(
        "Stages in Strathorran Council",
        (Step("In class", "Eilidh is here", StepState.NOW), Step("With help"), Step("With several services")),
    ),
)

NOTES = (
    Note(
        "You are offline. Nothing is lost.",
        "One tap is saved on this phone. It goes by itself.",
        "offline",
        "wait",
    ),
    Note(
        "Rowan’s plan changed on Tuesday.",
        "Two lines are new for your lessons.",
        link=Link("Read the two lines", HERE),
    ),
    Note(
        "Issued. The family can read it now.",
        "We told them by email that something is ready to read.",
        "check",
        "done",
    ),
)


def _school(*numbers: int) -> tuple[MonthDay, ...]:
    return tuple(MonthDay(number, "school") for number in numbers)


MONTHS = (
    Month(
        "November 2026",
        "19 school days",
        (
            _school(2, 3, 4, 5, 6),
            _school(9, 10, 11, 12, 13),
            (
                MonthDay(16, "staff", "staff", "only staff come"),
                *_school(17, 18),
                MonthDay(19, "school", today=True),
                *_school(20),
            ),
            _school(23, 24, 25, 26, 27),
            (MonthDay(30, "closed", "closed", "St Andrew’s Day"), None, None, None, None),
        ),
    ),
    Month(
        "December 2026",
        "no school days yet known",
        (
            (
                None,
                *_school(1, 2),
                MonthDay(3, "school", "last", "day of Term 2"),
                MonthDay(4, "away", "holiday"),
            ),
            tuple(MonthDay(number, "away", "holiday") for number in range(7, 12)),
            tuple(MonthDay(number, "away", "holiday", "for a very long while") for number in range(14, 19)),
        ),
    ),
    Month("January 2027", "no school days", ()),
)


@dataclass(frozen=True, slots=True)
class GalleryPage:
    statuses: tuple[Status, ...]
    rail: tuple[RailItem, ...]
    due_cards: tuple[DueCard, ...]
    rulers: tuple[Ruler, ...]
    threads: tuple[Thread, ...]
    record: tuple[RecordEntry, ...]
    voices: tuple[Voice, ...]
    gaps: tuple[GapItem, ...]
    tasks: tuple[TaskRow, ...]
    people: tuple[Person, ...]
    ladders: tuple[Ladder, ...]
    notes: tuple[Note, ...]
    months: tuple[Month, ...]
    progress: tuple[Progress, ...]
    facts: tuple[Fact, ...]
    today: date


def gallery_page() -> GalleryPage:
    return GalleryPage(
        statuses=STATUSES,
        rail=RAIL,
        due_cards=due_cards(),
        rulers=rulers(),
        threads=THREADS,
        record=RECORD,
        voices=VOICES,
        gaps=GAPS,
        tasks=TASKS,
        people=PEOPLE,
        ladders=LADDERS,
        notes=NOTES,
        months=MONTHS,
        progress=(
            Progress(0, 15, "sections", "are complete"),
            Progress(4, 6),
            Progress(15, 15, "sections", "are complete"),
        ),
        facts=(
            Fact("check", "Saved at 9:41"),
            Fact("pen", "Iain Calder is writing in “What helps”"),
            Fact("lock", "Only the team can see this draft"),
        ),
        today=TODAY,
    )


class EveryFieldForm(forms.Form):
    """One field of each kind that the renderer knows."""

    name = forms.CharField(
        label="Name",
        help_text="As the family writes it",
        error_messages={"required": "Enter the pupil’s name"},
    )
    email = forms.EmailField(
        label="Email address",
        error_messages={
            "required": "Enter an email address",
            "invalid": "Enter an email address like name@example.org",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )
    born = DayField(label="When was the pupil born?", help_text="For example, 7 9 2016", latest=TODAY)
    words = forms.CharField(
        label="What will Rowan be able to do?",
        help_text="One thing, that two people watching would both see",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what Rowan will be able to do"},
    )
    measure = forms.ChoiceField(
        label="Measure",
        choices=(
            ("", "Choose one"),
            ("Reading", (("wcpm", "Words read correctly in a minute"), ("level", "Book level"))),
            ("other", "Something else"),
        ),
        error_messages={"required": "Choose how it is measured"},
    )
    often = forms.ChoiceField(
        label="How often is it checked?",
        widget=forms.RadioSelect,
        choices=(("weekly", "Every week"), ("fortnightly", "Every two weeks"), ("other", "Other")),
        error_messages={"required": "Say how often. “As needed” cannot be checked"},
    )
    helps = forms.MultipleChoiceField(
        label="What helps?",
        widget=forms.CheckboxSelectMultiple,
        choices=(("quiet", "A quiet place"), ("time", "More time"), ("friend", "A friend beside me")),
        error_messages={"required": "Choose at least one thing that helps"},
    )
    minutes = forms.IntegerField(
        label="Minutes each time",
        error_messages={"required": "Enter the minutes", "invalid": "Enter a number, like 30"},
    )
    drawing = forms.FileField(
        label="A drawing or a recording", help_text="A picture or a sound, up to 20 MB", required=False
    )
    agreed = forms.BooleanField(
        label="The family has seen this", error_messages={"required": "Say whether the family has seen this"}
    )
    revision = forms.CharField(widget=forms.HiddenInput, required=False, initial="7")


class SignInExampleForm(forms.Form):
    login = forms.EmailField(
        label="Email address",
        help_text="The one your school has for you",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
