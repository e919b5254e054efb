from django.apps import AppConfig


class LinkingConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.linking"
    label = "linking"
