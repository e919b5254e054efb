"""How long a call may be silent before its report goes on without its end."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CallLimits:
    """Minutes without a saved answer; the second where a child is in danger now."""

    quiet_minutes: int = 30
    urgent_quiet_minutes: int = 5
