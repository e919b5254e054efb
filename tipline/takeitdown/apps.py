from django.apps import AppConfig


class TakeItDownConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.takeitdown"
    label = "takeitdown"
    default_auto_field = "django.db.models.BigAutoField"
