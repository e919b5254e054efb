"""The worker's side: nobody waits for long, and what dies is replaced."""

import contextlib
import io
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from tests.processes import is_alive
from tipline.files.decoder import launch, limits
from tipline.files.decoder.client import Decoder, probe
from tipline.files.decoder.errors import (
    DecoderDiedError,
    FileSizeMismatchError,
    NoWorkingJailError,
    SlowSourceError,
)


def png() -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").save(file, "PNG")
    return file.getvalue()


GOOD = png()

BROKEN_JAIL = """
from tipline.files.decoder import landlock, seccomp, zygote
def absent():
    raise OSError(38, "not in this kernel")
landlock.forbid_everything = {landlock}
seccomp.allow_only_computing = {seccomp}
zygote.main()
"""


def with_jail(*, landlock="absent", seccomp="absent") -> Decoder:
    code = BROKEN_JAIL.format(landlock=landlock, seccomp=seccomp)
    return Decoder(program=("-c", code))


@pytest.mark.parametrize("program", [launch.ZYGOTE, launch.VIDEO_ZYGOTE])
def test_the_walls_are_found_by_running_into_them(program):
    report = probe(program)
    assert report.works
    assert report.rlimits
    assert any(line.startswith("landlock: ") for line in report.lines())


def test_nothing_is_decoded_without_a_wall_that_holds():
    decoder = with_jail()
    with pytest.raises(NoWorkingJailError) as refusal:
        decoder.inspect([GOOD], size_bytes=len(GOOD))
    assert "seccomp: does not work" in str(refusal.value)


def test_a_wall_that_stands_but_does_not_hold_counts_for_nothing():
    with pytest.raises(NoWorkingJailError):
        with_jail(landlock="lambda: None", seccomp="lambda: None").start()


@pytest.mark.parametrize("wall", ["landlock", "seccomp"])
def test_one_wall_is_enough(wall):
    own = {
        "landlock": "landlock.forbid_everything",
        "seccomp": "seccomp.allow_only_computing",
    }
    if not getattr(probe(), wall):
        pytest.xfail(f"this kernel has no {wall}")
    with with_jail(**{wall: own[wall]}) as decoder:
        assert decoder.inspect([GOOD], size_bytes=len(GOOD)).outcome == "ok"


def test_a_zygote_that_cannot_start_says_why():
    with pytest.raises(NoWorkingJailError, match="no such thing"):
        Decoder(program=("-c", "raise SystemExit('no such thing')")).start()


def test_a_dead_zygote_is_replaced_without_a_word():
    with Decoder() as decoder:
        os.kill(decoder._zygote.process.pid, signal.SIGKILL)
        decoder._zygote.process.wait()
        assert decoder.inspect([GOOD], size_bytes=len(GOOD)).outcome == "ok"


def test_a_zygote_that_dies_over_a_file_is_not_blamed_on_the_file():
    with Decoder() as decoder:

        def chunks():
            yield GOOD[:100]
            os.kill(decoder._zygote.process.pid, signal.SIGKILL)
            decoder._zygote.process.wait()
            # the one behind it is dead when its end of the socket is, reset or not
            with contextlib.suppress(ConnectionResetError):
                decoder._zygote.control.recv(1)
            yield GOOD[100:]

        with pytest.raises(DecoderDiedError):
            decoder.inspect(chunks(), size_bytes=len(GOOD))
        assert decoder.inspect([GOOD], size_bytes=len(GOOD)).outcome == "ok"


def test_a_caller_whose_file_cannot_be_read_gets_its_own_error(decoder):
    def chunks():
        yield GOOD[:100]
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        decoder.inspect(chunks(), size_bytes=len(GOOD))
    assert decoder.inspect([GOOD], size_bytes=len(GOOD)).outcome == "ok"


@pytest.mark.parametrize("announced", [len(GOOD) - 1, len(GOOD) + 1])
def test_a_file_of_another_length_than_announced_is_no_file(announced, decoder):
    with pytest.raises(FileSizeMismatchError):
        decoder.inspect([GOOD], size_bytes=announced)


