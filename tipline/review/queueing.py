"""Which contents wait for people: those of ranked reports that no list settles."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from tipline.files.models import ReportedFile
from tipline.files.queries import details_of
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist.liveness import is_live
from tipline.hashlist.models import HashItem
from tipline.matching.models import Match
from tipline.review.models import ContentReview
from tipline.review.opinions import ReviewState

VIOLENT_MARKS = frozenset({"physicalHarm", "violenceGore", "bestiality"})


def queue_report(
    actor: Principal, report_id: int, *, priority: str, at: datetime
) -> None:
    """Let a ranked report's new contents wait for people, at the report's level.

    What a list knows or people settled waits for nobody. A content that waits already
    takes the more urgent level, and follows the report it is looked at through.
    The ranking has its entry in the audit; this hangs on it.

    Args:
        actor: who ranked the report.
        report_id: a finished report.
        priority: its level: 1, 2, 3 or E.
        at: now.
    """
    with acting(actor):
        files = ReportedFile.objects.filter(report_id=report_id, shredded_at=None)
        files = files.select_related("content")
        known = _known(report_id)
        _let_go(known)
        wanted = {
            file.content.pk: file
            for file in files
            if file.content and file.pk not in known
        }
        ContentReview.objects.bulk_create(
            [_waiting(wanted[key], priority=priority, at=at) for key in sorted(wanted)],
            ignore_conflicts=True,
        )
        _raise(list(wanted), report_id, priority=priority)


def note_languages(
    actor: Principal, report_id: int, languages: Collection[str]
) -> None:
    """Keep which languages a report's texts are in, for what waits in its name.

    The ranking has its entry in the audit; this hangs on it.
    """
    kept = sorted(languages)
    with acting(actor):
        rows = ContentReview.objects.filter(report_id=report_id)
        rows = rows.exclude(state=ReviewState.SETTLED).exclude(languages=kept)
        locked = list(
            rows.order_by("pk").select_for_update().values_list("pk", flat=True)
        )
        ContentReview.objects.filter(pk__in=locked).update(languages=kept)


def _known(report_id: int) -> set[int]:
    """Give the files of a report that a list that counts knows."""
    live = HashItem.objects.filter(is_live())
    hits = Match.objects.filter(report_id=report_id, entry__item__in=live)
    return set(hits.values_list("file_id", flat=True))


def _let_go(files: set[int]) -> None:
    """Let those no longer wait that a list has come to know before anybody looked."""
    contents = ReportedFile.objects.filter(pk__in=files).values("content_id")
    waiting = ContentReview.objects.filter(content__in=contents, held_by=None)
    waiting.filter(state=ReviewState.FIRST).delete()


def _waiting(file: ReportedFile, *, priority: str, at: datetime) -> ContentReview:
    content, details = file.content, details_of(file)
    marks = set(details.annotations) if details else set()
    kind = content.media_type if content else ""
    return ContentReview(
        content=content,
        report_id=file.report_id,
        priority=priority,
        is_video=kind.startswith("video/"),
        is_violent=bool(marks & VIOLENT_MARKS),
        waiting_since=at,
    )


def _raise(contents: Sequence[int], report_id: int, *, priority: str) -> None:
    rows = ContentReview.objects.filter(content__in=contents)
    rows = rows.exclude(state=ReviewState.SETTLED)
    rows = rows.filter(
        Q(priority__gt=priority) | Q(report_id=report_id) | Q(is_set_apart=True)
    )
    rows = rows.exclude(priority=priority, report_id=report_id).order_by("pk")
    # In one order, as whoever labels many at once locks them.
    locked = list(rows.select_for_update().values_list("pk", flat=True))
    changed = ContentReview.objects.filter(pk__in=locked)
    changed.exclude(report_id=report_id).update(is_set_apart=False)
    changed.update(priority=priority, report_id=report_id)


def follow(
    content_ids: Collection[int], open_reports: Mapping[int, tuple[str, int]]
) -> None:
    """Let contents wait in the name of reports that are not kept apart, if any is.

    What has one in hand loses it, if it is in no other report.

    Args:
        content_ids: contents of a report that was set apart, or comes back.
        open_reports: of each content that such a report has, the most urgent one's
            level and id.
    """
    rows = ContentReview.objects.filter(pk__in=content_ids).order_by("pk")
    for row in rows.select_for_update():
        level, report_id = open_reports.get(row.pk, (row.priority, row.report_id))
        row.priority, row.report_id = level, report_id
        row.is_set_apart = row.pk not in open_reports
        if row.is_set_apart:
            row.held_by = row.held_until = None
        row.save()
