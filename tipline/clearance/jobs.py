"""Every night: destroy what was cleared and is due, unless something holds it."""

from datetime import UTC, datetime
from functools import partial

import structlog
from procrastinate.contrib.django import app

from tipline.casework.forgetting import forget_casework
from tipline.clearance.forgetting import forget_words
from tipline.files import shredding
from tipline.foundation.policy.principal import Principal, system
from tipline.retention import purging
from tipline.retention.errors import HeldError, PurgeBrakedError

log = structlog.get_logger()


@app.periodic(cron="53 3 * * *")
@app.task(queue="upkeep", name="purge_cleared", queueing_lock="purge_cleared")
def purge_cleared(timestamp: int) -> None:
    """Destroy cleared reports whose clocks have ended."""
    actor, at = system("retention"), datetime.fromtimestamp(timestamp, UTC)
    purging.end_holds(actor, at=at)
    purging.leave_queues(actor, at=at)
    try:
        due = purging.due_reports(actor, at=at)
    except PurgeBrakedError:
        log.exception("retention.braked")
        return
    for report_id in due:
        try:
            stored = purging.purge(
                actor, report_id, also=partial(_forget, actor), at=at
            )
        except HeldError:
            continue  # somebody placed a hold this very moment: it wins
        # Only once the rows say so: bytes without a row are reaped, rows are a loss.
        shredding.shred(stored)


def _forget(actor: Principal, report_id: int) -> int:
    """Remove what people wrote about a report elsewhere; give how many rows."""
    return forget_words(actor, report_id) + forget_casework(actor, report_id)
