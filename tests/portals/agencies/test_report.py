import html
import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import cast, factories, material
from tipline.files.models import Content, ReportedFile
from tipline.foundation.policy.scope import acting
from tipline.hashlist.models import HashEntry
from tipline.hashlist.services import load_list
from tipline.matching.models import Match, VideoMatch
from tipline.referral.assembly import contents_for
from tipline.referral.models import Referral
from tipline.referral.packet.police_json import packet_json
from tipline.referral.packet.sentence import unmarked
from tipline.triage import services as triage
from tipline.triage.lowering import lower

pytestmark = pytest.mark.django_db

HOSTILE = (
    "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7|add:1 }} {% now %} #let x = 1 \u202eabc"
)
VIEWED = "<fileViewedByEsp>true</fileViewedByEsp>"
UNVIEWED = "<fileViewedByEsp>false</fileViewedByEsp>"


@pytest.fixture
def lena():
    return factories.browser_of(cast.lena())


def page_of(browser, report_id):
    return browser.get(f"/agency/reports/{report_id}/")


def without_ids(page):
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.text)
    return re.sub("[0-9a-f]{32}", "", text)


def test_lena_reads_why_the_report_is_urgent_and_who_says_so(lena):
    body = factories.report_xml(escalation="A meeting was arranged.")
    report_id = factories.routed_report(cast.platform(), body)
    page = page_of(lena, report_id).text
    assert "Priority 1: a child may be in danger now" in page
    assert "The platform escalated the report and gave a reason." in page
    assert "A meeting was arranged." in page
    assert "by rules alone" in page


def test_an_analyst_s_escalation_is_shown_with_its_reason_and_without_a_name(lena):
    report_id = factories.routed_report(cast.platform(), files=0)
    ana = cast.ana()
    triage.escalate(
        cast.principal_of(ana), report_id, reason="Seen before.", at=cast.NOW
    )
    page = page_of(lena, report_id).text
    assert "Seen before." in page
    assert "an analyst of the clearinghouse" in page
    assert "Ana" not in page.replace("Analyst", "")


def test_the_page_names_places_with_their_source_and_its_licence(lena):
    report_id = factories.routed_report(cast.platform(), files=0)
    page = page_of(lena, report_id).text
    assert material.MASSACHUSETTS in page
    assert "MA, United States" in page
    assert 'href="https://db-ip.com"' in page
    assert "IP Geolocation by DB-IP" in page
    # By the clock of the agency in Massachusetts, and in UTC.
    local = "Nov 20, 2026, 06:00:00 EST <bdi>(2026-11-20 11:00:00 UTC)</bdi>"
    assert f'<time datetime="2026-11-20T11:00:00Z">{local}</time>' in page


def test_what_rules_say_is_in_the_officers_language_and_english_in_json(lena):
    body = factories.report_xml(email="reported\u200b.example.net")
    report_id = factories.routed_report(cast.platform(), body, files=0)
    ana = cast.principal_of(cast.ana())
    lower(ana, report_id, level="3", reason="read it", at=cast.NOW)
    german = {"accept-language": "de"}
    page = lena.get(f"/agency/reports/{report_id}/", headers=german).text
    plain = unmarked(html.unescape(page))
    assert "US-MA (gemeldete Person): Der Bundesstaat ist bekannt;" in plain
    assert "Ein Analyst hat die Meldung auf Stufe 3 herabgesetzt." in plain
    assert "durch: ein Analyst der Meldestelle" in plain
    # What the platform sent is written out in the middle of our sentence.
    assert "'email' ist 'reported[U+200B].example.net'; schreiben " in plain
    address = f"/agency/reports/{report_id}/packet/json"
    ours = json.loads(lena.post(address, headers=german).getvalue())["tipline"]
    assert ours["deliveries"][0]["reason"].startswith("US-MA (reported-person): The")
    (lowered,) = [r for r in ours["priority"]["reasons"] if "lowered" in r["rule"]]
    assert lowered["sentence"] == "An analyst lowered the report to level 3."
    assert lowered["facts"] == {"by": "an analyst of the clearinghouse"}
    assert ours["warnings"][0].endswith("write an address such as name@example.com.")


@pytest.mark.parametrize(
    ("flags", "title"),
    [
        (VIEWED, "Viewed by the platform"),
        (UNVIEWED, "Not viewed by the platform"),
        ("", "Viewing not stated"),
    ],
)
def test_each_file_says_in_three_states_whether_it_was_viewed(lena, flags, title):
    report_id = factories.routed_report(cast.platform(), flags=flags)
    page = page_of(lena, report_id).text
    may_open = flags == VIEWED
    assert title in page
    assert ("Download this file" in page) is may_open
    assert ("Open it on a legal basis" in page) is not may_open


