"""Six whole plans in the words of invented people, one for each kind of plan that differs most in form.

Three of them are those of the demonstration, read from its files, so that their words stand in one place.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from handrail.apps.demonstration.places import DATA
from handrail.apps.demonstration.story_days import StoryDays

NAMES: Final = ("finlay", "ayaan", "zainab", "mateo", "noor", "simone")

WAY: Final[dict[str, dict[str, Any]]] = {
    # What the plan type makes a condition of issuing, and who issues it.
    "zainab": {"steps": ["draft_served", "draft_answered"], "issued_by": "officer"},
    "mateo": {"steps": ["team_met"], "issued_by": "officer"},
    "simone": {"steps": ["consulted"], "issued_by": "officer"},
}


def story(name: str) -> dict[str, Any]:
    """What a story's file says: the pupil, the circle, needs, goals, help, texts, facts and views."""
    if name in WAY:
        return _demonstrated(name) | WAY[name]
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


def _demonstrated(name: str) -> dict[str, Any]:
    """A story of the demonstration on its own days, with the people of its circle by name."""
    read = tomllib.loads((DATA / "stories" / f"{name}.toml").read_text(encoding="utf-8"))
    told = StoryDays(timedelta()).moved_whole(read)
    views = [one for one in told["step"] if one["do"] == "give a view"]
    own = next(one for one in views if one["who"] == "pupil")
    parent = next(one for one in views if one["who"] != "pupil")
    (began,) = (one for one in told["step"] if one["do"] == "start a plan")
    return {
        "plan_type": began["plan_type"],
        "pupil": told["pupil"] | {"entered_school": date(2026, 9, 3)},
        "circle": [_by_name(one) for one in told["circle"]],
        "need": told["need"],
        "goal": told["goal"],
        "help": told["support"],
        "texts": told["texts"],
        "facts": told["facts"],
        "pupil_view": {"words": own["words"], "said_on": own["on"]},
        "parent_view": {"words": parent["words"], "said_on": parent["on"], "by": parent["who"]},
    }


def _by_name(one: dict[str, Any]) -> dict[str, Any]:
    """Somebody of a circle; who they are stands with their school or service if they work there."""
    places = tomllib.loads((DATA / "organisations.toml").read_text(encoding="utf-8"))
    workers = {
        worker["id"]: worker
        for kind in ("authority", "school", "agency")
        for place in places[kind]
        for worker in place["staff"]
    }
    told = {key: value for key, value in one.items() if key != "access_from"}
    if (worker := workers.get(one["id"])) is None:
        return told
    kind = "staff" if "role" in worker else "professional"
    return {"kind": kind, "name": worker["name"], "relation": worker["title"]} | told
