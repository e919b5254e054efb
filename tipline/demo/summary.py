"""What became of the demonstration's reports, in numbers."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tipline.demo.cast import LATE_LIST
from tipline.foundation.policy.principal import Principal
from tipline.intake import queries as intake
from tipline.matching import queries as matches
from tipline.referral import records as referral
from tipline.triage import queries as triage

AGENCIES_SHOWN = 8
_BANDS = (40, 70, 90)
_BAND_NAMES = ("under 40", "40 to 69", "70 to 89", "90 and more")


@dataclass(frozen=True, kw_only=True)
class Recognized:
    """Reports with a listed file, with one that was listed later, or near another."""

    listed: Sequence[int]
    listed_later: Sequence[int]
    near: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """How many reports ended how; `tests` are those of a test credential.

    `completeness` counts by bands of the score, `agencies` by code, the busiest first.
    """

    finished: int
    retracted: int
    open: int
    tests: int
    priority: Mapping[str, int]
    designation: Mapping[str, int]
    completeness: Mapping[str, int]
    agencies: Mapping[str, int]
    recognized: Recognized


def summarize(reader: Principal) -> Summary:
    """Count everything in the demonstration."""
    states = intake.report_counts(reader)
    return Summary(
        finished=states.get(("finished", False), 0),
        retracted=states.get(("retracted", False), 0),
        open=states.get(("open", False), 0),
        tests=sum(number for (_, is_test), number in states.items() if is_test),
        priority={level: n for level, n in triage.level_counts(reader).items() if n},
        designation={
            f"{kind} ({arm})" if arm else kind: number
            for (kind, arm), number in _most_first(triage.designation_counts(reader))
        },
        completeness=bands(intake.completeness_scores(reader)),
        agencies=referral.referral_counts(reader),
        recognized=_recognized_by(reader),
    )


def _recognized_by(reader: Principal) -> Recognized:
    listed = matches.reports_on(reader)
    return Recognized(
        listed=listed,
        listed_later=matches.reports_on(reader, LATE_LIST),
        near=sorted({*matches.reports_near(reader)} - {*listed}),
    )


def _most_first(
    counts: Mapping[tuple[str, str], int],
) -> list[tuple[tuple[str, str], int]]:
    return sorted(counts.items(), key=lambda item: -item[1])


def bands(scores: Iterable[int]) -> dict[str, int]:
    """Count scores by band, the lowest band first; empty bands stay out."""
    counted = Counter(bisect_right(_BANDS, score) for score in scores)
    return {_BAND_NAMES[band]: counted[band] for band in sorted(counted)}


def text(summary: Summary) -> str:
    """Say it in lines for a terminal."""
    total = summary.finished + summary.retracted + summary.open + summary.tests
    first = (
        f"{total} reports: {summary.finished} finished, {summary.retracted} retracted, "
        f"{summary.open} left open, {summary.tests} with a test credential."
    )
    lines = [
        first,
        f"  Priority       {_row(summary.priority)}",
        f"  Designation    {_row(summary.designation)}",
        f"  Completeness   {_row(summary.completeness)}",
        f"  Agencies       {_agencies(summary.agencies)}",
    ]
    return "\n".join([*lines, *_recognized(summary.recognized)])


def _recognized(found: Recognized) -> Iterator[str]:
    """Say how many reports hold what is known, and which to look at."""
    counts = {
        "on a list": len(found.listed),
        "listed when the report was old": len(found.listed_later),
        "only near an earlier picture": len(found.near),
    }
    yield f"  Recognized     {_row(counts)}"
    if found.listed_later:
        number = found.listed_later[0]
        yield f"  As analyst, open report {number}: a list found it when it was old;"
    if found.near:
        yield f"  and report {found.near[0]}: a near copy of a picture on no list."


def _row(counts: Mapping[str, int]) -> str:
    return "   ".join(f"{name}: {number}" for name, number in counts.items())


def _agencies(counts: Mapping[str, int]) -> str:
    shown = dict(list(counts.items())[:AGENCIES_SHOWN])
    more = len(counts) - len(shown)
    return _row(shown) + (f"   and {more} more" if more > 0 else "")
