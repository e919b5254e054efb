import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, TypeVar

import numpy as np
from numpy.typing import NDArray

Starts4 = NDArray[np.uint32]
Starts6 = NDArray[np.uint64]
Codes = NDArray[np.uint16]
Number = TypeVar("Number", np.uint16, np.uint32, np.uint64)


@dataclass(frozen=True, slots=True)
class RangeTable:
    """Address ranges and the place of each; a range ends where the next one starts.

    `starts4` are IPv4 addresses, `starts6` the upper 64 bits of IPv6 addresses, both
    ascending and beginning with 0. `codes4` and `codes6` have the same lengths and
    point into `places`, where 0 is "" (unknown), others are "DE" or "US-CA".
    """

    places: tuple[str, ...]
    starts4: Starts4
    codes4: Codes
    starts6: Starts6
    codes6: Codes
    source: str
    data_date: date

    def place4(self, address: int) -> str:
        """Give the place of an IPv4 address, "" if unknown."""
        row = np.searchsorted(self.starts4, np.uint32(address), side="right") - 1
        return self.places[int(self.codes4[row])]

    def place6(self, address: int) -> str:
        """Give the place of an IPv6 address, "" if unknown."""
        row = np.searchsorted(self.starts6, np.uint64(address >> 64), side="right") - 1
        return self.places[int(self.codes6[row])]


def write_range_table(table: RangeTable, file: BinaryIO) -> None:
    """Write a table as a compressed npz whose bytes depend on nothing but the table."""
    np.savez_compressed(
        file,
        places=np.array(table.places),
        starts4=_planes(table.starts4),
        codes4=_planes(table.codes4, steps=False),
        starts6=_planes(table.starts6),
        codes6=_planes(table.codes6, steps=False),
        about=np.array([table.source, table.data_date.isoformat()]),
    )


def read_range_table(path: Path) -> RangeTable:
    """Read what `write_range_table` wrote.

    Raises:
        OSError, ValueError, KeyError: the file is missing or is no such table.
    """
    with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as parts:
        source, data_date = parts["about"].tolist()
        return RangeTable(
            places=tuple(parts["places"].tolist()),
            starts4=_values(parts["starts4"], np.dtype(np.uint32)),
            codes4=_values(parts["codes4"], np.dtype(np.uint16), steps=False),
            starts6=_values(parts["starts6"], np.dtype(np.uint64)),
            codes6=_values(parts["codes6"], np.dtype(np.uint16), steps=False),
            source=source,
            data_date=date.fromisoformat(data_date),
        )


def _planes(
    values: Starts4 | Starts6 | Codes, *, steps: bool = True
) -> NDArray[np.uint8]:
    """Split numbers into one row for each byte, of the steps between them if asked.

    Steps are round numbers, so most rows are nearly constant: the addresses of the
    shipped table take a tenth of their size instead of a half.
    """
    numbers = np.diff(values, prepend=values.dtype.type(0)) if steps else values
    little = numbers.astype(numbers.dtype.newbyteorder("<"))
    return little.view(np.uint8).reshape(len(values), -1).T.copy()


def _values(
    planes: NDArray[np.uint8], dtype: np.dtype[Number], *, steps: bool = True
) -> NDArray[Number]:
    numbers = np.ascontiguousarray(planes.T).view(dtype.newbyteorder("<")).reshape(-1)
    return np.cumsum(numbers, dtype=dtype, out=numbers) if steps else numbers
