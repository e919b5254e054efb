"""A program of an agency, as the tests run it: a token, and what it sends.

Whatever it is answered is held against the OpenAPI document.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.test import Client
from django.test.client import ClientHandler
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests import cast
from tipline.foundation.accounts import agency_tokens
from tipline.foundation.accounts.agency_tokens import NewToken
from tipline.foundation.accounts.models import Person
from tipline.foundation.accounts.uses import TokenScope
from tipline.portals.agencies.api import openapi

BASE = "/agency/api/v1/"
ALL = tuple(TokenScope.values)


@dataclass(frozen=True)
class Program:
    """A program with the secret of its token."""

    token_id: int
    secret: str

    @property
    def header(self) -> str:
        """Give what shows who it is."""
        return f"Bearer {self.secret}"

    def get(self, path: str, **headers: str) -> Any:
        """Read something."""
        return self.send("GET", path, headers=headers)

    def post(self, path: str, body: object = None, **headers: str) -> Any:
        """Do something; the body is sent as JSON."""
        data = b"" if body is None else json.dumps(body).encode()
        return self.send("POST", path, data=data, headers=headers)

    def send(
        self,
        method: str,
        path: str,
        *,
        data: bytes = b"",
        headers: dict[str, str] | None = None,
    ) -> Any:
        """Send a request with the token, and check what it is answered."""
        sent = {name.replace("_", "-"): text for name, text in (headers or {}).items()}
        client = Client(headers={"host": "localhost"}, raise_request_exception=False)
        client.handler = _handler()
        answer: Any = client.generic(
            method,
            BASE + path,
            data,
            content_type="application/json",
            headers={"authorization": self.header, **sent},
        )
        check(method, path.partition("?")[0], answer)
        return answer


@cache
def _handler() -> ClientHandler:
    handler = ClientHandler()
    handler.load_middleware()
    return handler


def program(
    officer: Person, scopes: tuple[str, ...] = ALL, *, name: str = "case system"
) -> Program:
    """Give a program for whose token an officer answers."""
    wanted = NewToken(name=name, officer_id=officer.pk, scopes=scopes, days=30)
    token, secret = agency_tokens.issue(
        cast.STAGE, officer.organization, wanted, at=datetime.now(UTC)
    )
    return Program(token.pk, secret)


def check(method: str, path: str, answer: Any) -> None:
    """Hold an answer against the document: its status and, if JSON, its shape."""
    found = operation_at(method, path)
    if found is None:
        return
    said = found["responses"].get(str(answer.status_code))
    assert said, f"{method} {path}: {answer.status_code} is not documented"
    kind = answer.headers.get("Content-Type", "")
    schema = said.get("content", {}).get(kind, {}).get("schema")
    if answer.streaming or answer.status_code == 304:
        return
    assert schema, f"{method} {path}: {kind} is not documented"
    _validator(json.dumps(schema)).validate(answer.json())


def operation_at(method: str, path: str) -> dict[str, Any] | None:
    """Give the operation that the document has for an address."""
    for where, operations in _document()["paths"].items():
        pattern = re.sub(r"\{\w+\}", "[^/]+", where[1:])
        if re.fullmatch(pattern, path):
            return operations.get(method.lower())  # type: ignore[no-any-return]
    return None


@cache
def _document() -> dict[str, Any]:
    return openapi.described()


@cache
def _validator(schema: str) -> Draft202012Validator:
    whole = Resource(contents=_document(), specification=DRAFT202012)
    registry = Registry().with_resource("urn:document", whole)
    inside = json.loads(schema.replace("#/", "urn:document#/"))
    return Draft202012Validator(inside, registry=registry)
