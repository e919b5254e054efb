"""What the simulated day takes from statistics, and what it assumes: all in one place.

Nothing here is the product's. `Year` is the last year whose statistics are published
whole; the tables are those of the clearinghouse's two yearly reports. Every value of
`Assumed` has no source: each is an option of the command, and the page shows what the
figures become when it is halved and doubled.
"""

import argparse
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Files of one kind in a year: all, distinct by MD5, and not nearly the same."""

    files: int
    distinct: int
    near_distinct: int

    @property
    def copies(self) -> float:
        """The share of files that are exact copies of an earlier one."""
        return 1 - self.distinct / self.files

    @property
    def near_copies(self) -> float:
        """The share of distinct files that are nearly the same as an earlier one."""
        return 1 - self.near_distinct / self.distinct


def sourced(value: Any, source: str) -> Any:  # noqa: ANN401 - a field of any type
    """Give a field with where its value stands."""
    return field(default=value, metadata={"source": source})


def assumed(value: float, says: str) -> Any:  # noqa: ANN401 - a field
    """Give a field that nobody published; `says` is what it is."""
    return field(default=value, metadata={"says": says})


_IMAGES = Kind(files=54_842_374, distinct=32_325_824, near_distinct=22_426_546)
_VIDEOS = Kind(files=49_528_198, distinct=17_653_496, near_distinct=11_213_622)


@dataclass(frozen=True, kw_only=True)
class Year:
    """The year 2023 as published: counts of a year."""

    reports: int = sourced(36_210_368, "T1: reports")
    without_place: int = sourced(1_368_404, "T2: reports whose place is unknown")
    categories: tuple[tuple[str, int], ...] = sourced(
        (
            ("csam", 35_925_098),
            ("misleading", 8_446),
            ("enticement", 186_819),
            ("trafficking", 17_353),
            ("unsolicited", 45_746),
            ("domain", 6_883),
            ("hands-on", 18_021),
            ("travel", 2_002),
        ),
        "T3: categories as the reporter chose them",
    )
    images: Kind = sourced(_IMAGES, "T4, T6: images")  # noqa: RUF009 - a field
    videos: Kind = sourced(_VIDEOS, "T4, T6: videos")  # noqa: RUF009 - a field
    other_files: int = sourced(1_282_590, "T4: other files")
    with_unique: int = sourced(27_281_685, "T5: reports with a distinct file")
    labeled: int = sourced(10_600_000, "annual report: files that people labeled")
    escalated: int = sourced(63_892, "annual report: urgent escalations")
    coerced: int = sourced(26_718, "annual report: financial sextortion")

    @property
    def files(self) -> int:
        return self.images.files + self.videos.files + self.other_files

    @property
    def distinct(self) -> int:
        return self.images.distinct + self.videos.distinct


@dataclass(frozen=True, kw_only=True)
class Assumed:
    """What nobody published. Shares are from 0 to 1."""

    listed_copies: float = assumed(
        0.3, "share of what came before, exact or near, that a hash list knows"
    )
    listed_new: float = assumed(
        0.05, "share of what never came before that another member's list knows"
    )
    viral_listed: float = assumed(
        0.3, "share of what a list knows that stands on a list of often-seen material"
    )
    same_day: float = assumed(
        0.1, "share of copies that are of what first came on the same day"
    )
    repeated: float = assumed(0.05, "share of reports that name a person named before")
    urgent_words: float = assumed(
        0.03, "share of reports of contact whose texts hold words of one urgent theme"
    )
    stray_words: float = assumed(0.0003, "the same of all other reports")
    child_account: float = assumed(
        0.2, "share of reports of contact that name the child's account"
    )
    grave_marks: float = assumed(
        0.01, "share of files that the platform marks as infant or violence"
    )
    conversation: float = assumed(
        0.05, "share of reports about material that hold a conversation, too"
    )
    named: float = assumed(0.9, "share of reports that say how to find a person")
    harmless: float = assumed(
        0.5, "share of reports of often-seen material alone, shared without malice"
    )
    two_people: float = assumed(
        0.75, "share of contents that call for a second person by what the first says"
    )
    unsure: float = assumed(0.03, "share of looks of which the analyst is not sure")
    disagreement: float = assumed(
        0.1, "share of second looks that differ, so that a senior decides"
    )
    image_seconds: float = assumed(30, "time for a picture or other file, seconds")
    video_seconds: float = assumed(90, "time for a video, seconds")
    image_clear: float = assumed(6, "of it, the picture is clear, seconds")
    video_clear: float = assumed(25, "of it, the video is clear, seconds")
    confirm_part: float = assumed(
        0.5, "share of that time if what it is near to has labels to confirm"
    )
    read_seconds: float = assumed(180, "time to read a report of level 1, seconds")
    swing: float = assumed(
        0.4, "how far the hour of most reports is above the mean, as a share of it"
    )


def add_options(parser: argparse.ArgumentParser) -> None:
    """Make every assumption an option."""
    for each in fields(Assumed):
        parser.add_argument(
            f"--{each.name.replace('_', '-')}",
            type=float,
            default=each.default,
            help=f"{each.metadata['says']} (assumed: {each.default})",
        )


def from_options(options: argparse.Namespace) -> Assumed:
    """Read the assumptions back from parsed options."""
    given = {each.name: getattr(options, each.name) for each in fields(Assumed)}
    return Assumed(**given)


def is_share(name: str) -> bool:
    """Tell whether an assumption is a share, which is 1 at the most."""
    return not name.endswith(("_seconds", "_clear"))
