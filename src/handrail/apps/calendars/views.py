from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.calendars import actions, pages, policy, queries
from handrail.apps.calendars.actions import Changed
from handrail.apps.calendars.entries import (
    Changes,
    Entry,
    Year,
    brought_in,
    entries_of,
    next_year,
    revision_of,
    with_year,
    years_of,
)
from handrail.apps.calendars.forms import CalendarFileForm, PreviewForm, YearForm
from handrail.apps.calendars.icalendar_files import LARGEST, read_file
from handrail.apps.calendars.queries import Used
from handrail.apps.calendars.writing import as_csv, as_ics
from handrail.apps.cases.queries import open_cases_counted_with
from handrail.apps.organisations.models import Organisation
from handrail.core.errors import FileRefused

read_or_write = require_http_methods(["GET", "HEAD", "POST"])

CHANGED = (
    "Somebody else changed this calendar while you wrote. Nothing of yours is lost: compare what is saved now "
    "with your rows below, then keep yours or go back."
)

CHANGED_BEFORE_IMPORT = (
    "Somebody else changed this calendar while you looked. What would change is worked out anew below: "
    "look at it again, then keep it or go back."
)


@require_safe
def index(request: Request) -> HttpResponse:
    """Whose calendars one sees. Whoever sees a single one is shown that."""
    found = queries.reaching(request.actor)
    if not found:
        raise Http404
    if len(found) == 1:
        return redirect("calendars:calendar", found[0].organisation.slug)
    return render(request, "calendars/index.html", {"page": pages.index_page(found)})


@require_safe
def calendar(request: Request, slug: str) -> HttpResponse:
    """A school year as people keep it: terms, days off, months, and until when it is known."""
    organisation = queries.organisation(slug, reader=request.actor)
    schools = [] if organisation.authority_id else queries.reaching(request.actor)
    page = pages.calendar_page(
        queries.used(organisation),
        reader=request.actor,
        asked=request.GET.get("year", ""),
        schools=schools,
        as_of=request.day,
    )
    return render(request, "calendars/calendar.html", {"page": page})


@read_or_write
def year(request: Request, slug: str, first: str) -> HttpResponse:
    """Change the terms and days off of one school year."""
    organisation = _to_change(request, slug)
    used = queries.used(organisation)
    near = _near(years_of(used.words), first)
    if near is None and request.method != "POST":
        raise Http404
    title = f"School year {near.label}" if near else "School year"
    return _edit(request, used, title=title, instead_of=near)


@read_or_write
def add_year(request: Request, slug: str) -> HttpResponse:
    """Enter another school year, in empty rows or in a copy of the one before it."""
    organisation = _to_change(request, slug)
    used = queries.used(organisation)
    copied = next((one for one in years_of(used.words) if one.key == request.GET.get("copy")), None)
    return _edit(request, used, title="A new school year", copied=copied)


def _edit(
    request: Request, used: Used, *, title: str, instead_of: Year | None = None, copied: Year | None = None
) -> HttpResponse:
    organisation = used.organisation
    entries = next_year(copied) if copied else instead_of.entries if instead_of else ()
    form = YearForm(
        request.POST if request.method == "POST" else None,
        order=pages.order_of(organisation),
        entries=entries,
    )
    refused, theirs, status = "", None, 422 if form.is_bound else 200
    # What was seen stays what is compared, until somebody has been told of a change.
    based_on = request.POST.get("revision") or revision_of(used.words)
    if form.is_valid():
        words = with_year(used.words, instead_of=instead_of, entries=form.entries)
        try:
            cases = actions.keep(
                organisation=organisation,
                words=words,
                based_on=based_on if "revision" in request.POST else "",
                on=request.day,
                by=request.actor,
            )
        except NotPossible as problem:
            refused = str(problem)
        except Changed:
            refused, theirs, status = CHANGED, instead_of or _overlapping(used, form.entries), 409
            based_on = revision_of(used.words)
        else:
            messages.success(request, pages.kept_words(cases))
            return _to_year(organisation, form.entries)
    page = pages.year_page(
        organisation,
        form,
        title=title,
        used=used,
        based_on=based_on,
        cases=open_cases_counted_with(organisation),
        theirs=theirs,
        refused=refused,
        assumed=pages.assumptions(copied) if copied else (),
    )
    return render(request, "calendars/year.html", {"page": page}, status=status)


@read_or_write
def bring_in(request: Request, slug: str) -> HttpResponse:
    """Read a calendar file and show what each entry is taken for. Nothing is kept here."""
    organisation = _to_change(request, slug)
    form = CalendarFileForm(request.POST, request.FILES) if request.method == "POST" else CalendarFileForm()
    if form.is_valid():
        try:
            read = read_file(form.cleaned_data["file"].read(LARGEST + 1), order=pages.order_of(organisation))
        except FileRefused as problem:
            form.add_error("file", str(problem))
        else:
            used = queries.used(organisation)
            taken = tuple(one.entry for one in read.found if one.entry)
            page = pages.preview_page(
                organisation,
                PreviewForm(found=read.found),
                found=read.found,
                notes=read.notes,
                changes=Changes.between(used.words, brought_in(used.words, taken)),
                based_on=revision_of(used.words),
                cases=open_cases_counted_with(organisation),
            )
            return render(request, "calendars/preview.html", {"page": page})
    context = {
        "form": form,
        "organisation": organisation,
        "back": pages.back_to(organisation),
        "example": pages.example_of(pages.order_of(organisation)),
    }
    return render(request, "calendars/bring_in.html", context, status=422 if form.is_bound else 200)


