from django.db import models
from django.db.models import Q

from tipline.foundation.accounts.models import Organization, Person
from tipline.foundation.keys import time_ordered_key
from tipline.hashlist.states import (
    Finding,
    Happening,
    ItemBasis,
    ItemState,
    ListKind,
    Media,
    ProposalKind,
    ProposalState,
    Sight,
    Tier,
)


class HashList(models.Model):
    """One row is a list of known hashes; `slug` names it in the sharing interface.

    A killed list makes no hits and leaves every feed.
    """

    id = time_ordered_key()
    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=16, choices=ListKind.choices)
    source = models.CharField(max_length=200, blank=True)
    meaning = models.CharField(
        max_length=200, help_text="What a match with this list says about a file."
    )
    is_viral = models.BooleanField(
        default=False, help_text="Often-seen material, shared without malice."
    )
    match_distance = models.PositiveSmallIntegerField(
        default=31, help_text="Bits up to which a PDQ hash counts as the same picture."
    )
    created_at = models.DateTimeField()
    killed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ListKind.values), name="hashlist_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(match_distance__lte=31), name="hashlist_distance_searched"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ListMember(models.Model):
    """One row is an organization as a source of one list; `number` is its id there.

    What a killed source listed, and what it listed since its quarantine, makes no hits
    and leaves every feed.
    """

    id = time_ordered_key()
    hash_list = models.ForeignKey(HashList, models.PROTECT, related_name="members")
    organization = models.ForeignKey(Organization, models.PROTECT)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    joined_at = models.DateTimeField()
    killed_at = models.DateTimeField(null=True)
    quarantine_from = models.DateTimeField(
        null=True, help_text="What the source added after this moment is held back."
    )
    released_at = models.DateTimeField(
        null=True, help_text="What it added before this moment is no flood any more."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hash_list", "organization"], name="hashlist_member_once"
            ),
            models.UniqueConstraint(
                fields=["hash_list", "number"], name="hashlist_member_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ListAccess(models.Model):
    """One row lets a member read a list, up to a tier, and perhaps add to it."""

    member = models.OneToOneField(
        ListMember, models.CASCADE, primary_key=True, related_name="access"
    )
    hash_list = models.ForeignKey(HashList, models.PROTECT)
    organization = models.ForeignKey(Organization, models.PROTECT)
    tier = models.CharField(max_length=16, choices=Tier.choices)
    may_contribute = models.BooleanField(default=False)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tier__in=Tier.values), name="hashlist_access_tier_known"
            ),
            models.UniqueConstraint(
                fields=["organization", "hash_list"], name="hashlist_access_once"
            ),
        ]

    def __str__(self) -> str:
        return f"access of member {self.member_id}"


class HashItem(models.Model):
    """One row is a picture or video on one list, with all its fingerprints.

    `entry_id` is its stable id among those of its member. `changed_at` is a whole
    second, given out under a lock of the list, so that polling never misses a change.
    `listed_at` stays empty until it is listed: what never was leaves no tombstone.
    """

    id = time_ordered_key()
    hash_list = models.ForeignKey(HashList, models.PROTECT, related_name="items")
    member = models.ForeignKey(ListMember, models.PROTECT, related_name="items")
    entry_id = models.CharField(max_length=64)
    media = models.CharField(max_length=8, choices=Media.choices)
    state = models.CharField(max_length=16, choices=ItemState.choices)
    classification = models.CharField(max_length=100, blank=True)
    basis = models.CharField(max_length=16, choices=ItemBasis.choices)
    basis_note = models.CharField(max_length=500, blank=True)
    listed_by = models.CharField(max_length=100, blank=True)
    listed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    settled_at = models.DateTimeField(
        null=True, help_text="When people last decided: older votes count no more."
    )
    moved_from = models.ForeignKey("self", models.PROTECT, null=True)
    canary_for = models.ForeignKey(
        ListMember, models.PROTECT, null=True, related_name="canaries"
    )
    origin = models.JSONField(
        default=dict, help_text="The report and file it was proposed from, if any."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "entry_id"], name="hashlist_item_once_per_member"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ItemState.values),
                name="hashlist_item_state_known",
            ),
            models.CheckConstraint(
                condition=Q(media__in=Media.values), name="hashlist_item_media_known"
            ),
            models.CheckConstraint(
                condition=Q(basis__in=ItemBasis.values),
                name="hashlist_item_basis_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(listed_at__isnull=False),
                name="hashlist_item_active_was_listed",
            ),
            models.CheckConstraint(
                condition=Q(canary_for=None) ^ Q(basis="canary"),
                name="hashlist_item_canary_is_for_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["hash_list", "changed_at", "entry_id", "member"],
                name="hashlist_item_feed_order",
            ),
            models.Index(fields=["hash_list", "state"], name="hashlist_item_state"),
        ]

    def __str__(self) -> str:
        return f"item {self.pk}"


