"""The server's configuration files, written anew at every start."""

from pathlib import Path

OPERATORS_FILE = "tuning.conf"

_ACCESS = """\
# Written by Tipline at every start. Only the unix socket, only with a password.
local all all scram-sha-256
"""

_SETTINGS = """\
# Written by Tipline at every start. Your own settings go into {operators_file}.

# Reachable through the private socket folder alone.
listen_addresses = ''
unix_socket_directories = '{socket_folder}'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 300

# A small machine that must not lose a report.
fsync = {durable}
synchronous_commit = {durable}
full_page_writes = {durable}
# Tests leave nothing committed: statistics of their rows would say that there are none.
autovacuum = {durable}
shared_buffers = '{shared_buffers}'
max_wal_size = '2GB'
min_wal_size = '160MB'
wal_compression = on
checkpoint_timeout = '15min'
checkpoint_completion_target = 0.9
random_page_cost = 1.1
effective_io_concurrency = {io_concurrency}
timezone = 'UTC'
log_timezone = 'UTC'

# The log names no person: neither statements, nor their parameters, nor the values
# that an error would show in its detail.
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
log_checkpoints = off
log_line_prefix = '%m [%p] %q%u@%d '

include = '{operators_file}'
"""


def write(cluster: Path, *, socket_folder: Path, durable: bool) -> None:
    """Write `postgresql.conf` and `pg_hba.conf` into the cluster's folder.

    `durable=False` is for throw-away test databases: commits are not flushed, and
    nothing is vacuumed or counted.
    """
    operators_file = cluster.parent / OPERATORS_FILE
    if not operators_file.exists():
        _replace(
            operators_file, "# Settings here win; restart Tipline to apply them.\n"
        )
    settings = _SETTINGS.format(
        socket_folder=str(socket_folder).replace("'", "''"),
        operators_file=str(operators_file).replace("'", "''"),
        durable="on" if durable else "off",
        shared_buffers="256MB" if durable else "64MB",
        io_concurrency=32,
    )
    _replace(cluster / "postgresql.conf", settings)
    _replace(cluster / "pg_hba.conf", _ACCESS)


def _replace(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    # The server's account reads it; the folder around it keeps everybody else out.
    path.chmod(0o644)
