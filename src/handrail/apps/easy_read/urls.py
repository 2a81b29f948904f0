from __future__ import annotations

from django.urls import path

from handrail.apps.easy_read import views

app_name = "easy_read"

urlpatterns = [
    path("plans/<uuid:plan_id>/easy-words/", views.easy_read, name="easy_read"),
    path("plans/<uuid:plan_id>/easy-words/write/", views.write, name="write"),
    path("plans/<uuid:plan_id>/easy-words/easy-words.pdf", views.pdf, name="pdf"),
]
