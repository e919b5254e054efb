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

    A question whose worker dies is asked again of another; the list is sent again if no
    worker that had it lives.
    """

    def spread(listed: Hashes, questions: Iterator[Question]) -> Iterator[Answer]:
        # An extra: whoever has one machine needs none of it.
        import distributed  # noqa: PLC0415

        untyped: Any = distributed
        with untyped.Client(
            scheduler, timeout=_CONNECT_SECONDS, set_as_default=False
        ) as client:
            most = _AHEAD * max(sum(client.nthreads().values()), 1)
            asking = _Asking(client, listed, untyped)
            for question in questions:
                asking.ask(question)
                if len(asking.running) >= most:
                    yield asking.first()
            while asking.running:
                yield asking.first()

    return spread


class _Asking:
    """Questions on their way to workers that have the list."""

    def __init__(self, client: Any, listed: Hashes, distributed: Any) -> None:  # noqa: ANN401 - without types
        self.running: dict[str, Question] = {}
        self._client = client
        self._listed = listed
        self._lost = distributed.CancelledError
        self._done = distributed.as_completed(loop=client.loop)
        self._send_list()

    def ask(self, question: Question) -> None:
        """Send one more question to whichever worker is free."""
        asked = self._client.submit(
            near_a_list, self._everywhere, question[1], pure=False
        )
        self.running[asked.key] = question
        self._done.add(asked)

    def first(self) -> Answer:
        """Wait for the first answer, and give it."""
        while True:
            answered = next(self._done)
            question = self.running.pop(answered.key)
            try:
                return question[0], answered.result()
            except self._lost:
                self._send_list()
                self.ask(question)

    def _send_list(self) -> None:
        self._everywhere = self._client.scatter(self._listed, broadcast=True)
