from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.alerting import services as alerting
from tipline.casework import handovers, notes
from tipline.casework import queries as casework
from tipline.casework.wording import STATE_WORDS
from tipline.clearance import queries as clearances
from tipline.clearance.wording import finding_choices
from tipline.deconfliction import services as deconfliction
from tipline.paperwork import queries as paperwork
from tipline.paperwork.wording import KIND_WORDS as DRAFT_WORDS
from tipline.paperwork.wording import REQUEST_WORDS
from tipline.portals.agencies.arrangement import arranged
from tipline.portals.agencies.asking import OfficerRequest
from tipline.portals.agencies.views.answers import feedback_context
from tipline.referral import services
from tipline.referral.assembly import sheet_for
from tipline.referral.geolocation import ACCURACY_NOTE, ATTRIBUTION_URL
from tipline.referral.packet.recipient_rule import recipient_rule
from tipline.referral.packets import REFERENCE_MAX, STATEMENT_MAX
from tipline.referral.queries import is_news
from tipline.retention import queries as retention


def acknowledge(request: OfficerRequest, report_id: int) -> HttpResponse:
    alerting.acknowledge_receipt(request.principal, report_id, at=timezone.now())
    messages.success(request, _("The clearinghouse knows now that you have it."))
    return redirect("agencies:report", report_id)


def report(request: OfficerRequest, report_id: int) -> HttpResponse:
    at = timezone.now()
    sheet = sheet_for(request.principal, request.person, report_id, at=at)
    services.note_opened(request.principal, sheet.referral, at=at)
    agency = sheet.contents.prepared_for
    context = {
        "sheet": sheet,
        **_work(request, report_id),
        "cleared": clearances.of_report(request.principal, report_id),
        "findings": finding_choices(),
        "is_somebody_there": deconfliction.is_somebody_there(
            request.principal, report_id, at=at
        ),
        "keeping": retention.keeping_of(request.principal, report_id, at=at),
        **feedback_context(request, report_id),
        "clocks": paperwork.clocks_of(request.principal, report_id, today=at.date()),
        "request_kinds": REQUEST_WORDS.items(),
        "draft_kinds": DRAFT_WORDS.items(),
        "has_news": is_news(
            sheet.referral.report.supplemented_at, sheet.referral.last_opened_at
        ),
        "contents": sheet.contents,
        "document": sheet.contents.document,
        "arranged": arranged(sheet),
        "recipient_rule": recipient_rule(agency.country, agency.state),
        "attribution_url": ATTRIBUTION_URL,
        "accuracy_note": ACCURACY_NOTE,
        "reference_max": REFERENCE_MAX,
        "statement_max": STATEMENT_MAX,
    }
    return render(request, "agencies/report.html", context)


def _work(request: OfficerRequest, report_id: int) -> dict[str, object]:
    """Give how the agency works the report: its part of the page."""
    return {
        "work": casework.work_on(request.principal, report_id),
        "notes": notes.notes_on_report(request.principal, report_id),
        "log": casework.log_of_report(request.principal, report_id),
        "chain": handovers.chain_of(request.principal, report_id),
        "states": STATE_WORDS.items(),
        "officers": casework.officers(request.principal),
        "cases": casework.case_choices(request.principal),
        "is_queue": True,
    }
