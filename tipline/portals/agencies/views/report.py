from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
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
from tipline.portals.agencies.arrangement import Arranged, arranged
from tipline.portals.agencies.asking import OfficerRequest
from tipline.portals.agencies.portions import Part, page_holding, part_of, portions
from tipline.portals.agencies.views.answers import feedback_context
from tipline.referral import services
from tipline.referral.assembly import ReportSheet, sheet_for
from tipline.referral.geolocation import ACCURACY_NOTE, ATTRIBUTION_URL
from tipline.referral.packet.recipient_rule import recipient_rule
from tipline.referral.packets import REFERENCE_MAX, STATEMENT_MAX
from tipline.referral.queries import is_news
from tipline.retention import queries as retention

PARTS = {
    "people": Part("agencies/_people.html", 3, 10),
    "files": Part("agencies/_files.html", 3, 15),
    "clear": Part("agencies/_clear.html", 5, 200),
    "addresses": Part("agencies/_ip_events.html", 5, 75),
    "places": Part("agencies/_places.html", 3, 75),
    "matches": Part("agencies/_matches.html", 5, 75),
    "videos": Part("agencies/_videos.html", 5, 50),
    "frames": Part("agencies/_frames.html", 5, 50),
    "links": Part("agencies/_links.html", 5, 100),
    "receipts": Part("agencies/_downloads.html", 5, 75),
    "history": Part("agencies/_timeline.html", 10, 150),
    "notes": Part("agencies/_notes.html", 3, 5),  # each can fill pages
    "log": Part("agencies/_log.html", 10, 150),
}


def acknowledge(request: OfficerRequest, report_id: int) -> HttpResponse:
    alerting.acknowledge_receipt(request.principal, report_id, at=timezone.now())
    messages.success(request, _("The clearinghouse knows now that you have it."))
    return redirect("agencies:report", report_id)


def report(request: OfficerRequest, report_id: int) -> HttpResponse:
    at = timezone.now()
    sheet = sheet_for(request.principal, request.person, report_id, at=at)
    services.note_opened(request.principal, sheet.referral, at=at)
    agency = sheet.contents.prepared_for
    shown = arranged(sheet)
    asked = _holding(request.GET, shown)
    part = part_of(asked, PARTS)
    work = _work(request, report_id)
    context = {
        "sheet": sheet,
        **work,
        "portions": portions(_lists(sheet, shown, work), PARTS, asked),
        "part_template": PARTS[part].template if part else None,
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
        "arranged": shown,
        "recipient_rule": recipient_rule(agency.country, agency.state),
        "attribution_url": ATTRIBUTION_URL,
        "accuracy_note": ACCURACY_NOTE,
        "reference_max": REFERENCE_MAX,
        "statement_max": STATEMENT_MAX,
    }
    template = "agencies/report_part.html" if part else "agencies/report.html"
    return render(request, template, context)


def _holding(asked: QueryDict, shown: Arranged) -> QueryDict:
    """Read a file that is asked for as the page of the files that holds it."""
    numbers = {card.file.file_id: place for place, card in enumerate(shown.files)}
    place = numbers.get(asked.get("file", ""))
    if place is None:
        return asked
    page = page_holding(place, PARTS["files"])
    return QueryDict(f"part=files&page={page}")


def _lists(
    sheet: ReportSheet, shown: Arranged, work: Mapping[str, Any]
) -> dict[str, Sequence[Any]]:
    files = shown.files
    return {
        "people": shown.people,
        "files": files,
        "clear": files,
        "addresses": shown.ip_events,
        "places": sheet.evidence,
        "matches": [(card, match) for card in files for match in card.matches],
        "videos": [(card, match) for card in files for match in card.videos],
        "frames": [(card, match) for card in files for match in card.frames],
        "links": sheet.contents.links,
        "receipts": shown.receipts,
        "history": shown.timeline,
        "notes": work["notes"],
        "log": work["log"],
    }


def _work(request: OfficerRequest, report_id: int) -> dict[str, Any]:
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
