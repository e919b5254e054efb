"""The roles and the database that every cluster starts with, as SQL.

One statement a line, since PostgreSQL's single-user mode ends a statement there. The
passwords go in as SCRAM verifiers: the server never sees them in clear.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping

from tipline.foundation.postgres.connection import (
    DATABASE,
    OWNER,
    SUPERUSER,
    WEB,
    WORKER,
    Role,
)

ROLES: tuple[Role, ...] = (OWNER, WEB, WORKER, SUPERUSER)
_SERVING = f"{WEB}, {WORKER}"
# RFC 7677 asks for at least 4096; PostgreSQL's own default is the same.
_ITERATIONS = 4096


def statements(passwords: Mapping[Role, str], *, throwaway: bool) -> list[str]:
    """List what makes an empty cluster ours; run once, in `template1`.

    The default privileges are set in the template, so that every database made later
    has them. In a throw-away cluster the owner may create databases, for the tests.
    """
    may_create = "CREATEDB" if throwaway else "NOCREATEDB"
    ordinary = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION"
    return [
        f"CREATE ROLE {OWNER} {ordinary} {may_create};",
        f"CREATE ROLE {WEB} {ordinary} NOCREATEDB;",
        f"CREATE ROLE {WORKER} {ordinary} NOCREATEDB;",
        *(set_password(role, passwords[role]) for role in ROLES),
        *default_privileges(),
        f"CREATE DATABASE {DATABASE} OWNER {OWNER};",
        f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC;",
        f"GRANT CONNECT, TEMPORARY ON DATABASE {DATABASE} TO {_SERVING};",
    ]


def default_privileges(owner: str = OWNER) -> list[str]:
    """List what lets the serving roles use, but not own, what the owner creates."""
    begin = f'ALTER DEFAULT PRIVILEGES FOR ROLE "{owner}" GRANT'
    return [
        f"{begin} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {_SERVING};",
        f"{begin} USAGE, SELECT ON SEQUENCES TO {_SERVING};",
    ]


def set_password(role: Role, password: str) -> str:
    """Write the statement that gives the role this password."""
    return f"ALTER ROLE {role} PASSWORD '{scram_verifier(password)}';"


def scram_verifier(password: str, *, salt: bytes | None = None) -> str:
    """Derive what PostgreSQL stores of a password.

    Source: RFC 5802 section 3 and RFC 7677; PostgreSQL, `pg_authid.rolpassword`.
    """
    salt = salt or secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _ITERATIONS)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    stored_key = hashlib.sha256(client_key).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    encoded = [
        base64.b64encode(part).decode() for part in (salt, stored_key, server_key)
    ]
    return f"SCRAM-SHA-256${_ITERATIONS}:{encoded[0]}${encoded[1]}:{encoded[2]}"
