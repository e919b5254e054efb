"""A flood waits, somebody in danger never long, and no address is kept."""

import hashlib
import json

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import cast
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Submission
from tipline.portals.public import form_views, slow_down
from tipline.portals.public.slow_down import (
    CALM_A_MINUTE,
    CALM_OF_PLACE,
    KEPT_A_MINUTE,
    KEPT_OF_PLACE,
    MOST_OF_PLACE,
    PROOF_BITS,
    TICKET_LIVES,
    URGENT_WAIT_MOST,
    WAIT_LEAST,
    WAIT_MOST,
    Gate,
    is_proof,
)

PLACE, OTHER = "171.64.64.64", "18.9.22.69"
HIDDEN = 'name="{}" value="'


class Clock:
    """The time, as a test lets it pass."""

    now = 1_800_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def gate(clock):
    return Gate(clock=clock)


def proof_of(ticket):
    """Do by hand what the page's script does."""
    for number in range(1 << PROOF_BITS + 6):
        digest = hashlib.sha256(f"{ticket}:{number}".encode()).digest()
        if int.from_bytes(digest[:2]) == 0:
            return str(number)
    raise AssertionError


def flood(gate, count, *, address=""):
    """Let reports begin that did the task, or did not have to."""
    return [
        gate.admit(address, ticket="", proof="", is_urgent=False) for _ in range(count)
    ]


def test_in_calm_times_nobody_waits(gate):
    assert all(answer.is_free for answer in flood(gate, CALM_A_MINUTE))
    assert not flood(gate, 1)[0].is_free


def test_in_a_flood_a_minute_of_patience_or_a_task_opens_the_gate_once(gate, clock):
    flood(gate, CALM_A_MINUTE)
    ticket = gate.ticket()
    asked = {"ticket": ticket, "proof": "", "is_urgent": False}
    wait = gate.admit("", **asked).wait_seconds
    assert 0 < wait <= WAIT_MOST
    clock.now += wait - 1
    assert gate.admit("", **asked).wait_seconds
    clock.now += 1
    assert gate.admit("", **asked).is_free
    assert not gate.admit("", **asked).is_free  # a ticket is good for one report
    worked = gate.ticket()
    done = {"ticket": worked, "proof": proof_of(worked), "is_urgent": False}
    assert is_proof(worked, done["proof"])
    assert gate.admit("", **done).is_free
    forged = {**done, "ticket": worked[:-2] + "xx"}
    assert not gate.admit("", **forged).is_free


def test_whoever_waited_as_told_waits_only_for_what_is_left(gate, clock):
    flood(gate, CALM_A_MINUTE)
    asked = {"ticket": gate.ticket(), "proof": "", "is_urgent": True}
    told = gate.admit("", **asked).wait_seconds
    assert told == WAIT_LEAST
    clock.now += told
    gate._begun.extend([clock.now] * CALM_A_MINUTE * 9)  # the flood grew meanwhile
    assert gate.admit("", **asked).wait_seconds == URGENT_WAIT_MOST - told
    clock.now += URGENT_WAIT_MOST - told
    assert gate.admit("", **asked).is_free


@pytest.mark.parametrize("kind", ["spent", "old", "forged", "none"])
def test_whose_ticket_is_no_good_is_given_one_that_is(gate, clock, kind):
    used = gate.ticket()
    clock.now += TICKET_LIVES + 1 if kind == "old" else WAIT_MOST
    flood(gate, CALM_A_MINUTE)
    carried = {"forged": f"{used[:-2]}xx", "none": ""}.get(kind, used)
    asked = {"ticket": carried, "proof": "", "is_urgent": True}
    assert kind != "spent" or gate.admit("", **asked).is_free
    again = gate.admit("", **asked)
    assert again.ticket not in {"", carried}
    clock.now += again.wait_seconds
    flood(gate, CALM_A_MINUTE)
    assert gate.admit("", **{**asked, "ticket": again.ticket}).is_free


def test_in_the_largest_flood_a_ticket_is_still_good_for_one_report(
    gate, clock, monkeypatch
):
    monkeypatch.setattr(slow_down, "REMEMBERED_MOST", 3)
    tickets = [gate.ticket() for _ in range(5)]
    clock.now += WAIT_MOST
    flood(gate, CALM_A_MINUTE)
    for ticket in tickets:
        asked = {"ticket": ticket, "proof": "", "is_urgent": False}
        assert gate.admit("", **asked).is_free
        assert not gate.admit("", **asked).is_free


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 3000), st.integers(0, 200))
def test_somebody_in_danger_waits_little_and_is_never_refused(before, of_place):
    clock = Clock()
    gate = Gate(clock=clock)
    gate._begun.extend([clock.now] * before)
    for _ in range(of_place):
        gate._count(gate.place_of(PLACE), "report")
    asked = {"ticket": gate.ticket(), "proof": "", "is_urgent": True}
    first = gate.admit(PLACE, **asked)
    assert not first.is_refused
    assert first.wait_seconds <= URGENT_WAIT_MOST
    clock.now += first.wait_seconds
    assert first.is_free or gate.admit(PLACE, **asked).is_free


