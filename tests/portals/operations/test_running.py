import pytest
from django.urls import reverse

from tests import cast, factories
from tipline import pipeline
from tipline.foundation.audit.models import Entry
from tipline.foundation.jobs import queries
from tipline.foundation.jobs.models import StepRun
from tipline.foundation.policy.scope import acting

pytestmark = pytest.mark.django_db

STEPS = reverse("operations:steps")
HEALTH = reverse("operations:health")


@pytest.fixture
def stuck(exemplar):
    """A report that was not matched."""
    report_id = factories.routed_report(exemplar)
    StepRun.objects.filter(subject_id=report_id, step="match").update(
        state="failed", attempts=5, error_code="OperationalError"
    )
    return report_id


def retry(report_id, step="match"):
    return reverse("operations:retry-step", args=[report_id, step])


def test_omar_has_a_failed_step_tried_again(omar, stuck):
    assert str(stuck) in omar.get(STEPS).text
    page = omar.post(retry(stuck), follow=True)
    assert "It is being tried again." in page.text
    assert "Every step went well" in page.text
    pipeline.journey.func(report_id=stuck)
    assert StepRun.objects.get(subject_id=stuck, step="match").state == "done"
    with acting(cast.STAGE):
        entry = Entry.objects.get(action="step.retried", subject=f"report:{stuck}")
    assert entry.actor == f"person:{cast.omar().pk}"


def test_a_step_that_did_not_fail_is_not_tried_again(omar, stuck):
    for address in (retry(stuck, "route"), retry(stuck, "nonsense"), retry(17)):
        page = omar.post(address)
        assert page.status_code == 409
        assert 'role="alert"' in page.text
    assert StepRun.objects.get(subject_id=stuck, step="route").state == "done"


def test_the_pages_of_failed_steps_are_read_by_key(omar, exemplar):
    reports = [factories.routed_report(exemplar, files=0) for _ in range(3)]
    StepRun.objects.filter(subject_id__in=reports, step="link").update(state="failed")
    reader, after, seen = cast.STAGE, "", []
    while True:
        page = queries.failed_steps(reader, after=after, most=1)
        seen += [run.subject_id for run in page.runs]
        after = page.next_after
        if not after:
            break
    assert seen == reports
    assert omar.get(STEPS, {"after": "nonsense"}).status_code == 200


@pytest.mark.usefixtures("stuck")
def test_health_shows_whether_reports_flow(omar):
    page = omar.get(HEALTH)
    assert page.status_code == 200
    assert page.context["reports"] == {"finished": 1}
    assert page.context["unrouted"].count == 0
    assert page.context["levels"] == {"1": 0, "2": 1, "3": 0, "E": 0}
    (trouble,) = page.context["steps"]
    assert (trouble.step, trouble.failed) == ("match", 1)


def test_health_tells_of_reports_that_no_agency_has(omar, exemplar):
    report_id = factories.open_report(exemplar)
    factories.finish(exemplar, report_id)
    page = omar.get(HEALTH)
    assert page.context["unrouted"].count == 1
    assert "with no agency" in page.text
    assert page.context["queue"].waiting >= 1


@pytest.mark.usefixtures("stuck")
def test_health_shows_how_long_reports_take_to_each_station(omar):
    page = omar.get(HEALTH)
    figures = {(f.priority, f.station): f for f in page.context["clock"]}
    ranked, opened = figures["2", "assessed"], figures["2", "opened"]
    assert (ranked.reports, ranked.passed, len(ranked.seconds)) == (1, 1, 3)
    assert (opened.reports, opened.passed, opened.seconds) == (1, 0, ())
    assert "0 of 1" in page.text


def test_rules_and_terms_are_shown_as_they_are_in_force(omar):
    text = omar.get(reverse("operations:priority")).text
    assert "self-harm" in text
    assert "always there" in text
    assert "esta noche" in text
    assert "one of: Online enticement of a child" in text
    analyst = factories.browser_of(cast.ana())
    assert analyst.get(reverse("operations:priority")).status_code == 200


def test_test_reports_are_no_part_of_health(omar):
    tester = cast.platform(is_test=True)
    factories.finish(tester, factories.open_report(tester))
    page = omar.get(HEALTH)
    assert page.context["reports"] == {}
    assert page.context["unrouted"].count == 0


def test_others_do_not_operate(outsiders, vera, stuck):
    ana, lena = outsiders
    assert ana.get(STEPS).status_code == 200  # analysts see what the machine left
    assert "Try again" not in ana.get(STEPS).text
    assert [browser.get(STEPS).status_code for browser in (lena, vera)] == [404, 404]
    for browser in (ana, lena, vera):
        assert browser.get(HEALTH).status_code == 404
        assert browser.post(retry(stuck)).status_code == 404
    assert StepRun.objects.get(subject_id=stuck, step="match").state == "failed"
