"""The eight incident types, and the spellings of old clients."""

from dataclasses import dataclass

from lxml import etree

from tipline.intake.breach import Breach
from tipline.intake.profile import Profile
from tipline.intake.warning_sentences import WARNINGS

# Sent by an early Ruby client, by the format of 2012, and by two npm packages.
LEGACY_INCIDENT_TYPES = {
    "Child Sexual Molestation (not by family member)": "Child Sexual Molestation",
    "Child Prostitution": "Child Sex Trafficking",
    "Online Enticement of Children for Sexual Act": (
        "Online Enticement of Children for Sexual Acts"
    ),
}

_PATH = "incidentSummary/incidentType"


@dataclass(frozen=True)
class MappedIncidentType:
    """The incident type as sent, and a warning where it was an old spelling."""

    as_sent: str
    breaches: tuple[Breach, ...] = ()


def map_legacy_incident_type(
    root: etree._Element, profile: Profile
) -> MappedIncidentType:
    """Put today's name for an old spelling into the tree, in the lenient profile.

    Done before validation, since the schema knows today's names only; in the strict
    profile the schema refuses the old ones.
    """
    element = root.find(_PATH)
    sent = "" if element is None else element.text or ""
    today = LEGACY_INCIDENT_TYPES.get(sent)
    if element is None or today is None or profile is Profile.STRICT:
        return MappedIncidentType(sent)
    element.text = today
    sentence = WARNINGS["incident-type.legacy"] % {"today": today}
    breach = Breach(element, "incident-type.legacy", sentence)
    return MappedIncidentType(sent, (breach,))
