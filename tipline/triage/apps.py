from django.apps import AppConfig


class TriageConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.triage"
    label = "triage"
