"""Lena and Zed work on the same account: what each learns, and what neither does."""

import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests import cast, factories
from tests.linking.test_near_files import report_with
from tests.matching.test_pictures import variant
from tests.material import report_xml
from tests.portals.agencies.api.program import program
from tipline.deconfliction import queries, services
from tipline.deconfliction.errors import LookUpIncompleteError, LookUpLimitError
from tipline.deconfliction.models import MeetingNotice
from tipline.files.models import ReportedFile
from tipline.foundation.accounts.models import Person
from tipline.foundation.audit.models import Entry
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.scope import acting
from tipline.linking.digests import DIGESTED, digest_of
from tipline.linking.identifiers import Kind, normalize
from tipline.referral import excluding
from tipline.referral import services as referral
from tipline.referral.models import Referral

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ZEDS_PLACE = "128.97.27.37"
SHARED = {"user_id": "u-shared", "email": "shared@example.net"}
DESK = {"contact": "Duty desk", "phone": "+1 310 555 0100", "email": "", "stance": ""}
BOARD = reverse("agencies:deconfliction")


def who(person: Person):
    return cast.principal_of(person)


def take_up(officer, report_id):
    """Download a part of the packet, as somebody does who works on it."""
    with acting(who(officer)):
        sent = Referral.objects.get(report_id=report_id)
        referral.note_receipt(
            who(officer), sent, part="pdf", sha256="0" * 64, size_bytes=1, at=AT
        )


@pytest.fixture
def reports():
    """One of Lena's and one of Zed's, on the same account."""
    platform = cast.platform()
    body = report_xml(**SHARED, ip=ZEDS_PLACE, screen_name="red_kite")
    zeds = factories.routed_report(platform, body, files=0)
    body = report_xml(**SHARED, screen_name="green_kite")
    return factories.routed_report(platform, body, files=0), zeds


def digest(settings, kind, raw, *, context=""):
    identifier = normalize(kind, raw, context=context).identifier
    return digest_of(identifier, key=settings.DECONFLICTION_KEY).hex()


def test_two_agencies_learn_of_each_other_step_by_step(reports):
    hers, his = reports
    lena = factories.browser_of(cast.lena())
    page = reverse("agencies:report", args=[hers])
    ask = reverse("agencies:others", args=[hers])
    warning = "Another agency works on something that this report names."
    assert warning not in lena.get(page).text
    assert "Nobody who wants to be known" in lena.post(ask).text

    take_up(cast.zed(), his)
    services.set_desk(who(cast.zed()), said=DESK, at=AT)
    assert warning in lena.get(page).text
    text = lena.post(ask).text
    assert "There is somebody." in text
    assert "310 555 0100" not in text
    assert queries.notices_for(who(cast.zed())) == ()

    take_up(cast.lena(), hers)
    text = lena.post(ask).text
    for said in ("Los Angeles", "Duty desk", "+1 310 555 0100", "e-mail address"):
        assert said in text, said
    assert str(his) not in text
    assert "red_kite" not in text
    (notice,) = queries.notices_for(who(cast.zed()))
    assert notice.report_id == his
    assert set(notice.kinds) >= {"email", "platform-user"}
    zed = factories.browser_of(cast.zed()).get(BOARD).text
    assert "Massachusetts" in zed
    assert str(hers) not in zed
    lena.post(ask)
    assert len(queries.notices_for(who(cast.zed()))) == 1


def test_a_silent_agency_is_told_and_not_given_away(reports, settings):
    hers, his = reports
    for officer, report_id in ((cast.lena(), hers), (cast.zed(), his)):
        take_up(officer, report_id)
    silent = {**DESK, "phone": "", "stance": "silent"}
    services.set_desk(who(cast.zed()), said=silent, at=AT)
    lena = factories.browser_of(cast.lena())
    there = lena.post(reverse("agencies:others", args=[hers])).text
    assert "Nobody who wants to be known" in there
    assert "Los Angeles" not in there
    hit = digest(settings, Kind.EMAIL, "SHARED@example.net")
    nothing = digest(settings, Kind.EMAIL, "nobody@example.net")
    met, none = (
        services.look_up(who(cast.lena()), [each], reference="C-17", at=AT)[each]
        for each in (hit, nothing)
    )
    assert met == none
    told = queries.notices_for(who(cast.zed()))
    assert [(n.is_look_up, n.reference) for n in told] == [(True, "C-17"), (False, "")]


