from django.db import models
from django.db.models import Q

from tipline.casework.chain import HandoverKind, HandoverState
from tipline.casework.counted import LateChange, MonthFigures  # noqa: F401 - tables
from tipline.foundation.accounts.models import Person
from tipline.foundation.keys import time_ordered_key
from tipline.intake.models import Report
from tipline.referral.models import Agency, Referral

HANDOVER_KINDS = [(kind.value, kind.value) for kind in HandoverKind]
HANDOVER_STATES = [(state.value, state.value) for state in HandoverState]
IN_QUEUE = Q(is_set_apart=False, ended_at=None)


class WorkState(models.TextChoices):
    """How far an agency is with a report."""

    NEW = "new", "New"
    TRIAGED = "triaged", "Triaged"
    IN_WORK = "in-work", "In work"
    WAITING = "waiting", "Waiting"
    CLOSED = "closed", "Closed"


class CaseState(models.TextChoices):
    """Whether a case is worked."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class LogKind(models.TextChoices):
    """What an officer did, as the log says it."""

    OPENED = "opened", "Opened the case"
    DESCRIBED = "described", "Changed the case"
    STATE = "state", "Set the state"
    ASSIGNED = "assigned", "Assigned"
    DUE = "due", "Set the due date"
    GATHERED = "gathered", "Put into the case"
    TAKEN_OUT = "taken-out", "Taken out of the case"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    NOTED = "noted", "Wrote a note"
    TASK = "task", "Added a task"
    TASK_DONE = "task-done", "Finished a task"
    OFFERED = "offered", "Offered to another agency"


class Case(models.Model):
    """One row is one agency's case: reports that it works together.

    `number` is the agency's own. `version` counts the changes, so that two officers do
    not write over each other.
    """

    id = time_ordered_key()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cases")
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    state = models.CharField(
        max_length=6, choices=CaseState.choices, default=CaseState.OPEN
    )
    lead = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.TextField()
    version = models.PositiveIntegerField(default=1)
    is_watched = models.BooleanField(
        default=False, help_text="Its officers are told of new reports that match."
    )
    ended_at = models.DateTimeField(
        null=True, help_text="Since when it is with another agency, or given back."
    )
    is_indexed = models.BooleanField(
        default=True, db_default=False, help_text="Whether it is found by its words."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number"],
                name="casework_case_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None)
                | Q(state="closed", closed_at__isnull=False),
                name="casework_case_closed_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-id"], name="casework_case_list"),
            models.Index(
                fields=["id"],
                condition=Q(is_indexed=False),
                name="casework_case_not_indexed",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"


class CaseMember(models.Model):
    """One row says that an officer works on a case."""

    id = time_ordered_key()
    case = models.ForeignKey(Case, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], name="casework_casemember_once"
            ),
        ]

    def __str__(self) -> str:
        return f"member of case {self.case_id}"


class Work(models.Model):
    """One row is how one agency works one report; a referral brings it into being.

    What is known elsewhere and orders or narrows the queue is repeated here by triggers
    (`level` to `ended_at`), so that each page of it is one range of one index.
    """

    referral = models.OneToOneField(
        Referral, models.CASCADE, primary_key=True, related_name="work"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="works")
    level = models.CharField(max_length=1)
    designation = models.CharField(max_length=13, blank=True)
    incident_type = models.TextField()
    received_at = models.DateTimeField()
    made_available_at = models.DateTimeField()
    first_opened_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    is_set_apart = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=8,
        choices=WorkState.choices,
        default=WorkState.NEW,
        db_default=WorkState.NEW,
    )
    assignee = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    due_on = models.DateField(null=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="works")
    closed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.TextField(blank=True, db_default="")
    version = models.PositiveIntegerField(default=1, db_default=1)
    is_indexed = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether it is found by all of its words.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=WorkState.values),
                name="casework_work_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="casework_work_closed_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "level", "-referral"],
                condition=IN_QUEUE & Q(closed_at=None),
                name="casework_work_open",
            ),
            models.Index(
                fields=["agency", "level", "-referral"],
                condition=IN_QUEUE,
                name="casework_work_all",
            ),
            models.Index(
                fields=["agency", "level", "-referral"],
                condition=IN_QUEUE & Q(first_opened_at=None),
                name="casework_work_unopened",
            ),
            models.Index(
                fields=["agency", "state", "level", "-referral"],
                condition=IN_QUEUE,
                name="casework_work_state",
            ),
            models.Index(
                fields=["agency", "assignee", "level", "-referral"],
                condition=IN_QUEUE & Q(closed_at=None),
                name="casework_work_assignee",
            ),
            models.Index(
                fields=["agency", "incident_type", "level", "-referral"],
                condition=IN_QUEUE,
                name="casework_work_incident",
            ),
            models.Index(
                fields=["agency", "due_on", "referral"],
                condition=IN_QUEUE & Q(closed_at=None, due_on__isnull=False),
                name="casework_work_due",
            ),
            models.Index(
                fields=["agency", "-referral"],
                condition=IN_QUEUE,
                name="casework_work_newest",
            ),
            models.Index(
                fields=["agency", "made_available_at"],
                condition=IN_QUEUE,
                name="casework_work_month",
            ),
            models.Index(
                fields=["referral"],
                condition=Q(is_indexed=False),
                name="casework_work_not_indexed",
            ),
        ]

    def __str__(self) -> str:
        return f"work on report {self.report_id}"


class Note(models.Model):
    """One row is what an officer wrote down about a report or a case.

    A private one is its author's alone; the others are read by the whole agency. One
    that a program wrote has its name, and as author the officer who answers for it.
    """

    id = time_ordered_key()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, models.CASCADE, null=True, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="notes")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    program = models.CharField(max_length=100, blank=True, db_default="")
    is_private = models.BooleanField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(referral=None, case__isnull=False)
                | Q(referral__isnull=False, case=None),
                name="casework_note_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Task(models.Model):
    """One row is something that is to be done in a case."""

    id = time_ordered_key()
    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=200)
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    made_by = models.TextField()
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by="")
                | (Q(done_at__isnull=False) & ~Q(done_by="")),
                name="casework_task_done_has_person",
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"


class LogEntry(models.Model):
    """One row is what an officer did with a report or a case; it never changes.

    `detail` is a code or a record such as `person:17`, and never what was written.
    """

    id = time_ordered_key()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, models.CASCADE, null=True, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="log")
    kind = models.CharField(max_length=12, choices=LogKind.choices)
    detail = models.CharField(max_length=80, blank=True)
    actor = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"log entry {self.pk}"


class QueueView(models.Model):
    """One row is a way to look at the queue that an officer keeps.

    `query` are the filters as an address holds them. The nameless one of an officer has
    their columns, and no filters.
    """

    id = time_ordered_key()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    query = models.CharField(max_length=500, blank=True)
    columns = models.CharField(max_length=300, blank=True)
    is_shared = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="casework_queueview_name_once"
            ),
            models.CheckConstraint(
                condition=Q(is_shared=False) | ~Q(name=""),
                name="casework_queueview_columns_are_own",
            ),
        ]

    def __str__(self) -> str:
        return f"view {self.pk}"


class SearchWord(models.Model):
    """One row says that a report of an agency holds a word, by the word's hash.

    Words are PostgreSQL's lexemes, and neighbouring letters of scripts that put no
    spaces between words; of a report's document, of the names of its files, and of what
    the agency reads beside it, but never of a private note. Equality of numbers is what
    an index may be asked under row-level security; a full-text index may not.
    """

    pk = models.CompositePrimaryKey("agency_id", "word", "referral_id")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    word = models.BigIntegerField()
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"word of referral {self.referral_id}"


class CaseWord(models.Model):
    """One row says that a case holds a word, as `SearchWord` says it of a report.

    Its number, its title, its tasks, and the notes on it that the agency shares.
    """

    pk = models.CompositePrimaryKey("agency_id", "word", "case_id")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    word = models.BigIntegerField()
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"word of case {self.case_id}"


class Handover(models.Model):
    """One row is one agency's offer to another: reports, perhaps of a case.

    `reason` goes along with it, `answer` comes back. `case` is the giver's,
    `received_case` the receiver's. What became of it is `state`; who has access follows
    from all passages of a report (`chain`).
    """

    id = time_ordered_key()
    giver = models.ForeignKey(Agency, models.PROTECT, related_name="given")
    receiver = models.ForeignKey(Agency, models.PROTECT, related_name="received")
    kind = models.CharField(max_length=7, choices=HANDOVER_KINDS)
    state = models.CharField(
        max_length=9, choices=HANDOVER_STATES, default=HandoverState.OFFERED.value
    )
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="given")
    case_title = models.CharField(max_length=200, blank=True)
    received_case = models.OneToOneField(
        Case, models.PROTECT, null=True, related_name="received_by"
    )
    reason = models.TextField()
    offered_by = models.TextField()
    offered_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=models.F("receiver")),
                name="casework_handover_between_two",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", answered_at=None)
                | (~Q(state="offered") & Q(answered_at__isnull=False)),
                name="casework_handover_answered_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["receiver", "state", "-id"], name="casework_handover_received"
            ),
            models.Index(fields=["giver", "-id"], name="casework_handover_given"),
        ]

    def __str__(self) -> str:
        return f"handover {self.pk}"


class Passage(models.Model):
    """One row is one report in a handover; `ground` is how the giver had it.

    None if it was routed to the giver. Before it accepts, the receiver is told `level`
    and `incident_type` of it, and no more.
    """

    id = time_ordered_key()
    handover = models.ForeignKey(Handover, models.CASCADE, related_name="passages")
    report = models.ForeignKey(Report, models.CASCADE, related_name="passages")
    ground = models.ForeignKey("self", models.PROTECT, null=True, related_name="onward")
    level = models.CharField(max_length=1)
    incident_type = models.TextField()
    lapsed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "report"], name="casework_passage_once"
            ),
        ]

    def __str__(self) -> str:
        return f"passage of report {self.report_id}"


class CaseHint(models.Model):
    """One row says that a new report of the agency matches a watched case.

    It shares strong identifiers, of `kinds`, with reports of the case.
    """

    id = time_ordered_key()
    case = models.ForeignKey(Case, models.CASCADE, related_name="hints")
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="+")
    kinds = models.CharField(max_length=200)
    noticed_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "referral"], name="casework_casehint_once"
            ),
        ]

    def __str__(self) -> str:
        return f"hint {self.pk}"
