"""Whether a person may send what the public reported to agencies.

Anybody can call a hotline, and some do to send police to somebody's door. So nothing
that the public reports reaches an agency without a person's decision; and where a
caller says that a child is in danger now, one person is not enough.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Release:
    """What decides: what the caller said, and how many people looked at it.

    `is_confirmed` if a call back or a second person confirmed the danger,
    `is_lowered_by_two` if two people decided that the report is not of level 1.
    """

    says_danger: bool
    is_confirmed: bool = False
    is_lowered_by_two: bool = False


def needs_second_look(release: Release) -> bool:
    """Tell whether a report must be looked at once more before it is released."""
    is_settled = release.is_confirmed or release.is_lowered_by_two
    return release.says_danger and not is_settled
