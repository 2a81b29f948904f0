from __future__ import annotations

from django.urls import path

from handrail.apps.cases import views

app_name = "cases"

urlpatterns = [
    path("cases/<uuid:case_id>/", views.case, name="case"),
    path("cases/<uuid:case_id>/events/", views.choose, name="choose"),
    path("cases/<uuid:case_id>/events/<slug:kind>/", views.report, name="report"),
]