def test_a_look_up_sends_digests_alone_and_is_counted(reports, settings):
    _hers, his = reports
    take_up(cast.zed(), his)
    zed, lena = cast.zed(), factories.browser_of(cast.lena())
    services.set_desk(who(zed), said=DESK, at=AT)
    asked = [
        digest(settings, Kind.PLATFORM_USER, "u-shared", context="Exemplar Chat"),
        digest(settings, Kind.PHONE, "+1 202 555 0143"),
    ]
    sent = {"reference": "C-17", "digests": "\r\n".join(asked)}
    text = lena.post(BOARD, sent).text
    for said in ("Los Angeles", "+1 310 555 0100", "Nobody who wants to be known"):
        assert said in text, said
    assert "2 digests, 1 hit" in " ".join(text.split())
    assert str(his) not in text
    with acting(cast.STAGE):
        entry = Entry.objects.filter(action="deconfliction.looked-up").latest("pk")
        notice = MeetingNotice.objects.get()
    assert json.loads(entry.details) == {"digests": 2, "hits": 1}
    assert (notice.report_id, notice.kinds) == (his, ["platform-user"])

    for digests, reference, problem in (
        (asked[0], " ", "calls the case"),
        ("", "C-17", "at least one digest"),
        ("shared@example.net", "C-17", "Never send the identifier itself"),
        ("\n".join(f"{n:064x}" for n in range(21)), "C-17", "at most 20"),
    ):
        answer = lena.post(BOARD, {"reference": reference, "digests": digests})
        assert answer.status_code == 400
        assert problem in answer.text


def test_an_agency_asks_about_so_many_a_day_and_no_more():
    lena = who(cast.lena())
    batches = services.DIGESTS_PER_DAY // services.DIGESTS_MOST
    every = [f"{number:064x}" for number in range(services.DIGESTS_PER_DAY)]
    for batch in range(batches):
        some = every[batch * services.DIGESTS_MOST :][: services.DIGESTS_MOST]
        services.look_up(lena, some, reference="C-17", at=AT)
    with pytest.raises(LookUpLimitError):
        services.look_up(lena, every[:1], reference="C-17", at=AT)
    assert queries.asked_today(lena, at=AT) == services.DIGESTS_PER_DAY
    tomorrow = AT + timedelta(hours=24)
    services.look_up(lena, every[:1], reference="C-17", at=tomorrow)
    services.look_up(who(cast.zed()), every[:1], reference="C-17", at=AT)
    with pytest.raises(LookUpIncompleteError):
        services.look_up(lena, ["g" * 64], reference="C-17", at=tomorrow)


def test_what_many_reports_name_tells_nothing(settings):
    platform = cast.platform()
    for number in range(21):
        body = report_xml(
            user_id=f"u-{number}",
            email=f"{number}@example.net",
            screen_name="everybody",
            ip=ZEDS_PLACE,
        )
        report_id = factories.routed_report(platform, body, files=0)
    take_up(cast.zed(), report_id)
    asked = digest(settings, Kind.HANDLE, "everybody", context="Exemplar Chat")
    found = services.look_up(who(cast.lena()), [asked], reference="C-17", at=AT)
    assert found[asked].neighbours == ()
    assert queries.notices_for(who(cast.zed())) == ()


