"""Compare storing files in the vault with storing them plainly and as durably.

    python -m benchmarks.vault [--folder DIR]

Small files first: both ways store them in turn, in one process, on one disk. Plain is
what a careful program does without encryption: write, fsync, rename, fsync the folder.
Then one large file through writing and reading. Everything is put into a temporary
folder under DIR (default: the present one) and removed.
"""

import argparse
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from tipline.foundation.vault.folder import LocalFolder, sync_folder
from tipline.foundation.vault.keys import KeyRing
from tipline.foundation.vault.memory import InMemory
from tipline.foundation.vault.vault import StoredObject, Vault

PIECE_BYTES = 64 * 1024
GOAL_PER_SECOND = 200


def put_plain(folder: Path, content: bytes) -> None:
    """Store a file durably, in clear."""
    incoming = folder / uuid.uuid4().hex
    with incoming.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    incoming.rename(folder / "objects" / incoming.name)
    sync_folder(folder / "objects")


def put_sealed(vault: Vault, content: bytes) -> StoredObject:
    """Store a file durably in the vault."""
    with vault.begin(uuid.uuid4().hex, "report:1") as writer:
        for start in range(0, len(content), PIECE_BYTES):
            writer.write(content[start : start + PIECE_BYTES])
        return writer.commit()


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def small_files(root: Path, size: int, count: int) -> None:
    """Print files a second, both ways, and their ratio."""
    vault = Vault(LocalFolder(root / "vault"), KeyRing.generate())
    memory = Vault(InMemory(), KeyRing.generate())
    (root / "plain" / "objects").mkdir(parents=True)
    content = os.urandom(size)
    ways: dict[str, Callable[[], object]] = {
        "plain": lambda: put_plain(root / "plain", content),
        "vault": lambda: put_sealed(vault, content),
        "vault without a disk": lambda: put_sealed(memory, content),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(count):
        for name, way in ways.items():
            times[name].append(seconds(way))
    print(f"{count} files of {size} bytes, one core:")
    for name, taken in times.items():
        rate = len(taken) / sum(taken)
        median = statistics.median(taken) * 1e6
        print(f"  {name:20} {rate:8.0f} files/s   median {median:6.0f} us")
    ratio = statistics.median(times["vault"]) / statistics.median(times["plain"])
    print(f"  the vault takes {ratio:.2f} times as long as plain")
    print(f"  goal: {GOAL_PER_SECOND} files/s")


def large_file(root: Path, megabytes: int) -> None:
    """Print megabytes a second for writing, reading and reading a part."""
    vault = Vault(LocalFolder(root / "large"), KeyRing.generate())
    content = os.urandom(megabytes * 1_000_000)
    start = time.perf_counter()
    stored = put_sealed(vault, content)
    written = time.perf_counter() - start
    read = seconds(lambda: sum(map(len, vault.open(stored).pieces())))
    part = seconds(lambda: vault.open(stored, len(content) // 2).read(1000))
    overhead = stored.sealed_bytes / stored.size_bytes - 1
    print(f"one file of {megabytes} MB:")
    print(f"  write with fsync {megabytes / written:6.0f} MB/s")
    print(f"  read             {megabytes / read:6.0f} MB/s")
    print(f"  1 kB from the middle: {part * 1e6:.0f} us")
    print(f"  sealed is {overhead:.3%} larger")


def main() -> None:
    """Measure both, in a folder that is removed afterwards."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path())
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--megabytes", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as root:
        small_files(Path(root), options.size, options.count)
        large_file(Path(root), options.megabytes)


if __name__ == "__main__":
    main()
