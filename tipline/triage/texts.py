"""Which texts of a report are searched for terms, and what their places are called.

What the platform says of every report alike (its standing texts and terms of service)
is left out, and a profile is searched only where it is the reported person's.
"""

from collections.abc import Iterable, Iterator

from tipline.intake.document import Account, FileDocument, ReportDocument
from tipline.triage.terms import Text

PLACES = (
    "escalation",
    "additional-info",
    "incident-time",
    "reported-person",
    "profile",
    "recipient",
    "child",
    "chat",
    "channel",
    "file",
    "danger",
    "how-known",
)


def texts_of(
    document: ReportDocument, details: Iterable[FileDocument]
) -> tuple[Text, ...]:
    """Give every text of a report that somebody wrote about this incident."""
    pairs = (*_of_report(document), *_of_people(document), *_of_channels(document))
    of_files = (("file", text) for each in details for text in each.additional_info)
    return tuple(
        Text(place=place, text=text) for place, text in (*pairs, *of_files) if text
    )


Pairs = Iterator[tuple[str, str | None]]


def _of_report(document: ReportDocument) -> Pairs:
    yield "escalation", document.escalation_reason
    yield "additional-info", document.additional_info
    if document.public is None:
        yield "incident-time", document.incident_at_description
    else:
        yield "danger", document.public.danger
        yield "danger", document.public.child_now
        yield "how-known", document.public.how_known
        yield "incident-time", document.public.happened
        yield "reported-person", document.public.relation


def _of_people(document: ReportDocument) -> Pairs:
    for account in document.reported_persons:
        yield "profile", account.profile_bio
        for other in account.associated_accounts:
            yield "profile", other.profile_bio
        yield from _said_of("reported-person", account)
    for account in document.intended_recipients:
        yield from _said_of("recipient", account)
    for account in document.victims:
        yield from _said_of("child", account)


def _said_of(place: str, account: Account) -> Pairs:
    for text in account.additional_info:
        yield place, text
    for other in account.associated_accounts:
        yield place, other.additional_info


def _of_channels(document: ReportDocument) -> Pairs:
    for detail in document.internet_details:
        yield "chat", detail.content
        yield "channel", detail.additional_info
