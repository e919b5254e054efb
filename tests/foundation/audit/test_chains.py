# ruff: noqa: S608 - statements are made of our own tables' names

import json
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from tests import cast, factories
from tests.access import stage as staging
from tests.portals.platforms.reporter import Reporter
from tipline.foundation.accounts import services as accounts
from tipline.foundation.accounts.models import Organization
from tipline.foundation.audit import partitions
from tipline.foundation.audit.models import ChainHead, Entry
from tipline.foundation.audit.services import chain_of, record
from tipline.foundation.audit.verification import verify
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report
from tipline.triage import services as triage

BROKEN = """
    CREATE OR REPLACE FUNCTION audit_record(
        given_actor text, given_organization bigint, given_action text,
        given_subject text, given_details text, given_request_id text
    ) RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the audit is full' USING ERRCODE = 'disk_full'; END $$
"""


def execute(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.mark.django_db
def test_an_entry_follows_its_forerunner_in_the_chain_of_its_subject():
    with acting(cast.STAGE):
        for number in range(40):
            record(cast.STAGE, "thing.done", f"thing:{number % 5}", count=number)
        entries = Entry.objects.filter(action="thing.done")
        assert {e.chain for e in entries} == {chain_of(f"thing:{n}") for n in range(5)}
        for chain in {e.chain for e in entries}:
            newest = Entry.objects.filter(chain=chain).latest("position")
            head = ChainHead.objects.get(chain=chain)
            assert bytes(newest.hash) == bytes(head.hash)
            assert newest.position == head.position
        assert verify().holds


@pytest.mark.django_db
def test_entries_land_in_the_partition_of_their_month():
    with acting(cast.STAGE):
        record(cast.STAGE, "thing.done", "thing:1")
        query = "SELECT tableoid::regclass::text, at FROM audit_entry"
        found = execute(f"{query} WHERE action = 'thing.done'")
    assert [table for table, _ in found] == [
        at.astimezone(UTC).strftime("audit_entry_%Y_%m") for _, at in found
    ]
    assert found


@pytest.mark.django_db
def test_the_worker_makes_the_months_to_come_and_each_begins_at_midnight_utc():
    execute("SET LOCAL TIME ZONE 'Asia/Tokyo'")
    partitions.make_partitions(date(2031, 11, 5))
    partitions.make_partitions(date(2031, 12, 31))
    execute("SET LOCAL TIME ZONE 'UTC'")
    (bounds,) = execute(
        "SELECT pg_get_expr(relpartbound, oid), relrowsecurity, relforcerowsecurity"
        " FROM pg_class WHERE relname = 'audit_entry_2031_12'"
    )
    assert bounds == (
        "FOR VALUES FROM ('2031-12-01 00:00:00+00') TO ('2032-01-01 00:00:00+00')",
        True,
        True,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'nobody'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_chain_head SET position = 0",
        "DELETE FROM audit_chain_head",
        "INSERT INTO audit_chain_head VALUES (16, 0, '')",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_entry_append ON audit_entry",
        "SET session_replication_role = replica",
    ],
)
def test_the_serving_roles_change_nothing(statement):
    with acting(cast.STAGE):
        record(cast.STAGE, "thing.done", "thing:1")
        with pytest.raises(ProgrammingError), transaction.atomic():
            execute(statement)
        assert verify().holds


@pytest.fixture
def superuser(django_db_setup, django_db_blocker):
    """The cluster's superuser, and a log of several hundred entries, undone."""
    del django_db_setup
    with django_db_blocker.unblock(), staging.superuser():
        with acting(cast.STAGE):
            execute(
                "SELECT count(audit_record('person:' || n % 7, n % 3, 'thing.done',"
                " 'thing:' || n % 211, json_build_object('count', n)::text, ''))"
                " FROM generate_series(1, 600) AS n"
            )
        staging.become("tipline_superuser")
        yield


@pytest.mark.usefixtures("superuser")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'nobody'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
    ],
)
def test_not_even_the_owner_changes_an_entry_by_mistake(statement):
    execute("ALTER TABLE audit_entry NO FORCE ROW LEVEL SECURITY")
    staging.become("tipline_owner")
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        execute(statement)


