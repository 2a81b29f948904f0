from __future__ import annotations

from django.urls import path

from handrail.apps.documents import views

app_name = "documents"

urlpatterns = [
    path("plans/<uuid:plan_id>/versions/<int:number>/plan.pdf", views.plan_pdf, name="plan_pdf"),
    path(
        "plans/<uuid:plan_id>/versions/<int:number>/corrected.pdf", views.corrected_pdf, name="corrected_pdf"
    ),
    path("plans/<uuid:plan_id>/versions/<int:number>/files/", views.copies, name="copies"),
    path("plans/<uuid:plan_id>/versions/<int:number>/files/file/", views.copy, name="copy"),
    path("plans/<uuid:plan_id>/versions/<int:number>/lessons.pdf", views.lesson, name="lesson"),
    path("plans/<uuid:plan_id>/draft/files/", views.draft_copies, name="draft_copies"),
    path("plans/<uuid:plan_id>/draft/files/file/", views.draft_copy, name="draft_copy"),
    path("pupils/<uuid:pupil_id>/profile.pdf", views.profile, name="profile"),
]
