"""Whoever changes something or reads a report or a case leaves an entry."""

import pytest

from tests.access import (
    agency_api_rows,
    expected,
    routes,
    take_it_down_rows,
    urgency_rows,
)
from tests.access.principals import everybody
from tests.access.stage import become, undone
from tests.access.test_mass_assignment import FORMS
from tests.access.test_replay import rows
from tipline.config.access import POLICY

# Nothing is done yet, and nobody is known: a challenge is asked for, or not answered.
NOTHING_DONE = {
    # They need what the same session was shown before: tests/viewing has them.
    "console:hold",
    "console:beat",
    "console:let-go",
    # Open to who has the secret: tests/portals/agencies/test_feedback has its entry.
    "agencies:answer-link",
    "door:confirm-begin",
    "door:confirm-finish",
    "door:invitation-begin",
    "door:invitation-finish",
    "door:language",
    "door:link",
    "door:sign-in-begin",
    "door:sign-in-finish",
    "platforms:unknown",
    "sharing:unknown",
    "agency-api:unknown",
    # What was typed narrows a list, in which no report is read.
    "agencies:queue",
    "agency-api:reports",
    # Nothing is said: tests/portals/public has them.
    "public:report",
    "public:return",
    *take_it_down_rows.OPEN_WRITES,
}
READS = (
    "console:report",
    "agencies:report",
    "agencies:case",
    "agency-api:report",
    "agency-api:case",
    "agency-api:case-evidence",
)
WRITES = sorted(
    n for n, a in POLICY.routes.items() if a.write and n not in NOTHING_DONE
)
BY_ROLE = {
    "platform": "platform A",
    "list-member": "member A",
    "officer": "Lena",
    "analyst": "Ana",
    "list-auditor": "Ilse",
}
# His vote comes next, and he is senior enough to withdraw.
BY_ROUTE = {
    "console:review": "Sven",
    "console:withdraw-item": "Sven",
    "console:time-zone": "Sven",
    "console:answer-concern": "Sven",
}


@pytest.fixture(scope="module")
def askers(stage):
    return [a for a in everybody(stage) if not a.is_stale]


def newest():
    with undone():
        become("tipline_superuser")
        return rows(
            "SELECT id, actor, organization_id, action, subject, at IS NOT NULL"
            " FROM audit_entry ORDER BY id DESC LIMIT 1"
        )[0]


def thing_of(route):
    if route.name in urgency_rows.THING_BY_ROUTE:
        return urgency_rows.THING_BY_ROUTE[route.name]
    if route.name in {f"platforms:{n}" for n in ("upload", "fileinfo", "finish")}:
        return "unfinished"
    if route.name == "platforms:retract":
        return "unfinished"
    return "ours" if "ours" in routes.things(route) else routes.things(route)[0]


def roles_of(access):
    if access.door == "bearer":
        return {agency_api_rows.ROLE}
    return POLICY.grants[access.write or access.read]


def method_of(name):
    """Give how a program calls a route: by the method that changes something."""
    told = expected.rows()
    return next(m for m in ("POST", "PUT", "GET") if (name, m) in told)


@pytest.mark.parametrize("name", [*READS, *WRITES])
def test_it_is_in_the_audit_who_did_what_to_what(name, stage, askers):
    route = next(r for r in routes.every() if r.name == name)
    access = POLICY.routes[name]
    roles = roles_of(access)
    wanted = next((BY_ROLE[r] for r in roles if r in BY_ROLE), "")
    wanted = {**BY_ROUTE, **urgency_rows.ASKER_BY_ROUTE}.get(name, wanted)
    asker = next(a for a in askers if a.role in roles and a.name.startswith(wanted))
    thing = thing_of(route)
    path = routes.path(route, thing, stage)
    with undone():
        become("tipline_web")
        before = newest()
        if access.is_for_programs:
            method = method_of(name)
            sent = routes.body(route, method, thing, stage=stage)
            answer = asker.send(method, path, **sent)
        elif access.write:
            sent = {**FORMS[name].asks, **routes.choices(route, stage)}
            answer = asker.client().post(path, sent)
        else:
            answer = asker.send("GET", path)
        answer.getvalue()
        after = newest()
    assert answer.status_code < 400, answer.getvalue()[:500]
    assert after[0] > before[0]
    _, actor, organization, action, subject, has_time = after
    assert actor.startswith(("person:", "credential:", "token:"))
    assert organization > 0
    assert "." in action
    assert subject
    assert has_time
