from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tipline.foundation.accounts.models import Organization
from tipline.foundation.keys import time_ordered_key
from tipline.intake.models import Report
from tipline.referral.cidr import CidrField
from tipline.referral.table_states import Origin, RoutingTable, SimulationState


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
    contact = models.EmailField(blank=True)

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
    is_military = models.BooleanField(default=False)
    post_code = models.CharField(max_length=16, blank=True)
    network_kind = models.CharField(max_length=8, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    owner_source = models.CharField(max_length=150, blank=True)

    def __str__(self) -> str:
        return f"evidence {self.pk}"


class Jurisdiction(models.Model):
    """One row is where a report's incident happened, as far as evidence tells.

    `resolved_country` and `resolved_state` are the machine's; `country` and `state` are
    final: a person's, `decided_by`, if one decided, else the same. The editions are
    those by which the report was routed last.
    """

    report = models.OneToOneField(
        Report, models.CASCADE, primary_key=True, related_name="jurisdiction"
    )
    country = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=2, blank=True)
    resolved_country = models.CharField(max_length=2, blank=True)
    resolved_state = models.CharField(max_length=2, blank=True)
    decided_by = models.TextField(blank=True)
    places = models.JSONField(default=list)
    decided_at = models.DateTimeField()
    agencies_edition = models.ForeignKey(
        "TableEdition", models.PROTECT, null=True, related_name="+"
    )
    rules_edition = models.ForeignKey(
        "TableEdition", models.PROTECT, null=True, related_name="+"
    )
    filters_edition = models.ForeignKey(
        "TableEdition", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["decided_at"], name="referral_jurisdiction_when"),
        ]

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
    ended_at = models.DateTimeField(
        null=True, help_text="Since when the agency has no access any more."
    )
    is_excluded = models.BooleanField(
        default=False, help_text="An exclusion hides it from the agency that had it."
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
    """One row says that an officer received a part of a packet: which bytes, when.

    If a program did, `program` is its name, and the person answers for it.
    """

    id = time_ordered_key()
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="receipts")
    person_id = models.BigIntegerField()
    program = models.CharField(max_length=100, blank=True, db_default="")
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


class TableEdition(models.Model):
    """One row is an edition of a table, as CSV; the newest in force is read.

    A draft has neither `activated_at` nor `withdrawn_at`. What was ever in force stays.
    `based_on` was in force when it was drafted.
    """

    id = time_ordered_key()
    table = models.CharField(max_length=16, choices=RoutingTable.choices)
    number = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    made_by = models.TextField()
    made_at = models.DateTimeField()
    activated_by = models.TextField(blank=True)
    activated_at = models.DateTimeField(null=True)
    withdrawn_by = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "number"], name="referral_tableedition_number_once"
            ),
            models.CheckConstraint(
                condition=Q(activated_at=None, activated_by="")
                | (Q(activated_at__isnull=False) & ~Q(activated_by="")),
                name="referral_tableedition_activated_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False, activated_at=None))
                & ~Q(withdrawn_by=""),
                name="referral_tableedition_withdrawn_while_draft",
            ),
            models.CheckConstraint(
                condition=~Q(origin="import")
                | Q(activated_by="")
                | (
                    ~Q(activated_by=F("made_by"))
                    & Q(activated_by__startswith="person:")
                ),
                name="referral_tableedition_activated_by_a_second_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["table", "-activated_at"],
                condition=Q(activated_at__isnull=False),
                name="referral_tableedition_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.number}"


class Simulation(models.Model):
    """One row asks what a draft would have done to the reports of a time.

    `counts` has `[before, after]` by an agency's code. `read_upto` is the last report
    that was looked at: a simulation that was interrupted goes on behind it.
    """

    id = time_ordered_key()
    edition = models.ForeignKey(
        TableEdition, models.PROTECT, related_name="simulations"
    )
    since = models.DateTimeField()
    until = models.DateTimeField()
    asked_by = models.TextField()
    asked_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=SimulationState.choices, default=SimulationState.QUEUED
    )
    read_upto = models.BigIntegerField(default=0)
    report_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"simulation {self.pk}"


