"""The cores of the index: the same tables and answers, whatever the hashes."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from tests.hashing import awkward
from tipline.hashing import pdq_block, pdq_core, pdq_native
from tipline.hashing.pdq_native import Plan
from tipline.hashing.pdq_numpy import NumpyCore
from tipline.hashing.pdq_tables import WHOLE, Share, in_order, joined

# A core has no state, so the examples may share it. Sixty of 170 questions each are
# more than ten thousand cases for every core.
shared = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
kinds = st.sampled_from(awkward.KINDS)
seeds = st.integers(0, 2**32 - 1)


def probed(core, tables, asked, *, radius, share=WHOLE):
    """Search by the chunks, however few the hashes are."""
    if isinstance(core, NumpyCore):
        return core.search(tables, asked, radius, share=share)
    return core.search(tables, asked, radius, share=share, plan=Plan.PROBE)


@shared
@given(kind=kinds, count=st.integers(1, 300), radius=st.integers(0, 31), seed=seeds)
def test_everything_near_is_found_once_and_nothing_else(
    core, *, kind, count, radius, seed
):
    known = awkward.hashes(kind, count, seed)
    asked = awkward.queries(known, 170, seed)
    tables = pdq_block.build_from_hashes(known, core).tables
    hits = probed(core, tables, asked, radius=radius)
    assert awkward.triples(hits) == awkward.counted(known, asked, radius)


@shared
@given(kind=kinds, radius=st.integers(0, 40), parts=st.integers(1, 20), seed=seeds)
def test_the_parts_of_a_search_find_everything_between_them_and_each_once(
    core, *, kind, radius, parts, seed
):
    known = awkward.hashes(kind, 200, seed)
    asked = awkward.queries(known, 30, seed)
    tables = pdq_block.build_from_hashes(known, core).tables
    found = [
        probed(core, tables, asked, radius=radius, share=Share(part, parts))
        for part in range(parts)
    ]
    together = in_order(joined(found))
    assert awkward.triples(together) == awkward.counted(known, asked, radius)


@pytest.mark.parametrize("radius", range(32))
def test_a_hash_on_the_edge_is_found_and_one_bit_further_it_is_not(core, radius):
    known = awkward.hashes("even", 150, seed=radius)
    tables = pdq_block.build_from_hashes(known, core).tables
    inside = awkward.at_distance(known, radius, seed=radius)
    hits = probed(core, tables, inside, radius=radius)
    assert awkward.triples(hits) == [(row, row, radius) for row in range(150)]
    outside = awkward.at_distance(known, radius + 1, seed=radius)
    assert awkward.triples(probed(core, tables, outside, radius=radius)) == []


@pytest.mark.parametrize("count", [1, 16, 17, 1000, 4096, 4097, 9000])
def test_a_batch_of_any_size_answers_as_its_queries_one_by_one(native, count):
    known = awkward.hashes("cloud", 3000, seed=5)
    tables = pdq_block.build_from_hashes(known, native).tables
    asked = awkward.queries(known, count, seed=count)
    expected = native.search(tables, asked, 25, plan=Plan.SCAN)
    for plan in (Plan.PROBE, Plan.CHOOSE):
        found = native.search(tables, asked, 25, plan=plan)
        assert all(map(np.array_equal, found, expected))
    numpy = NumpyCore().search(tables, asked[:50], 25)
    there = expected.query < 50
    assert all(map(np.array_equal, numpy, (column[there] for column in expected)))


@pytest.mark.parametrize("kind", awkward.KINDS)
def test_ten_thousand_hashes_of_a_kind_are_searched_as_by_counting(native, kind):
    known = awkward.hashes(kind, 10_000, seed=9)
    tables = pdq_block.build_from_hashes(known, native).tables
    asked = awkward.queries(known, 40, seed=10)
    expected = awkward.counted(known, asked, 31)
    for plan in Plan:
        hits = native.search(tables, asked, 31, plan=plan)
        assert awkward.triples(hits) == expected


@shared
@given(kind=kinds, seed=seeds, radius=st.integers(32, 256))
def test_beyond_the_radius_of_the_chunks_all_are_compared(core, *, kind, seed, radius):
    known = awkward.hashes(kind, 40, seed)
    asked = awkward.queries(known, 5, seed)
    tables = pdq_block.build_from_hashes(known, core).tables
    hits = probed(core, tables, asked, radius=radius)
    assert awkward.triples(hits) == awkward.counted(known, asked, radius)


@pytest.mark.parametrize("kind", awkward.KINDS)
@pytest.mark.parametrize("count", [0, 1, 777, 5000])
def test_the_native_tables_are_those_of_numpy(native, kind, count):
    known = (
        awkward.hashes(kind, count, seed=3) if count else awkward.hashes("even", 0, 3)
    )
    ours = pdq_block.build_from_hashes(known, native)
    expected = pdq_block.build_from_hashes(known, NumpyCore())
    assert ours.memory[:] == expected.memory[:]
    assert ours.tables.largest == expected.tables.largest


def test_rearranging_keeps_distances_and_takes_every_bit(core):
    single = np.packbits(np.eye(256, dtype=np.uint8), axis=1)
    rearranged = np.empty_like(single)
    core.rearrange(single, rearranged)
    bits = np.unpackbits(rearranged, axis=1)
    assert (bits.sum(axis=0) == 1).all()
    assert (bits.sum(axis=1) == 1).all()


def test_a_chunk_has_one_bit_of_every_row_and_column_of_the_frequencies():
    single = np.packbits(np.eye(256, dtype=np.uint8), axis=1)
    rearranged = np.empty_like(single)
    NumpyCore().rearrange(single, rearranged)
    chunk = np.unpackbits(rearranged, axis=1, bitorder="little").argmax(axis=1) // 16
    grid = np.sort(chunk.reshape(16, 16))
    assert (grid == np.arange(16)).all()
    assert (np.sort(chunk.reshape(16, 16), axis=0) == np.arange(16)[:, None]).all()


def test_more_queries_than_fit_into_one_call_are_numbered_on(native, monkeypatch):
    monkeypatch.setattr(pdq_native, "_MOST_QUERIES", 7)
    known = awkward.hashes("even", 50, seed=1)
    tables = pdq_block.build_from_hashes(known, native).tables
    hits = native.search(tables, known, 31)
    assert awkward.triples(hits) == [(row, row, 0) for row in range(50)]


def test_a_core_can_be_chosen_by_name_and_one_that_is_not_there_is_named(monkeypatch):
    pdq_core.default_core.cache_clear()
    monkeypatch.setenv("PDQ_INDEX_CORE", "numpy")
    assert pdq_core.default_core().name == "numpy"
    pdq_core.default_core.cache_clear()
    monkeypatch.setenv("PDQ_INDEX_CORE", "abacus")
    with pytest.raises(LookupError, match="PDQ_INDEX_CORE=abacus: there is only numpy"):
        pdq_core.default_core()
    pdq_core.default_core.cache_clear()


def test_without_a_native_core_the_log_says_so_once(monkeypatch):
    monkeypatch.setattr(pdq_core, "native_cores", list)
    pdq_core.default_core.cache_clear()
    with capture_logs() as lines:
        assert pdq_core.default_core().name == "numpy"
        assert pdq_core.default_core().name == "numpy"
    assert [line["event"] for line in lines] == ["hashing.native_core_missing"]
    pdq_core.default_core.cache_clear()
