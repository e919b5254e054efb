"""The index in a folder: one writes, others search, nothing acknowledged is lost."""

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tests.hashing import awkward
from tipline.hashing import pdq_segment, pdq_segments, pdq_segments_writer
from tipline.hashing.errors import (
    DamagedIndexError,
    IndexInUseError,
    MalformedHashError,
    MalformedNumbersError,
)
from tipline.hashing.pdq_segments import PdqSegments
from tipline.hashing.pdq_segments_writer import PdqSegmentsWriter

EVEN = awkward.hashes("even", 300, seed=1)


@pytest.fixture
def few_live(monkeypatch):
    """Make segments of a handful of hashes, not of thousands."""
    monkeypatch.setattr(pdq_segments_writer, "MOST_LIVE", 6)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def index(folder):
    with PdqSegmentsWriter(folder) as writer:
        yield writer


def ids_at(index, hashes):
    """The ids under which hashes are found, each exactly."""
    return index.search(hashes, 0).entry.tolist()


def test_another_process_finds_what_was_added_at_once(folder, index):
    reader = PdqSegments(folder)
    assert ids_at(reader, EVEN) == []
    index.add([70, -5], EVEN[:2])
    assert ids_at(reader, EVEN) == [70, -5]
    asked = "from tests.hashing.test_pdq_segments import *; print(ids_at(PdqSegments("
    done = subprocess.run(
        [sys.executable, "-c", f"{asked}sys.argv[1]), EVEN))", str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "[70, -5]\n"


def test_an_id_that_comes_again_has_its_new_hash_only(folder, index):
    index.add([1, 2], EVEN[:2])
    index.fold()
    index.add([2, 3, 3], EVEN[2:5])
    reader = PdqSegments(folder)
    for each in (index, reader):
        assert ids_at(each, EVEN) == [1, 2, 3]
        assert ids_at(each, EVEN[[1, 3]]) == []
        assert len(each) == 3


def test_an_id_that_goes_is_found_no_longer_and_may_come_back(folder, index):
    reader = PdqSegments(folder)
    index.add([1, 2, 3], EVEN[:3])
    index.fold()
    index.remove([2, 3, 99])
    assert ids_at(reader, EVEN) == [1]
    index.add([2], EVEN[[1]])
    index.remove(np.array([1]))
    assert ids_at(reader, EVEN) == [2]
    index.change(removed=[2], added=([2], EVEN[[7]]))
    assert ids_at(reader, EVEN[[1, 7]]) == [2]


def test_hashes_far_apart_are_kept_apart_by_radius(index):
    index.add(range(300), EVEN)
    for radius in (0, 10, 31, 40):
        asked = awkward.at_distance(EVEN[:50], max(radius, 1), seed=radius)
        expected = awkward.counted(EVEN, asked, radius)
        assert awkward.triples(index.search(asked, radius)) == expected


def test_a_position_is_kept_and_what_it_had_is_not_done_again(folder):
    with PdqSegmentsWriter(folder) as index:
        assert index.position == 0
        index.add([1], EVEN[:1], position=5)
        index.remove([1], position=9)
        index.add([1], EVEN[:1], position=5)
        index.add([1], EVEN[:1], position=9)
        assert ids_at(index, EVEN) == []
        index.add([2], EVEN[1:2])
        assert index.position == PdqSegments(folder).position == 9
        index.fold()
    with PdqSegmentsWriter(folder) as index:
        assert index.position == 9
        assert ids_at(index, EVEN) == [2]


@pytest.mark.usefixtures("few_live")
def test_a_large_change_becomes_segments_and_takes_its_position_last(folder, index):
    index.add(range(300), EVEN, position=3)
    assert len(list(folder.glob("segment-*"))) > 10
    index.change(removed=range(100), added=(range(50), EVEN[:50]), position=4)
    assert ids_at(index, EVEN) == [*range(50), *range(100, 300)]
    while index.merge():
        pass
    assert len(list(folder.glob("segment-*"))) < 4
    assert ids_at(PdqSegments(folder), EVEN) == [*range(50), *range(100, 300)]
    assert index.position == 4


@pytest.mark.usefixtures("few_live")
def test_what_changes_during_a_merge_is_in_its_outcome(folder, index, monkeypatch):
    reader = PdqSegments(folder)
    index.add(range(100), EVEN[:100])
    write = pdq_segment.write

    def meanwhile(*arguments, **options):
        monkeypatch.setattr(pdq_segment, "write", write)
        index.remove([0, 1])
        index.add([2, 200], EVEN[[150, 200]])
        index.fold()
        index.remove([3, 200])
        write(*arguments, **options)
        assert ids_at(reader, EVEN) == [*range(4, 100), 2]

    monkeypatch.setattr(pdq_segment, "write", meanwhile)
    assert index.merge()
    assert ids_at(reader, EVEN) == [*range(4, 100), 2]
    assert ids_at(PdqSegments(folder), EVEN) == [*range(4, 100), 2]


@pytest.mark.usefixtures("few_live")
def test_a_merge_gives_way_to_a_rebuilding(folder, index, monkeypatch):
    index.add(range(30), EVEN[:30], position=50)
    write = pdq_segment.write

    def meanwhile(*arguments, **options):
        monkeypatch.setattr(pdq_segment, "write", write)
        index.rebuild([([7], EVEN[:1])], position=40)
        write(*arguments, **options)

    monkeypatch.setattr(pdq_segment, "write", meanwhile)
    assert index.merge()
    assert ids_at(index, EVEN) == [7]
    assert index.position == 40
    index.fold()
    assert ids_at(PdqSegments(folder), EVEN) == [7]


@pytest.mark.usefixtures("few_live")
def test_closing_waits_for_a_merge_so_that_the_next_writer_loses_nothing(
    folder, monkeypatch
):
    first, write, refused = PdqSegmentsWriter(folder), pdq_segment.write, []
    first.add(range(30), EVEN[:30])
    closing = threading.Thread(target=first.close)

    def meanwhile(*arguments, **options):
        monkeypatch.setattr(pdq_segment, "write", write)
        closing.start()
        closing.join(0.2)
        with pytest.raises(IndexInUseError) as refusal:
            PdqSegmentsWriter(folder)
        refused.append(refusal)
        write(*arguments, **options)

    monkeypatch.setattr(pdq_segment, "write", meanwhile)
    assert first.merge()
    closing.join()
    assert refused
    with PdqSegmentsWriter(folder) as second:
        second.add(range(100, 120), EVEN[100:120])
    with pytest.raises(ValueError, match="closed"):
        first.merge()
    found = [*range(30), *range(100, 120)]
    assert ids_at(PdqSegments(folder), EVEN) == found


def test_rebuilding_puts_new_for_old(folder, index):
    reader = PdqSegments(folder)
    index.add([1, 2], EVEN[:2], position=7)
    batches = [([5, 4], EVEN[5:7]), ([], EVEN[:0]), ([5], EVEN[[9]])]
    index.rebuild(iter(batches), position=8)
    assert ids_at(reader, EVEN) == [4, 5]
    assert ids_at(reader, EVEN[[9]]) == [5]
    assert reader.position == 8
    index.rebuild([], position=9)
    assert ids_at(reader, EVEN) == []
    assert len(reader) == 0


def test_a_segment_that_is_mostly_dead_is_made_anew(folder, index):
    index.add(range(20), EVEN[:20])
    index.fold()
    assert not index.merge()
    index.remove(range(11))
    assert index.merge()
    assert ids_at(PdqSegments(folder), EVEN) == list(range(11, 20))
    assert not index.merge()
    index.remove(range(20))
    assert index.merge()
    assert ids_at(PdqSegments(folder), EVEN) == []


def test_a_reader_shows_another_manifest_only_together_with_its_log(
    folder, index, monkeypatch
):
    """Or a search in another thread would miss what is in the log alone."""
    index.add(range(20), EVEN[:20])
    index.fold()
    index.remove(range(11))
    index.add([100], EVEN[[100]])
    reader, seen = PdqSegments(folder), []
    read = reader._read_log

    def read_slowly():
        seen.append(set(reader._view.live.where))
        return read()

    monkeypatch.setattr(reader, "_read_log", read_slowly)
    assert index.merge()
    assert ids_at(reader, EVEN) == [*range(11, 20), 100]
    assert seen == [{100}]


def test_a_search_that_was_interrupted_leaves_nothing_out(folder, index, monkeypatch):
    reader = PdqSegments(folder)
    index.add([1], EVEN[:1])
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with monkeypatch.context() as patch:
        patch.setattr(pdq_segments, "_bury", lambda *_: signal.raise_signal(2))
        with pytest.raises(KeyboardInterrupt):
            ids_at(reader, EVEN)
    signal.signal(signal.SIGINT, before)
    index.add([1], EVEN[1:2])
    assert ids_at(reader, EVEN[:1]) == []
    assert ids_at(reader, EVEN[1:2]) == [1]


def test_a_name_is_not_given_to_another_segment(folder):
    """A reader that has not looked for long would take it for the one it has."""
    with PdqSegmentsWriter(folder) as index:
        for number in range(2):
            index.add([number], EVEN[[number]])
            index.fold()
        assert index.merge()
        reader = PdqSegments(folder)
        assert ids_at(reader, EVEN) == [0, 1]
        index.remove([0, 1])
        assert index.merge()
    with PdqSegmentsWriter(folder) as index:
        index.add([2, 3], EVEN[2:4])
        index.fold()
    assert ids_at(reader, EVEN) == [2, 3]


def test_a_closed_writer_writes_no_more(folder):
    with PdqSegmentsWriter(folder) as index:
        index.add(range(20), EVEN[:20])
    for change in (lambda: index.add([1], EVEN[:1]), index.fold):
        with pytest.raises(ValueError, match="closed"):
            change()


def test_one_process_writes_and_others_are_told(folder, index):
    with pytest.raises(IndexInUseError, match=str(folder)):
        PdqSegmentsWriter(folder)
    index.close()
    with PdqSegmentsWriter(folder) as other:
        other.add([1], EVEN[:1])


def test_nothing_is_done_by_halves_when_an_argument_is_wrong(index):
    with pytest.raises(MalformedHashError, match="2 ids for 1 hashes"):
        index.add([1, 2], EVEN[:1], position=1)
    with pytest.raises(MalformedHashError, match=r"\(1, 31\)"):
        index.add([1], EVEN[:1, 1:], position=1)
    for wrong in ([1.5], ["a"], [[1]], [2**63], [2**70], np.array([2**63], np.uint64)):
        with pytest.raises(MalformedNumbersError):
            index.add(wrong, EVEN[:1], position=1)
        with pytest.raises(MalformedNumbersError):
            index.remove(wrong, position=1)
    with pytest.raises(MalformedHashError, match="2 ids for 1 hashes"):
        index.rebuild([([1, 2], EVEN[:1]), ([3], EVEN[:2])], position=1)
    assert index.position == len(index) == 0
    index.add([2**63 - 1, -(2**63)], EVEN[:2])
    assert ids_at(index, EVEN) == [2**63 - 1, -(2**63)]


def test_a_folder_without_an_index_is_named(tmp_path):
    with pytest.raises(DamagedIndexError, match=str(tmp_path)):
        PdqSegments(tmp_path)


def test_a_writer_leaves_files_that_are_not_its_own(folder):
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    left = ["segment-9", "manifest.0123456789abcdef.unfinished", "log-3.0f.unfinished"]
    for name in left:
        (folder / name).write_text("of a writer that died")
    with PdqSegmentsWriter(folder) as index:
        index.add([1], EVEN[:1])
        index.fold()
    assert (folder / "notes.txt").read_text() == "mine"
    assert not [name for name in left if (folder / name).exists()]


@pytest.mark.parametrize("kind", ["segment", "dead", "manifest"])
def test_a_damaged_file_is_refused(folder, kind):
    with PdqSegmentsWriter(folder) as index:
        index.add(range(20), EVEN[:20])
        index.fold()
        index.remove([1])
        index.fold()
    path = next(folder.glob(f"{kind}*"))
    whole = path.read_bytes()
    for damaged in (whole[:-3], whole[:-2] + b"##", b""):
        path.write_bytes(damaged)
        with pytest.raises(DamagedIndexError):
            PdqSegments(folder)
        with pytest.raises(DamagedIndexError):
            PdqSegmentsWriter(folder)
    path.write_bytes(whole)
    with PdqSegmentsWriter(folder) as index:
        assert len(index) == 19


def test_a_missing_segment_is_refused_not_awaited(folder):
    with PdqSegmentsWriter(folder) as index:
        index.add([1], EVEN[:1])
        index.fold()
    next(folder.glob("segment-*")).unlink()
    with pytest.raises(DamagedIndexError, match="missing"):
        PdqSegments(folder)


def log_of(folder):
    (log,) = folder.glob("log-*")
    return log


def test_a_log_cut_anywhere_holds_what_was_whole_before(folder):
    """As power failing in the middle of writing leaves it; the next writer goes on."""
    ends = []
    with PdqSegmentsWriter(folder) as index:
        for number in range(5):
            index.add([number], EVEN[[number]], position=number + 1)
            ends.append(log_of(folder).stat().st_size)
    log = log_of(folder)
    whole = log.read_bytes()
    for size in range(0, len(whole) + 1, 3):
        for tail in (b"", b"\0" * 50, bytes(range(200))):
            log.write_bytes(whole[:size] + tail)
            kept = sum(end <= size for end in ends)
            reader = PdqSegments(folder)
            assert ids_at(reader, EVEN) == list(range(kept))
            assert reader.position == kept
            with PdqSegmentsWriter(folder) as index:
                index.add([77], EVEN[[77]], position=10)
            assert ids_at(reader, EVEN) == [*range(kept), 77]
            reader.close()


def test_one_bit_turned_in_a_log_is_damage_and_nothing_is_cut_off(folder):
    """Or all that follows would be gone for good with the next change."""
    ends = [0]
    with PdqSegmentsWriter(folder) as index:
        for number in range(5):
            index.change(removed=[9], added=([number], EVEN[[number]]))
            ends.append(log_of(folder).stat().st_size)
    log = log_of(folder)
    whole = log.read_bytes()
    for at in range(0, len(whole), 5):
        damaged = bytearray(whole)
        damaged[at] ^= 1 << at % 8
        for tail in (b"", whole[ends[-2] : -1]):
            log.write_bytes(damaged + tail)
            if at < ends[-2]:
                for opens in (PdqSegments, PdqSegmentsWriter):
                    with pytest.raises(DamagedIndexError, match="of its log"):
                        opens(folder)
            else:
                # Of the last one nobody can tell whether it was ever whole.
                assert len(PdqSegments(folder)) == 4
            assert log.read_bytes() == damaged + tail


def test_a_reader_waits_for_a_record_that_is_being_written(folder, index):
    reader = PdqSegments(folder)
    index.add([1], EVEN[:1])
    record = log_of(folder).read_bytes()
    with log_of(folder).open("r+b", buffering=0) as log:
        for size in range(len(record)):
            log.seek(0)
            log.truncate(0)
            log.write(record[:size])
            fresh = PdqSegments(folder)
            assert ids_at(fresh, EVEN) == []
            log.write(record[size:])
            assert ids_at(fresh, EVEN) == [1]
            fresh.close()
    assert ids_at(reader, EVEN) == [1]


@pytest.mark.usefixtures("few_live")
def test_threads_search_while_all_is_changed_and_merged(folder, index):
    """What was done before a search began is in its answer, through every change."""
    index.add(range(100), EVEN[:100])
    added, removed, wrong, is_over = [99], [-1], [], threading.Event()

    def search(reader):
        while not is_over.is_set():
            newest, oldest = added[-1], removed[-1]
            found = set(ids_at(reader, EVEN))
            wrong.extend(set(range(100, newest + 1)) - found)
            wrong.extend(set(range(oldest + 1)) & found)

    def merge():
        while not is_over.is_set():
            index.merge()

    with ThreadPoolExecutor(3) as pool:
        merging = pool.submit(merge)
        searches = [pool.submit(search, each) for each in (index, PdqSegments(folder))]
        for number in range(100, 300):
            index.add([number], EVEN[[number]])
            added.append(number)
            index.remove([(number - 100) // 4])
            removed.append((number - 100) // 4)
        is_over.set()
    assert [each.result() for each in (merging, *searches)] == [None] * 3
    assert wrong == []
    assert ids_at(PdqSegments(folder), EVEN) == list(range(50, 300))
