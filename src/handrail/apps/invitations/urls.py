from __future__ import annotations

from django.urls import path

from handrail.apps.invitations import views

app_name = "invitations"

urlpatterns = [
    path("pupils/<uuid:pupil_id>/invitations/", views.invitations, name="invitations"),
    path("pupils/<uuid:pupil_id>/circle/<uuid:member_id>/invite/", views.invite, name="invite"),
    path("pupils/<uuid:pupil_id>/circle/<uuid:member_id>/end/", views.end_access, name="end_access"),
    path("pupils/<uuid:pupil_id>/invitations/<uuid:invitation_id>/end/", views.end, name="end"),
    path("pupils/<uuid:pupil_id>/part/", views.part, name="part"),
    path("invited/welcome/", views.welcome, name="welcome"),
    path("invited/<str:token>/", views.accept, name="accept"),
]
