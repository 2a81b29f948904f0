from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "handrail.apps.guide"
    label = "guide"
