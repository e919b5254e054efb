"""Somebody says that a child is in danger now: called at once, confirmed, released."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.urls import reverse

from tests import cast, factories
from tests import telephone_stage as stage
from tipline import pipeline, telephone
from tipline.alerting import patrol
from tipline.alerting.models import Alarm, Watch
from tipline.alerting.watching import WatchLimits
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.referral import services as referral
from tipline.referral.models import Referral

pytestmark = pytest.mark.django_db
UNVERIFIED = "One person alone heard it."


@pytest.fixture
def sven():
    return factories.browser_of(cast.sven())


@pytest.fixture
def in_danger():
    """A report of Ana's in which the caller says that a child is in danger now."""
    return stage.report(cast.ana(), danger="yes")


def send(browser, call_id, what, **fields):
    address = reverse(f"console:{what}", args=[call_id])
    return browser.post(address, fields, follow=True).text


def read(browser, report_id):
    return browser.get(reverse("console:report", args=[report_id])).text


def ringing():
    with acting(cast.STAGE):
        rows = Alarm.objects.filter(next_at__isnull=False)
        return list(rows.values_list("report_id", "cause"))


def queued(task):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'report_id' FROM procrastinate_jobs"
            " WHERE task_name = %s AND queue_name = 'urgent'",
            [task],
        )
        return [int(number) for (number,) in cursor.fetchall()]


def test_the_duty_officers_are_called_while_the_caller_is_on_the_line(ana):
    call_id = stage.call(cast.ana(), danger={"danger_now": "yes", "danger": "Abstract"})
    assert queued("hasten_call") == [call_id]
    telephone.hasten_call.func(report_id=call_id)
    assert ringing() == [(call_id, "level-1")]
    page = read(ana, call_id)
    assert "The call is not over" in page
    assert "A member of the public says that a child is in danger now." in page
    assert "Agencies are proposed when the call is over." in page
    assert stage.level(call_id) == "1"
    # Nobody is called twice for the same.
    stage_again = {"danger_now": "yes", "danger": "More words"}
    ana.post(
        reverse("console:call", args=[call_id]), {"section": "danger", **stage_again}
    )
    assert queued("hasten_call") == [call_id]


def test_an_ended_call_with_danger_goes_the_way_of_urgent_reports():
    call_id = stage.call(
        cast.ana(), danger={"danger_now": "yes"}, incident={"kind": "misleading"}
    )
    telephone.end_call(cast.principal_of(cast.ana()), call_id, at=cast.NOW)
    assert call_id in queued("hasten")
    pipeline.hasten.func(report_id=call_id)
    assert stage.level(call_id) == "1"
    assert stage.agencies_of(call_id) == set()


def test_a_person_with_access_to_the_child_is_level_1_too(ana):
    person = {"access": "household"}
    report_id = stage.report(cast.ana(), person=person)
    assert stage.level(report_id) == "1"
    page = read(ana, report_id)
    assert "the reported person is close to the child" in page
    assert "They live with the child" in page


def test_the_danger_is_unverified_until_a_call_back(ana, in_danger):
    assert UNVERIFIED in read(ana, in_danger)
    refused = send(ana, in_danger, "release", proposal=stage.proposals_of(in_danger))
    assert "one person alone heard it" in refused
    assert stage.agencies_of(in_danger) == set()
    send(ana, in_danger, "check-danger", kind="call-back", outcome="not-reached")
    assert UNVERIFIED in read(ana, in_danger)
    send(
        ana,
        in_danger,
        "check-danger",
        kind="call-back",
        outcome="confirmed",
        note="The same voice.",
    )
    page = read(ana, in_danger)
    assert UNVERIFIED not in page
    assert "The same voice." in page
    said = send(ana, in_danger, "release", proposal=stage.proposals_of(in_danger))
    assert "Released to:" in said
    assert stage.agencies_of(in_danger) == {cast.LENAS_AGENCY}


def test_a_second_person_confirms_and_nobody_is_the_second_for_themself(
    ana, sven, in_danger
):
    own = send(
        ana, in_danger, "check-danger", kind="second-person", outcome="confirmed"
    )
    assert "You took this call" in own
    assert "I read it and confirm it" not in read(ana, in_danger)
    assert "I read it and confirm it" in read(sven, in_danger)
    send(sven, in_danger, "check-danger", kind="second-person", outcome="confirmed")
    pipeline.journey.func(report_id=in_danger)
    page = read(sven, in_danger)
    assert "confirmed by a call back or a second person" in page
    send(sven, in_danger, "release", proposal=stage.proposals_of(in_danger))
    assert stage.agencies_of(in_danger) == {cast.LENAS_AGENCY}


def test_what_two_people_lowered_counts_again_once_it_is_confirmed(
    ana, sven, in_danger
):
    reason = {"level": "3", "reason": "A known joke."}
    send(ana, in_danger, "lower", **reason)
    send(sven, in_danger, "decide-lowering", decision="confirm")
    assert stage.level(in_danger) == "3"
    send(ana, in_danger, "check-danger", kind="call-back", outcome="confirmed")
    pipeline.journey.func(report_id=in_danger)
    assert stage.level(in_danger) == "1"


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "call-back"},
        {"kind": "guess", "outcome": "confirmed"},
        {"kind": "second-person", "outcome": "not-reached"},
        {"outcome": "confirmed"},
    ],
)
def test_a_check_that_says_nothing_is_refused(sven, in_danger, fields):
    said = send(sven, in_danger, "check-danger", **fields)
    assert "Choose what became of it." in said
    assert UNVERIFIED in read(sven, in_danger)


