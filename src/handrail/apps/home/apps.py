from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "handrail.apps.home"
    label = "home"
