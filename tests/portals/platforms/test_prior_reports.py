"""Reports that a report refers to: looked up together, and only a platform's own."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.portals.platforms.reporter import Reporter, a_report
from tipline.foundation.accounts.models import ApiCredential
from tipline.foundation.policy.scope import acting
from tipline.intake import platforms
from tipline.intake.models import Report
from tipline.intake.profile import Profile

pytestmark = pytest.mark.django_db

UNNAMED = 2**62


@pytest.fixture
def reporter():
    return Reporter(cast.platform())


@pytest.fixture
def neighbor():
    return Reporter(cast.platform("Sample Social"))


def warnings_of(report_id):
    with acting(cast.STAGE):
        return Report.objects.get(pk=report_id).warnings


def with_priors(numbers):
    """A report that refers to others, in the place of the last element."""
    priors = "".join(f"<priorCTReports>{number}</priorCTReports>" for number in numbers)
    end = "</personOrUserReported>\n"
    return a_report().replace(end.encode(), f"{priors}{end}".encode())


def test_many_prior_reports_are_looked_up_in_one_question(reporter, neighbor):
    own, other = [reporter.open() for _ in range(3)], neighbor.open()
    with CaptureQueriesContext(connection) as one:
        reporter.open(with_priors(own[:1]))
    named = [*own, other, UNNAMED, own[0], *range(1, 50)]
    with CaptureQueriesContext(connection) as many:
        report_id = reporter.open(with_priors(named))
    assert len(many) == len(one)
    said = [w["sentence"] for w in warnings_of(report_id)]
    assert len(said) == len(named) - len(own) - 1
    for number in (other, UNNAMED):
        assert sum(f"'{number}' is no report of yours" in s for s in said) == 1
    assert not any(f"'{number}'" in s for number in own for s in said)


def test_a_report_without_prior_reports_asks_for_none(reporter):
    reporter.open()  # notes that the credential is used
    with CaptureQueriesContext(connection) as none:
        reporter.open()
    with CaptureQueriesContext(connection) as one:
        reporter.open(with_priors([UNNAMED]))
    assert len(none) < len(one)


def test_who_was_shut_out_since_hears_nothing_of_prior_reports(reporter):
    """The process may remember the credential as it was, for half a minute."""
    platforms.set_profile(
        cast.STAGE,
        reporter.platform.organization.pk,
        profile=Profile.STRICT,
        viewed_definition="",
        at=cast.NOW,
    )
    own = reporter.open()
    with acting(cast.STAGE):
        mine = ApiCredential.objects.filter(username=reporter.platform.username)
        mine.update(revoked_at=datetime.now(UTC))
    answer = reporter.submit(with_priors([own, UNNAMED]))
    assert answer.outcome == (401, 2000)
    assert str(UNNAMED) not in answer.text("responseDescription")
