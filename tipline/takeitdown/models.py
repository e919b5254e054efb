"""Cases, what belongs to them, and pictures that nobody has to be protected from."""

from django.db import models
from django.db.models import Q

from tipline.foundation.keys import time_ordered_key
from tipline.hashlist.models import HashItem
from tipline.takeitdown.states import AgeRange


class Case(models.Model):
    """One row is what one person sent: a submission, without anything about them.

    Code and PIN are kept as keyed digests. `made_on` and `expires_on` are days, so that
    no hour tells who was at the computer.
    """

    id = time_ordered_key()
    code_digest = models.BinaryField(unique=True)
    pin_digest = models.BinaryField()
    age = models.CharField(max_length=2, choices=AgeRange.choices)
    made_on = models.DateField()
    expires_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(age__in=AgeRange.values), name="takeitdown_case_age_known"
            ),
        ]
        indexes = [
            models.Index(fields=["made_on"], name="takeitdown_case_made"),
            models.Index(
                fields=["expires_on"],
                condition=Q(withdrawn_on=None),
                name="takeitdown_case_expiry",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"


class CaseFile(models.Model):
    """One row is a file of a case: its item on the list, how many hashes.

    `hashes` stays when the item is withdrawn: it counts in the statistics.
    """

    id = time_ordered_key()
    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    item = models.OneToOneField(HashItem, models.PROTECT, related_name="+")
    hashes = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"file {self.pk} of case {self.case_id}"


class HarmlessHash(models.Model):
    """One row is a hash of a famous or test picture that nobody can have blocked."""

    id = time_ordered_key()
    algorithm = models.CharField(max_length=8)
    value = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    added_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["algorithm", "value"], name="takeitdown_harmlesshash_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.algorithm} of {self.name}"
