"""A bundle as analysts see it: one line, one page, one action to take a report out."""

import io
import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests import cast, factories
from tests.material import picture
from tests.review import stage
from tests.review.label_sets import ADULTS
from tests.triage.senders import LIMITS, VIRAL, body, catch_up, send, spread
from tipline.files.models import Content
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.review.models import ContentReview, Opinion
from tipline.triage import bundle_reading
from tipline.triage.models import Bundle, Standing

pytestmark = pytest.mark.django_db
QUEUE = reverse("console:queue")
CAT = picture(701, size=(640, 480))
# Session, person, scope, failed steps, alarms; the bundle, its counts, a page of its
# reports with their stays, what left, the circulation, copies and their labels.
QUERIES_MOST = 20


@pytest.fixture(autouse=True)
def _few_are_many(settings):
    settings.BUNDLE_LIMITS = LIMITS


@pytest.fixture
def reports():
    return spread(CAT)


def bundle_id(report_id):
    with acting(cast.STAGE):
        return Standing.objects.get(report_id=report_id).bundle_id


def near_copy(content):
    out = io.BytesIO()
    Image.open(io.BytesIO(content)).save(out, "JPEG", quality=40)
    return out.getvalue()


def page_of(report_id, query=""):
    return reverse("console:bundle", args=[bundle_id(report_id)]) + query


def take_out(browser, report_id, reason):
    address = reverse("console:take-out", args=[report_id])
    return browser.post(address, {"reason": reason}, follow=True)


def test_the_queue_shows_one_line_that_opens_to_the_bundle(ana, reports):
    text = ana.get(QUEUE).text
    assert "Bundle of 3 reports" in text
    assert "3 incidents" in text
    assert not re.search(r"/console/reports/\d+/", text)
    page = ana.get(page_of(reports[0]))
    for report_id in reports:
        assert reverse("console:report", args=[report_id]) in page.text
    for said in (
        "Bundle of 3 reports",
        "had come in 3 reports on 3 different reported persons",
        "One review serves all",
        "Nobody's labels stand yet.",
        "No report has left it.",
    ):
        assert said in page.text
    assert page.text.count("<img") == 1  # the portal's own mark


def test_one_review_is_on_the_page_for_all(ana, reports):
    with acting(cast.STAGE):
        content = Content.objects.get(pk=bundle_id(reports[0]))
    stage.say(cast.ana(), content, ADULTS)
    text = ana.get(page_of(reports[0])).text
    assert "Not relevant: adults" in text
    assert reverse("console:file", args=[content.pk]) in text


def together(bundle):
    return reverse("console:bundle-media", args=[bundle])


def test_the_file_of_a_bundle_and_its_near_copies_are_graded_together(ana, reports):
    near = send(body(), near_copy(CAT))
    catch_up()
    page = together(bundle_id(near))
    assert bundle_id(reports[0]) == bundle_id(near)
    assert page in ana.get(page_of(near)).text
    leader, copy = offered(ana, page)
    assert leader == bundle_id(near)
    with acting(cast.STAGE):
        ContentReview.objects.filter(pk=copy).update(
            held_by=cast.sven(), held_until=timezone.now() + timedelta(hours=1)
        )
    answer = ana.post(page, {"grade": "drawn", "content": [leader, copy]}, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "1 file is labeled." in answer.text
    assert "1 file was passed over" in answer.text
    with acting(cast.STAGE):
        said = Opinion.objects.values_list("content_id", "person")
        assert list(said) == [(leader, cast.ana().pk)]
        (entry,) = Entry.objects.filter(action="contents.labeled")
    assert json.loads(entry.details)["contents"] == [leader]


def offered(browser, page):
    found = re.findall(r'name="content" value="(\d+)"', browser.get(page).text)
    return [int(n) for n in found]


def test_a_file_of_no_bundle_is_not_graded_with_one(ana, reports):
    page, stranger = together(bundle_id(reports[0])), stage.content()
    answer = ana.post(page, {"grade": "drawn", "content": [stranger.pk]})
    assert answer.status_code == 400
    assert ana.post(page, {"grade": "drawn"}).status_code == 400
    with acting(cast.STAGE):
        assert not Opinion.objects.exists()
        # A flood has its number from a report, which may be that of a content, too.
        flood = Bundle.objects.create(id=max(reports) + 10**6, opened_at=timezone.now())
    assert ana.get(together(flood.pk)).status_code == 404


def test_a_report_is_taken_out_by_hand_with_a_reason(ana, reports):
    first, *_others = reports
    page = page_of(first)
    address = reverse("console:report", args=[first])
    assert "Take it out of the bundle" in ana.get(address).text
    refused = take_out(ana, first, " ")
    assert refused.status_code == 400
    assert "Say in a sentence why this report must be seen by itself." in refused.text
    done = take_out(ana, first, "Look at <b>the profile</b>.")
    assert "The report stands by itself now." in done.text
    assert "taken out by a person" in done.text
    assert "Take it out of the bundle" not in done.text
    late = take_out(ana, first, "again")
    assert "The report is in no bundle any more." in late.text
    text = ana.get(page).text
    assert "Bundle of 2 reports" in text
    assert "Look at &lt;b&gt;the profile&lt;/b&gt;." in text
    assert address in ana.get(QUEUE).text


def test_the_reports_of_a_bundle_go_on_where_a_page_ends(ana, reports, monkeypatch):
    monkeypatch.setattr(
        bundle_reading.read_bundle, "__kwdefaults__", {"after": "", "most": 2}
    )
    first = ana.get(page_of(reports[0])).text
    (onward,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = ana.get(page_of(reports[0], onward)).text
    read = {int(n) for n in re.findall(r"/console/reports/(\d+)/", first + second)}
    assert read == set(reports)


def test_a_batched_report_says_why_it_is_bundled(ana):
    sent = body("b-1", "b-2", batched=True)
    report_id = send(sent, CAT, flags=VIRAL)
    text = ana.get(page_of(report_id)).text
    assert "2 incidents" in text
    assert "Platforms sent it in batched reports" in text
    assert (
        "The platform sent it as a batched report."
        in ana.get(reverse("console:report", args=[report_id])).text
    )


def test_an_empty_bundle_and_a_missing_one_answer_in_words(ana, reports):
    page = page_of(reports[0])
    for report_id in reports:
        take_out(ana, report_id, "abstract reason")
    assert "No report is here" in ana.get(page).text
    assert ana.get(f"{page}?after=nonsense").status_code == 200
    assert ana.get(reverse("console:bundle", args=[17])).status_code == 404


def test_a_bundle_takes_as_many_queries_as_its_parts_and_not_its_reports(
    ana, reports, django_assert_max_num_queries
):
    page = page_of(reports[0])
    with django_assert_max_num_queries(QUERIES_MOST):
        assert ana.get(page).status_code == 200


def test_others_find_no_bundle(outsiders, reports):
    page = page_of(reports[0])
    browsers = [*outsiders, factories.browser_of(cast.zed())]
    for address in (page, together(bundle_id(reports[0]))):
        assert {browser.get(address).status_code for browser in browsers} == {404}
