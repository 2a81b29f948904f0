"""The record in words: each kind of fact as a sentence."""

from __future__ import annotations

from typing import Any, Final

from handrail.apps.audit.models import Fact

SENTENCES: Final = {
    "pupil.added": "Entered in Handrail.",
    "pupil.changed": "Facts about the pupil were changed.",
    "pupil.profile_written": "The one-page profile was written.",
    "voice.told": "Answered questions in their own words.{with_whom}",
    "voice.shared": "Chose who sees their own words.",
    "voice.profile_picked": "The pupil’s own words on the one-page profile were chosen.",
    "pupil.spoke": "Gave their own words.",
    "pupil.changed_school": "Moved to {to_school}.",
    "circle.joined": "{name} joined the circle.",
    "circle.changed": "What is known about {name} was changed.",
    "circle.access_ended": "{name}’s access ends on {last_day}.",
    "circle.reordered": "The family is contacted in this order: {names}.",
    "circle.account_given": "{name} can sign in.",
    "consent.asked": "{member} was asked for consent to {purpose}: {what}",
    "consent.given": "{member} consented, {how}: {what}",
    "consent.refused": "{member} did not consent, {how}: {what}",
    "consent.withdrawn": "{member} withdrew consent, {how}: {what}",
    "right.assessed": "{assessor} assessed whether the pupil may {right}.",
    "invitation.made": "{name} was invited.",
    "invitation.ended": "The invitation for {name} was taken back.",
    "invitation.locked": "The invitation for {name} was closed after wrong codes.",
    "invitation.accepted": "{name} accepted the invitation.",
    "access.refused": "Was not allowed to {act}.",
    "case.opened": "Work on the {name} began.",
    "case.event": "{says}",
    "plan.draft_started": "A draft of the {name} was opened.",
    "plan.section_written": "Wrote in “{section}”.",
    "plan.facts_written": "Wrote facts in “{section}”.",
    "plan.texts_chosen": "Two texts of “{section}” became one.",
    "plan.need_added": "Added a need: {need}",
    "plan.need_changed": "Changed a need: {need}",
    "plan.need_removed": "Took out a need: {need}",
    "plan.goal_added": "Added a goal: {goal}",
    "plan.goal_changed": "Changed a goal: {goal}",
    "plan.goal_said": "Said a goal in the pupil’s own words: {goal}",
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
    "plan.file_refused": "A file of {member} was not let in: {file} {found}",
    "plan.fit_answered": "Answered “{question}”: {words}",
    "plan.requirement_set_aside": "Said that this does not apply: {what} Because: {reason}",
    "plan.requirement_asked_again": "Took back that this does not apply: {what}",
    "letter.written": "Wrote a letter to {to}: {name}.",
    "letter.changed": "Changed a letter to {to}: {name}.",
    "letter.sent": "A letter was sent to {to}, {how}: {name}.",
    "plan.easy_read_written": "The {name}, version {number}, was written in easy words.",
    "plan.received": "A plan from another school came: {name}, from {school}.",
    "plan.taken_in": "The plan that came from another school became a draft of the {name}.",
    "organisation.calendar_set": "The school calendar was set.",
    "plan.issued": "{name} issued, version {number}.",
    "case.closed": "Work on an earlier plan was closed.",
    "plan.sections_opened": "More sections were opened for changes.",
    "plan.law_looked_at": "Looked at what the law asks of this plan now.",
    "plan.corrected": "A slip of the pen in {heading} was put right, as {number}: {reason}",
    "plan.ended": "{name} ended: {because}",
    "plan.step_recorded": "{title}: {note}",
    "plan.copy_given": "{name} was given version {number}: {what}, {how}.",
    "plan.read_confirmed": "Read what they need to do, version {number}.",
}
"""Every kind of fact that Handrail records about a pupil; a test finds a kind without a sentence."""


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(fact: Fact) -> str:
    """What a fact says, in the past tense, without who and when, which stand beside it."""
    return SENTENCES.get(fact.kind, fact.kind).format_map(_Known(fact.detail))
