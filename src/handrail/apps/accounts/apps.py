from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "handrail.apps.accounts"
    label = "accounts"
