from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.guide import fit_pages, law_pages, queries, route_pages, when_pages, word_pages
from handrail.apps.guide import forms as guide_forms
from handrail.apps.guide.calendar_file import MEDIA_TYPE, calendar_file
from handrail.apps.guide.forms import EventForm, FitForm, SchoolForm, WhereForm
from handrail.apps.guide.guidebook import Kind, Place, Route, guidebook
from handrail.apps.guide.when_pages import WhenPage

LONGEST_ANSWER: Final = 2000
MOST_PARAMETERS: Final = 150


@require_safe
def when(request: Request) -> HttpResponse:
    """When is it due? The question stands in the address; nothing is kept."""
    asked = _ask(request)
    return render(request, "guide/when.html", {"page": asked.page}, status=422 if asked.wrong else 200)


@require_safe
def dates_file(request: Request) -> HttpResponse:
    """The same dates for somebody's own calendar. A question without dates is asked again on its page."""
    asked = _ask(request)
    if not asked.page.file_url:
        return redirect(f"{reverse('guide:when')}?{request.GET.urlencode()}")
    page = asked.page
    body = calendar_file(
        (*page.ahead, *page.over),
        about=page.law_name,
        url=request.build_absolute_uri(f"{reverse('guide:when')}?{request.GET.urlencode()}"),
        made_at=request.now,
    )
    return HttpResponse(
        body, content_type=MEDIA_TYPE, headers={"Content-Disposition": 'attachment; filename="dates.ics"'}
    )


@require_safe
def fit(request: Request) -> HttpResponse:
    """Which plan fits? The answers stand in the address; nothing is kept."""
    data = _as_asked(request)
    form = FitForm(data, asked="show" in data)
    page = fit_pages.fit_page(form, asked="show" in data, on=request.day)
    return render(request, "guide/fit.html", {"page": page}, status=422 if form.errors else 200)


def _as_asked(request: Request) -> QueryDict:
    """What stands in the address, with an end to how much, and without what no database or page can hold."""
    data = QueryDict(mutable=True)
    for key, values in list(request.GET.lists())[:MOST_PARAMETERS]:
        data.setlist(key, [str(one).replace("\0", "")[:LONGEST_ANSWER] for one in values[:MOST_PARAMETERS]])
    return data


@dataclass(frozen=True, slots=True)
class Asking:
    """A question in the address, and the page that answers it or says what to look at again."""

    page: WhenPage
    wrong: bool


def _ask(request: Request) -> Asking:
    parameters = [
        (key, str(value).replace("\0", "")[:LONGEST_ANSWER])
        for key, value in list(request.GET.items())[:MOST_PARAMETERS]
    ]
    data = dict(parameters)
    asked = "show" in data
    where = WhereForm(data, asked=asked or bool(data.get("place") or data.get("plan")))
    events: list[EventForm] = []
    school: SchoolForm | None = None
    found = None
    if where.plan_type is not None:
        plan_type = where.plan_type
        events = guide_forms.event_forms(data, asked=asked, plan_type=plan_type, today=request.day)
        school = SchoolForm(
            data, asked=asked, place=where.chosen_place, within=_within(where.chosen_place), today=request.day
        )
        told = tuple(one for form in events if (one := form.told) is not None)
        if asked and len(told) == len(events) and school.is_valid():
            found = queries.answer(plan_type, told, school=school.school(told), as_of=request.day)
    page = when_pages.when_page(
        where, events, school, found, parameters=parameters, asked=asked, on=request.day
    )
    wrong = any(form.errors for form in page.forms)
    return Asking(page, wrong)


def _within(place: str) -> str:
    known = guidebook().places.get(place)
    return known.within if known else f"in {queries.places()[place]}"


@require_safe
def law(request: Request) -> HttpResponse:
    """Every plan type that the law data knows."""
    return render(request, "guide/law.html", {"page": law_pages.law_index_page()})


@require_safe
def plan_type(request: Request, place: str, plan: str) -> HttpResponse:
    """What a plan holds, its clocks and rights, and where all of it is written."""
    found = queries.plan_type(f"{place}/{plan}")
    if found is None:
        raise Http404
    return render(request, "guide/plan_type.html", {"page": law_pages.plan_type_page(found, on=request.day)})


@require_safe
def guide(request: Request) -> HttpResponse:
    """The way to four things, in each place."""
    return render(request, "guide/guide.html", {"page": route_pages.guide_page()})


@require_safe
def place(request: Request, place: str) -> HttpResponse:
    """What can be done in one place."""
    return render(request, "guide/place.html", {"page": route_pages.place_page(_place(place))})


@require_safe
def route(request: Request, place: str, kind: str) -> HttpResponse:
    """One way, step by step, with its dates and a letter to start from."""
    return render(
        request, "guide/route.html", {"page": route_pages.route_page(_route(place, kind), on=request.day)}
    )


@require_safe
def letter(request: Request, place: str, kind: str) -> HttpResponse:  # noqa: ARG001
    """The letter as plain text, to keep and to fill in."""
    found = _route(place, kind)
    return HttpResponse(
        found.letter.text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="letter-{found.kind}.txt"'},
    )


@require_safe
def words(request: Request) -> HttpResponse:
    """The glossary, all of it or what fits a word."""
    sought = request.GET.get("q", "").replace("\0", "").strip()[:100]
    return render(
        request,
        "guide/words.html",
        {"page": word_pages.words_page(sought=sought, place=request.GET.get("place", ""))},
    )


def _place(key: str) -> Place:
    found = guidebook().places.get(key)
    if found is None:
        raise Http404
    return found


def _route(place: str, kind: str) -> Route:
    _place(place)
    if kind not in set(Kind):
        raise Http404
    return guidebook().routes[place, Kind(kind)]
