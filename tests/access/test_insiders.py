"""Twenty-two things that somebody inside may try: each is refused, or others are told.

Played through the front door by those whom the product trusts. What is allowed and
could be misused stands in the audit under their account, where Vera finds it.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from tests import cast, factories
from tests.hashlist import stage as lists
from tests.material import report_xml
from tests.review import stage
from tests.review.label_sets import csam
from tests.viewing import evidence
from tipline.clearance.models import Clearance
from tipline.files.models import ReportedFile
from tipline.foundation.accounts.models import Person
from tipline.foundation.policy.scope import acting
from tipline.hashlist.models import HashItem
from tipline.retention.models import Hold
from tipline.review.models import Opinion
from tipline.triage.models import Standing
from tipline.upkeep import notice_readers
from tipline.viewing.exposure import Limits
from tipline.viewing.models import Concern
from tipline.viewing.quota import Quota

pytestmark = pytest.mark.django_db
TERMS = settings.VIEWING
NOT_THERE = 404
REASON = {"reason": "abstract reason"}


def door(person):
    return factories.browser_of(person)


def page(name, *args):
    return reverse(name, args=args)


def done_by(person):
    """Give what Vera finds in the audit under somebody's account."""
    found = door(cast.vera()).get(
        page("operations:audit"), {"actor": f"person:{person.pk}"}
    )
    return [entry.action for entry in found.context["page"].entries]


def asks_for(browser, report, file_id, *, what="veil"):
    """Ask for a preview once one was told how grave it probably is."""
    told = browser.get(page("console:report", report)).text
    (severity,) = re.findall(r'data-severity="(\w+)"', told)
    address = page(f"console:{what}", report, file_id)
    return browser.post(address, {"severity": severity})


def supervisors_see():
    """Give what the page of loads says to the manager."""
    return door(cast.mira()).get(page("console:loads")).text


@pytest.fixture
def chat():
    return cast.platform("Exemplar Chat")


@pytest.fixture
def report(chat):
    return factories.routed_report(chat, flags=evidence.VIEWED)


@pytest.fixture
def file_id(report):
    with acting(cast.STAGE):
        return ReportedFile.objects.get(report_id=report).file_id


@pytest.fixture
def urgent(chat):
    return factories.routed_report(chat, report_xml(escalation="It travels today."))


def test_leafing_through_pictures_ends_and_is_told(report, file_id, settings):
    settings.VIEWING = replace(TERMS, quota=Quota(hour=3, day=9, tell_percent=60))
    ana = door(cast.ana())
    said = [asks_for(ana, report, file_id).status_code for _ in range(4)]
    assert said == [200, 200, 200, 429]
    assert "Ana" in door(cast.mira()).get(page("console:queue")).text
    assert "veiled previews" in supervisors_see()


def test_previews_of_what_was_handed_out_are_not_told(settings):
    settings.VIEWING = replace(TERMS, quota=Quota(hour=5, day=9, tell_percent=40))
    ana = door(cast.ana())
    stage.content(flags="<fileViewedByEsp>true</fileViewedByEsp>")
    ana.post(page("console:next-file"), follow=True)
    with acting(cast.STAGE):
        handed = ReportedFile.objects.get(content__review__held_by=cast.ana())
    for _ in range(3):
        assert asks_for(ana, handed.report_id, handed.file_id).status_code == 200
    assert "veiled previews" not in supervisors_see()
    chosen = stage.content(flags="<fileViewedByEsp>true</fileViewedByEsp>")
    with acting(cast.STAGE):
        other = ReportedFile.objects.get(content=chosen)
    for _ in range(2):
        assert asks_for(ana, other.report_id, other.file_id).status_code == 200
    assert "asked for 2 veiled previews" in supervisors_see()


def test_reading_very_many_reports_is_told_unless_they_were_handed_out(chat, settings):
    settings.VIEWING = replace(TERMS, quota=Quota(reports=2))
    reports = [factories.routed_report(chat) for _ in range(2)]
    ana = door(cast.ana())
    for _ in range(2):
        ana.get(page("console:report", reports[0]))
    ana.post(page("console:next-file"), follow=True)
    now = int(datetime.now(UTC).timestamp()) + 60
    notice_readers.func(timestamp=now)
    assert "different reports" not in supervisors_see()
    for report in (*reports, factories.routed_report(chat)):
        ana.get(page("console:report", report))
    notice_readers.func(timestamp=now)
    assert "read 2 different reports in 24 hours" in supervisors_see()


