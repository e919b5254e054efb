"""Count the months of agencies that are over, again each time that one changed."""

from datetime import date
from pathlib import Path

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows, statement

BATCH = 20
_HERE = Path(__file__).parent


def count_some(actor: Principal, *, today: date, most: int = BATCH) -> int:
    """Count up to `most` months anew, each in its own transaction; give how many.

    The running one is not: it changes all the time, and is read as it is. Nothing is
    noted in the audit, since nothing is decided or shown by it.
    """
    values = {"running": today.replace(day=1), "most": most}
    with acting(actor):
        found = all_rows(statement(_HERE, "uncounted"), values)
    for agency, month in found:
        with acting(actor):
            said = {"agency": agency, "month": month}
            all_rows(statement(_HERE, "count_month"), said)
    return len(found)
