from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from tipline.files.models import Content
from tipline.foundation.accounts.models import Organization
from tipline.foundation.keys import time_ordered_key
from tipline.intake.models import Report


class Priority(models.TextChoices):
    """How soon somebody must look; E is a platform's report that nobody ranked yet."""

    IMMINENT = "1", "1: a child may be in danger now"
    SAME_DAY = "2", "2: today"
    QUEUE = "3", "3: in turn"
    UNRANKED = "E", "E: not ranked yet"


class Designation(models.TextChoices):
    """Whether police can act on a report."""

    REFERRAL = "referral", "Referral"
    INFORMATIONAL = "informational", "Informational"


class AssessmentKind(models.TextChoices):
    """Who spoke when a report was assessed."""

    RANKED = "ranked", "Ranked by the rules"
    RAISED = "raised", "Raised by an analyst"
    LOWERED = "lowered", "Lowered by analysts"


class LoweringState(models.TextChoices):
    """What became of the wish to lower a report of level 1."""

    OPEN = "open", "Open"
    CONFIRMED = "confirmed", "Confirmed"
    DECLINED = "declined", "Declined"


class Intent(models.TextChoices):
    """How often-seen material was shared, as an analyst reads it."""

    MEME = "meme", "A foolish joke"
    OUTRAGE = "outrage", "Outrage at it"
    AWARENESS = "awareness", "A warning to others"
    NONE_OF_THESE = "none-of-these", "None of these"


class Assessment(models.Model):
    """One row is one ranking of a report, with its reasons; it never changes.

    `risk` is the risk to a child, 0 to 100, which is no part of the level.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE, related_name="assessments")
    kind = models.CharField(
        max_length=7, choices=AssessmentKind.choices, default=AssessmentKind.RANKED
    )
    priority = models.CharField(max_length=1, choices=Priority.choices)
    risk = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField()
    designation = models.CharField(max_length=13, choices=Designation.choices)
    arm = models.CharField(max_length=20, blank=True)
    designation_fields = models.JSONField(default=list)
    actor = models.TextField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(priority__in=Priority.values),
                name="triage_assessment_priority_known",
            ),
            models.CheckConstraint(
                condition=Q(designation__in=Designation.values),
                name="triage_assessment_designation_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AssessmentKind.values),
                name="triage_assessment_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(risk__range=(0, 100)),
                name="triage_assessment_risk_0_to_100",
            ),
        ]
        indexes = [
            models.Index(
                fields=["report"],
                condition=Q(kind="raised"),
                name="triage_assessment_raised",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class SharingIntent(models.Model):
    """One row is what an analyst said of how a report's material was shared."""

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE, related_name="intents")
    intent = models.CharField(max_length=13, choices=Intent.choices)
    actor = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(intent__in=Intent.values),
                name="triage_sharingintent_known",
            ),
        ]

    def __str__(self) -> str:
        return f"intent {self.pk}"


class Bundle(models.Model):
    """One row is a bundle: the reports that bring one widely seen file, nothing else.

    `content` leads all that is nearly the same. Without one it is a flood: reports by
    the form that say what the report with the bundle's number said first. What is like
    it in half is a bundle too, `half_of` it; a person may set each aside. It stands
    where its first report would, at `priority`, empty without reports, and `place`.
    """

    id = models.BigIntegerField(primary_key=True)
    content = models.OneToOneField(
        Content, models.PROTECT, null=True, related_name="bundle"
    )
    half_of = models.OneToOneField("self", models.PROTECT, null=True)
    priority = models.CharField(max_length=1, choices=Priority.choices, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    first_report = models.ForeignKey(
        Report, models.PROTECT, null=True, related_name="leads_bundles"
    )
    opened_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.TextField(blank=True)
    set_aside_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(content=None) | Q(content=F("id")),
                name="triage_bundle_numbered_by_content",
            ),
            models.CheckConstraint(
                condition=Q(half_of=None) | Q(content=None),
                name="triage_bundle_half_of_a_flood",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at=None, set_aside_by="")
                | (
                    Q(content=None, set_aside_at__isnull=False)
                    & ~Q(set_aside_by="")
                    & ~Q(set_aside_because="")
                ),
                name="triage_bundle_set_aside_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(priority="", first_report=None)
                | Q(priority__in=["2", "3", "E"], first_report__isnull=False),
                name="triage_bundle_never_at_level_1",
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "place", "first_report"],
                condition=~Q(priority=""),
                name="triage_bundle_queue",
            ),
        ]

    def __str__(self) -> str:
        return f"bundle {self.pk}"


