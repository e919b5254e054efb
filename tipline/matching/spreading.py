"""Where the comparing of a sweep is done: in this process, or on several machines.

The other machines are workers of dask.distributed. They get hashes and give back which
of them are near: they reach neither the database nor any file of ours.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tipline.hashing.pdq_join import near_a_list
from tipline.matching.indexes import Hashes

Question = tuple[int, Hashes]
Answer = tuple[int, NDArray[np.bool_]]
Spread = Callable[[Hashes, Iterator[Question]], Iterator[Answer]]

_AHEAD: Final = 2  # questions for each thread of the workers
_CONNECT_SECONDS: Final = 10


def in_process(listed: Hashes, questions: Iterator[Question]) -> Iterator[Answer]:
    """Answer one after the other."""
    for number, pictures in questions:
        yield number, near_a_list(listed, pictures)


def on_cluster(scheduler: str) -> Spread:
    """Give what answers on the workers of a scheduler, such as tcp://10.0.0.5:8786.

    A question whose worker dies is asked again of another.
    """

    def spread(listed: Hashes, questions: Iterator[Question]) -> Iterator[Answer]:
        # An extra: whoever has one machine needs none of it.
        import distributed  # noqa: PLC0415

        untyped: Any = distributed
        with untyped.Client(
            scheduler, timeout=_CONNECT_SECONDS, set_as_default=False
        ) as client:
            most = _AHEAD * max(sum(client.nthreads().values()), 1)
            everywhere = client.scatter(listed, broadcast=True)
            done = untyped.as_completed(loop=client.loop)
            running: dict[str, int] = {}
            for number, pictures in questions:
                asked = client.submit(near_a_list, everywhere, pictures, pure=False)
                running[asked.key] = number
                done.add(asked)
                if len(running) >= most:
                    yield _first(done, running)
            while running:
                yield _first(done, running)

    return spread


def _first(done: Iterator[Any], running: dict[str, int]) -> Answer:
    """Wait for the first answer, and give it."""
    answered = next(done)
    return running.pop(answered.key), answered.result()
