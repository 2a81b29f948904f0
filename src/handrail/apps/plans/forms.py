"""What people type into a draft. Forms check and convert; actions decide and save."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from handrail.apps.plans.actions import LONGEST_TEXT, GoalWords, NeedWords, ProvisionWords
from handrail.apps.plans.models import Contribution, Goal, Need, Provision
from handrail.apps.plans.queries import Draft, amount, facts_revision
from handrail.apps.pupils.models import CircleMember
from handrail.core.plan_types import FactBox, PlanType, Requirement
from handrail.ui.fields import DayField, WordsField

BOOKKEEPING: Final = frozenset({"revision", "once", "seen"})
"""Fields that say what was seen and sent, not what somebody means."""


def words(
    *, label: Any, help_text: str = "", rows: int = 4, required: bool = False, **more: Any
) -> WordsField:
    """A box for somebody's words: no trimming, no limit but the plan's own."""
    return WordsField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        **more,
    )


def revision_seen(*, required: bool = True) -> forms.IntegerField:
    """The revision that somebody saw when they opened the form. No more than the database can count to."""
    return forms.IntegerField(widget=forms.HiddenInput, required=required, min_value=0, max_value=2**31 - 1)


class HereForm(forms.Form):
    """Which open page this is and where in it somebody writes. A script fills it in; without one it stays empty."""

    tab = forms.RegexField(
        r"^[0-9A-Za-z-]*$",
        max_length=36,
        required=False,
        widget=forms.HiddenInput(attrs={"autocomplete": "off"}),
    )
    caret = forms.IntegerField(
        min_value=0,
        max_value=LONGEST_TEXT,
        required=False,
        widget=forms.HiddenInput(attrs={"autocomplete": "off"}),
    )
    revision = revision_seen(required=False)
    leaving = forms.BooleanField(required=False)


class SectionForm(forms.Form):
    text = words(label="Words of this section", rows=12)
    revision = revision_seen()
    tab = HereForm.base_fields["tab"]
    caret = HereForm.base_fields["caret"]

    def __init__(self, *args: Any, heading: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = heading


class ChooseForm(forms.Form):
    text = words(label="The words to keep", rows=12)
    revision = revision_seen()
    kept_revision = revision_seen(required=False)


class StateForm(forms.Form):
    """An earlier state to go back to, and the state that somebody saw when they chose it."""

    number = revision_seen()
    revision = revision_seen(required=False)


class FactsForm(forms.Form):
    """One box for each fact that a section asks for and that nothing else answers."""

    revision = revision_seen()

    def __init__(self, *args: Any, asked: tuple[Requirement, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = {box_of(item): item.of or "" for item in asked}
        for item in asked:
            self.fields[box_of(item)] = fact_box(item)
        self.order_fields([*self.names, "revision"])

    @property
    def facts(self) -> dict[str, str]:
        """What was written, by the plan type's own keys; a day as year-month-day."""
        data = self.cleaned_data
        return {
            key: value.isoformat() if isinstance(value := data[name], date) else value or ""
            for name, key in self.names.items()
        }

    @staticmethod
    def values(draft: Draft, asked: tuple[Requirement, ...]) -> dict[str, Any]:
        there = draft.facts.facts
        return {
            "revision": facts_revision((item.of for item in asked), draft.written),
            **{
                box_of(item): date.fromisoformat(value) if item.box is FactBox.DAY and value else value
                for item in asked
                for value in [there.get(item.of or "", "")]
            },
        }


def box_of(item: Requirement) -> str:
    """The name of a fact's box: a dot would end the name in a browser's address."""
    return (item.of or "").replace(".", "-")


def fact_box(item: Requirement) -> forms.Field:
    match item.box:
        case FactBox.DAY:
            return DayField(label=item.label, help_text=item.says, required=False)
        case FactBox.WORDS:
            return words(label=item.label, help_text=item.says)
        case FactBox.LINE:
            return forms.CharField(label=item.label, help_text=item.says, max_length=300, required=False)


