from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "handrail.apps.calendars"
    label = "calendars"
