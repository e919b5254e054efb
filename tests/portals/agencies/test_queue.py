import re
from importlib.resources import files

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast, factories
from tipline.intake.wording import INCIDENT_WORDINGS, incident_words

pytestmark = pytest.mark.django_db

CALIFORNIA = "128.97.27.37"  # a university's address; the shipped table places it
CSAM = "Child Pornography (possession, manufacture, and distribution)"


@pytest.fixture
def lena():
    return factories.browser_of(cast.lena())


def report_of(platform, **said):
    body = factories.report_xml(**said) if said else None
    return factories.routed_report(platform, body, files=0)


def shown(page):
    return [row.report_id for row in page.context["page"].rows]


def test_lena_sees_what_was_made_available_to_her_agency_and_nothing_else(lena):
    platform = cast.platform()
    hers = report_of(platform)
    zeds = report_of(platform, ip=CALIFORNIA, user_id="u-elsewhere")
    page = lena.get("/agency/")
    assert page.status_code == 200
    assert shown(page) == [hers]
    assert str(zeds) not in page.content.decode()


def test_an_empty_queue_says_what_would_fill_it(lena):
    page = lena.get("/agency/")
    assert "No report has been made available to your agency yet" in page.text


def test_the_queue_of_an_agency_costs_the_same_few_queries_however_long_it_is(lena):
    platform = cast.platform()
    report_of(platform)
    with CaptureQueriesContext(connection) as one:
        lena.get("/agency/")
    for _ in range(4):
        report_of(platform)
    with CaptureQueriesContext(connection) as five:
        assert len(shown(lena.get("/agency/"))) == 5
    assert len(five) == len(one)
    reads = [query for query in five if 'FROM "casework_work"' in query["sql"]]
    # Which rows, all that they show, and how many urgent ones nobody has opened.
    assert len(reads) == 3


def test_the_most_urgent_come_first_and_newest_first_can_be_asked_for(lena):
    platform = cast.platform()
    urgent = report_of(platform, escalation="The child answered.", user_id="u-1")
    later = report_of(platform, user_id="u-2")
    assert shown(lena.get("/agency/")) == [urgent, later]
    assert shown(lena.get("/agency/?order=newest")) == [later, urgent]
    assert "1 report of priority 1" in lena.get("/agency/").text


def test_filters_narrow_the_queue_and_nonsense_narrows_nothing(lena):
    platform = cast.platform()
    enticement = report_of(platform, user_id="u-1")
    csam = report_of(platform, user_id="u-2", incident_type=CSAM)
    asked = {
        "type=csam": [csam],
        "type=enticement&priority=2": [enticement],
        "priority=1": [],
        "designation=informational": [],
        "unopened=yes": [enticement, csam],
        f"number={csam}": [csam],
        f"number=%23{csam}": [csam],
        "number=abc": [],
        "number=99999999999999999999999": [],
        "type=nonsense&priority=9&designation=x&order=y&after=zzz": [enticement, csam],
        "after=%00-1": [enticement, csam],
    }
    for query, expected in asked.items():
        assert sorted(shown(lena.get(f"/agency/?{query}"))) == sorted(expected), query
    assert "No report of your agency fits" in lena.get("/agency/?number=abc").text


def test_a_report_is_new_until_somebody_of_the_agency_opens_it(lena):
    report_id = report_of(cast.platform())
    assert shown(lena.get("/agency/?unopened=yes")) == [report_id]
    lena.get(f"/agency/reports/{report_id}/")
    assert shown(lena.get("/agency/?unopened=yes")) == []


def test_people_read_csam_where_the_wire_has_the_wording_of_the_statute(lena):
    report_of(cast.platform(), incident_type=CSAM)
    page = lena.get("/agency/").text
    assert "CSAM: possession, production or distribution" in page
    assert CSAM not in page


def test_reports_of_a_test_credential_never_reach_the_queue(lena):
    platform = cast.platform(is_test=True)
    report_id = factories.open_report(platform)
    factories.finish(platform, report_id)
    assert shown(lena.get("/agency/")) == []
    assert lena.get(f"/agency/reports/{report_id}/").status_code == 404


def test_every_incident_type_of_the_schema_has_plain_words():
    schema = (files("tipline.intake") / "schema" / "report.xsd").read_text()
    named = schema.partition('name="incidentType"')[2].partition("</xs:simpleType>")[0]
    types = re.findall('enumeration value="([^"]+)"', named)
    assert types == [wording.wire for wording in INCIDENT_WORDINGS]
    assert all("Pornography" not in str(incident_words(type_)) for type_ in types)
