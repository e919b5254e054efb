from django.db import models

from tipline.files.models import Content, ReportedFile
from tipline.foundation.keys import time_ordered_key
from tipline.hashlist.models import HashEntry
from tipline.intake.models import Report


class Match(models.Model):
    """One row says that a file has a hash on a list, and how far it is from it.

    Of a PDQ hash also by which recipe, and how the picture was turned to be the listed
    one: the nearest of all ways.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE)
    file = models.ForeignKey(ReportedFile, models.CASCADE, related_name="matches")
    entry = models.ForeignKey(HashEntry, models.PROTECT)
    algorithm = models.CharField(max_length=32)
    distance = models.PositiveSmallIntegerField()
    recipe = models.CharField(max_length=64, blank=True)
    turn = models.CharField(max_length=32, blank=True)
    matched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "entry"], name="matching_match_once"
            ),
        ]

    def __str__(self) -> str:
        return f"match {self.pk}"


class VideoMatch(models.Model):
    """One row says that much of a file's video is in that of another content, or of it.

    The percentages are of kept frames: of the file's, and of the other's. `intervals`
    holds when, as pairs of milliseconds: `file` and `other`.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE)
    file = models.ForeignKey(ReportedFile, models.CASCADE, related_name="video_matches")
    other = models.ForeignKey(Content, models.CASCADE)
    file_percent = models.FloatField()
    other_percent = models.FloatField()
    intervals = models.JSONField()
    matched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "other"], name="matching_videomatch_once"
            ),
        ]

    def __str__(self) -> str:
        return f"video match {self.pk}"
