"""An analyst says how often-seen material was shared, and the designation follows."""

import pytest
from django.urls import reverse

from tests import cast, factories
from tipline import pipeline
from tipline.foundation.policy.scope import acting
from tipline.triage.models import Standing

pytestmark = pytest.mark.django_db
VIRAL = "<fileAnnotations><viral/></fileAnnotations>"
MEME = "<fileAnnotations><viral/><potentialMeme/></fileAnnotations>"


def say(browser, report_id, intent):
    answer = browser.post(
        reverse("console:say-intent", args=[report_id]), {"intent": intent}, follow=True
    )
    pipeline.journey.func(report_id=report_id)
    return answer


def designated(report_id):
    with acting(cast.STAGE):
        standing = Standing.objects.get(report_id=report_id)
        return standing.designation, standing.assessment.arm


def test_outrage_over_a_viral_file_is_informational(ana, exemplar):
    report_id = factories.routed_report(exemplar, flags=VIRAL)
    assert designated(report_id) == ("referral", "")
    assert "is being assessed anew" in say(ana, report_id, "outrage").text
    assert designated(report_id) == ("informational", "viral-no-malice")
    page = ana.get(reverse("console:report", args=[report_id])).text
    assert "marks of why it was shared" in page
    say(ana, report_id, "none-of-these")
    assert designated(report_id) == ("referral", "")


def test_an_analysts_word_takes_the_place_of_the_platforms_mark(ana, exemplar):
    report_id = factories.routed_report(exemplar, flags=MEME)
    assert designated(report_id) == ("informational", "viral-no-malice")
    say(ana, report_id, "none-of-these")
    assert designated(report_id) == ("referral", "")


def test_another_word_is_refused_and_changes_nothing(ana, exemplar):
    report_id = factories.routed_report(exemplar, flags=MEME)
    answer = say(ana, report_id, "malice")
    assert answer.status_code == 400
    assert "Select a valid choice" in answer.text
    assert designated(report_id) == ("informational", "viral-no-malice")


def test_a_report_that_was_never_ranked_is_not_found(ana, exemplar):
    open_report = factories.open_report(exemplar)
    assert say(ana, open_report, "meme").status_code == 404
