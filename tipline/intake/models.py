from django.db import models
from django.db.models import F, Q

from tipline.foundation.accounts.models import Organization
from tipline.foundation.keys import time_ordered_key
from tipline.intake.codec import from_json
from tipline.intake.danger import CheckKind, CheckOutcome
from tipline.intake.document import ReportDocument
from tipline.intake.origins import ReportOrigin
from tipline.intake.profile import Profile, ViewedScope

PROFILES = [(profile.value, profile.value.title()) for profile in Profile]
CHECK_KINDS = [(kind.value, kind.value) for kind in CheckKind]
CHECK_OUTCOMES = [(outcome.value, outcome.value) for outcome in CheckOutcome]


class ReportState(models.TextChoices):
    """Where a report stands between its first request and its last."""

    OPEN = "open", "Open"
    FINISHED = "finished", "Finished"
    RETRACTED = "retracted", "Retracted"
    EXPIRED = "expired", "Expired"


class PlatformProfile(models.Model):
    """One row is how the clearinghouse treats one platform's submissions."""

    organization = models.OneToOneField(
        Organization, models.PROTECT, primary_key=True, related_name="platform_profile"
    )
    profile = models.CharField(
        max_length=8, choices=PROFILES, default=Profile.LENIENT.value
    )
    viewed_definition = models.TextField(
        blank=True, help_text="What the platform means by saying that it viewed a file."
    )
    viewed_scope = models.CharField(
        max_length=8,
        choices=[(scope.value, scope.value) for scope in ViewedScope],
        default=ViewedScope.UNKNOWN.value,
    )

    def __str__(self) -> str:
        return f"profile of {self.organization_id}"


class Report(models.Model):
    """One row is a report that a platform opened; its id is the wire's reportId.

    One that a member of the public tells belongs to no platform; its `origin` says so,
    and as long as nobody said what happened, its `incident_type` is empty.
    `document` holds the submission as understood (`ReportDocument`), `warnings` what a
    strict profile would have refused, `receipt` what `finish` found, and
    `finish_answer` the very bytes that answered it: the legal receipt.
    """

    id = time_ordered_key()
    # No index of its own on purpose: two that begin with it serve whoever asks by it.
    platform = models.ForeignKey(
        Organization, models.PROTECT, null=True, db_index=False
    )
    origin = models.CharField(
        max_length=9,
        choices=ReportOrigin.choices,
        default=ReportOrigin.PLATFORM,
        db_default=ReportOrigin.PLATFORM,
    )
    is_test = models.BooleanField()
    state = models.CharField(
        max_length=9, choices=ReportState.choices, default=ReportState.OPEN
    )
    profile = models.CharField(max_length=8, choices=PROFILES)
    incident_type = models.TextField()
    incident_at = models.DateTimeField(null=True)
    is_escalated = models.BooleanField(default=False)
    is_batched = models.BooleanField(default=False)
    document = models.JSONField()
    warnings = models.JSONField(default=list)
    repeat_key = models.BinaryField(
        null=True,
        help_text="SHA-256 of the submission until the platform shows that it knows "
        "the report's id; until then the same bytes are a repeat of the request.",
    )
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    completeness = models.PositiveSmallIntegerField(null=True)
    receipt = models.TextField(blank=True, help_text="JSON, letter by letter.")
    finish_answer = models.BinaryField(null=True)
    supplemented_at = models.DateTimeField(null=True)
    supplemented_document = models.JSONField(
        null=True, help_text="What is said with all supplements; `document` stays."
    )
    supplemented_completeness = models.PositiveSmallIntegerField(null=True)
    supplemented_receipt = models.TextField(
        blank=True,
        db_default="",
        help_text="JSON of the newest supplement's receipt.",
    )
    purged_at = models.DateTimeField(
        null=True, help_text="When it was destroyed, and only a tombstone was left."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "is_test", "repeat_key"],
                name="intake_report_repeat_once",
            ),
            # What came with a report refers to both: its platform is the report's.
            models.UniqueConstraint(
                fields=["platform", "id"], name="intake_report_platform"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values),
                name="intake_report_state_known",
            ),
            models.CheckConstraint(
                condition=Q(origin="platform", platform__isnull=False)
                | Q(origin__in=["telephone", "form"], platform=None, is_test=False),
                name="intake_report_public_has_no_platform",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None)
                | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="intake_report_closed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="finished")
                | Q(finish_answer__isnull=False) & ~Q(receipt=""),
                name="intake_report_finished_has_receipt",
            ),
            models.CheckConstraint(
                condition=Q(changed_at__gte=F("opened_at")),
                name="intake_report_changed_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(completeness=None) | Q(completeness__range=(0, 100)),
                name="intake_report_completeness_0_to_100",
            ),
            models.CheckConstraint(
                condition=Q(
                    supplemented_at=None,
                    supplemented_document=None,
                    supplemented_completeness=None,
                    supplemented_receipt="",
                )
                | Q(state="finished", supplemented_at__isnull=False),
                name="intake_report_supplemented_is_finished",
            ),
        ]
        indexes = [
            models.Index(
                fields=["changed_at"],
                condition=Q(state="open"),
                name="intake_report_open",
            ),
            models.Index(
                fields=["id"],
                condition=Q(state="finished", is_escalated=True, is_test=False),
                name="intake_report_escalated",
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"

    @property
    def current_document(self) -> ReportDocument:
        """What the report says now, with all that was added and corrected since."""
        stands = self.supplemented_document or self.document
        return from_json(ReportDocument, stands)

    @property
    def reporter_name(self) -> str:
        """Who reports: the platform's name, or how the public came."""
        return self.platform.name if self.platform else self.get_origin_display()


class SubmissionKind(models.TextChoices):
    """Which request a kept body came with."""

    SUBMIT = "submit", "Submit"
    FILE_DETAILS = "fileinfo", "File details"
    ANSWERS = "answers", "Answers of a member of the public"
    QUESTION = "question", "A question to whoever reported"
    MESSAGE = "message", "What whoever reported wrote later"


class Submission(models.Model):
    """One row is a request body exactly as a platform sent it.

    Or, from the public, the answers of one section exactly as they were typed.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE)
    # No constraint of its own on purpose: it is the report's, which has one, and which
    # sql/row_security.sql refers to by both. Each costs every request a look-up.
    platform = models.ForeignKey(
        Organization, models.PROTECT, null=True, db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=8, choices=SubmissionKind.choices)
    file_id = models.CharField(max_length=32, blank=True)
    content_type = models.TextField(blank=True)
    body = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SubmissionKind.values),
                name="intake_submission_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of report {self.report_id}"


class SupplementSource(models.TextChoices):
    """Who said something about a report after it was finished."""

    PLATFORM = "platform", "Its platform"
    ANALYST = "analyst", "An analyst of the clearinghouse"


class Supplement(models.Model):
    """One row is what was added to a finished report, or corrected; it never changes.

    `document` is as understood (`SupplementDocument`), with what each corrected value
    was before; `body` as sent, empty for an analyst's. `answer` is the legal receipt of
    the platform's.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.PROTECT, related_name="supplements")
    platform = models.ForeignKey(Organization, models.PROTECT, null=True)
    source = models.CharField(max_length=8, choices=SupplementSource.choices)
    actor = models.TextField()
    reason = models.TextField()
    says_error = models.BooleanField(default=False)
    document = models.JSONField()
    warnings = models.JSONField(default=list)
    body_sha256 = models.BinaryField()
    content_type = models.TextField(blank=True)
    body = models.BinaryField()
    receipt = models.TextField(blank=True, help_text="JSON, letter by letter.")
    answer = models.BinaryField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "body_sha256"], name="intake_supplement_repeat_once"
            ),
            models.CheckConstraint(
                condition=Q(source__in=SupplementSource.values),
                name="intake_supplement_source_known",
            ),
            models.CheckConstraint(
                condition=~Q(source="platform")
                | Q(answer__isnull=False) & ~Q(receipt=""),
                name="intake_supplement_platform_has_receipt",
            ),
        ]

    def __str__(self) -> str:
        return f"supplement {self.pk} of report {self.report_id}"


