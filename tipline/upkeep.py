"""What keeps house beside the journeys: unfinished reports, the vault, the audit.

A report that is not finished in time, or that its platform takes back, is closed, and
its files are shredded. Uploads that died leave files that no row names.
"""

from datetime import UTC, datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from tipline.files import keeping, shredding
from tipline.files import queries as files
from tipline.foundation.audit import services as audit
from tipline.foundation.audit.partitions import make_partitions
from tipline.foundation.policy.principal import Principal, system
from tipline.foundation.policy.scope import acting
from tipline.foundation.vault.errors import TooManyOrphansError
from tipline.intake import services as intake
from tipline.intake.models import Report, ReportState
from tipline.viewing import concerns
from tipline.viewing import services as viewing

EXPIRE_AT_ONCE = 200
# No upload pauses for so long, and no transaction that names a file takes so long.
_REAP_AFTER = timedelta(days=1)


def retract_report(platform: Principal, report_id: int, *, at: datetime) -> None:
    """Take back an unfinished report; its files are shredded, a tombstone stays."""
    with acting(platform):
        report = intake.lock_open_report(platform, report_id, at=at)
        _close_unfinished(platform, report, state=ReportState.RETRACTED, at=at)


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", name="expire_reports", queueing_lock="expire_reports")
def expire_reports(timestamp: int) -> None:
    """Close the open reports whose time is over, every minute."""
    actor, at = system("expiry"), datetime.fromtimestamp(timestamp, UTC)
    with acting(actor):
        for report in intake.lock_overdue(at=at, most=EXPIRE_AT_ONCE):
            _close_unfinished(actor, report, state=ReportState.EXPIRED, at=at)


def _close_unfinished(
    principal: Principal, report: Report, *, state: ReportState, at: datetime
) -> None:
    shredded = shredding.forget_files(principal, report, at=at)
    intake.close_unfinished(principal, report, state=state, at=at)
    # Only once the rows say so: a file without a row is reaped, a row without a file
    # is a loss.
    transaction.on_commit(partial(shredding.shred, shredded))


@app.periodic(cron="23 3 * * *")
@app.task(queue="upkeep", name="reap_files", queueing_lock="reap_files")
def reap_files(timestamp: int) -> None:
    """Remove what uploads that died left in the vault more than a day ago."""
    actor = system("reaper")
    older_than = datetime.fromtimestamp(timestamp, UTC) - _REAP_AFTER
    unfinished = keeping.vault().reap_incoming(older_than)
    try:
        unnamed = keeping.vault().reap_orphans(
            partial(files.known_objects, actor), older_than=older_than
        )
    except TooManyOrphansError as refused:
        with acting(actor):
            audit.record(actor, "files.reaping_refused", "vault", **refused.fields)
        raise
    if unfinished or unnamed:
        with acting(actor):
            audit.record(
                actor, "files.reaped", "vault", unfinished=unfinished, unnamed=unnamed
            )


@app.periodic(cron="29 * * * *")
@app.task(queue="upkeep", name="notice_readers", queueing_lock="notice_readers")
def notice_readers(timestamp: int) -> None:
    """Tell who supervises of analysts who read very many reports, every hour."""
    at, most = datetime.fromtimestamp(timestamp, UTC), settings.VIEWING.quota.reports
    concerns.notice_readers(system("upkeep"), most=most, at=at)


@app.periodic(cron="41 3 * * *")
@app.task(
    queue="upkeep", name="make_audit_partitions", queueing_lock="audit_partitions"
)
def make_audit_partitions(timestamp: int) -> None:
    """Make the tables of coming months for the audit and the ledger of exposure."""
    today = datetime.fromtimestamp(timestamp, UTC).date()
    make_partitions(today)
    viewing.make_partitions(today)
