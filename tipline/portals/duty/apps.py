from django.apps import AppConfig


class DutyConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.portals.duty"
    label = "duty"
