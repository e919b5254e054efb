"""The OpenAPI 3.1 document, made from the operations and their shapes."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from tipline.exchange.errors import KeyNotUsableError, KeyReusedError
from tipline.foundation.accounts.agency_tokens import SCOPES
from tipline.foundation.accounts.errors import TokenRefusedError
from tipline.foundation.errors import TiplineError, UnavailableError
from tipline.foundation.web.middleware import MethodNotAllowedError
from tipline.portals.agencies.api.calling import scope_of
from tipline.portals.agencies.api.errors import (
    BodyNotValidError,
    BodyTooLongError,
    ScopeMissingError,
    TokenRateError,
)
from tipline.portals.agencies.api.operations import OPERATIONS, Operation
from tipline.portals.agencies.api.problems import PROBLEM, problem

Json = dict[str, Any]
_PARAMETER = re.compile(r"<(int|slug):(\w+)>")
_EVERYWHERE = (
    TokenRefusedError,
    ScopeMissingError,
    TokenRateError,
    UnavailableError,
)
_REF = "#/components/schemas/{model}"
_PROBLEM: Json = {
    "type": "object",
    "description": "A refusal: what kind, what happened, what to do (RFC 9457).",
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "stable: docs/api/errors.md"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["at", "problem"],
                "properties": {
                    "at": {"type": "string"},
                    "problem": {"type": "string"},
                },
            },
        },
    },
}


@csrf_exempt
def document(request: HttpRequest) -> HttpResponse:
    """Give the document to anybody: nothing of anybody is in it."""
    if request.method not in {"GET", "HEAD"}:
        return problem(MethodNotAllowedError(allowed="GET, HEAD"))
    return HttpResponse(_text(), content_type="application/json")


@cache
def _text() -> str:
    return json.dumps(described(), ensure_ascii=False, indent=1)


def described() -> Json:
    """Give the whole document."""
    paths: dict[str, Json] = {}
    schemas = _schemas()
    for each in OPERATIONS:
        where = "/" + _PARAMETER.sub(r"{\2}", each.path)
        paths.setdefault(where, {})[each.method.lower()] = _described(each, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tipline, for agencies",
            "version": "1.0.0",
            "description": "Read, work and answer the reports that were made available"
            " to an agency.",
        },
        "servers": [{"url": f"{settings.ENVIRONMENT.public_url}/agency/api/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Problem": _PROBLEM},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token of the agency, with one or more scopes: "
                    + "; ".join(f"{value}: {words}" for value, words in SCOPES),
                }
            },
        },
    }


def _schemas() -> Json:
    """Give the schemas of all shapes: of queries and bodies as sent, else as given."""
    sent = {op.asks for op in OPERATIONS if op.asks and op.method == "POST"}
    given = {op.answers for op in OPERATIONS if op.answers}
    inputs: list[Any] = [(kind, "validation") for kind in sorted(sent, key=_name)]
    outputs: list[Any] = [(kind, "serialization") for kind in sorted(given, key=_name)]
    _, made = models_json_schema(inputs + outputs, ref_template=_REF)
    return dict(made.get("$defs", {}))


def _name(kind: type[BaseModel]) -> str:
    return kind.__name__


def _described(operation: Operation, schemas: Json) -> Json:
    scope = _scope(operation)
    notes = f"Needs the scope {scope}." if "or" not in scope.split() else ""
    said: Json = {
        "operationId": f"{operation.method.lower()}-{operation.name}",
        "tags": [operation.group],
        "summary": operation.summary,
        "description": " ".join(
            part for part in (operation.description, notes) if part
        ),
        "x-scope": scope.split(" or "),
        "parameters": [*_path(operation), *_query(operation), *_headers(operation)],
        "responses": _responses(operation),
    }
    if operation.method == "POST" and operation.asks:
        assert operation.asks.__name__ in schemas  # noqa: S101 - two of one name
        said["requestBody"] = {
            "required": True,
            "content": _content(operation.asks),
        }
    return said


def _scope(operation: Operation) -> str:
    policy = import_string(settings.ACCESS_POLICY)
    access = policy.routes[f"agency-api:{operation.name}"]
    action = access.read if operation.method == "GET" else access.write
    return scope_of(policy, action)


def _path(operation: Operation) -> Iterator[Json]:
    kinds = {"int": {"type": "integer", "minimum": 0}, "slug": {"type": "string"}}
    for kind, name in _PARAMETER.findall(operation.path):
        yield {"name": name, "in": "path", "required": True, "schema": kinds[kind]}


def _query(operation: Operation) -> Iterator[Json]:
    if operation.method != "GET" or operation.asks is None:
        return
    for name, schema in operation.asks.model_json_schema()["properties"].items():
        said: Json = {"name": name, "in": "query", "schema": schema}
        if "description" in schema:
            said["description"] = schema["description"]
        yield said


def _headers(operation: Operation) -> Iterator[Json]:
    text = {"type": "string"}
    if operation.method == "GET":
        yield {"name": "If-None-Match", "in": "header", "schema": text}
    elif operation.answers is not None:
        yield {
            "name": "Idempotency-Key",
            "in": "header",
            "schema": {"type": "string", "minLength": 1, "maxLength": 200},
            "description": "What the program calls this request. Sent again within 24"
            " hours, it does nothing more, and is answered the same.",
        }


def _responses(operation: Operation) -> Json:
    found: Json = {str(operation.status): _success(operation)}
    if operation.method == "GET":
        found["304"] = {"description": "As it was when the ETag was given."}
    refusals: list[type[TiplineError]] = [
        *_EVERYWHERE,
        *_of_request(operation),
        *operation.refuses,
    ]
    for refusal in refusals:
        _add(found, refusal)
    _add_said(found, "500", "server-error")
    return found


def _of_request(operation: Operation) -> Iterator[type[TiplineError]]:
    if operation.asks:
        yield BodyNotValidError
    if operation.method == "POST":
        yield BodyTooLongError
        if operation.answers is not None:
            yield from (KeyNotUsableError, KeyReusedError)


def _success(operation: Operation) -> Json:
    if operation.answers is None:
        schema = {"type": "string", "format": "binary"}
        return {
            "description": "The bytes, to be saved under the name that is given.",
            "content": {"application/octet-stream": {"schema": schema}},
        }
    text = (operation.answers.__doc__ or "").split("\n\n")[0]
    return {"description": text, "content": _content(operation.answers)}


def _add(found: Json, refusal: type[TiplineError]) -> None:
    _add_said(found, str(refusal.http_status), refusal.code)


def _add_said(found: Json, status: str, code: str) -> None:
    """Add a code to those that are answered with a status."""
    known = found.setdefault(
        status,
        {
            "description": "",
            "content": {PROBLEM: {"schema": {"$ref": _REF.format(model="Problem")}}},
        },
    )
    joined = [*filter(None, [known["description"]]), code]
    known["description"] = ", ".join(joined)


def _content(kind: type[BaseModel]) -> Json:
    return {"application/json": {"schema": {"$ref": _REF.format(model=kind.__name__)}}}
