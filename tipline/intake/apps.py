from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.intake"
    label = "intake"
