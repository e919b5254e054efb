from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
