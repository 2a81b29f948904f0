"""The cast of the journeys: that of tests/cast.py, and a pupil without a plan whose family waits for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from handrail.apps.organisations.models import Membership
from handrail.apps.pupils import actions as pupils
from handrail.apps.pupils.actions import Particulars
from handrail.apps.pupils.models import CircleMember, Pupil
from tests.cast import Cast, acting, build_cast, person

if TYPE_CHECKING:
    from handrail.apps.accounts.models import Person

PASS_PHRASE = "a good long pass phrase"


@dataclass(slots=True)
class Story:
    today: date
    cast: Cast
    pupil: Pupil
    own: Person
    parent: Person
    member: CircleMember
    other_teacher: Person


def tell(*, on: date) -> Story:
    """Iona needs a plan. Her mother, her teacher and the coordinator are ready to write it."""
    cast = build_cast(on=on)
    parent, own = person("Mairi MacRae"), person("Iona MacRae")
    other_teacher = person("Omar Elsewhere")
    Membership.objects.create(
        person=other_teacher,
        organisation=cast.other_school,
        role="class_teacher",
        starts_on=on - timedelta(days=800),
    )
    then = on - timedelta(days=20)
    with acting(cast.coordinator, on=then) as by:
        pupil = pupils.add_pupil(
            school=cast.school,
            particulars=Particulars(
                given_name="Iona",
                family_name="MacRae",
                born=date(on.year - 9, 5, 6),
                year_group="Primary 5",
                class_name="P5B",
                pronouns="she/her",
                address="4 Pier Row, Ferrybank",
                phone="01632 960011",
                languages="English and Gaelic",
                preferred_language="English",
                entered_school_on=date(on.year - 4, 8, 18),
            ),
            on=then,
            by=by,
        )
        me = CircleMember.objects.get(pupil=pupil, kind="pupil")
        pupils.give_account(member=me, person=own, on=then, by=by)
        member = CircleMember(
            kind="parent",
            name=parent.name,
            person=parent,
            relation="mother",
            parental_responsibility=True,
            receives_copies=True,
            address="4 Pier Row, Ferrybank",
            phone="01632 960011",
            preferred_language="English",
        )
        for one in (
            member,
            CircleMember(
                kind="staff",
                name=cast.class_teacher.name,
                person=cast.class_teacher,
                relation="class teacher",
            ),
            CircleMember(
                kind="staff",
                name=cast.coordinator.name,
                person=cast.coordinator,
                relation="support for learning teacher",
                phone="01632 960002",
            ),
        ):
            pupils.join_circle(pupil=pupil, member=one, on=then, by=by)
        pupils.set_profile(
            pupil=pupil,
            lines={
                "appreciate": ["Knows every bird on the shore.", "Waits for people who walk slowly."],
                "important_to_me": ["Knowing what comes next.", "Drawing before I write."],
                "how_to_support_me": ["Show me, then tell me.", "Give me the first sentence."],
                "skills": ["Names 40 birds by their call."],
            },
            on=then,
            by=by,
        )
        pupils.record_voice(
            pupil=pupil,
            words="When there is a picture first I know where to start. Big white pages make me wait.",
            said_on=then,
            with_whom=by.name,
            question="What helps you begin?",
            on=then,
            by=by,
        )
    return Story(
        today=on, cast=cast, pupil=pupil, own=own, parent=parent, member=member, other_teacher=other_teacher
    )
