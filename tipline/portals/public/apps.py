from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The open side's templates and pages."""

    name = "tipline.portals.public"
    label = "public"
