"""The tables that routing reads, and what becomes of editions and simulations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoutingTable(models.TextChoices):
    """The tables that decide where reports go; the values are stored and in URLs."""

    AGENCIES = "agencies", _("Agencies")
    RULES = "routing-rules", _("Routing rules")
    FILTERS = "national-law", _("National law")


class Origin(models.TextChoices):
    """Where an edition came from."""

    SHIPPED = "shipped", _("Came with this version")
    FILE = "file", _("A file that the settings name")
    IMPORT = "import", _("Drafted by a person")


class SimulationState(models.TextChoices):
    """How far a simulation is."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
