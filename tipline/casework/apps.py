from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"
