"""The registry of actions: read and write declared apart, denied unless granted."""

from dataclasses import dataclass, field
from typing import Literal

from tipline.foundation.errors import PermissionDeniedError
from tipline.foundation.policy.principal import Principal


@dataclass(frozen=True, kw_only=True)
class Access:
    """What one route asks of whoever calls it.

    `read` guards GET and HEAD, `write` POST and, on interfaces, PUT and DELETE; None
    means that the route does not answer such a method. `fresh` asks for a passkey
    assertion of the last five minutes.
    `door` is how callers show who they are: a session, or for programs HTTP Basic or a
    bearer token.
    `one_transaction` runs the whole view as the principal; the pages of the door go
    without, since what they note must stay when they refuse.
    """

    read: str | None = None
    write: str | None = None
    fresh: bool = False
    door: Literal["session", "basic", "bearer"] = "session"
    one_transaction: bool = True

    @property
    def methods(self) -> str:
        """Name the methods that the route answers, as the Allow header does."""
        read = ("GET", "HEAD") if self.read else ()
        write = ("POST",) if self.write else ()
        return ", ".join((*read, *write))

    @property
    def is_for_programs(self) -> bool:
        """Tell whether programs call it: their interfaces answer for themselves."""
        return self.door != "session"


OPEN = "open"  # the action that everybody may do, signed in or not


@dataclass(frozen=True)
class Policy:
    """Which roles may do an action, and which action a route is."""

    grants: dict[str, frozenset[str]]
    routes: dict[str, Access] = field(default_factory=dict)

    def may(self, principal: Principal, action: str) -> bool:
        """Tell whether one of the principal's roles is granted `action`."""
        if action == OPEN:
            return True
        return not principal.roles.isdisjoint(self.grants.get(action, frozenset()))

    def require(self, principal: Principal, action: str) -> None:
        """Refuse by name what `may` denies."""
        if not self.may(principal, action):
            raise PermissionDeniedError
