from django.db import models

from tipline.foundation.keys import time_ordered_key


class HashList(models.Model):
    """One row is a list of known hashes from one source."""

    id = time_ordered_key()
    name = models.CharField(max_length=100, unique=True)
    source = models.CharField(max_length=200, blank=True)
    meaning = models.CharField(
        max_length=200, help_text="What a match with this list says about a file."
    )
    is_viral = models.BooleanField(
        default=False, help_text="Often-seen material, shared without malice."
    )
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class HashEntry(models.Model):
    """One row is one hash on one list."""

    id = time_ordered_key()
    hash_list = models.ForeignKey(HashList, models.PROTECT)
    algorithm = models.CharField(max_length=32)
    value = models.CharField(max_length=512)
    classification = models.CharField(max_length=100, blank=True)
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hash_list", "algorithm", "value"],
                name="hashlist_hashentry_once_per_list",
            ),
        ]
        indexes = [
            models.Index(fields=["algorithm", "value"], name="hashlist_hashentry_value")
        ]

    def __str__(self) -> str:
        return f"{self.algorithm} entry {self.pk}"
