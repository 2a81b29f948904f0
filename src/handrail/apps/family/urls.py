from __future__ import annotations

from django.urls import path

from handrail.apps.family import views

app_name = "family"

urlpatterns = [
    path("plans/<uuid:plan_id>/family/", views.plan, name="plan"),
    path("plans/<uuid:plan_id>/family/answers/<uuid:contribution_id>/", views.answers, name="answers"),
    path("plans/<uuid:plan_id>/family/draft/", views.draft, name="draft"),
    path("plans/<uuid:plan_id>/family/draft/<slug:key>/", views.comment, name="comment"),
    path("plans/<uuid:plan_id>/family/comments/", views.comments, name="comments"),
    path("plans/<uuid:plan_id>/family/comments/<uuid:comment_id>/", views.answer, name="answer"),
    path("plans/<uuid:plan_id>/family/summary/", views.summary, name="summary"),
    path("plans/<uuid:plan_id>/family/summary/translate/", views.translate, name="translate"),
    path(
        "plans/<uuid:plan_id>/family/translations/<uuid:translation_id>/checked/",
        views.check_translation,
        name="check_translation",
    ),
]
