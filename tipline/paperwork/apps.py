from django.apps import AppConfig


class PaperworkConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.paperwork"
    label = "paperwork"
    default_auto_field = "django.db.models.BigAutoField"
