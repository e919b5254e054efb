"""Files made to break decoders end in an answer, and break nothing."""

import pytest

from tests.files import hostile_media
from tipline.files.decoder.protocol import Reason

FILES = hostile_media.all_files()
IMPOSSIBLE = [
    "png-30000-squared",
    "png-20000-squared-rgb-cut",
    "png-2-to-the-31-pixels",
    "gif-65535-squared",
    "jpeg-65535-squared",
    "tiff-40000-squared",
    "webp-16383-squared",
    "webp-2-to-the-24-squared",
    "bmp-2-to-the-31-squared",
    "avif-16384-squared",
]
DEADLY = {"jpeg-scan-bomb": Reason.TIME}
HARMLESS_AFTER_ALL = [
    "png-legal-7000-squared",
    "png-profile-bomb",
    "png-text-bombs",
    "png-international-text-bomb",
    "jpeg-5000-scans",
    "jpeg-profile-of-255-parts",
    "exif-directory-inside-itself",
    "exif-5000-overlapping-values",
    "exif-count-of-4-billion",
    "gif-2000-frames",
    "apng-2-billion-frames",
    "tiff-directory-loop",
    "tiff-deflate-bomb",
    "gif-and-archive",
    "jpeg-and-page",
]


def inspect(decoder, content: bytes):
    return decoder.inspect([content], size_bytes=len(content))


def test_the_set_is_large_enough():
    assert len(FILES) >= 60


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_ends_in_an_answer(name, decoder):
    zygote = decoder._zygote
    found = inspect(decoder, FILES[name])
    assert (found.outcome == "ok") == (found.reason is None)
    if found.outcome == "killed" or name in DEADLY:
        assert found.reason is DEADLY[name]
    assert decoder._zygote is zygote
    assert zygote.process.poll() is None


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_picture_that_is_too_large_is_refused_before_it_is_decoded(name, decoder):
    assert inspect(decoder, FILES[name]).reason is Reason.TOO_MANY_PIXELS


@pytest.mark.parametrize("name", HARMLESS_AFTER_ALL)
def test_a_bomb_beside_the_pixels_does_not_hide_the_picture(name, decoder):
    found = inspect(decoder, FILES[name])
    assert found.outcome == "ok"
    assert found.pdq is not None


def test_a_picture_that_does_not_fit_into_memory_is_refused(decoder):
    found = inspect(decoder, FILES["png-one-row-of-50-megapixels"])
    assert found.reason is Reason.MEMORY


def test_frames_are_counted_without_being_decoded(decoder):
    assert inspect(decoder, FILES["gif-2000-frames"]).frames == 2000


def test_twenty_hostile_files_leave_the_decoder_as_it_was(decoder):
    good = FILES["jpeg-and-page"]
    before = inspect(decoder, good)
    for name in list(FILES)[:20]:
        inspect(decoder, FILES[name])
    assert inspect(decoder, good) == before
