from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.portals.operations"
    label = "operations"
