"""What every storage and the vault on top of it promise: one suite for all of them."""

import hashlib
import io
from datetime import UTC, datetime, timedelta

import pytest

from tipline.foundation.vault.errors import (
    KeyUnknownError,
    ObjectExistsError,
    ObjectMissingError,
    ObjectNameError,
    StorageFailedError,
    TooManyOrphansError,
)
from tipline.foundation.vault.folder import LocalFolder
from tipline.foundation.vault.keys import KeyRing
from tipline.foundation.vault.vault import Vault

CHUNK = 16 * 1024
SIZES = [0, 1, 15, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 777]
LATER = timedelta(hours=1)


def some(size):
    return bytes((number * 7 + number // 251) % 256 for number in range(size))


def now():
    return datetime.now(UTC)


@pytest.mark.parametrize("size", SIZES)
def test_a_file_comes_back_byte_for_byte(vault, put, size):
    stored = put(vault, some(size))
    assert vault.open(stored).readall() == some(size)


@pytest.mark.parametrize("size", SIZES)
def test_the_row_says_what_was_stored(vault, put, size):
    stored = put(vault, some(size))
    assert stored.size_bytes == size
    assert stored.sha256 == hashlib.sha256(some(size)).hexdigest()
    assert (stored.object_id, stored.context) == ("file-1", "report:1")


def test_the_row_says_how_much_room_a_file_takes(vault, storage, put):
    for size in SIZES:
        stored = put(vault, some(size), f"file-{size}")
        assert stored.sealed_bytes == storage.open(f"file-{size}").size


def test_how_a_file_arrives_makes_no_difference(vault):
    content = some(2 * CHUNK + 5)
    with vault.begin("in-drops", "report:1") as writer:
        for start in range(0, len(content), 1000):
            assert writer.write(memoryview(content)[start : start + 1000]) > 0
        stored = writer.commit()
    assert vault.open(stored).readall() == content


def test_nothing_of_a_file_is_kept_in_clear(vault, storage, put):
    canary = b"canary-5f1e" * 4
    stored = put(vault, canary * 1000)
    sealed = storage.open("file-1").read_at(0, stored.sealed_bytes)
    assert canary not in sealed
    assert canary not in stored.wrapped_key


def test_the_same_file_twice_gives_different_bytes_and_keys(vault, storage, put):
    first, second = put(vault, b"same", "one"), put(vault, b"same", "two")
    assert first.wrapped_key != second.wrapped_key
    sealed = [storage.open(name).read_at(56, 100) for name in ("one", "two")]
    assert sealed[0] != sealed[1]


def test_a_file_that_is_being_written_is_not_visible(vault, storage):
    with vault.begin("file-1", "report:1") as writer:
        writer.write(some(CHUNK * 2))
        assert list(storage.names()) == []
        with pytest.raises(ObjectMissingError):
            storage.open("file-1")


def test_a_writer_that_is_left_early_leaves_nothing(vault, storage):
    with vault.begin("file-1", "report:1") as writer:
        writer.write(some(CHUNK * 2))
    assert list(storage.names()) == []
    assert storage.reap_incoming(now() + LATER) == 0


def test_a_writer_that_gave_up_takes_nothing_more(vault):
    writer = vault.begin("file-1", "report:1")
    writer.abort()
    writer.abort()
    with pytest.raises(StorageFailedError):
        writer.write(b"more")
    with pytest.raises(StorageFailedError):
        writer.commit()


def test_a_committed_file_survives_the_end_of_its_context(vault, put):
    assert vault.open(put(vault, b"kept")).readall() == b"kept"


def test_a_file_is_committed_once(vault, storage):
    with vault.begin("file-1", "report:1") as writer:
        stored = writer.commit()
        with pytest.raises(StorageFailedError):
            writer.commit()
    assert vault.open(stored).readall() == b""
    assert len(list(storage.names())) == 1


def test_a_name_in_use_is_refused_and_its_file_untouched(vault, put):
    first = put(vault, b"first")
    with pytest.raises(ObjectExistsError):
        put(vault, b"second")
    assert vault.open(first).readall() == b"first"


@pytest.mark.parametrize("name", ["", "../up", "a/b", "a b", "a.b", "x" * 101, "é"])
def test_a_name_that_could_be_a_path_is_refused(vault, name):
    with pytest.raises(ObjectNameError):
        vault.begin(name, "report:1")


def test_a_shredded_file_is_gone_and_may_be_shredded_again(vault, storage, put):
    stored = put(vault, b"gone")
    vault.shred(stored)
    vault.shred(stored)
    assert list(storage.names()) == []
    with pytest.raises(ObjectMissingError):
        vault.open(stored)


def test_shredding_one_copy_leaves_the_other(vault, put):
    first, second = put(vault, b"same", "one"), put(vault, b"same", "two")
    vault.shred(first)
    assert vault.open(second).readall() == b"same"


def test_what_dead_writers_left_is_reaped_when_it_is_old(vault):
    writer = vault.begin("file-1", "report:1")
    writer.write(some(CHUNK))
    assert vault.reap_incoming(now() - LATER) == 0
    assert vault.reap_incoming(now() + LATER) == 1
    assert vault.reap_incoming(now() + LATER) == 0
    writer.abort()


def test_a_writer_whose_file_was_reaped_stores_nothing(tmp_path, keys):
    storage = LocalFolder(tmp_path)
    vault = Vault(storage, keys)
    with vault.begin("file-1", "report:1") as writer:
        vault.reap_incoming(now() + LATER)
        with pytest.raises(StorageFailedError):
            writer.commit()
    assert list(storage.names()) == []


def test_only_old_files_without_a_row_are_reaped(vault, storage, put):
    for name in ("known", "orphan-1", "orphan-2"):
        put(vault, b"x", name)

    def is_known(object_ids):
        return {"known"} & set(object_ids)

    assert vault.reap_orphans(is_known, older_than=now() - LATER) == 0
    assert vault.reap_orphans(is_known, older_than=now() + LATER) == 2
    assert [name.object_id for name in storage.names()] == ["known"]


def test_an_older_database_costs_no_file(vault, storage, put):
    for number in range(51):
        put(vault, b"x", object_id=f"newer-{number}")
    with pytest.raises(TooManyOrphansError):
        vault.reap_orphans(lambda _: set(), older_than=now() + LATER)
    assert len(list(storage.names())) == 51


def test_a_reader_opens_where_it_is_asked_to(vault, put):
    stored = put(vault, some(2 * CHUNK + 9))
    assert vault.open(stored, CHUNK + 5).readall() == some(2 * CHUNK + 9)[CHUNK + 5 :]
    assert vault.open(stored, 5 * CHUNK).readall() == b""


def test_a_reader_is_a_binary_file(vault, put):
    content = some(2 * CHUNK + 9)
    with vault.open(put(vault, content)) as reader:
        assert reader.readable()
        assert reader.seekable()
        assert not reader.writable()
        assert reader.seek(-9, io.SEEK_END) == 2 * CHUNK
        assert reader.read(4) == content[2 * CHUNK : 2 * CHUNK + 4]
        assert reader.tell() == 2 * CHUNK + 4
        reader.seek(-8, io.SEEK_CUR)
        assert io.BufferedReader(reader).read(20) == content[2 * CHUNK - 4 :]
    with pytest.raises(ValueError, match="closed"):
        reader.read(1)


def test_a_reader_refuses_a_place_before_the_start(vault, put):
    with pytest.raises(ValueError, match="negative"):
        vault.open(put(vault, b"abc")).seek(-1)


def test_a_file_is_given_out_in_pieces_and_then_closed(vault, put):
    content = some(2 * CHUNK + 9)
    reader = vault.open(put(vault, content), 3)
    pieces = list(reader.pieces())
    assert b"".join(pieces) == content[3:]
    assert max(map(len, pieces)) <= CHUNK
    assert reader.closed


def test_a_file_wrapped_with_the_old_key_is_rewrapped_without_touching_it(storage, put):
    old_only = {"1": b"a" * 32}
    both = old_only | {"2": b"b" * 32}
    stored = put(Vault(storage, KeyRing(old_only, "1")), b"content")
    rewrapped = Vault(storage, KeyRing(both, "2")).rewrap(stored)
    assert (stored.key_id, rewrapped.key_id) == ("1", "2")
    new_only = Vault(storage, KeyRing({"2": b"b" * 32}, "2"))
    assert new_only.open(rewrapped).readall() == b"content"
    with pytest.raises(KeyUnknownError):
        new_only.open(stored)
