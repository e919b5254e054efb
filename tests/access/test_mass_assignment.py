"""Every column of every table, sent to every form: only what it asks for counts."""

# ruff: noqa: S608 - statements are made of our own tables' names

import json
import re
from functools import cache
from typing import NamedTuple

import pytest
from django.apps import apps

from tests.access import (
    agency_api_rows,
    call_rows,
    casework_rows,
    clearance_rows,
    feedback_rows,
    linking_rows,
    paperwork_rows,
    place_rows,
    review_rows,
    routes,
    supplement_rows,
    urgency_rows,
)
from tests.access.principals import everybody
from tests.access.stage import become, undone
from tests.access.test_replay import rows
from tipline.config.access import POLICY

NEW, GONE = "a new row", "a row less"


class Form(NamedTuple):
    """What a form asks for, and what it does to the columns and rows of tables.

    `status` is what it answers when it has worked.
    """

    asks: dict[str, str]
    does: dict[str, set[str]]
    status: int = 302


BASIS = {
    "basis": "search-warrant",
    "reference": "W-17",
    "statement": "It covers the file.",
}
LOOK = {"sight": "viewed-original", "statement": "Opened at the desk."}
FORMS = {
    "agencies:file": Form(BASIS, {"referral_packetreceipt": {NEW}}, 200),
    "agencies:packet": Form({}, {"referral_packetreceipt": {NEW}}, 200),
    **urgency_rows.FORMS,
    "console:basis": Form(
        {"kind": "consent", "reference": "C-1", "note": "of its owner", "until": ""},
        {"viewing_filebasis": {NEW}},
    ),
    "console:veil": Form({"severity": "high"}, {"viewing_ticket": {NEW}}, 200),
    "console:hold": Form({"severity": "high"}, {}, 409),
    "console:beat": Form({}, {}, 404),
    "console:let-go": Form({}, {}, 404),
    "console:exposure": Form(
        {"grey": "no", "blur": "light"}, {"viewing_preference": {"grey", "blur"}}
    ),
    "console:withdraw-basis": Form(
        {"reason": "abstract reason"}, {"viewing_basiswithdrawal": {NEW}}
    ),
    "console:buddy": Form({}, {"viewing_preference": {"buddy_id"}}),
    "console:company": Form({}, {"viewing_concern": {NEW}}),
    "console:answer-concern": Form(
        {}, {"viewing_concern": {"answered_at", "answered_by_id"}}
    ),
    "console:time-zone": Form(
        {"zone": "Europe/Oslo"}, {"viewing_preference": {"time_zone"}}
    ),
    **call_rows.FORMS,
    "operations:add-organization": Form(
        {"name": "Newly Named"}, {"accounts_organization": {NEW}}
    ),
    "operations:invite": Form(
        {"name": "Newly Named", "email": "newly@example.org", "role": "officer"},
        {"accounts_invitation": {NEW}},
        200,
    ),
    "operations:invite-again": Form({}, {"accounts_invitation": {NEW}}, 200),
    "operations:issue-credential": Form(
        {"use": "test", "days": "30"}, {"accounts_apicredential": {NEW}}, 200
    ),
    "operations:platform-profile": Form(
        {
            "profile": "strict",
            "viewed_definition": "seen by a person",
            "viewed_scope": "part",
        },
        {"intake_platformprofile": {"profile", "viewed_definition", "viewed_scope"}},
    ),
    "operations:revoke-credential": Form(
        {}, {"accounts_apicredential": {"revoked_at"}}
    ),
    "operations:revoke-invitation": Form({}, {"accounts_invitation": {"revoked_at"}}),
    "operations:suspend": Form({}, {"accounts_organization": {"suspended_at"}}),
    "operations:suspend-person": Form({}, {"accounts_person": {"suspended_at"}}),
    "operations:retry-step": Form(
        {},
        {
            "jobs_steprun": {GONE},
            "procrastinate_jobs": {NEW},
            "procrastinate_events": {NEW},
        },
    ),
    "console:propose": Form(
        {**LOOK, "classification": "A1"},
        {
            "hashlist_hashentry": {NEW},
            "hashlist_hashitem": {NEW},
            "hashlist_itemcount": {"number"},
            "hashlist_itemevent": {NEW},
            "hashlist_proposal": {NEW},
            "hashlist_review": {NEW},
        },
    ),
    "console:review": Form(
        {**LOOK, "vote": "concur", "reason": ""}, {"hashlist_review": {NEW}}
    ),
    "console:change-item": Form(
        {"reason": "abstract reason"},
        {
            "hashlist_hashitem": {"state", "settled_at", "changed_at"},
            "hashlist_itemcount": {"number", NEW},
            "hashlist_itemevent": {NEW},
        },
    ),
    "console:withdraw-item": Form(
        {"reason": "abstract reason"},
        {
            "hashlist_hashitem": {"state", "settled_at", "changed_at"},
            "hashlist_itemcount": {"number", NEW},
            "hashlist_itemevent": {NEW},
        },
    ),
    "operations:seniority": Form({"seniority": "3"}, {"accounts_senioritywish": {NEW}}),
    "operations:add-list": Form(
        {
            "name": "Newly Named",
            "kind": "csam",
            "slug": "newly-named",
            "meaning": "invented",
            "match_distance": "31",
            "is_viral": "on",
        },
        {"hashlist_hashlist": {NEW}, "hashlist_listmember": {NEW}},
    ),
    "operations:change-list": Form(
        {},
        {"hashlist_hashlist": {"killed_at"}, "hashlist_hashitem": {"changed_at"}},
    ),
    "operations:add-member": Form(
        {"tier": "cryptographic", "may_contribute": "on"},
        {
            "hashlist_listmember": {NEW},
            "hashlist_listaccess": {NEW},
            "hashlist_hashitem": {NEW},  # the member's canaries
            "hashlist_hashentry": {NEW},
        },
    ),
    "operations:change-member": Form(
        {},
        {"hashlist_listmember": {"killed_at"}, "hashlist_hashitem": {"changed_at"}},
    ),
    "operations:leak": Form({"hashes": "0" * 32}, {}, 200),
    "operations:finding": Form(
        {"finding": "confirmed", "note": "abstract note"},
        {"hashlist_auditeditem": {"finding", "note", "found_by", "found_at"}},
    ),
    "operations:begin-audit": Form(
        {}, {"hashlist_listaudit": {NEW}, "hashlist_auditeditem": {NEW}}
    ),
    "operations:publish-audit": Form(
        {}, {"hashlist_listaudit": {"published_at", "corrected"}}
    ),
    **{name: Form(*said) for name, said in review_rows.FORMS.items()},
    **{name: Form(*said) for name, said in supplement_rows.FORMS.items()},
    **{name: Form(*said) for name, said in clearance_rows.FORMS.items()},
    **{name: Form(*said) for name, said in linking_rows.FORMS.items()},
    **place_rows.FORMS,
    **{name: Form(*said) for name, said in casework_rows.FORMS.items()},
    **{name: Form(*said) for name, said in paperwork_rows.FORMS.items()},
    **{name: Form(*said) for name, said in feedback_rows.FORMS.items()},
    **{name: Form(*said) for name, said in agency_api_rows.FORMS.items()},
    "operations:verify-audit": Form({}, {}, 200),
    "door:sign-out": Form({}, {}),
    "door:confirm-begin": Form({}, {}, 200),
    "door:confirm-finish": Form({}, {}, 400),  # no key of a person signs this
}
# Of several who may, the one whom the stage waits for.
BY_ROLE = {"officer": "Lena", "analyst": "Ana", "list-auditor": "Ilse"}
# His vote comes next, and he is senior enough to withdraw and to supervise.
BY_ROUTE = {
    "console:review": "Sven",
    "console:withdraw-item": "Sven",
    "console:time-zone": "Sven",
    "console:answer-concern": "Sven",
}
A_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T")  # some are of whole seconds
# A packet holds its own time, and an audit draws its sample.
BY_CHANCE = {
    ("referral_packetreceipt", "sha256"),
    ("referral_packetreceipt", "size_bytes"),
    ("hashlist_auditeditem", "item_id"),
    # A member's canaries look like items of the list, whichever they are.
    *(("hashlist_hashentry", each) for each in ("algorithm", "quality", "recipe")),
}
# Not looked at; the last five are kept by triggers, of what is in other tables, and of
# a minute that is also a day or a number there is one word, not two.
NEVER = {
    "audit_chain_head",
    "django_session",
    "matching_indexchange",
    "casework_searchword",
    "casework_caseword",
    "casework_latechange",
    "exchange_delivery",
}
# That webhooks are told of a change follows from triggers, too.
_EVENTS = "SELECT id FROM procrastinate_jobs WHERE task_name = 'deliver_event'"
TOLD = {
    "procrastinate_jobs": f"id IN ({_EVENTS})",
    "procrastinate_events": f"job_id IN ({_EVENTS})",
}
SENT = "1"  # in every column that a form does not ask for


