from __future__ import annotations

from django.urls import path

from handrail.apps.guide import views

app_name = "guide"

urlpatterns = [
    path("fit/", views.fit, name="fit"),
    path("when/", views.when, name="when"),
    path("when/dates.ics", views.dates_file, name="dates_file"),
    path("law/", views.law, name="law"),
    path("law/<slug:place>/<slug:plan>/", views.plan_type, name="plan_type"),
    path("guide/", views.guide, name="guide"),
    path("guide/words/", views.words, name="words"),
    path("guide/<slug:place>/", views.place, name="place"),
    path("guide/<slug:place>/<slug:kind>/", views.route, name="route"),
    path("guide/<slug:place>/<slug:kind>/letter.txt", views.letter, name="letter"),
]
