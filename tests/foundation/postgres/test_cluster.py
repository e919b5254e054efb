"""One PostgreSQL, from its first start to its survival of every accident."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.leaving_out import left_out
from tipline.foundation.postgres import binaries, postmaster
from tipline.foundation.postgres.cluster import Cluster
from tipline.foundation.postgres.connection import OWNER, SUPERUSER, WEB, WORKER, Role
from tipline.foundation.postgres.errors import (
    PostgresBusyError,
    PostgresFailedError,
    PostgresFolderError,
    PostgresVersionError,
)


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A folder that every account can enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="tipline-test-"))
    folder.chmod(0o755)
    yield folder / "data"
    shutil.rmtree(folder)


@pytest.fixture
def cluster(data: Path) -> Iterator[Cluster]:
    with Cluster(data, throwaway=True) as cluster:
        yield cluster


def ask(cluster: Cluster, role: Role, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(cluster.connection(role).url()) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else []


def wait_for_death(cluster: Cluster) -> None:
    deadline = time.monotonic() + 10
    while not cluster.has_died():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("source", ["debian", "wheel"])
def test_a_durable_cluster_starts_on_each_source_of_binaries(tmp_path, source):
    if not binaries.installed(source):
        left_out(f"no PostgreSQL of this source is installed: {source}")
    with Cluster(tmp_path, choice=source) as cluster:
        assert cluster.binaries().source == source
        settings = "data_checksums", "fsync", "full_page_writes", "listen_addresses"
        wanted = ", ".join(f"current_setting('{name}')" for name in settings)
        assert ask(cluster, WEB, f"SELECT {wanted}") == [("on", "on", "on", "")]
    assert not cluster.is_running()


def test_a_folder_that_no_other_account_can_enter_works_too(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with Cluster(closed / "data", throwaway=True) as cluster:
        assert ask(cluster, WEB, "SELECT 1") == [(1,)]


def test_the_serving_roles_own_nothing_and_bypass_nothing(cluster):
    query = """
        SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole
          FROM pg_roles WHERE rolname IN ('tipline_web', 'tipline_worker') ORDER BY 1
    """
    assert ask(cluster, WEB, query) == [
        (WEB, False, False, False, False),
        (WORKER, False, False, False, False),
    ]


def test_the_serving_roles_use_tables_but_make_none(cluster):
    ask(cluster, OWNER, "CREATE TABLE letters (letter text)")
    ask(cluster, WEB, "INSERT INTO letters VALUES ('a')")
    assert ask(cluster, WORKER, "SELECT letter FROM letters") == [("a",)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(cluster, WEB, "CREATE TABLE mine (letter text)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(cluster, WEB, "DROP TABLE letters")
    ask(cluster, OWNER, "DROP TABLE letters")


def test_a_wrong_password_does_not_get_in(cluster):
    url = cluster.connection(WEB).url().replace("tipline_web:", "tipline_web:x")
    with pytest.raises(psycopg.OperationalError, match="password authentication"):
        psycopg.connect(url)


def test_what_was_committed_survives_kill_9(tmp_path):
    with Cluster(tmp_path) as cluster:
        ask(cluster, OWNER, "CREATE TABLE letters AS SELECT 'a' AS letter")
        assert cluster.pid is not None
        os.kill(cluster.pid, signal.SIGKILL)
        wait_for_death(cluster)
        cluster.start()
        assert ask(cluster, OWNER, "SELECT letter FROM letters") == [("a",)]


def test_a_pid_that_now_belongs_to_another_program_is_left_alone(cluster):
    pid_file = cluster.folder / "postmaster.pid"
    original = pid_file.read_text()
    assert cluster.pid is not None
    os.kill(cluster.pid, signal.SIGKILL)
    wait_for_death(cluster)
    pid_file.write_text(original.replace(original.split()[0], str(os.getpid()), 1))
    assert postmaster.find(cluster.folder) is None
    cluster.start()
    assert cluster.pid not in {None, os.getpid()}


def test_starting_twice_changes_nothing(cluster):
    before = cluster.pid
    cluster.start()
    assert cluster.pid == before


def test_a_server_that_was_too_slow_is_ended_and_can_be_started_again(
    cluster, monkeypatch
):
    os.kill(cluster.pid, signal.SIGKILL)
    wait_for_death(cluster)
    with monkeypatch.context() as impatient:
        impatient.setattr("tipline.foundation.postgres.cluster._READY_SECONDS", 0)
        with pytest.raises(PostgresFailedError):
            cluster.start()
    assert cluster.pid is None
    assert cluster.has_died()  # so its supervisor tries again
    with pytest.raises(PostgresBusyError):
        Cluster(cluster.data, patience_seconds=0).start()
    cluster.start()
    assert ask(cluster, WEB, "SELECT 1") == [(1,)]


def test_one_process_at_a_time_is_in_charge(cluster):
    rival = Cluster(cluster.data, patience_seconds=0)
    with pytest.raises(PostgresBusyError):
        rival.start()
    rival.stop()
    assert cluster.is_running()


def test_a_server_left_behind_is_replaced_by_the_next_start(data):
    orphan = Cluster(data, throwaway=True)
    orphan.start()
    left = orphan.pid
    # What is left of a killed supervisor: the server, and no lock.
    assert orphan._lock is not None
    orphan._lock.close()
    with Cluster(data, throwaway=True) as cluster:
        assert cluster.pid != left
        assert ask(cluster, WEB, "SELECT 1") == [(1,)]
    assert orphan.has_died()


def test_a_first_start_that_was_interrupted_begins_again(tmp_path):
    unfinished = tmp_path / "postgres" / "cluster.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("15\n")
    with Cluster(tmp_path, throwaway=True) as cluster:
        assert ask(cluster, WEB, "SELECT 1") == [(1,)]
    assert not unfinished.exists()


def test_a_lost_password_is_replaced_at_the_next_start(data):
    with Cluster(data, throwaway=True) as cluster:
        before = cluster.connection(WEB).password
    (data / "secrets" / f"database_{WEB}").unlink()
    with Cluster(data, throwaway=True) as cluster:
        assert cluster.connection(WEB).password != before
        assert ask(cluster, WEB, "SELECT 1") == [(1,)]


def test_a_deep_data_folder_keeps_its_socket_elsewhere(tmp_path):
    deep = tmp_path / ("d" * 100)
    with Cluster(deep, throwaway=True) as cluster:
        socket = Path(cluster.connection(WEB).host)
        assert not socket.is_relative_to(deep)
        assert socket.stat().st_mode & 0o777 == 0o700
        assert ask(cluster, WEB, "SELECT 1") == [(1,)]
    shutil.rmtree(socket)


def test_data_of_a_version_that_is_not_installed_names_what_to_install(tmp_path):
    folder = tmp_path / "postgres" / "cluster"
    folder.mkdir(parents=True)
    (folder / "PG_VERSION").write_text("14\n")
    cluster = Cluster(tmp_path)
    with pytest.raises(PostgresVersionError, match="apt-get install postgresql-14"):
        cluster.start()
    cluster.stop()


def test_a_server_that_refuses_its_settings_is_quoted(tmp_path):
    cluster = Cluster(tmp_path, throwaway=True)
    cluster.ensure()
    (cluster.home / "tuning.conf").write_text("work_mem = 'plenty'\n")
    with pytest.raises(PostgresFailedError, match="work_mem"):
        cluster.start()
    cluster.stop()


def test_the_operators_own_settings_win(tmp_path):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "tuning.conf").write_text("work_mem = '9MB'\n")
    with Cluster(tmp_path, throwaway=True) as cluster:
        assert ask(cluster, WEB, "SHOW work_mem") == [("9MB",)]


def test_the_log_shows_no_value_of_a_statement_that_failed(cluster):
    ask(cluster, OWNER, "CREATE TABLE names (name text PRIMARY KEY)")
    ask(cluster, OWNER, "INSERT INTO names VALUES ('Mira Example')")
    with pytest.raises(psycopg.errors.UniqueViolation):
        ask(cluster, WEB, "INSERT INTO names VALUES ('Mira Example')")
    ask(cluster, OWNER, "DROP TABLE names")
    log = cluster.log.read_text()
    assert "names_pkey" in log
    assert "Mira" not in log


def test_passwords_and_data_are_for_their_owner_only(cluster):
    assert (cluster.data / "secrets").stat().st_mode & 0o077 == 0
    for path in (cluster.data / "secrets").iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
    assert cluster.folder.stat().st_mode & 0o077 == 0
    assert cluster.log.stat().st_mode & 0o077 == 0


def test_the_superuser_is_for_operators_and_really_one(cluster):
    assert ask(cluster, SUPERUSER, "SHOW is_superuser") == [("on",)]


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "postgres").mkdir()
    note = tmp_path / "postgres" / "socket"
    note.symlink_to("/tmp")  # noqa: S108 - the attack itself
    cluster = Cluster(tmp_path, throwaway=True)
    with pytest.raises(PostgresFolderError):
        cluster.start()
    cluster.stop()
