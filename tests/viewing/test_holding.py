"""A clear picture is held: on a lease, under limits, and counted by the server."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from tests import cast
from tests.viewing import evidence
from tests.viewing.evidence import ask, reported, seconds
from tipline.foundation.audit.models import Entry
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.scope import acting
from tipline.viewing import bases, queries, services
from tipline.viewing.errors import (
    BasisIncompleteError,
    ExposureLimitError,
    FileClosedError,
    HoldOpenError,
    HoldOverError,
    NotVeiledFirstError,
    SilentClientError,
)
from tipline.viewing.exposure import Limits
from tipline.viewing.models import Exposure, Hold

pytestmark = pytest.mark.django_db
ALWAYS = settings.VIEWING
TIGHT = replace(
    ALWAYS, limits=Limits(hour_minutes=0.25, opening_hour=0, cut_off_hour=24)
)


def now():
    return datetime.now(UTC)


@pytest.fixture
def veiled(ana):
    """A file whose veiled preview has reached Ana."""
    wanted = reported()
    assert ask(services.veil(ana, wanted, terms=ALWAYS, at=now())).status == 200
    return wanted


def press(viewer, wanted, at, terms=ALWAYS):  # noqa: PLR0917 - reads as a sentence
    return services.hold(viewer, wanted, terms=terms, at=at)


def ledger(person):
    with acting(cast.STAGE):
        rows = Exposure.objects.filter(person_id=person.pk).order_by("at")
        return [(row.severity, round(row.seconds, 1)) for row in rows]


def test_what_is_held_is_clear_and_counted(ana, veiled):
    begun = now()
    held = press(ana, veiled, begun)
    assert ask(held.token).status == 200
    for at in seconds(begun, 2, 2, 2):
        assert services.beat(ana, held.hold_id, terms=ALWAYS, at=at).lease_seconds == 8
    services.release(ana, held.hold_id, terms=ALWAYS, at=begun + timedelta(seconds=7))
    assert ledger(ana.person) == [("unknown", 7.0)]
    with acting(cast.STAGE):
        newest = Entry.objects.filter(actor=ana.principal.actor).latest("pk")
        assert newest.action == "picture.let_go"
    load = queries.load_of(ana.principal, ana.person, at=begun + timedelta(minutes=1))
    assert load.day == {"unknown": 7.0}


def test_the_clear_preview_comes_after_the_veiled_one_of_the_same_session(ana):
    wanted = reported()
    with pytest.raises(NotVeiledFirstError):
        press(ana, wanted, now())
    ask(services.veil(ana, wanted, terms=ALWAYS, at=now()))
    with pytest.raises(NotVeiledFirstError):
        press(evidence.viewer(ana.person), wanted, now())


def test_nothing_is_clear_once_it_was_let_go_of(ana, veiled):
    held = press(ana, veiled, now())
    services.release(ana, held.hold_id, terms=ALWAYS, at=now())
    assert ask(held.token).status == 404


def test_one_picture_at_a_time(ana, veiled):
    begun = now()
    press(ana, veiled, begun)
    with pytest.raises(HoldOpenError):
        press(ana, veiled, begun + timedelta(seconds=1))


def test_who_sends_no_heartbeat_gets_no_ticket_and_is_charged_a_minute(ana, veiled):
    begun = now()
    press(ana, veiled, begun)
    with pytest.raises(SilentClientError):
        press(ana, veiled, begun + timedelta(seconds=9))
    with pytest.raises(SilentClientError):
        press(ana, veiled, begun + timedelta(seconds=59))
    press(ana, veiled, begun + timedelta(seconds=61))
    assert ledger(ana.person) == [("unknown", 60.0)]


def test_a_heartbeat_that_comes_too_late_prolongs_nothing(ana, veiled):
    begun = now()
    held = press(ana, veiled, begun)
    with pytest.raises(HoldOverError):
        services.beat(
            ana, held.hold_id, terms=ALWAYS, at=begun + timedelta(seconds=8.5)
        )


def test_the_cap_ends_a_picture_that_is_held_on(ana, veiled):
    begun = now()
    held = press(ana, veiled, begun, TIGHT)
    for at in seconds(begun, 2, 2, 2, 2, 2):
        lease = services.beat(ana, held.hold_id, terms=TIGHT, at=at).lease_seconds
    assert lease == 5  # a quarter of a minute, of which ten seconds are over
    with pytest.raises(ExposureLimitError, match="hour"):
        services.beat(ana, held.hold_id, terms=TIGHT, at=begun + timedelta(seconds=14))
    with pytest.raises(ExposureLimitError, match="It goes on at"):
        press(ana, veiled, begun + timedelta(seconds=20), TIGHT)
    assert ledger(ana.person) == [("unknown", 14.0)]


def test_nobody_prolongs_or_ends_anothers_hold(ana, veiled):
    held = press(ana, veiled, now())
    sven, other = evidence.viewer(cast.sven()), evidence.viewer(ana.person)
    for somebody in (sven, other):
        with pytest.raises(NotFoundError):
            services.beat(somebody, held.hold_id, terms=ALWAYS, at=now())
        with pytest.raises(NotFoundError):
            services.release(somebody, held.hold_id, terms=ALWAYS, at=now())
    with acting(cast.STAGE):
        assert Hold.objects.get(pk=held.hold_id).ended_at is None


def test_no_picture_is_clear_after_the_cut_off(ana, veiled):
    local = now().hour
    closed = Limits(opening_hour=0, cut_off_hour=local) if local else None
    closed = closed or Limits(opening_hour=1, cut_off_hour=24)
    terms = replace(ALWAYS, limits=closed)
    with pytest.raises(ExposureLimitError, match="at this hour"):
        press(ana, veiled, now(), terms)


def record(viewer, wanted, **said):
    asked = {"kind": "search-warrant", "reference": "W-7", "note": "of the court"}
    return bases.record_basis(
        viewer,
        wanted.report_id,
        wanted.file_id,
        **{**asked, "until": None, **said},
        terms=ALWAYS,
        at=now(),
    )


def test_a_legal_basis_on_record_opens_the_file_until_it_ends(ana):
    wanted = reported(flags="")
    record(ana, wanted, until=now() + timedelta(hours=1))
    assert ask(services.veil(ana, wanted, terms=ALWAYS, at=now())).status == 200
    with pytest.raises(FileClosedError):
        services.veil(ana, wanted, terms=ALWAYS, at=now() + timedelta(hours=2))
    with acting(cast.STAGE):
        entry = Entry.objects.get(action="legal_basis.recorded")
    assert "W-7" in entry.details
    sight = queries.sight_of(
        ana.principal, wanted.report_id, wanted.file_id, terms=ALWAYS, at=now()
    )
    assert sight.shown[0].basis_reference == "W-7"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "because"},
        {"reference": "  "},
        {"note": ""},
        {"note": "x" * 2001},
        {"until": datetime(2020, 1, 1, tzinfo=UTC)},
    ],
)
def test_half_a_legal_basis_is_none(ana, wrong):
    with pytest.raises(BasisIncompleteError):
        record(ana, reported(flags=""), **wrong)


def test_what_we_viewed_once_stays_open_to_us_after_its_basis_ends(ana):
    wanted = reported(flags="")
    record(ana, wanted, until=now() + timedelta(hours=1))
    ask(services.veil(ana, wanted, terms=ALWAYS, at=now()))
    ask(press(ana, wanted, now()).token)
    later = now() + timedelta(hours=2)
    sight = queries.sight_of(
        ana.principal, wanted.report_id, wanted.file_id, terms=ALWAYS, at=later
    )
    assert sight.decision.ground == "viewed-by-us"


def test_loads_are_for_supervisors_and_show_no_content(ana, veiled):
    begun = now()
    held = press(ana, veiled, begun)
    services.release(ana, held.hold_id, terms=ALWAYS, at=begun + timedelta(seconds=5))
    sven = cast.sven()
    found = queries.loads(
        cast.principal_of(sven), sven, at=begun + timedelta(minutes=1)
    )
    assert {load.person.name: load.day_seconds for load in found}["Ana"] == 5
    with pytest.raises(NotFoundError):
        queries.loads(ana.principal, ana.person, at=begun)


def test_a_supervisor_says_where_somebody_works(ana):
    sven = cast.sven()
    asked = {"zone": "Asia/Tokyo", "default": ALWAYS.look}
    services.set_time_zone(cast.principal_of(sven), sven, ana.person.pk, **asked)
    assert queries.zone_of(ana.principal, ana.person.pk) == "Asia/Tokyo"
    with pytest.raises(NotFoundError):
        services.set_time_zone(ana.principal, ana.person, ana.person.pk, **asked)
