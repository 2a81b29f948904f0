from django.urls import include, path

urlpatterns = [path("design/", include("handrail.ui.urls"))]
