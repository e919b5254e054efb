"""Nearly the same picture ties two reports: weakly, and with how near it is."""

import pytest

from tests import cast, factories
from tests.matching.test_pictures import variant
from tests.material import MASSACHUSETTS, report_xml
from tipline import pipeline
from tipline.linking import queries
from tipline.linking.searching import search

pytestmark = pytest.mark.django_db


def report_with(number: int, *contents: bytes, ip: str = MASSACHUSETTS) -> int:
    """A report about somebody of its own in a place of their own, with pictures."""
    said = {"user_id": f"u-{number}", "email": f"{number}@example.net", "ip": ip}
    body = report_xml(**said, screen_name=f"name-{number}")
    body = body.replace(b"/room/7", f"/room/{number}".encode())
    report_id = factories.open_report(cast.platform(), body)
    for content in contents:
        factories.add_file(cast.platform(), report_id, content)
    factories.finish(cast.platform(), report_id)
    pipeline.journey.func(report_id=report_id)
    return report_id


def by_files(report_id: int) -> dict[int, list[queries.Link]]:
    found: dict[int, list[queries.Link]] = {}
    for link in queries.links_of(cast.STAGE, report_id):
        if link.role == "file":
            found.setdefault(link.report_id, []).append(link)
    return found


def test_reports_with_nearly_the_same_picture_are_tied_weakly_and_by_how_near():
    first = report_with(1, variant(72))
    report_with(2, variant(73))  # another picture
    near = report_with(3, variant(72, quality=30))
    nearer = report_with(4, variant(72, quality=59), variant(72, quality=31))
    same = report_with(5, variant(72))

    tied = by_files(near)
    assert set(tied) == {first, nearer, same}
    for link in (*tied[first], *tied[nearer]):
        assert (link.kind, link.strength, link.shared_by) == ("near-file", "weak", 4)
        assert link.bits_apart is not None
        assert 0 <= link.bits_apart <= 2 * 31
    assert [link.kind for link in by_files(same)[first]] == ["file-hash"]

    (found,) = {link.value for link in tied[first]}
    (hit,) = [h for h in search(cast.STAGE, found).hits if h.kind == "near-file"]
    assert {named.report_id for named in hit.reports} == {first, near, nearer, same}

    lena = factories.browser_of(cast.lena())
    links = lena.get(f"/agency/reports/{near}/").context["contents"].links
    assert {link.report_id: link.bits_apart for link in links}[first] is not None
    ana = factories.browser_of(cast.ana()).get(f"/console/reports/{near}/").text
    assert "of 256 bits apart" in ana


def test_what_no_picture_is_near_to_and_files_of_other_kinds_tie_nothing():
    report_with(1, b"an invented text", variant(74))
    assert by_files(report_with(2, b"another invented text", variant(75))) == {}
