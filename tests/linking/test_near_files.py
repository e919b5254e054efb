"""Nearly the same picture ties two reports: weakly, and with how near it is."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast, factories
from tests.matching.test_pictures import variant
from tests.material import MASSACHUSETTS, report_xml
from tipline import past_reports, pipeline
from tipline.foundation.policy.scope import acting
from tipline.linking import queries
from tipline.linking.models import IdentifierUse
from tipline.linking.searching import search
from tipline.matching.models import Circulation

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


@pytest.fixture
def from_before():
    """Reports with nearly the same picture that were linked by other things alone."""
    reports = [report_with(n, variant(72, quality=n)) for n in (60, 30)]
    with acting(cast.STAGE):
        IdentifierUse.objects.filter(identifier__kind="near-file").delete()
        Circulation.objects.update(is_linked=False)
    return reports


def sent_again(*, is_idle: bool = True) -> set[int]:
    """Let the worker look for such reports; give those that it sent on their way."""
    if is_idle:
        ProcrastinateJob.objects.all().delete()
    before = set(ProcrastinateJob.objects.values_list("pk", flat=True))
    past_reports.link_again.func(timestamp=0)
    sent = ProcrastinateJob.objects.exclude(pk__in=before)
    assert {job.priority for job in sent} <= {pipeline.BEHIND}
    return {job.args["report_id"] for job in sent}


def test_reports_from_before_are_linked_behind_all_others_and_once(from_before):
    first, second = from_before
    assert by_files(first) == {}
    pipeline.journey.defer(report_id=first)
    assert sent_again(is_idle=False) == set()  # somebody waits
    assert sent_again() == {first, second}
    for report_id in from_before:
        pipeline.journey.func(report_id=report_id)
    assert set(by_files(first)) == {second}
    assert sent_again() == set()
    with acting(cast.STAGE):
        Circulation.objects.update(is_linked=False)
    assert sent_again() == set()  # each has its links


@pytest.mark.usefixtures("from_before")
def test_what_too_many_share_is_passed_over():
    with acting(cast.STAGE):
        Circulation.objects.filter(reports__gt=0).update(reports=101)
    assert sent_again() == set()
    with acting(cast.STAGE):
        assert not Circulation.objects.filter(is_linked=False).exists()
