"""A report's files as facts; what may be shown of them is in `viewing`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tipline.files import queries as files
from tipline.files.decoder.protocol import VideoFacts
from tipline.foundation.policy.principal import Principal
from tipline.hashing.pdq import PdqHash
from tipline.hashing.turns import Turn
from tipline.hashing.video import clock, clocked
from tipline.hashlist import queries as lists
from tipline.hashlist.queries import Explanation
from tipline.intake.codec import Json
from tipline.intake.document import FileDocument
from tipline.matching import queries as matches
from tipline.matching.queries import Found
from tipline.review import queries as review
from tipline.review.labels import Labels


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A match with a list; `distance` in bits, 0 for exact hashes.

    `recipe` and `turn` are empty for exact hashes, `turn` also for an upright picture.
    Of a listed video also how much of each is in the other, and when in this file.
    """

    hash_list: str
    meaning: str
    classification: str
    algorithm: str
    distance: int
    recipe: str
    turn: str
    file_percent: float | None
    item_percent: float | None
    times: tuple[str, ...]
    is_viral: bool
    why: Explanation


@dataclass(frozen=True, kw_only=True)
class PictureHit:
    """The same or a near picture in other reports; `has_more` than those named.

    `turn` is empty for an upright picture.
    """

    sha256: str
    distance: int
    recipe: str
    turn: str
    is_same_file: bool
    report_ids: tuple[int, ...]
    has_more: bool


@dataclass(frozen=True, kw_only=True)
class VideoHit:
    """Another video that shares most of its frames; the times are of this file."""

    sha256: str
    turn: str
    file_percent: float
    other_percent: float
    times: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FrameHit:
    """A suggestion: a picture that may be a frame of a video, one of the two listed.

    `is_in_file` says that the frame is of this file; `at` when it is shown, if known.
    """

    is_in_file: bool
    at: str
    distance: int
    quality: int
    recipe: str
    turn: str
    why: Explanation


@dataclass(frozen=True, kw_only=True)
class Moving:
    """How long a video is, and how much of it was looked at; `cut` says why not all."""

    length: str
    frames: int
    cut: str


@dataclass(frozen=True, kw_only=True)
class Inspected:
    """What the decoder found; `exif` was chosen by whoever made the file."""

    outcome: str
    reason: str
    media_type: str
    width: int | None
    height: int | None
    frames: int | None
    pdq: tuple[PdqHash, ...]
    video: Moving | None
    exif: Json


@dataclass(frozen=True, kw_only=True)
class FileView:
    """One file: what was received, found, said by the platform, and matched.

    `inspected` is None before the decoder looked, `said` if the platform was silent,
    `labels` unless they stand.
    """

    number: int
    file_id: str
    name: str
    size_bytes: int
    received_at: datetime
    shredded_at: datetime | None
    md5: str
    sha1: str
    sha256: str
    viewed: bool | None
    exif_viewed: bool | None
    was_public: bool | None
    inspected: Inspected | None
    said: FileDocument | None
    hits: tuple[Hit, ...]
    picture_hits: tuple[PictureHit, ...]
    video_hits: tuple[VideoHit, ...]
    frame_hits: tuple[FrameHit, ...]
    warnings: tuple[Json, ...]
    content_id: int | None
    labels: Labels | None

    @property
    def has_only_nearest(self) -> bool:
        """Tell whether more pictures may be near than are shown."""
        return len(self.picture_hits) >= matches.NEAR_SHOWN // 2

    @property
    def standing(self) -> str:
        """Say what the lists know of the file: viral, known, novel or uncompared."""
        if self.hits:
            return "viral" if any(hit.is_viral for hit in self.hits) else "known"
        return "novel" if self.inspected else "uncompared"


