"""The cast with a row in every table, so that an empty answer means something."""

from __future__ import annotations

from datetime import timedelta

from handrail.apps.cases.models import Deadline
from handrail.apps.documents import actions as documents
from handrail.apps.plans import actions as plans
from handrail.apps.plans.models import Contribution
from handrail.apps.pupils import actions as pupils
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
    with acting(cast.young_pupil) as by:
        something_said(cast.young.pupil, by=by)
    return cast
