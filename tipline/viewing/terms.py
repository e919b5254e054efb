"""What the operator has chosen: the law in force, the limits, the default look."""

from dataclasses import dataclass

from tipline.viewing.exposure import Limits
from tipline.viewing.gate import Policy
from tipline.viewing.look import Look


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The terms on which files are shown; made once from the settings."""

    policy: Policy
    limits: Limits
    look: Look
