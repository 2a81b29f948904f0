from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "handrail.apps.plans"
    label = "plans"
