import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.referral.packet.packet_cast import (
    DOCUMENT,
    REPORT_ID,
    REPORTED,
    RICH,
    VIEWED_FILE,
)
from tipline.hashing.pdq import CANONICAL_RECIPE, FULL_SIZE_RECIPE
from tipline.intake.document import IpCapture
from tipline.referral.packet.tables import (
    FILE_HEAD,
    FORMULA_STARTS,
    IP_EVENT_HEAD,
    files_csv,
    ip_events_csv,
    neutral,
)


def rows_of(table):
    return list(csv.DictReader(io.StringIO(table.decode("utf-8"), newline="")))


def test_every_ip_event_is_a_row_with_its_place():
    rows = rows_of(ip_events_csv(RICH))
    assert [row["role"] for row in rows] == [
        "reported person 1",
        "reported person 1",
        "file f-1",
    ]
    assert rows[2] == {
        "report": str(REPORT_ID),
        "role": "file f-1",
        "ip_address": "203.0.113.77",
        "port": "51234",
        "event": "Upload",
        "time_utc": "2026-11-19T06:00:00Z",
        "possible_proxy": "not stated",
        "country": "US",
        "state": "OR",
        "source": "DB-IP Lite",
        "data_date": "2026-11-01",
        "network_owner": "AS64496 Harbor Net",
        "owner_source": "Test ASN, 2026-09-21",
    }
    assert rows[1]["country"] == ""


def test_addresses_of_every_role_and_detail_are_listed():
    seen = (IpCapture(address="192.0.2.9"),)
    account = replace(
        REPORTED,
        ip_captures=(),
        associated_accounts=(
            replace(REPORTED.associated_accounts[0], ip_captures=seen),
        ),
    )
    document = replace(
        DOCUMENT,
        reported_persons=(account,),
        intended_recipients=(replace(account, ip_captures=seen),),
        victims=(replace(account, ip_captures=seen, associated_accounts=()),),
        internet_details=(replace(DOCUMENT.internet_details[0], ip_captures=seen),),
    )
    rows = rows_of(ip_events_csv(replace(RICH, document=document, files=())))
    assert [row["role"] for row in rows] == [
        "reported person 1, Billing account",
        "intended recipient 1",
        "intended recipient 1, Billing account",
        "child victim 1",
        "incident detail 1",
    ]


def test_every_file_is_a_row_with_its_three_answers():
    rows = rows_of(files_csv(RICH))
    assert [row["viewed_by_platform"] for row in rows] == ["yes", "no", "not stated"]
    assert [row["gate"] for row in rows] == [
        "viewed-by-platform",
        "hash-match-only",
        "not-stated",
    ]
    assert [row["may_open"] for row in rows] == ["yes", "no", "no"]
    assert rows[0]["sha256"] == VIEWED_FILE.sha256
    assert rows[0]["tags"] == "generativeAi; Apparent CSAM; Animated"
    assert rows[0]["pdq"].split("; ")[0] == VIEWED_FILE.pdq[0].hex
    assert rows[0]["pdq_quality"] == "97; 98"
    assert rows[0]["pdq_recipe"] == f"{CANONICAL_RECIPE}; {FULL_SIZE_RECIPE}"
    assert rows[0]["matches"] == (
        f"Shared list A, PDQ, distance 12, mirrored, {CANONICAL_RECIPE},"
        " item viewed: yes"
    )
    assert rows[1]["matches"] == "Shared list B, MD5, exact, item viewed: not stated"


def test_a_table_without_rows_still_has_its_head():
    document = replace(
        DOCUMENT, reported_persons=(), intended_recipients=(), victims=()
    )
    empty = replace(RICH, document=document, files=())
    assert files_csv(empty) == (",".join(FILE_HEAD) + "\r\n").encode()
    assert ip_events_csv(empty) == (",".join(IP_EVENT_HEAD) + "\r\n").encode()


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\uff1d1",
        '=HYPERLINK("https://example.org","x")',
        "=cmd|' /C calc'!A0",
    ],
)
def test_a_file_name_that_is_a_formula_is_disarmed(name):
    file = replace(VIEWED_FILE, original_file_name=name)
    row = rows_of(files_csv(replace(RICH, files=(file,))))[0]
    assert row["original_file_name"] == f"'{name}"


@given(st.text())
def test_no_cell_starts_like_a_formula_and_nothing_else_is_lost(text):
    cell = neutral(text)
    assert not cell.startswith(FORMULA_STARTS)
    assert cell.removeprefix("'") == text.replace("\x00", "").removeprefix("'")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00")))
def test_any_name_comes_back_from_its_cell(name):
    file = replace(VIEWED_FILE, original_file_name=f"x{name}")
    row = rows_of(files_csv(replace(RICH, files=(file,))))[0]
    assert row["original_file_name"] == f"x{name}"
