"""A decoder that a file has taken over gets nowhere."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.files.decoder.conftest import EVIL
from tipline.files.decoder.protocol import Cause, Inspection, Reason, encode_answer

TREE = ast.parse(Path(EVIL).read_text())
ESCAPES = next(
    [ast.literal_eval(key) for key in node.value.keys]
    for node in TREE.body
    if isinstance(node, ast.AnnAssign) and node.target.id == "ESCAPES"
)


def follow(decoder, order: bytes):
    answer, ending, _ = decoder._exchange([order], len(order))
    return answer, ending


def test_enough_ways_out_are_tried():
    assert len(ESCAPES) >= 100


def test_the_same_acts_work_where_nothing_forbids_them():
    done = subprocess.run(
        [sys.executable, EVIL, "--in-the-open"],
        env={"PYTHONPATH": str(Path.cwd()), "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        check=True,
    )
    worked = json.loads(done.stdout)
    assert len(worked) >= 30
    assert [name for name in worked if not worked[name]] == []


@pytest.mark.parametrize("escape", ESCAPES)
def test_a_hijacked_child_does_not_escape_by(escape, evil_decoder):
    answer, ending = follow(evil_decoder, escape.encode())
    assert ending.cause is Cause.EXIT
    assert json.loads(answer) == {"escaped": False}


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        (b"burn-processor", Reason.TIME),
        (b"wait-for-ever", Reason.TIME),
        (b"flood", Reason.CRASH),
        (b"crash", Reason.CRASH),
        (b"leave", Reason.CRASH),
        (b"no answer at all", Reason.BAD_ANSWER),
        (b"{}", Reason.BAD_ANSWER),
    ],
)
def test_a_child_that_misbehaves_is_killed_or_disbelieved(order, reason, evil_decoder):
    found = evil_decoder.inspect([order], size_bytes=len(order))
    assert found == Inspection("killed", reason)


def test_a_child_may_still_answer_by_the_rules(evil_decoder):
    truth = encode_answer(Inspection("refused", Reason.MALFORMED, "image/png"))
    found = evil_decoder.inspect([truth], size_bytes=len(truth))
    assert found == Inspection("refused", Reason.MALFORMED, "image/png")
