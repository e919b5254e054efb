from django.apps import AppConfig


class AlertingConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.alerting"
    label = "alerting"
