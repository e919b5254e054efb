"""Match the files of a report against the lists."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from tipline.files.models import ReportedFile
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashing.errors import MalformedHashError
from tipline.hashing.values import canonical_algorithm, canonical_value
from tipline.hashlist.models import HashEntry
from tipline.matching.models import Match
from tipline.matching.pdq_scan import current_table

QUALITY_MIN = 50  # below, a PDQ hash says too little; source: the PDQ reference


def match_report(actor: Principal, report_id: int, *, at: datetime) -> int:
    """Keep every hit of a report's files on active lists; give how many there are."""
    with acting(actor):
        files = ReportedFile.objects.filter(report_id=report_id)
        hits = [
            Match(
                report_id=report_id,
                file=file,
                entry_id=entry_id,
                algorithm=algorithm,
                distance=distance,
                matched_at=at,
            )
            for file in files.select_related("content")
            for entry_id, algorithm, distance in _hits(file)
        ]
        Match.objects.bulk_create(hits, ignore_conflicts=True)
        audit.record(actor, "report.matched", f"report:{report_id}", hits=len(hits))
    return len(hits)


def _hits(file: ReportedFile) -> Iterator[tuple[int, str, int]]:
    wanted = Q(pk=None)
    for algorithm, value in set(_hashes(file)):
        wanted |= Q(algorithm=algorithm, value=value)
    exact = HashEntry.objects.filter(wanted, withdrawn_at=None)
    for entry_id, algorithm in exact.values_list("pk", "algorithm"):
        yield entry_id, algorithm, 0
    content = file.content
    if content and content.pdq and (content.pdq_quality or 0) >= QUALITY_MIN:
        for entry_id, distance in current_table().near(bytes(content.pdq)):
            yield entry_id, "pdq", distance


def _hashes(file: ReportedFile) -> Iterator[tuple[str, str]]:
    """Give our own digests, and those the platform made of what it had."""
    yield "md5", file.md5
    yield "sha1", file.sha1
    yield "sha256", file.sha256
    for sent in (file.details or {}).get("original_hashes", ()):
        algorithm = canonical_algorithm(sent["algorithm"])
        if algorithm == "pdq":
            continue  # found by distance, and only from pixels that we have seen
        try:
            yield algorithm, canonical_value(algorithm, sent["value"])
        except MalformedHashError:
            continue
