"""A program answers alarms, keeps the roster, and reads what is to be done."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import cast, factories
from tests.portals.agencies.api.program import program
from tipline.alerting.models import Alarm, Duty
from tipline.deconfliction import services as deconfliction
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting

pytestmark = pytest.mark.django_db
NOWHERE = 2**63


@pytest.fixture
def lena():
    return program(cast.lena(), name="CMS")


@pytest.fixture
def zed():
    return program(cast.zed())


def test_an_alarm_is_answered_once_and_by_its_own_agency(lena, zed):
    said = factories.report_xml(escalation="A child is in danger now.")
    report_id = factories.routed_report(cast.platform(), said)
    (ringing,) = lena.get("alarms").json()["ringing"]
    assert (ringing["report_id"], ringing["cause"]) == (report_id, "level-1")
    assert zed.get("alarms").json() == {"ringing": [], "answered": []}
    here = f"alarms/{ringing['alarm_id']}/acknowledgement"
    reader = program(cast.lena(), ("token-read",), name="reader")
    for refused, status, code in (
        (zed.post(here), 404, "no-such-alarm"),
        (lena.post(f"alarms/{NOWHERE}/acknowledgement"), 404, "no-such-alarm"),
        (reader.post(here), 403, "token-scope-missing"),
    ):
        assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert lena.get("alarms").json()["ringing"] == [ringing]
    key = {"Idempotency_Key": "alarm-1"}
    answers = [lena.post(here, **key) for _ in range(2)]
    assert [each.json() for each in answers] == [{"report_id": report_id}] * 2
    late = lena.post(here)
    assert (late.status_code, late.json()["code"]) == (409, "alarm-over")
    found = lena.get("alarms").json()
    assert found["ringing"] == []
    assert found["answered"][0]["acknowledged_at"]
    assert lena.get(f"reports/{report_id}/work").json()["acknowledged_at"]
    with acting(cast.STAGE):
        answered = Alarm.objects.exclude(acknowledged_at=None)
        assert {each.acknowledged_by for each in answered} == {f"token:{lena.token_id}"}
        made = Entry.objects.filter(actor=f"token:{lena.token_id}")
        assert made.filter(action="alarm.acknowledged").count() == 1


def test_the_roster_is_the_agencys_own(lena, zed):
    (officer,) = lena.get("officers").json()["officers"]
    now = datetime.now(UTC).replace(microsecond=0)
    times = {
        "starts_at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "ends_at": f"{now + timedelta(hours=8):%Y-%m-%dT%H:%M:%S}+00:00",
    }
    made = lena.post("duties", {"officer": officer["id"], **times, "turn": 2})
    assert made.status_code == 201
    duty_id = made.json()["id"]
    (duty,) = lena.get("duties").json()["duties"]
    assert (duty["duty_id"], duty["officer_id"]) == (duty_id, officer["id"])
    assert (duty["name"], duty["turn"], duty["is_now"]) == ("Lena", 2, True)
    assert zed.get("duties").json() == {"duties": []}
    turned = {"starts_at": times["ends_at"], "ends_at": times["starts_at"]}
    naive = {**times, "ends_at": "2035-01-01T08:00:00"}
    for refused, status, code in (
        (zed.post("duties", {"officer": officer["id"], **times}), 404, "roster"),
        (zed.post(f"duties/{duty_id}/removal"), 404, "roster"),
        (lena.post(f"duties/{NOWHERE}/removal"), 404, "roster"),
        (lena.post("duties", {"officer": officer["id"], **turned}), 400, "duty-time"),
        (lena.post("duties", {"officer": officer["id"], **naive}), 400, "body-not"),
        (
            lena.post("duties", {"officer": officer["id"], **times, "turn": 10}),
            400,
            "body-not",
        ),
    ):
        assert refused.status_code == status
        assert code in refused.json()["code"]
    with acting(cast.STAGE):
        assert Duty.objects.count() == 1
    assert lena.post(f"duties/{duty_id}/removal").json() == {"done": True}
    assert lena.get("duties").json() == {"duties": []}


def test_open_tasks_of_all_cases_are_listed_a_page_at_a_time(lena, zed):

    (officer,) = lena.get("officers").json()["officers"]
    mine = {"assignee": officer["id"], "due_on": "2030-01-01"}
    cases = [
        lena.post("cases", {"number": number, "title": "Abstract"}).json()["id"]
        for number in ("2026-1", "2026-2", "2026-3")
    ]
    for case, title, more in zip(
        [*cases[:2], cases[1], cases[2]],
        ("one", "two", "three", "of a closed case"),
        (mine, {}, {"due_on": "2031-01-01"}, mine),
        strict=True,
    ):
        assert (
            lena.post(f"cases/{case}/tasks", {"title": title, **more}).status_code
            == 201
        )
    closed = {"number": "2026-3", "title": "Abstract", "state": "closed", "version": 1}
    assert lena.post(f"cases/{cases[2]}", closed).status_code == 200

    def titles(query=""):
        page = lena.get(f"tasks{query}").json()
        return [each["title"] for each in page["tasks"]], page["next_after"]

    first, after = titles("?limit=2")
    assert (first, titles(f"?after={after}")) == (["one", "two"], (["three"], None))
    assert titles(f"?assignee={officer['id']}") == (["one"], None)
    assert titles("?assignee=0") == (["two", "three"], None)
    assert titles("?due_before=2031-01-01") == (["one"], None)
    task = lena.get("tasks").json()["tasks"][0]
    assert (task["case_id"], task["case_number"]) == (cases[0], "2026-1")
    assert zed.get("tasks").json() == {"tasks": [], "next_after": None}
    lena.post(f"tasks/{task['task_id']}/completion")
    assert titles()[0] == ["two", "three"]


def test_the_desk_is_read_and_never_changed_by_a_program(lena, zed):
    said = {"contact": "Task force", "phone": "+1 555 0100"}
    said |= {"email": "desk@example.org", "stance": "open"}
    officer = cast.principal_of(cast.lena())
    deconfliction.set_desk(officer, said=said, at=cast.YESTERDAY)
    assert lena.get("desk").json() == said
    assert zed.get("desk").json()["phone"] == ""
    refused = lena.post("desk", said)
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")