class NeedForm(forms.Form):
    title = forms.CharField(
        label="What is hard?",
        help_text="In a few words, such as: reads each word slowly, so he loses the meaning",
        max_length=300,
        error_messages={"required": "Say in a few words what the pupil needs help with"},
    )
    area = forms.CharField(
        label="Area of need",
        help_text="A heading that people here use, or your own words.",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"list": "areas"}),
    )
    description = words(label="What you see", help_text="What happens, when and where. Plain words.")
    builds_on = words(label="What it can build on", help_text="A strength beside this need.", rows=3)
    revision = revision_seen(required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: PlanType, **options: Any) -> None:
        super().__init__(*args, **options)
        self.areas = tuple(area.name for area in kind.areas)

    @property
    def as_words(self) -> NeedWords:
        data = self.cleaned_data
        return NeedWords(
            title=data["title"],
            area=data["area"],
            description=data["description"],
            builds_on=data["builds_on"],
        )

    @staticmethod
    def values(need: Need) -> dict[str, Any]:
        return {
            "title": need.title,
            "area": need.area,
            "description": need.description,
            "builds_on": need.builds_on,
            "revision": need.revision,
        }


class GoalForm(forms.Form):
    need = forms.ChoiceField(
        label="Which need is it for?",
        error_messages={"required": "Choose the need this goal is for. A goal without a need cannot be kept"},
    )
    text = words(
        label="What will the pupil be able to do?",
        help_text="One thing that two people watching would both see.",
        required=True,
        rows=4,
        error_messages={"required": "Say what the pupil will be able to do"},
    )
    pupil_words = words(label="The goal in the pupil’s own words", rows=2)
    condition = forms.CharField(
        label="When, where and with what?",
        help_text="Such as: given a P5 text, in a quiet room, without help",
        max_length=300,
        required=False,
    )
    measure = forms.CharField(
        label="How will you know?",
        help_text="Such as: words read correctly in a minute",
        max_length=300,
        required=False,
    )
    unit = forms.CharField(
        label="Counted in", help_text="Such as: words a minute", max_length=120, required=False
    )
    baseline = forms.DecimalField(
        label="Now",
        required=False,
        max_digits=12,
        decimal_places=3,
        error_messages={"invalid": "Write the number it is now, like 42"},
    )
    baseline_on = DayField(label="Measured on", required=False)
    target = forms.DecimalField(
        label="Goal",
        required=False,
        max_digits=12,
        decimal_places=3,
        error_messages={"invalid": "Write the number to reach, like 70"},
    )
    checked = forms.CharField(
        label="Checked how often", help_text="Such as: every week", max_length=120, required=False
    )
    direction = forms.ChoiceField(
        label="Which way is better?", choices=Goal.Direction.choices, required=False
    )
    sessions = forms.IntegerField(
        label="Reached in so many checks",
        required=False,
        min_value=1,
        max_value=100,
        error_messages={"invalid": "Write a number of checks, like 3"},
    )
    out_of = forms.IntegerField(
        label="Of so many in a row",
        required=False,
        min_value=1,
        max_value=100,
        error_messages={"invalid": "Write a number of checks, like 4"},
    )
    opportunities = forms.IntegerField(
        label="Chances at each check",
        help_text="Such as: 10 questions",
        required=False,
        min_value=1,
        max_value=1000,
        error_messages={"invalid": "Write how many chances there are, like 10"},
    )
    starts_on = DayField(label="Starts on", required=False)
    due_on = DayField(label="To be reached by", required=False)
    revision = revision_seen(required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, draft: Draft, goal: Goal | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.needs = {str(need.pk): need for need in draft.needs}
        self.said = goal.pupil_words if goal is not None and goal.pupil_said_on is not None else ""
        field = cast("forms.ChoiceField", self.fields["need"])
        field.choices = [("", "Choose a need"), *((key, need.title) for key, need in self.needs.items())]
        self.fields["text"].label = f"What will {draft.plan.pupil.known_as} be able to do?"
        self.fields["pupil_words"].label = f"The goal in {draft.plan.pupil.known_as}’s own words"
        if self.said:
            # They are the pupil's, and nobody else's to edit.
            del self.fields["pupil_words"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, due = data.get("starts_on"), data.get("due_on")
        if starts and due and due < starts:
            self.add_error("due_on", "This is before the goal starts. Check the two days")
        some, of = data.get("sessions"), data.get("out_of")
        if some and of and some > of:
            self.add_error("sessions", f"{some} of {of} cannot be. Turn the two numbers round")
        if bool(some) != bool(of):
            self.add_error("out_of" if some else "sessions", "Say both: how many checks, and of how many")
        return data

    @property
    def as_words(self) -> GoalWords:
        data = {name: value for name, value in self.cleaned_data.items() if name not in BOOKKEEPING}
        data["direction"] = data["direction"] or Goal.Direction.INCREASE
        return GoalWords(**{"pupil_words": self.said, **data, "need": self.needs[data["need"]]})

    @staticmethod
    def values(goal: Goal) -> dict[str, Any]:
        plain = GoalForm.base_fields.keys() - {"need", "baseline", "target", "once"}
        return {name: getattr(goal, name) for name in plain} | {
            "need": str(goal.need_id),
            "baseline": amount(goal.baseline, ""),
            "target": amount(goal.target, ""),
        }


class ProvisionForm(forms.Form):
    what = words(
        label="What help is given?",
        help_text="What somebody does with the pupil, such as: paired reading aloud",
        required=True,
        rows=3,
        error_messages={"required": "Say what help is given"},
    )
    section = forms.ChoiceField(label="In which part of the plan?", required=False)
    goals = forms.MultipleChoiceField(
        label="Which goals does it serve?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    who = forms.ChoiceField(
        label="Who gives it?", help_text="Every promise needs a person, by name.", required=False
    )
    times = forms.IntegerField(
        label="How often",
        required=False,
        min_value=1,
        max_value=100,
        error_messages={
            "invalid": "Say how often with a number, like 3. “As needed” cannot be checked",
            "min_value": "Say how often with a number from 1 up",
        },
    )
    per = forms.ChoiceField(label="In each", choices=[("", "Choose"), *Provision.Per.choices], required=False)
    minutes = forms.IntegerField(
        label="Minutes each time",
        required=False,
        min_value=1,
        max_value=600,
        error_messages={"invalid": "Say how long with a number of minutes, like 30"},
    )
    group_size = forms.IntegerField(label="Pupils in the group", required=False, min_value=1, max_value=100)
    where = forms.CharField(label="Where", max_length=200, required=False)
    starts_on = DayField(label="From", required=False)
    ends_on = DayField(label="Until", required=False)
    revision = revision_seen(required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, draft: Draft, **options: Any) -> None:
        super().__init__(*args, **options)
        self.goals_by_id = {str(goal.pk): goal for goal in draft.goals}
        self.people = {
            str(member.pk): member for member in draft.circle if member.kind != CircleMember.Kind.PUPIL
        }
        sections = draft.plan_type.help_sections
        if len(sections) > 1:
            cast("forms.ChoiceField", self.fields["section"]).choices = [
                (one.key, one.heading) for one in sections
            ]
        else:
            del self.fields["section"]
        cast("forms.MultipleChoiceField", self.fields["goals"]).choices = [
            (key, goal.text) for key, goal in self.goals_by_id.items()
        ]
        cast("forms.ChoiceField", self.fields["who"]).choices = [
            ("", "Nobody yet"),
            *(
                (key, f"{one.name}, {one.relation or one.get_kind_display()}")
                for key, one in self.people.items()
            ),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "The help would end before it starts. Check the two days")
        if data.get("times") and not data.get("per"):
            self.add_error("per", "Say in what time: a week, a fortnight, a month")
        return data

    @property
    def as_words(self) -> ProvisionWords:
        data = {name: value for name, value in self.cleaned_data.items() if name not in BOOKKEEPING}
        return ProvisionWords(
            **{
                **data,
                "goals": tuple(self.goals_by_id[key] for key in data["goals"]),
                "who": self.people.get(data["who"]),
            }
        )

    @staticmethod
    def values(provision: Provision) -> dict[str, Any]:
        plain = ProvisionForm.base_fields.keys() - {"goals", "who", "once"}
        return {name: getattr(provision, name) for name in plain} | {
            "goals": [str(goal.pk) for goal in provision.goals.all()],
            "who": str(provision.who_id or ""),
        }


class PeopleForm(forms.Form):
    coordinator = forms.ChoiceField(label="Who co-ordinates this plan?", required=False)
    contact = forms.ChoiceField(label="Whom does the family ask?", required=False)

    def __init__(self, *args: Any, draft: Draft, **options: Any) -> None:
        super().__init__(*args, **options)
        working = (CircleMember.Kind.STAFF, CircleMember.Kind.KEY_ADULT, CircleMember.Kind.PROFESSIONAL)
        self.people = {str(member.pk): member for member in draft.circle if member.kind in working}
        choices = [
            ("", "Nobody yet"),
            *((key, f"{one.name}, {one.relation}") for key, one in self.people.items()),
        ]
        for name in ("coordinator", "contact"):
            cast("forms.ChoiceField", self.fields[name]).choices = choices

    def chosen(self, name: str) -> CircleMember | None:
        return self.people.get(self.cleaned_data[name])


class ReviewForm(forms.Form):
    review_on = DayField(
        label="When do you look at this plan again?",
        help_text="The day you agreed with the family. The law’s own date stays beside it.",
        required=False,
    )


class AskForm(forms.Form):
    member = forms.ChoiceField(
        label="Whose view do you ask for?", error_messages={"required": "Choose somebody from the circle"}
    )
    question = words(label="What do you ask?", help_text="Leave it empty for the usual question.", rows=3)
    due_on = DayField(label="By when?", help_text="Two weeks gives people time.")

    def __init__(self, *args: Any, draft: Draft, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {
            str(member.pk): member
            for member in draft.circle
            if member.parental_responsibility
            or member.kind in (CircleMember.Kind.PUPIL, CircleMember.Kind.PROFESSIONAL)
        }
        cast("forms.ChoiceField", self.fields["member"]).choices = [
            ("", "Choose somebody"),
            *((key, f"{one.name}, {one.relation}") for key, one in self.people.items()),
        ]


class ContributionForm(forms.Form):
    words = words(
        label=_("In your own words"),
        required=True,
        rows=8,
        error_messages={"required": _("Write at least a few words, or go back without saving")},
    )
    said_on = DayField(label="When was it said?", required=False)
    revision = revision_seen()

    def __init__(self, *args: Any, scribe: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if scribe:
            self.fields["words"].label = "Their words, as they said them"
            self.fields["said_on"].required = True
        else:
            del self.fields["said_on"]

    @staticmethod
    def values(contribution: Contribution) -> dict[str, Any]:
        return {"words": contribution.words, "revision": contribution.revision}


class FileForm(forms.Form):
    """What a file is, and whether it may be taken, is for the action to say."""

    NOTHING: Final = _("Choose a file first")

    file = forms.FileField(
        label=_("Choose a file"),
        help_text=_("PDF, Word (.docx) or a picture (PNG, JPEG), up to 100 MB."),
        allow_empty_file=True,
        error_messages={"required": NOTHING, "invalid": NOTHING, "missing": NOTHING},
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.jpeg"}),
    )


class StartForm(forms.Form):
    plan_type = forms.ChoiceField(
        label="Which plan?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a plan"},
    )

    def __init__(self, *args: Any, offered: list[tuple[PlanType, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["plan_type"]).choices = [
            (kind.key, name) for kind, name in offered
        ]


class FitAnswerForm(forms.Form):
    words = words(
        label="What do you say to this?",
        help_text="What you looked at, what you decided and why. One or two sentences are enough.",
        required=True,
        rows=5,
        error_messages={"required": "Write at least a few words, or go back without saving"},
    )
    revision = revision_seen()


class SetAsideForm(forms.Form):
    reason = words(
        label="Why does it not apply?",
        help_text="Such as: he is in year 5, and this begins in year 9.",
        required=True,
        rows=4,
        error_messages={"required": "Say in a few words why it does not apply"},
    )
    revision = revision_seen()
