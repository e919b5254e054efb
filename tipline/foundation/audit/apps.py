from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.foundation.audit"
    label = "audit"
