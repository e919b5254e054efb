"""What an agency is told of how a report came from the public."""

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake import call_queries as calls
from tipline.intake.models import Report
from tipline.intake.origins import ReportOrigin
from tipline.referral.models import ReleaseDecision, ReleaseKind
from tipline.referral.packet.contents import DangerChecked, PublicReport


def public_report(reader: Principal, report: Report) -> PublicReport | None:
    """Give what is verified of a report of the public; None for a platform's.

    Who of the staff took the call, checked or released it is not told.
    """
    if report.origin == ReportOrigin.PLATFORM:
        return None
    with acting(reader):
        danger = calls.danger_of(reader, report.pk)
        decisions = ReleaseDecision.objects.filter(
            report_id=report.pk, kind=ReleaseKind.RELEASED
        )
        first = decisions.order_by("pk").first()
        return PublicReport(
            began_at=report.call.began_at,
            is_form=report.origin == ReportOrigin.FORM,
            is_abandoned=report.call.is_abandoned,
            says_danger=danger.is_said,
            is_confirmed=danger.is_confirmed,
            checks=tuple(
                DangerChecked(kind=check.kind, outcome=check.outcome, at=check.at)
                for check in danger.checks
            ),
            released_at=first.decided_at if first else None,
        )