def test_there_is_nothing_to_check_where_no_danger_was_named(sven):
    report_id = stage.report(cast.ana())
    said = send(sven, report_id, "check-danger", kind="call-back", outcome="confirmed")
    assert "The caller did not say" in said


def test_nothing_reaches_an_agency_without_a_click(ana):
    cast.lena()
    report_id = stage.report(cast.ana())
    pipeline.journey.func(report_id=report_id)
    assert stage.agencies_of(report_id) == set()
    page = read(ana, report_id)
    assert "Waits for release" in page
    assert cast.LENAS_AGENCY in page
    queue = ana.get(reverse("console:queue") + "?release=on").text
    assert str(report_id) in queue
    send(ana, report_id, "release", proposal=stage.proposals_of(report_id))
    assert stage.agencies_of(report_id) == {cast.LENAS_AGENCY}
    with acting(cast.STAGE):
        actions = Entry.objects.filter(subject=f"report:{report_id}")
        assert {"report.released", "report.made_available"} <= set(
            actions.values_list("action", flat=True)
        )
    queue = ana.get(reverse("console:queue") + "?release=on").text
    assert str(report_id) not in queue
    again = send(ana, report_id, "release", proposal=[1])
    assert "There is nothing to decide any more" in again


def test_only_what_the_person_saw_is_released(ana):
    person = {"person_state": "CA", "person_first_name": "Gus"}
    report_id = stage.report(cast.ana(), person=person)
    seen = stage.proposals_of(report_id)
    assert len(seen) == 2
    send(ana, report_id, "release", proposal=seen[:1])
    assert len(stage.agencies_of(report_id)) == 1
    assert "Waits for release" in read(ana, report_id)
    other = stage.report(cast.ana())
    send(ana, report_id, "release", proposal=stage.proposals_of(other))
    assert stage.agencies_of(other) == set()
    assert len(stage.agencies_of(report_id)) == 1


@pytest.mark.parametrize("proposal", ["x", "9" * 30, "-1", "", "1; DROP TABLE"])
def test_what_is_no_proposal_releases_nothing(ana, proposal):
    report_id = stage.report(cast.ana())
    said = send(ana, report_id, "release", proposal=proposal)
    assert "There is nothing to decide any more" in said
    assert stage.agencies_of(report_id) == set()


def test_a_report_is_kept_back_with_a_reason_and_can_be_released_later(ana):
    report_id = stage.report(cast.ana())
    assert "Say in a sentence why" in send(ana, report_id, "refuse-release", reason=" ")
    send(ana, report_id, "refuse-release", reason="A known prank.")
    page = read(ana, report_id)
    assert "A known prank." in page
    assert "Waits for release" not in page
    assert "kept back before" in page
    assert stage.agencies_of(report_id) == set()
    send(ana, report_id, "release", proposal=stage.proposals_of(report_id))
    assert stage.agencies_of(report_id) == {cast.LENAS_AGENCY}


def test_the_watch_ends_when_people_keep_a_report_back(sven, in_danger):
    late = datetime.now(UTC) + timedelta(minutes=10)
    patrol.patrol(cast.STAGE, limits=WatchLimits(), at=late)
    assert (in_danger, "no-agency") in ringing()
    send(sven, in_danger, "refuse-release", reason="A known prank.")
    patrol.patrol(cast.STAGE, limits=WatchLimits(), at=late)
    assert (in_danger, "no-agency") not in ringing()
    with acting(cast.STAGE):
        assert Watch.objects.get(report_id=in_danger).ended_at is not None


def test_agencies_are_called_when_an_urgent_report_is_released(ana, in_danger):
    lena = cast.lena()
    send(ana, in_danger, "check-danger", kind="call-back", outcome="confirmed")
    send(ana, in_danger, "release", proposal=stage.proposals_of(in_danger))
    with acting(cast.STAGE):
        assert Alarm.objects.filter(
            report_id=in_danger, organization_id=lena.organization_id
        ).exists()


def test_an_open_call_is_released_to_nobody(ana):
    call_id = stage.call(cast.ana(), danger={"danger_now": "no"})
    answer = ana.post(reverse("console:release", args=[call_id]), {"proposal": "1"})
    assert answer.status_code == 404


def test_the_database_itself_refuses_a_referral_without_a_release():
    report_id = stage.report(cast.ana())
    agency = cast.agency(cast.LENAS_AGENCY)
    with (
        pytest.raises((ProgrammingError, InternalError), match="needs a release"),
        transaction.atomic(),
        acting(cast.STAGE),
    ):
        referral.make_available(
            cast.STAGE, report_id, agency, reason="because", rule="none", at=cast.NOW
        )
    assert not Referral.objects.filter(report_id=report_id).exists()


def test_false_alarms_reach_nobody_by_themselves(ana):
    reports = [stage.report(cast.ana(), danger="yes") for _ in range(5)]
    for report_id in reports:
        send(ana, report_id, "release", proposal=stage.proposals_of(report_id))
    assert {code for each in reports for code in stage.agencies_of(each)} == set()
