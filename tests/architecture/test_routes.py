"""Every address of the product has its row in the policy, and every row an address."""

from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from tipline.config.access import GRANTS, POLICY
from tipline.foundation.policy.registry import OPEN


def names(resolver, namespaces=()):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            yield ":".join((*namespaces, entry.name))
        else:
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from names(entry, inner)


def test_every_route_has_an_access_row_and_every_row_a_route():
    routes, rows = set(names(get_resolver())), set(POLICY.routes)
    assert routes - rows == set(), "add a row to tipline/config/access.py"
    assert rows - routes == set(), "take the row out of tipline/config/access.py"


def test_every_action_that_a_route_asks_for_is_granted_to_somebody():
    asked = {
        action
        for access in POLICY.routes.values()
        for action in (access.read, access.write)
        if action is not None and action != OPEN
    }
    assert asked <= set(GRANTS)


def test_nothing_that_changes_something_is_open_but_the_door_and_take_it_down():
    open_writes = {
        route for route, access in POLICY.routes.items() if access.write == OPEN
    }
    assert {route for route in open_writes if not route.startswith("door:")} == {
        "agencies:answer-link",  # by a secret that a packet bears
        "agency-api:unknown",
        "platforms:unknown",
        "public:report",
        "public:return",
        "sharing:unknown",
        # They take digits, or a code with its PIN, and nothing else.
        "take-it-down:hashes",
        "take-it-down:case",
        "take-it-down:take-back",
        "take-it-down:keep",
    }
