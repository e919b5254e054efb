from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.matching"
    label = "matching"
