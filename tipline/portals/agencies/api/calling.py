"""Around every operation: who calls, what is asked, once, and the answer in JSON."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from procrastinate.exceptions import ConnectorException
from pydantic import BaseModel, ValidationError

from tipline.exchange.answering import Answered, answer_once
from tipline.foundation.accounts import agency_tokens
from tipline.foundation.accounts.agency_tokens import Program
from tipline.foundation.accounts.errors import TokenRefusedError
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import (
    NotFoundError,
    PermissionDeniedError,
    TiplineError,
    UnavailableError,
)
from tipline.foundation.policy.registry import OPEN, Access, Policy
from tipline.foundation.policy.scope import acting
from tipline.foundation.web.buckets import Buckets
from tipline.foundation.web.middleware import MethodNotAllowedError, View
from tipline.portals.agencies.api.errors import (
    BodyNotValidError,
    BodyTooLongError,
    OperationUnknownError,
    ScopeMissingError,
    TokenRateError,
)
from tipline.portals.agencies.api.operations import Answer, Call, Operation, Tagged
from tipline.portals.agencies.api.problems import fault, problem

log = structlog.get_logger()
JSON = "application/json"
IDEMPOTENCY = "HTTP_IDEMPOTENCY_KEY"
LIMITS = Buckets(
    max(
        1,
        settings.ENVIRONMENT.agency_requests_per_minute
        // settings.ENVIRONMENT.web_workers,
    )
)


def view_of(operations: Mapping[str, Operation]) -> View:
    """Make the view of one address of its operations by method."""

    @csrf_exempt
    def answer(request: HttpRequest, **named: object) -> HttpResponseBase:
        return _guarded(lambda: _answer(request, operations, named))

    return answer


@csrf_exempt
def unknown(request: HttpRequest, **named: object) -> HttpResponseBase:
    """Answer what there is no operation for, to whoever has a token."""
    del named

    def refuse() -> HttpResponseBase:
        _authenticate(request, datetime.now(UTC))
        raise OperationUnknownError

    return _guarded(refuse)


def _guarded(act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Answer in JSON, whatever happens."""
    try:
        return act()
    except RequestDataTooBig:
        return problem(BodyTooLongError())
    except TiplineError as refusal:
        return problem(refusal)
    except (OperationalError, InterfaceError, ConnectorException):
        return problem(UnavailableError(retry_after_seconds=5))
    except Exception as error:
        log.exception("agency_api.failed", error_code=type(error).__name__)
        return fault()


def _answer(
    request: HttpRequest,
    operations: Mapping[str, Operation],
    named: Mapping[str, object],
) -> HttpResponseBase:
    at = datetime.now(UTC)
    policy: Policy = import_string(settings.ACCESS_POLICY)
    match = request.resolver_match
    access = policy.routes[match.view_name if match else ""]
    program = _authenticate(request, at)
    operation = _operation(request, operations, access)
    try:
        action = (access.read if operation.method == "GET" else access.write) or ""
        if not policy.may(program.principal, action):
            raise ScopeMissingError(scope=scope_of(policy, action))
        asked = _asked(request, operation)
        call = Call(request=request, program=program, at=at)
        return _done(call, operation, lambda: operation.run(call, asked, named))
    except (NotFoundError, PermissionDeniedError):
        with acting(program.principal):
            audit.record(program.principal, "access.refused", "route:agency-api")
        raise


def _authenticate(request: HttpRequest, at: datetime) -> Program:
    scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise TokenRefusedError
    program = agency_tokens.authenticate(secret.strip(), at=at)
    if wait := LIMITS.take(program.principal.actor):
        raise TokenRateError(retry_after_seconds=wait)
    return program


def _operation(
    request: HttpRequest, operations: Mapping[str, Operation], access: Access
) -> Operation:
    method = "GET" if request.method == "HEAD" else str(request.method)
    if method not in operations:
        raise MethodNotAllowedError(allowed=access.methods)
    return operations[method]


def scope_of(policy: Policy, action: str) -> str:
    """Name the scopes that an action asks for; empty for one that is open."""
    if action == OPEN:
        return ""
    granted = policy.grants[action]
    return " or ".join(sorted(role for role in granted if role.startswith("token-")))


def _asked(request: HttpRequest, operation: Operation) -> BaseModel | None:
    """Read the query of a GET or the body of a POST, as the operation declares it."""
    kind = operation.asks
    if kind is None:
        return None
    try:
        if operation.method == "GET":
            return kind.model_validate(dict(request.GET.items()))
        return kind.model_validate_json(request.body or b"{}", strict=True)
    except ValidationError as error:
        raise BodyNotValidError(
            problem="The request is not as it must be: errors says where.",
            errors=[
                {
                    "at": "/" + "/".join(str(part) for part in each["loc"]),
                    "problem": each["msg"],
                }
                for each in error.errors(include_url=False, include_input=False)
            ],
        ) from error


def _done(
    call: Call, operation: Operation, act: Callable[[], Answer]
) -> HttpResponseBase:
    key = call.request.META.get(IDEMPOTENCY)
    if key is None or operation.method == "GET" or operation.answers is None:
        with acting(call.principal):
            answer = act()
        return _response(call, operation, answer)
    parts = (operation.method, call.request.path, call.request.body.decode("latin-1"))
    answered = answer_once(
        call.principal,
        key,
        lambda: _as_text(operation, act()),
        request=json.dumps(parts).encode(),
        at=call.at,
    )
    response = HttpResponse(answered.body, status=answered.status, content_type=JSON)
    if answered.is_repeated:
        response["Idempotent-Replay"] = "true"
    return response


def _as_text(operation: Operation, answer: Answer) -> Answered:
    if not isinstance(answer, BaseModel):
        raise TypeError(operation.name)
    return Answered(status=operation.status, body=answer.model_dump_json())


def _response(call: Call, operation: Operation, answer: Answer) -> HttpResponseBase:
    if isinstance(answer, HttpResponseBase):
        return answer
    tagged = answer if isinstance(answer, Tagged) else None
    text = (tagged.answer if tagged else answer).model_dump_json()  # type: ignore[union-attr]
    response = HttpResponse(text, status=operation.status, content_type=JSON)
    if operation.method == "GET":
        told_by = json.dumps(tagged.told_by, default=str) if tagged else text
        response["ETag"] = f'"{hashlib.sha256(told_by.encode()).hexdigest()[:32]}"'
        if response["ETag"] in call.request.META.get("HTTP_IF_NONE_MATCH", ""):
            return _unchanged(response)
    return response


def _unchanged(response: HttpResponse) -> HttpResponse:
    unchanged = HttpResponse(status=304)
    unchanged["ETag"] = response["ETag"]
    del unchanged["Content-Type"]
    return unchanged
