from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT

from tipline.foundation.accounts.models import Organization
from tipline.foundation.keys import NextOf, time_ordered_key
from tipline.hashing.distance import PDQ_BYTES
from tipline.hashing.pdq import PdqHash
from tipline.hashing.video import FrameHash, unpack
from tipline.intake.models import Report, Supplement


class Inspection(models.TextChoices):
    """How the decoder's look at a content ended."""

    OK = "ok", "Decoded"
    REFUSED = "refused", "Not decoded"
    KILLED = "killed", "Stopped at a limit"


class Content(models.Model):
    """One row is one distinct content, however many reports hold a copy of it.

    People will look at a content once. The bytes are not here: every report's copy is
    encrypted on its own, so that shredding one leaves the other.
    """

    id = time_ordered_key()
    sha256 = models.CharField(max_length=64, unique=True)
    sha1 = models.CharField(max_length=40)
    md5 = models.CharField(max_length=32)
    size_bytes = models.BigIntegerField()
    inspection = models.CharField(max_length=8, choices=Inspection.choices)
    inspection_reason = models.CharField(max_length=64, blank=True)
    inspected_at = models.DateTimeField()
    media_type = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    frames = models.PositiveIntegerField(null=True)
    exif = models.JSONField(default=dict)
    looked_again_at = models.DateTimeField(
        null=True, help_text="When it was hashed anew, if it came before turns."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(inspection__in=Inspection.values),
                name="files_content_inspection_known",
            ),
        ]
        indexes = [
            models.Index(fields=["md5"], name="files_content_md5"),
            models.Index(fields=["sha1"], name="files_content_sha1"),
        ]

    def __str__(self) -> str:
        return f"content {self.pk}"


class PictureHash(models.Model):
    """One row is the PDQ hash of a content by one recipe.

    `turned` holds the hashes of the picture laid in the seven other ways, 32 bytes
    each in the order of `hashing.turns.Turn`; it is empty for a sliver of a picture.
    """

    id = time_ordered_key()
    content = models.ForeignKey(Content, models.CASCADE, related_name="hashes")
    recipe = models.CharField(max_length=64)
    value = models.BinaryField()
    quality = models.PositiveSmallIntegerField()
    turned = models.BinaryField(default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content", "recipe"], name="files_picturehash_once_a_recipe"
            ),
            models.CheckConstraint(
                condition=Q(quality__lte=100), name="files_picturehash_quality"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(turned=b""),
                name="files_picturehash_no_turns",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipe} of content {self.content_id}"

    def as_hash(self) -> PdqHash:
        """Give the hash as what compares it wants it."""
        turned = bytes(self.turned)
        starts = range(0, len(turned), PDQ_BYTES)
        others = tuple(turned[start : start + PDQ_BYTES] for start in starts)
        return PdqHash(bytes(self.value), self.quality, self.recipe, others)


class VideoHash(models.Model):
    """One row is the frame hashes of one content that moves, with their times.

    `frames` is as `hashing.video.pack` writes them: a row a frame would be a hundred
    times as many rows as there are videos. `cut` says why they do not reach the end.
    `number` is small, so that an index can name each frame by it and the frame's place.
    """

    id = time_ordered_key()
    number = models.BigIntegerField(
        unique=True, db_default=NextOf("files_videohash_number"), editable=False
    )
    content = models.OneToOneField(Content, models.CASCADE, related_name="video")
    recipe = models.CharField(max_length=64)
    length_ms = models.BigIntegerField()
    cut = models.CharField(max_length=64, blank=True)
    frames = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(length_ms__gte=0), name="files_videohash_length"
            ),
        ]

    def __str__(self) -> str:
        return f"frames of content {self.content_id}"

    def as_frames(self) -> tuple[FrameHash, ...]:
        """Give the frames as what compares them wants them."""
        return unpack(bytes(self.frames))


class ReportedFile(models.Model):
    """One row is a file of one report; `file_id` is its name on the wire.

    `details` is what the platform said about it (`FileDocument`). The booleans stay
    empty where the platform said nothing: that is neither yes nor no.
    """

    id = time_ordered_key()
    file_id = models.CharField(max_length=32)
    # No constraints of their own on purpose: sql/row_security.sql refers to the report
    # by both, and each costs every upload a look-up.
    report = models.ForeignKey(
        Report, models.CASCADE, related_name="files", db_constraint=False
    )
    platform = models.ForeignKey(
        Organization, models.PROTECT, db_index=False, db_constraint=False
    )
    content = models.ForeignKey(Content, models.PROTECT, null=True, db_index=False)
    file_name = models.TextField(blank=True)
    size_bytes = models.BigIntegerField()
    md5 = models.CharField(max_length=32)
    sha1 = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    stored = models.JSONField(
        help_text="Where the vault keeps it: object, key and wrapped data key."
    )
    shredded_at = models.DateTimeField(null=True)
    details = models.JSONField(null=True)
    details_sha256 = models.BinaryField(null=True)
    corrected_details = models.JSONField(
        null=True, help_text="What is said with all corrections; `details` stays."
    )
    supplement = models.ForeignKey(
        Supplement, models.PROTECT, null=True, related_name="files"
    )
    warnings = models.JSONField(default=list)
    viewed_by_platform = models.BooleanField(null=True)
    exif_viewed_by_platform = models.BooleanField(null=True)
    publicly_available = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(file_id__regex=r"^[0-9a-f]{32}$"),
                name="files_reportedfile_id_is_hexadecimal",
            ),
            # Not unique=True, which adds an index for LIKE that nobody asks.
            models.UniqueConstraint(
                fields=["file_id"], name="files_reportedfile_file_id_once"
            ),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="files_reportedfile_sha256"),
            models.Index(
                fields=["content", "report"], name="files_reportedfile_holders"
            ),
            models.Index(KT("stored__object_id"), name="files_reportedfile_object"),
        ]

    def __str__(self) -> str:
        return f"file {self.file_id}"


class StagedFile(models.Model):
    """One row is a file that was uploaded for a supplement which did not come yet.

    It is no part of its report, and seen by nobody but its platform.
    """

    id = time_ordered_key()
    file_id = models.CharField(max_length=32, unique=True)
    report = models.ForeignKey(Report, models.CASCADE, related_name="staged_files")
    platform = models.ForeignKey(Organization, models.PROTECT)
    file_name = models.TextField(blank=True)
    size_bytes = models.BigIntegerField()
    md5 = models.CharField(max_length=32)
    sha1 = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    stored = models.JSONField(
        help_text="Where the vault keeps it: object, key and wrapped data key."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "sha256", "file_name"],
                name="files_stagedfile_repeat_once",
            ),
        ]
        indexes = [
            models.Index(KT("stored__object_id"), name="files_stagedfile_object"),
        ]

    def __str__(self) -> str:
        return f"staged file {self.file_id}"
