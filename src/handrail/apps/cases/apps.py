from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "handrail.apps.cases"
    label = "cases"
