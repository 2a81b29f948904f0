from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """Invented schools, families and plans, and a door to each of them. Only ever in demonstration mode."""

    name = "handrail.apps.demonstration"
    label = "demonstration"
