from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.foundation.jobs"
    label = "jobs"
