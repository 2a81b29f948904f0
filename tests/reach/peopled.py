"""The cast with a row in every table, so that an empty answer means something."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from handrail.apps.cases import queries as cases
from handrail.apps.cases.models import Deadline
from handrail.apps.consents import actions as consents
from handrail.apps.documents import actions as documents
from handrail.apps.easy_read import actions as easy_read
from handrail.apps.easy_read.queries import Sentence
from handrail.apps.exchange import actions as exchange
from handrail.apps.family import actions as family
from handrail.apps.invitations import actions as invitations
from handrail.apps.letters import actions as letters
from handrail.apps.letters import queries as letter_queries
from handrail.apps.plans import actions as plans
from handrail.apps.plans import issued, uploads, writing
from handrail.apps.plans.models import Contribution
from handrail.apps.pupils import actions as pupils
from handrail.apps.pupils.models import CircleMember
from handrail.apps.versions import actions as versions
from tests.apps.voice.said import something_said
from tests.cast import TODAY, Cast, acting, moment


def fill_every_table(cast: Cast) -> Cast:
    with acting(cast.coordinator) as by:
        subject = cast.young
        pupils.set_profile(pupil=subject.pupil, lines={"skills": ["Listens well"]}, on=TODAY, by=by)
        plans.write_section(
            plan=subject.plan,
            key="changes",
            text="Other words",
            based_on=99,
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
        writing.be_seen(
            plan=subject.plan, key="changes", tab="a", caret=0, typing=True, at=moment(TODAY), by=by
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
        plans.write_facts(
            plan=sometimes,
            section="pupil",
            values={"pupil.disability_category": "Specific learning disability"},
            revision=0,
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
        documents.pdf_of(subject.version, at=moment(TODAY))
        easy_read.write(
            plan=subject.plan,
            sentences=[Sentence("You read with Tess.", "book")],
            revision=0,
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
        case = cases.case(subject.plan.case_id)
        letters.write(
            case=case,
            template=letter_queries.template(case, "programme-issued"),
            member=None,
            to_name="Paula Parent",
            to_address="",
            answers={},
            parts={},
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
        exchange.receive(
            pupil=subject.pupil,
            name="plan.json",
            content=subject.version.document.encode(),
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
        issued.correct(
            version=subject.version,
            place="changes/text",
            before="Every lesson starts with the page read aloud once.",
            after="Every lesson starts with the page red aloud once.",
            reason="The cast needs a slip of the pen.",
            on=TODAY,
            by=by,
        )
        versions.record_step(plan=subject.plan, step="ending_talked", happened_on=TODAY, on=TODAY, by=by)
        versions.give_copies(
            version=subject.version,
            copies=(versions.CopyWords(member=subject.parent, what="whole", how="post"),),
            given_on=TODAY,
            on=TODAY,
            by=by,
        )
    with acting(cast.class_teacher) as by:
        issued.record_opening(subject.version, at=moment(TODAY), by=by)
        versions.confirm_read(version=subject.version, on=TODAY, by=by)
    with acting(cast.parent) as by:
        plans.attach(
            contribution=Contribution.objects.get(pk=subject.contribution.pk),
            name="letter.png",
            content=b"\x89PNG\r\n\x1a\n",
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
        upload = uploads.begin(
            contribution=Contribution.objects.get(pk=subject.contribution.pk),
            name="report.pdf",
            size=uploads.PART + 1,
            fingerprint="one",
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
        uploads.take_part(upload=upload, number=0, content=bytes(uploads.PART), by=by)
    with acting(cast.coordinator) as by:
        consent = consents.ask(
            pupil=subject.pupil,
            member=subject.parent,
            purpose="assessment",
            what="Look at his eyes",
            on=TODAY,
            by=by,
        )
        consents.note_answer(
            consent=consent, answer="given", how="phone", happened_on=TODAY, on=TODAY, at=moment(TODAY), by=by
        )
        finding = consents.Finding(
            assessed_on=TODAY,
            assessed_by_name="Dr A",
            assessed_as="psychologist",
            capacity=True,
            capacity_reasons="Explains it well.",
            wellbeing=True,
            wellbeing_reasons="Has a supporter.",
        )
        consents.assess_right(
            pupil=cast.older.pupil, right="tribunal", finding=finding, on=TODAY, at=moment(TODAY), by=by
        )
        guest = CircleMember(kind="family", name="Gran", receives_copies=True)
        guest = pupils.join_circle(pupil=subject.pupil, member=guest, on=TODAY, by=by)
        invitations.invite(pupil=subject.pupil, member=guest, once=uuid4(), on=TODAY, at=moment(TODAY), by=by)
    with acting(cast.young_pupil) as by:
        something_said(cast.young.pupil, by=by)
    talk_with_the_family(cast)
    return cast


def talk_with_the_family(cast: Cast) -> None:
    """Answers, a shared draft with a comment and its answer, and a summary with a translation."""
    row = cast.older.plan
    with acting(cast.coordinator) as by:
        row.refresh_from_db()
        shared = family.share_draft(
            plan=row,
            draft_revision=row.draft_revision,
            answer_by=TODAY,
            shared_on=TODAY,
            at=moment(TODAY),
            by=by,
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
