from __future__ import annotations

from django.urls import path

from handrail.apps.consents import views

app_name = "consents"

urlpatterns = [
    path("pupils/<uuid:pupil_id>/consents/", views.consents, name="consents"),
    path("pupils/<uuid:pupil_id>/consents/ask/", views.ask, name="ask"),
    path("pupils/<uuid:pupil_id>/consents/<uuid:consent_id>/", views.consent, name="consent"),
    path("pupils/<uuid:pupil_id>/consents/<uuid:consent_id>/note/", views.note, name="note"),
    path(
        "pupils/<uuid:pupil_id>/consents/<uuid:consent_id>/files/<int:number>/",
        views.evidence,
        name="evidence",
    ),
    path("pupils/<uuid:pupil_id>/rights/", views.assessments, name="assessments"),
    path("pupils/<uuid:pupil_id>/rights/assess/", views.assess, name="assess"),
]
