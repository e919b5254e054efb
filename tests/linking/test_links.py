import pytest

from tests import cast, factories
from tests.material import report_xml
from tipline import pipeline
from tipline.foundation.policy.scope import acting
from tipline.linking import queries, searching
from tipline.linking.models import Identifier, IdentifierUse

pytestmark = pytest.mark.django_db


def routed(**said) -> int:
    return factories.routed_report(cast.platform(), report_xml(**said), files=0)


def about(number: int, **said) -> int:
    """A report that shares nothing with those about other numbers."""
    alone = {
        "email": f"{number}@example.net",
        "user_id": f"u-{number}",
        "screen_name": f"name-{number}",
        "ip": f"192.0.2.{number}",
    }
    return routed(**{**alone, **said})


def shared(report_id: int) -> set[tuple[int, str]]:
    links = queries.links_of(cast.STAGE, report_id)
    return {(link.report_id, link.kind) for link in links}


def test_reports_on_the_same_account_are_linked_across_spellings():
    first = routed(email="Blue.Kite+x@googlemail.com", user_id="u-1", screen_name="a")
    second = routed(email="bluekite@gmail.com", user_id="u-2", screen_name="b")
    assert (first, "email") in shared(second)
    assert (second, "email") in shared(first)


def test_reports_that_share_nothing_are_not_linked():
    about(1)
    assert {kind for _, kind in shared(about(2))} <= {"url"}


def test_a_repeat_person_is_counted_and_a_shared_page_is_not():
    about(1)
    same_page = about(2)
    same_person = about(3, email="1@example.net")
    assert queries.repeat_reports(cast.STAGE, same_page) == 0
    assert queries.repeat_reports(cast.STAGE, same_person) == 1


def test_an_address_that_many_reports_share_links_nothing():
    for number in range(12):
        last = about(number, ip="192.0.2.200")
    assert "ip" not in {kind for _, kind in shared(last)}


@pytest.mark.parametrize(
    ("seen_next_day_at", "linked"), [("11:00:00", True), ("11:00:01", False)]
)
def test_an_address_links_two_uses_within_a_day(seen_next_day_at, linked):
    about(1, ip="192.0.2.200")
    body = report_xml(
        email="2@example.net", user_id="u-2", screen_name="name-2", ip="192.0.2.200"
    ).replace(b"2026-11-20T11:00:00Z", f"2026-11-21T{seen_next_day_at}Z".encode())
    later = factories.routed_report(cast.platform(), body, files=0)
    assert ("ip" in {kind for _, kind in shared(later)}) is linked


def test_of_too_many_readings_of_a_text_the_surest_are_searched(monkeypatch):
    monkeypatch.setattr(searching, "IDENTIFIERS_MOST", 1)
    about(1, screen_name="1@example.net")
    (hit,) = searching.search(cast.STAGE, "1@example.net").hits
    assert hit.kind == "email"


def test_linking_twice_keeps_each_identifier_once():
    report_id = routed(user_id="u-1")
    with acting(cast.STAGE):
        before = set(IdentifierUse.objects.values_list("pk", flat=True))

    pipeline.STEPS["link"](report_id)
    with acting(cast.STAGE):
        assert set(IdentifierUse.objects.values_list("pk", flat=True)) == before
        originals = set(IdentifierUse.objects.values_list("original", flat=True))
        assert "reported@example.net" in originals
        assert Identifier.objects.filter(kind="email").count() == 1
