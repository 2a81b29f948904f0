from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "handrail.apps.consents"
    label = "consents"
