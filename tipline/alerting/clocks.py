"""How long reports take from the platform's finish to the agency's hands."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tipline.alerting.watching import Clock
from tipline.foundation.keys import first_key_at
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows, statement

_HERE = Path(__file__).parent
COUNTED_MOST = 20_000  # newest reports; more would make the page slow
QUANTILES = (0.5, 0.9, 0.99)
STATIONS = ("assessed", "available", "opened", "acknowledged")


@dataclass(frozen=True, kw_only=True)
class StationFigures:
    """How long the reports of a level took to one station, in seconds.

    `reports` are all of the level, `passed` those that came there; `seconds` are the
    median, 90th and 99th percentile of these, empty if there are none.
    """

    priority: str
    station: str
    reports: int
    passed: int
    seconds: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Station:
    """A station of one report: when it passed, and how long after the finish."""

    name: str
    at: datetime | None
    seconds: float | None


def station_figures(reader: Principal, *, since: datetime) -> list[StationFigures]:
    """Give the figures of each level and station, of the newest reports since then."""
    values = {"since_key": first_key_at(since), "most": COUNTED_MOST}
    with acting(reader):
        rows = all_rows(statement(_HERE, "clock"), values)
    return [
        StationFigures(
            priority=str(priority),
            station=str(station),
            reports=int(str(reports)),
            passed=int(str(passed)),
            seconds=tuple(seconds) if isinstance(seconds, list) else (),
        )
        for priority, station, reports, passed, seconds in rows
    ]


def stations(clock: Clock) -> tuple[Station, ...]:
    """Give the stations of one report, in order."""
    times = (
        clock.assessed_at,
        clock.available_at,
        clock.opened_at,
        clock.acknowledged_at,
    )
    return tuple(
        Station(
            name=name,
            at=at,
            seconds=max((at - clock.finished_at).total_seconds(), 0) if at else None,
        )
        for name, at in zip(STATIONS, times, strict=True)
    )
