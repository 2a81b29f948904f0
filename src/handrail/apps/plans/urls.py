from __future__ import annotations

from django.urls import path

from handrail.apps.plans.views import contributions, files, fitting, plan, section, thread, writing

app_name = "plans"

urlpatterns = [
    path("pupils/<uuid:pupil_id>/plans/start/", plan.start, name="start"),
    path("plans/<uuid:plan_id>/", plan.plan, name="plan"),
    path("plans/<uuid:plan_id>/sections/<slug:key>/", section.section, name="section"),
    path("plans/<uuid:plan_id>/facts/<slug:key>/", section.facts, name="facts"),
    path("plans/<uuid:plan_id>/sections/<slug:key>/here/", writing.here, name="here"),
    path("plans/<uuid:plan_id>/sections/<slug:key>/earlier/", writing.earlier, name="earlier"),
    path("plans/<uuid:plan_id>/sections/<slug:key>/earlier/undo/", writing.undo, name="undo"),
    path("plans/<uuid:plan_id>/changes/", writing.changes, name="changes"),
    path("plans/<uuid:plan_id>/texts/<uuid:kept_id>/", section.choose, name="choose"),
    path("plans/<uuid:plan_id>/needs/add/", thread.add_need, name="add_need"),
    path("plans/<uuid:plan_id>/needs/<uuid:need_id>/", thread.need, name="need"),
    path("plans/<uuid:plan_id>/needs/<uuid:need_id>/remove/", thread.remove_need, name="remove_need"),
    path("plans/<uuid:plan_id>/goals/add/", thread.add_goal, name="add_goal"),
    path("plans/<uuid:plan_id>/goals/<uuid:goal_id>/", thread.goal, name="goal"),
    path("plans/<uuid:plan_id>/goals/<uuid:goal_id>/remove/", thread.remove_goal, name="remove_goal"),
    path("plans/<uuid:plan_id>/help/add/", thread.add_provision, name="add_provision"),
    path("plans/<uuid:plan_id>/help/<uuid:provision_id>/", thread.provision, name="provision"),
    path(
        "plans/<uuid:plan_id>/help/<uuid:provision_id>/remove/",
        thread.remove_provision,
        name="remove_provision",
    ),
    path("plans/<uuid:plan_id>/people/", plan.people, name="people"),
    path("plans/<uuid:plan_id>/review/", plan.review, name="review"),
    path("plans/<uuid:plan_id>/views/", contributions.views, name="views"),
    path("plans/<uuid:plan_id>/views/ask/", contributions.ask, name="ask"),
    path("plans/<uuid:plan_id>/views/<uuid:contribution_id>/", contributions.contribute, name="contribute"),
    path("plans/<uuid:plan_id>/views/<uuid:contribution_id>/files/add/", files.attach, name="attach"),
    path(
        "plans/<uuid:plan_id>/views/<uuid:contribution_id>/uploads/begin/",
        files.begin,
        name="begin_upload",
    ),
    path(
        "plans/<uuid:plan_id>/uploads/<uuid:upload_id>/<int:number>/",
        files.part,
        name="upload_part",
    ),
    path("plans/<uuid:plan_id>/files/<uuid:attachment_id>/", files.attachment, name="attachment"),
    path("plans/<uuid:plan_id>/files/<uuid:attachment_id>/remove/", files.remove_file, name="remove_file"),
    path(
        "plans/<uuid:plan_id>/sections/<slug:key>/<slug:requirement>/applies/",
        section.set_aside,
        name="set_aside",
    ),
    path(
        "plans/<uuid:plan_id>/sections/<slug:key>/<slug:requirement>/applies/again/",
        section.ask_again,
        name="ask_again",
    ),
    path("plans/<uuid:plan_id>/kind/", fitting.kind, name="kind"),
    path("plans/<uuid:plan_id>/kind/<slug:sign>/", fitting.answer_kind, name="answer_kind"),
    path("plans/<uuid:plan_id>/change/", plan.change, name="change"),
    path("plans/<uuid:plan_id>/versions/<int:number>/", plan.version, name="version"),
    path("plans/<uuid:plan_id>/versions/<int:number>/plan.json", plan.as_json, name="json"),
]
