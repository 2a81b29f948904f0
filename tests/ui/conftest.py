"""The design system is tested on its own, whatever the settings of the whole suite."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import django
import pytest
from django.test import override_settings

from tests.ui import settings as own

if TYPE_CHECKING:
    from collections.abc import Iterator

if "DJANGO_SETTINGS_MODULE" not in os.environ:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.ui.settings"
    django.setup()


@pytest.fixture(scope="package", autouse=True)
def _own_settings() -> Iterator[None]:
    """No one is signed in, no file is hashed, and the gallery has an address."""
    with override_settings(
        ROOT_URLCONF=own.ROOT_URLCONF,
        TEMPLATES=own.TEMPLATES,
        FORM_RENDERER=own.FORM_RENDERER,
        STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    ):
        yield
