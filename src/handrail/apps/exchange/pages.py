from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from handrail.apps.exchange import contents, plan_files
from handrail.apps.exchange.carrying import Carried, Fact, unknown_parts
from handrail.apps.exchange.forms import TakeInForm
from handrail.apps.exchange.models import ReceivedPlan
from handrail.core.days import value_in_words
from handrail.core.plan_types import PlanType
from handrail.law.lawbook import lawbook
from handrail.ui.components import Link, Voice
from handrail.ui.phrases import listed, plain_day


@dataclass(frozen=True, slots=True)
class Compared:
    """One fact of the file beside the same fact here."""

    label: str
    there: str
    here: str

    @property
    def differs(self) -> bool:
        return self.there.casefold().split() != self.here.casefold().split()


@dataclass(frozen=True, slots=True)
class Part:
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """What a plan file holds: what goes into a draft here, and what stays with the file and can be read here."""

    title: str
    pupil: str
    lead: str
    differs: str
    checked: str
    compared: tuple[Compared, ...]
    becomes: str
    choices: tuple[Link, ...]
    parts: tuple[Part, ...]
    left: tuple[contents.Text, ...]
    goals_left: tuple[str, ...]
    facts_left: tuple[Part, ...]
    review: str
    advice: tuple[Voice, ...]
    voices: tuple[Voice, ...]
    notes: tuple[str, ...]
    form: TakeInForm | None
    refused: str
    file_url: str
    draft: Link | None
    back: Link


def received_page(
    row: ReceivedPlan,
    plan: Mapping[str, Any],
    *,
    offered: Sequence[tuple[PlanType, str]],
    form: TakeInForm | None,
    carried: tuple[PlanType, Carried] | None,
    same: Sequence[ReceivedPlan],
    refused: str = "",
) -> ReceivedPage:
    """What came, who it says it is about, and what it would become, or became."""
    kind = plan["plan_type"]
    pupil = row.pupil
    chosen, found = carried or (None, None)
    school = plan["pupil"].get("school") or plan.get("authority") or "another school"
    names = {one.key: name for one, name in offered}
    here = reverse("exchange:received", args=[pupil.pk, row.pk])
    becomes = row.plan.local_name if row.plan else names.get(chosen.key, chosen.name) if chosen else ""
    compared = (
        Compared("Name", plan["pupil"]["name"], pupil.name),
        Compared("Born", _day(plan["pupil"]["born"]), plain_day(pupil.born)),
    )
    return ReceivedPage(
        title="A plan from another school",
        pupil=pupil.name,
        lead=f"{kind['name']}, version {plan['number']}, issued on {_day(plan['issued_on'])} by"
        f" {plan['issued_by']['name']} at {school}.",
        differs=_differs(compared, pupil.known_as),
        checked="Its fingerprint was checked: it is word for word the plan that was issued."
        if row.fingerprint
        else "Its fingerprint was not checked, as none came with it. Compare it with the paper if you can.",
        compared=compared,
        becomes=becomes,
        choices=tuple(
            Link(f"See it as: {name}", f"{here}?as={one.key}#holds")
            for one, name in offered
            if row.plan is None and one is not chosen and len(offered) > 1
        ),
        parts=tuple(part for part in _parts(plan, found) if part.lines),
        left=found.texts_left if found else (),
        goals_left=tuple(one["text"] for one in found.goals_left) if found else (),
        facts_left=_facts_left(found.facts_left if found else ()),
        review=_review(plan.get("next_review")),
        advice=tuple(
            _voice(one, one.get("role") or "", one.get("organisation") or "", files=one.get("files") or ())
            for one in contents.advice(plan)
        ),
        voices=tuple(
            _voice(one, one.get("relation") or one["party"], scribe=one.get("written_down_by") or "")
            for one in contents.views(plan)
        ),
        notes=tuple(_notes(row, plan, offered, chosen, found, same)),
        form=form,
        refused=refused,
        file_url=reverse("exchange:file", args=[pupil.pk, row.pk]),
        draft=Link("Open the plan that it became", reverse("plans:plan", args=[row.plan.pk]))
        if row.plan
        else None,
        back=Link(f"Back to {pupil.known_as}", reverse("home:pupil", args=[pupil.pk])),
    )


def _differs(compared: Sequence[Compared], known_as: str) -> str:
    names = {"Name": "the name", "Born": "the day of birth"}
    found = [names[one.label] for one in compared if one.differs]
    if not found:
        return ""
    return f"Look twice: in the file {listed(found)} {'is' if len(found) == 1 else 'are'} other than {known_as}’s here."


