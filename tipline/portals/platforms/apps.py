from django.apps import AppConfig


class PlatformsConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.portals.platforms"
    label = "platforms"