class Standing(models.Model):
    """One row is where one report stands now: its newest assessment, and its bundle.

    `place` orders the reports of a level: 0 comes first.
    """

    report = models.OneToOneField(
        Report, models.CASCADE, primary_key=True, related_name="standing"
    )
    assessment = models.ForeignKey(Assessment, models.CASCADE)
    priority = models.CharField(max_length=1, choices=Priority.choices)
    risk = models.PositiveSmallIntegerField(default=0)
    place = models.PositiveSmallIntegerField(default=100)
    designation = models.CharField(max_length=13, choices=Designation.choices)
    bundle = models.ForeignKey(
        Bundle, models.PROTECT, null=True, db_index=False, related_name="standings"
    )
    needs_person = models.BooleanField(default=False)
    is_set_apart = models.BooleanField(
        default=False, help_text="A segregated hold keeps it out of the queues."
    )
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(bundle=None) | ~Q(priority="1"),
                name="triage_standing_level_1_never_bundled",
            ),
        ]
        indexes = [
            models.Index(fields=["priority", "report"], name="triage_standing_queue"),
            models.Index(
                fields=["priority", "place", "report"],
                condition=Q(bundle=None),
                name="triage_standing_order",
            ),
            models.Index(
                fields=["bundle", "priority", "place", "report"],
                condition=Q(bundle__isnull=False),
                name="triage_standing_bundled",
            ),
            models.Index(
                fields=["report"],
                condition=Q(needs_person=True),
                name="triage_standing_person",
            ),
        ]

    def __str__(self) -> str:
        return f"standing of report {self.report_id}"


class BundleStay(models.Model):
    """One row says since when a report is in a bundle and why, and why it left.

    `because` is how widely the file was seen. `designation` is under which the report
    is counted now; it brings as many incidents as it names reported persons.
    """

    id = time_ordered_key()
    bundle = models.ForeignKey(Bundle, models.PROTECT, db_index=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="bundle_stays")
    incidents = models.PositiveIntegerField()
    designation = models.CharField(max_length=13, choices=Designation.choices)
    because = models.JSONField()
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    left_because = models.JSONField(default=list)
    left_by = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(left_at=None),
                name="triage_bundlestay_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None, left_by="")
                | (Q(left_at__isnull=False) & ~Q(left_by="")),
                name="triage_bundlestay_left_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(incidents__gte=1), name="triage_bundlestay_has_incident"
            ),
        ]
        indexes = [
            models.Index(
                fields=["bundle", "left_at"],
                condition=Q(left_at__isnull=False),
                name="triage_bundlestay_left",
            ),
        ]

    def __str__(self) -> str:
        return f"stay {self.pk} in bundle {self.bundle_id}"


class BundleCount(models.Model):
    """One row counts a bundle's reports, and their incidents, of one sort.

    The counts of a bundle are the sums of its rows.
    """

    id = time_ordered_key()
    bundle = models.ForeignKey(
        Bundle, models.CASCADE, db_index=False, related_name="counts"
    )
    platform = models.ForeignKey(Organization, models.PROTECT, null=True)
    incident_type = models.TextField()
    designation = models.CharField(max_length=13, choices=Designation.choices)
    reports = models.IntegerField(default=0)
    incidents = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bundle", "platform", "incident_type", "designation"],
                nulls_distinct=False,
                name="triage_bundlecount_once",
            ),
            models.CheckConstraint(
                condition=Q(reports__gte=0, incidents__gte=F("reports")),
                name="triage_bundlecount_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"counts of bundle {self.bundle_id}"


class Likeness(models.Model):
    """One row is one report by the form, as it is compared with those that come later.

    It leads, or follows the `leader` that it is like in `kin`. What a leader said is
    kept as digests, and how many follow it: `alike` in all, `half` in one thing alone.
    """

    report = models.OneToOneField(
        Report, models.CASCADE, primary_key=True, related_name="likeness"
    )
    leader = models.ForeignKey("self", models.SET_NULL, null=True, db_index=False)
    kin = models.CharField(max_length=5, blank=True)
    is_gathered = models.BooleanField(default=False)
    keys = ArrayField(models.BigIntegerField(), default=list)
    sketch = ArrayField(models.BigIntegerField(), default=list)
    short = models.BigIntegerField(null=True)
    named = ArrayField(models.BigIntegerField(), default=list)
    answers = ArrayField(models.BigIntegerField(), default=list)
    alike = models.PositiveIntegerField(default=0)
    half = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kin="", leader=None, is_gathered=False)
                | Q(kin__in=["all", "words", "named"]),
                name="triage_likeness_leads_or_follows",
            ),
        ]
        indexes = [
            GinIndex(fields=["keys"], name="triage_likeness_keys"),
            models.Index(
                fields=["leader"],
                condition=Q(leader__isnull=False),
                name="triage_likeness_followers",
            ),
        ]

    def __str__(self) -> str:
        return f"likeness of report {self.report_id}"