def _parts(plan: Mapping[str, Any], found: Carried | None) -> Iterator[Part]:
    """What is taken over. What any plan takes is shown before somebody has said which plan it becomes."""
    goals = found.goals if found else contents.distinct(plan, "goals")
    yield Part("Needs", tuple(one["title"] for one in contents.distinct(plan, "needs")))
    yield Part("Goals", tuple(one["text"] for one in goals))
    yield Part("Help", tuple(_help(one) for one in contents.distinct(plan, "provision")))
    if found:
        yield Part("Words of sections", tuple(one.heading for one in found.texts))
        yield Part("Facts", tuple(f"{one.label}: {value_in_words(one.value)}" for one in found.facts))


def _help(one: Mapping[str, Any]) -> str:
    """With who gave it at the other school, which the draft says only where they are somebody here too."""
    who = contents.Who(one.get("who") or "", one.get("role") or "")
    return f"{one['what']} (given by {who.words})" if who.name else one["what"]


def _facts_left(facts: Sequence[Fact]) -> tuple[Part, ...]:
    """Under the headings of the file; what is written here instead stands beside it."""
    return tuple(
        Part(
            heading,
            tuple(
                f"{one.label}: {value_in_words(one.value)}"
                + (f" (here it says “{value_in_words(one.here)}”, and that stays)" if one.here else "")
                for one in facts
                if one.heading == heading
            ),
        )
        for heading in dict.fromkeys(one.heading for one in facts)
    )


def _review(review: Mapping[str, Any] | None) -> str:
    if not review:
        return ""
    return " ".join(
        part.rstrip(".") + "."
        for part in (f"{review['title']}: {_day(review['on'])}", review["sentence"])
        if part
    )


def _voice(
    said: Mapping[str, Any],
    *who: str,
    scribe: str = "",
    files: Sequence[Mapping[str, Any]] = (),
) -> Voice:
    return Voice(
        words=said["words"],
        by=", ".join(
            part for part in (said["who"], *who, f"written down by {scribe}" if scribe else "") if part
        ),
        said_on=date.fromisoformat(said["said_on"]) if said.get("said_on") else None,
        shared_with=f"With it came {listed([one['name'] for one in files])}, which the other school keeps."
        if files
        else "",
        answers=tuple((asked, words) for asked, words in said.get("answers") or ()),
    )


def _notes(
    row: ReceivedPlan,
    plan: Mapping[str, Any],
    offered: Sequence[tuple[PlanType, str]],
    chosen: PlanType | None,
    found: Carried | None,
    same: Sequence[ReceivedPlan],
) -> Iterator[str]:
    kind = plan["plan_type"]
    if row.plan is None and not offered:
        yield (
            f"{row.pupil.known_as} has every plan of this place already. What is in the file can be read here, and"
            " copied into the plan that is there."
        )
    elif row.plan is None and kind["key"] not in {one.key for one, _ in offered}:
        yield (
            f"“{kind['name']}” is not a plan that can be begun here now. Choose the plan that it should become. Its"
            " needs, goals and help are taken over; words of parts that the new plan does not have stay with the file."
        )
    yield from _of_another_place(plan, chosen)
    for one in same:
        became = "It became a plan here." if one.plan_id else "It is not a plan here yet."
        yield f"The very same plan also came in on {plain_day(one.received_on)}, as “{one.name}”. {became}"
    goals = found.goals if found else contents.distinct(plan, "goals")
    if any(not goal.get("need") for goal in goals):
        yield "Some goals name no need. They are put under one need that says so, for you to sort out."
    if any(contents.amount(goal).words for goal in goals):
        yield "Some goals have a start or a target that is no number. Those words go beside how it is measured."
    if found and found.help_moved and chosen and chosen.help_sections:
        yield (
            f"Help under {listed([f'“{one}”' for one in found.help_moved])} goes under"
            f" “{chosen.help_sections[0].heading}”, as the plan here has no such part. Move it where it belongs."
        )
    if unknown := unknown_parts(plan, plan_files.schema()):
        yield (
            f"A newer Handrail wrote more into this file than this one knows: {listed(unknown)}. It stays in the file,"
            " which you can open below."
        )


def _of_another_place(plan: Mapping[str, Any], chosen: PlanType | None) -> Iterator[str]:
    """That the law of one place does not hold in another, where the pupil has moved so far."""
    there = str(plan["plan_type"]["jurisdiction"]).casefold()
    if chosen is None or there == chosen.jurisdiction:
        return
    places = lawbook().jurisdictions
    name = places[there].name if there in places else plan["plan_type"]["jurisdiction"]
    yield (
        f"This plan was made under the law of {name}. Here the law of {places[chosen.jurisdiction].name} counts. The"
        " days by which something was due there do not come over, and what the law here asks beyond it the draft lists"
        " as still to write. Ask your authority who has to give this help until the plan here is issued."
    )


def _day(text: str) -> str:
    return plain_day(date.fromisoformat(text))
