"""What is on a list: items, their fingerprints, and what happened to them."""

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from tipline.foundation.keys import time_ordered_key
from tipline.hashlist.models.flatness import IS_FLAT
from tipline.hashlist.models.lists import HashList, ListMember
from tipline.hashlist.states import Happening, ItemBasis, ItemState, Media


class HashItem(models.Model):
    """One row is a picture or video on one list, with all its fingerprints.

    `entry_id` is its stable id among those of its member. `changed_at` is a whole
    second, given out under a lock of the list, so that polling never misses a change.
    `listed_at` stays empty until it is listed: what never was leaves no tombstone.
    Lists are long: what a longer index does, or a key of two columns in SQL, is not
    done twice.
    """

    id = time_ordered_key()
    hash_list = models.ForeignKey(
        HashList,
        models.PROTECT,
        related_name="items",
        db_index=False,
        db_constraint=False,
    )
    member = models.ForeignKey(
        ListMember,
        models.PROTECT,
        related_name="items",
        db_index=False,
        db_constraint=False,
    )
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
    moved_from = models.ForeignKey("self", models.PROTECT, null=True, db_index=False)
    canary_for = models.ForeignKey(
        ListMember, models.PROTECT, null=True, related_name="canaries", db_index=False
    )
    origin = models.JSONField(
        default=dict, help_text="The report and file it was proposed from, if any."
    )

    class Meta:
        constraints = [
            # A canary's id is invented: its source may come to give the same.
            models.UniqueConstraint(
                "member",
                "entry_id",
                Coalesce("canary_for", Value(0)),
                name="hashlist_item_once_per_member",
            ),
            # Fingerprints refer to both, so that their list is that of their item.
            models.UniqueConstraint(
                fields=["id", "hash_list"], name="hashlist_item_of_list"
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
            models.Index(
                fields=["hash_list", "state"],
                condition=~Q(state="active"),
                name="hashlist_item_state",
            ),
            models.Index(fields=["member", "created_at"], name="hashlist_item_growth"),
            models.Index(
                fields=["canary_for"],
                condition=Q(canary_for__isnull=False),
                name="hashlist_item_canary",
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.pk}"


class HashEntry(models.Model):
    """One row is one fingerprint of an item, with the recipe it was made by, if known.

    Of a large fingerprint, `value` is `sha256:` and the SHA-256 of its bytes. A flat
    PDQ hash is near to many harmless pictures: it matches what is equal, and is in no
    feed.
    """

    id = time_ordered_key()
    hash_list = models.ForeignKey(
        HashList, models.PROTECT, db_index=False, db_constraint=False
    )
    item = models.ForeignKey(
        HashItem,
        models.PROTECT,
        related_name="entries",
        db_index=False,
        db_constraint=False,
    )
    algorithm = models.CharField(max_length=32)
    value = models.CharField(max_length=512)
    recipe = models.CharField(max_length=64, blank=True)
    quality = models.PositiveSmallIntegerField(null=True)
    is_flat = models.GeneratedField(
        expression=IS_FLAT, output_field=models.BooleanField(), db_persist=True
    )
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
            models.Index(
                fields=["algorithm", "value"], name="hashlist_hashentry_value"
            ),
            models.Index(
                fields=["hash_list", "added_at"], name="hashlist_hashentry_growth"
            ),
            models.Index(
                fields=["hash_list"],
                condition=Q(is_flat=True),
                name="hashlist_hashentry_flat",
            ),
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


class ItemCount(models.Model):
    """One row is how many items, or fingerprints, of a source are in a state.

    Triggers keep it with every change. Items stand under an empty `algorithm`; canaries
    and withdrawn fingerprints are not counted.
    """

    id = time_ordered_key()
    member = models.ForeignKey(ListMember, models.CASCADE, related_name="counts")
    state = models.CharField(max_length=16, choices=ItemState.choices)
    algorithm = models.CharField(max_length=32, blank=True)
    number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "state", "algorithm"], name="hashlist_itemcount_once"
            ),
        ]

    def __str__(self) -> str:
        return f"count of member {self.member_id}"
