from django.apps import AppConfig


class WebConfig(AppConfig):
    """The look of all portals, and the door."""

    name = "tipline.foundation.web"
    label = "web"
