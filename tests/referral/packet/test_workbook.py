import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.referral.packet.packet_cast import BARE, DOCUMENT, RICH, VIEWED_FILE
from tipline.referral.packet.spreadsheet import cut_mark
from tipline.referral.packet.tables import FILE_HEAD, FORMULA_STARTS
from tipline.referral.packet.wording import printable
from tipline.referral.packet.workbook import (
    EVENT_HEAD,
    PERSON_HEAD,
    packet_xlsx,
    titles_of,
)


def book_of(contents):
    return load_workbook(io.BytesIO(packet_xlsx(contents)))


def rows_of(sheet, columns):
    head, *rows = sheet.iter_rows(values_only=True)
    assert head == titles_of(columns)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_the_workbook_has_people_ip_events_and_files_a_sheet_each():
    book = book_of(RICH)
    assert book.sheetnames == ["Summary", "People", "IP events", "Files"]
    facts = dict(book["Summary"].iter_rows(values_only=True))
    assert facts["Report"] == str(RICH.report_id)
    assert facts["Priority"] == "1"
    assert facts["What the company means by viewed"].startswith("Yes means")
    people = rows_of(book["People"], PERSON_HEAD)
    assert [row["role"] for row in people] == [
        "reported person 1",
        "intended recipient 1",
        "child victim 1",
    ]
    assert "q.marsh@example.org (verified: yes)" in people[0]["emails"]
    seen = rows_of(book["IP events"], EVENT_HEAD)
    assert (seen[2]["ip_address"], seen[2]["state"]) == ("203.0.113.77", "OR")
    assert seen[2]["time_utc"] == "2026-11-19T06:00:00Z"
    assert seen[2]["time"] == "2026-11-19 06:00:00 UTC"
    files = rows_of(book["Files"], FILE_HEAD)
    assert [row["viewed_by_platform"] for row in files] == ["yes", "no", "not stated"]
    assert files[0]["sha256"] == VIEWED_FILE.sha256
    assert files[0]["tags"] == "generativeAi; Apparent CSAM; Animated"


def test_an_empty_report_has_its_heads_and_the_same_bytes_each_time():
    book = book_of(BARE)
    assert next(book["Files"].values) == titles_of(FILE_HEAD)
    assert next(book["IP events"].values) == titles_of(EVENT_HEAD)
    assert next(book["People"].values) == titles_of(PERSON_HEAD)
    assert packet_xlsx(RICH) == packet_xlsx(replace(RICH))
    later = replace(RICH, prepared_at=RICH.received_at)
    assert packet_xlsx(RICH) != packet_xlsx(later)


@settings(max_examples=40, deadline=None)
@given(
    start=st.sampled_from([*FORMULA_STARTS, "", "{=", "'"]),
    text=st.text(max_size=60),
)
def test_whatever_a_file_is_called_its_cell_is_text_and_says_so(start, text):
    name = f"{start}{text}"
    file = replace(VIEWED_FILE, original_file_name=name)
    cell = book_of(replace(RICH, files=(file,)))["Files"].cell(2, 4)
    shown = printable(name)
    assert cell.data_type in {"s", "n"}
    if shown:
        assert cell.data_type == "s"
        assert cell.quotePrefix == shown.startswith(FORMULA_STARTS)


def test_a_state_of_a_country_is_not_the_state_of_anything_else():
    german = replace(RICH, prepared_for=replace(RICH.prepared_for, language="de"))
    head = next(book_of(german)["IP-Ereignisse"].values)
    assert head[EVENT_HEAD.index("state")] == "Bundesstaat"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=cmd|"/C calc"!A0'])
def test_a_formula_is_kept_word_for_word_and_stays_text_when_edited(name):
    file = replace(VIEWED_FILE, original_file_name=name)
    cell = book_of(replace(RICH, files=(file,)))["Files"].cell(2, 4)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)
    assert cell.number_format == "@"


def test_a_text_longer_than_a_cell_says_that_it_is_cut():
    document = replace(DOCUMENT, additional_info="x" * 40_000)
    facts = dict(
        book_of(replace(RICH, document=document))["Summary"].iter_rows(values_only=True)
    )
    assert len(facts["Additional information"]) == 32_767
    assert facts["Additional information"].endswith(cut_mark())
