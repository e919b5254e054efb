"""What the interface offers: one declaration for each operation, beside its view.

From these come the addresses (`urls`), what is let in (`calling`) and the OpenAPI
document (`openapi`). Which scope an operation asks for stands in config/access.py, as
for every route.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar

from django.http import HttpRequest, HttpResponseBase
from pydantic import BaseModel

from tipline.foundation.accounts.agency_tokens import Program
from tipline.foundation.errors import TiplineError
from tipline.foundation.policy.principal import Principal
from tipline.referral.assembly import Officer

Method = Literal["GET", "POST"]


@dataclass(frozen=True, kw_only=True)
class Call:
    """Which program calls, and when: what a view of the interface is given first."""

    request: HttpRequest
    program: Program
    at: datetime

    @property
    def principal(self) -> Principal:
        """Give who acts."""
        return self.program.principal

    @property
    def officer(self) -> Officer:
        """Give who answers for the program."""
        return self.program.officer


@dataclass(frozen=True, kw_only=True)
class Tagged:
    """An answer and what tells it from another: only that counts for its ETag."""

    answer: BaseModel
    told_by: object


Answer = BaseModel | Tagged | HttpResponseBase
View = Callable[..., Answer]
Named = Mapping[str, object]
Declared = TypeVar("Declared", bound=View)


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing that a program can ask for.

    `asks` is the shape of the query of a GET, and of the body of a POST; `answers` that
    of the answer, None for bytes. `refuses` are the refusals of its own.
    """

    method: Method
    path: str
    name: str
    group: str
    view: View
    asks: type[BaseModel] | None
    answers: type[BaseModel] | None
    status: int
    refuses: tuple[type[TiplineError], ...]

    @property
    def summary(self) -> str:
        """Give the first line of the view's docstring."""
        return (self.view.__doc__ or "").strip().partition("\n")[0]

    @property
    def description(self) -> str:
        """Give the rest of the view's docstring."""
        text = (self.view.__doc__ or "").strip().partition("\n")[2]
        return " ".join(text.split())

    def run(self, call: Call, asked: BaseModel | None, named: Named) -> Answer:
        """Let the view answer; what is asked goes along where something is."""
        if asked is None:
            return self.view(call, **named)
        return self.view(call, asked, **named)


OPERATIONS: list[Operation] = []


def operation(  # noqa: PLR0913 - what is declared of an operation
    method: Method,
    path: str,
    *,
    name: str,
    group: str,
    asks: type[BaseModel] | None = None,
    answers: type[BaseModel] | None = None,
    status: int = 200,
    refuses: tuple[type[TiplineError], ...] = (),
) -> Callable[[Declared], Declared]:
    """Declare a view as an operation at `path`, written as Django's addresses are."""

    def declare(view: Declared) -> Declared:
        OPERATIONS.append(
            Operation(
                method=method,
                path=path,
                name=name,
                group=group,
                view=view,
                asks=asks,
                answers=answers,
                status=status,
                refuses=refuses,
            )
        )
        return view

    return declare


def by_path() -> dict[tuple[str, str], dict[str, Operation]]:
    """Give the operations of each path and route name, by method."""
    found: dict[tuple[str, str], dict[str, Operation]] = {}
    for each in OPERATIONS:
        found.setdefault((each.path, each.name), {})[each.method] = each
    return found
