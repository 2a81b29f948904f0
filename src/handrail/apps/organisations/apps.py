from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "handrail.apps.organisations"
    label = "organisations"