def test_looking_at_night_is_refused(report, file_id, settings):
    hour = (datetime.now(UTC) + timedelta(hours=3)).hour
    shut = Limits(opening_hour=hour, cut_off_hour=hour + 1)
    settings.VIEWING = replace(TERMS, limits=shut)
    ana = door(cast.ana())
    asked = asks_for(ana, report, file_id)
    assert evidence.ask(asked.json()["url"].rpartition("/")[2]).status == 200
    held = asks_for(ana, report, file_id, what="hold")
    assert (held.status_code, held.json()["code"]) == (429, "exposure-limit")


def test_a_file_without_a_ground_stays_shut_and_an_invented_ground_has_a_name(chat):
    unseen = factories.routed_report(chat)
    with acting(cast.STAGE):
        file_id = ReportedFile.objects.get(report_id=unseen).file_id
    ana = door(cast.ana())
    assert asks_for(ana, unseen, file_id).status_code == 403
    said = {"kind": "search-warrant", "reference": "W-0", "note": "abstract"}
    ana.post(page("console:basis", unseen, file_id), said)
    assert asks_for(ana, unseen, file_id).status_code == 200
    assert {"legal_basis.recorded", "preview.asked"} <= set(done_by(cast.ana()))
    packet = door(cast.ben()).get(page("console:report", unseen)).text
    assert "recorded by Ana" in packet


def test_a_look_into_the_files_of_oneself_or_a_neighbor_is_on_record(report):
    ana = door(cast.ana())
    ana.post(page("console:search"), {"text": "ana@example.org"})
    ana.get(page("console:report", report))
    assert {"identifiers.searched", "report.read"} <= set(done_by(cast.ana()))
    before = done_by(cast.ana()).count("report.read")
    ana.get(page("console:report", report))
    assert done_by(cast.ana()).count("report.read") == before + 1


def test_going_through_numbers_finds_nothing_and_each_is_noted(report):
    zed = door(cast.zed())
    tried = [zed.get(page("agencies:report", report + n)) for n in range(5)]
    assert {answer.status_code for answer in tried} == {NOT_THERE}
    assert done_by(cast.zed()).count("access.refused") == len(tried)


def test_an_officer_takes_along_and_leaves_a_trace_of_each(report):
    lena = door(cast.lena())
    for _ in range(3):
        table = lena.get(page("agencies:export", "queue"), {"as": "csv"})
        assert table.status_code == 200
    assert done_by(cast.lena()).count("table.exported") == 3
    assert lena.get(page("agencies:report", report)).status_code == 200


def test_an_officer_opens_no_file_without_a_ground(chat):
    unseen = factories.routed_report(chat)
    with acting(cast.STAGE):
        file_id = ReportedFile.objects.get(report_id=unseen).file_id
    address = page("agencies:file", unseen, file_id)
    refused = door(cast.lena()).post(address, {}, follow=True)
    assert "The file was not sent" in refused.text
    assert "packet.received" not in done_by(cast.lena())


def test_whoever_runs_the_machine_and_whoever_audits_it_see_no_report(report, file_id):
    for person in (cast.omar(), cast.vera()):
        for address in (page("console:report", report), page("console:queue")):
            assert door(person).get(address).status_code in {403, NOT_THERE}
        veil = page("console:veil", report, file_id)
        assert door(person).post(veil, {}).status_code in {403, NOT_THERE}
        assert "access.refused" in done_by(person)


def test_nobody_else_reads_the_audit_or_looks_for_its_gaps(report):
    for person in (cast.ana(), cast.lena(), cast.omar()):
        found = door(person).get(page("operations:audit"))
        assert found.status_code in {403, NOT_THERE}
    ana = door(cast.ana())
    before = len(done_by(cast.ana()))
    ana.head(page("console:report", report))
    ana.get(page("console:report", report), headers={"Tipline-Swap": "main"})
    assert len(done_by(cast.ana())) >= before + 2


def test_an_operator_raises_nobody_alone_nor_with_whom_they_invited(report):  # noqa: ARG001
    omar, olga = cast.omar(), cast.olga()
    raising = page("operations:seniority", cast.ana().pk)
    with acting(cast.STAGE):
        Person.objects.filter(pk=olga.pk).update(invited_by=omar)
    for operator in (omar, omar, olga):
        door(operator).post(raising, {"seniority": "3"})
    assert cast.ana().seniority == 1
    assert "person.seniority_asked" in done_by(omar)


