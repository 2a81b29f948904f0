"""In which order, and by which worker, tests are run.

What takes long begins first, so that the workers end together; otherwise the order is random. Tests are given out
one by one, but those of one costly set-up all to one worker, so that no other makes it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from xdist.scheduler import Scheduling

LONG: Final = ("slow", "browser")
"""Marks of tests that take seconds."""

TOGETHER: Final = ("tests/apps/demonstration/", "tests/config/test_wheel.py")
"""Where the demonstration is loaded, and a wheel is built."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in LONG))


class GivenOut(LoadScopeScheduling):
    """Each test is a scope of its own, but for those that belong together."""

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    return GivenOut(config, log)
