from django.db import models

from tipline.files.models import Content, ReportedFile
from tipline.foundation.keys import time_ordered_key
from tipline.hashlist.models import HashEntry
from tipline.intake.models import Report


class ChangeKind(models.TextChoices):
    """What changed, for who follows changes."""

    ENTRY = "entry", "An entry of a list"
    ITEM = "item", "An item of a list"
    MEMBER = "member", "A source of a list"
    LIST = "list", "A list"
    PICTURE = "picture", "A picture hash"
    VIDEO = "video", "The frames of a video"
    START = "start", "The beginning"


class IndexChange(models.Model):
    """One row says that something changed which indexes and searches follow.

    Triggers write it in the transaction of the change. `position` comes after the
    commit, and grows in the order of commits. `subject` is an id; a video's number.
    """

    id = time_ordered_key()
    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    subject = models.BigIntegerField()
    position = models.BigIntegerField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ChangeKind.values),
                name="matching_indexchange_kind_known",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "position"], name="matching_indexchange_kind"),
            models.Index(
                fields=["id"],
                condition=models.Q(position=None),
                name="matching_indexchange_new",
            ),
        ]

    def __str__(self) -> str:
        return f"change of {self.kind} {self.subject}"


class Match(models.Model):
    """One row says that a file has a hash on a list, and how far it is from it.

    Of a PDQ hash also by which recipe, and how the picture was turned to be the listed
    one: the nearest of all ways. Of a video, how much of each is in the other, in
    percent of kept frames, and when: `intervals` is as that of `VideoMatch`, with the
    listed video's own under `item`, none if its times are not known.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE)
    file = models.ForeignKey(ReportedFile, models.CASCADE, related_name="matches")
    entry = models.ForeignKey(HashEntry, models.PROTECT)
    algorithm = models.CharField(max_length=32)
    distance = models.PositiveSmallIntegerField()
    recipe = models.CharField(max_length=64, blank=True)
    turn = models.CharField(max_length=32, blank=True)
    file_percent = models.FloatField(null=True)
    item_percent = models.FloatField(null=True)
    intervals = models.JSONField(null=True)
    matched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "entry"], name="matching_match_once"
            ),
        ]

    def __str__(self) -> str:
        return f"match {self.pk}"


class ClaimedHash(models.Model):
    """One row is a hash that a platform says a file of its had, in the lists' spelling.

    Our own digests are with the content. These are kept so that a list that comes later
    finds the file.
    """

    id = time_ordered_key()
    file = models.ForeignKey(ReportedFile, models.CASCADE)
    algorithm = models.CharField(max_length=32)
    value = models.CharField(max_length=512)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["algorithm", "value", "file"], name="matching_claimedhash_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.algorithm} of file {self.file_id}"


class Lookback(models.Model):
    """The one row says up to which change past files were searched.

    To `searched_to` in the index of upright pictures and by equal hashes, to `swept_to`
    one by one in every turn.
    """

    id = models.SmallIntegerField(primary_key=True)
    searched_to = models.BigIntegerField()
    swept_to = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="matching_lookback_only_one"
            ),
        ]

    def __str__(self) -> str:
        return f"past files searched to {self.searched_to}"


class Sweep(models.Model):
    """One row is a search of the whole archive for what came to lists.

    That is, by the changes after `after` up to `upto`. One runs at a time.
    """

    id = time_ordered_key()
    after = models.BigIntegerField()
    upto = models.BigIntegerField()
    entries = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(finished_at=None),
                name="matching_sweep_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"sweep {self.pk}"


class SweepPart(models.Model):
    """One row is a part of a sweep: pictures by id, after one and up to another.

    The part from 0 to 0 is of equal hashes.
    """

    id = time_ordered_key()
    sweep = models.ForeignKey(Sweep, models.CASCADE, related_name="parts")
    after = models.BigIntegerField()
    upto = models.BigIntegerField()
    reports = models.PositiveIntegerField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sweep", "upto"], name="matching_sweeppart_once"
            ),
        ]

    def __str__(self) -> str:
        return f"part {self.pk} of sweep {self.sweep_id}"


class PictureMatch(models.Model):
    """One row says that a file's picture is near to another content, seen before.

    Recipe and turn say how the file's picture was laid to be the other. Reports with
    the same bytes share one content.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE)
    file = models.ForeignKey(
        ReportedFile, models.CASCADE, related_name="picture_matches"
    )
    other = models.ForeignKey(Content, models.CASCADE)
    distance = models.PositiveSmallIntegerField()
    recipe = models.CharField(max_length=64)
    turn = models.CharField(max_length=32)
    matched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "other"], name="matching_picturematch_once"
            ),
        ]

    def __str__(self) -> str:
        return f"picture match {self.pk}"


