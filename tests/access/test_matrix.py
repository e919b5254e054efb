"""Every route, method, person and thing, against the reviewed table."""

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.access import expected, routes, take_it_down_rows
from tests.access.principals import everybody, receivers
from tests.access.stage import become, undone
from tipline.config.access import GRANTS, POLICY
from tipline.foundation.policy.registry import OPEN

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
WITH_BODY = ("GET", "POST")
ROUTES = routes.every()
ROWS = expected.rows()
BASIC = {name for name, access in POLICY.routes.items() if access.is_for_programs}
BASIC -= {"platforms:documentation", "agency-api:openapi"}
# They answer every method that there is no such endpoint.
CATCH_ALL = {"platforms:unknown", "sharing:unknown", "agency-api:unknown"}
PROGRAMS = {
    "platforms": "platform",
    "sharing": "list-member",
    "agency-api": "agency-token",
}
RINGING = re.compile(rb'<section class="alarms".*?</section>', re.DOTALL)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
# What the public fills in carries its own key: there is no cookie to borrow.
OWN_KEY = {"public:report", "public:return"}
# Their addresses are told to nobody, not even to pages of the same site.
PRIVATE = {"/", "/help/", "/report/", "/report/danger/", "/report/return/"}
TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")\w+')
CSP = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self';"
    " form-action 'self'; frame-ancestors 'none'; img-src 'self'"
    f" {settings.EVIDENCE_URL};"
    " require-trusted-types-for 'script'; script-src 'self'; style-src 'self'"
)


@pytest.fixture(scope="module")
def askers(stage):
    return everybody(stage)


@pytest.fixture
def served(stage, askers, settings):
    """The stage as a web server's role sees it."""
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    with undone():
        become("tipline_web")
        yield stage, askers


def test_every_route_has_its_row_in_the_policy_and_in_the_table():
    names = {route.name for route in ROUTES}
    assert names == set(POLICY.routes)
    assert names - CATCH_ALL == {route for route, _ in ROWS}


def test_every_action_is_granted_and_every_grant_is_used():
    used = {a for r in POLICY.routes.values() for a in (r.read, r.write) if a}
    assert used - {OPEN} == set(GRANTS)


def test_no_unsafe_method_is_granted_by_a_permission_to_read():
    writes = {r.write for r in POLICY.routes.values() if r.write}
    reads = {r.read for r in POLICY.routes.values() if r.read}
    assert not [action for action in writes if action.endswith(".read")]
    assert not [a for a in reads - writes if not a.endswith(".read") and a != OPEN]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_everybody_gets_what_the_table_says_and_hidden_looks_missing(route, served):
    stage, askers = served
    wrong, denials = [], {}
    for asker, thing, method in cells(route, askers):
        sent = routes.body(route, method, thing, stage=stage)
        path = routes.path(route, thing, stage)
        answer = ask(asker, method, path, sent=sent)
        said = wanted(route, method, asker, thing=thing)
        got = outcome(answer, route)
        faults = header_faults(answer, route.name)
        if got != said or faults:
            wrong.append((asker.name, method, thing, got, said, faults))
        if said == "missing":
            number = routes.report_id(thing, stage)
            looks = denials.setdefault((asker.name, method), {})
            looks[thing] = bare(answer, number=number)
    assert wrong == []
    assert [who for who, looks in denials.items() if are_told_apart(looks)] == []


def test_a_report_is_with_whoever_received_it_and_no_longer_with_the_giver(served):
    stage, _ = served
    become("tipline_worker")
    received = receivers()
    become("tipline_web")
    rows = [
        (route, method, ROWS[route.name, method])
        for route in ROUTES
        for method in WITH_BODY
        if (route.name, method) in ROWS
    ]
    wrong, asked = [], 0
    for route, method, row in rows:
        if row.which != "theirs" or "officer" not in row.who:
            continue
        for asker in received:
            for thing in ("ours", "theirs"):
                # What one agency asked of a platform is its own.
                has = thing in expected.RECEIVED[asker.name]
                said = has and "request_id" not in route.parameters
                path = routes.path(route, thing, stage)
                answer = ask(asker, method, path, sent={})
                got = outcome(answer, route)
                asked += 1
                if got != ("allowed" if said else "missing"):
                    wrong.append((asker.name, route.name, method, thing, got))
    assert wrong == []
    assert asked > 60


