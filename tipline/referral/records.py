"""What the clearinghouse itself reads: its agencies, and all there is to one report.

Apart from `queries.py`, where every function is narrowed to one agency.
"""

from django.db.models import Count

from tipline.foundation.audit import services as audit
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report
from tipline.referral.models import Agency, Referral


def agencies(reader: Principal) -> list[Agency]:
    """List all agencies with their organizations, by code."""
    with acting(reader):
        return list(Agency.objects.select_related("organization").order_by("code"))


def agency(reader: Principal, code: str) -> Agency:
    """Give the agency with this code and its organization, or raise NotFoundError."""
    with acting(reader):
        rows = Agency.objects.select_related("organization")
        found = rows.filter(code=code.strip().upper()).first()
    if found is None:
        raise NotFoundError
    return found


def referral_counts(reader: Principal) -> dict[str, int]:
    """Count what each agency was given, by its code; the busiest first."""
    with acting(reader):
        rows = Referral.objects.values_list("agency__code")
        counted = rows.annotate(number=Count("pk")).order_by("-number", "agency__code")
        return dict(counted)


def busiest_agency(reader: Principal) -> str | None:
    """Give the code of the agency that was given most, or None before the first."""
    return next(iter(referral_counts(reader)), None)


def whole_report(reader: Principal, report_id: int) -> Report:
    """Give any report, in whatever state and also a test, with all that hangs on it.

    That is its platform, standing, assessments, places, and referrals with agencies and
    receipts; what does not exist yet is absent. Reading is noted in the audit.

    Raises:
        NotFoundError: there is none for the person who asks.
    """
    with acting(reader):
        rows = Report.objects.select_related(
            "platform", "standing__assessment", "jurisdiction"
        ).prefetch_related(
            "assessments",
            "location_evidence",
            "referrals__agency__organization",
            "referrals__receipts",
        )
        found = rows.filter(pk=report_id).first()
        if found is None:
            raise NotFoundError
        audit.record(reader, "report.read", f"report:{report_id}")
    return found
