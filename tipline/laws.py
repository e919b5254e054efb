"""What recipients' laws hold back is asked about again, so that nothing is forgotten.

at once     when a report is assessed anew, and when somebody escalates it
ask_laws    when a table comes into force, and every hour: a line may have expired
"""

from datetime import datetime

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tipline.foundation.policy.principal import Principal, system
from tipline.foundation.policy.scope import acting
from tipline.pipeline import QUEUE, route_again, travel_again
from tipline.referral import withholding

_AT_ONCE = 100  # reports in one job

log = structlog.get_logger()


def ask_again(actor: Principal, report_id: int) -> None:
    """Route a report again that a law holds back from somebody; others stay as is.

    If that fails, it is a step of the report's journey: tried again, then for a person.
    """
    try:
        with acting(actor):
            if withholding.is_withheld(actor, report_id):
                route_again(actor, report_id)
    except Exception:
        log.exception("laws.not_routed", report_id=report_id)
        with acting(actor):
            travel_again(report_id, steps=("route",))


def let_go(actor: Principal, withholding_id: int, *, reason: str, at: datetime) -> None:
    """Let an agency have what its law seemed to hold back, on a person's word.

    Raises:
        LettingGoNeedsReasonError, WithholdingNotFoundError, WithholdingOverError: as
            for `withholding.let_go`.
    """
    with acting(actor):
        ended = withholding.let_go(actor, withholding_id, reason=reason, at=at)
        route_again(actor, ended.report_id)


def ask_soon() -> None:
    """Queue the question for all that is withheld; in the caller's transaction."""
    ask_laws.defer()


@app.periodic(cron="43 * * * *")
@app.task(queue="upkeep", name="ask_laws_hourly", queueing_lock="ask_laws_hourly")
def ask_laws_hourly(timestamp: int) -> None:
    """Ask for all that is withheld: a line of the table may have expired."""
    del timestamp
    ask_soon()


# What fails five times is asked anew in the next hour.
@app.task(
    queue=QUEUE, name="ask_laws", retry=RetryStrategy(max_attempts=5, linear_wait=5)
)
def ask_laws(after: int = 0) -> None:
    """Ask for some of what is withheld, by the number of the report, then the next.

    Each report in its own transaction: one that cannot be routed stops no other.
    """
    actor = system("laws")
    found = withholding.withheld_reports(actor, after=after, most=_AT_ONCE)
    for report_id in found:
        ask_again(actor, report_id)
    if len(found) == _AT_ONCE:
        ask_laws.defer(after=found[-1])
