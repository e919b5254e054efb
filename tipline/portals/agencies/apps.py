from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.portals.agencies"
    label = "agencies"
