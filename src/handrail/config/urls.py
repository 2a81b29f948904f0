"""Every address of Handrail."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("handrail.apps.home.urls")),
    path("", include("handrail.apps.pupils.urls")),
    path("", include("handrail.apps.consents.urls")),
    path("", include("handrail.apps.cases.urls")),
    path("calendars/", include("handrail.apps.calendars.urls")),
    path("", include("handrail.apps.plans.urls")),
    path("", include("handrail.apps.invitations.urls")),
    path("", include("handrail.apps.voice.urls")),
    path("", include("handrail.apps.family.urls")),
    path("", include("handrail.apps.documents.urls")),
    path("", include("handrail.apps.versions.urls")),
    path("", include("handrail.apps.easy_read.urls")),
    path("", include("handrail.apps.letters.urls")),
    path("", include("handrail.apps.exchange.urls")),
    path("", include("handrail.apps.guide.urls")),
    path("account/", include("handrail.apps.accounts.urls")),
    path("gallery/", include("handrail.ui.urls")),
]

if settings.DEMONSTRATION:
    urlpatterns.append(path("demonstration/", include("handrail.apps.demonstration.urls")))

handler400 = "handrail.config.errors.bad_request"
handler403 = "handrail.config.errors.forbidden"
handler404 = "handrail.config.errors.not_found"
handler500 = "handrail.config.errors.broken"
