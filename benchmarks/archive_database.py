"""The whole way of `benchmarks.archive`, in a database of its own."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import bulk, database
from benchmarks.archive import Times
from tests import cast, factories, material
from tipline import past_reports, pipeline
from tipline.files.models import Content, PictureHash, ReportedFile
from tipline.foundation.policy.scope import acting
from tipline.hashlist import services as lists
from tipline.matching import changes
from tipline.matching.index_keeper import IndexKeeper
from tipline.matching.models import Match

_ROWS = Path(__file__).with_name("archive_rows.sql")
_TABLES = ("files_content", "files_picturehash", "files_reportedfile")


def measure(*, stored: int, copies: int) -> None:
    """Fill a database, list a hash, and print how long its copies wait for matches."""
    with database.tables():
        bulk.fill(_ROWS, _TABLES, {"count": stored})
        keeper = IndexKeeper(cast.STAGE, told=lambda: None)
        keeper.start()
        keeper.is_ready.wait()
        try:
            times = _times(*_reports(copies))
        finally:
            keeper.stop()
            keeper.join()
    print(json.dumps(times._asdict()))


def _reports(copies: int) -> tuple[list[int], str]:
    """Make reports with the same picture, through their journey."""
    platform, content = cast.platform(), material.picture(1, size=(640, 480))
    reports = []
    for _ in range(copies):
        report_id = factories.open_report(platform)
        factories.add_file(platform, report_id, content)
        factories.finish(platform, report_id)
        reports.append(report_id)
    # Looked at already: decoding is not what is measured.
    with acting(cast.STAGE):
        files = ReportedFile.objects.filter(report_id__in=reports)
        known = Content.objects.get(pk=1)
        files.update(content=known)
        pdq = bytes(PictureHash.objects.filter(content=known)[0].value).hex()
    for report_id in reports:
        pipeline.journey.func(report_id=report_id)
    return reports, pdq


def _times(reports: list[int], pdq: str) -> Times:
    passed = []
    start = time.perf_counter()

    def note_time() -> None:
        passed.append(time.perf_counter() - start)

    lists.load_list(
        cast.STAGE,
        [f"pdq,{pdq}"],
        name="Late",
        meaning="known",
        at=datetime.now(UTC),
    )
    note_time()
    while not _is_noted():
        time.sleep(0.01)
    note_time()
    past_reports.look_back.func()
    note_time()
    for report_id in reports:
        pipeline.journey.func(report_id=report_id)
        if report_id == reports[0]:
            note_time()
    note_time()
    with acting(cast.STAGE):
        found = Match.objects.filter(report_id__in=reports).count()
    if found < len(reports):
        raise AssertionError(f"{found} of {len(reports)} were found")
    return Times(*passed)


def _is_noted() -> bool:
    """Tell whether the keeper has seen what was listed."""
    with acting(cast.STAGE):
        return not changes.IndexChange.objects.filter(position=None).exists()
