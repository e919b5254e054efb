from django.apps import AppConfig


class SealingConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.sealing"
    label = "sealing"
    default_auto_field = "django.db.models.BigAutoField"
