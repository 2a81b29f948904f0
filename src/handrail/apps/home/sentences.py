"""The record in words: each kind of fact as a sentence."""

from __future__ import annotations

from typing import Any, Final

from handrail.apps.audit.models import Fact

SENTENCES: Final = {
    "pupil.added": "Entered in Handrail.",
    "pupil.changed": "Facts about the pupil were changed.",
    "pupil.profile_written": "The one-page profile was written.",
    "pupil.spoke": "Gave their own words.",
    "pupil.changed_school": "Moved to {to_school}.",
    "circle.joined": "{name} joined the circle.",
    "circle.changed": "What is known about {name} was changed.",
    "circle.access_ended": "{name}’s access ends on {last_day}.",
    "circle.account_given": "{name} can sign in.",
    "access.refused": "Was not allowed to {act}.",
    "case.opened": "Work on the {name} began.",
    "case.event": "{says}",
    "plan.draft_started": "A draft of the {name} was opened.",
    "plan.section_written": "Wrote in “{section}”.",
    "plan.texts_chosen": "Two texts of “{section}” became one.",
    "plan.need_added": "Added a need: {need}",
    "plan.need_changed": "Changed a need: {need}",
    "plan.need_removed": "Took out a need: {need}",
    "plan.goal_added": "Added a goal: {goal}",
    "plan.goal_changed": "Changed a goal: {goal}",
    "plan.goal_removed": "Took out a goal: {goal}",
    "plan.provision_added": "Promised help: {provision}",
    "plan.provision_changed": "Changed help: {provision}",
    "plan.provision_removed": "Took out help: {provision}",
    "plan.people_named": "Named who co-ordinates and whom the family asks.",
    "plan.review_agreed": "A day for the next review was agreed.",
    "plan.view_asked": "{member} was asked for their view.",
    "plan.view_given": "{member} gave their view.",
    "plan.view_changed": "{member} changed their view.",
    "plan.draft_shared": "The draft of the {name} was shared with the family.",
    "plan.commented": "{member} said what they think of “{section}”: {what}.",
    "plan.comment_answered": "The school answered {member} about “{section}”: {outcome}.",
    "plan.summary_written": "The plain summary of the {name} was written, edition {edition}.",
    "plan.summary_translated": "The plain summary was translated ({language}) by {translator}.",
    "plan.translation_checked": "{reader} read the translation ({language}) and found it right.",
    "plan.file_added": "{member} added a file: {file}",
    "plan.file_removed": "{member} took out a file: {file}",
    "plan.fit_answered": "Answered “{question}”: {words}",
    "plan.requirement_set_aside": "Said that this does not apply: {what} Because: {reason}",
    "plan.requirement_asked_again": "Took back that this does not apply: {what}",
    "organisation.calendar_set": "The school calendar was set.",
    "plan.issued": "{name} issued, version {number}.",
}
"""Every kind of fact that Handrail records about a pupil; a test finds a kind without a sentence."""


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(fact: Fact) -> str:
    """What a fact says, in the past tense, without who and when, which stand beside it."""
    return SENTENCES.get(fact.kind, fact.kind).format_map(_Known(fact.detail))