class Call(models.Model):
    """One row is how a member of the public told a report: a call, or the form.

    `taken_by` heard the caller; it is empty where somebody filled in the form. It is
    `is_abandoned` if nobody ended it: the line broke, or the browser was lost.
    """

    report = models.OneToOneField(
        Report, models.CASCADE, primary_key=True, related_name="call"
    )
    taken_by = models.TextField()
    began_at = models.DateTimeField()
    is_abandoned = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"call of report {self.report_id}"


class ReturnStage(models.TextChoices):
    """What whoever reported is told of how far the work on the report is."""

    RECEIVED = "received", "Received"
    READ = "read", "Read by a person"
    DECIDED = "decided", "Decided by a person"


class ReturnKey(models.Model):
    """One row lets whoever filled in the form come back to it, and nobody else.

    `digest` is a keyed hash of the key that the person holds as a receipt in words;
    the key itself is nowhere kept.
    """

    report = models.OneToOneField(
        Report, models.CASCADE, primary_key=True, related_name="return_key"
    )
    digest = models.BinaryField(unique=True)
    stage = models.CharField(
        max_length=8, choices=ReturnStage.choices, default=ReturnStage.RECEIVED
    )
    messages = models.PositiveSmallIntegerField(default=0)
    has_unread = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=ReturnStage.values),
                name="intake_returnkey_stage_known",
            ),
        ]

    def __str__(self) -> str:
        return f"return key of report {self.report_id}"


class DangerCheck(models.Model):
    """One row says who checked, and how, that a child is in danger as a caller says.

    It never changes; a further check is a further row.
    """

    id = time_ordered_key()
    report = models.ForeignKey(Report, models.CASCADE, related_name="danger_checks")
    kind = models.CharField(max_length=13, choices=CHECK_KINDS)
    outcome = models.CharField(max_length=13, choices=CHECK_OUTCOMES)
    note = models.TextField(blank=True)
    checked_by = models.TextField()
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["call-back", "second-person"]),
                name="intake_dangercheck_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["confirmed", "not-confirmed"])
                | Q(kind="call-back", outcome="not-reached"),
                name="intake_dangercheck_outcome_of_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"check {self.pk} of report {self.report_id}"
