"""The index as its callers use it: entries come, go, are kept and are found."""

import re
import threading

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.hashing import awkward
from tipline.foundation.errors import TiplineError
from tipline.hashing import pdq_index
from tipline.hashing.errors import (
    DamagedIndexError,
    MalformedHashError,
    UnknownEntryError,
    UnusableRadiusError,
)
from tipline.hashing.pdq_index import PdqIndex
from tipline.hashing.pdq_native import Plan
from tipline.hashing.pdq_numpy import NumpyCore
from tipline.hashing.pdq_segments_writer import PdqSegmentsWriter

EVEN = awkward.hashes("even", 400, seed=1)


class Probing:
    """A core that searches by chunks even where a scan would be sooner done."""

    def __init__(self, core):
        self._core = core

    def __getattr__(self, name):
        return getattr(self._core, name)

    def search(self, tables, queries, radius, **share):
        if isinstance(self._core, NumpyCore):
            return self._core.search(tables, queries, radius, **share)
        return self._core.search(tables, queries, radius, plan=Plan.PROBE, **share)


@pytest.fixture
def few_live(monkeypatch):
    """Build blocks of a handful of hashes, not of thousands."""
    monkeypatch.setattr(pdq_index, "MOST_LIVE", 6)


def test_a_hash_is_found_by_itself_and_by_its_neighbors(core):
    index = PdqIndex.build(EVEN, core=core)
    assert awkward.triples(index.search(EVEN)) == [(row, row, 0) for row in range(400)]
    near = awkward.at_distance(EVEN, 31, seed=2)
    assert awkward.triples(index.search(near)) == [(row, row, 31) for row in range(400)]
    assert len(index.search(near, radius=30).query) == 0


def test_the_answer_is_three_columns_of_whole_numbers_in_order(core):
    index = PdqIndex.build(np.concatenate([EVEN[:5], EVEN[:5]]), core=core)
    query, entry, distance = index.search(EVEN[[3, 1]])
    assert [query.tolist(), entry.tolist()] == [[0, 0, 1, 1], [3, 8, 1, 6]]
    assert distance.tolist() == [0, 0, 0, 0]
    assert query.dtype == entry.dtype == distance.dtype == np.int64


def test_an_empty_index_and_an_empty_question_answer_nothing(core, tmp_path):
    empty = PdqIndex.build(np.empty((0, 32), np.uint8), core=core)
    assert awkward.triples(empty.search(EVEN)) == []
    assert awkward.triples(PdqIndex.build(EVEN).search(EVEN[:0])) == []
    empty.save(tmp_path / "empty")
    assert awkward.triples(PdqIndex.open(tmp_path / "empty").search(EVEN)) == []
    assert len(PdqIndex.open(tmp_path / "empty")) == len(empty) == 0


def test_an_addition_is_found_at_once_under_the_number_it_was_given(core):
    index = PdqIndex.build(EVEN[:300], core=core)
    assert index.add(EVEN[300:]).tolist() == list(range(300, 400))
    assert awkward.triples(index.search(EVEN[[399]])) == [(0, 399, 0)]


def test_what_was_removed_is_not_found_and_its_number_is_not_given_again(core):
    index = PdqIndex.build(EVEN, core=core)
    index.remove([7, 9])
    index.remove(np.array([9]))
    assert len(index) == 398
    assert awkward.triples(index.search(EVEN[[7, 8, 9]])) == [(1, 8, 0)]
    assert index.add(EVEN[[7]]).tolist() == [400]
    assert awkward.triples(index.search(EVEN[[7]])) == [(0, 400, 0)]


@pytest.mark.usefixtures("few_live")
def test_a_saved_index_is_the_same_after_it_was_opened(core, tmp_path):
    index = PdqIndex.build(EVEN[:390], core=core)
    index.add(EVEN[390:])
    index.remove([0, 395])
    index.save(tmp_path / "index")
    opened = PdqIndex.open(tmp_path / "index", core=core)
    everything = index.search(EVEN, radius=120)
    assert all(map(np.array_equal, opened.search(EVEN, radius=120), everything))
    assert opened.add(EVEN[:1]).tolist() == [400]
    assert [each.name for each in tmp_path.iterdir()] == ["index"]


