"""Look once more at contents that were hashed before pictures were turned.

They have neither turns nor the hash at full size. Each is decoded again in the jail,
from any copy that is left, and that once: a sliver of a picture has no turns however
often it is looked at.
"""

from collections.abc import Callable
from datetime import datetime

from tipline.files.inspection import Inspect, hash_rows
from tipline.files.models import Content, PictureHash, ReportedFile
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting

Again = Callable[[int], None]


def next_old_content(actor: Principal) -> int | None:
    """Give a content that lacks turns and was not looked at again; None at the end."""
    with acting(actor):
        rows = PictureHash.objects.filter(turned=b"", content__looked_again_at=None)
        return rows.order_by("pk").values_list("content_id", flat=True).first()


def look_again(
    actor: Principal,
    content_id: int,
    inspect: Inspect,
    *,
    again: Again,
    at: datetime,
) -> bool:
    """Hash a content anew; tell whether it has more hashes or turns than before.

    `inspect` decrypts and decodes, and runs outside of any transaction. `again` sends
    the finished reports that hold it on their journey again: new hashes may match.
    """
    with acting(actor):
        copies = ReportedFile.objects.filter(content_id=content_id, shredded_at=None)
        file = copies.order_by("pk").first()
    found = inspect(file) if file else None
    with acting(actor):
        content = Content.objects.select_for_update().get(pk=content_id)
        if content.looked_again_at is not None:
            return False
        rows = hash_rows(content, found) if found else []
        PictureHash.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["content", "recipe"],
            update_fields=["value", "quality", "turned"],
        )
        Content.objects.filter(pk=content_id).update(looked_again_at=at)
        is_better = any(row.turned for row in rows)
        if is_better:
            finished = ReportedFile.objects.filter(
                content_id=content_id, report__state="finished", report__is_test=False
            )
            reports = set(finished.values_list("report_id", flat=True))
            for report_id in sorted(reports):
                again(report_id)
        outcome = found.outcome if found else "no-copy"
        audit.record(
            actor, "content.looked_again", f"content:{content_id}", outcome=outcome
        )
    return is_better
