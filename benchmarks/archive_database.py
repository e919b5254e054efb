"""The whole way of `benchmarks.archive`, in a database of its own."""

import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402

from tests import cast, factories, material  # noqa: E402
from tipline import past_reports, pipeline  # noqa: E402
from tipline.files.models import Content, PictureHash, ReportedFile  # noqa: E402
from tipline.foundation.policy.scope import acting  # noqa: E402
from tipline.foundation.postgres.cluster import Cluster  # noqa: E402
from tipline.hashlist import services as lists  # noqa: E402
from tipline.matching import changes  # noqa: E402
from tipline.matching.index_keeper import IndexKeeper  # noqa: E402
from tipline.matching.models import Match  # noqa: E402

_FILL = """
    WITH made AS (
        INSERT INTO files_content (id, sha256, sha1, md5, size_bytes, inspection,
            inspection_reason, inspected_at, media_type, exif)
        SELECT n, encode(sha256(n::text::bytea), 'hex'), md5(n::text) || '00000000',
               md5(n::text), 1, 'ok', '', now(), 'image/png', '{}'
        FROM generate_series(1, %(count)s) n RETURNING id)
    INSERT INTO files_picturehash (content_id, recipe, value, quality, turned)
    SELECT id, recipe, sha256((id || recipe)::bytea), 100, ''
    FROM made, unnest(ARRAY['pdq-512-bilinear-upright-white',
                            'pdq-full-upright-white']) recipe
"""


def measure(data: Path, *, stored: int, copies: int) -> tuple[float, float]:
    """Fill a database, list a hash, and take the time until its copies have matches."""
    (data / "static").mkdir()
    with Cluster(data, throwaway=True):
        migrate = [sys.executable, "-m", "tipline.commandline", "migrate"]
        subprocess.run(migrate, check=True, capture_output=True)
        with acting(cast.STAGE), connection.cursor() as cursor:
            cursor.execute(_FILL, {"count": stored})
        reports, pdq = _reports(copies)
        keeper = IndexKeeper(cast.STAGE, told=lambda: None)
        keeper.start()
        keeper.is_ready.wait()
        try:
            return _times(reports, pdq)
        finally:
            keeper.stop()
            keeper.join()
            connection.close()


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


def _times(reports: list[int], pdq: str) -> tuple[float, float]:
    first = 0.0
    start = time.perf_counter()
    lists.load_list(
        cast.STAGE,
        [f"pdq,{pdq}"],
        name="Late",
        meaning="known",
        at=datetime.now(UTC),
    )
    while not _is_noted():
        time.sleep(0.01)
    past_reports.look_back.func()
    for report_id in reports:
        pipeline.journey.func(report_id=report_id)
        first = first or time.perf_counter() - start
    last = time.perf_counter() - start
    with acting(cast.STAGE):
        found = Match.objects.filter(report_id__in=reports).count()
    if found < len(reports):
        raise AssertionError(f"{found} of {len(reports)} were found")
    return first, last


def _is_noted() -> bool:
    """Tell whether the keeper has seen what was listed."""
    with acting(cast.STAGE):
        return not changes.IndexChange.objects.filter(position=None).exists()
