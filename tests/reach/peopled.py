"""The cast with a row in every table, so that an empty answer means something."""

from __future__ import annotations

from datetime import timedelta

from handrail.apps.cases.models import Deadline
from handrail.apps.documents import actions as documents
from handrail.apps.family import actions as family
from handrail.apps.plans import actions as plans
from handrail.apps.plans.models import Contribution
from handrail.apps.pupils import actions as pupils
from tests.cast import TODAY, Cast, acting, moment


def fill_every_table(cast: Cast) -> Cast:
    with acting(cast.coordinator) as by:
        subject = cast.young
        pupils.set_profile(pupil=subject.pupil, lines={"skills": ["Listens well"]}, on=TODAY, by=by)
        plans.write_section(
            plan=subject.plan,
            key="changes",
            text="Other words",
            based_on=0,
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
        Deadline.objects.filter(case_id=subject.plan.case_id, is_open=True).update(
            acts_on=TODAY - timedelta(days=1)
        )
        plans.answer_fit_question(
            plan=subject.plan, sign="not_looked_at", words="It still fits.", on=TODAY, by=by
        )
        sometimes = plans.start_plan(pupil=subject.pupil, plan_type="us/iep", on=TODAY, by=by)
        plans.set_aside(
            plan=sometimes, section="rights", requirement="rights", reason="He is ten.", on=TODAY, by=by
        )
        documents.pdf_of(subject.version, at=moment(TODAY))
    with acting(cast.parent) as by:
        plans.attach(
            contribution=Contribution.objects.get(pk=subject.contribution.pk),
            name="letter.png",
            content=b"\x89PNG\r\n\x1a\n",
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
    talk_with_the_family(cast)
    return cast


def talk_with_the_family(cast: Cast) -> None:
    """Answers, a shared draft with a comment and its answer, and a summary with a translation."""
    row = cast.older.plan
    with acting(cast.coordinator) as by:
        row.refresh_from_db()
        shared = family.share_draft(
            plan=row, draft_revision=row.draft_revision, answer_by=TODAY, on=TODAY, at=moment(TODAY), by=by
        )
        summary = family.write_summary(
            plan=row, text="Merle reads.", language="en-GB", based_on=0, on=TODAY, by=by
        )
        family.translate_summary(
            summary=summary,
            language="pl",
            text="Merle czyta.",
            translator="Kasia",
            machine_made=False,
            on=TODAY,
            by=by,
        )
    with acting(cast.parent) as by:
        family.save_answers(
            contribution=Contribution.objects.get(pk=cast.older.contribution.pk),
            words=family.AnswerWords(hopes="That he likes books."),
            revision=0,
            at=moment(TODAY),
            by=by,
        )
        words = family.CommentWords(kind="disagree", words="He hates it.")
        said = family.comment(shared=shared, section="changes", words=words, on=TODAY, by=by)
    with acting(cast.coordinator) as by:
        family.answer(comment=said, outcome="as_it_was", words="It helps.", on=TODAY, at=moment(TODAY), by=by)
