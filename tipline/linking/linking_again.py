"""Link reports whose pictures came before nearly the same ones linked anything."""

from collections.abc import Callable

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.linking.identifiers import Kind
from tipline.linking.models import IdentifierUse
from tipline.linking.strength import LIMITS
from tipline.matching.looking_back import finished_reports_with
from tipline.matching.models import Circulation

CONTENTS_AT_ONCE = 50
_SHARING_MOST = int(LIMITS[Kind.NEAR_FILE][1])
Again = Callable[[int], None]


def link_again(actor: Principal, again: Again) -> bool:
    """Send the reports of some contents to be linked; tell whether there were any.

    `again` sends one on its journey, in this transaction. What more reports share than
    may be linked by it is passed over, and so is a report that has its links.
    """
    with acting(actor):
        rows = Circulation.objects.select_for_update(of=("self",)).filter(
            is_linked=False
        )
        rows = rows.select_related("leader__circulation").order_by("pk")
        found = list(rows[:CONTENTS_AT_ONCE])
        reports = sorted({each for row in found for each in _unlinked(row)})
        for report_id in reports:
            again(report_id)
        Circulation.objects.filter(pk__in=[row.pk for row in found]).update(
            is_linked=True
        )
        if reports:
            audit.record(
                actor,
                "content.linked_again",
                f"content:{found[0].pk}",
                contents=len(found),
                reports=len(reports),
            )
    return bool(found)


def _unlinked(row: Circulation) -> set[int]:
    leader: Circulation = row.leader.circulation
    if leader.reports > _SHARING_MOST:
        return set()
    reports = finished_reports_with(row.pk, after=0, most=_SHARING_MOST)
    linked = IdentifierUse.objects.filter(
        report_id__in=reports, identifier__kind=Kind.NEAR_FILE
    )
    return set(reports) - set(linked.values_list("report_id", flat=True))
