import importlib.util
import io
from datetime import date
from pathlib import Path

from tests.referral.mmdb_file import mmdb_bytes
from tipline.referral.range_table import read_range_table, write_range_table

SCRIPT = Path(__file__).parents[2] / "tools" / "build_geo_extract.py"
OHIO = {"country_code": "US", "state1": "Ohio"}
TEXAS = {"country_code": "US", "state1": "Texas"}
FRANCE = {"country_code": "FR", "state1": "Normandy"}


def build(tmp_path, *databases):
    spec = importlib.util.spec_from_file_location("build_geo_extract", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    paths = []
    for number, content in enumerate(databases):
        paths.append(tmp_path / f"{number}.mmdb")
        paths[-1].write_bytes(content)
    return script.build(paths, "Test City", date(2026, 9, 1))


def address(*octets):
    return int.from_bytes(bytes(octets))


def test_neighbors_of_one_place_are_joined_and_gaps_stay_unknown(tmp_path):
    networks = {
        "18.0.0.0/16": OHIO,
        "18.1.0.0/16": OHIO,
        "18.2.0.0/16": FRANCE,
        "18.4.0.0/16": TEXAS,
    }
    table = build(tmp_path, mmdb_bytes(networks, ip_version=4))
    assert table.starts4.tolist() == [
        0,
        address(18, 0, 0, 0),
        address(18, 2, 0, 0),
        address(18, 3, 0, 0),
        address(18, 4, 0, 0),
        address(18, 5, 0, 0),
    ]
    assert table.place4(address(17, 255, 255, 255)) == ""
    assert table.place4(address(18, 1, 255, 255)) == "US-OH"
    assert table.place4(address(18, 2, 0, 0)) == "FR"
    assert table.place4(address(18, 3, 9, 9)) == ""
    assert table.place4(address(18, 5, 0, 0)) == ""


def test_one_file_for_each_version_or_one_for_both_give_the_same(tmp_path):
    four, six = {"18.0.0.0/16": OHIO}, {"2600::/32": TEXAS, "2a00:1::/32": FRANCE}
    apart = build(
        tmp_path, mmdb_bytes(four, ip_version=4), mmdb_bytes(six, ip_version=6)
    )
    together = build(tmp_path, mmdb_bytes(four | six, ip_version=6))
    for ip in (0x2600 << 112, 0x2A000001 << 96, 0x2601 << 112):
        assert apart.place6(ip) == together.place6(ip)
    assert apart.place6((0x2600 << 112) + 1) == "US-TX"
    assert together.place4(address(18, 0, 1, 1)) == "US-OH"
    assert together.place6(address(18, 0, 1, 1)) == ""


def test_networks_below_one_subscriber_do_not_blur_the_next(tmp_path):
    networks = {
        "2600::/65": OHIO,
        "2600::8000:0:0:0/65": TEXAS,
        "2600:0:0:1::/64": FRANCE,
    }
    table = build(tmp_path, mmdb_bytes(networks, ip_version=6))
    assert table.place6(0x2600 << 112) == "US-OH"
    assert table.place6((0x2600 << 112) + (1 << 64)) == "FR"


def test_the_last_network_of_all_is_closed_where_the_addresses_end(tmp_path):
    table = build(tmp_path, mmdb_bytes({"128.0.0.0/1": FRANCE}, ip_version=4))
    assert table.place4(2**32 - 1) == "FR"
    assert table.starts4.tolist() == [0, 2**31]


def test_a_table_is_read_as_it_was_written_and_always_the_same_bytes(tmp_path):
    networks = {"18.0.0.0/16": OHIO, "2600::/32": TEXAS}
    table = build(tmp_path, mmdb_bytes(networks, ip_version=6))
    first, second = io.BytesIO(), io.BytesIO()
    write_range_table(table, first)
    write_range_table(table, second)
    assert first.getvalue() == second.getvalue()
    path = tmp_path / "places.npz"
    path.write_bytes(first.getvalue())
    read = read_range_table(path)
    assert read.places == table.places
    assert (read.source, read.data_date) == ("Test City", date(2026, 9, 1))
    for name in ("starts4", "codes4", "starts6", "codes6"):
        assert getattr(read, name).tolist() == getattr(table, name).tolist()
