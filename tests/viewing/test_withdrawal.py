"""A legal basis that does not hold is withdrawn; the record of it stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from tests import cast, factories
from tests.viewing.evidence import ask, reported
from tipline.files import queries as files
from tipline.foundation.audit.models import Entry
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.scope import acting
from tipline.referral.assembly import contents_for
from tipline.viewing import bases, queries, services
from tipline.viewing.errors import (
    AlreadyWithdrawnError,
    FileClosedError,
    HoldOverError,
    ReasonMissingError,
)
from tipline.viewing.models import BasisWithdrawal, FileBasis
from tipline.viewing.services import Wanted

pytestmark = pytest.mark.django_db
ALWAYS = settings.VIEWING


def now():
    return datetime.now(UTC)


def recorded(viewer, wanted, reference="W-7"):
    return bases.record_basis(
        viewer,
        wanted.report_id,
        wanted.file_id,
        kind="search-warrant",
        reference=reference,
        note="of the court",
        until=None,
        terms=ALWAYS,
        at=now(),
    )


def withdraw(viewer, wanted, basis, *, reason="It names another account."):
    return bases.withdraw_basis(
        viewer, wanted.report_id, basis.pk, reason=reason, terms=ALWAYS, at=now()
    )


def sight(viewer, wanted):
    return queries.sight_of(
        viewer.principal, wanted.report_id, wanted.file_id, terms=ALWAYS, at=now()
    )


def veil(viewer, wanted):
    return services.veil(viewer, wanted, terms=ALWAYS, at=now())


@pytest.fixture
def wanted():
    return reported(flags="")


def test_a_basis_that_is_withdrawn_opens_nothing_and_stays_on_record(ana, wanted):
    basis = recorded(ana, wanted)
    assert sight(ana, wanted).decision.ground == "legal-basis"
    withdraw(ana, wanted, basis)
    with pytest.raises(FileClosedError):
        veil(ana, wanted)
    (kept,) = sight(ana, wanted).bases
    assert kept.reference == "W-7"
    assert kept.withdrawal.reason == "It names another account."
    with acting(cast.STAGE):
        entry = Entry.objects.get(action="legal_basis.withdrawn")
    assert "another account" in entry.details


def test_what_was_viewed_on_it_is_no_ground_to_view_again(ana, wanted):
    basis = recorded(ana, wanted)
    ask(veil(ana, wanted))
    held = services.hold(ana, wanted, terms=ALWAYS, at=now())
    assert ask(held.token).status == 200
    services.release(ana, held.hold_id, terms=ALWAYS, at=now())
    withdraw(ana, wanted, basis)
    seen = sight(ana, wanted)
    assert not seen.decision.may_open
    assert [one.is_withdrawn for one in seen.shown] == [True, True]
    recorded(ana, wanted, "W-8")
    assert sight(ana, wanted).decision.ground == "legal-basis"


def test_a_ticket_on_it_serves_no_more(ana, wanted):
    basis = recorded(ana, wanted)
    token = veil(ana, wanted)
    withdraw(ana, wanted, basis)
    assert ask(token).status == 404


def test_a_picture_that_is_held_on_it_is_hidden_at_the_next_heartbeat(ana, wanted):
    basis = recorded(ana, wanted)
    ask(veil(ana, wanted))
    held = services.hold(ana, wanted, terms=ALWAYS, at=now())
    withdraw(ana, wanted, basis)
    with pytest.raises(HoldOverError):
        services.beat(ana, held.hold_id, terms=ALWAYS, at=now() + timedelta(seconds=2))


def test_it_is_withdrawn_once_with_a_reason_and_from_its_own_report(ana, wanted):
    basis = recorded(ana, wanted)
    with pytest.raises(ReasonMissingError):
        withdraw(ana, wanted, basis, reason="  ")
    with pytest.raises(NotFoundError):
        withdraw(ana, reported(flags=""), basis)
    withdraw(ana, wanted, basis)
    with pytest.raises(AlreadyWithdrawnError):
        withdraw(ana, wanted, basis)


@pytest.mark.parametrize("model", [FileBasis, BasisWithdrawal])
def test_neither_record_is_changed_or_deleted(ana, wanted, model):
    withdraw(ana, wanted, recorded(ana, wanted))
    with acting(cast.STAGE):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**{model._meta.fields[-1].name: now()})
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all()._raw_delete(model.objects.db)


def test_the_packet_says_that_the_basis_was_withdrawn(ana):
    report_id = factories.routed_report(cast.platform(), flags="")
    (file,) = files.files_of(cast.STAGE, report_id)
    wanted = Wanted(report_id=report_id, file_id=file.file_id, severity="unknown")
    basis = recorded(ana, wanted)
    ask(veil(ana, wanted))
    withdraw(ana, wanted, basis)
    lena = cast.lena()
    contents = contents_for(cast.principal_of(lena), lena, report_id, at=now())
    (viewing,) = contents.files[0].viewed_by_clearinghouse
    assert "W-7. The clearinghouse withdrew this basis later." in viewing.basis


def test_it_is_withdrawn_on_a_page(ana, wanted):
    basis = recorded(ana, wanted)
    browser = factories.browser_of(ana.person)
    page = f"/console/reports/{wanted.report_id}/bases/{basis.pk}/withdraw/"
    assert "W-7" in browser.get(page).content.decode()
    assert browser.post(page, {"reason": ""}).status_code == 400
    done = browser.post(page, {"reason": "It names another account."})
    assert done.status_code == 302
    report = browser.get(f"/console/reports/{wanted.report_id}/").content.decode()
    assert "It names another account." in report
    again = browser.post(page, {"reason": "Twice."})
    assert again.status_code == 400
    assert "withdrawn before" in again.content.decode()
