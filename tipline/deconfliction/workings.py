"""Which agencies work on a report, beyond having it."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from tipline.referral.models import PacketReceipt, Referral


def works_on(report_ids: Collection[int]) -> dict[int, set[int]]:
    """Give the agencies that took each report up, by its number.

    An agency works on a report that it has, and acknowledged, put into a case or
    downloaded a part of.
    """
    received = PacketReceipt.objects.filter(referral_id=OuterRef("pk"))
    rows = Referral.objects.filter(report_id__in=report_ids, report__is_test=False)
    rows = rows.filter(ended_at=None, is_excluded=False)
    rows = rows.filter(
        Q(acknowledged_at__isnull=False)
        | Q(work__case__isnull=False)
        | Exists(received)
    )
    found: dict[int, set[int]] = {}
    for report_id, agency_id in rows.values_list("report_id", "agency_id"):
        found.setdefault(report_id, set()).add(agency_id)
    return found
