from django.db import models
from django.db.models import Q

from tipline.deconfliction.disclosure import Stance
from tipline.foundation.keys import time_ordered_key
from tipline.intake.models import Report
from tipline.referral.models import Agency

STANCES = [(stance.value, stance.value) for stance in Stance]


class Desk(models.Model):
    """One row is whom other agencies call at one agency, and what they may learn."""

    agency = models.OneToOneField(
        Agency, models.PROTECT, primary_key=True, related_name="deconfliction_desk"
    )
    contact = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=254, blank=True)
    stance = models.CharField(max_length=6, choices=STANCES, default=Stance.OPEN.value)
    changed_at = models.DateTimeField()
    changed_by = models.TextField()

    def __str__(self) -> str:
        return f"desk of {self.agency_id}"


class MeetingNotice(models.Model):
    """One row tells an agency that another met it on what one of its reports names.

    `report` is a report of the agency that is told. Of the other's case only its own
    `reference` is here, as the officer who asked chose to write it.
    """

    id = time_ordered_key()
    told = models.ForeignKey(
        Agency, models.PROTECT, related_name="meeting_notices", db_index=False
    )
    asker = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    kinds = models.JSONField(help_text="Kinds of what they share, without values.")
    is_look_up = models.BooleanField()
    reference = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["told", "asker", "report", "reference"],
                name="deconfliction_meetingnotice_once",
            ),
            models.CheckConstraint(
                condition=~Q(told=models.F("asker")),
                name="deconfliction_meetingnotice_of_two",
            ),
        ]
        indexes = [
            models.Index(fields=["told", "-id"], name="deconfliction_notice_newest"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class LookUp(models.Model):
    """One row is a hashed look-up: how much was asked and found, not what."""

    id = time_ordered_key()
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="look_ups", db_index=False
    )
    asked_by = models.TextField()
    reference = models.CharField(max_length=200)
    digests = models.PositiveSmallIntegerField()
    hits = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reference="") & Q(digests__gt=0),
                name="deconfliction_lookup_has_reference",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-at"], name="deconfliction_lookup_newest"),
        ]

    def __str__(self) -> str:
        return f"look-up {self.pk}"