def test_a_file_that_the_platform_never_described_is_not_said_to_be_unviewed(lena):
    report_id = factories.routed_report(cast.platform(), flags=VIEWED)
    with acting(cast.STAGE):
        ReportedFile.objects.filter(report_id=report_id).update(
            details=None, viewed_by_platform=None, publicly_available=None
        )
    page = page_of(lena, report_id).text
    answers = re.findall(r"<dd>\s*<span class=\"tag[^>]*>([^<]*)<", page)
    assert answers == ["Not stated", "Not stated", "Not stated", "None"]


def test_no_page_shows_a_picture_of_a_report(lena):
    report_id = factories.routed_report(cast.platform(), flags=VIEWED)
    sources = re.findall(r'src="([^"]*)"', page_of(lena, report_id).text)
    assert all(source.startswith("/static/") for source in sources)


def test_hostile_words_of_a_report_are_only_ever_text(lena):
    body = factories.report_xml(screen_name=HOSTILE, escalation=HOSTILE)
    report_id = factories.routed_report(cast.platform(), body, files=0)
    page = page_of(lena, report_id).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7|add:1 }} {% now %} #let x = 1" in page
    assert "\u202e" not in page
    assert "[U+202E]abc" in page


def test_the_first_opening_is_kept_and_later_ones_do_not_move_it(lena):
    report_id = factories.routed_report(cast.platform(), files=0)

    def opened_at():
        with acting(cast.STAGE):
            return Referral.objects.get(report_id=report_id).first_opened_at

    assert opened_at() is None
    page_of(lena, report_id)
    first = opened_at()
    assert first is not None
    page_of(lena, report_id)
    assert opened_at() == first


def test_reports_that_share_an_account_are_linked_by_kind_and_without_values(lena):
    platform = cast.platform()
    said = {"user_id": "u-shared", "email": "shared@example.net"}
    first = factories.routed_report(platform, factories.report_xml(**said), files=0)
    body = factories.report_xml(**said, screen_name="green_kite")
    second = factories.routed_report(platform, body, files=0)
    page = page_of(lena, second)
    links = page.context["contents"].links
    assert [link.report_id for link in links] == [first]
    assert {"email", "platform-user"} <= set(links[0].identifier_kinds)
    assert f"/agency/reports/{first}/" in page.text


def test_a_report_that_another_agency_has_is_not_given_away_by_a_link(lena):
    platform = cast.platform()
    said = {"user_id": "u-shared", "email": "shared@example.net"}
    body = factories.report_xml(**said, ip="128.97.27.37")
    zeds = factories.routed_report(platform, body, files=0)
    body = factories.report_xml(**said, screen_name="green_kite")
    hers = factories.routed_report(platform, body, files=0)
    page = page_of(lena, hers)
    assert page.context["contents"].links == ()
    assert str(zeds) not in page.text


def test_a_report_costs_a_bounded_number_of_queries_whatever_it_holds(lena):
    few = factories.routed_report(cast.platform(), files=1)
    many = factories.routed_report(cast.platform(), files=4)
    with CaptureQueriesContext(connection) as small:
        page_of(lena, few)
    with CaptureQueriesContext(connection) as large:
        page_of(lena, many)
    # Each further file is one more identifier whose other uses are looked up.
    assert len(large) <= len(small) + 3 * 2
    assert len(small) <= 60


def test_zed_cannot_tell_lenas_report_from_a_missing_one():
    report_id = factories.routed_report(cast.platform())
    zed = factories.browser_of(cast.zed())
    hidden, absent = page_of(zed, report_id), page_of(zed, report_id + 1)
    assert hidden.status_code == absent.status_code == 404
    assert without_ids(hidden) == without_ids(absent)
    assert page_of(zed, 10**30).status_code == 404


@pytest.mark.parametrize("who", [cast.ana, cast.omar, cast.vera])
def test_nobody_of_the_clearinghouse_has_this_portal(who):
    report_id = factories.routed_report(cast.platform(), files=0)
    browser = factories.browser_of(who())
    assert page_of(browser, report_id).status_code == 404
    assert browser.get("/agency/").status_code == 404
    assert browser.post(f"/agency/reports/{report_id}/packet/pdf").status_code == 404


