"""How old somebody says they are, and what platforms answer."""

from enum import StrEnum

from django.db import models


class AgeRange(models.TextChoices):
    """How old the person says they are; in the pictures all were under 18."""

    CHILD = "00", "Under 13"
    YOUNGER_TEEN = "13", "13 to 15"
    OLDER_TEEN = "16", "16 or 17"
    ADULT = "18", "18 or older now"


class PlatformAnswer(StrEnum):
    """What a platform does about one file."""

    PENDING = "pending"
    BLOCKED = "blocked"
    NOT_BLOCKED = "not-blocked"
