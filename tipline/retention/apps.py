from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.retention"
    label = "retention"
    default_auto_field = "django.db.models.BigAutoField"
