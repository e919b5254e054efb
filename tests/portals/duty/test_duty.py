"""Alarms and rosters as people see them: Ana, Lena, and Omar who may only look."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import cast, factories
from tests.material import report_xml
from tipline.alerting.models import Alarm, Duty
from tipline.foundation.policy.scope import acting
from tipline.referral.models import Referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return factories.browser_of(cast.ana())


@pytest.fixture
def lena():
    return factories.browser_of(cast.lena())


@pytest.fixture
def omar():
    return factories.browser_of(cast.omar())


@pytest.fixture
def report_id():
    cast.lena()  # an agency without officers has nobody to call
    body = report_xml(escalation="Please look today.", user_id="u-duty")
    return factories.routed_report(cast.platform(), body)


def alarm_of(person):
    with acting(cast.STAGE):
        return Alarm.objects.get(organization_id=person.organization_id)


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("ana", "console:queue"),
        ("ana", "console:lists"),
        ("lena", "agencies:queue"),
        ("omar", "operations:health"),
        ("omar", "operations:organizations"),
        ("ana", "duty:alarms"),
        ("lena", "duty:roster"),
    ],
)
def test_an_alarm_stands_above_every_page(who, page, *, report_id, request):
    text = request.getfixturevalue(who).get(reverse(page)).text
    bar = text.split("data-alarms-list", 1)[1].split("</section>", 1)[0]
    assert f"A child may be in danger now: report {report_id}" in bar
    assert ("Acknowledge" in bar) == (who != "omar")


def test_who_answers_no_alarms_sees_none(report_id):
    assert report_id
    page = factories.browser_of(cast.vera()).get(reverse("operations:audit"))
    assert page.status_code == 200
    assert "data-alarms" not in page.text
    assert factories.browser_of(cast.vera()).get("/alarms/").status_code == 404


def test_the_bar_keeps_itself_up_to_date_and_no_session_awake(ana, report_id):
    now = ana.get(reverse("duty:live")).json()
    since = alarm_of(cast.ana()).raised_at
    words = f"A child may be in danger now: report {report_id}, since {since:%H:%M} UTC"
    assert [alarm["words"] for alarm in now["shown"]] == [words]
    assert now["is_ringing"] is True
    session = ana.session
    session["seen_at"] = seen_at = time.time() - 300
    session.save()
    ana.get(reverse("duty:live"))
    assert ana.session["seen_at"] == seen_at
    ana.get(reverse("duty:alarms"))
    assert ana.session["seen_at"] > seen_at


def test_a_worker_that_is_not_running_is_told_on_every_page(ana):
    """No worker runs beside these tests: that is what the bar must say."""
    assert "The worker is not running" in ana.get(reverse("console:queue")).text
    assert ana.get(reverse("duty:live")).json()["is_worker_silent"] is True


def test_ana_acknowledges_with_one_click(ana, report_id):
    ours = alarm_of(cast.ana())
    page = ana.post(reverse("duty:acknowledge", args=[ours.pk]), follow=True)
    assert page.redirect_chain == [(reverse("console:report", args=[report_id]), 302)]
    assert "Acknowledged: it is yours now." in page.text
    assert 'data-alarm="' not in page.text
    late = ana.post(reverse("duty:acknowledge", args=[ours.pk]), follow=True)
    assert "This alarm is over" in late.text
    assert "acknowledged by you" in late.text


def test_lena_says_that_her_agency_has_it(lena, report_id):
    address = reverse("agencies:report", args=[report_id])
    assert "We have it" in lena.get(address).text
    page = lena.post(reverse("agencies:acknowledge", args=[report_id]), follow=True)
    assert "Your agency acknowledged this report" in page.text
    assert "We have it" not in page.text
    with acting(cast.STAGE):
        sent = Referral.objects.get(report_id=report_id)
    assert sent.acknowledged_by == f"person:{cast.lena().pk}"
    zed = factories.browser_of(cast.zed())
    assert (
        zed.post(reverse("agencies:acknowledge", args=[report_id])).status_code == 404
    )


def test_an_answer_from_the_bar_is_the_agencys_receipt_too(lena, report_id):
    theirs = alarm_of(cast.lena())
    lena.post(reverse("duty:acknowledge", args=[theirs.pk]))
    with acting(cast.STAGE):
        assert Referral.objects.get(report_id=report_id).acknowledged_at is not None


def form(somebody, **changed):
    at = timezone.now().replace(second=0, microsecond=0)
    times = {"starts_at": at - timedelta(hours=1), "ends_at": at + timedelta(hours=7)}
    said = {name: f"{when:%Y-%m-%dT%H:%M}" for name, when in times.items()}
    return {"person": somebody.pk, "turn": 1, **said, **changed}


def test_ana_keeps_the_roster_in_utc(ana, omar):
    person = cast.ana()
    assert "Nobody is on the roster" in ana.get(reverse("duty:roster")).text
    page = ana.post(reverse("duty:roster"), form(person), follow=True)
    assert "The roster is changed." in page.text
    with acting(cast.STAGE):
        duty = Duty.objects.get(person=person)
    assert duty.starts_at.tzinfo == UTC
    assert abs(datetime.now(UTC) - timedelta(hours=1) - duty.starts_at) < timedelta(
        minutes=2
    )
    assert re.search(r"On duty now:\s*<bdi>Ana</bdi>", ana.get("/alarms/").text)
    read_only = omar.get(reverse("duty:roster")).text
    assert "Ana" in read_only
    assert "Take off" not in read_only
    page = ana.post(reverse("duty:end-duty", args=[duty.pk]), follow=True)
    assert "Nobody is on the roster" in page.text


@pytest.mark.parametrize(
    "changed",
    [
        {"ends_at": "2020-01-01T00:00"},
        {"turn": 0},
        {"turn": 10},
        {"starts_at": "soon"},
        {"person": 17},
        {"person": ""},
    ],
)
def test_a_duty_that_cannot_be_is_refused_beside_its_field(ana, changed):
    answer = ana.post(reverse("duty:roster"), form(cast.ana(), **changed))
    assert answer.status_code == 400
    assert 'class="form__error"' in answer.text


def test_nobody_puts_other_peoples_officers_on_duty(ana, lena):
    assert ana.post(reverse("duty:roster"), form(cast.lena())).status_code == 400
    assert lena.post(reverse("duty:roster"), form(cast.ana())).status_code == 400