def columns():
    """Name every column of every table, as tables and as models call it."""
    fields = (field for model in apps.get_models() for field in model._meta.fields)
    return {name for field in fields for name in (field.name, field.column)}


def snapshot():
    """Give each table's rows by key, as JSON objects."""
    with undone():
        become("tipline_superuser")
        found = {name: {} for name in tables()}
        for name, text in rows(every_row(tuple(found))):
            row = json.loads(text)  # the key first
            found[name][str(next(iter(row.values())))] = row
    return found


def tables():
    """Name the tables that are looked at: those with a key, but for the audit's."""
    named = rows(
        "SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace"
        " AND relkind = 'r' AND relname NOT LIKE 'audit%' AND EXISTS (SELECT FROM"
        " pg_index WHERE indrelid = c.oid AND indisprimary) ORDER BY 1"
    )
    return [name for (name,) in named if name not in NEVER]


@cache
def every_row(named):
    """Write the one question for all rows of all tables."""
    return " UNION ALL ".join(
        f"SELECT '{name}', row_to_json(t)::text FROM {name} t"
        f" WHERE NOT ({TOLD.get(name, 'false')})"
        for name in named
    )


def changes(before, after):
    """Give the value of each column that is new, by table, row and column.

    New rows are numbered in the order of their keys, since no two runs give the same.
    """
    found = {}
    for table, rows_now in after.items():
        rows_then = before[table]
        new = sorted(rows_now.keys() - rows_then.keys())
        for key, row in rows_now.items():
            name = f"new {new.index(key)}" if key in new else key
            then = rows_then.get(key, {})
            for column, value in row.items():
                if key in new or value != then[column]:
                    found[table, name, column] = value
        for key in rows_then.keys() - rows_now.keys():
            found[table, key, GONE] = GONE
    return found


