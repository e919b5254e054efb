"""What a report is and was, to whoever may ask."""

from pathlib import Path

from django.db.models import Count, QuerySet

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting, call_as
from tipline.foundation.statements import statement
from tipline.intake.errors import NotYourReportError
from tipline.intake.models import Report, ReportState, Submission

_HERE = Path(__file__).parent


def report_of_platform(platform: Principal, report_id: int) -> Report:
    """Give one of the platform's own reports, or raise NotYourReportError."""
    with acting(platform):
        report = _own(platform).filter(pk=report_id).first()
    if report is None:
        raise NotYourReportError(report_id=report_id)
    return report


def own_reports(platform: Principal, report_ids: set[int]) -> set[int]:
    """Give those of the report ids that the platform's own reports have.

    Raises:
        OutdatedPrincipalError: the credential is no longer what it was.
    """
    caller = {"platform": platform.organization_id, "actor": platform.actor}
    with acting(platform):
        call_as(platform, statement(_HERE, "hold_caller"), caller)
        found = _own(platform).filter(pk__in=report_ids)
        return set(found.values_list("pk", flat=True))


def _own(platform: Principal) -> QuerySet[Report]:
    return Report.objects.filter(
        platform_id=platform.organization_id, is_test=platform.is_test
    )


def submissions(reader: Principal, report: Report) -> list[Submission]:
    """List what was sent for a report, byte for byte, in the order it came."""
    with acting(reader):
        return list(Submission.objects.filter(report=report).order_by("pk"))


def newest_reports(
    reader: Principal, *, state: str | None = None, most: int = 50
) -> list[Report]:
    """List the newest reports of all platforms, tests included, without their texts."""
    with acting(reader):
        rows = Report.objects.select_related("platform").order_by("-pk")
        if state is not None:
            rows = rows.filter(state=state)
        brief = rows.defer(
            "document",
            "warnings",
            "receipt",
            "finish_answer",
            "supplemented_document",
            "supplemented_receipt",
        )
        return list(brief[:most])


def report_counts(reader: Principal) -> dict[tuple[str, bool], int]:
    """Count all reports by state and by whether they are tests."""
    with acting(reader):
        rows = Report.objects.order_by().values_list("state", "is_test")
        counted = rows.annotate(number=Count("pk"))
        return {(state, is_test): number for state, is_test, number in counted}


def completeness_scores(reader: Principal) -> list[int]:
    """List the scores of all finished reports that are no tests, in no order."""
    with acting(reader):
        finished = Report.objects.filter(state=ReportState.FINISHED, is_test=False)
        scores = finished.values_list("completeness", flat=True)
        return [score for score in scores if score is not None]