class VideoMatch(models.Model):
    """One row says that much of a file's video is in that of another content, or of it.

    The percentages are of kept frames: of the file's, and of the other's. `intervals`
    holds when, as pairs of milliseconds: `file` and `other`. `turn` says whether the
    file's video must be mirrored to be the other.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE)
    file = models.ForeignKey(ReportedFile, models.CASCADE, related_name="video_matches")
    other = models.ForeignKey(Content, models.CASCADE)
    file_percent = models.FloatField()
    turn = models.CharField(max_length=32, blank=True)
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


class FrameOf(models.TextChoices):
    """Which of two is the video that a frame is of; the other is a picture."""

    FILE = "file", "The file"
    ITEM = "item", "The listed item"


class FrameMatch(models.Model):
    """One row suggests that a picture is a frame of a video: of a file and an item.

    Nothing acts on it but people: a frame may say little of its video. Distance is in
    bits; `quality` that of the poorer hash, as far as it is known; `at_ms` when the
    frame is shown, None if a list does not say.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE)
    file = models.ForeignKey(ReportedFile, models.CASCADE, related_name="frame_matches")
    entry = models.ForeignKey(HashEntry, models.PROTECT)
    frame_of = models.CharField(max_length=8, choices=FrameOf.choices)
    distance = models.PositiveSmallIntegerField()
    quality = models.PositiveSmallIntegerField()
    recipe = models.CharField(max_length=64)
    turn = models.CharField(max_length=32)
    at_ms = models.BigIntegerField(null=True)
    matched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "entry"], name="matching_framematch_once"
            ),
            models.CheckConstraint(
                condition=models.Q(frame_of__in=FrameOf.values),
                name="matching_framematch_frame_of_known",
            ),
        ]

    def __str__(self) -> str:
        return f"frame match {self.pk}"

    @property
    def is_in_file(self) -> bool:
        """Say whether the frame is of the file, and the listed item a picture."""
        return self.frame_of == FrameOf.FILE


class Circulation(models.Model):
    """One row is a content that came in reports, and whom it is nearly the same as.

    A leader leads itself, and counts for all that follow it: different reports, and
    different reported persons in them, until it is widely seen.
    """

    content = models.OneToOneField(
        Content, models.CASCADE, primary_key=True, related_name="circulation"
    )
    leader = models.ForeignKey(
        Content, models.PROTECT, db_index=False, related_name="followers"
    )
    distance = models.PositiveSmallIntegerField(
        help_text="Bits from the leader, at most."
    )
    reports = models.PositiveIntegerField(default=0)
    persons = models.PositiveIntegerField(default=0)
    widely_seen_at = models.DateTimeField(null=True)
    is_linked = models.BooleanField(
        default=True,
        help_text="False: from before it linked reports; they are linked behind.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(leader=models.F("content"), distance=0)
                | models.Q(reports=0, persons=0, widely_seen_at=None),
                name="matching_circulation_leaders_count",
            ),
        ]
        indexes = [
            models.Index(
                fields=["leader", "distance", "content"],
                name="matching_circulation_nearest",
            ),
            models.Index(
                fields=["content"],
                condition=models.Q(is_linked=False),
                name="matching_circulation_unlinked",
            ),
        ]

    def __str__(self) -> str:
        return f"circulation of content {self.pk}"


class Sighting(models.Model):
    """One row says that a report about a person brought a leader, or nearly the same.

    `person` is a digest, empty if the report names nobody. None are made of what is
    widely seen.
    """

    id = time_ordered_key()
    leader = models.ForeignKey(
        Content, models.CASCADE, db_index=False, related_name="sightings"
    )
    report = models.ForeignKey(Report, models.CASCADE)
    person = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "report", "person"], name="matching_sighting_once"
            ),
        ]
        indexes = [
            models.Index(fields=["leader", "person"], name="matching_sighting_person"),
        ]

    def __str__(self) -> str:
        return f"sighting {self.pk}"
