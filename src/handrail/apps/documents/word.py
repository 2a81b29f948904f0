"""The plan as a document for word processors: real headings, tables with header rows, one language."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from handrail.apps.documents import characters, wording
from handrail.apps.documents.corrections import CorrectionOnPaper, Stretch
from handrail.apps.documents.layout import STANDARD, Layout, PaperColour, Spacing, Typeface
from handrail.apps.documents.paper import Paper, SectionOnPaper, paper_of, without_places_to_break
from handrail.apps.documents.prose import Fact, OwnWords, Prose
from handrail.apps.documents.thread import GoalOnPaper, HelpOnPaper, NeedOnPaper

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
INK: Final = RGBColor(0x1A, 0x2B, 0x2C)
SPRUCE: Final = RGBColor(0x14, 0x50, 0x4F)
PLUM: Final = RGBColor(0x47, 0x1A, 0x41)
# XML 1.0 has no place for these at all, so that a document with one could not be opened.
NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What a machine is likely to have; a document for editing brings no typefaces along.
FONTS: Final[Mapping[Typeface, str]] = {Typeface.HYPERLEGIBLE: "Verdana", Typeface.PLAIN: "Arial"}


def plan_docx(
    document: Mapping[str, object],
    *,
    sha256: str | None = None,
    layout: Layout = STANDARD,
    draft: bool = False,
) -> bytes:
    """The plan as DOCX, with the words and the order of the PDF."""
    texts = characters.in_every_text(
        characters.in_every_text(document, characters.plain_lines),
        lambda text: NOT_IN_XML.sub(characters.STAND_IN, text),
    )
    paper = without_places_to_break(paper_of(texts, sha256=sha256, draft=draft))
    return _saved(_Writer(layout).plan(paper))


def _saved(made: Document) -> bytes:
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


class _Writer:
    """Writes one document from top to bottom."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.made: Document = docx.Document()

    def plan(self, paper: Paper) -> Document:
        self._set_up(paper)
        self._line(paper.place)
        self._heading(paper.pupil, level=1)
        self._line(paper.plan_type, bold=True)
        self._line(paper.legal_weight)
        for notice in paper.notices:
            self._line(notice)
        if paper.draft:
            self._line("Draft: not issued, and not the plan in force.", bold=True)
        if paper.invented:
            self._line("All people, schools and plans here are invented.")
        self._facts(paper.facts, header=("About this plan", "What is so"))
        self._heading("Next review", level=2)
        self._line(paper.review.on, bold=True)
        self._prose(paper.review.sentence)
        self._line(paper.review.citation)
        for section in paper.sections:
            self._section(section, paper)
        if not any(section.signed_here for section in paper.sections):
            self._issued(paper)
        return self.made

    # --- the whole --------------------------------------------------------------------------------

    def _set_up(self, paper: Paper) -> None:
        language = f"{paper.language}-{paper.region}" if paper.region else paper.language
        about = self.made.core_properties
        about.title, about.author, about.language = paper.title, paper.issue.name or "Handrail", language
        about.created = about.modified = datetime(*paper.issued, tzinfo=UTC).replace(tzinfo=None)
        about.comments = ""
        wide = self.layout.spacing is Spacing.WIDE
        normal = self.made.styles["Normal"]
        normal.font.name, normal.font.size, normal.font.color.rgb = (
            FONTS[self.layout.typeface],
            Pt(self.layout.body),
            INK,
        )
        normal.paragraph_format.line_spacing = 1.6 if wide else 1.25
        normal.paragraph_format.space_after = Pt(self.layout.body * (0.9 if wide else 0.5))
        properties = normal.element.get_or_add_rPr()
        if wide:
            # In twentieths of a point, and before the size, as the schema orders it.
            apart = _element("w:spacing", {"w:val": str(int(self.layout.body * 20 * 0.06))})
            properties.find(qn("w:sz")).addprevious(apart)
        for spoken in self.made.styles.element.iter(qn("w:lang")):
            spoken.set(qn("w:val"), language)
        for level, points in ((1, 26), (2, 17), (3, 12.5)):
            style = self.made.styles[f"Heading {level}"]
            style.font.name, style.font.bold = FONTS[self.layout.typeface], True
            style.font.size = Pt(max(points * self.layout.headings, self.layout.body))
            style.font.color.rgb = SPRUCE if level == 2 else INK
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(theme), None)
        if self.layout.paper is PaperColour.CREAM:
            colour = self.layout.paper.colour.removeprefix("#")
            self.made.element.insert(0, _element("w:background", {"w:color": colour}))
            self.made.settings.element.find(qn("w:zoom")).addnext(_element("w:displayBackgroundShape", {}))
        self._foot(paper.footer)

    def _foot(self, text: str) -> None:
        foot = self.made.sections[0].footer.paragraphs[0]
        foot.text = f"{text}, page "
        run = foot.add_run()
        for kind, said in (("begin", ""), ("", "PAGE"), ("end", "")):
            if kind:
                run._r.append(_element("w:fldChar", {"w:fldCharType": kind}))
            else:
                code = _element("w:instrText", {})
                code.text = said
                run._r.append(code)

    # --- sections ---------------------------------------------------------------------------------

    def _section(self, section: SectionOnPaper, paper: Paper) -> None:
        self._heading(section.heading, level=2)
        self._line(section.citation, small=True)
        self._line(section.absent)
        self._prose(section.text)
        self._facts(section.facts, header=("What", "What is so"))
        for need in section.needs:
            self._need(need)
        for goal in section.goals:
            self._goal(goal, paper)
        self._provision(section.provision, paper)
        for view in section.views:
            self._own_words(view)
        for line in section.asked:
            self._line(line)
        for entry in section.entries:
            self._facts(entry, header=("What", "What is so"))
        for correction in section.corrections:
            self._correction(correction, section)
        if section.signed_here:
            self._issued(paper)

    def _correction(self, one: CorrectionOnPaper, section: SectionOnPaper) -> None:
        self._heading(f"Correction {one.number}", level=3)
        if one.where != section.heading:
            self._line(one.where)
        self._stretches("It said: ", one.before)
        self._stretches("It says now: ", one.after)
        self._line(one.why)
        self._line(one.credit, small=True)

    def _stretches(self, name: str, stretches: Sequence[Stretch]) -> None:
        """A text in which the words that were put right stand out; between quotation marks."""
        paragraph = self.made.add_paragraph()
        _written(paragraph, f"{name}“")
        for one in stretches:
            paragraph.add_run(one.text).bold = one.changed or None
        paragraph.add_run("”")

    def _need(self, need: NeedOnPaper) -> None:
        self._heading(f"Need {need.number}: {need.title}", level=3)
        self._prose(need.description)
        self._facts(need.facts, header=("What", "What is so"))

    def _goal(self, goal: GoalOnPaper, paper: Paper) -> None:
        self._heading(f"Goal {goal.number}", level=3)
        self._prose(goal.text, bold=True)
        if goal.own_words:
            self._line(paper.in_own_words)
            self._own_words(goal.own_words)
        need = (
            f"Need {goal.need.number}: {goal.need.title}" if goal.need else "No need is named for this goal."
        )
        rows = [
            ("For", need),
            *([("When, where and with what", _joined(goal.condition))] if goal.condition else []),
            ("Now", _joined(goal.baseline)),
            ("Target", _joined(goal.target)),
            ("By", goal.due),
            *([("Reached", _joined(goal.criterion))] if goal.criterion else []),
            ("Measured", _joined(goal.measure)),
        ]
        rows += [("Help", f"Help {one.number}: {one.says}") for one in goal.help]
        if not goal.help:
            rows.append(("Help", paper.no_help))
        self._table(("What", f"Goal {goal.number}"), [(name, value or "Not written") for name, value in rows])

    def _provision(self, rows: Sequence[HelpOnPaper], paper: Paper) -> None:
        if not rows:
            return
        self._table(
            ("What", "Who", "How often", "How long", "Where", "From, until"),
            [
                (
                    "\n".join(
                        part
                        for part in (
                            f"Help {row.number}",
                            _joined(row.what),
                            _joined(row.says),
                            "For " + ", ".join(f"Goal {number}" for number in row.goals)
                            if row.goals
                            else "For no goal in this plan"
                            if paper.has_goals
                            else "",
                        )
                        if part
                    ),
                    "\n".join(part for part in (_joined(row.who), _joined(row.role)) if part)
                    or "Not written",
                    row.how_often or "Not written",
                    row.how_long or "Not written",
                    _joined(row.where) or "Not written",
                    row.when or "Not written",
                )
                for row in rows
            ],
        )

    def _issued(self, paper: Paper) -> None:
        if paper.draft:
            self._line(f"Nobody has issued this. It is a draft, as it was on {paper.issue.on}.")
            return
        self._line(f"Issued by {paper.issue.name}", bold=True)
        role = f"{paper.issue.role}. " if paper.issue.role else ""
        self._line(f"{role}Issued on {paper.issue.on}.")

    # --- pieces -----------------------------------------------------------------------------------

    def _heading(self, text: str, *, level: int) -> None:
        self._paragraph(text, style=f"Heading{level}")

    def _paragraph(self, text: str, *, style: str = "") -> Run:
        """A paragraph in a style by its id: looked up by name, a style costs more than the paragraph."""
        paragraph = self.made.add_paragraph()
        if style:
            paragraph._p.style = style
        return _written(paragraph, text)

    def _line(self, text: str, *, bold: bool = False, small: bool = False) -> None:
        if not text:
            return
        run = self._paragraph(text)
        run.bold = bold or None
        if small:
            run.font.size = Pt(self.layout.small)

    def _prose(self, prose: Prose, *, bold: bool = False) -> None:
        for one in prose:
            self._paragraph("\n".join(one.lines)).bold = bold or None

    def _own_words(self, said: OwnWords) -> None:
        for one in said.words:
            run = self._paragraph("\n".join(one.lines), style="Quote")
            run.italic, run.font.color.rgb = False, PLUM
        self._line(said.credit, small=True)

    def _facts(self, facts: Iterable[Fact], *, header: tuple[str, str]) -> None:
        rows = [(fact.label, _joined(fact.value) or "Not written") for fact in facts]
        if rows:
            self._table(header, rows)

    def _table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        table: Table = self.made.add_table(rows=1, cols=len(header))
        table._tbl.tblStyle_val = "TableGrid"
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        for cell, text in zip(table.rows[0].cells, header, strict=True):
            _fill(cell, text, bold=True)
        # Word reads the row out with each cell and repeats it on every page.
        table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader", {"w:val": "true"}))
        for row in rows:
            for cell, text in zip(_row(table), row, strict=True):
                _fill(cell, text)
        properties = table._tbl.tblPr
        properties.append(_element("w:tblCaption", {"w:val": header[-1]}))
        properties.append(_element("w:tblDescription", {"w:val": ", ".join(header)}))
        self.made.add_paragraph()


def _row(table: Table) -> tuple[_Cell, ...]:
    return table.add_row().cells  # type: ignore[no-untyped-call, no-any-return]


def _fill(cell: _Cell, text: str, *, bold: bool = False) -> None:
    _written(cell.paragraphs[0], text).bold = bold or None


def _written(paragraph: Paragraph, text: str) -> Run:
    """Puts the text into an empty paragraph, starting on the side on which its script starts."""
    run = paragraph.add_run(text)
    if wording.runs_right_to_left(text):
        paragraph._p.get_or_add_pPr().append(_element("w:bidi", {}))
        run._r.get_or_add_rPr().append(_element("w:rtl", {}))
    return run


def _element(name: str, values: Mapping[str, str]) -> Any:
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(key), value)
    return made


def _joined(prose: Prose) -> str:
    return "\n\n".join("\n".join(one.lines) for one in prose)
