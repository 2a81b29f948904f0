from __future__ import annotations

from django.urls import path

from handrail.apps.calendars import views

app_name = "calendars"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.calendar, name="calendar"),
    path("<slug:slug>/years/add/", views.add_year, name="add_year"),
    path("<slug:slug>/years/<str:first>/", views.year, name="year"),
    path("<slug:slug>/file/", views.bring_in, name="bring_in"),
    path("<slug:slug>/file/keep/", views.keep_import, name="keep_import"),
    path("<slug:slug>/use-authoritys/", views.use_authoritys, name="use_authoritys"),
    path("<slug:slug>/calendar.ics", views.ics, name="ics"),
    path("<slug:slug>/calendar.csv", views.csv, name="csv"),
]