def test_an_urgent_report_is_lowered_by_nobody_alone(urgent):
    ana = door(cast.ana())
    ana.post(page("console:lower", urgent), {"level": "3", **REASON})
    ana.post(page("console:decide-lowering", urgent), {"decision": "confirm"})
    with acting(cast.STAGE):
        assert Standing.objects.get(pk=urgent).priority == "1"


def test_an_urgent_report_is_hidden_by_nobody_alone(urgent):
    until = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
    said = {"kind": "segregated", "until": until, **REASON}
    door(cast.ana()).post(page("console:hold-report", urgent), said)
    assert str(urgent) in door(cast.ben()).get(page("console:queue")).text
    with acting(cast.STAGE):
        assert not Hold.objects.exists()


def test_a_report_is_cleared_by_nobody_alone_and_its_hold_not_released(report):
    ana = door(cast.ana())
    said = {"finding": "unfounded/wrong-account", **REASON}
    ana.post(page("console:clear", report), said)
    shown = ana.get(page("console:report", report)).text
    assert "another analyst must confirm it" in shown
    with acting(cast.STAGE):
        cleared = Clearance.objects.get(report_id=report)
    decided = {"choice": "confirm", "disposal": "purge", "decision": ""}
    ana.post(page("console:decide-clearance", cleared.pk), decided)
    until = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
    hold = {"kind": "preservation", "until": until, **REASON}
    ana.post(page("console:hold-report", report), hold)
    with acting(cast.STAGE):
        assert Clearance.objects.get(pk=cleared.pk).state == "said"
        placed = Hold.objects.get(report_id=report)
    ana.post(page("console:release-hold", placed.pk))
    with acting(cast.STAGE):
        assert Hold.objects.get(pk=placed.pk).released_at is None


def test_a_second_opinion_is_never_ones_own(report):  # noqa: ARG001 - files wait
    content = stage.content()
    stage.say(cast.ana(), content, csam())
    again = door(cast.ana()).post(page("console:file", content.pk), {"grade": "a1"})
    assert again.status_code == 409
    with acting(cast.STAGE):
        assert Opinion.objects.filter(content=content).count() == 1


def test_a_hash_is_listed_by_three_people_and_not_by_one_three_times():
    proposal = lists.propose(lists.new_list(), "a file")  # by Ana
    review = page("console:review", proposal.pk)
    sven = door(cast.sven())
    said = {"vote": "concur", "sight": "viewed-original", "statement": "At the desk."}
    for browser, status in ((door(cast.ana()), 404), (sven, 302), (sven, 404)):
        assert browser.post(review, said).status_code == status
    with acting(cast.STAGE):
        assert HashItem.objects.get(pk=proposal.item_id).state == "proposed"


def test_a_preview_is_for_one_session_and_once(report, file_id):
    ana = door(cast.ana())
    asked = asks_for(ana, report, file_id)
    token = asked.json()["url"].rpartition("/")[2]
    assert evidence.ask(token, origin="https://elsewhere.example.org").status == 403
    assert evidence.ask(token).status == 200
    assert evidence.ask(token).status == 404


def test_who_is_suspended_is_out_at_once(report):
    ana = door(cast.ana())
    assert ana.get(page("console:report", report)).status_code == 200
    omar = door(cast.omar())
    omar.post(page("operations:suspend-person", cast.ana().pk), REASON)
    assert ana.get(page("console:report", report)).status_code == 302


def test_an_unlocked_screen_gives_no_evidence_away(report, file_id):
    ana = door(cast.ana())
    session = SessionStore(ana.cookies["tipline"].value)
    session["verified_at"] -= 3600
    session.save()
    asked = ana.post(page("console:basis", report, file_id), {})
    assert asked.status_code in {302, 401, 403}


def test_nobody_answers_a_concern_about_themselves(report, file_id, settings):
    settings.VIEWING = replace(TERMS, quota=Quota(hour=2, day=9, tell_percent=50))
    sven = door(cast.sven())
    asks_for(sven, report, file_id)
    with acting(cast.STAGE):
        concern = Concern.objects.get(person=cast.sven())
    answered = sven.post(page("console:answer-concern", concern.pk))
    assert answered.status_code == NOT_THERE
    assert "veiled previews" in supervisors_see()


def test_who_keeps_a_report_from_an_agency_says_why_to_everybody(report):
    said = {"exclude-code": cast.LENAS_AGENCY, "exclude-reason": "abstract reason"}
    door(cast.ana()).post(page("console:exclude-agency", report), said)
    assert "agency.excluded" in done_by(cast.ana())
    assert "abstract reason" in door(cast.ben()).get(page("console:place", report)).text
