from __future__ import annotations

from django.urls import path

from handrail.apps.voice import views

app_name = "voice"

urlpatterns = [
    path("pupils/<uuid:pupil_id>/voice/", views.voice, name="voice"),
    path("pupils/<uuid:pupil_id>/voice/begin/", views.begin, name="begin"),
    path("pupils/<uuid:pupil_id>/voice/goals/", views.goals, name="goals"),
    path("pupils/<uuid:pupil_id>/voice/goals/<uuid:plan_id>/", views.begin_goals, name="begin_goals"),
    path("pupils/<uuid:pupil_id>/voice/profile/", views.profile, name="profile"),
    path("pupils/<uuid:pupil_id>/voice/profile/pick/", views.pick, name="pick"),
    path("pupils/<uuid:pupil_id>/voice/profile/<uuid:line_id>/take-out/", views.take_out, name="take_out"),
    path("pupils/<uuid:pupil_id>/voice/files/<uuid:file_id>/", views.file, name="file"),
    path("pupils/<uuid:pupil_id>/voice/files/<uuid:file_id>/caption/", views.caption, name="caption"),
    path("pupils/<uuid:pupil_id>/voice/files/<uuid:file_id>/remove/", views.remove_file, name="remove_file"),
    path("pupils/<uuid:pupil_id>/voice/<uuid:talk_id>/share/", views.share, name="share"),
    path("pupils/<uuid:pupil_id>/voice/<uuid:talk_id>/<slug:question>/", views.question, name="question"),
    path(
        "pupils/<uuid:pupil_id>/voice/<uuid:talk_id>/<slug:question>/files/", views.add_file, name="add_file"
    ),
]
