from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.feedback"
    label = "feedback"
    default_auto_field = "django.db.models.BigAutoField"