def test_a_slow_disk_is_not_blamed_on_the_file(monkeypatch):
    monkeypatch.setattr(limits, "WALL_SECONDS", 0.5)
    impatient = (
        "from tipline.files.decoder import limits, zygote\n"
        "limits.WALL_SECONDS = 0.5\n"
        "zygote.main()\n"
    )

    def chunks():
        yield GOOD[:100]
        time.sleep(1)
        yield GOOD[100:]

    with (
        Decoder(program=("-c", impatient)) as decoder,
        pytest.raises(SlowSourceError),
    ):
        decoder.inspect(chunks(), size_bytes=len(GOOD))


def test_a_film_of_20_gigabytes_is_recognized_from_its_first_bytes(decoder):
    read = []

    def chunks():
        start = b"\0\0\0\x18ftypisom\0\0\2\0isommp41"
        for piece in [start, *[bytes(1 << 20)] * 20_000]:
            read.append(len(piece))
            yield piece

    found = decoder.inspect(chunks(), size_bytes=20 << 30)
    assert (found.outcome, found.media_type) == ("refused", "video/mp4")
    assert len(read) < 50


def test_a_picture_of_20_gigabytes_is_too_large(decoder):
    found = decoder.inspect([GOOD, bytes(1 << 20)], size_bytes=20 << 30)
    assert (found.reason, found.media_type) == ("too-large", "image/png")


def test_many_threads_share_a_decoder(decoder):
    with ThreadPoolExecutor(8) as threads:
        found = list(
            threads.map(
                lambda _: decoder.inspect([GOOD], size_bytes=len(GOOD)),
                range(40),
            ),
        )
    assert {inspection.outcome for inspection in found} == {"ok"}
    assert len({inspection.hashes for inspection in found}) == 1


def test_a_file_that_hangs_keeps_no_other_waiting(evil_decoder):
    hanging = b"wait-for-ever"
    ended = []

    def hang():
        evil_decoder.inspect([hanging], size_bytes=len(hanging))
        ended.append("hanging")

    thread = threading.Thread(target=hang)
    thread.start()
    evil_decoder.inspect([b"leave"], size_bytes=5)
    ended.append("other")
    thread.join()
    assert ended == ["other", "hanging"]


def test_nothing_is_left_after_closing():
    decoder = Decoder()
    decoder.start()
    process = decoder._zygote.process
    decoder.close()
    decoder.close()
    assert process.returncode == 0


def test_the_zygote_ends_with_its_worker():
    code = (
        "import os, sys\n"
        "from tipline.files.decoder.client import Decoder\n"
        "decoder = Decoder()\n"
        "decoder.start()\n"
        "print(decoder._zygote.process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False
    )
    zygote = int(done.stdout)
    for _ in range(500):
        if not is_alive(zygote):
            break
        time.sleep(0.01)
    else:
        pytest.fail("the zygote outlived its worker")


def test_the_zygote_knows_no_secret_and_no_framework(monkeypatch):
    monkeypatch.setenv("TIPLINE_SECRET", "example")
    code = (
        "import os, sys\n"
        "from tipline.files.decoder import zygote\n"
        "assert 'TIPLINE_SECRET' not in os.environ\n"
        "assert not {'django', 'psycopg', 'cryptography'} & set(sys.modules)\n"
        "plugins = {n for n in sys.modules if n.startswith('PIL.') and 'Plugin' in n}\n"
        "zygote.inmate.prepare()\n"
        "assert plugins == {f'PIL.{n}ImagePlugin' for n in\n"
        "  ('Avif', 'Bmp', 'Gif', 'Jpeg', 'Png', 'Tiff', 'WebP')}, plugins\n"
        "assert plugins == {n for n in sys.modules\n"
        "  if n.startswith('PIL.') and 'Plugin' in n}\n"
        "zygote.main()\n"
    )
    with Decoder(program=("-c", code)) as decoder:
        assert decoder.inspect([GOOD], size_bytes=len(GOOD)).outcome == "ok"


def test_the_native_core_is_loaded_before_the_jail_is_shut():
    code = (
        "from tipline.files.decoder import zygote\n"
        "from tipline.hashing.pdq_library import library\n"
        "zygote.inmate.prepare()\n"
        "assert library.cache_info().currsize == 1\n"
        "zygote.main()\n"
    )
    with Decoder(program=("-c", code)) as decoder:
        assert decoder.inspect([GOOD], size_bytes=len(GOOD)).outcome == "ok"
