"""An operator brings a newer database of places, and reports go where it says."""

import pytest
from django.utils.translation import override
from playwright.sync_api import expect

from tests import prepared
from tests.material import MASSACHUSETTS, report_xml
from tests.product import Product
from tests.referral.mmdb_file import mmdb_bytes
from tests.stories.officers import Officer
from tests.stories.visitors import Platform, arrived
from tipline.referral.evidence_words import SOURCE_WORDS
from tipline.referral.jurisdiction import EvidenceSource

pytestmark = pytest.mark.browser
OHIO = {
    "country": {"iso_code": "US"},
    "subdivisions": [{"iso_code": "OH"}],
    "city": {"names": {"en": "Dayton"}},
}


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    """A product whose operator knows that an address has moved."""
    file = tmp_path_factory.mktemp("places") / "cities.mmdb"
    file.write_bytes(mmdb_bytes({f"{MASSACHUSETTS}/32": OHIO}, ip_version=4))
    data = prepared.folder("places")
    with Product(data, TIPLINE_GEO_DATABASE=str(file)) as running:
        yield running


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_report_goes_to_where_the_operators_own_database_says(
    product, chromium, language
):
    with Platform(product, f"Moving Chat {language}") as chat:
        body = report_xml(user_id=f"moved-{language}").decode()
        report_id = chat.report(body)
    shown = arrived(product, report_id, at="ICAC-OH")
    assert {each["agency"] for each in shown["referrals"]} == {"ICAC-OH"}
    where = {"agency": "ICAC-OH", "language": language}
    with override(language), Officer(product, chromium, **where) as olga:
        olga.look(f"reports/{report_id}/")
        of_login = str(SOURCE_WORDS[EvidenceSource.EVENT_IP])
        place = olga.part("places").get_by_role("row").filter(has_text=of_login).first
        expect(place.get_by_role("rowheader")).to_contain_text("OH")
        olga.is_laid_out()
