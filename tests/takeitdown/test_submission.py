"""What may be sent: the rules, with everything else refused."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.takeitdown import stage
from tipline.takeitdown import codes
from tipline.takeitdown.answers import Said, answer_of
from tipline.takeitdown.errors import (
    NoHashesError,
    TooManySentError,
    TooMuchSentError,
    TooPlainError,
)
from tipline.takeitdown.limits import AddressCounter
from tipline.takeitdown.states import PlatformAnswer
from tipline.takeitdown.submission import BYTES_MOST, read

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=70),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["md5", "pdq", "image", "x"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


def test_a_picture_and_a_video_are_read_as_they_were_sent():
    picture, video = read(stage.body()), read(stage.film())
    assert picture.made.values[-1] == ("pdq", stage.pdq("a picture"))
    assert [name for name, _ in video.made.values] == ["md5", "pdq", "pdq", "pdq"]
    assert (picture.age, video.age, video.made.media) == ("13", "18", "video")


def test_the_whole_picture_comes_last_and_flat_crops_are_dropped():
    crops = [stage.pdq("whole"), stage.pdq("crop"), "f" * 64, "0" * 64]
    made = read(stage.body(pdq=crops)).made
    assert [v for n, v in made.values if n == "pdq"] == [crops[1], crops[0]]


def test_a_browser_that_hides_pixels_sends_the_files_own_digits_alone():
    picture, video = read(stage.body(quality="", pdq=[])), read(stage.film(frames=0))
    assert [name for name, _ in picture.made.values] == ["md5", "sha256"]
    assert [name for name, _ in video.made.values] == ["md5"]
    nothing_near = {"quality": "", "pdq": []}
    for half in ({"quality": ""}, {"pdq": []}, {**nothing_near, "sha256": ""}):
        with pytest.raises(NoHashesError):
            read(stage.body(**half))


@given(JSON)
@settings(max_examples=60, deadline=None)
def test_nothing_but_hashes_can_be_said(anything):
    with pytest.raises(NoHashesError):
        read(json.dumps(anything).encode())


@given(st.sampled_from(["md5", "sha256", "quality", "pdq"]), JSON)
@settings(max_examples=60, deadline=None)
def test_no_field_takes_anything_but_its_digits(field, anything):
    with pytest.raises((NoHashesError, TooPlainError)):
        read(stage.body(**{field: anything or "none"}))


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"[" * 5000,
        b'{"version": "1", "version": "1"}',
        stage.body().replace(b'"age"', b'"name": "00", "age"'),
        stage.body().replace(b'"13"', b'"14"'),
        stage.body().replace(b'"1"', b'"2"'),
        stage.body(token="5A" * 16),
        stage.body(sha256="\N{ARABIC-INDIC DIGIT ONE}" * 64),
        stage.body(pdq=[stage.pdq("x")] * 17),
        stage.film(frames=61),
        stage.film().replace(b'"video"', b'"image"'),
    ],
)
def test_what_is_nearly_right_is_refused(sent):
    with pytest.raises(NoHashesError):
        read(sent)


def test_pictures_that_say_too_little_are_refused_whatever_they_claim():
    for changed in ({"quality": "49"}, {"quality": "101"}, {"pdq": ["0f" + "0" * 62]}):
        with pytest.raises(TooPlainError):
            read(stage.body(**changed))


def test_a_request_is_small():
    assert len(stage.film(frames=60)) < BYTES_MOST
    with pytest.raises(TooMuchSentError):
        read(stage.film(frames=60).ljust(BYTES_MOST + 1))


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
@settings(max_examples=40, deadline=None)
def test_code_and_pin_follow_from_the_token_and_the_key(one, other):
    first = codes.receipt_of(one.hex(), key=stage.KEY)
    assert first == codes.receipt_of(one.hex(), key=stage.KEY)
    assert first != codes.receipt_of(one.hex(), key=b"another key")
    assert (first == codes.receipt_of(other.hex(), key=stage.KEY)) == (one == other)
    typed = first.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    kept = codes.code_digest(first.code, key=stage.KEY)
    assert codes.code_digest(typed, key=stage.KEY) == kept


@given(st.lists(st.tuples(st.integers(1, 3), st.booleans())))
@settings(max_examples=60, deadline=None)
def test_a_platform_speaks_for_itself_alone(votes):
    said = [Said(member_id=who, is_affirmative=yes) for who, yes in votes]
    own = [yes for who, yes in votes if who == 1]
    wanted = PlatformAnswer.PENDING
    if own:
        wanted = PlatformAnswer.BLOCKED if any(own) else PlatformAnswer.NOT_BLOCKED
    assert answer_of(said, 1) == wanted


def test_an_address_is_counted_for_an_hour_and_kept_nowhere():
    now = [0.0]
    counter = AddressCounter(clock=lambda: now[0])
    for _ in range(3):
        counter.spend("192.0.2.7", most=3)
    with pytest.raises(TooManySentError) as refused:
        counter.spend("192.0.2.7", most=3)
    assert refused.value.fields["retry_after_seconds"] == 3600
    counter.spend("192.0.2.8", most=3)
    assert "192.0.2.7" not in repr(vars(counter))
    now[0] = 3600
    counter.spend("192.0.2.7", most=3)
