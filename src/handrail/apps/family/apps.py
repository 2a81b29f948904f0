from django.apps import AppConfig


class FamilyConfig(AppConfig):
    name = "handrail.apps.family"
    label = "family"
