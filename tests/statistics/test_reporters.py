"""Reports by reporter, as they are published."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import cast, factories
from tests.takeitdown import stage
from tipline.statistics.reporters import ReporterCount, by_reporter, publishable

DAY = timedelta(days=1)


@pytest.mark.django_db
def test_take_it_down_is_a_reporter_and_each_submission_a_report():
    now = datetime.now(UTC)
    for platform in (cast.platform(), cast.platform("Trial", is_test=True)):
        factories.finish(platform, factories.open_report(platform))
    factories.open_report(cast.platform())  # nobody finished it
    stage.opened()
    for token in ("1a" * 16, "2b" * 16, "3c" * 16):
        for of in ("one", "two"):
            stage.sent(stage.body(of + token, token=token), at=now)
    since, until = (now - DAY).date(), (now + 2 * DAY).date()
    counted = by_reporter(cast.STAGE, since=since, until=until)
    assert [(each.reporter, each.reports) for each in counted] == [
        ("Take It Down", 3),
        ("Exemplar Chat", 1),
    ]
    assert by_reporter(cast.STAGE, since=since - DAY, until=since) == []


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ({"A": 90, "B": 10}, [("A", 90, 1), ("B", 10, 1)]),
        ({"A": 90, "B": 6, "C": 5}, [("A", 90, 1), ("Others", 11, 2)]),
        # One alone, and few together: the next smallest hides them.
        ({"A": 90, "B": 40, "C": 9}, [("A", 90, 1), ("Others", 49, 2)]),
        ({"A": 90, "B": 40, "C": 2, "D": 1}, [("A", 90, 1), ("Others", 43, 3)]),
        ({"A": 3}, []),
        ({"A": 60, "B": 3}, [("Others", 63, 2)]),
        ({"A": 300}, [("A", 300, 1)]),
        ({}, []),
    ],
)
def test_no_line_that_is_published_tells_of_few_reports(sent, shown):
    counts = [ReporterCount(reporter=name, reports=n) for name, n in sent.items()]
    made = publishable(counts)
    assert [(each.reporter, each.reports, each.reporters) for each in made] == shown
