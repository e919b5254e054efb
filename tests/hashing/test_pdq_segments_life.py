"""A folder's index goes through long lives and sudden deaths, beside a dictionary."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.hashing import awkward
from tipline.hashing import pdq_segments_writer
from tipline.hashing.pdq_segments import PdqSegments
from tipline.hashing.pdq_segments_writer import PdqSegmentsWriter

WRITER = """
import sys
import numpy as np
from tests.hashing.test_pdq_segments_life import change_of
from tipline.hashing import pdq_segments_writer
from tipline.hashing.pdq_segments_writer import PdqSegmentsWriter

pdq_segments_writer.MOST_LIVE = 40
with PdqSegmentsWriter(sys.argv[1]) as index:
    for position in range(index.position + 1, 100_000):
        removed, added = change_of(position)
        index.change(removed=removed, added=added, position=position)
        print(position, flush=True)
        if position % 7 == 0:
            index.merge()
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


def change_of(position):
    """The change of a position: some ids come, some come again, some go."""
    chance = np.random.default_rng(position)
    ids = chance.integers(0, 400, chance.integers(0, 12))
    hashes = awkward.hashes("even", len(ids), seed=position)
    return chance.integers(0, 400, chance.integers(0, 5)), (ids, hashes)


def holds(index, truth):
    """Say whether an index answers as a dictionary of ids and hashes."""
    ids = sorted(truth)
    known = np.array([truth[each] for each in ids], np.uint8).reshape(-1, 32)
    for radius in (0, 31):
        expected = [
            (query, ids[row], distance)
            for query, row, distance in awkward.counted(known, known, radius)
        ]
        assert awkward.triples(index.search(known, radius)) == expected
    return len(index) == len(truth)


@pytest.mark.crash
def test_a_killed_writer_loses_nothing_that_it_had_said_was_done(folder):
    """Killed at any moment, a dozen times; then compared with a dictionary."""
    chance, said = random.Random(5), 0
    for _ in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE
        )
        first = process.stdout.readline()
        time.sleep(chance.random() / 4)
        os.kill(process.pid, signal.SIGKILL)
        lines = (first + process.stdout.read()).splitlines()
        process.wait()
        process.stdout.close()
        said = max([said, *map(int, lines)])
        reader = PdqSegments(folder)
        assert reader.position >= said
        truth = {}
        for position in range(1, reader.position + 1):
            removed, (ids, hashes) = change_of(position)
            for each in removed.tolist():
                truth.pop(each, None)
            truth.update(zip(ids.tolist(), hashes, strict=True))
        assert holds(reader, truth)
        reader.close()
    assert said > 100


class Life(RuleBasedStateMachine):
    """A writer, a reader and a dictionary go through the same changes."""

    path = None

    @initialize(kind=st.sampled_from(awkward.KINDS), seed=st.integers(0, 999))
    def begin(self, kind, seed):
        shutil.rmtree(self.path, ignore_errors=True)
        self.pool = awkward.hashes(kind, 30, seed)
        self.truth, self.position = {}, 0
        self.index = PdqSegmentsWriter(self.path)
        self.reader = PdqSegments(self.path)

    @rule(
        removed=st.lists(st.integers(0, 25), max_size=4),
        added=st.lists(st.tuples(st.integers(0, 25), st.integers(0, 29)), max_size=9),
    )
    def change(self, removed, added):
        ids = [each for each, _ in added]
        hashes = self.pool[np.array([row for _, row in added], int)]
        self.position += 1
        self.index.change(removed=removed, added=(ids, hashes), position=self.position)
        for each in removed:
            self.truth.pop(each, None)
        self.truth.update(zip(ids, hashes, strict=True))

    @rule()
    def fold(self):
        self.index.fold()

    @rule()
    def merge(self):
        self.index.merge()

    @rule()
    def rebuild(self):
        ids = sorted(self.truth)
        batches = [([each], self.truth[each][None]) for each in ids]
        self.index.rebuild(batches, position=self.position)

    @rule()
    def another_writer(self):
        self.index.close()
        self.index = PdqSegmentsWriter(self.path)

    @rule()
    def another_reader(self):
        self.reader.close()
        self.reader = PdqSegments(self.path)

    @rule()
    def compare(self):
        assert holds(self.index, self.truth)
        assert holds(self.reader, self.truth)

    @invariant()
    def counts(self):
        if hasattr(self, "truth"):
            assert len(self.reader) == len(self.truth)
            assert self.reader.position == self.index.position == self.position

    def teardown(self):
        if hasattr(self, "index"):
            self.index.close()
            self.reader.close()


def test_a_long_life_of_changes_leaves_the_answers_of_a_dictionary(folder, monkeypatch):
    monkeypatch.setattr(pdq_segments_writer, "MOST_LIVE", 6)
    run_state_machine_as_test(
        type("Life", (Life,), {"path": folder}),
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
