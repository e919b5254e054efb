"""A call-taker at night, with somebody frightened on the line."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests import cast, factories
from tests.material import report_xml
from tipline import pipeline, telephone, upkeep
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Call, Report, Submission
from tipline.triage.models import Standing

pytestmark = pytest.mark.django_db
HANDLE = {"service": "Exemplar Chat", "person_screen_name": "quiet_fox_77"}


def begun(browser):
    answer = browser.post(reverse("console:begin-call"))
    assert answer.status_code == 302
    return int(answer["Location"].rstrip("/").rpartition("/")[2])


def say(browser, call_id, section, **answers):
    address = reverse("console:call", args=[call_id])
    return browser.post(address, {"section": section, **answers})


def ended(browser, call_id):
    answer = browser.post(reverse("console:end-call", args=[call_id]))
    assert answer.status_code == 302, answer.text
    return browser.get(answer["Location"]).text


def page(browser, call_id):
    return browser.get(reverse("console:call", args=[call_id])).text


def report_page(browser, call_id):
    return browser.get(reverse("console:report", args=[call_id])).text


def report(call_id):
    with acting(cast.STAGE):
        return Report.objects.get(pk=call_id)


def test_each_part_is_kept_at_once_and_survives_the_browser(ana):
    call_id = begun(ana)
    answer = say(
        ana, call_id, "danger", danger_now="no", callback_number="+16175550100"
    )
    assert answer["Location"].endswith("#incident")
    say(ana, call_id, "child", child_first_name="Bo", child_age="eleven")
    another_browser = factories.browser_of(cast.ana())
    shown = page(another_browser, call_id)
    assert 'value="+16175550100"' in shown
    assert 'value="Bo"' in shown
    assert 'value="eleven"' in shown
    assert "Write whole years, such as 12." in shown
    assert str(call_id) in another_browser.get(reverse("console:calls")).text


def test_a_call_becomes_a_report_in_the_queue(ana):
    call_id = begun(ana)
    say(ana, call_id, "incident", kind="enticement", what="An abstract chat.")
    say(ana, call_id, "person", person_first_name="Gus", person_screen_name="tin_owl")
    shown = ended(ana, call_id)
    assert "The number of the report, for the caller:" in shown
    assert str(call_id) in shown
    pipeline.journey.func(report_id=call_id)
    queue = ana.get(reverse("console:queue") + "?telephone=on").text
    assert str(call_id) in queue
    assert "By telephone" in queue
    read = report_page(ana, call_id)
    assert "What the caller says" in read
    assert "An abstract chat." in read
    assert "a gap is no reproach" in read


def test_what_was_typed_stays_as_it_was_typed(ana):
    call_id = begun(ana)
    say(ana, call_id, "incident", what="first\r\nwords\u202e", happened_on="last week")
    say(ana, call_id, "incident", what="second words")
    say(ana, call_id, "incident", what="second words")
    with acting(cast.STAGE):
        bodies = Submission.objects.filter(report_id=call_id).order_by("pk")
        kept = [json.loads(bytes(each.body))["answers"] for each in bodies]
    assert kept == [
        {"what": "first\r\nwords\u202e", "happened_on": "last week"},
        {"what": "second words"},
    ]
    assert report(call_id).document["additional_info"] == "second words"


def test_the_kind_of_incident_is_the_only_answer_that_is_needed(ana):
    call_id = begun(ana)
    say(ana, call_id, "more", more="Something happened.")
    refused = ana.post(reverse("console:end-call", args=[call_id]))
    assert refused.status_code == 400
    assert "Choose what comes closest" in refused.text
    assert report(call_id).state == "open"
    say(ana, call_id, "incident", kind="csam")
    assert "The call is over" in ended(ana, call_id)


def test_a_call_that_is_over_takes_nothing_more(ana):
    call_id = begun(ana)
    say(ana, call_id, "incident", kind="csam")
    ended(ana, call_id)
    late = say(ana, call_id, "more", more="One more thing.")
    assert late.status_code == 409
    assert "This call is over." in late.text
    assert ana.post(reverse("console:end-call", args=[call_id])).status_code == 409


def give_up(minutes):
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    telephone.give_up_calls.func(timestamp=int(at.timestamp()))


def test_an_abandoned_call_enters_the_queue_as_it_is(ana):
    call_id = begun(ana)
    say(ana, call_id, "child", child_city="Boston", child_state="MA")
    give_up(minutes=29)
    assert report(call_id).state == "open"
    give_up(minutes=31)
    assert report(call_id).state == "finished"
    pipeline.journey.func(report_id=call_id)
    read = report_page(ana, call_id)
    assert "Abandoned call" in read
    assert "Not said what happened" in read
    assert "Not said what happened" in ana.get(reverse("console:queue")).text


def test_a_call_that_names_a_danger_is_given_up_sooner(ana):
    calm, urgent = begun(ana), begun(ana)
    say(ana, calm, "danger", danger_now="no")
    say(ana, urgent, "danger", danger_now="yes")
    give_up(minutes=6)
    assert report(calm).state == "open"
    assert report(urgent).state == "finished"


def test_a_call_in_which_nothing_was_typed_leaves_nothing(ana):
    call_id = begun(ana)
    give_up(minutes=31)
    assert report(call_id).state == "expired"
    assert ana.get(reverse("console:call", args=[call_id])).status_code == 404
    assert str(call_id) not in ana.get(reverse("console:calls")).text


def test_the_upkeep_of_platforms_does_not_throw_a_call_away(ana):
    call_id = begun(ana)
    say(ana, call_id, "more", more="Something happened.")
    at = datetime.now(UTC) + timedelta(days=3)
    upkeep.expire_reports.func(timestamp=int(at.timestamp()))
    assert report(call_id).state == "open"


def test_what_other_reports_name_is_shown_with_links(ana, exemplar):
    known = factories.routed_report(
        exemplar, report_xml(screen_name="quiet_fox_77"), files=0
    )
    call_id = begun(ana)
    say(ana, call_id, "incident", service="Exemplar Chat")
    assert "Named in other reports" not in page(ana, call_id)
    say(ana, call_id, "person", person_screen_name="@Quiet_Fox_77")
    shown = page(ana, call_id)
    assert "Named in other reports" in shown
    assert reverse("console:report", args=[known]) in shown


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"what": "x" * 5001}, "takes at most 5000 characters"),
        ({"service": "x" * 201}, "takes at most 200 characters"),
    ],
)
def test_an_answer_that_is_too_long_is_refused_and_not_lost(ana, answers, says):
    call_id = begun(ana)
    refused = say(ana, call_id, "incident", **answers)
    assert refused.status_code == 400
    assert says in refused.text
    assert next(iter(answers.values())) in refused.text
    assert report(call_id).document["public"] == {}


def test_hostile_answers_are_kept_and_shown_as_text(ana):
    call_id = begun(ana)
    hostile = "<script>alert(1)</script>\x00\u202egnp.exe"
    say(ana, call_id, "incident", kind="csam", what=hostile, urls="javascript:alert(1)")
    say(ana, call_id, "danger", danger_now="'; DROP TABLE intake_call; --")
    assert "Choose one of the answers." in page(ana, call_id)
    assert "<script>alert" not in page(ana, call_id)
    ended(ana, call_id)
    pipeline.journey.func(report_id=call_id)
    read = report_page(ana, call_id)
    assert "&lt;script&gt;" in read
    assert "[U+202E]" in read
    with acting(cast.STAGE):
        first = Submission.objects.filter(report_id=call_id).order_by("pk")[0]
    assert json.loads(bytes(first.body))["answers"]["what"] == hostile


def test_nobody_has_more_calls_open_than_anybody_can_have(ana):
    for _ in range(20):
        begun(ana)
    refused = ana.post(reverse("console:begin-call"), follow=True)
    assert "You have 20 calls open." in refused.text
    with acting(cast.STAGE):
        assert Call.objects.count() == 20


def test_outsiders_take_no_calls(outsiders, ana):
    call_id = begun(ana)
    for browser in outsiders:
        assert browser.get(reverse("console:calls")).status_code in (403, 404)
        assert browser.post(reverse("console:begin-call")).status_code in (403, 404)
        assert say(browser, call_id, "more", more="x").status_code in (403, 404)


def test_a_report_of_the_public_belongs_to_no_platform(ana, exemplar):
    call_id = begun(ana)
    say(ana, call_id, "incident", kind="csam")
    with acting(exemplar.principal):
        assert not Report.objects.filter(pk=call_id).exists()
        assert not Call.objects.filter(pk=call_id).exists()
        assert not Submission.objects.filter(report_id=call_id).exists()


def test_it_is_ranked_like_any_other_report(ana):
    call_id = begun(ana)
    say(ana, call_id, "incident", kind="enticement", what="We meet this evening.")
    ended(ana, call_id)
    pipeline.journey.func(report_id=call_id)
    with acting(cast.STAGE):
        standing = Standing.objects.get(report_id=call_id)
    assert standing.priority in {"1", "2"}
