"""The record in words: each kind of fact as a sentence."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from handrail.apps.audit.models import Fact

SENTENCES: Final = {
    "pupil.added": gettext_noop("Entered in Handrail."),
    "pupil.changed": gettext_noop("Facts about the pupil were changed."),
    "pupil.profile_written": gettext_noop("The one-page profile was written."),
    "voice.told": gettext_noop("Answered questions in their own words."),
    "voice.shared": gettext_noop("Chose who sees their own words."),
    "voice.profile_picked": gettext_noop("The pupil’s own words on the one-page profile were chosen."),
    "pupil.spoke": gettext_noop("Gave their own words."),
    "pupil.changed_school": gettext_noop("Moved to {to_school}."),
    "circle.joined": gettext_noop("{name} joined the circle."),
    "circle.changed": gettext_noop("What is known about {name} was changed."),
    "circle.access_ended": gettext_noop("{name}’s access ends on {last_day}."),
    "circle.reordered": gettext_noop("The family is contacted in this order: {names}."),
    "circle.account_given": gettext_noop("{name} can sign in."),
    "consent.asked": gettext_noop("{member} was asked for consent to {purpose}: {what}"),
    "consent.given": gettext_noop("{member} consented, {how}: {what}"),
    "consent.refused": gettext_noop("{member} did not consent, {how}: {what}"),
    "consent.withdrawn": gettext_noop("{member} withdrew consent, {how}: {what}"),
    "right.assessed": gettext_noop("{assessor} assessed whether the pupil may {right}."),
    "invitation.made": gettext_noop("{name} was invited."),
    "invitation.ended": gettext_noop("The invitation for {name} was taken back."),
    "invitation.locked": gettext_noop("The invitation for {name} was closed after wrong codes."),
    "invitation.accepted": gettext_noop("{name} accepted the invitation."),
    "access.refused": gettext_noop("Was not allowed to {act}."),
    "case.opened": gettext_noop("Work on the {name} began."),
    "case.event": "{says}",
    "plan.draft_started": gettext_noop("A draft of the {name} was opened."),
    "plan.section_written": gettext_noop("Wrote in “{section}”."),
    "plan.facts_written": gettext_noop("Wrote facts in “{section}”."),
    "plan.texts_chosen": gettext_noop("Two texts of “{section}” became one."),
    "plan.need_added": gettext_noop("Added a need: {need}"),
    "plan.need_changed": gettext_noop("Changed a need: {need}"),
    "plan.need_removed": gettext_noop("Took out a need: {need}"),
    "plan.goal_added": gettext_noop("Added a goal: {goal}"),
    "plan.goal_changed": gettext_noop("Changed a goal: {goal}"),
    "plan.goal_said": gettext_noop("Said a goal in the pupil’s own words: {goal}"),
    "plan.goal_removed": gettext_noop("Took out a goal: {goal}"),
    "plan.provision_added": gettext_noop("Promised help: {provision}"),
    "plan.provision_changed": gettext_noop("Changed help: {provision}"),
    "plan.provision_removed": gettext_noop("Took out help: {provision}"),
    "plan.people_named": gettext_noop("Named who co-ordinates and whom the family asks."),
    "plan.review_agreed": gettext_noop("A day for the next review was agreed."),
    "plan.view_asked": gettext_noop("{member} was asked for their view."),
    "plan.view_given": gettext_noop("{member} gave their view."),
    "plan.view_changed": gettext_noop("{member} changed their view."),
    "plan.draft_shared": gettext_noop("The draft of the {name} was shared with the family."),
    "plan.commented": gettext_noop("{member} said what they think of “{section}”: {what}."),
    "plan.comment_answered": gettext_noop("The school answered {member} about “{section}”: {outcome}."),
    "plan.summary_written": gettext_noop("The plain summary of the {name} was written, edition {edition}."),
    "plan.summary_translated": gettext_noop("The plain summary was translated ({language}) by {translator}."),
    "plan.translation_checked": gettext_noop(
        "{reader} read the translation ({language}) and found it right."
    ),
    "plan.file_added": gettext_noop("{member} added a file: {file}"),
    "plan.file_removed": gettext_noop("{member} took out a file: {file}"),
    "plan.file_refused": gettext_noop("A file of {member} was not let in: {file} {found}"),
    "plan.fit_answered": gettext_noop("Answered “{question}”: {words}"),
    "plan.requirement_set_aside": gettext_noop("Said that this does not apply: {what} Because: {reason}"),
    "plan.requirement_asked_again": gettext_noop("Took back that this does not apply: {what}"),
    "letter.written": gettext_noop("Wrote a letter to {to}: {name}."),
    "letter.changed": gettext_noop("Changed a letter to {to}: {name}."),
    "letter.sent": gettext_noop("A letter was sent to {to}, {how}: {name}."),
    "plan.easy_read_written": gettext_noop("The {name}, version {number}, was written in easy words."),
    "plan.received": gettext_noop("A plan from another school came: {name}, from {school}."),
    "plan.taken_in": gettext_noop("The plan that came from another school became a draft of the {name}."),
    "organisation.calendar_set": gettext_noop("The school calendar was set."),
    "plan.issued": gettext_noop("{name} issued, version {number}."),
    "case.closed": gettext_noop("Work on an earlier plan was closed."),
    "plan.sections_opened": gettext_noop("More sections were opened for changes."),
    "plan.law_looked_at": gettext_noop("Looked at what the law asks of this plan now."),
    "plan.corrected": gettext_noop("A slip of the pen in {heading} was put right, as {number}: {reason}"),
    "plan.ended": gettext_noop("{name} ended: {because}"),
    "plan.step_recorded": gettext_noop("{title}: {note}"),
    "plan.copy_taken_back": gettext_noop(
        "The copy that {name} was said to have of version {number} was entered in error: {reason}"
    ),
    "plan.copy_given": gettext_noop("{name} was given version {number}: {what}, {how}."),
    "plan.read_confirmed": gettext_noop("Read what they need to do, version {number}."),
}
"""Every kind of fact that Handrail records about a pupil; a test finds a kind without a sentence."""


WRITTEN_DOWN: Final = {
    "voice.told": gettext_noop("Answered questions in their own words. {scribe} wrote them down."),
}
"""The same where somebody wrote down what was said."""

CHOSEN: Final = frozenset({"how", "purpose", "what"})
"""Details that hold one of a few words of ours, which are in the catalogues; what people wrote is found in none."""


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(fact: Fact) -> str:
    """What a fact says, in the past tense, without who and when, which stand beside it."""
    detail = {
        key: _(value) if key in CHOSEN and isinstance(value, str) and value else value
        for key, value in fact.detail.items()
    }
    says = WRITTEN_DOWN if detail.get("scribe") and fact.kind in WRITTEN_DOWN else SENTENCES
    return _(says.get(fact.kind, fact.kind)).format_map(_Known(detail))
