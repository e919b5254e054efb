"""Contents that wait, made without decoding anything: review looks at rows."""

import hashlib
import itertools
from datetime import UTC, datetime

from tests import cast, factories
from tests.review.label_sets import csam
from tipline.files.models import Content, ReportedFile
from tipline.foundation.policy.scope import acting
from tipline.matching.models import PictureMatch, VideoMatch
from tipline.review import grading, handing_out, queueing
from tipline.review.models import ContentReview
from tipline.review.opinions import ReviewPolicy

NOW = datetime(2026, 11, 21, tzinfo=UTC)
POLICY = ReviewPolicy(sample_percent=0)
_NUMBERS = itertools.count()


def content(
    name: str = "", *, kind: str = "image/png", priority: str = "2", flags: str = ""
) -> Content:
    """Give a content of a new finished report, which waits at that level."""
    report_id = report(name, kind=kind, flags=flags)
    queueing.queue_report(cast.STAGE, report_id, priority=priority, at=NOW)
    with acting(cast.STAGE):
        return Content.objects.get(reportedfile__report_id=report_id)


def report(name: str = "", *, kind: str = "image/png", flags: str = "") -> int:
    """Give a finished report with one file of these invented bytes, as inspected."""
    platform = cast.platform()
    said = (name or f"invented {next(_NUMBERS)}").encode()
    report_id = factories.open_report(platform)
    factories.add_file(platform, report_id, said, flags=flags)
    factories.finish(platform, report_id)
    with acting(cast.STAGE):
        made, _ = Content.objects.get_or_create(
            sha256=hashlib.sha256(said).hexdigest(),
            defaults={
                "sha1": hashlib.sha1(said, usedforsecurity=False).hexdigest(),
                "md5": hashlib.md5(said, usedforsecurity=False).hexdigest(),
                "size_bytes": len(said),
                "inspection": "ok",
                "inspected_at": NOW,
                "media_type": kind,
            },
        )
        ReportedFile.objects.filter(report_id=report_id).update(content=made)
    return report_id


def say(person, content, labels=None, *, is_sure=True, at=NOW):
    """Let a person say something of a content."""
    said = grading.Grade(labels=labels or csam(), is_sure=is_sure)
    return grading.grade(
        cast.principal_of(person), content.pk, said, policy=POLICY, at=at
    )


def handed_to(person, *, at=NOW):
    """Give the number of the content that a person is handed, or None."""
    found = handing_out.next_for(cast.principal_of(person), policy=POLICY, at=at)
    return found.pk if found else None


def waiting():
    with acting(cast.STAGE):
        return set(
            ContentReview.objects.exclude(state="settled").values_list("pk", flat=True)
        )


def near_video():
    """Give a labeled video, and one that is three quarters of it."""
    known, new = (content(kind="video/mp4") for _ in range(2))
    with acting(cast.STAGE):
        file = ReportedFile.objects.get(content=new)
        VideoMatch.objects.create(
            report_id=file.report_id,
            file=file,
            other=known,
            file_percent=100,
            other_percent=75,
            intervals={"file": [], "other": []},
            matched_at=NOW,
        )
    return known, new


def near_picture():
    """Give a labeled picture, and one of another report that lies 12 bits from it."""
    known, new = content(), content()
    with acting(cast.STAGE):
        file = ReportedFile.objects.get(content=new)
        PictureMatch.objects.create(
            report_id=file.report_id,
            file=file,
            other=known,
            distance=12,
            recipe="r",
            turn="upright",
            matched_at=NOW,
        )
    return known, new
