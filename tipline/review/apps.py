from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.review"
    label = "review"
    default_auto_field = "django.db.models.BigAutoField"
