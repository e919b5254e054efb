"""What an invented report says, as values; and the people and chances it draws from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from tipline.demo.addresses import LOCATED, NOWHERE

FIRST_NAMES = ("Ada", "Bo", "Cleo", "Dag", "Eli", "Fay", "Gus", "Hal", "Ivo", "Jo")
LAST_NAMES = ("Example", "Sample", "Specimen", "Placeholder", "Muster", "Ejemplo")
HANDLES = ("blue_kite", "north_lamp", "quiet_fox", "red_ferry", "slow_comet", "tin_owl")
AREA_CODES = ("617", "415", "512", "206", "312", "305", "404", "303", "808", "212")
REGULARS = 9  # people who are reported again and again, by several platforms

Ending = Literal["finish", "retract", "leave open"]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The account that is reported; None where the platform does not know."""

    user_id: str
    screen_name: str
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    device: str | None = None
    ip: str | None = None


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file and what the platform says about it; None means that it says nothing."""

    name: str
    content: bytes
    viewed: bool | None = None
    public: bool | None = None
    marks: tuple[str, ...] = ()
    classification: str | None = None
    ip: str | None = None
    is_described: bool = True


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One invented report.

    `channel` is the element of `internetDetails` with its texts; `batch` holds the
    accounts of a batched report.
    """

    platform: str
    incident_type: str
    happened_at: datetime
    time_means: str | None = None
    subject: Subject | None = None
    batch: tuple[str, ...] = ()
    escalation: str | None = None
    annotations: tuple[str, ...] = ()
    channel: tuple[str, Mapping[str, str]] | None = None
    victim_age: int | None = None
    note: str | None = None
    uploads: tuple[Upload, ...] = ()
    ending: Ending = "finish"


@dataclass(frozen=True)
class Chances:
    """What chance gives to one scene; the same seed and number give the same again."""

    seed: int
    number: int
    at: datetime
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        """Begin the scene's own row of random numbers."""
        # Chance for a demonstration; nothing secret hangs on it.
        own = Random(f"{self.seed}/{self.number}")  # noqa: S311
        object.__setattr__(self, "random", own)

    def time(self, *, most_days: float = 9) -> datetime:
        """Give a time within the last days."""
        seconds = self.random.uniform(1800, most_days * 86_400)
        return self.at.replace(microsecond=0) - timedelta(seconds=round(seconds))

    def ip(self) -> str:
        """Give an address that geolocation knows, most of the time."""
        pool = NOWHERE if self.random.random() < 0.08 else LOCATED  # noqa: PLR2004 - a share
        return self.random.choice(pool)

    def subject(self) -> Subject:
        """Give somebody: now and then one of those who are reported often."""
        if self.random.random() < 0.2:  # noqa: PLR2004 - a share
            return regular(self.seed, self.random.randrange(REGULARS))
        return _subject(self.random, f"u-{self.number:05}", self.ip())

    def stranger(self) -> Subject:
        """Give an account of which the platform knows next to nothing."""
        handle = f"{self.random.choice(HANDLES)}_{self.number}"
        return Subject(user_id=f"u-{self.number:05}", screen_name=handle)


def regular(seed: int, number: int) -> Subject:
    """Give one of the people who turn up in several reports."""
    own = Random(f"{seed}/regular/{number}")  # noqa: S311 - see Chances
    return _subject(own, f"r-{number:05}", LOCATED[number])


def _subject(own: Random, user_id: str, ip: str) -> Subject:
    first, last = own.choice(FIRST_NAMES), own.choice(LAST_NAMES)
    number = own.randrange(10_000)
    return Subject(
        user_id=user_id,
        screen_name=f"{own.choice(HANDLES)}_{number}",
        first_name=first if own.random() < 0.7 else None,  # noqa: PLR2004 - a share
        last_name=last,
        email=f"{first}.{last}.{number}@example.net".lower(),
        phone=_phone(own) if own.random() < 0.3 else None,  # noqa: PLR2004 - a share
        device=f"demo-device-{own.randrange(10**9):09}",
        ip=ip,
    )


def _phone(own: Random) -> str:
    """Make a number of the United States; 555-0100 to 555-0199 are kept for fiction."""
    return f"{own.choice(AREA_CODES)}55501{own.randrange(100):02}"