def test_one_place_is_slowed_and_then_refused_for_an_hour_and_others_are_not(
    gate, clock
):
    assert all(a.is_free for a in flood(gate, CALM_OF_PLACE, address=PLACE))
    assert flood(gate, 1, address=PLACE)[0].wait_seconds
    for _ in range(MOST_OF_PLACE - CALM_OF_PLACE):
        ticket = gate.ticket()
        clock.now += 61
        asked = {"ticket": ticket, "proof": "", "is_urgent": False}
        if not gate.admit(PLACE, **asked).is_free:
            break
    assert flood(gate, 1, address=PLACE)[0].is_refused
    assert flood(gate, 1, address=OTHER)[0].is_free
    clock.now += 3600
    assert flood(gate, 1, address=PLACE)[0].is_free


def test_a_place_is_a_hash_whose_key_is_thrown_away_each_hour(gate, clock):
    before = gate.place_of(PLACE)
    assert PLACE.encode() not in before
    assert before == gate.place_of(PLACE)
    flood(gate, 1, address=PLACE)
    assert PLACE not in str(vars(gate))
    clock.now += 3601
    flood(gate, 1, address=OTHER)
    assert gate.place_of(PLACE) != before
    assert gate.place_of("127.0.0.1") is None
    assert gate.place_of("not an address") is None


def test_what_is_kept_before_its_wait_is_bounded_for_a_place_and_for_all(gate, clock):
    assert [gate.keep_first(PLACE) for _ in range(KEPT_OF_PLACE + 1)] == [
        *[True] * KEPT_OF_PLACE,
        False,
    ]
    others = KEPT_A_MINUTE - KEPT_OF_PLACE
    assert all(gate.keep_first("") for _ in range(others))
    assert not gate.keep_first(OTHER)
    assert flood(gate, 1)[0].wait_seconds  # they count as reports that began
    clock.now += 61
    assert gate.keep_first(OTHER)
    assert not gate.keep_first(PLACE)
    clock.now += 3600
    assert gate.keep_first(PLACE)


class Flooded:
    """The form when many reports arrive, without JavaScript and from one place."""

    def __init__(self, monkeypatch, clock):
        gate = Gate(clock=clock)
        monkeypatch.setattr(form_views, "GATE", gate)
        flood(gate, CALM_A_MINUTE)
        self.browser = Client(headers={"x-forwarded-for": PLACE})

    def tell(self, text):
        sent = {"page": "danger", "danger": text, "go": "next"}
        return self.browser.post(reverse("public:report"), sent).text


def calls_of_people():
    """Give in how many seconds people are called, and about which report."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'report_id', extract(epoch FROM scheduled_at - now())"
            " FROM procrastinate_jobs WHERE task_name = 'hasten_call' ORDER BY id"
        )
        return dict(cursor.fetchall())


@pytest.mark.django_db
def test_who_presses_once_in_danger_and_goes_away_is_heard_in_a_flood(
    monkeypatch, clock
):
    form = Flooded(monkeypatch, clock)
    assert "A person is told within a minute." in form.tell("Abstract danger")
    ((number, seconds),) = calls_of_people().items()
    assert 0 < seconds <= URGENT_WAIT_MOST
    assert texts() == {number: "Abstract danger"}


@pytest.mark.django_db
def test_a_flood_that_says_danger_keeps_no_more_than_its_bound(monkeypatch, clock):
    form = Flooded(monkeypatch, clock)
    said = [form.tell(f"Abstract {number}") for number in range(KEPT_OF_PLACE + 3)]
    assert len(texts()) == len(calls_of_people()) == KEPT_OF_PLACE
    assert all("Please wait" in page for page in said[KEPT_OF_PLACE:])
    last = said[-1].partition(HIDDEN.format("ticket"))[2].partition('"')[0]
    clock.now += URGENT_WAIT_MOST
    sent = {"page": "danger", "danger": "Late", "go": "next", "ticket": last}
    answer = form.browser.post(reverse("public:report"), sent)
    assert "A person is told within a minute." in answer.text
    assert "Late" in texts().values()


def texts():
    """Give what was said of the danger, by report."""
    with acting(cast.STAGE):
        kept = Submission.objects.filter(kind="answers").order_by("pk")
        said = {str(each.report_id): json.loads(bytes(each.body)) for each in kept}
    return {report: each["answers"]["danger"] for report, each in said.items()}


@pytest.mark.django_db
def test_whoever_waits_loses_no_word(monkeypatch, clock):
    gate = Gate(clock=clock)
    monkeypatch.setattr(form_views, "GATE", gate)
    flood(gate, CALM_A_MINUTE)
    browser = Client()
    page = browser.get(reverse("public:report")).text
    ticket = page.partition(HIDDEN.format("ticket"))[2].partition('"')[0]
    sent = {"page": "where", "service": "Exemplar Chat", "ticket": ticket, "go": "next"}
    waiting = browser.post(reverse("public:report"), sent)
    assert "Please wait" in waiting.text
    assert f'{HIDDEN.format("service")}Exemplar Chat"' in waiting.text
    assert waiting["Retry-After"]
    clock.now += 60
    assert "Who did it happen to?" in browser.post(reverse("public:report"), sent).text
