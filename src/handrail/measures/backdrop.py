"""What lies behind the checks in every chart over time: holidays, and the days on which something was changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from handrail.measures import vega
from handrail.measures.palette import INK, MIST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from handrail.measures.aimlines import Pause
    from handrail.measures.observations import Phase


def pauses(given: Sequence[Pause], first: date, last: date) -> list[vega.Layer]:
    """Holidays, as pale bands."""
    rows = [
        {
            "from": vega.milliseconds(max(pause.starts, first)),
            "to": vega.milliseconds(min(pause.ends + timedelta(days=1), last)),
        }
        for pause in given
        if pause.ends >= first and pause.starts <= last
    ]
    if not rows:
        return []
    return [vega.layer("rect", rows, {"x": vega.day("from"), "x2": {"field": "to"}}, color=MIST, clip=True)]


def uprights(changes: Sequence[Phase]) -> list[vega.Layer]:
    """Where teaching changed, solid; where what is asked changed, dashed."""
    layers = []
    for dashed, dash in ((False, [1, 0]), (True, [5, 4])):
        rows = [
            {"day": vega.milliseconds(phase.starts)} for phase in changes if phase.changed.dashed is dashed
        ]
        if rows:
            across = {"x": vega.day("day")}
            layers.append(vega.layer("rule", rows, across, color=INK, strokeWidth=1.5, strokeDash=dash))
    return layers
