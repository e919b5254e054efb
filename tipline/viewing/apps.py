from django.apps import AppConfig


class ViewingConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.viewing"
    label = "viewing"
