from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.easy_read.forms import EasyReadForm
from handrail.apps.easy_read.models import EasyRead
from handrail.apps.easy_read.queries import Sentence, is_stale, sentences
from handrail.apps.easy_read.symbols import address
from handrail.apps.plans.models import Plan
from handrail.core.easy_words import OLDEST_READER, Hard, hard_in, reader
from handrail.ui.components import Link
from handrail.ui.phrases import plain_day


@dataclass(frozen=True, slots=True)
class Shown:
    says: str
    picture: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is hard about a sentence, beside it."""

    says: str
    hard: tuple[Hard, ...]


@dataclass(frozen=True, slots=True)
class EasyReadPage:
    title: str
    pupil: str
    shown: tuple[Shown, ...]
    stale: str
    written: str
    write_url: str
    pdf_url: str
    back: Link


@dataclass(frozen=True, slots=True)
class WritePage:
    title: str
    pupil: str
    lead: str
    form: EasyReadForm
    asked: tuple[Asked, ...]
    age: str
    stale: str
    theirs: tuple[Shown, ...]
    refused: str
    back: Link


def easy_read_page(plan: Plan, row: EasyRead | None, *, may_write: bool) -> EasyReadPage:
    return EasyReadPage(
        title=_("My plan in easy words"),
        pupil=plan.pupil.name,
        shown=shown(sentences(row)),
        stale=_stale(row),
        written=_("Written by %(name)s on %(day)s, for version %(number)d.")
        % {"name": row.written_by_name, "day": plain_day(row.written_on), "number": row.about_version}
        if row
        else "",
        write_url=reverse("easy_read:write", args=[plan.pk]) if may_write and plan.latest_number else "",
        pdf_url=reverse("easy_read:pdf", args=[plan.pk]) if row else "",
        back=Link(
            _("Back to %(name)s") % {"name": plan.pupil.known_as}, reverse("home:pupil", args=[plan.pupil_id])
        ),
    )


def write_page(
    plan: Plan,
    row: EasyRead | None,
    form: EasyReadForm,
    *,
    written: tuple[Sentence, ...],
    theirs: bool = False,
    refused: str = "",
) -> WritePage:
    """`written` are the sentences to look at: those that were just sent, else those that are kept."""
    age = reader(one.says for one in written)
    return WritePage(
        title="Write it in easy words",
        pupil=plan.pupil.name,
        lead="One idea in each sentence, and a picture beside it. Say what the plan says, and nothing else.",
        form=form,
        asked=tuple(Asked(one.says, hard) for one in written if (hard := hard_in(one.says))),
        age=_age(age) if written else "",
        stale=_stale(row),
        theirs=shown(sentences(row)) if theirs else (),
        refused=refused,
        back=Link("Back", reverse("easy_read:easy_read", args=[plan.pk])),
    )


def shown(found: tuple[Sentence, ...]) -> tuple[Shown, ...]:
    return tuple(Shown(one.says, address(one.symbol) if one.symbol else "") for one in found)


def _stale(row: EasyRead | None) -> str:
    if row is None or not is_stale(row):
        return ""
    return _("The plan has changed. These words are about version %(number)d; the newest is %(newest)d.") % {
        "number": row.about_version,
        "newest": row.plan.latest_number,
    }


def _age(age: float) -> str:
    said = f"Together, somebody of about {max(round(age), 5)} can read this, by a formula that is good to about a year."
    if age > OLDEST_READER:
        return f"{said} Try for {OLDEST_READER}: shorter sentences, shorter words."
    return said
