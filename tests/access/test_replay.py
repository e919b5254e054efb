"""What one person can see, asked for by all others: nothing comes out or moves."""

# ruff: noqa: S608 - statements are made of our own tables' names

import re

import pytest
from django.db import connection

from tests.access import agency_api_rows, routes
from tests.access.principals import everybody
from tests.access.stage import become, undone
from tipline.config.access import POLICY

LINK = re.compile(r'(?:href|action)="(/(?!static/)[^"#]*)"')
STARTS = ("/console/", "/agency/", "/operations/", "/operations/audit/", "/ispws/xsd")
PROGRAMS = ("/ispws/", "/hashsharing/", "/agency/api/")
MOST_PAGES = 40
VOLATILE = {"audit_entry", "django_session"}
# Of a table that notes the attempts, the column that does.
NOTES = dict.fromkeys(
    ("accounts_apicredential", "accounts_agencytoken"), "last_used_at"
)


@pytest.fixture(scope="module")
def askers(stage):
    """Everybody with a role, and one of those who are turned away at every door."""
    stranger, *others = everybody(stage)
    return [
        stranger,
        *(a for a in others if a.role != "nobody" and not a.is_stale),
    ]


def crawled(asker):
    """Collect the addresses that somebody finds by following links."""
    waiting, seen = list(STARTS), set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        with undone():
            answer = asker.send("GET", path)
            if answer.status_code == 200 and not answer.streaming:
                waiting += LINK.findall(answer.content.decode(errors="replace"))
    return seen


def entitled(asker, stage):
    """Name the canaries that somebody may see."""
    ours, theirs = stage.ours.canary, stage.theirs.canary
    return {
        "platform A": {ours},
        "platform B": {theirs},
        "Ana, analyst": {ours, theirs},
        "Sven, senior analyst": {ours, theirs},
        "Lena, officer of the receiving agency": {ours},
        "Zed, officer of another agency": {theirs},
        agency_api_rows.NAMES[0]: {ours},
        agency_api_rows.NAMES[1]: {theirs},
    }.get(asker.name, set())


def addresses(askers, stage):
    """Give all that anybody finds, and every route to read about everything there is.

    A route that is only written to is refused by its method, whoever asks about what:
    the matrix has everybody try that.
    """
    found = {path for asker in askers for path in crawled(asker)}
    made = {
        routes.path(route, thing, stage)
        for route in routes.every()
        for thing in routes.things(route)
        if POLICY.routes[route.name].read
    }
    return sorted(found | made)


def is_at_the_door_of(asker, path):
    """Tell whether who asks has to show what an address asks for; nobody tries all.

    The matrix has all others turned away, whatever they name.
    """
    return asker.role == "nobody" or is_program(asker) == path.startswith(PROGRAMS)


def is_program(asker):
    return asker.role in {"platform", "list-member", agency_api_rows.ROLE}


def test_what_others_see_is_nobody_elses(stage, askers):
    canaries = {stage.ours.canary, stage.theirs.canary}
    with undone():
        become("tipline_web")
        paths = addresses(askers, stage)
        assert any(str(stage.ours.report_id) in path for path in paths)
        # Enough of who is entitled to everything: what is hidden would be found.
        sides = (stage.ours, stage.theirs)
        reports = [f"/console/reports/{side.report_id}/" for side in sides]
        assert set(reports) <= set(paths)
        leaks, shown = [], set()
        for asker in askers:
            is_above = canaries <= entitled(asker, stage)
            asked = reports if is_above else paths
            for path in (p for p in asked if is_at_the_door_of(asker, p)):
                with undone():
                    text = asker.send("GET", path).getvalue().decode(errors="replace")
                seen = {canary for canary in canaries if canary in text}
                shown |= {(asker.name, canary) for canary in seen}
                if seen - entitled(asker, stage):
                    leaks.append((asker.name, path, seen))
    assert leaks == []
    # The replay would find a leak: those who are entitled did see them.
    assert {("Ana, analyst", c) for c in canaries} <= shown
    assert ("Lena, officer of the receiving agency", stage.ours.canary) in shown


def test_what_others_may_change_is_changed_by_nobody_else(stage, askers):
    """Send every writing route, about everything, as everybody without the right."""
    with undone():
        become("tipline_web")
        before = fingerprint()
        for asker in askers:
            for route in routes.every():
                access = POLICY.routes[route.name]
                if access.write is None or may(asker, access):
                    continue
                for thing in routes.things(route):
                    path = routes.path(route, thing, stage)
                    if is_at_the_door_of(asker, path):
                        sent = routes.body(route, "POST", thing, stage=stage)
                        asker.send("POST", path, **sent)
        after = fingerprint()
    assert [table for table in before if before[table] != after[table]] == []


def test_an_officers_tries_at_anothers_report_are_noted(stage, askers):
    (zed,) = (a for a in askers if a.name.startswith("Zed, officer"))
    report, file = stage.ours.report_id, stage.ours.file_id
    tries = [
        ("GET", f"/agency/reports/{report}/"),
        ("POST", f"/agency/reports/{report}/packet/json"),
        ("POST", f"/agency/reports/{report}/files/{file}"),
        ("GET", f"/console/reports/{report}/"),
        ("POST", "/operations/audit/verify"),
    ]
    with undone():
        become("tipline_web")
        before, noted = fingerprint(), refusals()
        for method, path in tries:
            assert zed.send(method, path).status_code == 404
        assert refusals() == noted + len(tries)
        assert fingerprint() == before


def test_a_platforms_tries_at_anothers_report_are_noted(stage, askers):
    by_name = {asker.name: asker for asker in askers}
    platform = by_name["platform B"]
    tries = [
        (route, "POST")
        for route in routes.every()
        if route.name.startswith("platforms:") and "ours" in routes.things(route)
    ]
    with undone():
        become("tipline_web")
        noted = refusals()
        for route, method in tries:
            name = "GET" if route.name == "platforms:receipt" else method
            sent = routes.body(route, name, "ours", stage=stage)
            answer = platform.send(name, routes.path(route, "ours", stage), **sent)
            assert answer.status_code == 404
        assert refusals() == noted + len(tries)


def may(asker, access):
    if access.write == "open":
        return True
    if access.door == "bearer":
        return asker.role == agency_api_rows.ROLE
    return asker.role in POLICY.grants[access.write]


def refusals():
    with undone():
        become("tipline_superuser")
        query = "SELECT count(*) FROM audit_entry WHERE action = 'access.refused'"
        return rows(query)[0][0]


def fingerprint():
    """Give a hash of every table's rows, but for those that note the attempts."""
    with undone():
        become("tipline_superuser")
        tables = rows(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind = 'r' AND relname NOT LIKE 'audit%' ORDER BY 1"
        )
        return {
            name: rows(
                "SELECT md5(string_agg(said, ',' ORDER BY said)) FROM (SELECT"
                f" (to_jsonb(t) - '{NOTES.get(name, '')}')::text AS said FROM {name} t)"
                " AS every"
            )
            for (name,) in tables
            if name not in VOLATILE
        }


def rows(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()
