from __future__ import annotations

from django.urls import path

from handrail.apps.home import views

app_name = "home"

urlpatterns = [
    path("", views.today, name="today"),
    path("pupils/", views.caseload, name="caseload"),
    path("pupils/<uuid:pupil_id>/", views.pupil, name="pupil"),
    path("pupils/<uuid:pupil_id>/record/", views.record, name="record"),
    path("due/<uuid:deadline_id>/", views.due, name="due"),
]
