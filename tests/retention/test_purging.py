"""A cleared report is destroyed when its clock ends, unless anything holds it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, ProgrammingError

from tests import cast, factories, telephone_stage
from tests.portals.agencies.api.program import program
from tests.portals.console.test_withheld import in_force
from tests.portals.platforms.reporter import Reporter
from tipline import pipeline, supplementing, telephone
from tipline.casework.queue import QueueFilters, queue_for
from tipline.clearance import services as clearance
from tipline.clearance.jobs import purge_cleared
from tipline.clearance.models import Clearance
from tipline.clearance.services import Disposing, Finding
from tipline.exchange.models import KeptAnswer
from tipline.files import keeping
from tipline.files.models import ReportedFile
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.foundation.vault.errors import ObjectMissingError
from tipline.intake.danger import CheckKind, CheckOutcome
from tipline.intake.document import SupplementDocument
from tipline.intake.models import DangerCheck, Report, Submission, Supplement
from tipline.linking.models import Identifier, IdentifierUse
from tipline.referral import excluding, placing, withholding
from tipline.referral import queries as referral
from tipline.referral.models import TableEdition, Withholding
from tipline.retention import purging, services
from tipline.retention.errors import HeldError, HoldIncompleteError, OwnHoldError
from tipline.retention.models import PurgeClock
from tipline.triage import queries as triage
from tipline.triage import services as ranking
from tipline.triage.models import Bundle, BundleStay

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.now(UTC) - timedelta(days=60)
NOW = datetime.now(UTC)
TONIGHT = int(NOW.timestamp()) + 900  # these tests take no quarter of an hour


def who(person):
    return cast.principal_of(person)


@pytest.fixture
def chat():
    return cast.platform("Exemplar Chat")


@pytest.fixture
def report(chat):
    report_id = factories.routed_report(chat)
    said = SupplementDocument(
        report_id=report_id, reason="abstract secret", additional_info="secret"
    )
    supplementing.supplement_by_analyst(who(cast.ana()), said, at=NOW)
    ranking.escalate(who(cast.ana()), report_id, reason="secret words", at=NOW)
    return report_id


def cleared(report_id, *, disposal="purge", at=LONG_AGO, until=None):
    """Clear a report as unfounded, two months ago unless told otherwise."""
    found = Finding(verdict="unfounded", ground="false-report", reason="secret reason")
    said = clearance.clear(who(cast.lena()), report_id, found, at=at)
    clearance.confirm(
        who(cast.ana()),
        said.pk,
        disposing=Disposing(disposal=disposal, hold_until=until),
        decision="secret decision",
        at=at,
    )
    return said


def the(model, **wanted):
    with acting(cast.STAGE):
        return model.objects.get(**wanted)


def count(model, **wanted):
    with acting(cast.STAGE):
        return model.objects.filter(**wanted).count()


def queued(report_id):
    rows = triage.queue(who(cast.ana()), triage.QueueFilters()).rows
    theirs = queue_for(who(cast.lena()), filters=QueueFilters()).rows
    return (
        report_id in {row.report_id for row in rows},
        report_id in {row.report_id for row in theirs},
    )


def everything_in_words():
    """All text of all tables but the audit, as the owner of the rows would dump it."""
    tables = (
        "intake_report",
        "intake_submission",
        "intake_supplement",
        "files_reportedfile",
        "linking_identifier",
        "linking_identifieruse",
        "referral_locationevidence",
        "triage_assessment",
        "clearance_clearance",
        "intake_call",
        "intake_dangercheck",
        "referral_referralproposal",
        "referral_releasedecision",
        "casework_note",
        "casework_work",
        "casework_logentry",
        "referral_jurisdictiondecision",
        "referral_exclusion",
    )
    with acting(cast.STAGE), connection.cursor() as cursor:
        texts = []
        for table in tables:
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608
            texts.append(cursor.fetchone()[0] or "")
    return " ".join(texts)


def test_nothing_that_names_anybody_is_left_when_the_clock_ends(chat, report):  # noqa: PLR0915 - one story
    with acting(cast.STAGE):
        file = ReportedFile.objects.get(report_id=report)
        user_id = Report.objects.get(pk=report).document["reported_persons"][0][
            "user_id"
        ]
    said = {"reason": f"secret of {user_id}", "at": datetime.now(UTC)}
    placing.decide(who(cast.ana()), report, country="US", state="MA", **said)
    excluding.exclude(who(cast.ana()), report, code="ICAC-OH", **said)
    assert user_id in everything_in_words()
    other = {"text": "nobody@example.org"}
    for key, asked in (("named", {"text": user_id}), ("other", other)):
        program(cast.lena()).post("searches", asked, idempotency_key=key)
    assert count(KeptAnswer, body__contains=user_id) == 1
    cleared(report)
    purge_cleared.func(timestamp=TONIGHT)
    assert count(KeptAnswer) == count(KeptAnswer, key="other") == 1
    clock = the(PurgeClock, report_id=report)
    assert clock.purged_at is not None
    assert clock.counts["files"] == 1
    assert clock.counts["submissions"] == 2
    words = everything_in_words()
    for secret in (user_id, "blue_kite", "reported@example.net", "secret"):
        assert secret not in words, secret
    with pytest.raises(ObjectMissingError):
        b"".join(keeping.pieces_of(file))
    assert count(Submission, report_id=report) == 0
    assert count(IdentifierUse, report_id=report) == 0
    assert count(Identifier, value__contains=user_id) == 0
    kept = the(Report, pk=report)
    assert kept.finish_answer
    assert kept.incident_type
    assert count(Entry, subject=f"report:{report}", action="report.purged") == 1
    assert (
        factories.browser_of(cast.ana()).get(f"/console/reports/{report}/").status_code
        == 200
    )
    shown = factories.browser_of(cast.lena()).get(f"/agency/reports/{report}/")
    assert "destroyed this report" in shown.content.decode()
    assert Reporter(chat).receipt(report).status == 200
    more = f"""<supplement><reportId>{report}</reportId><reason>x</reason>
    <additionalInfo>x</additionalInfo></supplement>"""
    refused = Reporter(chat).call("POST", "/supplement", more.encode())
    assert refused.outcome == (409, 5101)


def test_of_what_a_caller_told_nothing_is_left_either():
    told = {"more": {"more": "secret words"}}
    call_id = telephone_stage.report(cast.ana(), danger="yes", **told)
    telephone.check_danger(
        who(cast.sven()),
        call_id,
        kind=CheckKind.SECOND_PERSON,
        outcome=CheckOutcome.CONFIRMED,
        note="secret note",
        at=NOW,
    )
    telephone.refuse_release(who(cast.ana()), call_id, reason="secret reason", at=NOW)
    found = Finding(verdict="unfounded", ground="false-report", reason="secret reason")
    said = clearance.clear(who(cast.sven()), call_id, found, at=LONG_AGO)
    clearance.confirm(
        who(cast.ana()), said.pk, disposing=Disposing(disposal="purge"), at=LONG_AGO
    )
    assert "secret" in everything_in_words()
    purge_cleared.func(timestamp=TONIGHT)
    assert the(PurgeClock, report_id=call_id).purged_at is not None
    assert "secret" not in everything_in_words()
    assert count(DangerCheck, report_id=call_id) == 1


def test_of_why_staff_let_it_go_or_took_it_out_nothing_is_left(report):
    in_force(f"act,{cast.LENAS_AGENCY},any,enticement,any,,hold,90,,,An invented act")
    ended = {"ended_by": "person:7", "ended_at": NOW, "at": NOW, "instead": ["US-FED"]}
    left = {"left_at": NOW, "left_by": "person:7", "left_because": ["taken-out"]}
    with acting(cast.STAGE):
        edition = TableEdition.objects.latest("pk")
        for reason in ("secret words", withholding.ASKED_AGAIN):
            Withholding.objects.create(
                report_id=report,
                agency=cast.agency("US-FED"),
                edition=edition,
                end_reason=reason,
                **ended,
            )
        stay = BundleStay.objects.create(
            bundle=Bundle.objects.create(id=report, opened_at=NOW),
            report_id=report,
            incidents=1,
            because={},
            joined_at=NOW,
            note="secret words",
            **left,
        )
    with pytest.raises(DatabaseError), transaction.atomic(), acting(cast.STAGE):
        BundleStay.objects.filter(pk=stay.pk).update(note="")
    cleared(report)
    purge_cleared.func(timestamp=TONIGHT)
    with acting(cast.STAGE):
        reasons = Withholding.objects.order_by("pk").values_list(
            "end_reason", flat=True
        )
        assert list(reasons) == [purging.DESTROYED, withholding.ASKED_AGAIN]
        assert BundleStay.objects.get(pk=stay.pk).note == ""
        assert Bundle.objects.filter(pk=report).exists()


def test_before_its_clock_ends_nothing_is_destroyed(report):
    cleared(report, at=NOW)
    purge_cleared.func(timestamp=TONIGHT)
    assert the(PurgeClock, report_id=report).purged_at is None
    assert count(Submission, report_id=report)


@pytest.mark.parametrize("kind", ["preservation", "segregated"])
def test_a_hold_wins_and_the_database_knows(report, kind):
    cleared(report)
    said = {"reason": "abstract", "ends_at": NOW + timedelta(days=9), "at": NOW}
    if kind == "segregated":
        hold = services.keep_apart(who(cast.ana()), report, **said)
    else:
        hold = services.place_hold(who(cast.ana()), report, kind=kind, **said)
    purge_cleared.func(timestamp=TONIGHT)
    assert the(PurgeClock, report_id=report).purged_at is None
    with pytest.raises(HeldError):
        purging.purge(cast.STAGE, report, also=lambda _: 0, at=NOW)
    with (
        acting(cast.STAGE),
        pytest.raises(ProgrammingError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "WITH said AS (SELECT set_config('tipline.purging', %s, true))"
            " UPDATE intake_report SET document = '{}' FROM said",
            [str(report)],
        )
    with pytest.raises(OwnHoldError):
        services.release_hold(who(cast.ana()), hold.pk, at=NOW)
    services.release_hold(who(cast.sven()), hold.pk, at=NOW)
    purge_cleared.func(timestamp=TONIGHT)
    assert the(PurgeClock, report_id=report).purged_at is not None


def test_a_clock_alone_gives_no_word_away(report):
    cleared(report)
    with (
        acting(cast.STAGE),
        pytest.raises(ProgrammingError, match="append-only"),
        transaction.atomic(),
    ):
        Supplement.objects.filter(report_id=report).update(reason="x")


def test_what_is_kept_apart_is_in_no_queue_until_its_hold_ends(report):
    assert queued(report) == (True, True)
    until = NOW + timedelta(days=3)
    cleared(report, disposal="segregate", at=NOW, until=until)
    assert queued(report) == (False, False)
    ana = factories.browser_of(cast.ana())
    assert ana.get("/console/", {"report": report}).status_code == 200
    assert str(report) in ana.get("/console/clearances/").content.decode()
    assert triage.is_in_triage(who(cast.ana()), report)
    purging.end_holds(cast.STAGE, at=until + timedelta(seconds=1))
    assert queued(report) == (True, True)
    assert ana.get("/console/", {"report": report}).status_code == 302


def test_an_agency_that_it_comes_to_while_it_is_apart_has_it_apart(chat, report):
    until = NOW + timedelta(days=3)
    cleared(report, disposal="segregate", at=NOW, until=until)
    elsewhere = f"""<supplement><reportId>{report}</reportId><reason>x</reason>
    <victim><victimPerson/><ipCaptureEvent><ipAddress>171.64.64.64</ipAddress>
    </ipCaptureEvent></victim></supplement>"""
    sent = Reporter(chat).call("POST", "/supplement", elsewhere.encode())
    assert sent.status == 200, sent.body
    supplementing.take_up.func(report_id=report)
    pipeline.journey.func(report_id=report)
    assert referral.report_for(who(cast.zed()), report).is_set_apart
    rows = queue_for(who(cast.zed()), filters=QueueFilters()).rows
    assert report not in {row.report_id for row in rows}


def test_too_many_at_once_are_destroyed_by_nobody(report, monkeypatch):
    monkeypatch.setattr("tipline.retention.clocks.MOST_AT_ONCE", 0)
    cleared(report)
    purge_cleared.func(timestamp=TONIGHT)
    assert the(PurgeClock, report_id=report).purged_at is None
    assert count(Entry, action="retention.braked") == 1


def test_a_clock_that_jumped_years_ahead_destroys_nothing(report):
    purge_cleared.func(timestamp=TONIGHT)
    cleared(report, at=NOW)
    purge_cleared.func(timestamp=TONIGHT + 10 * 365 * 86_400)
    assert the(PurgeClock, report_id=report).purged_at is None


@pytest.mark.parametrize(
    ("kind", "reason", "days"),
    [("odd", "x", 3), ("preservation", " ", 3), ("preservation", "x", -1)],
)
def test_a_hold_says_all_that_is_needed(*, report, kind, reason, days):
    with pytest.raises(HoldIncompleteError):
        services.place_hold(
            who(cast.ana()),
            report,
            kind=kind,
            reason=reason,
            ends_at=NOW + timedelta(days=days),
            at=NOW,
        )


def test_an_unfounded_report_is_not_kept_as_if_nothing_had_been_said(report):
    with pytest.raises(clearance.ClearanceIncompleteError):
        cleared(report, disposal="keep")
    assert the(Clearance, report_id=report).state == "said"
