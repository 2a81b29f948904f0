from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "handrail.ui"
    label = "ui"
    verbose_name = "Design system"
