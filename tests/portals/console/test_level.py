"""Up in one click, down with a second person: as two analysts see it."""

import pytest
from django.urls import reverse

from tests import cast, factories, material
from tipline.foundation.policy.scope import acting
from tipline.triage.models import Standing

pytestmark = pytest.mark.django_db
WHY = "A shared joke, without a child."


@pytest.fixture
def sven():
    return factories.browser_of(cast.sven())


@pytest.fixture
def report_id(exemplar):
    body = material.report_xml(escalation="Please look today.", user_id="u-level")
    return factories.routed_report(exemplar, body)


def send(browser, report_id, what, **fields):
    return browser.post(
        reverse(f"console:{what}", args=[report_id]), fields, follow=True
    ).text


def level(report_id):
    with acting(cast.STAGE):
        return Standing.objects.get(report_id=report_id).priority


def test_a_report_is_lowered_by_two_analysts(ana, sven, report_id):
    said = send(ana, report_id, "lower", level="3", reason=WHY)
    assert "Another analyst must confirm it." in said
    assert "Take it back" in said
    assert "Confirm: lower it" not in said
    refused = send(ana, report_id, "decide-lowering", decision="confirm")
    assert "You asked for this yourself" in refused
    assert level(report_id) == "1"
    page = sven.get(reverse("console:report", args=[report_id])).text
    assert WHY in page
    assert "Confirm: lower it" in page
    done = send(sven, report_id, "decide-lowering", decision="confirm")
    assert "The report is at level 3 now." in done
    assert "set aside by analysts" in done
    assert level(report_id) == "3"
    late = send(sven, report_id, "decide-lowering", decision="decline")
    assert "There is nothing to decide any more" in late


def test_a_second_person_may_decline(ana, sven, report_id):
    send(ana, report_id, "lower", level="2", reason=WHY)
    assert "it stays level 1" in send(
        sven, report_id, "decide-lowering", decision="decline"
    ) or level(report_id)
    assert level(report_id) == "1"


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"level": "3", "reason": " "}, 400, "Say in a sentence why"),
        ({"level": "1", "reason": WHY}, 400, ""),
        ({"reason": WHY}, 400, ""),
    ],
)
def test_what_cannot_be_understood_lowers_nothing(
    ana, report_id, *, fields, status, says
):
    answer = ana.post(reverse("console:lower", args=[report_id]), fields)
    assert answer.status_code == status
    assert says in answer.text
    assert level(report_id) == "1"


def test_a_second_wish_is_refused_in_words(ana, sven, report_id):
    send(ana, report_id, "lower", level="3", reason=WHY)
    answer = sven.post(
        reverse("console:lower", args=[report_id]), {"level": "2", "reason": WHY}
    )
    assert answer.status_code == 409
    assert (
        ana.post(reverse("console:decide-lowering", args=[report_id])).status_code
        == 400
    )


def test_a_term_is_shown_in_its_words_with_its_place(ana, exemplar):
    body = material.report_xml(user_id="u-term").replace(
        b"<internetDetails>",
        b"<internetDetails><chatImIncident><content>Nos vemos esta noche.</content>"
        b"</chatImIncident></internetDetails><internetDetails>",
    )
    report_id = factories.routed_report(exemplar, body, files=0)
    page = ana.get(reverse("console:report", args=[report_id])).text
    assert "“esta noche” (es), in the text as sent" in page
    assert level(report_id) == "1"
