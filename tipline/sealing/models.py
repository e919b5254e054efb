from django.db import models

from tipline.foundation.accounts.models import Organization
from tipline.foundation.keys import time_ordered_key


class AgencyKey(models.Model):
    """One row is the public key that an agency gave; the newest counts.

    An empty `recipient` took the key back: packets go unencrypted again.
    """

    id = time_ordered_key()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=100, blank=True)
    entered_by = models.TextField()
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["organization", "-id"], name="sealing_agencykey_newest"
            ),
        ]

    def __str__(self) -> str:
        return f"key {self.pk}"