def test_who_has_an_index_open_keeps_it_when_it_is_saved_anew(tmp_path):
    PdqIndex.build(EVEN[:3]).save(tmp_path / "index")
    opened = PdqIndex.open(tmp_path / "index")
    PdqIndex.build(EVEN[3:]).save(tmp_path / "index")
    assert awkward.triples(opened.search(EVEN[:3])) == [(n, n, 0) for n in range(3)]


def test_a_batch_is_shared_by_threads_with_the_same_answer(core):
    index = PdqIndex.build(EVEN, core=core, threads=2)
    asked = awkward.queries(EVEN, 101, seed=4)
    alone = index.search(asked)
    for threads in (2, 3, 200):
        assert all(map(np.array_equal, index.search(asked, threads=threads), alone))


def test_rows_need_not_lie_side_by_side(core):
    wide = np.repeat(EVEN, 2, axis=1)[:, ::2]
    index = PdqIndex.build(wide, core=core)
    assert awkward.triples(index.search(wide[:2])) == [(0, 0, 0), (1, 1, 0)]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (np.zeros((3, 31), np.uint8), "(3, 31) uint8"),
        (np.zeros(32, np.uint8), "(32,) uint8"),
        (np.zeros((1, 1, 32), np.uint8), "(1, 1, 32) uint8"),
        (np.zeros((3, 32), np.int64), "(3, 32) int64"),
        (np.zeros((3, 32), np.int8), "(3, 32) int8"),
        ([bytes(32)], "not list"),
        (bytes(32), "not bytes"),
        (None, "not NoneType"),
    ],
)
def test_what_are_no_hashes_is_refused_and_named(wrong, named):
    index = PdqIndex.build(EVEN)
    for refused in (PdqIndex.build, index.add, index.search):
        with pytest.raises(MalformedHashError, match=re.escape(named)):
            refused(wrong)
    assert len(index) == 400


@pytest.mark.parametrize("radius", [-1, 257, 10**30, 3.0, "31", None, True])
def test_a_radius_that_is_no_number_of_bits_is_refused(radius):
    with pytest.raises(UnusableRadiusError, match=re.escape(repr(radius))):
        PdqIndex.build(EVEN).search(EVEN, radius)


def test_a_radius_may_be_as_large_as_a_hash(core):
    index = PdqIndex.build(EVEN[:30], core=core)
    for radius in (np.int32(31), 32, 100, 255, 256):
        expected = awkward.counted(EVEN[:30], EVEN[:30], int(radius))
        assert awkward.triples(index.search(EVEN[:30], radius)) == expected
    assert len(index.search(EVEN[:30], 256).query) == 900


@pytest.mark.parametrize("entry", [-1, 400, 2**40])
def test_an_entry_that_never_was_cannot_be_removed(entry):
    index = PdqIndex.build(EVEN)
    with pytest.raises(UnknownEntryError, match=f"no entry {entry}"):
        index.remove([5, entry])
    assert len(index) == 400


def test_damage_anywhere_in_a_file_is_refused_or_does_no_harm(tmp_path, native):
    """Every byte of the header, and a thousand of the rest."""
    path = tmp_path / "index"
    index = PdqIndex.build(awkward.hashes("cloud", 3000, seed=8), core=native)
    index.remove([5])
    index.save(path)
    whole = path.read_bytes()
    chance = np.random.default_rng(6)
    places = [*range(64), *chance.integers(64, len(whole), 200).tolist()]
    places += chance.integers(len(whole) - 3000 * 128, len(whole), 400).tolist()
    refused = 0
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << int(chance.integers(8))
        path.write_bytes(damaged)
        try:
            PdqIndex.open(path, core=Probing(native)).search(EVEN[:20])
        except DamagedIndexError:
            refused += 1
    assert refused > 200


