from __future__ import annotations

from django.urls import path

from handrail.apps.documents import views

app_name = "documents"

urlpatterns = [
    path("plans/<uuid:plan_id>/versions/<int:number>/plan.pdf", views.plan_pdf, name="plan_pdf"),
]