@require_POST
def keep_import(request: Request, slug: str) -> HttpResponse:
    """Keep what the preview showed, with what people chose in it; or look at it again."""
    organisation = _to_change(request, slug)
    used = queries.used(organisation)
    form = PreviewForm(request.POST)
    if form.broken:
        messages.error(request, "The preview did not come back whole. Choose the file again.")
        return redirect("calendars:bring_in", slug)
    refused, status = "", 200
    based_on, words = request.POST.get("revision", ""), used.words
    entries: tuple[Entry, ...] = ()
    if not form.is_valid():
        status, refused = 422, "Choose what each entry is."
    else:
        entries = form.entries
        words = brought_in(used.words, entries)
        if "again" not in request.POST:
            try:
                cases = actions.keep(
                    organisation=organisation,
                    words=words,
                    based_on=based_on,
                    on=request.day,
                    by=request.actor,
                )
            except NotPossible as problem:
                refused, status = str(problem), 422
            except Changed:
                refused, status = CHANGED_BEFORE_IMPORT, 409
                based_on = revision_of(used.words)
            else:
                messages.success(request, pages.kept_words(cases))
                return _to_year(organisation, entries)
    page = pages.preview_page(
        organisation,
        form,
        found=(),
        notes=(),
        changes=Changes.between(used.words, words),
        based_on=based_on,
        cases=open_cases_counted_with(organisation),
        refused=refused,
    )
    return render(request, "calendars/preview.html", {"page": page}, status=status)


@read_or_write
def use_authoritys(request: Request, slug: str) -> HttpResponse:
    """Give up a school's own calendar, after one more look."""
    organisation = _to_change(request, slug)
    authority = organisation.authority
    if authority is None:
        raise Http404
    if not queries.used(organisation).is_own:
        return redirect("calendars:calendar", slug)
    if request.method == "POST":
        cases = actions.use_authoritys(school=organisation, on=request.day, by=request.actor)
        messages.success(request, pages.kept_words(cases))
        return redirect("calendars:calendar", slug)
    context = {
        "organisation": organisation,
        "authority": authority,
        "known": bool(queries.calendar_words(authority.pk).terms),
        "consequence": pages.consequence(open_cases_counted_with(organisation)),
        "back": pages.back_to(organisation),
    }
    return render(request, "calendars/use_authoritys.html", context)


@require_safe
def ics(request: Request, slug: str) -> HttpResponse:
    organisation, entries = _to_write_out(request, slug)
    content = as_ics(entries, name=organisation.name, slug=slug, at=request.now)
    return _file(content, "text/calendar; charset=utf-8", f"{slug}.ics")


@require_safe
def csv(request: Request, slug: str) -> HttpResponse:
    _, entries = _to_write_out(request, slug)
    # A spreadsheet knows by the first sign that letters with accents follow.
    return _file("\ufeff" + as_csv(entries), "text/csv; charset=utf-8", f"{slug}.csv")


def _file(content: str, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _to_write_out(request: Request, slug: str) -> tuple[Organisation, tuple[Entry, ...]]:
    organisation = queries.organisation(slug, reader=request.actor)
    used = queries.used(organisation)
    if not used.is_known:
        raise Http404
    return organisation, entries_of(used.words)


def _to_change(request: Request, slug: str) -> Organisation:
    organisation = queries.organisation(slug, reader=request.actor)
    policy.check_may_change(request.actor, organisation)
    return organisation


def _near(years: tuple[Year, ...], first: str) -> Year | None:
    try:
        day = date.fromisoformat(first)
    except ValueError:
        raise Http404 from None
    return next((one for one in years if one.key == first), None) or next(
        (one for one in years if one.is_near(day)), None
    )


def _overlapping(used: Used, entries: tuple[Entry, ...]) -> Year | None:
    """The saved year that the typed rows meet, if there is one."""
    if not entries:
        return None
    first, last = min(one.starts for one in entries), max(one.ends for one in entries)
    return next((one for one in years_of(used.words) if one.starts <= last and one.ends >= first), None)


def _to_year(organisation: Organisation, entries: tuple[Entry, ...]) -> HttpResponse:
    """Back to the calendar, at the year that was written."""
    address = reverse("calendars:calendar", args=[organisation.slug])
    starts = min((one.starts for one in entries), default=None)
    year = next(
        (one for one in years_of(queries.used(organisation).words) if starts and one.is_near(starts)),
        None,
    )
    return redirect(f"{address}?year={year.key}" if year else address)