class Lowering(models.Model):
    """One row asks to lower a report of level 1, and says what became of it.

    `assessment` is what the one who asks has seen; reasons that came later stay.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE, related_name="lowerings")
    assessment = models.ForeignKey(Assessment, models.CASCADE)
    level = models.CharField(max_length=1, choices=Priority.choices)
    reason = models.TextField()
    asked_by = models.TextField()
    asked_at = models.DateTimeField()
    state = models.CharField(
        max_length=9, choices=LoweringState.choices, default=LoweringState.OPEN
    )
    decided_by = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state="open"),
                name="triage_lowering_open_once",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["2", "3"]), name="triage_lowering_lowers"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by="", decided_at=None)
                | (
                    Q(state__in=["confirmed", "declined"], decided_at__isnull=False)
                    & ~Q(decided_by="")
                ),
                name="triage_lowering_decided_has_person_and_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed", decided_by=F("asked_by")),
                name="triage_lowering_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"lowering of report {self.report_id}"


class SenderPrior(models.Model):
    """One row is what a sender's noise was at one time; it never changes.

    Of `reports` finished since `since`, `noise` were. `rate` and `overall` are shares
    from 0 to 1; `shift` are the points that it costs, if nothing pauses it.
    """

    id = time_ordered_key()
    platform = models.ForeignKey(Organization, models.PROTECT, db_index=False)
    since = models.DateTimeField()
    reports = models.PositiveIntegerField()
    noise = models.PositiveIntegerField()
    rate = models.FloatField()
    overall = models.FloatField()
    shift = models.PositiveSmallIntegerField()
    least = models.PositiveIntegerField()
    actor = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(noise__lte=F("reports")),
                name="triage_senderprior_noise_of_reports",
            ),
            models.CheckConstraint(
                condition=Q(shift__lte=20), name="triage_senderprior_shift_0_to_20"
            ),
        ]
        indexes = [
            models.Index(fields=["platform", "-id"], name="triage_senderprior_newest"),
        ]

    def __str__(self) -> str:
        return f"prior {self.pk}"


class AppealState(models.TextChoices):
    """What became of a sender's appeal against its prior."""

    OPEN = "open", "Open"
    GRANTED = "granted", "Granted"
    DECLINED = "declined", "Declined"


class PriorAppeal(models.Model):
    """One row is a sender's appeal against a prior, and its answer.

    While it is open the prior is not applied; granted, not until `paused_until`.
    """

    id = time_ordered_key()
    platform = models.ForeignKey(Organization, models.PROTECT)
    prior = models.ForeignKey(SenderPrior, models.PROTECT)
    reason = models.TextField()
    state = models.CharField(
        max_length=8, choices=AppealState.choices, default=AppealState.OPEN
    )
    opened_by = models.TextField()
    opened_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["platform"],
                condition=Q(state="open"),
                name="triage_priorappeal_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answer="", answered_by="", answered_at=None)
                | (
                    Q(state__in=["granted", "declined"], answered_at__isnull=False)
                    & ~Q(answered_by="")
                    & ~Q(answer="")
                ),
                name="triage_priorappeal_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="granted", paused_until__isnull=False)
                | (~Q(state="granted") & Q(paused_until=None)),
                name="triage_priorappeal_granted_pauses",
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}"
