"""Find the listed PDQ hashes near one that a member asks about, by index.

An index stands in memory for each list that is asked, and is caught up at each
question. It holds what is listed, whatever became of its item: whether a hash counts is
asked of its item and its list.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tipline.foundation.statements import all_rows
from tipline.hashing.distance import PDQ_BYTES
from tipline.hashing.pdq_index import PdqIndex

_ROWS: Final = 100_000  # read at once
# Keys of one list follow its commits, but within a millisecond their counter may turn
# over; so what is a second old is read again.
_SECOND: Final = 1000 * 4096
_READ: Final = (
    "SELECT entry, hash FROM"
    " hashlist_pdq_asked(%(asked)s, %(list)s, %(after)s, %(most)s)"
)


def near(asked: int, lists: Sequence[int], value: bytes) -> dict[int, int]:
    """Give the distance in bits, 0 to 31, of every listed hash near a value.

    Args:
        asked: the list that the acting member asks; it lends the sight of the others.
        lists: the lists to look through.
        value: 32 bytes.

    Returns:
        Distances by the ids of the entries.
    """
    found: dict[int, int] = {}
    for list_id in lists:
        with _changing:
            held = _held.setdefault(list_id, _Held())
            held.catch_up(asked, list_id)
        found |= held.near(value)
    return found


def _no_ids() -> NDArray[np.int64]:
    return np.empty(0, np.int64)


@dataclass
class _Held:
    """A list's index, and the ids (n,) int64 of its entries in its order."""

    index: PdqIndex = field(default_factory=PdqIndex)
    ids: NDArray[np.int64] = field(default_factory=_no_ids)

    def catch_up(self, asked: int, list_id: int) -> None:
        """Add what is new on the list."""
        newest = int(self.ids.max(initial=0))
        after = max(0, newest - _SECOND)
        while True:
            values = {"asked": asked, "list": list_id, "after": after, "most": _ROWS}
            rows = all_rows(_READ, values)
            self._add([(int(str(key)), bytes(hash_)) for key, hash_ in rows])  # type: ignore[call-overload]  # a bytea
            if len(rows) < _ROWS:
                return
            after = int(str(rows[-1][0]))

    def near(self, value: bytes) -> dict[int, int]:
        """Give the entries near a value with their distances."""
        ids, query = self.ids, np.frombuffer(value, np.uint8).reshape(1, PDQ_BYTES)
        hits = self.index.search(query)
        ours = hits.entry < len(ids)  # it may have been added to since
        entries = ids[hits.entry[ours]].tolist()
        return dict(zip(entries, hits.distance[ours].tolist(), strict=True))

    def _add(self, rows: list[tuple[int, bytes]]) -> None:
        recent = set(self.ids[-_ROWS:].tolist())
        new = [(key, value) for key, value in rows if key not in recent]
        if not new:
            return
        joined = b"".join(value for _, value in new)
        self.index.add(np.frombuffer(joined, np.uint8).reshape(len(new), PDQ_BYTES))
        self.ids = np.concatenate([self.ids, np.array([k for k, _ in new], np.int64)])


_held: dict[int, _Held] = {}
_changing = threading.Lock()
