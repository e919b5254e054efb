"""Drafts, requests and clocks in plain words."""

from django.utils.translation import gettext_lazy as _

from tipline.intake.wording import Words
from tipline.paperwork.clocks import RequestKind, RequestState, Urgency
from tipline.paperwork.kinds import DraftKind

KIND_WORDS: dict[str, Words] = {
    DraftKind.FIRST_REPORT: _("First report"),
    DraftKind.PRESERVATION_LETTER: _("Preservation letter"),
    DraftKind.LEGAL_PROCESS: _("Facts for legal process"),
    DraftKind.MLAT_REQUEST: _("Request for legal assistance"),
}
REQUEST_WORDS: dict[str, Words] = {
    RequestKind.PRESERVATION: _("Preservation request"),
    RequestKind.SUBPOENA: _("Subpoena"),
    RequestKind.SEARCH_WARRANT: _("Search warrant"),
    RequestKind.COURT_ORDER: _("Court order"),
    RequestKind.MLAT: _("Request for legal assistance"),
}
STATE_WORDS: dict[str, Words] = {
    RequestState.WAITING: _("waiting"),
    RequestState.ANSWERED: _("answered"),
    RequestState.GIVEN_UP: _("given up"),
}
URGENCY_WORDS: dict[str, Words] = {
    Urgency.OVER: _("over"),
    Urgency.SOON: _("soon"),
    Urgency.LATER: _("later"),
}
PRESERVED: Words = _("The platform preserves what it reported until")
