"""The filter, run by hand for both processors, since a test has only one of them."""

import struct

import pytest

from tipline.files.decoder.seccomp import _PROCESSORS, filter_for

ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050001, 0x80000000

# processor -> read, write, mmap, openat, socket, execve, clone, kill, ptrace
NUMBERS = {
    "x86_64": (0, 1, 9, 257, 41, 59, 56, 62, 101),
    "aarch64": (63, 64, 222, 56, 198, 221, 220, 129, 117),
}


def judged(processor: str, number: int, *arguments: int, arch: int | None = None):
    """Run the filter as the kernel does, on one call."""
    rules = filter_for(_PROCESSORS[processor])
    arch = _PROCESSORS[processor].audit_arch if arch is None else arch
    six = (arguments + (0,) * 6)[:6]
    call = struct.pack("<IIQ6Q", number, arch, 0, *six)
    loaded = at = 0
    while True:
        code, if_true, if_false, value = rules[at]
        at += 1
        if code == 0x06:
            return value
        if code == 0x20:
            (loaded,) = struct.unpack_from("<I", call, value)
            continue
        holds = {0x15: loaded == value, 0x35: loaded >= value, 0x45: loaded & value}
        at += if_true if holds[code] else if_false


@pytest.mark.parametrize("processor", NUMBERS)
def test_reading_and_writing_need_the_one_descriptor(processor):
    read, write, *_ = NUMBERS[processor]
    assert judged(processor, read, 0) == judged(processor, write, 0) == ALLOW
    assert judged(processor, read, 3) == judged(processor, write, 1) == REFUSE


@pytest.mark.parametrize("processor", NUMBERS)
def test_memory_may_hold_data_but_no_program(processor):
    mmap = NUMBERS[processor][2]
    assert judged(processor, mmap, 0, 4096, 3) == ALLOW
    assert judged(processor, mmap, 0, 4096, 7) == REFUSE


@pytest.mark.parametrize("processor", NUMBERS)
def test_calls_that_reach_outside_are_refused(processor):
    for number in NUMBERS[processor][3:]:
        assert judged(processor, number) == REFUSE


@pytest.mark.parametrize("processor", NUMBERS)
def test_few_calls_are_allowed_at_all(processor):
    allowed = [n for n in range(600) if judged(processor, n) == ALLOW]
    assert len(allowed) <= 26


@pytest.mark.parametrize("processor", NUMBERS)
def test_a_foreign_instruction_set_kills(processor):
    read = NUMBERS[processor][0]
    assert judged(processor, read, 0, arch=0x40000003) == KILL
    assert judged(processor, read | 0x40000000, 0) == KILL
