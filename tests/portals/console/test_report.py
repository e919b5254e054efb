import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests import cast, factories, material
from tipline import pipeline
from tipline.files.models import ReportedFile
from tipline.foundation.audit.models import Entry
from tipline.foundation.jobs.models import StepRun
from tipline.foundation.policy.scope import acting
from tipline.triage.models import Assessment, Standing

pytestmark = pytest.mark.django_db


def audited(**wanted):
    """The number of such entries, which only the clearinghouse can read."""
    with acting(cast.STAGE):
        return Entry.objects.filter(**wanted).count()


HOSTILE = "<script>alert(1)</script>\u202eevil"
VIEWED = "<fileViewedByEsp>{}</fileViewedByEsp>"
INLINE = re.compile(
    r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:", re.IGNORECASE
)


def address(report_id, name="report"):
    return reverse(f"console:{name}", args=[report_id])


@pytest.fixture
def report_id(exemplar):
    return factories.routed_report(exemplar)


def test_ana_reads_everything_that_is_known(ana, report_id):
    page = ana.get(address(report_id))
    assert page.status_code == 200
    for known in (
        "Online enticement of a child",
        "reported@example.net",
        "blue_kite",
        material.MASSACHUSETTS,
        "US-MA",
        "holiday.jpg",
        "image/png",
        "320 \u00d7 240",
        "IP Geolocation by DB-IP",
        cast.agency(cast.LENAS_AGENCY).organization.name,
        "Files match no list: a child may be unidentified.",
        "It shows what happened, and gives a place or a person to start from.",
        "&lt;incidentSummary&gt;",
    ):
        assert known in page.text


def test_a_report_takes_as_many_queries_as_its_parts(
    ana, exemplar, django_assert_max_num_queries
):
    """Each identifier is one more, since each has a limit of its own."""
    report_id = factories.routed_report(exemplar, files=3)
    with django_assert_max_num_queries(48):
        assert ana.get(address(report_id)).status_code == 200


def test_reading_a_report_is_in_the_audit(ana, report_id):
    ana.get(address(report_id))
    who, what = f"person:{cast.ana().pk}", f"report:{report_id}"
    assert audited(action="report.read", subject=what, actor=who) == 1


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (VIEWED.format("true"), "yes"),
        (VIEWED.format("false"), "no"),
        ("", "not stated"),
    ],
)
def test_silence_about_viewing_is_neither_yes_nor_no(ana, exemplar, *, flags, said):
    report_id = factories.routed_report(exemplar, flags=flags)
    text = ana.get(address(report_id)).text
    after = text.split("Viewed by the platform", 1)[1]
    assert re.search(r'class="state [^>]*>([^<]*)<', after)[1] == said


def test_completeness_and_risk_are_two_figures(ana, exemplar):
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    body = material.report_xml().replace(b"2026-11-20T12:00:00Z", yesterday.encode())
    report_id = factories.routed_report(exemplar, body)
    text = ana.get(address(report_id)).text
    risk = text.split('id="risk"', 1)[1].split("</section>", 1)[0]
    completeness = text.split('id="completeness"', 1)[1].split("</section>", 1)[0]
    assert "it says nothing about risk" in completeness
    assert 'value="45"' in risk  # enticement 15, novel 20, recent 10
    assert "priority--2" in risk
    assert "priority--" not in completeness


def test_hostile_text_stays_text(ana, exemplar):
    hostile = escape(HOSTILE)
    body = material.report_xml(screen_name=hostile, user_id=hostile)
    text = ana.get(address(factories.routed_report(exemplar, body))).text
    assert "<script>alert" not in text
    assert "\u202e" not in text
    assert hostile.replace("\u202e", "[U+202E]") in text
    assert not INLINE.search(text)


def test_reports_that_share_an_account_are_linked(ana, exemplar):
    body = material.report_xml(user_id="u-shared")
    first = factories.routed_report(exemplar, body, files=0)
    second = factories.routed_report(exemplar, body + b"\n", files=0)
    text = ana.get(address(second)).text
    links = text.split('id="links"', 1)[1].split("</section>", 1)[0]
    assert address(first) in links
    assert "platform account" in links


