"""Who a report comes from, and by which way."""

from django.db.models import TextChoices


class ReportOrigin(TextChoices):
    """Who a report comes from, and by which way."""

    PLATFORM = "platform", "A platform"
    TELEPHONE = "telephone", "The public, by telephone"
    FORM = "form", "The public, by the form"
