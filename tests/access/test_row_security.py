"""What every role of the database may do to every row, by raw SQL past all our code."""

# ruff: noqa: S608 - statements are made of our own tables' names

import pytest
from django.db import connection

from tests.access import attempts, capabilities
from tests.access.attempts import Watch
from tests.access.capabilities import TABLES, Outcome
from tests.access.identities import IDENTITIES, as_identity, nobody
from tests.access.stage import become, undone

CATALOG = """
    SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm')
    ORDER BY 1
"""
# Tables without row-level security, and why nothing of a platform or agency is in them.
OPEN_TABLES = {
    "audit_chain_head": "sixty-four numbers and hashes; nobody may write them",
    "django_content_type": "names of tables",
    "django_migrations": "names of migrations",
    "django_session": "found by a secret key of 128 bits; a person's number and times",
    "procrastinate_events": "the queue: when a job changed its state",
    "procrastinate_jobs": "the queue: a report's number, and nothing of the report",
    "procrastinate_periodic_defers": "the queue's clock",
    "procrastinate_workers": "the queue's workers",
}
PARTITIONS = ("audit_entry_", "viewing_exposure_")
POLICIES = """
    SELECT tablename, policyname, cmd, permissive, qual, with_check
    FROM pg_policies WHERE schemaname = 'public' ORDER BY 1, 2
"""


def rows_of(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


@pytest.fixture
def owner(stage):
    """The owner's session, with everything it does undone."""
    with undone():
        become("tipline_superuser")
        yield stage


@pytest.mark.usefixtures("stage")
def test_every_table_is_guarded_or_named_with_a_reason():
    guarded = {name for name, on, forced in rows_of(CATALOG) if on and forced}
    every = {name for name, _, _ in rows_of(CATALOG)}
    partitions = {name for name in every if name.startswith(PARTITIONS)}
    assert every - guarded == set(OPEN_TABLES) & every
    assert guarded - partitions == set(TABLES)


@pytest.mark.usefixtures("stage")
def test_tables_that_name_a_tenant_are_never_open():
    tenants = rows_of(
        "SELECT DISTINCT table_name FROM information_schema.columns WHERE table_schema"
        " = 'public' AND column_name IN ('platform_id', 'report_id', 'organization_id',"
        " 'agency_id', 'person_id', 'file_id', 'referral_id', 'subject_id',"
        " 'member_id', 'item_id', 'entry_id', 'audit_id')"
    )
    assert {name for (name,) in tenants}.isdisjoint(OPEN_TABLES)


@pytest.mark.usefixtures("stage")
def test_a_job_says_which_record_and_nothing_else():
    found = rows_of("SELECT DISTINCT jsonb_object_keys(args) FROM procrastinate_jobs")
    assert {key for (key,) in found} <= {
        "content_id",
        "delivery_id",
        "item_id",
        "message_id",
        "platform_id",
        "report_id",
        "simulation_id",
        "timestamp",
    }


@pytest.mark.usefixtures("stage")
def test_every_policy_says_what_may_be_read_and_what_may_be_written():
    for table, name, command, permissive, using, check in rows_of(POLICIES):
        assert permissive == "PERMISSIVE", (table, name)
        assert (using is None) == (command == "INSERT"), (table, name)
        assert (check is None) == (command in {"SELECT", "DELETE"}), (table, name)


@pytest.mark.usefixtures("stage")
def test_the_serving_roles_own_nothing_and_are_bound_by_everything():
    roles = "('tipline_web', 'tipline_worker')"
    bound = rows_of(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,"
        f" has_schema_privilege(oid, 'public', 'CREATE') FROM pg_roles"
        f" WHERE rolname IN {roles} ORDER BY 1"
    )
    assert bound == [
        ("tipline_web", False, False, False, False, False),
        ("tipline_worker", False, False, False, False, False),
    ]
    assert not rows_of(
        f"SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) IN {roles}"
        " AND relpersistence <> 't'"  # a transaction's own
    )
    assert not rows_of(
        "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member"
        f" WHERE r.rolname IN {roles}"
    )
    assert not rows_of(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p') AND (has_table_privilege('tipline_web', oid,"
        " 'TRUNCATE, TRIGGER, REFERENCES') OR has_table_privilege('tipline_worker',"
        " oid, 'TRUNCATE, TRIGGER, REFERENCES'))"
    )


@pytest.mark.usefixtures("stage")
def test_functions_that_act_as_the_owner_are_three_and_trust_no_search_path():
    found = rows_of(
        "SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace ="
        " 'public'::regnamespace ORDER BY 1"
    )
    path = ["search_path=public, pg_temp"]
    names = ("audit_append", "audit_make_partition", "viewing_make_partition")
    assert found == [(name, path) for name in names]


@pytest.mark.usefixtures("stage")
def test_policies_ask_in_plain_sql_only_what_looks_at_no_table():
    """Such a function is planned anew in each statement if it does."""
    found = rows_of(
        "SELECT DISTINCT p.proname FROM pg_depend d"
        " JOIN pg_proc p ON p.oid = d.refobjid JOIN pg_language l ON l.oid = p.prolang"
        " WHERE d.classid = 'pg_policy'::regclass"
        " AND d.refclassid = 'pg_proc'::regclass AND l.lanname = 'sql' ORDER BY 1"
    )
    names = ("tipline_is_clearinghouse", "tipline_kind", "tipline_organization")
    assert found == [(name,) for name in names]


@pytest.mark.usefixtures("stage")
@pytest.mark.parametrize("role", ["tipline_web", "tipline_worker"])
@pytest.mark.parametrize("table", TABLES)
def test_without_a_principal_there_are_no_rows(table, role):
    with undone():
        become("tipline_superuser")
        assert rows_of(f"SELECT count(*) FROM {table}") != [(0,)]  # there is something
    with as_identity(nobody(role)):
        ((seen,),) = rows_of(f"SELECT count(*) FROM {table}")
    keeps_books = role == "tipline_worker" and table in capabilities.WORKERS_BOOKS
    assert (seen > 0) == keeps_books


@pytest.mark.parametrize("table", TABLES)
def test_everybody_may_do_to_a_row_what_the_table_says_and_nothing_else(table, stage):
    watch = Watch.over(table, IDENTITIES(stage))
    assert watch.said, f"{table} is empty on the stage: nothing is shown"
    assert list(watch.faults()) == []


@pytest.mark.parametrize("table", TABLES)
def test_the_table_is_shown_with_a_row_that_is_hidden(table, stage):
    outcomes = capabilities.expected(table, IDENTITIES(stage)).values()
    assert any(isinstance(o, Outcome) and o.select == "hidden" for o in outcomes)


def test_no_policy_can_be_dropped_or_opened_unnoticed(owner):
    watches = {table: Watch.over(table, IDENTITIES(owner)) for table in TABLES}
    mutants = [
        (table, mutation, verb)
        for table, name, command, *_ in rows_of(POLICIES)
        for mutation, verb in attempts.mutations(table, name, command)
    ]
    survivors = [
        (table, mutation)
        for table, mutation, verb in mutants
        if not watches[table].notices(mutation, verb)
    ]
    assert len(mutants) > 100
    assert survivors == []


def test_no_table_can_lose_its_guard_unnoticed(owner):
    for table in TABLES:
        mutation = f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
        assert Watch.over(table, IDENTITIES(owner)).notices(mutation), mutation
