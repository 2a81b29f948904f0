from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.reach.peopled import every_table_filled


@pytest.fixture
def peopled(transactional_db: None) -> Cast:
    """The cast, committed, with at least one row in every table that holds pupil data."""
    return every_table_filled()
