from __future__ import annotations

from django.urls import path

from handrail.apps.versions import views

app_name = "versions"

urlpatterns = [
    path("plans/<uuid:plan_id>/steps/", views.steps, name="steps"),
    path("plans/<uuid:plan_id>/steps/<slug:step>/", views.record_step, name="record_step"),
    path("plans/<uuid:plan_id>/drafts/share/", views.share, name="share"),
    path("plans/<uuid:plan_id>/drafts/<int:number>/", views.shared, name="shared"),
    path("plans/<uuid:plan_id>/issue/", views.issue, name="issue"),
    path("plans/<uuid:plan_id>/law/", views.look_at_law, name="look_at_law"),
    path("plans/<uuid:plan_id>/change/sections/", views.amend, name="amend"),
    path("plans/<uuid:plan_id>/end/", views.end, name="end"),
    path("plans/<uuid:plan_id>/versions/<int:number>/copies/", views.copies, name="copies"),
    path("plans/<uuid:plan_id>/versions/<int:number>/readers/", views.readers, name="readers"),
    path("plans/<uuid:plan_id>/versions/<int:number>/mine/", views.mine, name="mine"),
    path("plans/<uuid:plan_id>/versions/<int:number>/correct/", views.correct, name="correct"),
    path("plans/<uuid:plan_id>/versions/<int:number>/compare/", views.compare, name="compare"),
]
