"""No answer of the intake tells whether a file is on a list."""

import hashlib
import re
from datetime import UTC, datetime

import pytest
from django.db import connection

from tests import cast
from tests.portals.platforms.reporter import JPEG, Reporter
from tipline.hashlist.models import HashEntry
from tipline.hashlist.services import load_list

pytestmark = pytest.mark.django_db
# Lower case only: numbers, ids, digests, times.
VARYING = re.compile(rb"[0-9a-f]{32,64}|\d{15,19}|\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)")


def journey(reporter, content):
    """Send a whole report with the file; give all that was answered."""
    opened = reporter.submit()
    uploaded = reporter.upload(opened.report_id, content)
    answers = [
        opened,
        uploaded,
        reporter.fileinfo(opened.report_id, uploaded.file_id),
        reporter.finish(opened.report_id),
        reporter.receipt(opened.report_id),
        reporter.receipt(opened.report_id, HTTP_ACCEPT="application/json"),
    ]
    return [
        (
            answer.status,
            VARYING.sub(b"~", answer.body),
            len(answer.body),
            {n: VARYING.sub(b"~", v.encode()) for n, v in answer.headers.items()},
        )
        for answer in answers
    ]


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256"])
def test_listed_and_unlisted_files_are_answered_alike(algorithm):
    listed, unlisted = JPEG + b"listed-1", JPEG + b"listed-2"
    digest = hashlib.new(algorithm, listed, usedforsecurity=False).hexdigest()
    load_list(
        cast.STAGE,
        [f"{algorithm},{digest},A1"],
        name="Known",
        meaning="known",
        at=datetime.now(UTC),
    )
    reporter = Reporter(cast.platform())
    first, second = journey(reporter, listed), journey(reporter, unlisted)
    for one, other in zip(first, second, strict=True):
        for answer in (one, other):
            answer[3].pop("Request-ID", None)
        assert one == other


def test_matching_begins_after_the_answer():
    """The time of an answer cannot depend on lists that it never looks at."""
    asked = []

    def note(execute, *call):
        asked.append(str(call[0]))
        return execute(*call)

    with connection.execute_wrapper(note):
        journey(Reporter(cast.platform()), JPEG + b"anything")
    assert asked
    assert not [sql for sql in asked if HashEntry._meta.db_table in sql]
