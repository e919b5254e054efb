from django.db import models
from django.db.models import F, Q

from tipline.files.models import ReportedFile
from tipline.foundation.accounts.models import Person
from tipline.foundation.keys import time_ordered_key
from tipline.viewing.concern_kinds import ConcernKind
from tipline.viewing.exposure import Severity
from tipline.viewing.gate import BasisKind, Ground
from tipline.viewing.look import Blur, Variant


def _choices(kind: type) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in kind]  # type: ignore[attr-defined]


class FileBasis(models.Model):
    """One row is a legal basis on which one file may be opened; it never changes."""

    id = time_ordered_key()
    file = models.ForeignKey(ReportedFile, models.CASCADE, related_name="bases")
    kind = models.CharField(max_length=16, choices=_choices(BasisKind))
    reference = models.CharField(max_length=200)
    note = models.TextField()
    until = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in BasisKind])
                & ~Q(reference=""),
                name="viewing_filebasis_is_on_record",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for file {self.file_id}"


class BasisWithdrawal(models.Model):
    """One row says that a legal basis does not hold, and why; it never changes."""

    basis = models.OneToOneField(
        FileBasis, models.CASCADE, primary_key=True, related_name="withdrawal"
    )
    reason = models.TextField()
    withdrawn_by = models.ForeignKey(Person, models.PROTECT)
    withdrawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="viewing_basiswithdrawal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"withdrawal of basis {self.basis_id}"


class Preference(models.Model):
    """One row is how one person wants previews; the time zone is a supervisor's word.

    Without a row, or where the zone is empty, the organization's defaults hold. The
    buddy is the colleague who is told when the person has seen much.
    """

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True)
    grey = models.BooleanField()
    blur = models.CharField(max_length=8, choices=_choices(Blur))
    time_zone = models.CharField(max_length=64, blank=True)
    buddy = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(buddy=None) | ~Q(buddy=F("person")),
                name="viewing_preference_buddy_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"preference of person {self.person_id}"


class Hold(models.Model):
    """One row is one clear picture held open; its seconds are counted by the server.

    `lease_until` is until when it may be shown without another heartbeat.
    """

    id = time_ordered_key()
    person = models.ForeignKey(Person, models.PROTECT)
    session_key = models.CharField(max_length=40)
    file = models.ForeignKey(ReportedFile, models.CASCADE)
    severity = models.CharField(max_length=8, choices=_choices(Severity))
    started_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    lease_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_at=None),
                name="viewing_hold_one_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "started_at"], name="viewing_hold_person")
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class Ticket(models.Model):
    """One row lets one session fetch one preview of one file, once and soon.

    The gate's ground is noted as it was found. `used_at` is set before anything is
    decoded: a ticket that failed is used up.
    """

    id = time_ordered_key()
    person = models.ForeignKey(Person, models.PROTECT)
    session_key = models.CharField(max_length=40)
    file = models.ForeignKey(ReportedFile, models.CASCADE)
    variant = models.CharField(max_length=8, choices=_choices(Variant))
    hold = models.ForeignKey(Hold, models.PROTECT, null=True)
    ground = models.CharField(max_length=20, choices=_choices(Ground))
    basis = models.ForeignKey(FileBasis, models.PROTECT, null=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(variant=Variant.VEILED.value, hold=None)
                | Q(variant=Variant.CLEAR.value, hold__isnull=False),
                name="viewing_ticket_clear_is_held",
            ),
        ]
        indexes = [
            models.Index(fields=["session_key", "file"], name="viewing_ticket_session"),
            models.Index(
                fields=["person", "issued_at"],
                condition=Q(variant=Variant.VEILED.value),
                name="viewing_ticket_veiled",
            ),
        ]

    def __str__(self) -> str:
        return f"ticket {self.pk}"


class Viewing(models.Model):
    """One row is a preview that left for somebody, and how much of it did.

    It is committed before the first byte. `served_bytes` is written once, when the
    last byte left or the connection broke; empty, nobody knows.
    """

    id = time_ordered_key()
    ticket = models.OneToOneField(Ticket, models.PROTECT)
    file = models.ForeignKey(ReportedFile, models.CASCADE, related_name="viewings")
    person = models.ForeignKey(Person, models.PROTECT)
    viewer = models.CharField(max_length=8, help_text="The person's short code.")
    variant = models.CharField(max_length=8, choices=_choices(Variant))
    ground = models.CharField(max_length=20, choices=_choices(Ground))
    basis = models.ForeignKey(FileBasis, models.PROTECT, null=True)
    basis_kind = models.CharField(max_length=16, blank=True)
    basis_reference = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    served_bytes = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(served_bytes=None) | Q(served_bytes__lte=F("size_bytes")),
                name="viewing_viewing_served_no_more",
            ),
        ]

    def __str__(self) -> str:
        return f"viewing {self.pk}"


class Exposure(models.Model):
    """One row says how long a person had pictures of one severity clear before them.

    Append-only, and partitioned by month; made by SQL (sql/exposure.sql).
    """

    id = time_ordered_key()
    at = models.DateTimeField()
    person_id = models.BigIntegerField()
    severity = models.TextField()
    seconds = models.FloatField()
    hold_id = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "viewing_exposure"

    def __str__(self) -> str:
        return f"exposure {self.pk}"


class Concern(models.Model):
    """One row calls colleagues about a person: how much they see, never what.

    `number` counts previews or seconds of 24 hours, by kind; it is zero for who asks.
    """

    id = time_ordered_key()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=_choices(ConcernKind))
    number = models.PositiveIntegerField()
    raised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(answered_at=None),
                name="viewing_concern_open_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="viewing_concern_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("person")),
                name="viewing_concern_answered_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "raised_at"], name="viewing_concern_person")
        ]

    def __str__(self) -> str:
        return f"concern {self.pk}"