class HashEntry(models.Model):
    """One row is one fingerprint of an item, with the recipe it was made by, if known.

    Of a large fingerprint, `value` is the SHA-256 of its bytes.
    """

    id = time_ordered_key()
    hash_list = models.ForeignKey(HashList, models.PROTECT)
    item = models.ForeignKey(HashItem, models.PROTECT, related_name="entries")
    algorithm = models.CharField(max_length=32)
    value = models.CharField(max_length=512)
    recipe = models.CharField(max_length=64, blank=True)
    quality = models.PositiveSmallIntegerField(null=True)
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "algorithm", "value"],
                name="hashlist_hashentry_once_per_item",
            ),
        ]
        indexes = [
            models.Index(fields=["algorithm", "value"], name="hashlist_hashentry_value")
        ]

    def __str__(self) -> str:
        return f"{self.algorithm} entry {self.pk}"


class ItemAudience(models.Model):
    """One row lets one more member have an item that its own member restricted."""

    id = time_ordered_key()
    item = models.ForeignKey(HashItem, models.CASCADE, related_name="audience")
    member = models.ForeignKey(ListMember, models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "member"], name="hashlist_itemaudience_once"
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.item_id} for member {self.member_id}"


class LargeFingerprint(models.Model):
    """One row holds the bytes of a fingerprint that is fetched by a link."""

    entry = models.OneToOneField(
        HashEntry, models.CASCADE, primary_key=True, related_name="large"
    )
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"bytes of entry {self.entry_id}"


class ListFetch(models.Model):
    """One row says when a member last fetched a list, and up to which moment."""

    access = models.OneToOneField(
        ListAccess, models.CASCADE, primary_key=True, related_name="fetch"
    )
    fetched_at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"fetch of member {self.access_id}"


class MatchQuestion(models.Model):
    """One row is a PDQ hash that a member asked about; it is forgotten after a day."""

    id = time_ordered_key()
    access = models.ForeignKey(ListAccess, models.CASCADE)
    value = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["access", "at"], name="hashlist_matchquestion_day")
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"


class ProbingAlarm(models.Model):
    """One row stops a member's questions, until somebody looked."""

    id = time_ordered_key()
    access = models.ForeignKey(ListAccess, models.CASCADE)
    raised_at = models.DateTimeField()
    variants = models.PositiveIntegerField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["access"],
                condition=Q(released_at=None),
                name="hashlist_probingalarm_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"alarm {self.pk}"


class Subscription(models.Model):
    """One row follows another server's list; `checkpoint` is how far it was fetched.

    The password stays in its file.
    """

    hash_list = models.OneToOneField(HashList, models.PROTECT, primary_key=True)
    base = models.CharField(max_length=500)
    username = models.CharField(max_length=200)
    password_file = models.CharField(max_length=1000)
    began_at = models.DateTimeField()
    checkpoint = models.DateTimeField(null=True)
    polled_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"subscription to {self.base}"


