"""The gallery: every component in every state. It reads no data about anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from handrail.ui import gallery as examples


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery.html", {"page": examples.gallery_page()})


@require_http_methods(["GET", "HEAD", "POST"])
def gallery_form(request: HttpRequest) -> HttpResponse:
    """Every kind of field. Sent empty, it comes back with every kind of error; nothing is stored."""
    form = examples.EveryFieldForm(request.POST or None, request.FILES or None)
    return render(
        request, "ui/gallery_form.html", {"form": form, "accepted": form.is_bound and form.is_valid()}
    )


@require_safe
def gallery_sign_in(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery_sign_in.html", {"form": examples.SignInExampleForm()})
