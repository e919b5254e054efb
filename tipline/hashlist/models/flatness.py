"""Which PDQ hashes say too little to be compared: those of plain pictures.

So few or so many of their bits are set, or their quality is known to be so low, that
they are near to many harmless pictures of nearly one color.
"""

from typing import Final

from django.db.models.expressions import RawSQL

from tipline.hashing.distance import FLAT_BITS, QUALITY_MIN

_LEAST, _MOST = FLAT_BITS

IS_FLAT: Final = RawSQL(  # noqa: S611 - ours, of constants
    "CASE WHEN algorithm = 'pdq' THEN"
    f" bit_count(('x' || value)::bit(256)) NOT BETWEEN {_LEAST} AND {_MOST}"
    f" OR coalesce(quality < {QUALITY_MIN}, false) ELSE false END",
    (),
)
