"""Lists, the organizations on them, and what those may do."""

from django.db import models
from django.db.models import Q

from tipline.foundation.accounts.models import Organization
from tipline.foundation.keys import time_ordered_key
from tipline.hashlist.states import ListKind, Tier


class HashList(models.Model):
    """One row is a list of known hashes; `slug` names it in the sharing interface.

    A killed list makes no hits and leaves every feed. One in quarantine makes no hits;
    feeds stay as they are until somebody looked.
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
    quarantined_at = models.DateTimeField(
        null=True, help_text="When it suddenly hit too often."
    )
    released_at = models.DateTimeField(
        null=True, help_text="Its hits before this moment are no flood any more."
    )

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
            # Items refer to both, so that a source is always one of their list.
            models.UniqueConstraint(
                fields=["id", "hash_list"], name="hashlist_member_of_list"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ListHits(models.Model):
    """One row is how many hits a list made in one hour, counted after the fact."""

    id = time_ordered_key()
    hash_list = models.ForeignKey(HashList, models.CASCADE, related_name="hits")
    hour = models.DateTimeField()
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hash_list", "hour"], name="hashlist_listhits_once"
            ),
        ]

    def __str__(self) -> str:
        return f"hits of list {self.hash_list_id}"


class ListAccess(models.Model):
    """One row lets a member read a list, up to a tier, and perhaps add to it.

    Answers are encrypted to `public_key` when asked for, or always.
    """

    member = models.OneToOneField(
        ListMember, models.CASCADE, primary_key=True, related_name="access"
    )
    hash_list = models.ForeignKey(HashList, models.PROTECT)
    organization = models.ForeignKey(Organization, models.PROTECT)
    tier = models.CharField(max_length=16, choices=Tier.choices)
    may_contribute = models.BooleanField(default=False)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    public_key = models.BinaryField(
        null=True, help_text="X25519: answers can be encrypted to it."
    )
    must_seal = models.BooleanField(
        default=False, help_text="Answers are encrypted, asked for or not."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tier__in=Tier.values), name="hashlist_access_tier_known"
            ),
            models.CheckConstraint(
                condition=Q(must_seal=False) | Q(public_key__isnull=False),
                name="hashlist_access_seals_to_a_key",
            ),
            models.UniqueConstraint(
                fields=["organization", "hash_list"], name="hashlist_access_once"
            ),
        ]

    def __str__(self) -> str:
        return f"access of member {self.member_id}"


class Subscription(models.Model):
    """One row follows another server's list; `checkpoint` is how far it was fetched.

    A poll that broke off goes on from `next_page` of the range up to `next_until`. The
    password stays in its file.
    """

    hash_list = models.OneToOneField(HashList, models.PROTECT, primary_key=True)
    base = models.CharField(max_length=500)
    username = models.CharField(max_length=200)
    password_file = models.CharField(max_length=1000)
    began_at = models.DateTimeField()
    checkpoint = models.DateTimeField(null=True)
    next_page = models.CharField(max_length=1000, blank=True)
    next_until = models.DateTimeField(null=True)
    polled_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"subscription to {self.base}"
