from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.reach.peopled import fill_every_table


@pytest.fixture
def peopled(transactional_db: None, cast: Cast) -> Cast:
    """The cast, committed, with at least one row in every table that holds pupil data."""
    return fill_every_table(cast)
