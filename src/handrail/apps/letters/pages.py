from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from handrail.apps.cases.models import Case
from handrail.apps.letters.composing import blanks, law_lines
from handrail.apps.letters.forms import LetterForm, SendForm, WriteForm
from handrail.apps.letters.models import Letter
from handrail.apps.letters.stationery import LetterTemplate, Step
from handrail.core.citations import Citation
from handrail.ui.components import Link
from handrail.ui.phrases import plain_day


@dataclass(frozen=True, slots=True)
class Kept:
    link: Link
    says: str


@dataclass(frozen=True, slots=True)
class Offered:
    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
    pupil: str
    pupil_id: object
    lead: str
    kept: tuple[Kept, ...]
    offered: tuple[Offered, ...]
    back: Link


@dataclass(frozen=True, slots=True)
class WritePage:
    title: str
    pupil: str
    form: WriteForm
    law: tuple[str, ...]
    refused: str
    back: Link


@dataclass(frozen=True, slots=True)
class LetterPage:
    title: str
    pupil: str
    lead: str
    form: LetterForm
    sending: SendForm
    sent: str
    event: str
    paragraphs: str
    to: str
    law: tuple[str, ...]
    blanks: tuple[str, ...]
    theirs: tuple[tuple[str, str], ...]
    refused: str
    pdf_url: str
    send_url: str
    address: str
    back: Link

    @property
    def forms(self) -> tuple[object, ...]:
        return (self.form, self.sending)


def index_page(
    case: Case, letters: Sequence[Letter], templates: Iterable[LetterTemplate], *, name: str
) -> IndexPage:
    templates = list(templates)
    return IndexPage(
        pupil=case.pupil.name,
        pupil_id=case.pupil_id,
        lead=f"{name}. Begin with a letter of this place, change its words, print it, and say when it was sent.",
        kept=tuple(
            Kept(
                Link(f"{one.name}, to {one.to_name}", reverse("letters:letter", args=[case.pk, one.pk])),
                f"Sent on {plain_day(one.sent_on)}, {one.sent_how}."
                if one.sent_on
                else f"Written on {plain_day(one.written_on)} by {one.written_by_name}. Not sent yet.",
            )
            for one in letters
        ),
        offered=tuple(
            Offered(
                step.label,
                tuple(
                    Link(_named(one, case), reverse("letters:write", args=[case.pk, one.key]))
                    for one in templates
                    if one.step is step
                ),
            )
            for step in Step
            if any(one.step is step for one in templates)
        ),
        back=_back(case),
    )


def write_page(
    case: Case, template: LetterTemplate, form: WriteForm, *, citations: Iterable[Citation], refused: str
) -> WritePage:
    return WritePage(
        title=_named(template, case),
        pupil=case.pupil.name,
        form=form,
        law=tuple(law_lines(citations)),
        refused=refused,
        back=Link("All letters", reverse("letters:index", args=[case.pk])),
    )


def letter_page(
    letter: Letter, form: LetterForm, sending: SendForm, *, refused: str, theirs: bool
) -> LetterPage:
    at = [letter.case_id, letter.pk]
    return LetterPage(
        title=letter.name,
        pupil=letter.pupil.name,
        lead=f"To {letter.to_name}. Written by {letter.written_by_name} on {plain_day(letter.written_on)}.",
        form=form,
        sending=sending,
        sent=f"Sent on {plain_day(letter.sent_on)}, {letter.sent_how}. {letter.sent_by_name} recorded it."
        if letter.sent_on
        else "",
        event="What it is in law is recorded in the case." if letter.event_id else "",
        paragraphs=letter.text,
        to="\n".join(part for part in (letter.to_name, letter.to_address) if part),
        law=tuple(letter.law.splitlines()),
        blanks=tuple(blanks(f"{letter.subject}\n{letter.text}")),
        theirs=(("About", letter.subject), ("The letter", letter.text)) if theirs else (),
        refused=refused,
        pdf_url=reverse("letters:pdf", args=at),
        send_url=reverse("letters:send", args=at),
        address=reverse("letters:letter", args=at),
        back=Link("All letters", reverse("letters:index", args=[letter.case_id])),
    )


def words_of(letter: Letter) -> dict[str, object]:
    return {name: getattr(letter, name) for name in ("to_name", "to_address", "subject", "text", "revision")}


def _named(template: LetterTemplate, case: Case) -> str:
    return template.name.replace("{known_as}", case.pupil.known_as)


def _back(case: Case) -> Link:
    return Link("What happened in this case", reverse("cases:case", args=[case.pk]))
