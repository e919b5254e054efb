"""A thousand ways to alter what is stored, and a thousand refusals."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipline.foundation.vault.errors import ObjectDamagedError
from tipline.foundation.vault.keys import KeyRing
from tipline.foundation.vault.memory import InMemory
from tipline.foundation.vault.vault import Vault

CHUNK = 16 * 1024
SEALED_CHUNK = CHUNK + 16
HEADER = 56
SIZE = 4 * CHUNK + 321


def sealed_in(storage, name):
    return storage.open(name).read_at(0, 10**9)


def replaced(storage, name, sealed):
    storage.delete(name)
    storage.add(name, sealed)


def read_pieces(vault, stored):
    """Return what was given out before the end or a refusal, and the refusal."""
    given_out = []
    try:
        given_out.extend(vault.open(stored).pieces())
    except ObjectDamagedError as refusal:
        return b"".join(given_out), refusal
    return b"".join(given_out), None


@pytest.fixture
def storage():
    return InMemory()


CONTENT = random.Random(11).randbytes(SIZE)


@pytest.fixture
def pair(vault, put):
    return put(vault, CONTENT, "one"), put(vault, CONTENT[::-1], "two")


def flipped(sealed, chance):
    position = chance.randrange(len(sealed))
    changed = bytearray(sealed)
    changed[position] ^= 1 << chance.randrange(8)
    return bytes(changed)


def truncated(sealed, chance):
    return sealed[: chance.randrange(len(sealed))]


def cut_between_chunks(sealed, chance):
    return sealed[: HEADER + chance.randrange(5) * SEALED_CHUNK]


def extended(sealed, chance):
    return sealed + chance.randbytes(chance.randrange(1, 2 * SEALED_CHUNK))


def chunks_exchanged(sealed, chance):
    first, second = sorted(chance.sample(range(4), 2))
    parts = [sealed[:HEADER]]
    chunks = [sealed[start : start + SEALED_CHUNK] for start in chunk_starts(sealed)]
    chunks[first], chunks[second] = chunks[second], chunks[first]
    return b"".join(parts + chunks)


def chunk_left_out(sealed, chance):
    start = HEADER + chance.randrange(4) * SEALED_CHUNK
    return sealed[:start] + sealed[start + SEALED_CHUNK :]


def chunk_doubled(sealed, chance):
    start = HEADER + chance.randrange(4) * SEALED_CHUNK
    return sealed[: start + SEALED_CHUNK] + sealed[start:]


def chunk_starts(sealed):
    return range(HEADER, len(sealed), SEALED_CHUNK)


MANIPULATIONS = [
    flipped,
    flipped,
    flipped,
    truncated,
    cut_between_chunks,
    extended,
    chunks_exchanged,
    chunk_left_out,
    chunk_doubled,
]


def test_a_thousand_manipulations_are_a_thousand_refusals(vault, storage, pair):
    chance = random.Random(2026)
    original = sealed_in(storage, "one")
    refusals = 0
    for number in range(1000):
        manipulate = MANIPULATIONS[number % len(MANIPULATIONS)]
        replaced(storage, "one", manipulate(original, chance))
        given_out, refusal = read_pieces(vault, pair[0])
        assert CONTENT.startswith(given_out), manipulate.__name__
        assert len(given_out) % CHUNK == 0, manipulate.__name__
        refusals += refusal is not None
    assert refusals == 1000
    replaced(storage, "one", original)
    assert read_pieces(vault, pair[0]) == (CONTENT, None)


def test_a_chunk_of_another_file_is_refused_in_every_place(vault, storage, pair):
    one, two = sealed_in(storage, "one"), sealed_in(storage, "two")
    for start in chunk_starts(one):
        end = start + SEALED_CHUNK
        replaced(storage, "one", one[:start] + two[start:end] + one[end:])
        assert read_pieces(vault, pair[0])[1] is not None


def test_another_files_bytes_are_refused_under_this_name(vault, storage, pair):
    replaced(storage, "one", sealed_in(storage, "two"))
    assert read_pieces(vault, pair[0])[1] is not None


@pytest.mark.parametrize(
    "change",
    [
        {"context": "report:2"},
        {"size_bytes": SIZE - 1},
        {"size_bytes": SIZE % CHUNK},
        {"size_bytes": -1},
        {"sha256": "0" * 64},
        {"sha256": "not hexadecimal"},
        {"wrapped_key": b""},
        {"wrapped_key": b"\x01" + bytes(60)},
        {"wrapped_key": b"\x02" + bytes(60)},
    ],
)
def test_a_row_that_was_altered_no_longer_opens_its_file(vault, pair, change):
    with pytest.raises(ObjectDamagedError):
        vault.open(replace(pair[0], **change))


def test_rows_cannot_exchange_their_keys_or_names(vault, pair):
    one, two = pair
    for exchanged in (
        replace(one, wrapped_key=two.wrapped_key),
        replace(one, object_id="two"),
        replace(two, object_id="one"),
    ):
        with pytest.raises(ObjectDamagedError):
            vault.open(exchanged)


def test_another_key_under_the_same_name_is_refused(storage, pair):
    stranger = KeyRing({"in-memory": b"s" * 32}, "in-memory")
    with pytest.raises(ObjectDamagedError):
        Vault(storage, stranger).open(pair[0])


def test_every_bit_of_a_wrapped_key_counts(vault, pair):
    for bit in range(len(pair[0].wrapped_key) * 8):
        changed = bytearray(pair[0].wrapped_key)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ObjectDamagedError):
            vault.open(replace(pair[0], wrapped_key=bytes(changed)))


RING = KeyRing.generate()
RANDOM_SIZE = 3 * CHUNK + 1000
RANDOM_CONTENT = random.Random(3).randbytes(RANDOM_SIZE)
RANDOM_VAULT = Vault(InMemory(), RING)
with RANDOM_VAULT.begin("random", "report:1") as _writer:
    _writer.write(RANDOM_CONTENT)
    RANDOM_STORED = _writer.commit()


@settings(max_examples=200, deadline=None)
@given(
    reads=st.lists(
        st.tuples(st.integers(0, RANDOM_SIZE + 10), st.integers(0, 2 * CHUNK)),
        min_size=1,
        max_size=6,
    )
)
def test_any_part_can_be_read_in_any_order(reads):
    with RANDOM_VAULT.open(RANDOM_STORED) as reader:
        for offset, length in reads:
            reader.seek(offset)
            part = b""
            while len(part) < length and (more := reader.read(length - len(part))):
                part += more
            assert part == RANDOM_CONTENT[offset : offset + length]


@settings(max_examples=50, deadline=None)
@given(
    cuts=st.lists(st.integers(0, RANDOM_SIZE), max_size=8),
    end=st.integers(0, RANDOM_SIZE),
)
def test_any_size_in_any_pieces_comes_back(cuts, end):
    vault = Vault(InMemory(), RING)
    edges = sorted({0, end, *(cut for cut in cuts if cut < end)})
    with vault.begin("cut", "report:1") as writer:
        for start, stop in pairwise(edges):
            writer.write(RANDOM_CONTENT[start:stop])
        stored = writer.commit()
    assert vault.open(stored).readall() == RANDOM_CONTENT[:end]
