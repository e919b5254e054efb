"""PDQ hashes that are hard on an index by chunks, and the answers by plain counting."""

import numpy as np

from tipline.hashing.distance import pdq_distances
from tipline.hashing.pdq_numpy import NumpyCore

KINDS = ("even", "few-values", "cloud", "copies", "one-chunk-apart", "half-empty")


def hashes(kind, count, seed):
    """Give (count, 32) uint8 of one kind, the same for the same seed."""
    chance = np.random.default_rng(seed)
    even = chance.integers(0, 256, (count, 32), np.uint8)
    if kind == "few-values":  # every chunk is one of three: huge buckets, chance hits
        pool = chance.integers(0, 256, (3, 2), np.uint8)
        return pool[chance.integers(0, 3, (count, 16))].reshape(count, 32)
    if kind == "cloud":  # near-duplicates, across the radius
        return flipped(even[[0] * count], chance.integers(0, 45, count), chance)
    if kind == "copies":
        return even[chance.integers(0, max(1, count // 10), count)]
    if kind == "one-chunk-apart":
        near = even[[0] * count]
        near[:, :2] = chance.integers(0, 256, (count, 2), np.uint8)
        return near
    if kind == "half-empty":
        return even * (np.arange(32) % 4 < 2).astype(np.uint8)
    return even


def flipped(rows, numbers, chance):
    """Flip so many bits of each row, anywhere."""
    order = np.argsort(chance.random((len(rows), 256)), axis=1)
    bits = (order < np.asarray(numbers)[:, None]).astype(np.uint8)
    return rows ^ np.packbits(bits, axis=1)


def queries(known, count, seed):
    """Ask for what is known, for what is near to it, and for something else."""
    chance = np.random.default_rng(seed)
    chosen = known[chance.integers(0, len(known), count)]
    asked = flipped(chosen, chance.integers(0, 40, count), chance)
    strangers = chance.integers(0, 256, asked.shape, np.uint8)
    return np.where(np.arange(count)[:, None] % 4 == 3, strangers, asked)


def at_distance(rows, distance, seed):
    """Give each row a neighbor at a distance, its bits shared out over the chunks.

    Each time otherwise: over few chunks or many, evenly or not. The chunks are those
    of the index, found by looking where it puts each bit.
    """
    chance = np.random.default_rng(seed)
    bits = np.zeros((len(rows), 256), np.uint8)
    for row in bits:
        wanted = chance.permutation(16)[: chance.integers(-(-distance // 16), 17) or 1]
        weights = np.repeat(wanted, 16)[chance.permutation(16 * len(wanted))]
        kind = chance.random()
        if kind < 0.3:  # as even as can be: two bits everywhere, one short
            weights = np.tile(chance.permutation(16), 16)
        elif kind < 0.6 and distance:  # and with even gaps along the ring
            weights = np.arange(distance) * 16 // distance + chance.integers(16)
            weights %= 16
        for chunk in weights[:distance]:
            free = np.flatnonzero(row[16 * chunk : 16 * chunk + 16] == 0)
            row[16 * chunk + chance.choice(free)] = 1
    assert (bits.sum(axis=1) == distance).all()
    return rows ^ np.packbits(bits[:, _places()], axis=1)


def _places():
    """Say where in the rearranged chunks each of the 256 bits of a hash is found."""
    single = np.packbits(np.eye(256, dtype=np.uint8), axis=1)
    rearranged = np.empty_like(single)
    NumpyCore().rearrange(single, rearranged)
    return np.unpackbits(rearranged, axis=1, bitorder="little").argmax(axis=1)


def counted(known, asked, radius, *, removed=()):
    """Answer as `search` must, by counting bits one hash at a time."""
    found = []
    for number, query in enumerate(asked):
        distances = pdq_distances(query.tobytes(), known)
        found += [
            (number, int(entry), int(distances[entry]))
            for entry in np.flatnonzero(distances <= radius)
            if int(entry) not in removed
        ]
    return found


def triples(hits):
    """Give what `search` found as a list, in its order."""
    return list(zip(*(column.tolist() for column in hits), strict=True))
