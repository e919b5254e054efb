"""Everybody who could send a request, as the tests send it for them."""

import io
import time
from dataclasses import dataclass, field
from functools import cache

from django.http import HttpResponseBase
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from tests import cast, factories
from tests.access import agency_api_rows, expected
from tests.access.stage import Stage, person, shut_out
from tests.portals.platforms.reporter import FORM, basic
from tipline.foundation.accounts import services
from tipline.foundation.accounts.models import Person
from tipline.foundation.policy.scope import acting


@dataclass(frozen=True)
class Asker:
    """Somebody with a role (or none), and what they send to show who they are."""

    name: str
    role: str = "nobody"
    is_stale: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    session_key: str = ""

    def client(self, *, enforce_csrf: bool = False) -> Client:
        """Give a client that nothing that happened before has changed."""
        client = Client(
            headers={"host": "localhost", **self.headers},
            raise_request_exception=False,
        )
        client.handler = _handler(enforce_csrf)
        if self.session_key:
            client.cookies["tipline"] = self.session_key
        return client

    def send(
        self, method: str, path: str, *, data: bytes = b"", content_type: str = FORM
    ) -> HttpResponseBase:
        """Send a request; its body may be read past the end, as a server's may."""
        environ = {
            "CONTENT_TYPE": content_type,
            "CONTENT_LENGTH": str(len(data)),
            "wsgi.input": io.BytesIO(data),
        }
        return self.client().generic(method, path, **environ)  # type: ignore[arg-type]


_LONG = 3600  # seconds


@cache
def _handler(enforce_csrf: bool) -> ClientHandler:  # noqa: FBT001 - a key of the cache
    """Give the product as it stands: to build it takes as long as a request."""
    handler = ClientHandler(enforce_csrf_checks=enforce_csrf)
    handler.load_middleware()
    return handler


def everybody(stage: Stage) -> list[Asker]:
    """Give all askers of the matrix."""
    at = timezone.now()
    leaver = person("Sam", "analyst", stage.ana.organization)
    left = _signed_in("suspended person", leaver)
    services.suspend_person(cast.STAGE, leaver, at=at)
    closed = services.add_organization(
        cast.STAGE, kind="agency", name="Closed agency", at=at
    )
    colleague = person("Carl", "officer", closed)
    of_closed = _signed_in("person of a suspended organization", colleague)
    services.suspend_organization(cast.STAGE, closed, at=at)
    shut = cast.platform("Shut Platform")
    services.suspend_organization(cast.STAGE, shut.organization, at=at)
    ours = stage.ours.platform
    return [
        Asker("anonymous"),
        _program("platform A", ours, "platform"),
        _program("platform B", stage.theirs.platform, "platform"),
        _program("platform A, test credential", stage.test, "platform"),
        _program("member A", _member("Exemplar Chat"), "list-member"),
        _program("member B", _member("Sample Social"), "list-member"),
        _program("revoked credential", shut_out(ours, "revoked")),
        _program("expired credential", shut_out(ours, "expired")),
        _program("credential of a suspended platform", shut),
        _signed_in("Ana, analyst", stage.ana, "analyst"),
        _signed_in("Omar, operator", stage.omar, "operator"),
        _signed_in("Vera, auditor", stage.vera, "auditor"),
        _signed_in(
            "Lena, officer of the receiving agency", stage.ours.officer, "officer"
        ),
        _signed_in("Zed, officer of another agency", stage.theirs.officer, "officer"),
        _signed_in("Sven, senior analyst", cast.sven(), "analyst"),
        _signed_in("Ilse, list auditor", stage.ilse, "list-auditor"),
        _signed_in("Ivo, list auditor of another firm", _ivo(), "list-auditor"),
        _signed_in("Omar, stale", stage.omar, "operator", verified_ago=301),
        _signed_in("Lena, stale", stage.ours.officer, "officer", verified_ago=301),
        left,
        of_closed,
        *(
            Asker(name, agency_api_rows.ROLE, headers={"authorization": made.header})
            for name, made in zip(
                agency_api_rows.NAMES, stage.tokens.programs, strict=True
            )
        ),
    ]


def receivers() -> list[Asker]:
    """Give officers to whom a report of the stage came, or from whom it went."""
    with acting(cast.STAGE):
        by_name = {person.name: person for person in Person.objects.all()}
    return [
        _signed_in(name, by_name[name.partition(",")[0]], "officer")
        for name in expected.RECEIVED
    ]


def _ivo() -> Person:
    firm = services.add_organization(
        cast.STAGE, kind="audit-firm", name="Second Look", at=timezone.now()
    )
    return person("Ivo", "list-auditor", firm)


def _member(name: str) -> cast.Platform:
    return cast.platform(name, use="hash-sharing")


def _program(name: str, platform: cast.Platform, role: str = "nobody") -> Asker:
    header = basic(platform.username, platform.password)
    return Asker(name, role, headers={"authorization": header})


def _signed_in(
    name: str, somebody: Person, role: str = "nobody", *, verified_ago: int = 0
) -> Asker:
    client = factories.browser_of(somebody)
    session = client.session
    # Who is not stale stays fresh and busy however long the tests take.
    session["verified_at"] = time.time() + (-verified_ago or _LONG)
    session["seen_at"] = time.time() + _LONG
    session.save()
    key = client.cookies["tipline"].value
    return Asker(name, role, is_stale=bool(verified_ago), session_key=key)
