"""A video comes out of the jail as hashes of its frames, whole or as far as it goes."""

import io
from fractions import Fraction
from functools import cache

import av
import numpy as np
import pytest
from PIL import Image

from tests.files import hostile_videos
from tests.files.films import KINDS, MEDIA_TYPES, RATE, film, pixels
from tests.files.hostile_media import box
from tipline.files.decoder import limits, picture, video
from tipline.files.decoder.client import MediaDecoder
from tipline.files.decoder.protocol import (
    Inspection,
    Reason,
    encode_answer,
    parse_answer,
)
from tipline.hashing.distance import pdq_distance
from tipline.hashing.pdq import pdq_of_rgb
from tipline.hashing.video import EITHER_WAY, compare

hostile = cache(hostile_videos.all_files)


@pytest.fixture(scope="module")
def media_decoder():
    with MediaDecoder() as running:
        yield running


def inspect(media_decoder, content: bytes):
    return media_decoder.inspect(lambda: [content], size_bytes=len(content))


def expected(number: int, seed: int = 1) -> bytes:
    square = Image.fromarray(pixels(seed, number)).resize(
        (512, 512), Image.Resampling.BILINEAR
    )
    return pdq_of_rgb(np.asarray(square)).value


@pytest.mark.parametrize("kind", KINDS)
def test_a_video_is_hashed_about_once_a_second(kind, media_decoder):
    found = inspect(media_decoder, film(kind))
    assert (found.outcome, found.reason) == ("ok", None)
    assert found.media_type == MEDIA_TYPES[kind.partition("-")[0]]
    assert (found.width, found.height) == (320, 240)
    assert (found.video.length_ms, found.video.cut) == (6000, None)
    assert [frame.at_ms // 1000 for frame in found.video.frames] == list(range(6))
    for frame in found.video.frames:
        number = round(frame.at_ms * RATE / 1000)
        assert pdq_distance(frame.value, expected(number)) <= 31


def test_copies_in_two_formats_are_the_same_video_and_another_is_not(media_decoder):
    known = inspect(media_decoder, film("mp4", options={"crf": "18"})).video.frames
    copy = inspect(
        media_decoder, film("webm", options={"crf": "30", "b": "1M"})
    ).video.frames
    other = inspect(media_decoder, film("mp4", seed=2)).video.frames
    assert compare(copy, known).query_percent == 100
    assert EITHER_WAY.is_match(compare(copy, known))
    assert not EITHER_WAY.is_match(compare(other, known))


def test_an_animated_gif_is_a_picture_and_a_video(media_decoder):
    found = inspect(media_decoder, film("gif"))
    assert found.hashes
    assert found.frames == 60
    assert len(found.video.frames) == 6


def test_a_gif_whose_motion_cannot_be_decoded_is_still_a_picture(monkeypatch):
    with MediaDecoder() as decoder:
        stopped = Inspection("killed", Reason.TIME)
        monkeypatch.setattr(decoder._videos, "inspect", lambda *_, **__: stopped)
        found = inspect(decoder, film("gif"))
    assert (found.outcome, found.frames, found.video) == ("ok", 60, None)
    assert found.hashes


def test_a_still_gif_is_a_picture_alone(media_decoder):
    file = io.BytesIO()
    Image.fromarray(pixels(1, 0)).save(file, "GIF")
    found = inspect(media_decoder, file.getvalue())
    assert found.hashes
    assert found.video is None


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_what_holds_still_does_not_start_the_jail_of_videos(kind):
    file = io.BytesIO()
    Image.fromarray(pixels(1, 0)).save(file, kind)
    broken = file.getvalue()[:200]
    with MediaDecoder() as decoder:
        assert inspect(decoder, file.getvalue()).outcome == "ok"
        assert inspect(decoder, broken).outcome == "refused"
        assert decoder._videos._zygote is None


@pytest.mark.parametrize("kind", ["mkv", "webm", "avi"])
def test_half_a_video_gives_what_could_be_decoded_and_says_so(kind, media_decoder):
    whole = film(kind, seconds=12)
    found = inspect(media_decoder, whole[: len(whole) // 2])
    assert found.outcome == "ok"
    assert found.video.cut is Reason.TRUNCATED
    assert 3 <= len(found.video.frames) < 12
    assert found.video.frames[0].at_ms == 0


@pytest.mark.parametrize("kind", ["mp4", "mov"])
def test_half_of_one_with_its_index_in_front_gives_what_could_be_decoded(
    kind, media_decoder
):
    whole = film(kind, seconds=12, container_options={"movflags": "faststart"})
    found = inspect(media_decoder, whole[: len(whole) // 2])
    assert (found.outcome, found.video.cut) == ("ok", Reason.TRUNCATED)
    assert 3 <= len(found.video.frames) < 12


@pytest.mark.parametrize("kind", ["mp4", "mov"])
def test_one_that_is_cut_before_its_index_is_refused_with_a_reason(kind, media_decoder):
    whole = film(kind, seconds=6)
    found = inspect(media_decoder, whole[: len(whole) // 2])
    assert (found.outcome, found.media_type) == ("refused", MEDIA_TYPES[kind])
    assert found.reason in {Reason.TRUNCATED, Reason.MALFORMED}


def test_half_a_gif_is_a_picture_and_as_much_of_a_video_as_there_is(media_decoder):
    whole = film("gif", seconds=12)
    found = inspect(media_decoder, whole[: len(whole) // 2])
    assert found.outcome == "ok"
    assert found.hashes
    assert found.video.cut is Reason.TRUNCATED
    assert 3 <= len(found.video.frames) < 12


def test_a_video_that_is_too_large_is_looked_at_as_far_as_there_is_room(
    media_decoder,
):
    whole = film("mkv", seconds=3)
    read = []

    def chunks():
        for piece in [whole, *[bytes(1 << 20)] * 400]:
            read.append(len(piece))
            yield piece

    size = len(whole) + (400 << 20)
    assert media_decoder.inspect_still(chunks(), size_bytes=size) is None
    assert len(read) == 1
    read.clear()
    found = media_decoder.inspect(chunks, size_bytes=size)
    assert (found.outcome, found.video.cut) == ("ok", Reason.TOO_LARGE)
    assert len(found.video.frames) == 3
    assert sum(read) < size


def test_a_video_that_is_told_to_be_turned_is_hashed_upright(media_decoder):
    whole = bytearray(film("mp4", seconds=2))
    matrix = struct_matrix(whole)
    whole[matrix : matrix + 36] = QUARTER_TURN
    frame = next(av.open(io.BytesIO(bytes(whole))).decode(video=0))
    assert abs(frame.rotation) == 90
    found = inspect(media_decoder, bytes(whole))
    shown = np.rot90(pixels(1, 0), round(frame.rotation / 90))
    square = Image.fromarray(shown).resize((512, 512), Image.Resampling.BILINEAR)
    upright = pdq_of_rgb(np.asarray(square)).value
    assert pdq_distance(found.video.frames[0].value, upright) <= 16
    assert (found.width, found.height) == (240, 320)


QUARTER_TURN = b"".join(
    value.to_bytes(4, "big", signed=True)
    for value in (0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30)
)


def struct_matrix(whole: bytearray) -> int:
    """Where the track header keeps how the picture is turned."""
    return whole.index(b"tkhd") + 4 + 40


def test_the_hostile_set_is_large_enough():
    assert len(hostile()) >= 40
    assert list(hostile()) == hostile_videos.NAMES


@pytest.mark.parametrize("name", hostile_videos.NAMES)
def test_a_hostile_video_ends_in_an_answer(name, media_decoder):
    media_decoder._videos.start()
    found = inspect(media_decoder, hostile()[name])
    assert (found.outcome == "ok") == (found.reason is None)
    # a child that ended well and was not understood is our own mistake
    assert found.reason not in {Reason.CRASH, Reason.BAD_ANSWER}
    for decoder in (media_decoder._pictures, media_decoder._videos):
        assert decoder._zygote.process.poll() is None


def test_a_gif_of_20000_frames_is_counted_and_looked_at(media_decoder):
    found = inspect(media_decoder, hostile()["gif-20000-frames"])
    assert found.frames == 20_000


def test_a_film_without_pictures_is_refused(media_decoder):
    content = box(b"ftyp", b"isom\0\0\2\0isommp41") + box(b"mdat", bytes(100))
    found = inspect(media_decoder, content)
    assert found.outcome == "refused"
    assert found.video is None


def test_twenty_hostile_videos_leave_the_decoder_as_it_was(media_decoder):
    good = film("mkv", seconds=2)
    before = inspect(media_decoder, good)
    for name in list(hostile())[:20]:
        inspect(media_decoder, hostile()[name])
    assert inspect(media_decoder, good) == before


@pytest.fixture
def in_this_process():
    """Set up what a child of the jail has, to try its limits one by one."""
    picture.prepare()
    video.prepare()


@pytest.mark.usefixtures("in_this_process")
def test_a_video_of_too_large_frames_is_not_decoded_but_measured(monkeypatch):
    content = film("mp4")
    monkeypatch.setattr(limits, "VIDEO_PIXELS", 320 * 240)
    found = video.inspect_video(io.BytesIO(content), "video/mp4", is_cut=False)
    assert found.outcome == "ok"
    monkeypatch.setattr(limits, "VIDEO_PIXELS", 320 * 240 - 1)
    monkeypatch.setattr(video, "_watch", None)
    found = video.inspect_video(io.BytesIO(content), "video/mp4", is_cut=False)
    assert (found.outcome, found.reason) == ("refused", Reason.TOO_MANY_PIXELS)
    assert (found.width, found.height, found.frames) == (320, 240, 60)
    assert parse_answer(encode_answer(found)) == found


@pytest.mark.usefixtures("in_this_process")
def test_a_frame_that_is_larger_than_the_video_said_ends_the_looking(monkeypatch):
    monkeypatch.setattr(limits, "VIDEO_PIXELS", 320 * 240 - 1)
    content = io.BytesIO(jpegs_as_film((160, 120), (160, 120), (320, 240)))
    found = video.inspect_video(content, "video/x-msvideo", is_cut=False)
    assert (found.outcome, found.width, found.height) == ("ok", 160, 120)
    assert [frame.at_ms for frame in found.video.frames] == [0, 1000]
    assert found.video.cut is not None


def jpegs_as_film(*sizes):
    """One picture a second, each of a size of its own."""
    file = io.BytesIO()
    with av.open(file, "w", format="avi") as container:
        stream = container.add_stream("mjpeg", rate=1)
        stream.width, stream.height = sizes[0]
        stream.pix_fmt = "yuvj420p"
        for number, size in enumerate(sizes):
            jpeg = io.BytesIO()
            Image.fromarray(pixels(1, 30 * number)).resize(size).save(jpeg, "JPEG")
            packet = av.Packet(jpeg.getvalue())
            packet.stream, packet.pts, packet.dts = stream, number, number
            packet.time_base = stream.time_base or Fraction(1)
            packet.is_keyframe = True
            container.mux(packet)
    return file.getvalue()


@pytest.mark.usefixtures("in_this_process")
def test_decoding_stops_in_time_and_tells_what_it_knows(monkeypatch):
    monkeypatch.setattr(limits, "VIDEO_SECONDS", -1.0)
    found = video.inspect_video(io.BytesIO(film("mp4")), "video/mp4", is_cut=False)
    assert (found.outcome, found.reason) == ("refused", Reason.TIME)
    monkeypatch.setattr(limits, "VIDEO_SECONDS", 1e9)
    monkeypatch.setattr(limits, "FRAMES_HASHED", 4)
    found = video.inspect_video(io.BytesIO(film("mp4")), "video/mp4", is_cut=False)
    told = parse_answer(encode_answer(found)).video
    assert (told.cut, len(told.frames)) == (Reason.TOO_LONG, 4)
