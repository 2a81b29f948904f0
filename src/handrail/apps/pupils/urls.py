from __future__ import annotations

from django.urls import path

from handrail.apps.pupils import views

app_name = "pupils"

urlpatterns = [
    path("pupils/add/", views.add, name="add"),
    path("pupils/<uuid:pupil_id>/facts/", views.particulars, name="particulars"),
    path("pupils/<uuid:pupil_id>/circle/", views.circle, name="circle"),
    path("pupils/<uuid:pupil_id>/circle/join/", views.join, name="join"),
    path("pupils/<uuid:pupil_id>/circle/<uuid:member_id>/", views.member, name="member"),
    path("pupils/<uuid:pupil_id>/circle/<uuid:member_id>/move/", views.move, name="move"),
    path("pupils/<uuid:pupil_id>/profile/", views.profile, name="profile"),
    path("pupils/<uuid:pupil_id>/words/", views.speak, name="speak"),
]
