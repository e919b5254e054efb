from django.apps import AppConfig


class ClearanceConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.clearance"
    label = "clearance"
    default_auto_field = "django.db.models.BigAutoField"