def test_damage_that_a_search_would_not_notice_is_found_by_verifying(tmp_path):
    path = tmp_path / "index"
    PdqIndex.build(EVEN).save(path)
    PdqIndex.open(path).verify()
    with path.open("r+b") as file:
        file.seek(-100, 2)
        file.write(b"?" * 10)
    with pytest.raises(DamagedIndexError, match="its tables were changed"):
        PdqIndex.open(path).verify()


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 100_000, -4096, -1, +1])
def test_a_file_that_was_cut_or_grew_is_refused(tmp_path, size):
    path = tmp_path / "index"
    PdqIndex.build(EVEN).save(path)
    whole = path.read_bytes()
    path.write_bytes(whole + b"\0" if size == 1 else whole[:size])
    with pytest.raises(DamagedIndexError, match=re.escape(str(path))) as refusal:
        PdqIndex.open(path)
    assert isinstance(refusal.value, TiplineError)


def test_a_file_of_something_else_is_refused(tmp_path):
    path = tmp_path / "index"
    path.write_bytes(b"%PDF-1.7" * 10**6)
    with pytest.raises(DamagedIndexError, match="no PDQ index"):
        PdqIndex.open(path)
    with pytest.raises(FileNotFoundError):
        PdqIndex.open(tmp_path / "nothing")


@pytest.mark.usefixtures("few_live")
def test_a_segment_is_no_index_though_both_are_blocks(tmp_path):
    """Its ids would be taken for which entries were removed."""
    with PdqSegmentsWriter(tmp_path) as writer:
        writer.add(range(1, 301), EVEN[:300])
        writer.fold()
    (segment,) = tmp_path.glob("segment-*")
    with pytest.raises(DamagedIndexError, match="no file of a PdqIndex"):
        PdqIndex.open(segment)


def test_threads_search_while_others_add_and_remove(core):
    """What was there before a search began is found, what was gone is not."""
    index = PdqIndex.build(EVEN[:100], core=core)
    wrong, is_over = [], threading.Event()

    def search():
        while not is_over.is_set():
            added, removed = len(progress["added"]), len(progress["removed"])
            found = set(index.search(EVEN).entry.tolist())
            wrong.extend({100 + row for row in range(added)} - found)
            wrong.extend(set(range(removed)) & found)

    progress = {"added": [], "removed": []}
    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(100, 400):
        progress["added"].append(int(index.add(EVEN[[number]])[0]))
        if number % 4 == 0:
            index.remove([(number - 100) // 4])
            progress["removed"].append((number - 100) // 4)
    is_over.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert progress["added"] == list(range(100, 400))


class Life(RuleBasedStateMachine):
    """An index and a list of hashes go through the same changes."""

    core = None
    path = None

    @initialize(kind=st.sampled_from(awkward.KINDS), seed=st.integers(0, 999))
    def build(self, kind, seed):
        self.pool = awkward.hashes(kind, 60, seed)
        self.known = self.pool[: seed % 20]
        self.removed = set()
        self.index = PdqIndex.build(self.known, core=self.core)

    @rule(rows=st.lists(st.integers(0, 59), max_size=12))
    def add(self, rows):
        entries = self.index.add(self.pool[np.array(rows, int)])
        start = len(self.known)
        assert entries.tolist() == list(range(start, start + len(rows)))
        self.known = np.concatenate([self.known, self.pool[np.array(rows, int)]])

    @precondition(lambda self: len(self.known))
    @rule(chosen=st.lists(st.floats(0, 0.999), max_size=5))
    def remove(self, chosen):
        entries = [int(each * len(self.known)) for each in chosen]
        self.index.remove(entries)
        self.removed.update(entries)

    @rule()
    def save(self):
        self.index.save(self.path)

    @rule()
    def save_and_open(self):
        self.index.save(self.path)
        self.index = PdqIndex.open(self.path, core=self.core)

    @rule(seed=st.integers(0, 999), radius=st.integers(0, 40))
    def search(self, seed, radius):
        asked = awkward.queries(self.pool, 8, seed)
        expected = awkward.counted(self.known, asked, radius, removed=self.removed)
        assert awkward.triples(self.index.search(asked, radius)) == expected

    @invariant()
    def counts(self):
        if hasattr(self, "known"):
            assert len(self.index) == len(self.known) - len(self.removed)


@pytest.mark.usefixtures("few_live")
def test_a_long_life_of_changes_leaves_the_answers_of_a_list(core, tmp_path):
    life = type("Life", (Life,), {"core": Probing(core), "path": tmp_path / "index"})
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
