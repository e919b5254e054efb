from django.db import models
from django.db.models import Q

from tipline.foundation.accounts.models import Organization
from tipline.foundation.keys import time_ordered_key
from tipline.intake.models import Report


class Agency(models.Model):
    """One row is an agency that reports are made available to."""

    organization = models.OneToOneField(
        Organization, models.PROTECT, primary_key=True, related_name="agency"
    )
    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=16)
    country = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=2, blank=True)
    channel = models.CharField(max_length=16, blank=True)

    def __str__(self) -> str:
        return self.code


class LocationEvidence(models.Model):
    """One row is one hint at where a person was, with its source; none is dropped."""

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE, related_name="location_evidence")
    source = models.CharField(max_length=32)
    about = models.CharField(max_length=32)
    country = models.CharField(max_length=2)
    state = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=255, blank=True)
    confidence = models.FloatField()
    detail = models.TextField(blank=True)
    data_source = models.CharField(max_length=100, blank=True)
    data_date = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return f"evidence {self.pk}"


class Jurisdiction(models.Model):
    """One row is where a report's incident happened, as far as evidence tells."""

    report = models.OneToOneField(
        Report, models.CASCADE, primary_key=True, related_name="jurisdiction"
    )
    country = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=2, blank=True)
    places = models.JSONField(default=list)
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"jurisdiction of report {self.report_id}"


class Referral(models.Model):
    """One row makes one report available to one agency."""

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE, related_name="referrals")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="referrals")
    reason = models.TextField()
    rule = models.CharField(max_length=40)
    made_available_at = models.DateTimeField()
    first_opened_at = models.DateTimeField(null=True)
    last_opened_at = models.DateTimeField(null=True)
    is_set_apart = models.BooleanField(
        default=False, help_text="A segregated hold keeps it out of the queues."
    )
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "agency"], name="referral_referral_once"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-id"], name="referral_referral_queue"),
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"


class PacketReceipt(models.Model):
    """One row says that an officer received a part of a packet: which bytes, when."""

    id = time_ordered_key()
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="receipts")
    person_id = models.BigIntegerField()
    part = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField(default=1)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"receipt {self.pk}"


class ReleaseKind(models.TextChoices):
    """What a person decided about a report of the public."""

    RELEASED = "released", "Released to agencies"
    REFUSED = "refused", "Not released"


class ReleaseDecision(models.Model):
    """One row is a person's word on who receives a report of the public."""

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE, related_name="release_decisions")
    kind = models.CharField(max_length=8, choices=ReleaseKind.choices)
    reason = models.TextField(blank=True)
    decided_by = models.TextField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="released") | (Q(kind="refused") & ~Q(reason="")),
                name="referral_releasedecision_refusal_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__startswith="person:"),
                name="referral_releasedecision_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of report {self.report_id}"


class ReferralProposal(models.Model):
    """One row proposes an agency for a report of the public; a person decides.

    `decision` is the newest word on it, None while nobody spoke.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE, related_name="proposals")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="proposals")
    reason = models.TextField()
    rule = models.CharField(max_length=40)
    proposed_at = models.DateTimeField()
    decision = models.ForeignKey(
        ReleaseDecision, models.PROTECT, null=True, related_name="proposals"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "agency"], name="referral_referralproposal_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["report"],
                condition=Q(decision=None),
                name="referral_proposal_open",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"
