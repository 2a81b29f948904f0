"""What is still to finish in a draft, each gap with the way to the box that closes it."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse

from handrail.apps.plans.forms import box_of
from handrail.apps.plans.queries import Draft, own_facts
from handrail.core.completeness import Gap
from handrail.core.plan_types import FactBox, Requirement, SectionKind
from handrail.ui.components import GapItem, Source

SHOWN_GAPS: Final = 12
"""Gaps listed at once. Three hundred would help nobody; the sections count the rest."""


def gap_item(gap: Gap, draft: Draft) -> GapItem:
    """A gap as a link to the very field that mends it."""
    name = _named(gap, draft)
    return GapItem(
        says=f"{gap.says.rstrip('.')}: {name}" if name else gap.says,
        url=gap_url(gap, draft),
        why=gap.why,
        source=Source(
            text=gap.citation.short,
            url=gap.citation.url,
            confidence=str(gap.citation.confidence),
        )
        if gap.citation
        else None,
    )


def _named(gap: Gap, draft: Draft) -> str:
    rows: dict[str, Any] = {
        "need": {str(one.pk): one.title for one in draft.needs},
        "goal": {str(one.pk): one.text for one in draft.goals},
        "provision": {str(one.pk): one.what for one in draft.provisions},
    }.get(gap.about, {})
    text = " ".join(str(rows.get(gap.about_id or "", "")).split())
    return f"“{text[:77]}…”" if len(text) > 80 else f"“{text}”" if text else ""


FORM_FIELDS: Final = {
    "due": "due_on-day",
    "starts": "starts_on-day",
    "ends": "ends_on-day",
}
"""Where completeness and the forms name a field differently."""


def gap_url(gap: Gap, draft: Draft) -> str:
    plan = draft.plan
    field = f"#id_{FORM_FIELDS.get(gap.field, gap.field)}" if gap.field else ""
    match gap.about:
        case "need":
            return reverse("plans:add_goal", args=[plan.pk]) + f"?need={gap.about_id}#id_text"
        case "goal" if gap.field == "provision":
            return reverse("plans:add_provision", args=[plan.pk]) + f"?goal={gap.about_id}#id_what"
        case "goal":
            return reverse("plans:goal", args=[plan.pk, gap.about_id]) + field
        case "provision":
            return reverse("plans:provision", args=[plan.pk, gap.about_id]) + field
        case "contribution":
            return reverse("plans:views", args=[plan.pk])
        case "fact":
            return _fact_url(gap, draft)
        case _:
            return _section_url(gap.section, draft)


FACT_FIELDS: Final = {
    "pupil.name": "given_name",
    "pupil.born": "born-day",
    "pupil.language": "preferred_language",
    "pupil.year": "year_group",
    "pupil.entered_school": "entered_school-day",
    "parent.relationship": "relation",
    "parent.language": "preferred_language",
}
"""Where a plan type and the forms around a pupil name a fact differently."""


def _fact_url(gap: Gap, draft: Draft) -> str:
    key = gap.about_id or ""
    own = next((item for item in own_facts(draft.plan_type.section(gap.section)) if item.of == key), None)
    if own is not None and not people_fill(own):
        box = f"{box_of(own)}-day" if own.box is FactBox.DAY else box_of(own)
        return reverse("plans:facts", args=[draft.plan.pk, gap.section]) + f"#id_{box}"
    if own is not None:
        key = own.filled_from or key
    kind, _, rest = key.partition(".")
    who, _, fact = rest.rpartition(".")
    field = f"#id_{FACT_FIELDS.get(f'{kind}.{fact}', fact)}"
    plan, pupil_id = draft.plan, draft.plan.pupil_id
    match kind:
        case "parent" if any(str(one.pk) == who for one in draft.circle):
            return reverse("pupils:member", args=[pupil_id, who]) + field
        case "parent":
            return reverse("pupils:join", args=[pupil_id]) + field
        case "coordinator" | "contact_officer":
            named, box = (
                (plan.coordinator, "coordinator") if kind == "coordinator" else (plan.contact, "contact")
            )
            if named is not None and fact == "contact":
                return reverse("pupils:member", args=[pupil_id, named.pk]) + "#id_phone"
            return reverse("plans:people", args=[plan.pk]) + f"#id_{box}"
        case "pupil" if fact != "school":
            return reverse("pupils:particulars", args=[pupil_id]) + field
        case _:
            # A pupil's school is no fact to type in: the pupil is entered there.
            return reverse("pupils:particulars", args=[pupil_id])


def people_fill(item: Requirement) -> bool:
    """Whether naming the plan's people answers this fact."""
    return (item.filled_from or "").partition(".")[0] in ("coordinator", "contact_officer")


def _section_url(key: str, draft: Draft) -> str:
    """The first box to fill. A goal needs a need first."""
    kind, plan = draft.plan_type.section(key).kind, [draft.plan.pk]
    match kind:
        case SectionKind.GOALS if draft.needs:
            return reverse("plans:add_goal", args=plan) + "#id_need"
        case SectionKind.NEEDS | SectionKind.GOALS:
            return reverse("plans:add_need", args=plan) + "#id_title"
        case SectionKind.PROVISION if not draft.plan_type.section(key).takes_words:
            return reverse("plans:add_provision", args=plan) + "#id_what"
        case SectionKind.REVIEW:
            return reverse("plans:review", args=plan) + "#id_review_on-day"
        case _:
            return reverse("plans:section", args=[*plan, key]) + "#id_text"
