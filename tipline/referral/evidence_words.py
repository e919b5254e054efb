"""Plain words for the codes of location evidence and identifiers; see their enums."""

from django.utils.translation import gettext_lazy as _

from tipline.foundation.sentence import Sentence
from tipline.intake.wording import Words
from tipline.linking.identifiers import Kind
from tipline.referral.jurisdiction import About, EvidenceSource
from tipline.referral.networks import NetworkKind
from tipline.referral.packet.sentence import Coded, recognized

SOURCE_WORDS: dict[str, Words] = {
    EvidenceSource.ANALYST: _("An analyst of the clearinghouse"),
    EvidenceSource.VERIFIED_ADDRESS: _("Verified location"),
    EvidenceSource.UPLOAD_IP: _("IP address of an upload"),
    EvidenceSource.EVENT_IP: _("IP address of another event"),
    EvidenceSource.STATED_ADDRESS: _("Stated address"),
    EvidenceSource.PLATFORM_ESTIMATE: _("Estimate of the platform"),
    EvidenceSource.PHONE: _("Telephone number"),
    EvidenceSource.PROFILE_TEXT: _("Text of the profile"),
    EvidenceSource.LANGUAGE: _("Language"),
}

ABOUT_WORDS: dict[str, Words] = {
    About.REPORTED_PERSON: _("reported person"),
    About.VICTIM: _("child"),
    About.RECIPIENT: _("intended recipient"),
    About.INCIDENT: _("incident"),
    About.REPORTER: _("reporter"),
}

KIND_WORDS: dict[str, Words] = {
    Kind.EMAIL: _("e-mail address"),
    Kind.PHONE: _("phone number"),
    Kind.IP: _("IP address within a day"),
    Kind.PLATFORM_USER: _("platform account"),
    Kind.HANDLE: _("screen name"),
    Kind.URL: _("web address"),
    Kind.DEVICE: _("device"),
    Kind.FILE_HASH: _("file"),
    Kind.NEAR_FILE: _("nearly the same file"),
    Kind.IP_PREFIX: _("IPv6 network"),
    Kind.IP_PORT: _("IP address and port"),
    Kind.COIN_ADDRESS: _("address of crypto money"),
    Kind.BANK_ACCOUNT: _("bank account"),
    Kind.NAME: _("name of a person"),
}

NETWORK_WORDS: dict[str, Words] = {
    NetworkKind.TOR: _("Tor"),
    NetworkKind.VPN: _("VPN"),
    NetworkKind.PROXY: _("proxy"),
    NetworkKind.HOSTING: _("hosting"),
}

# What evidence.py and services.py write of a piece of evidence, beside what was sent.
SAID = {
    "estimate": "estimated location",
    "phone": "phone number",
    "mail": "military mail domain",
    "decided": "decided at the clearinghouse",
    "Home": "home address",
    "Business": "business address",
    "Billing": "billing address",
    "Shipping": "shipping address",
    "Technical": "technical address",
    "stated": "stated address",
}
NO_EVENT = "%(address)s, event not stated"
HIDDEN = "%(seen)s; %(kind)s network %(name)s"

# Between the defaults of jurisdiction.py: a platform's estimate is medium, an address
# behind a possible proxy is low.
HIGH_FROM, MEDIUM_FROM = 0.6, 0.4


def detail_in_words(detail: str) -> Sentence:
    """Know again what is kept of a piece of evidence; an address stays as it is."""
    said = recognized(detail, (HIDDEN, *SAID.values(), NO_EVENT))
    if said.template != HIDDEN:
        return said
    kind, seen = said.values["kind"], recognized(said.values["seen"], (NO_EVENT,))
    words = Coded(kind, str(NETWORK_WORDS.get(kind, kind)))
    return Sentence(HIDDEN, seen=seen, kind=words, name=said.values["name"])


def confidence_words(confidence: float) -> Words:
    """Say how far a piece of evidence is trusted; `confidence` from 0 to 1."""
    if confidence >= HIGH_FROM:
        return _("high")
    return _("medium") if confidence >= MEDIUM_FROM else _("low")
