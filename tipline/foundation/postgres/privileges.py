"""Running PostgreSQL as somebody who is not root, since it refuses to be root."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tipline.foundation.postgres.errors import PostgresPrivilegeError

# The first that exists and can enter the data folder; an account of its own keeps a
# broken-into server away from root's files, which a user namespace would not.
ACCOUNTS = ("postgres", "nobody")
# setpriv, since entering the namespace makes the kernel forget what at_exec asked for.
_NAMESPACE = (
    *("unshare", "--user", "--map-user=65534", "--map-group=65534", "--"),
    *("setpriv", "--pdeathsig", "INT", "--"),
)
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Identity:
    """Who PostgreSQL runs as: ourselves, an account, or root seen as nobody.

    `uid` is None when no change of account is needed; `prefix` goes before the command.
    """

    name: str
    uid: int | None = None
    gid: int | None = None
    prefix: tuple[str, ...] = ()

    def own(self, path: Path) -> None:
        """Make the path belong to this identity."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def command(self, arguments: Sequence[str | Path]) -> list[str]:
        """Build the command line that runs `arguments` under this identity."""
        return [*self.prefix, *map(str, arguments)]

    def at_exec(self, signal_number: signal.Signals) -> Callable[[], None]:
        """Give a `preexec_fn` that becomes the identity and dies with the parent.

        One function does both, in this order: the kernel forgets the parent-death
        signal when the user changes.
        """

        def become() -> None:
            if self.uid is not None and self.gid is not None:
                os.setgroups([])
                os.setgid(self.gid)
                os.setuid(self.uid)
            _libc.prctl(_PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)

        return become


OURSELVES = Identity("the current user")
NAMESPACE = Identity("root in a user namespace", prefix=_NAMESPACE)


def choose(folder: Path, binary: Path) -> Identity:
    """Choose who a new database in `folder` belongs to.

    Raises:
        PostgresPrivilegeError: root asks, and neither way round works here.
    """
    if os.geteuid() != 0:
        return OURSELVES
    for identity in (*_accounts(), NAMESPACE):
        if _can_use(identity, folder, binary):
            return identity
    raise PostgresPrivilegeError(folder=str(folder))


def owner_of(cluster: Path, binary: Path) -> Identity:
    """Find who an existing database belongs to, and check that it can still run.

    Raises:
        PostgresPrivilegeError: its owner cannot reach it, or the binaries, any more.
    """
    if os.geteuid() != 0:
        return OURSELVES
    status = cluster.stat()
    identity = NAMESPACE
    if status.st_uid != 0:
        name = f"user {status.st_uid}"
        identity = Identity(name, uid=status.st_uid, gid=status.st_gid)
    if not _can_use(identity, cluster, binary):
        raise PostgresPrivilegeError(folder=str(cluster))
    return identity


def _accounts() -> list[Identity]:
    entries = {entry.pw_name: entry for entry in pwd.getpwall()}
    found = [entries[name] for name in ACCOUNTS if name in entries]
    return [Identity(e.pw_name, uid=e.pw_uid, gid=e.pw_gid) for e in found]


def _can_use(identity: Identity, folder: Path, binary: Path) -> bool:
    if identity.prefix and shutil.which(identity.prefix[0]) is None:
        return False
    script = 'test -x "$0" && test -x "$1" && exec "$1" --version'
    probe = subprocess.run(  # noqa: S603 - our own command, no shell input
        identity.command(["/bin/sh", "-c", script, folder, binary]),
        preexec_fn=identity.at_exec(signal.SIGKILL),
        capture_output=True,
        check=False,
        cwd="/",
    )
    return probe.returncode == 0
