from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "handrail.apps.exchange"
    label = "exchange"
