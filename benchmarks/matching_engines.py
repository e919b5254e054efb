"""What `benchmarks.matching` compares: the same questions, in each engine's words."""

import contextlib
import importlib
from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tipline.hashing.pdq_index import PdqIndex

RADIUS = 31

# (query, entry), both numbers of rows.
Pairs = set[tuple[int, int]]


PEERS = ("faiss", "threatexchange.signal_type.pdq.pdq_index", "usearch.index")


class NotThereError(Exception):
    """A peer is not installed."""


class Engine(ABC):
    """An index of all hashes, built when it is made."""

    name = ""
    singles = 30  # queries of a round that are asked singly
    batch = 1000  # queries that are asked together
    is_scan = False
    limit_because = ""

    @abstractmethod
    def __init__(self, known: NDArray[np.uint8]) -> None:
        """Build the index of (n, 32) uint8."""

    @abstractmethod
    def search(self, queries: NDArray[np.uint8]) -> Any:  # noqa: ANN401 - its own words
        """Answer, in the engine's own form."""

    @abstractmethod
    def found(self, queries: NDArray[np.uint8]) -> Pairs:
        """Answer in ours."""


def peer(name: str) -> Any:  # noqa: ANN401 - a module without types
    """Import a peer.

    Raises:
        NotThereError: with what to install.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        message = f"{package} is not installed: python -m pip install '.[bench]'"
        raise NotThereError(message) from error


def load_peers() -> None:
    """Import what is installed, so that no index is charged for its package."""
    for name in PEERS:
        with contextlib.suppress(NotThereError):
            peer(name)


class Tipline(Engine):
    """The index of this repository."""

    name = "tipline"
    singles = 300

    def __init__(self, known: NDArray[np.uint8]) -> None:
        self.index = PdqIndex.build(known)

    def search(self, queries: NDArray[np.uint8]) -> Any:  # noqa: ANN401
        return self.index.search(queries, RADIUS)

    def found(self, queries: NDArray[np.uint8]) -> Pairs:
        hits = self.search(queries)
        return set(zip(hits.query.tolist(), hits.entry.tolist(), strict=True))


class _Faiss(Engine):
    """What both indexes of faiss share."""

    def __init__(self, known: NDArray[np.uint8]) -> None:
        faiss = peer("faiss")
        faiss.omp_set_num_threads(1)
        self.index = self.empty(faiss)
        self.index.add(known)

    @abstractmethod
    def empty(self, faiss: Any) -> Any:  # noqa: ANN401
        """Make the index without hashes."""

    def search(self, queries: NDArray[np.uint8]) -> Any:  # noqa: ANN401
        # Its radius is the first that no longer counts.
        return self.index.range_search(queries, RADIUS + 1)

    def found(self, queries: NDArray[np.uint8]) -> Pairs:
        limits, _, entries = self.search(queries)
        asked = np.repeat(np.arange(len(queries)), np.diff(limits).astype(np.int64))
        return set(zip(asked.tolist(), entries.tolist(), strict=True))


class FaissFlat(_Faiss):
    """Compare with every hash."""

    name = "faiss IndexBinaryFlat"
    is_scan = True

    def empty(self, faiss: Any) -> Any:  # noqa: ANN401
        return faiss.IndexBinaryFlat(256)


class FaissMultiHash(_Faiss):
    """Its fastest exact setting: 31 bits over 11 chunks leave one with two at most."""

    name = "faiss IndexBinaryMultiHash 11 x 23, 2 flips"
    singles = 60

    def empty(self, faiss: Any) -> Any:  # noqa: ANN401
        index = faiss.IndexBinaryMultiHash(256, 11, 23)
        index.nflip = 2
        return index


class ThreatExchange(Engine):
    """The index that python-threatexchange gives for PDQ."""

    name = "threatexchange PDQIndex"
    limit_because = "it keeps several Python objects for each hash"

    def __init__(self, known: NDArray[np.uint8]) -> None:
        index = peer("threatexchange.signal_type.pdq.pdq_index")
        peer("faiss").omp_set_num_threads(1)
        digits = known.tobytes().hex()
        entries = ((digits[at : at + 64], at // 64) for at in range(0, len(digits), 64))
        self.index = index.PDQIndex(entries)

    def search(self, queries: NDArray[np.uint8]) -> Any:  # noqa: ANN401
        return [self.index.query(query.tobytes().hex()) for query in queries]

    def found(self, queries: NDArray[np.uint8]) -> Pairs:
        answers = enumerate(self.search(queries))
        return {(number, hit.metadata) for number, hits in answers for hit in hits}


class Usearch(Engine):
    """Its exact search: the nearest few of all, since it knows no radius."""

    name = "usearch exact, 10 nearest, in batches of 50"
    singles = 5
    batch = 50
    limit_because = "its exact search takes a tenth of a second a query at a million"

    def __init__(self, known: NDArray[np.uint8]) -> None:
        self.usearch = peer("usearch.index")
        self.known = known

    def search(self, queries: NDArray[np.uint8]) -> Any:  # noqa: ANN401
        metric = self.usearch.MetricKind.Hamming
        return self.usearch.search(
            self.known, queries, 10, metric, exact=True, threads=1
        )

    def found(self, queries: NDArray[np.uint8]) -> Pairs:
        answer = self.search(queries)
        near = answer.distances.reshape(len(queries), -1) <= RADIUS
        asked, place = np.nonzero(near)
        entries = answer.keys.reshape(len(queries), -1)[asked, place]
        return set(zip(asked.tolist(), entries.tolist(), strict=True))


ENGINES: tuple[type[Engine], ...] = (
    Tipline,
    FaissFlat,
    FaissMultiHash,
    ThreatExchange,
    Usearch,
)
