from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.portals.console"
    label = "console"
