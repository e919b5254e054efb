"""The reports of one simulated day: drawn from the model, judged by the product.

What is drawn are facts: when a report comes, its category, its files and what each is a
copy of. Level, designation and bundle are what the product's own rules say of them.
"""

import math
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate

from benchmarks.day_model import Assumed, Kind, Year
from tipline.intake.designation import NO_MALICE, DesignationFacts, designate
from tipline.intake.wording import incident_wire
from tipline.matching.circulating import BundleLimits, is_widely_seen
from tipline.triage.bundling import BundleFacts, bundle_of
from tipline.triage.priority import Rule, Signals, Theme, rank
from tipline.triage.tables import load_rules

DAY_SECONDS = 86_400
BUSIEST = 14 * 3600  # seconds of the day, UTC
CONTACT = frozenset({"enticement", "trafficking", "unsolicited", "hands-on", "travel"})
GOLDEN = (math.sqrt(5) - 1) / 2  # spreads a share evenly over ranks
ROOT = math.sqrt(2)


class Recognition(StrEnum):
    """What made a look at a file needless."""

    LIST = "list"
    NEAR = "near a listed one"
    EXACT = "exact copy"


@dataclass(slots=True, eq=False)
class Content:
    """A distinct content.

    `draws` decide what people say of it: whether it calls for two, whether they differ,
    whether the first is unsure; below the assumed share it is so.
    `reports` and `persons` count how often it and what is near to it came. `was_before`
    marks what first came before this day: it waits already, or waits for nobody.
    """

    content_id: int
    is_video: bool
    sha256: str
    leader: "Content | None" = None
    is_listed: bool = False
    is_viral: bool = False
    was_before: bool = False
    was_labeled: bool = False
    draws: tuple[float, float, float] = (1, 1, 1)
    reports: int = 0
    persons: float = 0

    @property
    def first(self) -> "Content":
        """The content that this one is nearly the same as, or itself."""
        return self.leader or self


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A report as it enters the queues: at which second of the day, and how urgent.

    `contents` are those that no list knows and that first came today.
    """

    at: float
    level: str
    contents: tuple[Content, ...]


@dataclass(kw_only=True)
class Day:
    """All reports of the day in the order of their arrival, and what was counted."""

    reports: list[Reported] = field(default_factory=list)
    files: int = 0
    recognized: Counter[Recognition] = field(default_factory=Counter)
    contents: int = 0
    informational: int = 0
    with_new: int = 0
    bundled: int = 0
    bundles: set[int] = field(default_factory=set)
    bundled_looks: int = 0
    levels: Counter[str] = field(default_factory=Counter)

    def only(self, level: str) -> "Day":
        """Give the day as if reports of one level alone had come."""
        return Day(reports=[each for each in self.reports if each.level == level])


def day_of(reports: int, *, year: Year, assumed: Assumed, seed: int) -> Day:
    """Draw a day of so many reports."""
    drawing = _Drawing(year=year, assumed=assumed, rng=random.Random(seed))
    for at in drawing.arrivals(reports):
        drawing.report(at)
    drawing.day.contents = len(drawing.met)
    return drawing.day


class _Drawing:
    """A day while it is drawn; draws never depend on who works."""

    def __init__(self, *, year: Year, assumed: Assumed, rng: random.Random) -> None:
        self.year, self.assumed, self.rng = year, assumed, rng
        self.rules: tuple[Rule, ...] = load_rules()
        self.limits = BundleLimits()
        self.day = Day()
        self.met: set[int] = set()
        self._ids = iter(range(1, 10**12))
        self._kinds = (year.images, year.videos)
        self._today: tuple[list[Content], list[Content]] = ([], [])
        self._before: tuple[dict[int, Content], dict[int, Content]] = ({}, {})
        self._codes = dict(year.categories)
        self._weights = list(accumulate(self._codes.values()))
        self._news = 0
        self._more = 1 - year.reports / year.files  # another file: geometric

    def arrivals(self, number: int) -> list[float]:
        """Give the seconds at which reports come, more of them at the busiest hour."""
        return sorted(self._arrival() for _ in range(number))

    def _arrival(self) -> float:
        swing = self.assumed.swing
        while True:
            at = self.rng.uniform(0, DAY_SECONDS)
            turn = math.cos(2 * math.pi * (at - BUSIEST) / DAY_SECONDS)
            if self.rng.random() * (1 + swing) < 1 + swing * turn:
                return at

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def report(self, at: float) -> None:
        """Draw one report, judge it, and count it."""
        news = self._news
        code = self.rng.choices(list(self._codes), cum_weights=self._weights)[0]
        contents = [self._file() for _ in range(self._file_count())]
        self.day.with_new += self._news > news
        is_repeated = self.chance(self.assumed.repeated)
        self._circulate(contents, is_repeated=is_repeated)
        signals = self._signals(code, contents, is_repeated=is_repeated)
        level = rank(signals, self.rules).level
        waiting = [c for c in contents if not c.is_listed and not c.was_before]
        reported = Reported(at=at, level=level, contents=tuple(dict.fromkeys(waiting)))
        self.day.reports.append(reported)
        self.day.levels[level] += 1
        self._designate(signals, contents)
        self._bundle(code, signals, contents, reported=reported)

    def _file_count(self) -> int:
        count = 1
        while self.chance(self._more):
            count += 1
        return count

    def _file(self) -> Content:
        year, place = self.year, self.rng.random() * self.year.files
        if place < year.other_files:
            content = self._new(is_video=False)
            how = Recognition.LIST if content.is_listed else None
        else:
            is_video = place >= year.other_files + year.images.files
            content, how = self._media(is_video=is_video)
        self.day.files += 1
        self.met.add(content.content_id)
        if how is not None:
            self.day.recognized[how] += 1
        return content

    def _media(self, *, is_video: bool) -> tuple[Content, Recognition | None]:
        kind = self._kinds[is_video]
        if self.chance(kind.copies):
            content = self._earlier(is_video=is_video)
            return content, Recognition.LIST if content.is_listed else Recognition.EXACT
        leader = None
        if self.chance(kind.near_copies):
            leader = self._earlier(is_video=is_video).first
        content = self._new(is_video=is_video, leader=leader)
        self._today[is_video].append(content)
        self._news += 1
        if not content.is_listed:
            return content, None
        return content, Recognition.NEAR if leader else Recognition.LIST

    def _new(self, *, is_video: bool, leader: Content | None = None) -> Content:
        assumed = self.assumed
        known = self.chance(assumed.listed_new)
        is_listed = leader.is_listed if leader else known
        is_viral = self.chance(assumed.viral_listed) and is_listed
        return Content(
            content_id=next(self._ids),
            is_video=is_video,
            sha256=f"{self.rng.getrandbits(32):08x}",
            leader=leader,
            is_listed=is_listed,
            is_viral=leader.is_viral if leader else is_viral,
            draws=(self.rng.random(), self.rng.random(), self.rng.random()),
        )

    def _earlier(self, *, is_video: bool) -> Content:
        """Draw what a copy is of: popular by rank, the first a thousand times the last.

        The chance of a rank falls as its reciprocal, over a year's distinct files.
        """
        today = self._today[is_video]
        if self.chance(self.assumed.same_day) and today:
            return self.rng.choice(today)
        kind, before = self._kinds[is_video], self._before[is_video]
        number = int(kind.distinct ** self.rng.random())
        if number not in before:
            before[number] = self._of_before(number, kind, is_video=is_video)
        return before[number]

    def _of_before(self, number: int, kind: Kind, *, is_video: bool) -> Content:
        copies = (kind.files - kind.distinct) / (number * math.log(kind.distinct))
        is_listed = number * GOLDEN % 1 < self.assumed.listed_copies
        return Content(
            content_id=next(self._ids),
            is_video=is_video,
            sha256="",
            is_listed=is_listed,
            is_viral=is_listed and self.chance(self.assumed.viral_listed),
            was_before=True,
            was_labeled=number * ROOT % 1 < self.year.labeled / self.year.distinct,
            reports=1 + round(copies),
            persons=1 + copies * (1 - self.assumed.repeated),
        )

    def _circulate(self, contents: list[Content], *, is_repeated: bool) -> None:
        for first in {content.first for content in contents}:
            first.reports += 1
            first.persons += not is_repeated

    def _signals(
        self, code: str, contents: list[Content], *, is_repeated: bool
    ) -> Signals:
        year, assumed = self.year, self.assumed
        is_contact = code in CONTACT
        viral = sum(content.is_viral for content in contents)
        known = sum(content.is_listed for content in contents) - viral
        marks = (self.chance(assumed.grave_marks) for c in contents if not c.is_viral)
        is_coerced = code == "enticement" and self.chance(
            year.coerced / self._codes["enticement"]
        )
        return Signals(
            incident_type=incident_wire(code) or "",
            is_escalated=self.chance(year.escalated / year.reports),
            report_annotations=frozenset({"sextortion"} if is_coerced else ()),
            file_annotations=frozenset({"infant"} if any(list(marks)) else ()),
            has_child_account=is_contact and self.chance(assumed.child_account),
            terms=dict(self._terms(is_contact=is_contact)),
            novel_files=len(contents) - viral - known,
            known_files=known,
            viral_files=viral,
            repeat_reports=int(is_repeated),
            has_place=not self.chance(year.without_place / year.reports),
        )

    def _terms(self, *, is_contact: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
        assumed = self.assumed
        share = assumed.urgent_words if is_contact else assumed.stray_words
        for theme in Theme:
            if self.chance(share):
                yield theme, (f"{theme}@chat",)

    def _designate(self, signals: Signals, contents: list[Content]) -> None:
        is_harmless = self.chance(self.assumed.harmless)
        is_viral = signals.viral_files == len(contents)
        facts = DesignationFacts(
            has_nexus=True,
            has_location=signals.has_place,
            has_identifier=self.chance(self.assumed.named),
            media_known_viral=is_viral or None,
            intent_annotations=NO_MALICE if is_harmless else frozenset(),
        )
        self.day.informational += designate(facts).kind == "informational"

    def _bundle(
        self,
        code: str,
        signals: Signals,
        contents: list[Content],
        *,
        reported: Reported,
    ) -> None:
        has_words = code in CONTACT or self.chance(self.assumed.conversation)
        facts = BundleFacts(
            signals=signals,
            leaders=tuple(self._bundled_under(content) for content in contents),
            has_words=has_words,
            is_live=False,
            level=reported.level,
        )
        bundle = bundle_of(facts)
        if bundle is not None:
            self.day.bundled += 1
            self.day.bundles.add(bundle)
            self.day.bundled_looks += len(reported.contents)

    def _bundled_under(self, content: Content) -> int | None:
        first = content.first
        is_wide = is_widely_seen(
            reports=first.reports, persons=int(first.persons), limits=self.limits
        )
        return first.content_id if is_wide else None
