"""Previews are pixels: nothing of a file's format leaves the jail."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.files import films
from tests.material import picture
from tipline.files.decoder import limits
from tipline.files.decoder.preview_protocol import Drawn, NotDrawn, encode, parse
from tipline.files.decoder.previews import PreviewDecoder
from tipline.files.decoder.protocol import MalformedAnswerError, Reason


@pytest.fixture(scope="module")
def decoder():
    made = PreviewDecoder()
    made.start()
    yield made
    made.close()


def draw(decoder, content):
    return decoder.draw([content[:100], content[100:]], size_bytes=len(content))


def pixels_of(drawn):
    shape = (drawn.height, drawn.width, 3)
    return np.frombuffer(drawn.pixels, np.uint8).reshape(shape)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "TIFF", "BMP", "AVIF"])
def test_a_picture_is_drawn_small_and_alike(decoder, form):
    content = picture(7, size=(1600, 1200), form=form)
    drawn = draw(decoder, content)
    assert (drawn.width, drawn.height, drawn.frames) == (1024, 768, 1)
    known = Image.open(io.BytesIO(content)).convert("RGB").resize((1024, 768))
    apart = np.abs(pixels_of(drawn).astype(int) - np.asarray(known).astype(int))
    assert apart.mean() < 4


def test_a_small_picture_keeps_its_size(decoder):
    drawn = draw(decoder, picture(7, size=(40, 30)))
    assert (drawn.width, drawn.height) == (40, 30)


def test_a_picture_lies_as_its_exif_says(decoder):
    image = Image.fromarray(np.zeros((60, 200, 3), np.uint8))
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    image.save(file, "JPEG", exif=exif.tobytes())
    drawn = draw(decoder, file.getvalue())
    assert (drawn.width, drawn.height) == (60, 200)


@pytest.mark.parametrize("kind", films.KINDS)
def test_a_video_is_a_sheet_of_key_frames(decoder, kind):
    drawn = draw(decoder, films.film(kind))
    assert isinstance(drawn, Drawn), drawn
    assert drawn.frames >= 1
    assert max(drawn.width, drawn.height) <= limits.PREVIEW_SIDE
    assert pixels_of(drawn).std() > 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xd8\xff" + b"x" * 100, Reason.MALFORMED),
        (b"<svg/>", Reason.UNSUPPORTED_FORMAT),
        (b"", Reason.UNSUPPORTED_FORMAT),
        (picture(1)[:300], Reason.TRUNCATED),
        (b"GIF89a" + b"\xff" * 40, Reason.MALFORMED),
        (b"\x1aE\xdf\xa3webm" + b"\xff" * 400, Reason.MALFORMED),
    ],
)
def test_what_cannot_be_drawn_is_told_and_harms_nobody(decoder, content, reason):
    answer = draw(decoder, content)
    assert isinstance(answer, NotDrawn)
    assert answer.reason in {reason, Reason.MALFORMED, Reason.TRUNCATED}
    assert isinstance(draw(decoder, picture(2)), Drawn)


@given(st.binary(max_size=200))
def test_noise_from_a_child_that_was_taken_over_is_no_picture(noise):
    with pytest.raises(MalformedAnswerError):
        parse(b"X" + noise)
    with pytest.raises(MalformedAnswerError):
        parse(b"P\0\0" + noise)


@given(
    st.integers(1, 40),
    st.integers(1, 40),
    st.integers(-3, 3),
)
def test_as_many_pixels_as_the_header_says_and_no_other_number(width, height, wrong):
    pixels = bytes(max(0, width * height * 3 + wrong))
    message = encode(Drawn(width, height, 1, pixels))
    if wrong == 0:
        assert parse(message) == Drawn(width, height, 1, pixels)
    else:
        with pytest.raises(MalformedAnswerError):
            parse(message)


@pytest.mark.parametrize("reason", [Reason.CRASH, Reason.BAD_ANSWER])
def test_a_child_does_not_judge_itself(reason):
    with pytest.raises(MalformedAnswerError):
        parse(encode(NotDrawn(reason)))
