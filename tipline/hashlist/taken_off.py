"""Which fingerprints stay off a list, since people took off what has them."""

from collections.abc import Collection, Iterable, Mapping

from tipline.foundation.statements import all_rows
from tipline.hashlist.suppression import CRYPTOGRAPHIC

# In an item's origin: its own source took it off, so its source may bring it back.
GONE = "gone_at_source"
_SQL = "SELECT * FROM hashlist_taken_off(%(list)s, %(algorithms)s, %(values)s)"
Print = tuple[str, str]  # algorithm and value, as they are stored


def taken_off(list_id: int, prints: Iterable[Print]) -> dict[Print, bool]:
    """Give those of the fingerprints that an item has which people took off the list.

    True is an item with a cryptographic hash, False one that has none.
    """
    wanted = sorted(set(prints))
    asked = {
        "list": list_id,
        "algorithms": [algorithm for algorithm, _ in wanted],
        "values": [value for _, value in wanted],
    }
    return {(str(a), str(v)): bool(strong) for a, v, strong in all_rows(_SQL, asked)}


def stays_off(prints: Collection[Print], off: Mapping[Print, bool]) -> bool:
    """Tell whether these are the fingerprints of what was taken off.

    Cryptographic hashes decide where both sides have one; else any equal value does.
    """
    is_strong = any(algorithm in CRYPTOGRAPHIC for algorithm, _ in prints)
    return any(
        each in off and (each[0] in CRYPTOGRAPHIC or not (is_strong and off[each]))
        for each in prints
    )
