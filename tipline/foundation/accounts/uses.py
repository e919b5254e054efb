"""What a platform's credential is for."""

from django.db import models


class CredentialUse(models.TextChoices):
    """Which interface a credential opens; it is unknown on the other."""

    REPORTING = "reporting", "Reporting"
    HASH_SHARING = "hash-sharing", "Hash lists"
