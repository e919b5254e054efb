"""The folder of keys: made once, readable by its owner alone, rotated by adding."""

import stat

import pytest

from tipline.foundation.vault.errors import (
    KeysExistError,
    KeysExposedError,
    KeysMissingError,
    KeyUnknownError,
)
from tipline.foundation.vault.keys import KeyRing, add_key, create_keys, load_keys
from tipline.foundation.vault.sealing import NotAuthenticError


@pytest.fixture
def folder(tmp_path):
    create_keys(tmp_path / "keys")
    return tmp_path / "keys"


def test_what_the_first_start_wrapped_the_next_start_unwraps(tmp_path):
    first = create_keys(tmp_path / "deep" / "keys")
    wrapped = first.wrap(b"k" * 32, b"file")
    second = load_keys(tmp_path / "deep" / "keys")
    assert second.unwrap(first.active_id, wrapped, b"file") == b"k" * 32


def test_keys_are_for_their_owner_alone(folder):
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {0o400}


def test_keys_are_never_made_twice(folder):
    before = (folder / "1.key").read_text()
    with pytest.raises(KeysExistError):
        create_keys(folder)
    assert (folder / "1.key").read_text() == before


@pytest.mark.parametrize("name", ["1.key", "active"])
@pytest.mark.parametrize("mode", [0o440, 0o404, 0o600 | 0o004, 0o420])
def test_a_key_that_others_may_read_is_refused(folder, name, mode):
    (folder / name).chmod(mode)
    with pytest.raises(KeysExposedError, match=f"{name} has mode {mode:04o}"):
        load_keys(folder)


@pytest.mark.parametrize("mode", [0o750, 0o701])
def test_a_folder_that_others_may_enter_is_refused(folder, mode):
    folder.chmod(mode)
    with pytest.raises(KeysExposedError, match="Set it to 0700"):
        load_keys(folder)


def test_a_folder_without_keys_is_refused(tmp_path, folder):
    with pytest.raises(KeysMissingError, match="not there"):
        load_keys(tmp_path / "elsewhere")
    (folder / "1.key").unlink()
    with pytest.raises(KeysMissingError, match="no key"):
        load_keys(folder)


@pytest.mark.parametrize("text", ["", "ab" * 31, "zz" * 32, "ab" * 33, "é" * 64])
def test_a_file_that_is_no_key_is_refused(folder, text):
    (folder / "1.key").chmod(0o600)
    (folder / "1.key").write_text(text, encoding="utf-8")
    with pytest.raises(KeysMissingError, match=r"1\.key"):
        load_keys(folder)


@pytest.mark.parametrize("text", ["", "2"])
def test_an_active_key_that_is_not_there_is_refused(folder, text):
    (folder / "active").chmod(0o600)
    (folder / "active").write_text(text)
    with pytest.raises(KeysMissingError, match="active"):
        load_keys(folder)


def test_a_folder_that_lost_its_choice_is_refused(folder):
    (folder / "active").unlink()
    with pytest.raises(KeysMissingError, match="active"):
        load_keys(folder)


def test_after_rotation_new_files_use_the_new_key_and_old_ones_open(folder):
    wrapped = load_keys(folder).wrap(b"k" * 32, b"file")
    rotated = add_key(folder, "2027-spring")
    assert rotated.active_id == load_keys(folder).active_id == "2027-spring"
    assert rotated.unwrap("1", wrapped, b"file") == b"k" * 32


def test_a_key_id_is_used_once(folder):
    with pytest.raises(KeysExistError):
        add_key(folder, "1")


@pytest.mark.parametrize("key_id", ["", "../1", "A", "a" * 41])
def test_a_key_id_that_could_be_a_path_is_refused(folder, key_id):
    with pytest.raises(KeyUnknownError):
        add_key(folder, key_id)


def test_a_wrapped_key_opens_only_for_what_it_is_bound_to():
    ring = KeyRing.generate()
    wrapped = ring.wrap(b"k" * 32, b"file")
    assert len(wrapped) == 61
    with pytest.raises(NotAuthenticError):
        ring.unwrap(ring.active_id, wrapped, b"another file")


def test_a_key_that_is_not_in_the_ring_is_named():
    with pytest.raises(KeyUnknownError, match="key gone"):
        KeyRing.generate().unwrap("gone", bytes(61), b"file")
    with pytest.raises(KeyUnknownError):
        KeyRing({"1": bytes(32)}, "2")


def test_a_ring_does_not_print_its_keys():
    ring = KeyRing({"one": b"secret-secret-secret-secret-secr"}, "one")
    assert repr(ring) == "<KeyRing one; active one>"
