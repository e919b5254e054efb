"""A write that ends anywhere leaves nothing that anybody could take for a file.

Every call into the operating system on the way is a place to end: by a full disk, which
the writer must survive, and by SIGKILL, which it does not.
"""

import errno
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tipline.foundation.vault.errors import StorageFailedError
from tipline.foundation.vault.folder import LocalFolder
from tipline.foundation.vault.keys import KeyRing, create_keys, load_keys
from tipline.foundation.vault.vault import StoredObject, Vault

CALLS = ("open", "write", "fsync", "mkdir", "link", "close", "unlink")
CONTENT = b"forty thousand bytes of nothing in particular" * 1000
LATER = datetime.now(UTC) + timedelta(hours=1)

WRITER = f"""
import dataclasses, json, os, signal, sys
from pathlib import Path
from tipline.foundation.vault.folder import LocalFolder
from tipline.foundation.vault.keys import load_keys
from tipline.foundation.vault.vault import Vault

root, left = Path(sys.argv[1]), int(sys.argv[2])
vault = Vault(LocalFolder(root / "vault"), load_keys(root / "keys"))

def deadly(call):
    def counted(*args, **kwargs):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return call(*args, **kwargs)
    return counted

for name in {CALLS}:
    setattr(os, name, deadly(getattr(os, name)))
with vault.begin("file-1", "report:1") as writer:
    writer.write({CONTENT[:45]!r} * 1000)
    stored = writer.commit()
row = dataclasses.asdict(stored) | {{"wrapped_key": stored.wrapped_key.hex()}}
sys.stdout.write(json.dumps(row))
"""


def failing_at(step, monkeypatch):
    """Let the call number `step` fail as on a full disk, and only that one."""
    made = []

    def counted(name, call):
        def wrapper(*args, **kwargs):
            made.append(name)
            if len(made) == step:
                raise OSError(errno.ENOSPC, "No space left on device")
            return call(*args, **kwargs)

        return wrapper

    for name in CALLS:
        monkeypatch.setattr(os, name, counted(name, getattr(os, name)))
    return made


def files_below(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def none_known(_object_ids):
    return set()


# 14 calls are made for a first file; a step beyond them fails nothing.
@pytest.mark.parametrize("step", range(1, 16))
def test_a_disk_that_refuses_leaves_no_file_or_the_whole(tmp_path, step, monkeypatch):
    storage = LocalFolder(tmp_path)
    vault = Vault(storage, KeyRing.generate())
    with monkeypatch.context() as patched:
        made = failing_at(step, patched)
        stored = None
        try:
            with vault.begin("file-1", "report:1") as writer:
                writer.write(CONTENT)
                stored = writer.commit()
        except StorageFailedError as refusal:
            assert "No space" in str(refusal)  # noqa: PT017 - either outcome is right
    if stored is None:
        assert files_below(tmp_path / "objects") == []
    else:
        assert step > len(made) or made[step - 1] in ("unlink", "close")
        assert vault.open(stored).readall() == CONTENT
    vault.reap_incoming(LATER)
    assert files_below(tmp_path / "incoming") == []


def test_a_folder_that_cannot_be_synced_is_not_an_acknowledgement(
    tmp_path, monkeypatch
):
    vault = Vault(LocalFolder(tmp_path), KeyRing.generate())
    with vault.begin("warm-up", "report:1") as writer:
        writer.commit()
    synced = []
    real_fsync = os.fsync

    def fsync(descriptor):
        is_folder = Path(f"/proc/self/fd/{descriptor}").resolve().is_dir()
        synced.append(is_folder)
        if is_folder:
            raise OSError(errno.EIO, "Input/output error")
        real_fsync(descriptor)

    with monkeypatch.context() as patched, vault.begin("warm-up2", "report:1") as w:
        patched.setattr(os, "fsync", fsync)
        with pytest.raises(StorageFailedError):
            w.commit()
    # The content first, then the name.
    assert synced == [False, True]
    assert [path.name for path in files_below(tmp_path / "objects")] == ["warm-up"]


def killed_at(step, root):
    return subprocess.run(
        [sys.executable, "-c", WRITER, str(root), str(step)],
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.mark.crash
def test_a_writer_killed_at_any_call_acknowledges_nothing_and_leaves_no_half(tmp_path):
    kills = 0
    while True:
        root = tmp_path / str(kills)
        keys = create_keys(root / "keys")
        outcome = killed_at(kills, root)
        storage = LocalFolder(root / "vault")
        if outcome.returncode != -signal.SIGKILL:
            break
        kills += 1
        assert outcome.stdout == b""
        vault = Vault(storage, keys)
        sealed = {storage.open(name.object_id).size for name in storage.names()}
        # The name is given last: what has one is whole, and an orphan.
        assert sealed <= {56 + len(CONTENT) + 16 * (len(CONTENT) // 16384 + 1)}
        assert vault.reap_orphans(none_known, older_than=LATER) == len(sealed)
        vault.reap_incoming(LATER)
        assert files_below(root / "vault") == []
    assert kills >= 10
    assert outcome.returncode == 0, outcome.stderr.decode()
    row = json.loads(outcome.stdout)
    stored = StoredObject(**row | {"wrapped_key": bytes.fromhex(row["wrapped_key"])})
    vault = Vault(storage, load_keys(root / "keys"))
    assert vault.open(stored).readall() == CONTENT


def test_folders_made_ahead_save_an_upload_its_third_fsync(tmp_path, monkeypatch):
    folder = LocalFolder(tmp_path)
    folder.prepare_all()
    synced = []
    real_fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (synced.append(fd), real_fsync(fd)))
    with Vault(folder, KeyRing.generate()).begin("file-1", "report:1") as writer:
        writer.write(CONTENT)
        writer.commit()
    assert len(synced) == 2


def test_bytes_that_the_disk_takes_in_small_portions_all_arrive(tmp_path, monkeypatch):
    vault = Vault(LocalFolder(tmp_path), KeyRing.generate())
    real_write, real_read = os.write, os.pread
    monkeypatch.setattr(os, "write", lambda fd, data: real_write(fd, data[:1000]))
    monkeypatch.setattr(os, "pread", lambda fd, n, at: real_read(fd, min(n, 999), at))
    with vault.begin("file-1", "report:1") as writer:
        writer.write(CONTENT)
        stored = writer.commit()
    assert vault.open(stored).readall() == CONTENT


def test_two_writers_of_one_name_cannot_replace_each_other(tmp_path):
    vault = Vault(LocalFolder(tmp_path), KeyRing.generate())
    first = vault.begin("file-1", "report:1")
    second = vault.begin("file-1", "report:1")
    first.write(b"first")
    second.write(b"second")
    kept = first.commit()
    with pytest.raises(Exception, match="stored already"):
        second.commit()
    assert vault.open(kept).readall() == b"first"
    assert files_below(tmp_path / "incoming") == []


def test_stored_files_are_for_their_owner_alone(tmp_path):
    vault = Vault(LocalFolder(tmp_path / "vault"), KeyRing.generate())
    with vault.begin("file-1", "report:1") as writer:
        writer.commit()
    for path in (tmp_path / "vault").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