def test_an_officer_sees_of_search_and_cluster_what_the_agency_has(reports):
    hers, his = reports
    body = report_xml(**SHARED, screen_name="blue_kite")
    second = factories.routed_report(cast.platform(), body, files=0)
    lena = factories.browser_of(cast.lena())
    text = lena.post(reverse("agencies:search"), {"text": "Shared@example.net"}).text
    assert str(hers) in text
    assert str(second) in text
    assert str(his) not in text
    assert "2 reports of your agency" in text
    hidden = lena.post(reverse("agencies:search"), {"text": "red_kite"}).text
    assert "No report of your agency names it" in hidden

    page = lena.get(reverse("agencies:cluster", args=[hers])).text
    for said in (str(hers), str(second), "shared@example.net", "Report received"):
        assert said in page, said
    assert str(his) not in page
    assert "red_kite" not in page
    zed = factories.browser_of(cast.zed())
    assert "No other report of your agency" in (
        zed.get(reverse("agencies:cluster", args=[his])).text
    )
    assert zed.get(reverse("agencies:cluster", args=[hers])).status_code == 404
    with pytest.raises(NotFoundError):
        services.ask_about_report(who(cast.zed()), hers, at=AT)
    found = program(cast.lena()).get(f"reports/{hers}/cluster")
    read = found.json()
    assert {each["report_id"] for each in read["reports"]} == {hers, second}
    assert all("email" in each["kinds"] for each in read["reports"])
    assert "shared@example.net" in {each["value"] for each in read["shared"]}
    assert {"received", "incident"} <= {each["kind"] for each in read["events"]}
    assert str(his) not in found.text
    alone = program(cast.zed()).get(f"reports/{his}/cluster").json()
    assert alone == {"reports": [], "shared": [], "events": []}


def test_an_agency_that_may_not_see_the_report_works_on_nothing(reports):
    """It is neither named to others nor told that anybody asks."""
    hers, his = reports
    for officer, report_id in ((cast.lena(), hers), (cast.zed(), his)):
        take_up(officer, report_id)
    services.set_desk(who(cast.zed()), said=DESK, at=AT)
    excluding.exclude(
        who(cast.ana()), his, code="ICAC-CA-LA", reason="works there", at=AT
    )
    lena = factories.browser_of(cast.lena())
    there = lena.post(reverse("agencies:others", args=[hers])).text
    assert "Nobody who wants to be known" in there
    assert queries.notices_for(who(cast.zed())) == ()


def test_a_picture_tells_nobody_who_else_works_on_it(settings):
    """Not even by digests: of what is nearly the same nobody is told at all."""
    his = report_with(1, variant(76), ip=ZEDS_PLACE)
    hers = [report_with(2, variant(76, quality=quality)) for quality in (59, 30)]
    take_up(cast.zed(), his)
    take_up(cast.lena(), hers[0])
    services.set_desk(who(cast.zed()), said=DESK, at=AT)
    with acting(cast.STAGE):
        sha256 = ReportedFile.objects.get(report_id=his).sha256
    lena = factories.browser_of(cast.lena())
    there = lena.post(reverse("agencies:others", args=hers[:1])).text
    assert "Nobody who wants to be known" in there
    lines = [
        f"tipline-identifier-1\n{kind}\n\n{value}"
        for kind in ("near-file", "file-hash")
        for value in (sha256, f"{sha256} ~0")
    ]
    key = settings.DECONFLICTION_KEY
    asked = [hmac.digest(key, line.encode(), "sha256").hex() for line in lines]
    found = services.look_up(who(cast.lena()), asked, reference="C-17", at=AT)
    assert {met.neighbours for met in found.values()} == {()}
    assert queries.notices_for(who(cast.zed())) == ()

    # The two of hers are near to his, whose hash is not hers to know.
    page = lena.get(reverse("agencies:cluster", args=hers[:1])).text
    told = program(cast.lena()).get(f"reports/{hers[0]}/cluster")
    assert "near-file" in {each["kind"] for each in told.json()["shared"]}
    table = lena.get(
        reverse("agencies:export-report", args=[hers[0], "cluster-shared"])
    ).content.decode()
    for text in (page, told.text, table):
        assert str(hers[1]) in text
        assert sha256 not in text


def test_the_page_says_what_has_digests():
    page = factories.browser_of(cast.lena()).get(BOARD)
    assert set(page.context["digested"]) == DIGESTED
    for words in ("e-mail address", "bank account", "nobody works on it"):
        assert words in page.text, words
