"""Making the serving roles in a PostgreSQL that the operator runs."""

import psycopg
from psycopg import sql

from tipline.config.environment import Environment
from tipline.foundation.errors import UnavailableError
from tipline.foundation.postgres import provision
from tipline.foundation.postgres.connection import OWNER, WEB, WORKER, Role

_SERVING: tuple[Role, ...] = (WEB, WORKER)


class RolesMissingError(UnavailableError):
    """The serving roles do not exist and the given user may not create them."""

    code = "database-roles-missing"
    sentence = (
        "The database user %(user)s may not create the roles that Tipline serves with. "
        "Give it CREATEROLE, or create tipline_web and tipline_worker yourself (LOGIN, "
        "nothing else) with the passwords in %(folder)s."
    )


def prepare(environment: Environment) -> None:
    """Create the serving roles where they are missing, and let them use the tables.

    Raises:
        RolesMissingError: they are missing, and the given user may not create them.
    """
    owner = environment.connection(OWNER)
    with psycopg.connect(owner.url()) as connection:
        try:
            for role in _SERVING:
                _create(connection, role, environment.connection(role).password)
        except psycopg.errors.InsufficientPrivilege as error:
            folder = environment.data / "secrets"
            raise RolesMissingError(user=owner.user, folder=folder) from error
        for statement in provision.default_privileges(owner.user):
            connection.execute(sql.SQL(statement))


def _create(connection: psycopg.Connection, role: Role, password: str) -> None:
    query = "SELECT 1 FROM pg_roles WHERE rolname = %s"
    if connection.execute(query, [role]).fetchone() is None:
        name = sql.Identifier(role)
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
        connection.execute(sql.SQL(provision.set_password(role, password)))
