"""The somebody on whose behalf a thing is done."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of principal; the values are also known to the SQL policies."""

    PUBLIC = "public"
    REPORTER = "reporter"
    CASE = "case"
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
    assertion (None for programs). Of a `reporter`, who holds the key of one report that
    the public filled in, `organization_id` is the number of that report; of a `case`,
    whoever knows a code and a PIN of Take It Down, that of their case, 0 before they
    are proved. Of an agency's program, `officer_id` is the account of the officer who
    answers for it, `program` what the agency calls it.
    """

    kind: Kind
    actor: str
    organization_id: int = 0
    roles: frozenset[str] = frozenset()
    is_test: bool = False
    verified_at: float | None = None
    officer_id: int = 0
    program: str = ""

    @property
    def person_id(self) -> int:
        """Give the account of who acts, or of who answers for the program that does."""
        return self.officer_id or int(self.actor.removeprefix("person:"))


PUBLIC = Principal(kind=Kind.PUBLIC, actor="public")
# The moment of signing in: sees accounts, to find out who is there, and nothing else.
GATE = Principal(kind=Kind.GATE, actor="gate")


def system(part: str) -> Principal:
    """Give the principal for the system's own `part`, such as a pipeline step."""
    return Principal(
        kind=Kind.SYSTEM, actor=f"system:{part}", roles=frozenset({"system"})
    )
