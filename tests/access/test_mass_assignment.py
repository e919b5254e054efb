"""Every column of every table, sent to every form: only what it asks for counts."""

# ruff: noqa: S608 - statements are made of our own tables' names

import json

import pytest
from django.apps import apps

from tests.access import routes
from tests.access.principals import everybody
from tests.access.stage import become, undone
from tests.access.test_replay import rows
from tipline.config.access import POLICY

# What each form may change: table and columns. New rows are named by their table.
ALLOWED = {
    "agencies:file": {"referral_packetreceipt": "new", "referral_referral": "new"},
    "agencies:packet": {"referral_packetreceipt": "new"},
    "console:escalate": {
        "triage_assessment": "new",
        "triage_standing": {
            "assessment_id",
            "priority",
            "designation",
            "updated_at",
            "needs_person",
        },
    },
    "operations:add-organization": {"accounts_organization": "new"},
    "operations:invite": {"accounts_invitation": "new"},
    "operations:invite-again": {"accounts_invitation": "new"},
    "operations:issue-credential": {"accounts_apicredential": "new"},
    "operations:platform-profile": {
        "intake_platformprofile": {"profile", "viewed_definition"}
    },
    "operations:revoke-credential": {"accounts_apicredential": {"revoked_at"}},
    "operations:revoke-invitation": {"accounts_invitation": {"revoked_at"}},
    "operations:suspend": {"accounts_organization": {"suspended_at"}},
    "operations:suspend-person": {"accounts_person": {"suspended_at"}},
    "operations:retry-step": {
        "jobs_steprun": "gone",
        "procrastinate_jobs": "new",
        "procrastinate_events": "new",
    },
    "door:sign-out": {},
    "door:confirm-begin": {},
    "door:confirm-finish": {},
    "operations:verify-audit": {},
}
NEVER = {"audit_chain_head", "django_session"}
VALUES = {
    "name": "Newly Named",
    "email": "newly@example.org",
    "reason": "abstract reason",
    "use": "test",
    "days": "30",
    "profile": "strict",
    "viewed_definition": "seen by a person",
    "role": "officer",
    "basis": "search-warrant",
    "reference": "W-17",
    "statement": "It covers the file.",
}


def everything():
    """Give a field for every column of every table, and those that forms ask for."""
    columns = {
        name
        for model in apps.get_models()
        for field in model._meta.fields
        for name in (field.name, field.column)
    }
    return {**dict.fromkeys(columns, "1"), **VALUES}


def snapshot():
    """Give each table's rows by key, as JSON objects."""
    with undone():
        become("tipline_superuser")
        tables = rows(
            "SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace"
            " AND relkind = 'r' AND relname NOT LIKE 'audit%' AND EXISTS (SELECT FROM"
            " pg_index WHERE indrelid = c.oid AND indisprimary) ORDER BY 1"
        )
        return {
            name: {str(next(iter(row.values()))): row for row in objects(name)}
            for (name,) in tables
            if name not in NEVER
        }


def objects(table):
    """Give a table's rows, the key first."""
    found = rows(f"SELECT row_to_json(t)::text FROM {table} t")
    return [json.loads(text) for (text,) in found]


def changes(before, after):
    """Give, for each table that changed, `new`, `gone` or the columns."""
    found = {}
    for table, rows_now in after.items():
        rows_then = before[table]
        columns = {
            column
            for key, row in rows_now.items()
            if key in rows_then
            for column in row
            if row[column] != rows_then[key][column]
        }
        if columns:
            found[table] = columns
        elif rows_now.keys() - rows_then.keys():
            found[table] = "new"
        elif rows_then.keys() - rows_now.keys():
            found[table] = "gone"
    return found


@pytest.fixture(scope="module")
def askers(stage):
    return [a for a in everybody(stage) if a.session_key and not a.is_stale]


@pytest.mark.parametrize("name", ALLOWED)
def test_a_form_changes_what_it_asks_for_and_nothing_else(name, stage, askers):
    route = next(r for r in routes.every() if r.name == name)
    action = POLICY.routes[name].write
    asker = next(a for a in askers if a.role in POLICY.grants[action])
    if asker.role == "officer":
        asker = next(a for a in askers if a.name.startswith("Lena"))
    thing = "ours" if "report_id" in route.parameters else "existing"
    path = routes.path(route, thing, stage)
    with undone():
        become("tipline_web")
        before = snapshot()
        answer = asker.client().post(path, everything())
        answer.getvalue()
        found = changes(before, snapshot())
    assert answer.status_code < 500
    unexpected = {
        table: what
        for table, what in found.items()
        if not _is_allowed(what, ALLOWED[name].get(table))
    }
    assert unexpected == {}


def _is_allowed(what, allowed):
    if isinstance(what, set):
        return isinstance(allowed, set) and what <= allowed
    return what == allowed


def test_every_form_of_a_page_is_tried():
    forms = {
        name
        for name, access in POLICY.routes.items()
        if access.write not in {None, "open"} and access.door == "session"
    }
    assert forms == set(ALLOWED)
