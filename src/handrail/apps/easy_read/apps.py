from django.apps import AppConfig


class EasyReadConfig(AppConfig):
    name = "handrail.apps.easy_read"
    label = "easy_read"
