"""A draft that is shared with the family, for the tests of this folder."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from handrail.apps.family import actions
from handrail.apps.family.actions import CommentWords
from handrail.apps.plans.models import Plan
from tests.cast import TODAY, Cast, acting, moment

if TYPE_CHECKING:
    from handrail.apps.family.models import Comment, SharedDraft

WORDS = "Every lesson starts with the page read aloud once."
"""What the cast wrote in every section of text."""
SECTION = "changes"


def fresh(plan: Plan) -> Plan:
    return Plan.objects.select_related("pupil", "school").get(pk=plan.pk)


def share(cast: Cast, plan: Plan, *, note: str = "") -> SharedDraft:
    with acting(cast.coordinator) as by:
        row = fresh(plan)
        return actions.share_draft(
            plan=row,
            draft_revision=row.draft_revision,
            answer_by=TODAY + timedelta(days=14),
            note=note,
            shared_on=TODAY,
            at=moment(TODAY),
            by=by,
        )


def say(cast: Cast, shared: SharedDraft, kind: str, *, section: str = SECTION, **more: object) -> Comment:
    everyone = bool(more.pop("everyone", False))
    with acting(cast.parent) as by:
        return actions.comment(
            shared=shared,
            section=section,
            words=CommentWords(kind=kind, **more),  # type: ignore[arg-type]
            everyone=everyone,
            on=TODAY,
            by=by,
        )


@pytest.fixture
def shared(cast: Cast) -> SharedDraft:
    return share(cast, cast.young.plan, note="Tell us what you think.")