def test_a_failed_step_says_what_to_do(ana, report_id):
    StepRun.objects.filter(subject_id=report_id, step="match").update(
        state="failed", attempts=5, error_code="OperationalError"
    )
    assert "Do not take the number of novel files for a finding." in (
        ana.get(address(report_id)).text
    )
    listed = ana.get(reverse("console:steps")).text
    assert str(report_id) in listed
    assert "OperationalError" in listed


def test_the_steps_of_videos_are_shown_where_there_may_be_some(ana, report_id):
    assert "Inspect the videos" not in ana.get(address(report_id)).text
    with acting(cast.STAGE):
        ReportedFile.objects.filter(report_id=report_id).update(content=None)
    assert "Inspect the videos" in ana.get(address(report_id)).text


def test_steps_that_went_well_are_not_listed(ana, report_id):
    page = ana.get(reverse("console:steps")).text
    assert "Every step went well" in page
    assert str(report_id) not in page


def test_a_report_whose_assessment_failed_can_be_read(ana, exemplar):
    report_id = factories.open_report(exemplar)
    factories.finish(exemplar, report_id)
    page = ana.get(address(report_id))
    assert page.status_code == 200
    assert "Not assessed yet" in page.text
    assert "No agency has this report." in page.text


def test_ana_escalates_with_a_reason_and_sees_it_at_once(ana, report_id):
    reason = "The account wrote that it travels tonight."
    page = ana.post(address(report_id, "escalate"), {"reason": reason}, follow=True)
    assert page.status_code == 200
    assert "The report is at level 1 now" in page.text
    assert reason in page.text
    assert "Escalated by an analyst" in page.text or "An analyst escalated" in page.text
    with acting(cast.STAGE):
        assert Standing.objects.get(report_id=report_id).priority == "1"
    assert audited(action="report.escalated", actor=f"person:{cast.ana().pk}") == 1


def test_raising_is_one_click(ana, report_id):
    page = ana.post(address(report_id, "escalate"), follow=True)
    assert "The report is at level 1 now" in page.text
    with acting(cast.STAGE):
        assert Standing.objects.get(report_id=report_id).priority == "1"


def test_a_reason_that_is_too_long_changes_nothing(ana, report_id):
    page = ana.post(address(report_id, "escalate"), {"reason": "x" * 3001})
    assert page.status_code == 400
    assert 'class="form__error"' in page.text
    with acting(cast.STAGE):
        assert Standing.objects.get(report_id=report_id).priority == "2"
        assert Assessment.objects.filter(report_id=report_id).count() == 1


def test_test_reports_and_unfinished_ones_are_not_there(ana, exemplar):
    tester = cast.platform(is_test=True)
    test_report = factories.open_report(tester)
    factories.finish(tester, test_report)
    open_report = factories.open_report(exemplar)
    answers = [ana.get(address(n)) for n in (test_report, open_report, 17)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_stranger_is_sent_to_the_door(report_id):
    stranger = Client(headers={"host": "localhost"})
    page = stranger.get(address(report_id))
    assert page.url.startswith(reverse("door:sign-in"))
    assert stranger.post(address(report_id, "escalate")).status_code == 401


def test_others_cannot_tell_a_report_from_none(outsiders, report_id):
    for browser in outsiders:
        there, missing = (browser.get(address(n)) for n in (report_id, 17))
        assert there.status_code == missing.status_code == 404
        escalation = browser.post(address(report_id, "escalate"), {"reason": "Now."})
        assert escalation.status_code == 404
    assert not audited(action="report.read")
    refused = {"action": "access.refused", "subject": "route:console:escalate"}
    assert audited(**refused) == len(outsiders)


def test_another_report_with_the_same_file_is_named_and_linked(ana, exemplar):
    """That is, on both pages, though the file is on no list."""
    first = factories.routed_report(exemplar)
    report_id = factories.open_report(exemplar)
    factories.add_file(exemplar, report_id, factories.picture(first % 2**32))
    factories.finish(exemplar, report_id)
    pipeline.journey.func(report_id=report_id)
    for shown, named in ((first, report_id), (report_id, first)):
        _, _, text = ana.get(address(shown)).text.partition("Seen in other reports")
        assert "the same file" in text
        assert f'href="{address(named)}"' in text
