"""A sender of empty reports stands a little further back, says so, and may appeal."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast, factories
from tests.material import picture
from tests.portals.platforms.reporter import basic
from tests.triage.senders import LIMITS, body, send, spread
from tipline import senders
from tipline.clearance import services as clearances
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.triage import noise_reading, queries, services
from tipline.triage.models import Bundle, PriorAppeal, SenderPrior, Standing
from tipline.triage.order import place_of
from tipline.triage.prior import PriorPolicy
from tipline.triage.queue_lines import QueueFilters

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
PAGE = reverse("platforms:sender")
APPEAL = reverse("platforms:appeal")
APPEALS = reverse("operations:appeals")
WHY = "Our files were lost on the way; they are sent <again> now."


@pytest.fixture(autouse=True)
def _few_are_enough(settings):
    settings.PRIOR_POLICY = PriorPolicy(least=3, weight=1)


@pytest.fixture
def noisy():
    """A platform whose reports hold nothing, with one that holds something."""
    platform = cast.platform("Sample Social")
    for _ in range(4):
        send(body(), by=platform)
    return platform


@pytest.fixture
def useful():
    """A report of that platform that shows something."""
    send(body(), picture(31))
    return send(body(), picture(32), by=cast.platform("Sample Social"))


def learn(at: datetime = NOW) -> None:
    """Let the night's job run, and what it sets off."""
    senders.learn_priors.func(timestamp=int(at.timestamp()) + 1)
    follow()


def follow() -> None:
    for job in ProcrastinateJob.objects.filter(task_name="place_again"):
        senders.place_again.func(**job.args)


def standing(report_id: int) -> Standing:
    with acting(cast.STAGE):
        return Standing.objects.get(report_id=report_id)


def shift_of(report_id: int) -> int:
    row = standing(report_id)
    return row.place - place_of(row.priority, row.risk)


def browser(platform: cast.Platform) -> Client:
    """The browser of somebody who typed the platform's credential."""
    header = basic(platform.username, platform.password)
    return Client(headers={"host": "localhost", "authorization": header})


def appeal(platform: cast.Platform, reason: str = WHY, **headers):
    return browser(platform).post(APPEAL, {"reason": reason}, headers=headers)


def test_a_noisy_senders_reports_go_back_inside_their_level(noisy, useful):
    before = standing(useful)
    learn()
    assert 0 < shift_of(useful) <= 20
    now = standing(useful)
    assert (now.priority, now.risk) == (before.priority, before.risk)
    other = send(body(), picture(33))
    assert shift_of(other) == 0
    later = send(body(), picture(34), by=noisy)
    assert shift_of(later) == shift_of(useful)
    with acting(cast.STAGE):
        row = SenderPrior.objects.get(platform=noisy.organization)
        assert (row.reports, row.noise) == (5, 4)
        assert Entry.objects.filter(action="priors.learned").exists()


def test_what_two_people_cleared_as_unfounded_is_noise(useful):
    found = clearances.Finding(
        verdict="unfounded", ground="false-report", reason="abstract"
    )
    said = clearances.clear(cast.principal_of(cast.ana()), useful, found, at=NOW)
    learn()
    with acting(cast.STAGE):
        figures = SenderPrior.objects.filter(platform__name="Sample Social")
        assert list(figures.values_list("reports", "noise")) == [(1, 0)]
    clearances.confirm(
        cast.principal_of(cast.sven()),
        said.pk,
        disposing=clearances.Disposing(disposal="purge"),
        at=NOW,
    )
    learn()
    with acting(cast.STAGE):
        assert figures.filter(reports=1, noise=1).exists()


def test_no_sender_moves_a_report_of_level_1_nor_any_level(noisy, useful):
    services.escalate(cast.STAGE, useful, at=NOW)
    learn()
    assert shift_of(useful) == 0
    urgent = send(body(escalation="Please look today."), picture(35), by=noisy)
    assert (standing(urgent).priority, shift_of(urgent)) == ("1", 0)
    levels = [line.priority for line in queries.queue(cast.STAGE, QueueFilters()).rows]
    assert levels == sorted(levels)


def test_a_bundle_follows_its_first_report(noisy, settings):
    settings.BUNDLE_LIMITS = LIMITS
    content = picture(36)
    spread(content)
    mine = send(body(), content, by=noisy)
    with acting(cast.STAGE):
        Standing.objects.exclude(pk=mine).filter(bundle__isnull=False).update(place=99)
    learn()
    with acting(cast.STAGE):
        bundle = Bundle.objects.get(standings=mine)
        first = bundle.standings.order_by("priority", "place", "report_id")[0]
        assert (bundle.first_report_id, bundle.place) == (first.pk, first.place)


def test_every_night_is_kept_and_few_reports_cost_nothing(noisy, useful, settings):
    settings.PRIOR_POLICY = PriorPolicy(least=100)
    learn()
    learn(NOW + timedelta(days=1))
    history = noise_reading.history_of(cast.STAGE, noisy.organization.pk)
    assert [drawn.shift for drawn in history] == [0, 0]
    assert shift_of(useful) == 0


