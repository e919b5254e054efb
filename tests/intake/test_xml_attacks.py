import socket

import pytest

from tests.intake.documents import NOW
from tests.intake.xml_attacks import ATTACKS, HARMLESS, XML
from tipline.intake.errors import ValidationFailedError
from tipline.intake.profile import Profile
from tipline.intake.wire import read_report

SECRET = "canary-4711"


@pytest.fixture(scope="module")
def canary_server():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


@pytest.fixture
def aimed(tmp_path, canary_server):
    """Give a function that points a body's placeholders at the canaries."""
    canary_file = tmp_path / "canary.txt"
    canary_file.write_text(SECRET)
    http = f"http://127.0.0.1:{canary_server.getsockname()[1]}"

    def aim(body):
        body = body.replace(b"{file}", str(canary_file).encode())
        return body.replace(b"{http}", http.encode())

    return aim


def nobody_called(server):
    with pytest.raises(BlockingIOError):
        server.accept()
    return True


def submit(body, content_type=XML):
    return read_report(
        body,
        content_type=content_type,
        profile=Profile.LENIENT,
        at=NOW,
        own_reports=lambda named: named,
    )


def test_there_are_more_attacks_than_fingers():
    assert len(ATTACKS) >= 100
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_refused_and_reaches_nothing(attack, aimed, canary_server):
    with pytest.raises(attack.refused_by) as refusal:
        submit(aimed(attack.body), attack.content_type)
    assert type(refusal.value) is attack.refused_by
    assert refusal.value.problems
    assert SECRET not in refusal.value.description
    assert len(refusal.value.description) < 60_000
    assert nobody_called(canary_server)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_hostile_is_read_and_reaches_nothing(
    name, aimed, canary_server
):
    document = submit(aimed(HARMLESS[name].encode())).document
    assert document.incident_type == "Child Sex Tourism"
    assert SECRET not in repr(document)
    assert nobody_called(canary_server)


def test_a_value_in_many_pieces_is_one_value():
    pieces = HARMLESS["a value in a hundred thousand CDATA pieces"].encode()
    assert submit(pieces).document.additional_info == "x" * 100_000


def test_a_flood_of_problems_is_answered_with_the_first_hundred_and_a_number():
    flood = next(a for a in ATTACKS if a.name == "forty thousand wrong elements")
    with pytest.raises(ValidationFailedError) as refusal:
        submit(flood.body)
    assert len(refusal.value.problems) == 101
    assert "39900 more" in refusal.value.problems[-1].sentence


def test_the_place_of_a_split_value_is_said():
    body = next(a for a in ATTACKS if a.name == "comment in an address").body
    with pytest.raises(ATTACKS[0].refused_by) as refusal:
        submit(body)
    (problem,) = refusal.value.problems
    assert body.decode()[problem.column - 1 :].startswith("<!-- x -->")
