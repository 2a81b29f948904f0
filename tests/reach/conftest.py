from __future__ import annotations

import pytest

from handrail.apps.accounts.queries import actor_for
from handrail.apps.documents import actions as documents
from handrail.apps.plans import actions as plans
from handrail.apps.pupils import actions as pupils
from tests.cast import TODAY, Cast, acting, build_cast, moment


@pytest.fixture
def peopled(transactional_db: None) -> Cast:
    """The cast, committed, with at least one row in every table that holds pupil data."""
    cast = build_cast(on=TODAY)
    with acting(cast.coordinator) as by:
        subject = cast.young
        pupils.set_profile(pupil=subject.pupil, lines={"skills": ["Listens well"]}, on=TODAY, by=by)
        plans.write_section(
            plan=subject.plan, key="changes", text="Other words", based_on=0, on=TODAY, at=moment(TODAY), by=by
        )
        documents.pdf_of(subject.version, at=moment(TODAY))
    assert actor_for(cast.coordinator, on=TODAY).reach.schools == {cast.school.pk}
    return cast