@pytest.mark.usefixtures("useful")
def test_the_platform_reads_its_figures_and_nobody_elses(noisy):
    assert "There are no figures yet" in browser(noisy).get(PAGE).text
    learn()
    text = browser(noisy).get(PAGE).text
    for said in ("5, finished since", "4: nothing in them", "Appeal</button>"):
        assert said in text
    other = browser(cast.platform()).get(PAGE).text
    assert "Nothing is taken from your reports" in other
    assert "4: nothing in them" not in other
    stranger = Client(headers={"host": "localhost"}).get(PAGE)
    assert stranger.status_code == 401
    assert stranger["WWW-Authenticate"].startswith("Basic")


def test_an_appeal_pauses_the_prior_until_it_is_answered(noisy, useful):
    learn()
    was = shift_of(useful)
    answer = appeal(noisy)
    assert (answer.status_code, answer.url) == (302, PAGE)
    follow()
    assert shift_of(useful) == 0
    assert "Your appeal waits for its answer" in browser(noisy).get(PAGE).text
    assert appeal(noisy).status_code == 409
    omar = factories.browser_of(cast.omar())
    page = omar.get(APPEALS).text
    assert "Sample Social" in page
    assert "&lt;again&gt;" in page
    with acting(cast.STAGE):
        found = PriorAppeal.objects.get()
    address = reverse("operations:answer-appeal", args=[found.pk])
    assert omar.post(address, {"decision": "decline", "answer": " "}).status_code == 400
    done = omar.post(address, {"decision": "decline", "answer": "They came empty."})
    assert done.url == APPEALS
    follow()
    assert shift_of(useful) == was
    text = browser(noisy).get(PAGE).text
    assert "They came empty." in text
    late = omar.post(address, {"decision": "grant", "answer": "Sorry."})
    assert late.status_code == 409
    again = appeal(noisy)
    assert again.status_code == 409
    assert "less than 30 days ago" in again.text


def test_a_granted_appeal_pauses_the_prior_for_a_while(noisy, useful, settings):
    learn()
    appeal(noisy)
    with acting(cast.STAGE):
        found = PriorAppeal.objects.get()
    omar = cast.principal_of(cast.omar())
    senders.answer_appeal(
        omar, found.pk, is_granted=True, answer="You are right.", at=NOW
    )
    follow()
    assert shift_of(useful) == 0
    assert "paused until" in browser(noisy).get(PAGE).text
    learn()
    assert shift_of(useful) == 0
    over = NOW + timedelta(days=settings.PRIOR_POLICY.pause_days, hours=1)
    ours = noisy.organization.pk
    assert noise_reading.sender_of(cast.STAGE, ours, at=over).applied > 0


def test_the_night_after_a_pause_the_prior_is_applied_again(noisy, useful):
    learn()
    appeal(noisy)
    with acting(cast.STAGE):
        found = PriorAppeal.objects.get()
    past = NOW - timedelta(days=90, hours=1)
    senders.answer_appeal(
        cast.STAGE, found.pk, is_granted=True, answer="You are right.", at=past
    )
    ProcrastinateJob.objects.filter(task_name="place_again").delete()
    with acting(cast.STAGE):
        Standing.objects.filter(pk=useful).update(
            place=place_of(standing(useful).priority, standing(useful).risk)
        )
    learn()
    assert shift_of(useful) > 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 302),
        ({"origin": "http://localhost", "sec-fetch-site": "same-origin"}, 302),
        ({"origin": "https://elsewhere.example.org"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_a_form_of_another_site_appeals_nothing(noisy, useful, *, headers, status):
    del useful
    learn()
    assert appeal(noisy, **headers).status_code == status
    with acting(cast.STAGE):
        assert PriorAppeal.objects.exists() == (status == 302)


@pytest.mark.usefixtures("useful")
def test_what_cannot_be_appealed_is_said_in_words(noisy):
    nothing = appeal(noisy)
    assert nothing.status_code == 409
    assert "Nothing is taken from your reports" in nothing.text
    learn()
    blank = appeal(noisy, " ")
    assert blank.status_code == 400
    assert "Write in a sentence why." in blank.text


def test_an_analyst_reads_why_a_report_stands_where_it_does(noisy, useful):
    learn()
    ana = factories.browser_of(cast.ana())
    text = ana.get(reverse("console:report", args=[useful])).text
    assert "points further back: in 4 of its sender" in text
    appeal(noisy)
    text = ana.get(reverse("console:report", args=[useful])).text
    assert "nothing is taken from it now" in text
    services.escalate(cast.STAGE, useful, at=NOW)
    text = ana.get(reverse("console:report", args=[useful])).text
    assert "plays no part: it is at level 1" in text


def test_no_appeals_is_said_so():
    omar = factories.browser_of(cast.omar())
    assert "No platform has appealed" in omar.get(APPEALS).text
    assert omar.get(reverse("operations:answer-appeal", args=[17])).status_code == 404
