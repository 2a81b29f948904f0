from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "handrail.apps.letters"
    label = "letters"
