from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "handrail.apps.invitations"
    label = "invitations"
