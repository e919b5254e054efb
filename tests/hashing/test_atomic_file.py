"""A file takes its name whole or not at all, whoever writes it at the same time."""

import pytest

from tipline.hashing.atomic_file import written_whole


def test_two_who_write_one_file_at_once_each_leave_it_whole(tmp_path):
    path = tmp_path / "file"
    with written_whole(path) as first:
        first.write(b"the first, and the longer one")
        with written_whole(path) as second:
            second.write(b"the second")
        assert path.read_bytes() == b"the second"
    assert path.read_bytes() == b"the first, and the longer one"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_what_fails_leaves_the_file_before_and_nothing_else(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"before")
    with pytest.raises(TypeError), written_whole(path) as file:
        file.writelines([b"half", "no bytes"])
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
