import pytest

from tests import cast, factories
from tipline.foundation.errors import NotFoundError
from tipline.referral import queries

CALIFORNIA = "128.97.27.37"  # a university's address; the shipped table places it


@pytest.mark.django_db
def test_absent_and_hidden_reports_are_refused_alike():
    report_id = factories.routed_report(cast.platform(), files=0)
    zed = cast.principal_of(cast.zed())
    for asked in (report_id, report_id + 1, 10**30):
        with pytest.raises(NotFoundError):
            queries.report_for(zed, asked)


@pytest.mark.django_db
def test_every_agency_that_has_the_report_is_named_to_the_others():
    body = factories.report_xml().replace(
        b"</personOrUserReported>",
        f"<ipCaptureEvent><ipAddress>{CALIFORNIA}</ipAddress>"
        "<eventName>Login</eventName><dateTime>2026-11-20T11:30:00Z</dateTime>"
        "</ipCaptureEvent></personOrUserReported>".encode(),
    )
    report_id = factories.routed_report(cast.platform(), body, files=0)
    officer = cast.principal_of(cast.lena())
    referral = queries.report_for(officer, report_id)
    names = {delivery.agency for delivery in queries.deliveries_of(officer, referral)}
    expected = {cast.agency(c).organization.name for c in ("ICAC-MA", "ICAC-CA-LA")}
    assert names == expected
