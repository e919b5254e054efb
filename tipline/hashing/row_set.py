"""A set of row numbers that takes one bit a row."""

import numpy as np
from numpy.typing import NDArray


class RowSet:
    """Rows of an index, such as those removed.

    One thread adds while others ask: they see each row before or after, and every row
    that was added before they began.
    """

    def __init__(self, bits: NDArray[np.uint8], *, is_empty: bool = False) -> None:
        """Use `bits`, (ceil(n / 8),) uint8 and writable, row 0 lowest."""
        self.bits = bits
        self._is_empty = is_empty

    @classmethod
    def for_rows(cls, count: int) -> "RowSet":
        """Return a set of none of so many rows."""
        return cls(np.zeros(-(-count // 8), np.uint8), is_empty=True)

    def with_room_for(self, count: int) -> "RowSet":
        """Return this set, or a larger one with the same rows."""
        needed = -(-count // 8)
        if needed <= len(self.bits):
            return self
        room = max(needed, 2 * len(self.bits))
        bits = np.concatenate([self.bits, np.zeros(room - len(self.bits), np.uint8)])
        return RowSet(bits, is_empty=self._is_empty)

    def add(self, rows: NDArray[np.int64]) -> None:
        """Add rows; those that are in it stay."""
        if len(rows):
            self._is_empty = False
            np.bitwise_or.at(self.bits, rows >> 3, _bit_of(rows))

    def lacks(self, rows: NDArray[np.int64]) -> NDArray[np.bool] | slice:
        """Return what to index an array of these rows by, to keep those not in it."""
        if self._is_empty:
            return slice(None)
        kept: NDArray[np.bool] = (self.bits[rows >> 3] & _bit_of(rows)) == 0
        return kept

    def numbers(self) -> NDArray[np.int64]:
        """Return the rows that are in it, in order."""
        return np.flatnonzero(np.unpackbits(self.bits, bitorder="little"))

    def count(self) -> int:
        """Return how many rows are in it."""
        return int(np.bitwise_count(self.bits).sum(dtype=np.int64))


def _bit_of(rows: NDArray[np.int64]) -> NDArray[np.uint8]:
    return np.asarray(np.left_shift(1, rows & 7), np.uint8)
