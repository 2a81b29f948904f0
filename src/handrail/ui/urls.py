from django.urls import path

from handrail.ui import views

app_name = "ui"

urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("form/", views.gallery_form, name="gallery_form"),
    path("sign-in/", views.gallery_sign_in, name="gallery_sign_in"),
]