FIND = "chain = 3 AND position = {n}"
TAMPERINGS = {
    "an actor edited": f"UPDATE audit_entry SET actor = 'person:1x' WHERE {FIND}",
    "an action edited": f"UPDATE audit_entry SET action = 'x' WHERE {FIND}",
    "a subject edited": f"UPDATE audit_entry SET subject = 'x' WHERE {FIND}",
    "details edited": f"UPDATE audit_entry SET details = '{{{{}}}}' WHERE {FIND}",
    "an organization edited": "UPDATE audit_entry SET organization_id = 9"
    f" WHERE {FIND}",
    "a request edited": f"UPDATE audit_entry SET request_id = 'x' WHERE {FIND}",
    "an id edited": f"UPDATE audit_entry SET id = id + 1 WHERE {FIND}",
    "one deleted": f"DELETE FROM audit_entry WHERE {FIND}",
    "back-dated": f"UPDATE audit_entry SET at = at - interval '1 us' WHERE {FIND}",
    "one inserted": "INSERT INTO audit_entry SELECT id + 1, at, chain, position, actor,"
    " organization_id, 'forged', subject, details, request_id, previous_hash, hash"
    f" FROM audit_entry WHERE {FIND}",
    "two swapped": "UPDATE audit_entry SET position = {n} + {n} + 1 - position"
    " WHERE chain = 3 AND position IN ({n}, {n} + 1)",
    "the end cut off": "DELETE FROM audit_entry WHERE chain = 3 AND position > {n}",
    "re-hashed": "UPDATE audit_entry e SET action = 'forged', hash = sha256("
    "e.previous_hash || audit_canonical(ROW(e.id, e.at, e.chain, e.position, e.actor,"
    " e.organization_id, 'forged', e.subject, e.details, e.request_id,"
    f" e.previous_hash, e.hash)::audit_entry)) WHERE {FIND}",
    "moved to another chain": f"UPDATE audit_entry SET chain = 4 WHERE {FIND}",
    "the head set back": "UPDATE audit_chain_head h SET position = {n}, hash = e.hash"
    " FROM audit_entry e WHERE h.chain = 3 AND e.chain = 3 AND e.position = {n}",
    "the head's hash changed": "UPDATE audit_chain_head SET hash = sha256('{n}')"
    " WHERE chain = 3",
    "the head removed": "DELETE FROM audit_chain_head WHERE chain = 3 AND {n} > 0",
}


@pytest.mark.usefixtures("superuser")
@pytest.mark.parametrize("how", TAMPERINGS)
def test_a_superuser_who_tampers_is_found(how):
    whole = verify()
    assert whole.entries >= 600
    assert whole.holds
    execute("SET session_replication_role = replica")
    ((last,),) = execute("SELECT max(position) FROM audit_entry WHERE chain = 3")
    for number in (1, last // 2, last - 1):
        with staging.undone():
            assert execute(TAMPERINGS[how].format(n=number)) > 0
            found = verify()
            assert {b.chain for b in found.breaks} & {3}, (how, number)
    assert verify().holds


@pytest.fixture
def broken_audit(superuser):
    """Let every entry fail, and give back the serving role."""
    del superuser
    staging.become("tipline_worker")
    return _break


def _break():
    staging.become("tipline_superuser")
    execute(BROKEN)
    staging.become("tipline_worker")


def test_what_cannot_be_noted_is_not_done(broken_audit):
    reporter = Reporter(cast.platform())
    reporter.client.raise_request_exception = False
    report_id = factories.routed_report(reporter.platform)
    opened = reporter.open()
    browsers = [
        (cast.ana(), "GET", f"/console/reports/{report_id}/"),
        (cast.ana(), "POST", f"/console/reports/{report_id}/escalate"),
        (cast.lena(), "GET", f"/agency/reports/{report_id}/"),
        (cast.lena(), "POST", f"/agency/reports/{report_id}/packet/json"),
    ]
    signed_in = [(factories.browser_of(who), *what) for who, *what in browsers]
    broken_audit()
    before = kept()
    for browser, method, path in signed_in:
        browser.raise_request_exception = False
        with transaction.atomic():
            answer = browser.generic(
                method, path, "reason=known+child", "application/x-www-form-urlencoded"
            )
        assert answer.status_code >= 500, path
        assert b"blue_kite" not in answer.getvalue()
    for answer in (reporter.submit(), reporter.finish(opened), reporter.upload(opened)):
        assert answer.status >= 500
    for verb in (
        lambda: accounts.add_organization(
            cast.STAGE, kind="platform", name="Never", at=datetime.now(UTC)
        ),
        lambda: triage.escalate(
            cast.STAGE, report_id, reason="x", at=datetime.now(UTC)
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            verb()
    assert kept() == before


def kept():
    with acting(cast.STAGE):
        reports = list(Report.objects.order_by("pk").values_list("pk", "state"))
        tables = ("triage_assessment", "referral_packetreceipt", "files_reportedfile")
        counts = [execute(f"SELECT count(*) FROM {table}") for table in tables]
        return reports, counts, Organization.objects.count(), Entry.objects.count()


@pytest.mark.django_db
def test_entries_name_records_and_never_people_addresses_or_texts():
    report_id = factories.routed_report(cast.platform())
    browser = factories.browser_of(cast.ana())
    browser.get(f"/console/reports/{report_id}/")
    browser.post(f"/console/reports/{report_id}/escalate", {"reason": "quite unusual"})
    with acting(cast.STAGE):
        entries = Entry.objects.filter(subject=f"report:{report_id}")
        actions = set(entries.values_list("action", flat=True))
        assert {"report.opened", "report.read", "report.escalated"} <= actions
        text = json.dumps(
            list(Entry.objects.values_list("details", "actor", "subject"))
        )
    for said in ("reported@", "blue_kite", "18.9.22.69", "holiday", "unusual", "Ana"):
        assert said not in text
