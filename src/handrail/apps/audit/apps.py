from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "handrail.apps.audit"
    label = "audit"