class SimulatedChange(models.Model):
    """One row is a report that a draft would have sent to other agencies."""

    id = time_ordered_key()
    simulation = models.ForeignKey(Simulation, models.CASCADE, related_name="changes")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        indexes = [
            models.Index(
                fields=["simulation", "id"], name="referral_simulatedchange_in"
            ),
        ]

    def __str__(self) -> str:
        return f"change of report {self.report_id}"


class PlaceCorrection(models.Model):
    """One row is a person's word on where a network is, in the place of its data.

    Either a place, or what kind of network it is that hides where its users are. It
    holds until it expires or is withdrawn.
    """

    id = time_ordered_key()
    network = CidrField()
    country = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=8, blank=True)
    reason = models.TextField()
    report = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="+")
    made_by = models.TextField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_by = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(~Q(country="") & Q(kind="")) | (Q(country="") & ~Q(kind="")),
                name="referral_placecorrection_place_or_kind",
            ),
            models.CheckConstraint(
                condition=Q(state="") | Q(country="US"),
                name="referral_placecorrection_state_of_us",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & Q(made_by__startswith="person:"),
                name="referral_placecorrection_by_a_person_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="referral_placecorrection_expires_later",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="referral_placecorrection_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"correction of {self.network}"


class JurisdictionDecision(models.Model):
    """One row is a person's word on where a report belongs; the newest counts."""

    id = time_ordered_key()
    report = models.ForeignKey(
        Report, models.CASCADE, related_name="jurisdiction_decisions"
    )
    country = models.CharField(max_length=2)
    state = models.CharField(max_length=2, blank=True)
    reason = models.TextField()
    decided_by = models.TextField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & Q(decided_by__startswith="person:"),
                name="referral_jurisdictiondecision_by_a_person_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["report", "-id"], name="referral_decision_newest"),
        ]

    def __str__(self) -> str:
        return f"decision on report {self.report_id}"


class Exclusion(models.Model):
    """One row keeps a report from an agency that one of the suspects may belong to.

    It holds until a person ends it, and is not found again then.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE, related_name="exclusions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="exclusions")
    found_by = models.CharField(max_length=12)
    reason = models.TextField()
    made_by = models.TextField()
    made_at = models.DateTimeField()
    ended_by = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "agency"],
                condition=Q(ended_at=None),
                name="referral_exclusion_once",
            ),
            models.CheckConstraint(
                condition=Q(found_by__in=["mail-domain", "network", "analyst"])
                & ~Q(reason=""),
                name="referral_exclusion_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="", end_reason="")
                | (
                    Q(ended_at__isnull=False, ended_by__startswith="person:")
                    & ~Q(end_reason="")
                ),
                name="referral_exclusion_ended_by_a_person_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"exclusion of agency {self.agency_id}"


class Withholding(models.Model):
    """One row keeps a report from an agency whose law does not let it act on it.

    `instead` are the codes of those who receive it in its place; if there are none, it
    is kept until `keep_until`, and then destroyed if nobody else has it. What a person
    ended is not begun again.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE, related_name="withholdings")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="withholdings")
    filter = models.CharField(max_length=40)
    ground = models.CharField(max_length=16)
    reason = models.TextField()
    edition = models.ForeignKey(TableEdition, models.PROTECT, related_name="+")
    instead = ArrayField(models.CharField(max_length=40), default=list)
    at = models.DateTimeField()
    keep_until = models.DateTimeField(null=True)
    ended_by = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "agency"],
                condition=Q(ended_at=None),
                name="referral_withholding_once",
            ),
            models.CheckConstraint(
                condition=Q(keep_until=None, instead__len__gt=0)
                | Q(keep_until__isnull=False, instead__len=0),
                name="referral_withholding_somebody_or_clock",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="", end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="") & ~Q(end_reason="")),
                name="referral_withholding_ended_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["keep_until", "id"],
                condition=Q(ended_at=None, keep_until__isnull=False),
                name="referral_withholding_on_hold",
            ),
        ]

    def __str__(self) -> str:
        return f"withholding of report {self.report_id}"
