"""Words of the trade, explained on every page that asks for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from handrail.apps.guide.words import Explainer


def words(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001
    """Context processor: `explain`, which marks each word once on the page that is being made."""
    return {"explain": Explainer()}