def files_of(
    reader: Principal,
    report_id: int,
    *,
    only: review.Place | None = None,
    found: Found = matches.ANYTHING,
) -> tuple[FileView, ...]:
    """List the files of a report in the order they came, each with its matches.

    Of a place `only` its file is listed, and no more asked for than was `found`.
    """
    if only:
        received, labels = [only.file], {only.content_id: only.labels}
        near = matches.near_pictures_of_file(reader, only.file, found)
    else:
        received = files.files_of(reader, report_id)
        labels = _labels(reader, [file.content_id for file in received])
        near = matches.near_pictures_of(reader, report_id)
    hits = _hits(reader, report_id) if found.has_hits else {}
    video_hits = _video_hits(reader, report_id) if found.has_near_videos else {}
    frame_hits = _frame_hits(reader, report_id) if found.has_frames else {}
    return tuple(
        FileView(
            number=number,
            file_id=file.file_id,
            name=file.file_name,
            size_bytes=file.size_bytes,
            received_at=file.received_at,
            shredded_at=file.shredded_at,
            md5=file.md5,
            sha1=file.sha1,
            sha256=file.sha256,
            viewed=file.viewed_by_platform,
            exif_viewed=file.exif_viewed_by_platform,
            was_public=file.publicly_available,
            inspected=Inspected(
                outcome=file.content.inspection,
                reason=file.content.inspection_reason,
                media_type=file.content.media_type,
                width=file.content.width,
                height=file.content.height,
                frames=file.content.frames,
                pdq=tuple(files.hashes_of(file)),
                video=_moving(files.video_facts_of(file)),
                exif=file.content.exif,
            )
            if file.content
            else None,
            said=files.details_of(file),
            hits=tuple(hits.get(file.pk, ())),
            picture_hits=_picture_hits(near.get(file.content_id or 0, []), file.sha256),
            video_hits=tuple(video_hits.get(file.pk, ())),
            frame_hits=tuple(frame_hits.get(file.pk, ())),
            warnings=tuple(file.warnings),
            content_id=file.content_id,
            labels=labels.get(file.content_id or 0),
        )
        for number, file in enumerate(received, found.number)
    )


def _labels(
    reader: Principal, contents: Iterable[int | None]
) -> dict[int, Labels | None]:
    return {**review.labels_of(reader, [each for each in contents if each])}


def _hits(reader: Principal, report_id: int) -> dict[int, list[Hit]]:
    found: dict[int, list[Hit]] = defaultdict(list)
    for match in matches.matches_of(reader, report_id):
        found[match.file_id].append(
            Hit(
                hash_list=match.entry.hash_list.name,
                meaning=match.entry.hash_list.meaning,
                classification=match.entry.item.classification,
                algorithm=match.algorithm,
                distance=match.distance,
                recipe=match.recipe,
                turn="" if match.turn == Turn.UPRIGHT else match.turn,
                file_percent=match.file_percent,
                item_percent=match.item_percent,
                times=clocked(matches.times_of(match.intervals, "file")),
                is_viral=match.entry.hash_list.is_viral,
                why=lists.explain(match.entry),
            )
        )
    return found


def _picture_hits(
    found: Iterable[matches.NearPicture], own_sha256: str
) -> tuple[PictureHit, ...]:
    return tuple(
        PictureHit(
            sha256=near.sha256,
            distance=near.distance,
            recipe=near.recipe,
            turn="" if near.turn == Turn.UPRIGHT else near.turn,
            is_same_file=near.sha256 == own_sha256,
            report_ids=near.report_ids,
            has_more=near.has_more,
        )
        for near in found
    )


def _video_hits(reader: Principal, report_id: int) -> dict[int, list[VideoHit]]:
    found: dict[int, list[VideoHit]] = defaultdict(list)
    for match in matches.video_matches_of(reader, report_id):
        found[match.file_id].append(
            VideoHit(
                sha256=match.other.sha256,
                turn="" if match.turn == Turn.UPRIGHT else match.turn,
                file_percent=match.file_percent,
                other_percent=match.other_percent,
                times=clocked(match.intervals["file"]),
            )
        )
    return found


def _frame_hits(reader: Principal, report_id: int) -> dict[int, list[FrameHit]]:
    found: dict[int, list[FrameHit]] = defaultdict(list)
    for match in matches.frame_matches_of(reader, report_id):
        found[match.file_id].append(
            FrameHit(
                is_in_file=match.is_in_file,
                at="" if match.at_ms is None else clock(match.at_ms),
                distance=match.distance,
                quality=match.quality,
                recipe=match.recipe,
                turn="" if match.turn == Turn.UPRIGHT else match.turn,
                why=lists.explain(match.entry),
            )
        )
    return found


def _moving(seen: VideoFacts | None) -> Moving | None:
    if seen is None:
        return None
    return Moving(
        length=clock(seen.length_ms), frames=len(seen.frames), cut=str(seen.cut or "")
    )
