from __future__ import annotations

from django.urls import path

from handrail.apps.plans import file_views, views, writing_views

app_name = "plans"

urlpatterns = [
    path("pupils/<uuid:pupil_id>/plans/start/", views.start, name="start"),
    path("plans/<uuid:plan_id>/", views.plan, name="plan"),
    path("plans/<uuid:plan_id>/sections/<slug:key>/", views.section, name="section"),
    path("plans/<uuid:plan_id>/facts/<slug:key>/", views.facts, name="facts"),
    path("plans/<uuid:plan_id>/sections/<slug:key>/here/", writing_views.here, name="here"),
    path("plans/<uuid:plan_id>/sections/<slug:key>/earlier/", writing_views.earlier, name="earlier"),
    path("plans/<uuid:plan_id>/sections/<slug:key>/earlier/undo/", writing_views.undo, name="undo"),
    path("plans/<uuid:plan_id>/changes/", writing_views.changes, name="changes"),
    path("plans/<uuid:plan_id>/texts/<uuid:kept_id>/", views.choose, name="choose"),
    path("plans/<uuid:plan_id>/needs/add/", views.add_need, name="add_need"),
    path("plans/<uuid:plan_id>/needs/<uuid:need_id>/", views.need, name="need"),
    path("plans/<uuid:plan_id>/needs/<uuid:need_id>/remove/", views.remove_need, name="remove_need"),
    path("plans/<uuid:plan_id>/goals/add/", views.add_goal, name="add_goal"),
    path("plans/<uuid:plan_id>/goals/<uuid:goal_id>/", views.goal, name="goal"),
    path("plans/<uuid:plan_id>/goals/<uuid:goal_id>/remove/", views.remove_goal, name="remove_goal"),
    path("plans/<uuid:plan_id>/help/add/", views.add_provision, name="add_provision"),
    path("plans/<uuid:plan_id>/help/<uuid:provision_id>/", views.provision, name="provision"),
    path(
        "plans/<uuid:plan_id>/help/<uuid:provision_id>/remove/",
        views.remove_provision,
        name="remove_provision",
    ),
    path("plans/<uuid:plan_id>/people/", views.people, name="people"),
    path("plans/<uuid:plan_id>/review/", views.review, name="review"),
    path("plans/<uuid:plan_id>/views/", views.views, name="views"),
    path("plans/<uuid:plan_id>/views/ask/", views.ask, name="ask"),
    path("plans/<uuid:plan_id>/views/<uuid:contribution_id>/", views.contribute, name="contribute"),
    path("plans/<uuid:plan_id>/views/<uuid:contribution_id>/files/add/", file_views.attach, name="attach"),
    path(
        "plans/<uuid:plan_id>/views/<uuid:contribution_id>/uploads/begin/",
        file_views.begin,
        name="begin_upload",
    ),
    path(
        "plans/<uuid:plan_id>/uploads/<uuid:upload_id>/<int:number>/",
        file_views.part,
        name="upload_part",
    ),
    path("plans/<uuid:plan_id>/files/<uuid:attachment_id>/", file_views.attachment, name="attachment"),
    path(
        "plans/<uuid:plan_id>/files/<uuid:attachment_id>/remove/", file_views.remove_file, name="remove_file"
    ),
    path(
        "plans/<uuid:plan_id>/sections/<slug:key>/<slug:requirement>/applies/",
        views.set_aside,
        name="set_aside",
    ),
    path(
        "plans/<uuid:plan_id>/sections/<slug:key>/<slug:requirement>/applies/again/",
        views.ask_again,
        name="ask_again",
    ),
    path("plans/<uuid:plan_id>/kind/", views.kind, name="kind"),
    path("plans/<uuid:plan_id>/kind/<slug:sign>/", views.answer_kind, name="answer_kind"),
    path("plans/<uuid:plan_id>/change/", views.change, name="change"),
    path("plans/<uuid:plan_id>/versions/<int:number>/", views.version, name="version"),
    path("plans/<uuid:plan_id>/versions/<int:number>/plan.json", views.as_json, name="json"),
]
