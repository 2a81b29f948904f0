from __future__ import annotations

from django.urls import path

from handrail.apps.versions import issued_views, views

app_name = "versions"

urlpatterns = [
    path("plans/<uuid:plan_id>/steps/", views.steps, name="steps"),
    path("plans/<uuid:plan_id>/steps/<slug:step>/", views.record_step, name="record_step"),
    path("plans/<uuid:plan_id>/drafts/share/", views.share, name="share"),
    path("plans/<uuid:plan_id>/drafts/<int:number>/", views.shared, name="shared"),
    path(
        "plans/<uuid:plan_id>/drafts/<int:number>/compare/",
        issued_views.compare_shared,
        name="compare_shared",
    ),
    path("plans/<uuid:plan_id>/issue/", views.issue, name="issue"),
    path("plans/<uuid:plan_id>/law/", views.look_at_law, name="look_at_law"),
    path("plans/<uuid:plan_id>/change/sections/", views.amend, name="amend"),
    path("plans/<uuid:plan_id>/end/", views.end, name="end"),
    path("plans/<uuid:plan_id>/versions/<int:number>/copies/", issued_views.copies, name="copies"),
    path(
        "plans/<uuid:plan_id>/versions/<int:number>/copies/<uuid:copy_id>/copy.pdf",
        issued_views.copy_pdf,
        name="copy_pdf",
    ),
    path(
        "plans/<uuid:plan_id>/versions/<int:number>/copies/<uuid:copy_id>/back/",
        issued_views.take_back,
        name="take_back",
    ),
    path("plans/<uuid:plan_id>/versions/<int:number>/readers/", issued_views.readers, name="readers"),
    path("plans/<uuid:plan_id>/versions/<int:number>/mine/", issued_views.mine, name="mine"),
    path("plans/<uuid:plan_id>/versions/<int:number>/correct/", issued_views.correct, name="correct"),
    path("plans/<uuid:plan_id>/versions/<int:number>/compare/", issued_views.compare, name="compare"),
]
