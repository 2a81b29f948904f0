"""The design system is tested on its own. In the whole suite the product's own settings are used."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.ui.settings")
