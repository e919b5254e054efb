"""What comes out of the jail is believed only if it could not be more orderly."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from tipline.files.decoder import limits
from tipline.files.decoder.client import verdict
from tipline.files.decoder.protocol import (
    Cause,
    Ending,
    Inspection,
    JailReport,
    MalformedAnswerError,
    Reason,
    VideoFacts,
    encode_answer,
    parse_answer,
)
from tipline.foundation.web.logging import keep_allowed_keys
from tipline.hashing.pdq import CANONICAL_RECIPE, FULL_SIZE_RECIPE, PdqHash
from tipline.hashing.video import FrameHash

FINE = Inspection(
    outcome="ok",
    media_type="image/png",
    width=640,
    height=480,
    frames=1,
    exif={"Make": "Example"},
    hashes=(
        PdqHash(b"\xab" * 32, 100, CANONICAL_RECIPE, (b"\xcd" * 32,) * 7),
        PdqHash(b"\xab" * 32, 0, FULL_SIZE_RECIPE),
    ),
)
FRAME = [0, 1500, 90, "ab" * 32]
VIDEO = {"length_ms": 6000, "cut": "truncated", "frames": [FRAME]}
FILM = Inspection(
    outcome="ok",
    media_type="video/mp4",
    width=640,
    height=480,
    frames=180,
    video=VideoFacts(
        6000,
        Reason.TRUNCATED,
        (
            FrameHash(0, 1500, 90, b"\xab" * 32),
            FrameHash(2000, 2000, 100, b"\xcd" * 32),
        ),
    ),
)
TOO_MANY = [[at, at, *FRAME[2:]] for at in range(limits.FRAMES_HASHED + 1)]
HASH = json.loads(encode_answer(FINE))["hashes"][0]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=3,
)
WRONG = [
    ("outcome", "killed"),
    ("outcome", ["ok"]),
    ("reason", "malformed"),
    ("reason", {}),
    ("media_type", "text/html<script>"),
    ("media_type", "image/png\n"),
    ("media_type", None),
    ("width", 0),
    ("width", True),
    ("width", 1.5),
    ("width", 2**31),
    ("height", "480"),
    ("height", None),
    ("frames", limits.FRAMES + 1),
    ("exif", []),
    ("exif", {"Make": 1}),
    ("exif", {"Make": "two\nlines"}),
    ("exif", {"Make": "\u202egnp.exe"}),
    ("exif", {"Make": "\ud800"}),
    ("exif", {"x" * 65: "x"}),
    ("exif", {"x": "x" * 401}),
    ("exif", {str(n): "x" for n in range(201)}),
    ("video", []),
    ("video", {}),
    ("video", VIDEO | {"more": 1}),
    ("video", VIDEO | {"length_ms": -1}),
    ("video", VIDEO | {"length_ms": None}),
    ("video", VIDEO | {"length_ms": 2**32}),
    ("video", VIDEO | {"cut": "crash"}),
    ("video", VIDEO | {"cut": []}),
    ("video", VIDEO | {"frames": {}}),
    ("video", VIDEO | {"frames": [FRAME, FRAME]}),
    ("video", VIDEO | {"frames": [[*FRAME, 1]]}),
    ("video", VIDEO | {"frames": [FRAME[1:]]}),
    ("video", VIDEO | {"frames": [[-1, *FRAME[1:]]]}),
    ("video", VIDEO | {"frames": [[9, 8, *FRAME[2:]]]}),
    ("video", VIDEO | {"frames": [[*FRAME[:2], 49, FRAME[3]]]}),
    ("video", VIDEO | {"frames": [[*FRAME[:3], "ab"]]}),
    ("video", VIDEO | {"frames": TOO_MANY}),
    ("hashes", None),
    ("hashes", []),
    ("hashes", {"0": HASH}),
    ("hashes", [HASH, HASH]),
    ("hashes", [[HASH]]),
    ("hashes", [HASH | {"more": 1}]),
    ("hashes", [HASH | {"value": "AB" * 32}]),
    ("hashes", [HASH | {"value": "ab" * 31}]),
    ("hashes", [HASH | {"value": None}]),
    ("hashes", [HASH | {"quality": 101}]),
    ("hashes", [HASH | {"quality": -1}]),
    ("hashes", [HASH | {"quality": None}]),
    ("hashes", [HASH | {"recipe": "../../etc"}]),
    ("hashes", [HASH | {"recipe": []}]),
    ("hashes", [HASH | {"turned": HASH["turned"][1:]}]),
    ("hashes", [HASH | {"turned": [*HASH["turned"][1:], "x"]}]),
    ("hashes", [HASH | {"turned": "ab" * 32}]),
]


@pytest.mark.parametrize("told", [FINE, FILM])
def test_a_truthful_answer_arrives_whole(told):
    assert parse_answer(encode_answer(told)) == told


def test_the_longest_video_fits_into_an_answer():
    every = tuple(
        FrameHash(4_000_000_000 + at, 4_000_000_000 + at, 100, b"\xab" * 32)
        for at in range(limits.FRAMES_HASHED)
    )
    longest = replace(FILM, video=VideoFacts(2**32 - 1, None, every))
    assert parse_answer(encode_answer(longest)) == longest


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_one_wrong_field_spoils_the_answer(name, value):
    fields = json.loads(encode_answer(FINE)) | {name: value}
    with pytest.raises(MalformedAnswerError):
        parse_answer(json.dumps(fields).encode())


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"width": ' + b"9" * 5000 + b"}",
        encode_answer(FINE)[:-1],
        encode_answer(FINE) + encode_answer(FINE),
        encode_answer(FINE) + b" " * limits.ANSWER_BYTES,
        encode_answer(FINE)[:-1] + b', "more": 1}',
    ],
)
def test_what_is_no_answer_is_not_understood(answer):
    with pytest.raises(MalformedAnswerError):
        parse_answer(answer)


@given(st.binary())
def test_any_bytes_end_in_a_verdict(answer):
    assert verdict(answer, Ending(Cause.EXIT, 0)).outcome == "killed"


def test_an_answer_that_is_not_understood_is_logged_by_what_was_wrong_with_it():
    secret = "holiday at the lake"
    fields = json.loads(encode_answer(FINE)) | {"exif": {"Make": f"\n{secret}"}}
    with capture_logs() as lines:
        found = verdict(json.dumps(fields).encode(), Ending(Cause.EXIT, 0))
    assert found == Inspection("killed", Reason.BAD_ANSWER)
    (line,) = lines
    assert line["event"] == "files.bad_answer"
    assert keep_allowed_keys(None, "", line)["error_code"] == "exif text"
    assert secret not in str(lines)


@given(st.fixed_dictionaries(dict.fromkeys(Inspection.__dataclass_fields__, JSON)))
def test_any_fields_end_in_a_verdict(fields):
    answer = json.dumps(fields).encode()
    assert verdict(answer, Ending(Cause.EXIT, 0)).outcome in {"refused", "killed"}


def test_a_refusal_must_not_bring_a_hash():
    fields = json.loads(encode_answer(FINE))
    fields |= {"outcome": "refused", "reason": "malformed"}
    with pytest.raises(MalformedAnswerError):
        parse_answer(json.dumps(fields).encode())


@pytest.mark.parametrize(
    ("ending", "reason"),
    [
        (Ending(Cause.EXIT, 1), Reason.CRASH),
        (Ending(Cause.SIGNAL, 11), Reason.CRASH),
        (Ending(Cause.SIGNAL, 9), Reason.MEMORY),
        (Ending(Cause.CLOCK, 0), Reason.TIME),
    ],
)
def test_a_child_that_did_not_end_well_is_not_believed(ending, reason):
    assert Ending.parse(ending.encode()) == ending
    assert verdict(encode_answer(FINE), ending) == Inspection("killed", reason)


@given(st.builds(JailReport))
def test_a_report_of_the_walls_arrives_whole(report):
    assert JailReport.parse(report.encode()) == report
    assert report.works == (report.landlock or report.seccomp)
    assert len(report.lines()) == 6
