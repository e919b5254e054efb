"""Whose network an address is in, and what hides there: by an operator's own file."""

import json

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import cast, factories
from tests.material import MASSACHUSETTS
from tests.referral.mmdb_file import mmdb_bytes
from tests.referral.packet.packet_cast import RICH
from tipline.referral.errors import MalformedGeodataError
from tipline.referral.networks import NetworkFinder, NetworkKind, Owner, owner_in
from tipline.referral.packet.pdf import Paper, page_data
from tipline.referral.packet.sentence import unmarked

HARBOR = {
    "autonomous_system_number": 64496,
    "autonomous_system_organization": "Harbor Net",
}
SOURCE = "Test ASN, 2026-09-21"


@pytest.fixture
def network_file(tmp_path):
    """A database of autonomous systems, as an operator's would be."""
    networks = {
        "18.9.0.0/16": HARBOR,
        "52.94.76.0/24": {"is_anonymous_vpn": "true", **HARBOR},
    }
    path = tmp_path / "systems.mmdb"
    path.write_bytes(mmdb_bytes(networks, ip_version=6, database_type="Test ASN"))
    return path


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (HARBOR, "AS64496 Harbor Net"),
        ({"as_number": 64496, "as_organization": "Harbor Net"}, "AS64496 Harbor Net"),
        ({"asn": "AS64496", "name": "Harbor  Net"}, "AS64496 Harbor Net"),
        ({"traits": {"isp": "Harbor Net"}}, "Harbor Net"),
        ({"asn": "64496"}, "AS64496"),
        ({"asn": "<script>"}, None),
        ({"country": {"iso_code": "SE"}}, None),
        ([], None),
        (None, None),
    ],
)
def test_every_common_layout_of_a_database_names_the_owner(record, name):
    found = owner_in(record, source="s")
    assert found == (Owner(name, "s") if name else None)


def test_an_operators_file_tells_owners_and_hiding_networks(network_file, tmp_path):
    finder = NetworkFinder.open(network_file)
    assert finder.owner_of("18.9.22.69") == Owner("AS64496 Harbor Net", SOURCE)
    assert finder.owner_of("::ffff:18.9.22.69") == finder.owner_of("18.9.22.69")
    assert finder.network_of("18.9.22.69") is None
    assert finder.network_of("52.94.76.1").kind is NetworkKind.VPN
    assert finder.owner_of("203.0.113.7") is None
    (tmp_path / "broken.mmdb").write_bytes(b"no database")
    with pytest.raises(MalformedGeodataError, match=r"broken\.mmdb"):
        NetworkFinder.open(tmp_path / "broken.mmdb")


@given(st.one_of(st.ip_addresses().map(str), st.text(max_size=40)))
def test_the_extract_owns_what_it_says_is_hosting_and_nothing_else(ip):
    finder = NetworkFinder.open()
    network, owner = finder.network_of(ip), finder.owner_of(ip)
    assert (network is None) == (owner is None)
    assert owner is None or owner.name == network.name


@pytest.mark.django_db
def test_the_owner_stands_beside_each_address_wherever_lena_reads_it(
    settings, network_file
):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(
        update={"network_database": network_file}
    )
    report_id = factories.routed_report(cast.platform(), files=0)
    lena = factories.browser_of(cast.lena())
    page = lena.get(f"/agency/reports/{report_id}/").text
    assert "Owner of the network" in page
    assert "AS64496 Harbor Net" in page
    assert SOURCE in page

    def part(name):
        path = reverse("agencies:packet", args=[report_id, name])
        return lena.post(path).getvalue()

    assert f"AS64496 Harbor Net,{SOURCE}" not in part("ip-events").decode()
    assert f'AS64496 Harbor Net,"{SOURCE}"' in part("ip-events").decode()
    (fact,) = json.loads(part("json"))["tipline"]["ipAddresses"]
    assert (fact["address"], fact["state"]) == (MASSACHUSETTS, "MA")
    assert (fact["networkOwner"], fact["ownerSource"]) == ("AS64496 Harbor Net", SOURCE)
    assert b"PK" in part("xlsx")[:2]


def test_the_owner_is_printed():
    assert "AS64496 Harbor Net (Test ASN, 2026-09-21)" in unmarked(
        page_data(RICH, Paper.A4)
    )