class Proposal(models.Model):
    """One row asks three people to list, reclassify, move or reinstate an item."""

    id = time_ordered_key()
    item = models.ForeignKey(HashItem, models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=16, choices=ProposalKind.choices)
    state = models.CharField(max_length=16, choices=ProposalState.choices)
    target = models.ForeignKey(HashList, models.PROTECT)
    classification = models.CharField(max_length=100, blank=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(state="open"),
                name="hashlist_proposal_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values)
                & Q(kind__in=ProposalKind.values),
                name="hashlist_proposal_known",
            ),
            models.CheckConstraint(
                condition=Q(state="open") ^ Q(closed_at__isnull=False),
                name="hashlist_proposal_closed_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(state="open"),
                name="hashlist_proposal_open",
            )
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class Review(models.Model):
    """One row is one person's vote on a proposal; it never changes."""

    id = time_ordered_key()
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="reviews")
    person = models.ForeignKey(Person, models.PROTECT)
    position = models.PositiveSmallIntegerField()
    seniority = models.PositiveSmallIntegerField()
    concurs = models.BooleanField()
    sight = models.CharField(max_length=16, choices=Sight.choices)
    statement = models.CharField(max_length=500)
    reason = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "person"], name="hashlist_review_person_once"
            ),
            models.UniqueConstraint(
                fields=["proposal", "position"], name="hashlist_review_position_once"
            ),
            models.CheckConstraint(
                condition=Q(position__range=(1, 3)), name="hashlist_review_of_three"
            ),
            models.CheckConstraint(
                condition=Q(concurs=True) | ~Q(reason=""),
                name="hashlist_review_dissent_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(sight__in=Sight.values) & ~Q(statement=""),
                name="hashlist_review_was_visual",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"


class ItemEvent(models.Model):
    """One row says what happened to an item; it never changes."""

    id = time_ordered_key()
    item = models.ForeignKey(HashItem, models.PROTECT, related_name="events")
    happening = models.CharField(max_length=16, choices=Happening.choices)
    actor = models.CharField(max_length=100)
    reason = models.CharField(max_length=1000, blank=True)
    details = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(happening__in=Happening.values),
                name="hashlist_event_known",
            ),
        ]

    def __str__(self) -> str:
        return f"event {self.pk}"


class Feedback(models.Model):
    """One row is a member's vote on one fingerprint; voting again replaces it."""

    id = time_ordered_key()
    entry = models.ForeignKey(HashEntry, models.PROTECT, related_name="feedback")
    member = models.ForeignKey(ListMember, models.PROTECT)
    is_affirmative = models.BooleanField()
    reasons = models.JSONField(default=list, help_text="Codes, for a negative vote.")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "member"], name="hashlist_feedback_one_vote"
            ),
            models.CheckConstraint(
                condition=Q(is_affirmative=True) ^ ~Q(reasons=[]),
                name="hashlist_feedback_negative_has_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk}"


class ListAudit(models.Model):
    """One row is an independent audit of a list: whom, how many, drawn by which seed.

    Without a seed it is a census. `population_sha256` is of the item ids in order, one
    a line, so that the draw can be repeated by anybody who has the list.
    """

    id = time_ordered_key()
    hash_list = models.ForeignKey(HashList, models.PROTECT)
    organization = models.ForeignKey(Organization, models.PROTECT)
    seed = models.CharField(max_length=64, blank=True)
    population = models.PositiveIntegerField()
    population_sha256 = models.CharField(max_length=64)
    drawn = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"audit {self.pk}"


class AuditedItem(models.Model):
    """One row is an item of an audit's sample, and what the auditor found."""

    id = time_ordered_key()
    audit = models.ForeignKey(ListAudit, models.PROTECT, related_name="sample")
    item = models.ForeignKey(HashItem, models.PROTECT)
    position = models.PositiveIntegerField()
    finding = models.CharField(max_length=16, choices=Finding.choices, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    found_by = models.CharField(max_length=100, blank=True)
    found_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "item"], name="hashlist_audited_once"
            ),
            models.UniqueConstraint(
                fields=["audit", "position"], name="hashlist_audited_position_once"
            ),
            models.CheckConstraint(
                condition=Q(finding__in=["", *Finding.values]),
                name="hashlist_audited_finding_known",
            ),
            models.CheckConstraint(
                condition=Q(finding="") ^ Q(found_at__isnull=False),
                name="hashlist_audited_finding_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"audited item {self.pk}"
