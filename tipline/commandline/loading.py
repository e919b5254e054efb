"""Load code that stays loaded, without looking for garbage in it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# New objects, not the interpreter's 700: a request makes thousands, and none is garbage
# that only a search finds before its answer is sent.
_SEARCH_AFTER: Final = 10_000


@contextmanager
def for_good() -> Iterator[None]:
    """Load modules in the block; the search for garbage leaves them out ever after.

    To search what is just being loaded takes a sixth of a process's start.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(_SEARCH_AFTER)
        gc.enable()
