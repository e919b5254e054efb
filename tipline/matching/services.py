"""Match a report's files against the lists, and against all that came before."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q

from tipline.files.models import ReportedFile
from tipline.files.queries import hashes_of
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashing.errors import MalformedHashError
from tipline.hashing.pdq import CANONICAL_RECIPE
from tipline.hashing.values import canonical_algorithm, canonical_value
from tipline.hashing.video import EITHER_WAY, MatchRule
from tipline.hashlist import queries as hashlist
from tipline.hashlist import settling
from tipline.hashlist.flood import FloodLimits, hits_too_often
from tipline.hashlist.models import HashEntry
from tipline.hashlist.suppression import standing
from tipline.matching.frames import (
    MOST_NEAR,
    NearFrame,
    listed_frames,
    listed_pictures,
    seen_frames,
)
from tipline.matching.indexes import LISTED
from tipline.matching.listed_videos import ALGORITHM, ListedVideo, listed_videos
from tipline.matching.models import (
    ClaimedHash,
    FrameMatch,
    Match,
    PictureMatch,
    VideoMatch,
)
from tipline.matching.nearness import Nearest, nearest
from tipline.matching.pictures import picture_matches
from tipline.matching.videos import video_matches

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class _Hit:
    """A listed hash that a file has; of PDQ also by which recipe and in which turn.

    Or a listed video that shares most of its frames. With a `frame` it is no hit, but a
    suggestion.
    """

    entry_id: int
    algorithm: str
    distance: int = 0
    recipe: str = ""
    turn: str = ""
    video: ListedVideo | None = None
    frame: NearFrame | None = None

    @property
    def places(self) -> frozenset[int]:
        """The frames of the file that are near; none if it is so as a whole."""
        if self.video:
            return self.video.compared.found
        return self.frame.places if self.frame else frozenset()

    def as_match(self, file: ReportedFile, *, at: datetime) -> Match:
        """Give the row that says so of a file."""
        video = self.video
        return Match(
            report_id=file.report_id,
            file=file,
            entry_id=self.entry_id,
            algorithm=self.algorithm,
            distance=self.distance,
            recipe=self.recipe,
            turn=self.turn,
            file_percent=video.compared.query_percent if video else None,
            item_percent=video.compared.known_percent if video else None,
            intervals=video.intervals if video else None,
            matched_at=at,
        )


def match_report(
    actor: Principal,
    report_id: int,
    *,
    limits: FloodLimits | None = None,
    rule: MatchRule = EITHER_WAY,
    at: datetime,
) -> int:
    """Keep every hit of a report's files on active lists; give how many there are.

    And every picture that came before and is near, every video that did and matches
    by the rule, and the listed videos of which a picture may be a frame. Items that hit
    more often in a day than `limits` allows are suspended.
    """
    with acting(actor):
        files = ReportedFile.objects.filter(report_id=report_id).order_by("pk")
        files = files.select_related("content__video")
        received = list(files.prefetch_related("content__hashes"))
        # Committed before lists are asked: what is listed meanwhile finds the files.
        ClaimedHash.objects.bulk_create(
            [
                ClaimedHash(file=file, algorithm=algorithm, value=value)
                for file in received
                for algorithm, value in set(_claimed(file))
            ],
            ignore_conflicts=True,
        )
    with acting(actor):
        hits: list[Match] = []
        frames: list[FrameMatch] = []
        for file in received:
            likely, near_frames = _found(file, rule)
            hits += (h.as_match(file, at=at) for h in _standing(actor, likely))
            if near_frames:
                found = _standing(actor, near_frames | likely)
                frames += _suggestions(file, found, at=at)
        Match.objects.bulk_create(hits, ignore_conflicts=True)
        FrameMatch.objects.bulk_create(frames, ignore_conflicts=True)
        floods = _flooding(hits, limits or FloodLimits(), at=at)
        settling.suspend_flooding(actor, floods, at=at)
        pictures = list(picture_matches(received, at=at))
        PictureMatch.objects.bulk_create(pictures, ignore_conflicts=True)
        videos = list(video_matches(received, rule=rule, at=at))
        VideoMatch.objects.bulk_create(videos, ignore_conflicts=True)
        audit.record(
            actor,
            "report.matched",
            f"report:{report_id}",
            hits=len(hits),
            pictures=len(pictures),
            videos=len(videos),
            frames=len(frames),
        )
    return len(hits)


def _flooding(
    hits: Sequence[Match], limits: FloodLimits, *, at: datetime
) -> Iterator[int]:
    """Give the items of these hits that hit too often in the last day.

    Past reports that a new item finds are no flood: they came over years.
    """
    since = at - _DAY
    today = Match.objects.filter(matched_at__gt=since, report__closed_at__gt=since)
    entries = HashEntry.objects.filter(pk__in={hit.entry_id for hit in hits})
    for entry in entries.filter(hash_list__is_viral=False):
        number = today.filter(entry=entry).count()
        if hits_too_often(hits_in_a_day=number, limits=limits):
            yield entry.item_id


def _standing(actor: Principal, hits: Mapping[int, _Hit]) -> list[_Hit]:
    """Give those hits that their items and lists, and negative lists, let stand."""
    found = [(hit.entry_id, hit.algorithm, hit.distance) for hit in hits.values()]
    candidates = [
        replace(each, frames=hits[each.entry_id].places)
        for each in hashlist.candidates(actor, found)
    ]
    return [hits[candidate.entry_id] for candidate in standing(candidates)]


def _suggestions(
    file: ReportedFile, found: Sequence[_Hit], *, at: datetime
) -> list[FrameMatch]:
    """Give a row for the nearest frame of each item that nothing better says.

    Up to `MOST_NEAR`, the nearest.
    """
    frames = [hit.frame for hit in found if hit.frame]
    entries = HashEntry.objects.filter(pk__in={hit.entry_id for hit in found})
    items = dict(entries.values_list("pk", "item_id"))
    known = {items[hit.entry_id] for hit in found if not hit.frame}
    rows = FrameMatch.objects.filter(file=file)
    known |= set(rows.values_list("entry__item_id", flat=True))
    frames.sort(key=lambda frame: (-frame.distance, frame.entry_id))
    nearest_of = {items[frame.entry_id]: frame for frame in frames}
    new = [frame for item, frame in nearest_of.items() if item not in known]
    new.sort(key=lambda frame: frame.distance)
    return [frame.as_row(file, at=at) for frame in new[:MOST_NEAR]]


def _found(
    file: ReportedFile, rule: MatchRule
) -> tuple[dict[int, _Hit], dict[int, _Hit]]:
    """Give what may be hits, and apart from it what may be suggestions, by entry.

    Apart, since a frame of a harmless video must not hide a hit.
    """
    listed = nearest(LISTED, hashes_of(file))
    frames = listed_frames(file, listed)
    pictures = {pk: known for pk, known in listed.items() if pk not in frames}
    suggested = (*frames.values(), *seen_frames(file), *listed_pictures(file))
    return (
        {hit.entry_id: hit for hit in _hits(file, pictures, rule)},
        {
            frame.entry_id: _Hit(
                entry_id=frame.entry_id,
                algorithm="pdq",
                distance=frame.distance,
                frame=frame,
            )
            for frame in suggested
        },
    )


def _hits(
    file: ReportedFile, pictures: Mapping[int, Nearest], rule: MatchRule
) -> Iterator[_Hit]:
    """Give every listed hash that the file has or is near, whatever its item is.

    An equal hash comes last and takes the place of a near one of the same entry.
    """
    for video in listed_videos(file, rule=rule):
        yield _Hit(
            entry_id=video.entry_id,
            algorithm=ALGORITHM,
            distance=video.compared.distance,
            recipe=CANONICAL_RECIPE,
            turn=video.turn,
            video=video,
        )
    for entry_id, known in pictures.items():
        yield _Hit(
            entry_id=entry_id,
            algorithm="pdq",
            distance=known.distance,
            recipe=known.recipe,
            turn=known.turn,
        )
    wanted = Q(pk=None)
    for algorithm, value in set(_hashes(file)):
        wanted |= Q(algorithm=algorithm, value=value)
    exact = HashEntry.objects.filter(wanted, withdrawn_at=None)
    for entry_id, algorithm in exact.values_list("pk", "algorithm"):
        yield _Hit(entry_id=entry_id, algorithm=algorithm)


def _hashes(file: ReportedFile) -> Iterator[tuple[str, str]]:
    """Give our own digests, and those the platform made of what it had."""
    yield "md5", file.md5
    yield "sha1", file.sha1
    yield "sha256", file.sha256
    yield from _claimed(file)


def _claimed(file: ReportedFile) -> Iterator[tuple[str, str]]:
    for sent in (file.details or {}).get("original_hashes", ()):
        with suppress(MalformedHashError):
            algorithm = canonical_algorithm(sent["algorithm"])
            value = canonical_value(algorithm, sent["value"])
            # PDQ is found by distance, and only from pixels that we have seen
            if algorithm != "pdq":
                yield algorithm, value
