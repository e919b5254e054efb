"""The three indexes of PDQ hashes: what each holds, and how its rows are read.

    LISTED     the fingerprints of all lists
    PICTURES   every picture that was received, by both recipes, upright
    FRAMES     the kept frames of every video that was received

PostgreSQL is the truth. An index is a folder of segments below the data folder, which
one worker of the machine keeps as the database is (`index_keeper`), and every process
searches (`searching`). Whether what is found counts is asked of the database.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from tipline.foundation.statements import all_rows, first_row
from tipline.hashing.distance import PDQ_BYTES
from tipline.hashing.video import values_of
from tipline.matching.models import ChangeKind

QUALITY_MIN: Final = 50  # below, a PDQ hash says too little; source: the PDQ reference
_AT_ONCE: Final = 20_000
_PENDING: Final = """
    SELECT EXISTS (SELECT FROM matching_indexchange WHERE position = %(position)s),
           ARRAY(SELECT subject FROM matching_indexchange
                 WHERE kind = %(kind)s AND position > %(position)s
                 UNION SELECT subject FROM matching_indexchange
                 WHERE kind = %(kind)s AND position IS NULL
                 LIMIT %(most)s)
"""

Ids = NDArray[np.int64]
Hashes = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Index:
    """One index: of which changes, and of which rows of its subjects.

    `rows` is SQL that gives a subject and its bytes. A subject has up to `places`
    hashes; the id of the n-th is the subject times `places`, plus n.
    """

    name: str
    kind: ChangeKind
    rows: str
    subject: str = "id"
    places: int = 1

    @property
    def folder(self) -> Path:
        """Where it is kept."""
        return Path(settings.ENVIRONMENT.indexes) / self.name

    def all_hashes(self) -> Iterator[tuple[Ids, Hashes]]:
        """Read everything, some rows at a time; in a transaction."""
        with connection.connection.cursor(name="all_hashes", binary=True) as cursor:
            cursor.execute(self.rows)
            while rows := cursor.fetchmany(_AT_ONCE):
                yield self._hashes_in(rows)

    def first_hashes(self, most: int) -> tuple[Ids, Hashes]:
        """Read the hashes of up to `most` subjects."""
        return self._read(f"{self.rows} LIMIT %(most)s", most=most)

    def hashes_of(self, subjects: Ids) -> tuple[Ids, Hashes]:
        """Read the hashes that these subjects have now."""
        condition = f" AND {self.subject} = ANY(%(subjects)s)"
        return self._read(self.rows + condition, subjects=subjects.tolist())

    def pending(self, position: int, *, most: int) -> tuple[bool, list[int]]:
        """Tell whether a position was ever given, and which subjects changed since."""
        values = {"kind": self.kind.value, "position": position, "most": most}
        row = first_row(_PENDING, values) or (False, [])
        return cast(tuple[bool, list[int]], row)

    def ids_of(self, subjects: Ids) -> Ids:
        """Give every id that the hashes of these subjects can have."""
        ids = subjects[:, None] * self.places + np.arange(self.places)
        return np.asarray(ids.ravel(), np.int64)

    def subjects_of(self, ids: Ids) -> Ids:
        """Say whose hashes these are."""
        return np.asarray(ids // self.places, np.int64)

    def _read(self, sql: str, **values: object) -> tuple[Ids, Hashes]:
        return self._hashes_in(all_rows(sql, values))

    def _hashes_in(self, rows: Sequence[tuple[Any, ...]]) -> tuple[Ids, Hashes]:
        subjects = np.array([subject for subject, _ in rows], np.int64)
        if self.places == 1:
            return subjects, rows_of(value for _, value in rows)
        values = [values_of(bytes(packed))[: self.places] for _, packed in rows]
        counts = [len(each) for each in values]
        place = np.concatenate([np.arange(0), *map(np.arange, counts)])
        ids = np.repeat(subjects * self.places, counts) + place
        return ids, np.concatenate([rows_of(()), *values])


LISTED: Final = Index(
    name="listed",
    kind=ChangeKind.ENTRY,
    rows="SELECT id, decode(value, 'hex') FROM hashlist_hashentry"
    " WHERE algorithm = 'pdq' AND withdrawn_at IS NULL",
)
PICTURES: Final = Index(
    name="pictures",
    kind=ChangeKind.PICTURE,
    rows=f"SELECT id, value FROM files_picturehash WHERE quality >= {QUALITY_MIN}",  # noqa: S608 - a constant
)
FRAMES: Final = Index(
    name="frames",
    kind=ChangeKind.VIDEO,
    rows="SELECT number, frames FROM files_videohash WHERE true",
    subject="number",
    places=8192,  # the decoder looks at 7,200
)
INDEXES: Final = (LISTED, PICTURES, FRAMES)


def rows_of(hashes: Iterable[bytes]) -> Hashes:
    """Lay hashes of 32 bytes as the rows that a search wants."""
    joined = b"".join(hashes)
    return np.frombuffer(joined, np.uint8).reshape(-1, PDQ_BYTES)
