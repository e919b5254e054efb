"""The mark that makes a data folder a demonstration, for good.

`demo` in the data folder: a demonstration lets anybody in who can start a browser on
this machine, so its folder never becomes one for real reports, nor the other way round.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from tipline.foundation.errors import ConflictError

MARK = "demo"


class DemoFolderError(ConflictError):
    """Somebody starts the product for real on the data of a demonstration."""

    code = "demo-folder"
    sentence = (
        "%(data)s holds a demonstration, which lets anybody in. Start it again with: "
        "tipline demo --data %(data)s. For real reports name another folder."
    )


class RealFolderError(ConflictError):
    """Somebody starts a demonstration on data that may be real."""

    code = "real-folder"
    sentence = (
        "%(data)s is in use without demonstration mode and may hold real reports. "
        "Name another folder for the demonstration, for example: --data ./var-demo."
    )


class DemoDatabaseError(ConflictError):
    """A demonstration is to use a database that others may use for real reports."""

    code = "demo-database"
    sentence = (
        "A demonstration keeps its reports in a database of its own. Unset "
        "TIPLINE_DATABASE_URL."
    )


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far the demonstration's reports have come: when begun, how many are sent."""

    began_at: datetime
    sent: int

    @classmethod
    def read(cls, data: Path) -> Self | None:
        """Give what was noted, or None before the first report."""
        facts = json.loads((data / MARK).read_text(encoding="utf-8") or "{}")
        if not facts:
            return None
        return cls(
            began_at=datetime.fromisoformat(facts["began_at"]), sent=facts["sent"]
        )

    def write(self, data: Path) -> None:
        """Replace what was noted, whole: a demonstration may be cut off anywhere."""
        unfinished = data / f"{MARK}.unfinished"
        unfinished.write_text(json.dumps(asdict(self), default=str), encoding="utf-8")
        unfinished.replace(data / MARK)


def is_demo(data: Path) -> bool:
    """Tell whether the folder is a demonstration's."""
    return (data / MARK).is_file()


def claim(data: Path, *, demo: bool, is_used: bool, is_own_database: bool) -> None:
    """Refuse to mix a demonstration with real data; mark a new folder for one.

    Args:
        data: the data folder.
        demo: whether the product starts in demonstration mode.
        is_used: whether the folder holds a database already.
        is_own_database: whether the database is in the folder.

    Raises:
        DemoFolderError, RealFolderError, DemoDatabaseError: they would be mixed.
    """
    if is_demo(data):
        if not demo:
            raise DemoFolderError(data=str(data))
        return
    if not demo:
        return
    if not is_own_database:
        raise DemoDatabaseError
    if is_used:
        raise RealFolderError(data=str(data))
    data.mkdir(mode=0o755, parents=True, exist_ok=True)
    (data / MARK).touch()
