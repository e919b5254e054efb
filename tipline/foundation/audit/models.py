from django.db import models

CHAINS = 64  # entries about one subject are in one chain; chains commit side by side


class Entry(models.Model):
    """One row says that an actor did an action to a subject.

    The table is partitioned by month and made by SQL (sql/audit.sql): `position` and
    the two hashes are filled by a trigger.
    """

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    chain = models.SmallIntegerField()
    position = models.BigIntegerField()
    actor = models.TextField()
    organization_id = models.BigIntegerField()
    action = models.TextField()
    subject = models.TextField()
    details = models.TextField()
    request_id = models.TextField()
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_entry"

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class ChainHead(models.Model):
    """One row is the newest position and hash of one chain."""

    chain = models.SmallIntegerField(primary_key=True)
    position = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_chain_head"

    def __str__(self) -> str:
        return f"chain {self.chain} at {self.position}"
