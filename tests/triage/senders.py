"""Reports of a widely seen file, as platforms send them; nothing else in them."""

import time

from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast, factories
from tipline import pipeline
from tipline.intake.wording import incident_wire
from tipline.matching.circulating import BundleLimits

LIMITS = BundleLimits(reports=3, persons=2)
VIRAL = "<fileAnnotations><viral>true</viral></fileAnnotations>"
_REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<report>{first}
  <incidentSummary>
    <incidentType>{incident}</incidentType>{escalation}
    <incidentDateTime>2026-11-20T12:00:00Z</incidentDateTime>
  </incidentSummary>{inside}
  <reporter><reportingPerson><email>safety@example.com</email></reportingPerson>
  </reporter>{persons}
</report>
"""
_PERSON = (
    "<personOrUserReported><espIdentifier>{}</espIdentifier></personOrUserReported>"
)
_BATCH = '<batchedReport reason="VIRAL_POTENTIAL_MEME"/>'


def body(
    *users: str,
    incident: str = "csam",
    escalation: str = "",
    inside: str = "",
    batched: bool = False,
) -> bytes:
    """A report about some accounts, one of its own if none is named."""
    named = users or (f"u-{time.monotonic_ns()}",)
    why = f"<escalateToHighPriority>{escalation}</escalateToHighPriority>"
    return _REPORT.format(
        first=_BATCH if batched else "",
        incident=incident_wire(incident),
        escalation=why if escalation else "",
        inside=inside,
        persons="".join(map(_PERSON.format, named)),
    ).encode()


def send(
    sent: bytes, *contents: bytes, flags: str = "", by: cast.Platform | None = None
) -> int:
    """Send a report with some files, finish it, and let it travel."""
    platform = by or cast.platform()
    report_id = factories.open_report(platform, sent)
    for content in contents:
        batched = b"<batchedReport" in sent
        factories.add_file(platform, report_id, content, flags=flags, batched=batched)
    factories.finish(platform, report_id)
    pipeline.journey.func(report_id=report_id)
    return report_id


def spread(content: bytes, *, reports: int = LIMITS.reports) -> list[int]:
    """Send a file in so many reports, each about somebody else, and what follows."""
    sent = [send(body(), content) for _ in range(reports)]
    catch_up()
    return sent


def catch_up() -> None:
    """Do what the worker finds in its queue, until nothing is left."""
    done: set[int] = set()
    while True:
        waiting = ProcrastinateJob.objects.filter(task_name__in=_TASKS)
        jobs = list(waiting.exclude(pk__in=done).order_by("pk"))
        if not jobs:
            return
        for job in jobs:
            done.add(job.pk)
            _TASKS[job.task_name].func(**job.args)


_TASKS = {"journey": pipeline.journey, "rank_again": pipeline.rank_again}
