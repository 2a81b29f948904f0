from __future__ import annotations

from django.urls import path

from handrail.apps.exchange import views

app_name = "exchange"

urlpatterns = [
    path("schemas/handrail-plan-1.schema.json", views.schema, name="schema"),
    path("plans/<uuid:plan_id>/versions/<int:number>/plan.handrail.json", views.export, name="export"),
    path("pupils/<uuid:pupil_id>/plans/received/add/", views.bring_in, name="bring_in"),
    path("pupils/<uuid:pupil_id>/plans/received/<uuid:received_id>/", views.received, name="received"),
    path("pupils/<uuid:pupil_id>/plans/received/<uuid:received_id>/file/", views.file, name="file"),
]
