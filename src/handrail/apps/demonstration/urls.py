from __future__ import annotations

from django.urls import path

from handrail.apps.demonstration import views

app_name = "demonstration"

urlpatterns = [
    path("", views.cast, name="cast"),
    path("sign-in/", views.sign_in, name="sign_in"),
]
