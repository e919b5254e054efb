"""Files made to break decoders end in an answer, and break nothing."""

from functools import cache

import pytest

from tests.files import hostile_media
from tipline.files.decoder.protocol import Reason

# What becomes of each file: `ok` is one whose pixels were read, whatever lies beside
# them; else the reason. Only time is measured from outside, by killing.
ANSWERS = {
    "ok": """
        png-legal-7000-squared png-one-column png-profile-bomb png-text-bombs
        png-international-text-bomb png-more-pixels-than-said png-without-end
        png-bad-data-sum png-transparency-too-long png-ten-thousand-chunks
        apng-2-billion-frames apng-2000-frames gif-2000-frames
        jpeg-7000-squared-little-data jpeg-arithmetic jpeg-segment-of-length-0
        jpeg-100000-restarts jpeg-profile-of-255-parts jpeg-profile-parts-loop
        jpeg-many-photoshop-blocks jpeg-5000-scans exif-directory-inside-itself
        exif-gps-inside-itself exif-count-of-4-billion exif-type-99
        exif-orientation-99 exif-orientation-is-text exif-5000-overlapping-values
        exif-offset-outside exif-empty exif-noise exif-place-divided-by-zero
        exif-direction-override tiff-directory-loop tiff-next-directory-outside
        tiff-tiles-of-0 tiff-deflate-bomb gif-and-archive jpeg-and-page
    """,
    "too-many-pixels": """
        png-30000-squared png-20000-squared-rgb-cut png-2-to-the-31-pixels
        png-50000-squared-without-data png-header-twice gif-65535-squared
        gif-frame-larger-than-screen jpeg-65535-squared tiff-40000-squared
        webp-16383-squared webp-2-to-the-24-squared bmp-2-to-the-31-squared
        avif-16384-squared
    """,
    "memory": """
        png-one-row-of-50-megapixels
    """,
    "time": """
        jpeg-scan-bomb
    """,
    "truncated": """
        png-interlace-7 png-interlaced-but-short png-data-too-short
        png-cut-in-the-middle png-chunk-of-4-gigabytes gif-frame-outside
        gif-code-size-0 gif-without-end gif-block-cut jpeg-cut-in-the-middle
        tiff-strip-outside tiff-tiles-of-60000 bmp-without-pixels
    """,
    "malformed": """
        png-zero-wide png-negative-height png-depth-3 png-color-type-9
        png-filter-250 png-palette-missing png-palette-of-600 png-data-is-no-zlib
        png-without-data png-signature-only png-bad-header-sum apng-frame-outside
        gif-code-size-255 gif-without-frames gif-endless-comment gif-garbage-codes
        gif-header-only jpeg-zero-wide jpeg-zero-high jpeg-no-components
        jpeg-12-bits jpeg-sampling-15 jpeg-without-scan jpeg-without-tables
        jpeg-start-only jpeg-two-frames jpeg-garbage-scan tiff-7000-squared-fax
        tiff-2-to-the-32-wide tiff-bits-255 tiff-compression-60000
        tiff-65535-samples tiff-many-strips tiff-65535-entries tiff-directory-cut
        tiff-header-only tiff-big-offset-2-to-the-63 tiff-big-2-to-the-64-entries
        tiff-old-jpeg webp-7000-squared-no-data webp-length-lies
        webp-cut-in-the-middle webp-garbage webp-header-only webp-frame-outside
        bmp-negative-width bmp-lowest-height bmp-zero bmp-bits-77
        bmp-run-length-overflow bmp-run-length-jump bmp-4-billion-colors
        avif-brand-only avif-cut-in-the-middle avif-garbage-data
        avif-2-to-the-32-wide avif-boxes-2000-deep avif-box-of-size-0
        avif-box-of-2-to-the-64 png-and-drawing
    """,
    "unsupported-format": """
        playlist-as-mp4 film-with-playlist page bmp-and-script one-byte zeros noise
        program document archive postscript drawing
    """,
    "empty": """
        empty
    """,
}
EXPECTED = {name: said for said, names in ANSWERS.items() for name in names.split()}
files = cache(hostile_media.all_files)


def inspect(decoder, content: bytes):
    return decoder.inspect([content], size_bytes=len(content))


def test_every_file_of_the_set_has_its_answer():
    assert set(EXPECTED) == set(files())


@pytest.mark.parametrize("name", EXPECTED)
def test_a_hostile_file_gets_the_answer_that_it_deserves(name, decoder):
    zygote = decoder._zygote
    found = inspect(decoder, files()[name])
    expected = EXPECTED[name]
    assert (found.reason or "ok") == expected
    outcomes = {"ok": "ok", Reason.TIME: "killed"}
    assert found.outcome == outcomes.get(expected, "refused")
    assert bool(found.hashes) == (expected == "ok")
    assert decoder._zygote is zygote
    assert zygote.process.poll() is None


def test_frames_are_counted_without_being_decoded(decoder):
    assert inspect(decoder, files()["gif-2000-frames"]).frames == 2000


def test_twenty_hostile_files_leave_the_decoder_as_it_was(decoder):
    good = files()["jpeg-and-page"]
    before = inspect(decoder, good)
    for name in list(files())[:20]:
        inspect(decoder, files()[name])
    assert inspect(decoder, good) == before
