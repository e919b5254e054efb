"""Who counts as a second person: two whom nobody could have made up between them."""

from collections.abc import Mapping


def are_independent(
    first: int, second: int, *, invited_by: Mapping[int, int | None]
) -> bool:
    """Tell whether two people owe their accounts to nobody in common.

    Whoever invites somebody could be that somebody. So two people are two only if the
    chains of those who invited them, themselves included, have no one in common.

    Args:
        first: a person's id.
        second: another's.
        invited_by: who invited whom; None is the command line, which is nobody.
    """
    return not _chain(first, invited_by) & _chain(second, invited_by)


def _chain(person: int, invited_by: Mapping[int, int | None]) -> set[int]:
    found: set[int] = set()
    here: int | None = person
    while here is not None and here not in found:
        found.add(here)
        here = invited_by.get(here)
    return found