def touched(found):
    """Give the columns that changed, or that rows are new or gone, by table."""
    tables = {}
    for table, row, column in found:
        what = NEW if row.startswith("new ") else column
        tables.setdefault(table, set()).add(what)
    return tables


@pytest.fixture(scope="module")
def askers(stage):
    return [a for a in everybody(stage) if a.session_key and not a.is_stale]


@pytest.fixture(scope="module")
def before(askers):
    """What is in the tables before each form: all that a form does is undone."""
    del askers  # who adds to the stage
    return snapshot()


@pytest.fixture
def post(stage, askers, before):
    """Send a form by its route's name with some fields, and tell what changed."""

    def post(name, fields):
        route = next(r for r in routes.every() if r.name == name)
        action = POLICY.routes[name].write
        able = [a for a in askers if a.role in POLICY.grants[action]]
        called = BY_ROUTE.get(name, BY_ROLE.get(able[0].role, ""))
        asker = next(a for a in able if a.name.startswith(called))
        things = routes.things(route)
        thing = "ours" if "ours" in things else things[0]
        thing = urgency_rows.THING_BY_ROUTE.get(name, thing)
        sent = {**fields, **routes.choices(route, stage)}
        with undone():
            become("tipline_web")
            answer = asker.client().post(routes.path(route, thing, stage), sent)
            answer.getvalue()
            return answer.status_code, changes(before, snapshot())

    return post


@pytest.mark.parametrize("name", FORMS)
def test_a_form_does_what_it_is_for_and_nothing_that_it_does_not_ask_for(name, post):
    form = FORMS[name]
    (status, once), (_, again) = (post(name, form.asks) for _ in range(2))
    assert status == form.status
    assert touched(once) == form.does
    status, found = post(name, {**dict.fromkeys(columns(), SENT), **form.asks})
    assert status == form.status
    # A stamp of a list is a whole second, perhaps the one that is there already.
    assert {place[2] for place in found.keys() ^ once.keys()} <= {"changed_at"}
    settled = {
        place
        for place in once.keys() & again.keys() & found.keys()
        if once[place] == again[place]
        and place[::2] not in BY_CHANCE
        and not A_TIME.match(str(once[place]))
    }
    # Keys, times and secrets are never twice the same; nor are they what was sent.
    assert {place: found[place] for place in settled} == {p: once[p] for p in settled}
    assert not [p for p in found.keys() - settled if str(found[p]) == SENT]


def test_every_form_of_a_page_is_tried():
    forms = {
        name
        for name, access in POLICY.routes.items()
        if access.write not in {None, "open"} and access.door == "session"
    }
    assert forms == set(FORMS)
