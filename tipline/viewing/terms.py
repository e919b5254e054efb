"""What the operator has chosen: the law in force, limits, the quota, the look."""

from dataclasses import dataclass

from tipline.viewing.exposure import Limits
from tipline.viewing.gate import Policy
from tipline.viewing.look import Look
from tipline.viewing.quota import Quota


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The terms on which files are shown; made once from the settings."""

    policy: Policy
    limits: Limits
    look: Look
    quota: Quota
