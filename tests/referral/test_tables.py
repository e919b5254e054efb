import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.referral.agencies import AGENCIES_FILE, load_agencies
from tipline.referral.area_codes import AREA_CODES_FILE
from tipline.referral.errors import MalformedTableError
from tipline.referral.places import US_STATES, US_TERRITORIES
from tipline.referral.routing_rules import RULES_FILE, load_rules
from tipline.referral.tables import FILE_MAX_BYTES, read_table

AGENCIES = AGENCIES_FILE.read_text(encoding="utf-8")
RULES = RULES_FILE.read_text(encoding="utf-8")


def agencies_with(tmp_path, old, new):
    assert old in AGENCIES
    path = tmp_path / "agencies.csv"
    path.write_text(AGENCIES.replace(old, new, 1), encoding="utf-8")
    return load_agencies(path)


def rules_with(tmp_path, old, new):
    assert old in RULES
    path = tmp_path / "rules.csv"
    path.write_text(RULES.replace(old, new, 1), encoding="utf-8")
    return load_rules(path, agencies=load_agencies())


def test_an_operators_copy_of_the_tables_is_read_alike(tmp_path):
    assert agencies_with(tmp_path, "US-FED", "US-FED") == load_agencies()
    shipped = load_rules(agencies=load_agencies())
    assert rules_with(tmp_path, "US-FED", "US-FED") == shipped


def test_a_table_from_before_lacks_what_came_later(tmp_path):
    path = tmp_path / "agencies.csv"
    with AGENCIES_FILE.open(encoding="utf-8", newline="") as file:
        lines = [line[:10] for line in csv.reader(file)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    first = load_agencies(path)[0]
    assert (first.code, first.mail_domains, first.instead) == (
        "US-FED",
        frozenset(),
        "",
    )


def test_a_spreadsheets_byte_order_mark_and_blank_lines_are_fine(tmp_path):
    path = tmp_path / "agencies.csv"
    text = AGENCIES.replace("\n", "\r\n") + ",,,,,,,,,,,,,\r\n\r\n"
    path.write_text(text, encoding="utf-8-sig", newline="")
    assert load_agencies(path) == load_agencies()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("code,name", "name,code", "line 1: the columns must be: code,name"),
        ("federal,US", "fedral,US", "line 2: kind is 'fedral', but must be one of"),
        (
            'US-FED-2,"',
            'US-FED,"',
            "line 3: the code US-FED is used by an earlier line",
        ),
        ("US-FED,", ",", "line 2: the column code is empty"),
        ("US-FED,", "us fed,", "line 2: code is 'us fed', but must be capitals"),
        ("US-FED,Federal desk,", "US-FED,,", "line 2: the column name is empty"),
        ("country,FR", "country,ZZ", "country is 'ZZ', but must be one of"),
        ("country,FR", "country,DE", "DE has another desk at the same time"),
        ("icac,US,OH,yes", "icac,US,OH,", "OH has 0 lead task forces"),
        ("icac,US,OH,yes", "icac,US,XX,yes", "state is 'XX', but must be one of"),
        ("icac,US,OH,yes", "icac,DE,OH,yes", "country is 'DE', but must be one of"),
        ("US,OH,yes,,direct", "US,OH,yes,,post", "channel is 'post', but must be one"),
        ("US,,,,direct,,", "US,,,,direct,1.5.26,", "valid_from is '1.5.26', but must"),
        (
            "US,,,,direct,,",
            "US,,,,direct,2026-05-02,2026-05-01",
            "valid_to is earlier than valid_from",
        ),
        (
            "US,,,,direct,,",
            "US,,,,direct,",
            "it has 14 cells, but there are 15 columns",
        ),
        ("Federal desk,", '"Federal" desk,', "expected after"),
        (",us-fed.example.org,", ",example,", "mail_domains holds 'example'"),
        ("duty@us-fed.", "us-fed.", "contact is 'us-fed.example.org', but must be"),
        ("example.org,,US-FED-2", "example.org,10.0.0.1/8,US-FED-2", "networks holds"),
        ("example.org,,US-FED-2", "example.org,,US-FED", "instead is 'US-FED', but"),
        ("Chicago;", "Chicago; 60;", "area holds '60': write the first 3 or all 5"),
    ],
)
def test_a_mistake_in_the_agencies_is_named_with_its_line(
    *, tmp_path, old, new, problem
):
    with pytest.raises(MalformedTableError) as caught:
        agencies_with(tmp_path, old, new)
    assert problem in str(caught.value)
    assert str(caught.value).startswith("agencies.csv, line ")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("10,military", "ten,military", "order is 'ten', but must be a whole number"),
        ("20,us-capital", "10,us-capital", "10 is used by an earlier line"),
        ("us-capital-fallback", "us-capital", "us-capital is used by an earlier line"),
        ("any,US-MIL", "any,US-NAVY", "send_to is 'US-NAVY', but the table of"),
        ("any,US-MIL", "any,task-force", "send_to is 'task-force', but the table of"),
        ("place,US,DC", "place,US,XX", "state holds 'XX', which is no code of a state"),
        ("place,US,DC", "place,A1,DC", "country holds 'A1', which is no code of a"),
        ("military,military", "military,always", "when is 'always', but must be one"),
        ("US-MIL,continue", "US-MIL,perhaps", "then is 'perhaps', but must be one of"),
        ("nowhere,any", "place,any", "no rule has nowhere in the column when"),
        ("place,EU-MEMBERS", "place,EU", "country holds 'EU', which is no code of a"),
    ],
)
def test_a_mistake_in_the_rules_is_named_with_its_line(*, tmp_path, old, new, problem):
    with pytest.raises(MalformedTableError) as caught:
        rules_with(tmp_path, old, new)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    "content", [None, b"\xff\xfe", b"", b"a" * (FILE_MAX_BYTES + 1)]
)
def test_a_file_that_is_no_table_is_refused(tmp_path, content):
    path = tmp_path / "agencies.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MalformedTableError):
        load_agencies(path)


@given(st.binary(max_size=200))
def test_no_file_content_gets_past_the_refusal(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("tables") / "agencies.csv"
    path.write_bytes(content)
    with pytest.raises(MalformedTableError):
        load_agencies(path)


def test_every_state_has_an_area_code_and_none_is_listed_twice():
    rows = list(read_table(AREA_CODES_FILE, ("area_code", "country", "region")))
    codes = [row["area_code"] for row in rows]
    assert len(codes) == len(set(codes))
    american = {row["region"] for row in rows if row["country"] == "US"}
    assert american == US_STATES | US_TERRITORIES - {"UM"}
