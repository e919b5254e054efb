"""The words of the completeness rubric: what to send, and what it is needed for."""

from typing import NamedTuple


class Advice(NamedTuple):
    """What is said about one field that costs points."""

    missing: str
    why: str


SENTENCES: dict[str, Advice] = {
    "identity-contact": Advice(
        missing="Add the e-mail address or phone number of the reported person.",
        why=(
            "An address or number is what other reports and other services share, "
            "and what an officer can ask about."
        ),
    ),
    "identity-account": Advice(
        missing="Add the reported account's espIdentifier, screenName or profileUrl.",
        why=(
            "Without the account nobody can serve legal process on you for its records."
        ),
    ),
    "identity-person": Advice(
        missing=(
            "Add the reported person's first and last name, date of birth or address."
        ),
        why=(
            "A name tells two holders of one account apart, and finds earlier reports."
        ),
    ),
    "upload-ip": Advice(
        missing="Add an ipCaptureEvent with eventName Upload and its dateTime.",
        why=(
            "The address of the upload at its time leads to a subscriber and a "
            "place; a login is worth half, since it may be another day and another "
            "place."
        ),
    ),
    "content": Advice(
        missing="Upload the file itself, or put the conversation into content.",
        why=(
            "A hash or a link alone cannot be assessed, and the material may be gone."
        ),
    ),
    "viewed-flag": Advice(
        missing="Send fileDetails with fileViewedByEsp, true or false, for every file.",
        why=(
            "In the United States it can decide whether an officer may open the "
            "file without a warrant; not stated is the worst of the three answers."
        ),
    ),
    "incident-time-zone": Advice(
        missing="End incidentDateTime with Z or an offset.",
        why=(
            "An address belongs to one subscriber at one moment; hours off is "
            "another one."
        ),
    ),
    "incident-time-definition": Advice(
        missing="Say in incidentDateTimeDescription which moment incidentDateTime is.",
        why="The upload, the last login and the discovery are different facts.",
    ),
    "place": Advice(
        missing=(
            "Add an estimatedLocation, an address, or a phone number with calling code."
        ),
        why=(
            "The report goes to the agency of the place; IP addresses alone often "
            "mislead."
        ),
    ),
    "victim": Advice(
        missing="Add the victim or the intendedRecipient where you know the account.",
        why="A child who can be found can be protected first.",
    ),
    "flags": Advice(
        missing=(
            "Mark files and report: potentialMeme, viral, generativeAi, infant, "
            "violenceGore, sextortion and the others, or industryClassification."
        ),
        why="Marks bring the gravest first and keep viral copies from hiding them.",
    ),
    "role-mailbox": Advice(
        missing=(
            "Give the reporting person or the contact a mailbox that several people "
            "read."
        ),
        why="Officers write months later, when one person may have left.",
    ),
    "timeliness": Advice(
        missing="Report sooner after the incident.",
        why="Records of connections are deleted after days or weeks.",
    ),
}

# What only a report of the public has; no platform is told of it.
OF_THE_PUBLIC: dict[str, Advice] = {
    "incident-day": Advice(
        missing="Ask on which day it happened.",
        why="Records of connections are deleted after days or weeks.",
    ),
}
