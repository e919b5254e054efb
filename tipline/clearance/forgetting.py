"""What is left of a clearance once its report is purged: codes, times, no words."""

from tipline.clearance.models import Clearance
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting


def forget_words(actor: Principal, report_id: int) -> int:
    """Remove what people wrote; verdict, ground, who and when stay."""
    with acting(actor):
        rows = Clearance.objects.filter(report_id=report_id)
        return rows.update(reason="", decision="")
