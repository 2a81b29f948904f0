"""What each page about a plan shows, ready to draw."""

from handrail.apps.plans.pages.contributions import (
    AttachPage,
    ContributePage,
    FileLine,
    ViewRow,
    ViewsPage,
    attach_page,
    contribute_page,
    usual_question,
    view_row,
    views_page,
)
from handrail.apps.plans.pages.draft import WEIGHT, DraftPage, TaskGroup, draft_page
from handrail.apps.plans.pages.gaps import (
    SHOWN_GAPS,
    gap_item,
    gap_url,
)
from handrail.apps.plans.pages.issued import (
    CorrectionNote,
    IssuedSection,
    PlanCard,
    Review,
    VersionPage,
    issued_sections,
    version_page,
)
from handrail.apps.plans.pages.section import (
    AskedFor,
    ChoosePage,
    FormPage,
    HelpRow,
    Item,
    SectionPage,
    choose_page,
    section_page,
)
from handrail.apps.plans.pages.thread import issued_goals, issued_threads, threads, threads_of
from handrail.apps.plans.pages.words import possessive, source_of

__all__ = [
    "SHOWN_GAPS",
    "WEIGHT",
    "AskedFor",
    "AttachPage",
    "ChoosePage",
    "ContributePage",
    "CorrectionNote",
    "DraftPage",
    "FileLine",
    "FormPage",
    "HelpRow",
    "IssuedSection",
    "Item",
    "PlanCard",
    "Review",
    "SectionPage",
    "TaskGroup",
    "VersionPage",
    "ViewRow",
    "ViewsPage",
    "attach_page",
    "choose_page",
    "contribute_page",
    "draft_page",
    "gap_item",
    "gap_url",
    "issued_goals",
    "issued_sections",
    "issued_threads",
    "possessive",
    "section_page",
    "source_of",
    "threads",
    "threads_of",
    "usual_question",
    "version_page",
    "view_row",
    "views_page",
]
