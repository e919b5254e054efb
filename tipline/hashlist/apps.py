from django.apps import AppConfig


class HashlistConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.hashlist"
    label = "hashlist"
