from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "handrail.apps.voice"
    label = "voice"
