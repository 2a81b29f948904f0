from __future__ import annotations

from django.urls import path

from handrail.apps.letters import views

app_name = "letters"

urlpatterns = [
    path("cases/<uuid:case_id>/letters/", views.index, name="index"),
    path("cases/<uuid:case_id>/letters/write/<slug:key>/", views.write, name="write"),
    path("cases/<uuid:case_id>/letters/<uuid:letter_id>/", views.letter, name="letter"),
    path("cases/<uuid:case_id>/letters/<uuid:letter_id>/letter.pdf", views.pdf, name="pdf"),
    path("cases/<uuid:case_id>/letters/<uuid:letter_id>/sent/", views.send, name="send"),
]
