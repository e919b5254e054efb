"""What became of a report: in one click, by a link, and back to who reported."""

import base64
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests import cast, factories
from tests.referral.packet.pdf_text import pdf_text, squeezed
from tipline.clearance.models import Clearance
from tipline.feedback import queries, services
from tipline.feedback.answers import Answer, Way
from tipline.feedback.links import answering, link_for
from tipline.feedback.models import AnswerLink, Feedback
from tipline.foundation.audit.models import Entry
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.scope import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def lena():
    return factories.browser_of(cast.lena())


def stranger():
    return Client(headers={"host": "localhost"})


def given(report_id):
    with acting(cast.STAGE):
        rows = Feedback.objects.filter(report_id=report_id).order_by("pk")
        return [(row.status, row.close_reason, row.way) for row in rows]


def clearances(report_id):
    with acting(cast.STAGE):
        return list(Clearance.objects.filter(report_id=report_id))


def secret_in(lena, report_id):
    """The address as it stands on paper: read from the PDF, and from its JSON."""
    pdf = lena.post(f"/agency/reports/{report_id}/packet/pdf")
    text = squeezed(pdf_text(b"".join(pdf.streaming_content)))
    found = re.search(r"/agency/answer/([\w-]{43})", text)
    assert found, text[-2000:]
    told = lena.post(f"/agency/reports/{report_id}/packet/json")
    assert found[1].encode() in b"".join(told.streaming_content)
    return found[1]


def test_lena_answers_with_one_click_corrects_it_and_all_answers_stay(lena):
    report_id = factories.routed_report(cast.platform(), files=0)
    page = f"/agency/reports/{report_id}/"
    thanks = lena.post(f"{page}feedback", {"status": "ongoing"}, follow=True).text
    assert "Your answer is kept" in thanks
    wrong = lena.post(f"{page}feedback", {"status": "closed"}, follow=True).text
    assert "Choose why it was closed." in wrong
    said = {
        "status": "arrest",
        "child_identified": "yes",
        "more_victims": "yes",
        "more_victims_number": "3",
        "was_useful": "no",
        "why_not_useful": "limited",
    }
    corrected = lena.post(f"{page}feedback", said, follow=True).text
    assert "<strong>Arrest</strong>" in corrected
    assert "further victims: 3" in corrected
    assert "Ongoing investigation</s>" in corrected
    assert given(report_id) == [("ongoing", "", "portal"), ("arrest", "", "portal")]
    zed = factories.browser_of(cast.zed())
    assert zed.post(f"{page}feedback", {"status": "arrest"}).status_code == 404
    with acting(cast.STAGE):
        assert Entry.objects.filter(action="feedback.given").count() >= 2


def test_an_unfounded_report_is_cleared_by_a_sentence_and_never_silently(lena):
    report_id = factories.routed_report(cast.platform(), files=0)
    page = f"/agency/reports/{report_id}/"
    lena.post(f"{page}feedback", {"status": "closed/no-crime"})
    assert clearances(report_id) == []
    offered = lena.get(page).text
    assert "That clears the report: withdraw it, too?" in offered
    assert 'value="unfounded/no-crime"' in offered
    told = lena.post(
        f"{page}feedback",
        {"status": "closed/alleged-child-is-adult", "how_known": "Passport seen."},
        follow=True,
    ).text
    assert "are told that it is unfounded" in told
    (said,) = clearances(report_id)
    assert (said.ground, said.reason) == ("alleged-child-is-adult", "Passport seen.")
    assert "withdraw it, too?" not in lena.get(page).text
    again = lena.post(
        f"{page}feedback",
        {"status": "closed/no-crime", "how_known": "Again."},
        follow=True,
    ).text
    assert "Your answer is kept" in again
    assert len(given(report_id)) == 3
    assert len(clearances(report_id)) == 1


