"""Which files of a report are on which lists."""

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.matching.models import Match, VideoMatch


def matches_of(reader: Principal, report_id: int) -> list[Match]:
    """List the matches of a report with their entries and lists, nearest first."""
    with acting(reader):
        rows = Match.objects.filter(report_id=report_id)
        return list(
            rows.select_related(
                "entry__hash_list", "entry__item__member", "file"
            ).order_by("distance", "pk")
        )


def video_matches_of(reader: Principal, report_id: int) -> list[VideoMatch]:
    """List the videos that share most of their frames with one of a report's."""
    with acting(reader):
        rows = VideoMatch.objects.filter(report_id=report_id)
        return list(rows.select_related("other", "file").order_by("pk"))
