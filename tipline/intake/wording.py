"""Plain words for the wire's terms: what people read in place of codes and statutes.

The wire keeps the statute's names of the eight incident types; nobody else should have
to read them. Everything here is marked for translation, and translated where shown.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class IncidentWording:
    """One incident type: its short stable code, its name on the wire, and in words."""

    code: str
    wire: str
    words: Words


# The order is that of the schema.
INCIDENT_WORDINGS: tuple[IncidentWording, ...] = (
    IncidentWording(
        code="csam",
        wire="Child Pornography (possession, manufacture, and distribution)",
        words=_("CSAM: possession, production or distribution"),
    ),
    IncidentWording(
        code="trafficking",
        wire="Child Sex Trafficking",
        words=_("Child sex trafficking"),
    ),
    IncidentWording(
        code="travel",
        wire="Child Sex Tourism",
        words=_("Travel to abuse children"),
    ),
    IncidentWording(
        code="hands-on",
        wire="Child Sexual Molestation",
        words=_("Hands-on sexual abuse of a child"),
    ),
    IncidentWording(
        code="domain",
        wire="Misleading Domain Name",
        words=_("Misleading domain name"),
    ),
    IncidentWording(
        code="misleading",
        wire="Misleading Words or Digital Images on the Internet",
        words=_("Misleading words or images online"),
    ),
    IncidentWording(
        code="enticement",
        wire="Online Enticement of Children for Sexual Acts",
        words=_("Online enticement of a child"),
    ),
    IncidentWording(
        code="unsolicited",
        wire="Unsolicited Obscene Material Sent to a Child",
        words=_("Obscene material sent to a child"),
    ),
)

NOT_SAID = _("Not said what happened")

_BY_WIRE = {wording.wire: wording for wording in INCIDENT_WORDINGS}
_BY_CODE = {wording.code: wording for wording in INCIDENT_WORDINGS}


def incident_words(wire: str) -> Words:
    """Say an incident type in plain words; an unknown one as it was sent.

    It is empty where a call broke off before anybody said what it was about.
    """
    if not wire:
        return NOT_SAID
    wording = _BY_WIRE.get(wire)
    return wording.words if wording else wire


def incident_code(wire: str) -> str | None:
    """Give the short code of an incident type, or None if it is none that is known."""
    wording = _BY_WIRE.get(wire)
    return wording.code if wording else None


def incident_wire(code: str) -> str | None:
    """Give the wire's name of an incident type's code, or None if there is none."""
    wording = _BY_CODE.get(code)
    return wording.wire if wording else None


# What platforms mark reports and files with, by the wire's element names.
# How an account that a report names is tied to another, as the wire has it.
ASSOCIATED_WORDS: dict[str, Words] = {
    "Billing": _("pays for it"),
    "Linked": _("linked"),
    "Business": _("of a business"),
    "Creator": _("of a creator"),
    "Parent/Guardian": _("of a parent or guardian"),
    "Other": _("tied in another way"),
}
MARK_WORDS: dict[str, Words] = {
    "sextortion": _("Sextortion"),
    "csamSolicitation": _("Solicitation of CSAM"),
    "minorToMinorInteraction": _("Between minors"),
    "spam": _("Spam"),
    "sadisticOnlineExploitation": _("Sadistic online exploitation"),
    "informational": _("Informational, says the platform"),
    "potentialAggravatingFactors": _("Potential aggravating factors"),
    "instrumentalUse": _("Instrumental use"),
    "animeDrawingVirtualHentai": _("Drawing or virtual"),
    "potentialMeme": _("Potential meme"),
    "viral": _("Viral"),
    "possibleSelfProduction": _("Possibly self-produced"),
    "physicalHarm": _("Physical harm"),
    "violenceGore": _("Violence"),
    "bestiality": _("Animal involved"),
    "liveStreaming": _("Live stream"),
    "infant": _("Infant"),
    "generativeAi": _("Generative AI, in a sense not stated"),
}

# By which kind of service the incident happened, by the wire's element names.
CHANNEL_WORDS: dict[str, Words] = {
    "webPageIncident": _("On a web page"),
    "emailIncident": _("By e-mail"),
    "newsgroupIncident": _("In a newsgroup"),
    "chatImIncident": _("In a chat or messenger"),
    "onlineGamingIncident": _("In an online game"),
    "cellPhoneIncident": _("By telephone"),
    "nonInternetIncident": _("Outside of the internet"),
    "peer2peerIncident": _("In a file-sharing network"),
}


def channel_words(channel: str) -> Words:
    """Say by which kind of service an incident happened."""
    return CHANNEL_WORDS.get(channel, channel)


# What is missing in a report, named for whoever receives it; the fields are those of
# `completeness.py`. The platform reads other words: what to send next time.
MISSING_WORDS: dict[str, Words] = {
    "identity-contact": _("E-mail address or phone number of the reported person"),
    "identity-account": _("User id, screen name or profile of the reported account"),
    "identity-person": _("Name, date of birth or address of the reported person"),
    "upload-ip": _("IP address of the upload, with its time"),
    "content": _("The file itself, or the text of the conversation"),
    "viewed-flag": _("Whether the platform viewed each file"),
    "incident-time-zone": _("Time zone of the incident's time"),
    "incident-time-definition": _("Which moment the incident's time is"),
    "incident-day": _("The day on which it happened"),
    "place": _("A place other than that of an IP address"),
    "victim": _("The account of the child or of the intended recipient"),
    "flags": _("Marks of files and report, such as viral or sextortion"),
    "role-mailbox": _("A mailbox of the platform that several people read"),
    "timeliness": _("Time: the report came long after the incident"),
}


def missing_words(field: str) -> Words:
    """Name what is missing in plain words; an unknown field as it is."""
    return MISSING_WORDS.get(field, field)


# Why a report is a referral or informational, for whoever receives it, by arm.
DESIGNATION_WORDS: dict[str, Words] = {
    "": _("It shows what happened, and gives a place or a person to start from."),
    "no-nexus": _("Nothing in it shows the exploitation of a child."),
    "no-location": _("Neither a place nor a person can be found from it."),
    "viral-no-malice": _(
        "All its media are widely shared copies, and were not shared out of interest in"
        " a child."
    ),
}


# The same in a few words, to stand beside the code.
ARM_WORDS: dict[str, Words] = {
    "no-nexus": _("no exploitation shown"),
    "no-location": _("no place, no person"),
    "viral-no-malice": _("widely shared copies"),
}


def mark_words(mark: str) -> Words:
    """Name a mark in plain words; an unknown one as it is."""
    return MARK_WORDS.get(mark, mark)


def associated_words(kind: str) -> Words:
    """Say how an account is tied to another; an unknown kind as it is."""
    return ASSOCIATED_WORDS.get(kind, kind)


def arm_words(arm: str) -> Words:
    """Name an arm of the designation in a few words; an unknown one as it is."""
    return ARM_WORDS.get(arm, arm)


def designation_words(arm: str) -> Words:
    """Say why a report is designated as it is; `arm` is empty for a referral."""
    return DESIGNATION_WORDS.get(arm, arm)