def test_the_link_on_paper_takes_an_answer_and_tells_nothing(lena):
    report_id = factories.routed_report(cast.platform(), files=0)
    secret = secret_in(lena, report_id)
    assert secret_in(lena, report_id) == secret  # one link, however often it is printed
    assert len(base64.urlsafe_b64decode(f"{secret}=")) == 32
    address = f"/agency/answer/{secret}"
    for ask in (stranger().get, stranger().head, stranger().options):
        ask(address)  # as a mail scanner does
    assert given(report_id) == []
    page = stranger().get(address)
    assert page["Referrer-Policy"] == "same-origin"  # no other site learns the link
    assert page["Cache-Control"] == "no-store"
    for word in (str(report_id), "Exemplar", "Massachusetts", "Lena", "ICAC"):
        assert word not in page.text
    empty = stranger().post(address, {})  # a scanner that presses buttons
    assert empty.status_code == 400
    assert given(report_id) == []
    kept = stranger().post(address, {"status": "closed/unfounded", "how_known": "x"})
    assert "Your answer is kept" in kept.text
    assert given(report_id) == [("closed", "unfounded", "link")]
    assert clearances(report_id) == []  # nobody clears by a link
    shown = lena.get(f"/agency/reports/{report_id}/").text
    assert "by the link of a packet" in shown
    assert "withdraw it, too?" in shown
    with acting(cast.STAGE):
        entry = Entry.objects.filter(action="feedback.given").order_by("pk").last()
        assert entry.actor.startswith("answer-link:")
        stored = AnswerLink.objects.get(report_id=report_id)
        assert secret not in f"{stored.seed}{bytes(stored.digest)!r}"


def test_a_link_that_is_wrong_old_or_of_a_suspended_agency_is_no_link():
    report_id = factories.routed_report(cast.platform(), files=0)
    officer, now = cast.principal_of(cast.lena()), datetime.now(UTC)
    made = link_for(officer, report_id, at=now)
    assert answering(made.secret, at=now)[1] == report_id
    later = link_for(officer, report_id, at=now + timedelta(days=200))
    assert later.secret != made.secret
    wrong = [("x" * 43, now), (made.secret + "x" * 9000, now), ("", now)]
    for secret, at in [*wrong, (made.secret, now + timedelta(days=366))]:
        with pytest.raises(NotFoundError):
            answering(secret, at=at)
    assert stranger().get("/agency/answer/" + "x" * 43).status_code == 404
    forged = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    answer = forged.post(f"/agency/answer/{made.secret}", {"status": "arrest"})
    assert answer.status_code == 403
    with pytest.raises(NotFoundError):
        link_for(cast.principal_of(cast.zed()), report_id, at=now)


def test_a_platform_reads_months_in_which_no_report_shows():
    platform = cast.platform("Outcome Forum")
    officer = cast.principal_of(cast.lena())
    last = datetime.now(UTC).replace(day=1) - timedelta(days=3)
    reports = [factories.routed_report(platform, files=0) for _ in range(3)]
    for report_id in reports:
        for status in ("ongoing", "arrest"):  # only the last of a month counts
            services.give(
                officer, report_id, Answer(status=status), way=Way.PORTAL, at=last
            )
    (month,) = queries.outcomes_for(platform.principal, at=datetime.now(UTC))
    assert month.statuses.total is None
    assert set(month.statuses.counts.values()) == {None}
    pair = base64.b64encode(f"{platform.username}:{platform.password}".encode())
    program = Client(
        headers={"host": "localhost", "authorization": f"Basic {pair.decode()}"}
    )
    page = program.get("/ispws/outcomes").text
    assert f"{last:%B %Y}" in page
    assert "too few to say" in page
    other = cast.platform("Another Forum")
    assert queries.outcomes_for(other.principal, at=datetime.now(UTC)) == ()
    span = {"since": last - timedelta(days=1), "until": datetime.now(UTC)}
    counted = queries.counts(cast.principal_of(cast.ana()), **span)
    assert counted["icac", "arrest", ""] >= 3
