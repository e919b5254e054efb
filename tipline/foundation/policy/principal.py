"""The somebody on whose behalf a thing is done."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of principal; the values are also known to the SQL policies."""

    PUBLIC = "public"
    GATE = "gate"
    PLATFORM = "platform"
    AGENCY = "agency"
    AUDIT_FIRM = "audit-firm"
    CLEARINGHOUSE = "clearinghouse"
    SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Principal:
    """Who acts: an organization's program or person, the system itself, or anybody.

    `actor` names the acting record for the audit, such as `person:17`; `is_test` marks
    a platform's test credential. `verified_at` is the epoch second of the last passkey
    assertion (None for programs).
    """

    kind: Kind
    actor: str
    organization_id: int = 0
    roles: frozenset[str] = frozenset()
    is_test: bool = False
    verified_at: float | None = None


PUBLIC = Principal(kind=Kind.PUBLIC, actor="public")
# The moment of signing in: sees accounts, to find out who is there, and nothing else.
GATE = Principal(kind=Kind.GATE, actor="gate")


def system(part: str) -> Principal:
    """Give the principal for the system's own `part`, such as a pipeline step."""
    return Principal(
        kind=Kind.SYSTEM, actor=f"system:{part}", roles=frozenset({"system"})
    )
