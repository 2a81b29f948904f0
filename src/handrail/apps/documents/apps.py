from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "handrail.apps.documents"
    label = "documents"
