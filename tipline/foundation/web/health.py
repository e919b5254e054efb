"""Whether this process can serve, in a word."""

from django.db import DatabaseError, connection

_UNSAFE = (
    "SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT FROM pg_tables WHERE"
    " schemaname = 'public' AND tableowner = current_user)"
    " FROM pg_roles WHERE rolname = current_user"
)


def fault() -> str:
    """Give what keeps this process from serving, or nothing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()
        return "the database does not answer"
    return ""


class UnsafeDatabaseRoleError(RuntimeError):
    """The process works as a role that row-level security does not bind."""


def require_safe_role() -> None:
    """Refuse to serve as a superuser, as an owner, or past row-level security.

    Raises:
        UnsafeDatabaseRoleError: the role of this process is one of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNSAFE)
        row = cursor.fetchone()
    if row is None or row[0]:
        raise UnsafeDatabaseRoleError(
            "Tipline will not serve as a database role that row-level security does not"
            " bind: use tipline_web and tipline_worker."
        )
