"""Who may do what, on which route: the whole policy in one file.

Reviewed by people, compared with every route of the product by tests/architecture, and
the oracle of the generated access matrix in tests/access.
"""

from tipline.foundation.policy.registry import OPEN, Access, Policy

GRANTS: dict[str, frozenset[str]] = {
    # the reporting interface
    "intake.read": frozenset({"platform"}),
    "intake.write": frozenset({"platform"}),
    # analysts
    "triage.read": frozenset({"analyst"}),
    "triage.escalate": frozenset({"analyst"}),
    # agencies
    "referrals.read": frozenset({"officer"}),
    "packets.receive": frozenset({"officer"}),
    # operations
    "accounts.read": frozenset({"operator"}),
    "accounts.change": frozenset({"operator"}),
    "steps.read": frozenset({"operator", "analyst"}),
    "steps.retry": frozenset({"operator"}),
    "audit.read": frozenset({"auditor"}),
    "audit.verify": frozenset({"auditor"}),
    # anybody who is signed in
    "session.end": frozenset({"analyst", "operator", "auditor", "officer"}),
    "session.confirm": frozenset({"analyst", "operator", "auditor", "officer"}),
}

_PLATFORM_READ = Access(read="intake.read", door="basic")
_PLATFORM_WRITE = Access(write="intake.write", door="basic")
# The page of a change asks for the passkey before anything is typed into its form.
_CHANGE = Access(read="accounts.change", write="accounts.change", fresh=True)

ROUTES: dict[str, Access] = {
    "public:home": Access(read=OPEN),
    "public:security": Access(read=OPEN),
    "public:robots": Access(read=OPEN),
    "public:live": Access(read=OPEN),
    "public:ready": Access(read=OPEN),
    "door:sign-in": Access(read=OPEN, one_transaction=False),
    "door:sign-in-begin": Access(write=OPEN, one_transaction=False),
    "door:sign-in-finish": Access(write=OPEN, one_transaction=False),
    "door:sign-out": Access(write="session.end", one_transaction=False),
    "door:confirm": Access(read="session.confirm", one_transaction=False),
    "door:confirm-begin": Access(write="session.confirm", one_transaction=False),
    "door:confirm-finish": Access(write="session.confirm", one_transaction=False),
    "door:invitation": Access(read=OPEN, one_transaction=False),
    "door:invitation-begin": Access(write=OPEN, one_transaction=False),
    "door:invitation-finish": Access(write=OPEN, one_transaction=False),
    "door:link": Access(read=OPEN, write=OPEN, one_transaction=False),
    "platforms:documentation": Access(read=OPEN),
    "platforms:status": _PLATFORM_READ,
    "platforms:xsd": _PLATFORM_READ,
    "platforms:submit": _PLATFORM_WRITE,
    "platforms:upload": _PLATFORM_WRITE,
    "platforms:fileinfo": _PLATFORM_WRITE,
    "platforms:finish": _PLATFORM_WRITE,
    "platforms:retract": _PLATFORM_WRITE,
    "platforms:receipt": _PLATFORM_READ,
    "platforms:unknown": Access(read=OPEN, write=OPEN, door="basic"),
    "console:queue": Access(read="triage.read"),
    "console:report": Access(read="triage.read"),
    "console:escalate": Access(write="triage.escalate"),
    "console:steps": Access(read="steps.read"),
    "agencies:queue": Access(read="referrals.read"),
    "agencies:report": Access(read="referrals.read"),
    "agencies:packet": Access(write="packets.receive", fresh=True),
    "agencies:file": Access(write="packets.receive", fresh=True),
    "operations:organizations": Access(read="accounts.read"),
    "operations:organization": Access(read="accounts.read"),
    "operations:add-organization": _CHANGE,
    "operations:platform-profile": _CHANGE,
    "operations:invite-again": _CHANGE,
    "operations:suspend": _CHANGE,
    "operations:invite": _CHANGE,
    "operations:revoke-invitation": _CHANGE,
    "operations:suspend-person": _CHANGE,
    "operations:issue-credential": _CHANGE,
    "operations:revoke-credential": _CHANGE,
    "operations:steps": Access(read="steps.read"),
    "operations:retry-step": Access(write="steps.retry"),
    "operations:health": Access(read="accounts.read"),
    "operations:audit": Access(read="audit.read"),
    "operations:verify-audit": Access(write="audit.verify"),
}

POLICY = Policy(GRANTS, ROUTES)
