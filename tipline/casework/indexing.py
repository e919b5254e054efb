"""Let reports and cases be found that came before all of their words were kept."""

from pathlib import Path

from tipline.casework.models import Case, Work
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows, statement

BATCH = 50
_HERE = Path(__file__).parent


def index_some(actor: Principal, *, most: int = BATCH) -> int:
    """Learn the words of up to `most` reports and cases each; give how many there were.

    What was learned is not learned again; whoever stops in the middle of a batch
    begins it anew.
    """
    with acting(actor):
        works = Work.objects.filter(is_indexed=False).order_by("pk")
        reports = sorted(set(works.values_list("report_id", flat=True)[:most]))
        for report_id in reports:
            all_rows(statement(_HERE, "learn_words"), {"report": report_id})
        waiting = Case.objects.filter(is_indexed=False).order_by("pk")
        cases = list(waiting.values_list("pk", flat=True)[:most])
        for case_id in cases:
            all_rows(statement(_HERE, "learn_case_words"), {"case": case_id})
        if reports or cases:
            said = {"reports": len(reports), "cases": len(cases)}
            audit.record(actor, "words.learned", "casework", **said)
    return len(reports) + len(cases)
