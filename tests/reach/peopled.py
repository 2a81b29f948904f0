"""The cast with a row in every table, so that an empty answer means something."""

from __future__ import annotations

from handrail.apps.documents import actions as documents
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
    return cast
