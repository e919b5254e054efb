"""Secrets in files of their own."""

from concurrent.futures import ThreadPoolExecutor

from tipline.foundation.postgres.secretfile import read_or_generate


def test_a_secret_is_made_once(tmp_path):
    folder = tmp_path / "secrets"
    first = read_or_generate(folder, "key")
    assert read_or_generate(folder, "key") == first
    assert read_or_generate(folder, "other") != first


def test_a_secret_is_for_its_owner_only(tmp_path):
    folder = tmp_path / "secrets"
    read_or_generate(folder, "key")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == ["key"]


def test_those_who_ask_at_the_same_time_get_the_same_secret(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        for name in map(str, range(20)):
            asked = [pool.submit(read_or_generate, tmp_path, name) for _ in range(8)]
            assert len({answer.result() for answer in asked}) == 1
