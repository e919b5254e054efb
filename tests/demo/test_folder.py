"""A data folder is a demonstration's or not, for good."""

from datetime import UTC, datetime

import pytest

from tipline.demo.folder import (
    DemoDatabaseError,
    DemoFolderError,
    Progress,
    RealFolderError,
    claim,
    is_demo,
)


def start(data, *, demo, is_used=False, is_own_database=True):
    claim(data, demo=demo, is_used=is_used, is_own_database=is_own_database)


def test_a_new_folder_becomes_what_it_is_started_as(tmp_path):
    start(tmp_path / "demo", demo=True)
    start(tmp_path / "real", demo=False)
    assert is_demo(tmp_path / "demo")
    assert not is_demo(tmp_path / "real")


def test_a_demonstration_starts_again(tmp_path):
    start(tmp_path, demo=True)
    start(tmp_path, demo=True, is_used=True)
    assert is_demo(tmp_path)


def test_a_demonstration_never_becomes_real(tmp_path):
    start(tmp_path, demo=True)
    with pytest.raises(DemoFolderError):
        start(tmp_path, demo=False, is_used=True)


def test_what_may_be_real_never_becomes_a_demonstration(tmp_path):
    with pytest.raises(RealFolderError):
        start(tmp_path, demo=True, is_used=True)
    with pytest.raises(DemoDatabaseError):
        start(tmp_path, demo=True, is_own_database=False)
    assert not is_demo(tmp_path)


def test_how_far_it_came_is_kept(tmp_path):
    start(tmp_path, demo=True)
    assert Progress.read(tmp_path) is None
    progress = Progress(began_at=datetime(2026, 11, 21, tzinfo=UTC), sent=7)
    progress.write(tmp_path)
    assert Progress.read(tmp_path) == progress
    assert is_demo(tmp_path)