def are_told_apart(looks):
    """Tell whether answers about several things, which should all be alike, differ."""
    first, *others = looks.values()
    return any(look != first for look in others)


def cells(route, askers):
    """Yield who asks about what by which method.

    Who has no role at this door is turned away before anything is looked up: nobody
    asks about everything, and so does one of the others, at each route another; the
    rest ask about one thing, and of those whose role may not do it, the first of each
    role about the first and the last. A method that a route has not is answered before
    anything is looked up but the role: nobody asks by all of them, and at each route
    other roles by another one, until every role has tried every method; at the doors of
    programs every role asks by those that it might use.
    """
    first = {(asker.role, asker.is_stale): asker for asker in reversed(askers)}
    ranks = {a.name: n for n, a in enumerate(a for a in askers if a in first.values())}
    number = ROUTES.index(route)
    ask_all = {askers[0].name, askers[number % len(askers)].name}
    things = routes.things(route)
    for asker in askers:
        rank = ranks.get(asker.name)
        # A third at each route: within 24 routes everybody has tried all methods.
        is_its_turn = rank is not None and (number + rank) % 3 == 0
        own_try = METHODS[(number // 3 + (rank or 0)) % len(METHODS)]
        for method in METHODS:
            if (route.name, method) in ROWS:
                about_all = asker.name in ask_all
                asked = things if about_all else some(asker, route, method, rank=rank)
                yield from ((asker, thing, method) for thing in asked)
            elif (
                asker is askers[0]
                or (is_its_turn and method == own_try)
                or (rank is not None and is_of_programs(route, method))
            ):
                yield asker, things[0], method


def some(asker, route, method, *, rank):
    """Give the things that one of many asks about; the first of a role has a rank."""
    things = routes.things(route)
    if not may_come_in(asker, route):
        return things[:1]
    if may_do(asker, route, method):
        return things
    return things[:1] if rank is None else [things[0], *things[1:][-1:]]


def may_come_in(asker, route):
    """Tell whether a route's door asks what this asker has to show."""
    if route.name in BASIC:
        return asker.role in PROGRAMS.values()
    return asker.role not in {"nobody", *PROGRAMS.values()}


def may_do(asker, route, method):
    """Tell whether the table lets anybody of this role do it to anything."""
    row = ROWS.get((route.name, method))
    return row is None or "everybody" in row.who or asker.role in row.who


def is_of_programs(route, method):
    """Tell whether a door for programs is asked by all roles for want of a row."""
    return route.name in BASIC | CATCH_ALL and method in WITH_BODY


def ask(asker, method, path, *, sent):
    with undone():
        answer = asker.send(method, path, **sent)
        answer.whole = answer.getvalue()
    return answer


def wanted(route, method, asker, *, thing):
    """Give the table's word for one cell."""
    if route.name in BASIC and asker.role != PROGRAMS[route.name.partition(":")[0]]:
        return "sign-in"
    if route.name in CATCH_ALL:
        return "missing"
    row = ROWS.get((route.name, "GET" if method == "HEAD" else method))
    if row is None:
        return "method"
    if "everybody" not in row.who and asker.role not in row.who:
        return "sign-in" if asker.role in {"nobody", *PROGRAMS.values()} else "missing"
    if row.confirm and asker.is_stale:
        return "confirm"
    return "allowed" if reaches(row, asker, thing) else "missing"


def reaches(row, asker, thing):
    sees = expected.SEES.get(asker.name, set())
    if asker.name == "Lena, stale":
        sees = expected.SEES["Lena, officer of the receiving agency"]
    return {
        "-": True,
        "any": True,
        "never": False,
        "existing": thing != "missing",
        "valid": thing != "missing",
        "theirs": thing in sees,
        "own": thing == "existing" and asker.name == "platform A",
        "lenas": thing in {"existing", "-"} and asker.name.startswith("Lena,"),
        "ours": thing == "existing" and asker.role == "analyst",
        "senior": thing == "existing" and asker.name in expected.NEXT_VOTERS,
        "seniors": asker.name in expected.SENIORS,
        "supervisor": thing != "missing" and asker.name in expected.SUPERVISORS,
        "audited": thing == "existing" and asker.name in expected.AUDITORS,
    }[row.which]


def outcome(answer, route):
    """Give what an answer says about access."""
    status = answer.status_code
    onward = answer.headers.get("Location", "")
    if status == 401 or onward.startswith("/sign-in/?"):
        return "sign-in"
    if route.name == "door:sign-out" and status == 302:
        return "allowed"
    if onward.startswith("/confirm/?"):
        return "confirm"
    names = {404: "missing", 405: "method"}
    return names.get(status, "allowed" if status < 500 else f"failed: {status}")


def header_faults(answer, route=""):
    """List the headers that are not as they must be on an answer of this class."""
    present = {name.lower(): value for name, value in answer.headers.items()}
    is_quiet = route.startswith(take_it_down_rows.PREFIX) and answer.status_code != 405
    wanted = HEADERS | (take_it_down_rows.HEADERS if is_quiet else {})
    if answer.wsgi_request.path in PRIVATE and answer.status_code not in {404, 405}:
        wanted = wanted | {"referrer-policy": "no-referrer"}
    faults = {n for n, value in wanted.items() if present.get(n) != value}
    policy = "; ".join(sorted(present.get("content-security-policy", "").split("; ")))
    if policy != (take_it_down_rows.policy(route) if is_quiet else CSP):
        faults.add("content-security-policy")
    if not re.fullmatch(r"[0-9A-Za-z-]{8,}", present.get("request-id", "")):
        faults.add("request-id")
    if answer.status_code == 405 and not present.get("allow"):
        faults.add("allow")
    if "server" in present or "x-powered-by" in present:
        faults.add("server")
    return faults


def bare(answer, *, number):
    """Give an answer without what differs between any two, and the caller's words."""
    headers = {k.lower(): v for k, v in answer.headers.items()}
    request_id = headers.pop("request-id")
    # What rings has nothing to do with what was asked for.
    whole = RINGING.sub(b"", answer.whole)
    body = whole.replace(request_id.encode(), b"(id)")
    body = TOKEN.sub(b"(token)", body).replace(str(number).encode(), b"(number)")
    return answer.status_code, body, sorted(headers.items())


@pytest.mark.parametrize(
    "route",
    [
        r
        for r in ROUTES
        if (r.name, "POST") in ROWS
        and r.name not in BASIC | OWN_KEY | take_it_down_rows.OPEN_WRITES
    ],
    ids=lambda route: route.name,
)
def test_no_page_is_changed_without_the_token_of_the_page(route, served):
    stage, askers = served
    things = {"report_id": "ours", "": "existing"}
    thing = things["report_id" if "report_id" in route.parameters else ""]
    path = routes.path(route, thing, stage)
    first = {asker.role: asker for asker in reversed(askers)}
    for asker in first.values():
        if asker.role in PROGRAMS.values():
            continue
        with undone():
            answer = asker.client(enforce_csrf=True).post(path)
        assert answer.status_code == 403, asker
        assert not header_faults(answer)


def test_a_platforms_password_opens_no_page_and_a_session_no_interface(served):
    stage, askers = served
    by_name = {asker.name: asker for asker in askers}
    page = by_name["platform A"].send("GET", "/console/")
    assert outcome(page, ROUTES[0]) == "sign-in"
    interface = by_name["Ana, analyst"].send("GET", "/ispws/status")
    assert interface.status_code == 401
    assert stage.ours.canary.encode() not in page.content + interface.content


def test_a_route_that_nobody_wrote_a_row_for_is_missing(served, monkeypatch):
    _, askers = served
    monkeypatch.delitem(POLICY.routes, "public:home")
    assert Client(headers={"host": "localhost"}).get("/").status_code == 404
    assert all(asker.send("GET", "/").status_code == 404 for asker in askers)


def test_the_stage_does_not_run_as_a_demonstration():
    assert not settings.DEMO