def test_a_platform_cannot_enter_with_the_password_of_its_programs():
    platform = cast.platform()
    report_id = factories.routed_report(platform, files=0)
    browser = Client(headers={"host": "localhost"})
    answer = browser.get(
        f"/agency/reports/{report_id}/",
        headers={"authorization": f"Basic {platform.username}:{platform.password}"},
    )
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


def test_whoever_is_not_signed_in_is_shown_the_door():
    stranger = Client(headers={"host": "localhost"})
    assert stranger.get("/agency/")["Location"].startswith("/sign-in/?next=")
    assert stranger.post("/agency/reports/1/packet/pdf").status_code == 401


def test_pages_only_answer_the_methods_they_have(lena):
    report_id = factories.routed_report(cast.platform(), files=0)
    assert lena.post("/agency/figures/").status_code == 405
    assert lena.post(f"/agency/reports/{report_id}/").status_code == 405
    assert lena.get(f"/agency/reports/{report_id}/packet/pdf").status_code == 405
    assert lena.delete(f"/agency/reports/{report_id}/").status_code == 405


def other_video(seed: str) -> Content:
    with acting(cast.STAGE):
        return Content.objects.create(
            sha256=seed * 64,
            sha1=seed * 40,
            md5=seed * 32,
            size_bytes=1,
            inspection="ok",
            inspected_at=cast.NOW,
            media_type="video/mp4",
        )


def share(report_id: int, other: Content) -> None:
    """Let the report's file be half of another video."""
    with acting(cast.STAGE):
        VideoMatch.objects.create(
            report_id=report_id,
            file=ReportedFile.objects.filter(report_id=report_id).first(),
            other=other,
            file_percent=100,
            other_percent=41.7,
            intervals={"file": [[0, 61_000]], "other": [[777_000, 838_000]]},
            matched_at=cast.NOW,
        )


def additions_for_lena(report_id: int):
    person = cast.lena()
    contents = contents_for(cast.principal_of(person), person, report_id, at=cast.NOW)
    return json.loads(packet_json(contents))["tipline"]


def test_another_video_is_shown_with_percentages_and_times(lena):
    report_id = factories.routed_report(cast.platform())
    own = factories.routed_report(cast.platform())
    other = other_video("a")
    with acting(cast.STAGE):
        ReportedFile.objects.filter(report_id=own).update(content=other)
    share(report_id, other)
    page = page_of(lena, report_id).text
    for shown in (
        "100 % of this file",
        "41.7 % of the other video",
        "0:00\N{EN DASH}1:01",
    ):
        assert shown in page
    assert other.sha256 in page
    (shared,) = additions_for_lena(report_id)["videoMatches"]
    assert shared["overlap"] == {
        "filePercent": 100.0,
        "otherPercent": 41.7,
        "fileTimesMs": [[0, 61_000]],
        "otherTimesMs": [[777_000, 838_000]],
    }


def test_of_another_agencys_video_nothing_is_shown_but_how_much_both_share(lena):
    report_id = factories.routed_report(cast.platform())
    other = other_video("b")
    share(report_id, other)
    page = page_of(lena, report_id).text
    assert "41.7 % of the other video" in page
    assert "of a report that is not yours" in page
    assert other.sha256 not in page
    (shared,) = additions_for_lena(report_id)["videoMatches"]
    assert shared["sha256"] is None
    assert shared["overlap"]["otherTimesMs"] == []


def test_a_match_by_frames_is_called_perceptual_and_shows_its_times(lena):
    report_id = factories.routed_report(cast.platform())
    loaded = load_list(
        cast.STAGE, [f"sha256,{'c' * 64}"], name="Known", meaning="known", at=cast.NOW
    )
    with acting(cast.STAGE):
        Match.objects.create(
            report_id=report_id,
            file=ReportedFile.objects.filter(report_id=report_id).first(),
            entry=HashEntry.objects.get(hash_list=loaded.list_id),
            algorithm="vpdq",
            distance=6,
            file_percent=100,
            item_percent=41.7,
            intervals={"file": [[0, 61_000]], "item": []},
            matched_at=cast.NOW,
        )
    page = page_of(lena, report_id).text
    assert "41.7 % of the other video" in page
    assert "0:00\N{EN DASH}1:01" in page
    (match,) = additions_for_lena(report_id)["matches"]
    assert match["basis"] == "perceptual-hash"
    assert match["overlap"]["filePercent"] == 100
