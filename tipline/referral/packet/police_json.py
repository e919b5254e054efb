"""The report as JSON in the shape that police tools already read.

UTF-8 without a byte-order mark; times are `YYYY-MM-DDTHH:MM:SSZ`; a list of things sits
in a container of the same name (`emails.emails`). Every key is always there: a list
that holds nothing is empty, anything else that is not known is null. One more top-level
key, `tipline`, holds what other clearinghouses do not send.

Source: the shape that two public tools of investigators read, cybertipParser and
CAT-RG.
"""

import json

from tipline.intake.document import InternetDetail, ReportDocument, Reporter
from tipline.referral.packet.contents import PacketContents
from tipline.referral.packet.police_additions import additions
from tipline.referral.packet.police_files import uploaded_file
from tipline.referral.packet.police_people import (
    Json,
    account,
    capture,
    contacts,
    ip_capture,
    nobody,
    texts,
)
from tipline.referral.packet.wording import in_english, stamp

CHANNELS = (
    "webpageIncident",
    "emailIncident",
    "newsgroupIncident",
    "chatImIncident",
    "onlineGamingIncident",
    "cellPhoneIncident",
    "nonInternetIncident",
    "peer2peerIncident",
)

# The wire and the tools write this one channel differently.
CHANNEL_OF_WIRE = {"webPageIncident": "webpageIncident"}


@in_english()
def packet_json(contents: PacketContents) -> bytes:
    """Give the whole report as JSON; the same contents give the same bytes."""
    # A lone surrogate cannot be UTF-8; it becomes a question mark rather than a crash.
    text = json.dumps(packet_values(contents), ensure_ascii=False, indent=2)
    return text.encode("utf-8", errors="replace") + b"\n"


@in_english()
def packet_values(contents: PacketContents) -> Json:
    """Give what `packet_json` writes, as plain values."""
    return {
        "reportId": contents.report_id,
        "dateReceived": stamp(contents.received_at),
        "reportedInformation": _reported(contents),
        "tipline": additions(contents),
    }


def _reported(contents: PacketContents) -> Json:
    document = contents.document
    # Tools take the first reported person without looking whether there is one.
    persons = [account(one) for one in document.reported_persons] or [nobody()]
    return {
        "reportingEsp": _reporting_esp(contents.platform_name, document.reporter),
        "incidentSummary": _summary(document),
        "incidentDetails": _details(document.internet_details),
        "reportedPeople": {"reportedPersons": persons},
        "intendedRecipients": {
            "intendedRecipients": [account(o) for o in document.intended_recipients]
        },
        "victims": {"victims": [account(one) for one in document.victims]},
        "uploadedFiles": {
            "uploadedFiles": [uploaded_file(file) for file in contents.files]
        },
        "additionalInformations": texts(document.additional_info),
    }


def _reporting_esp(platform_name: str, reporter: Reporter) -> Json:
    return {
        "espName": platform_name,
        "firstName": reporter.person.first_name,
        "lastName": reporter.person.last_name,
        **contacts(reporter.person),
        "companyTemplate": reporter.company_template,
        "termsOfService": reporter.terms_of_service,
        "legalUrl": reporter.legal_url,
    }


def _summary(document: ReportDocument) -> Json:
    return {
        "incidentType": document.incident_type,
        "platform": document.platform,
        "incidentDateTime": stamp(document.incident_at),
        "incidentDateTimeDescription": document.incident_at_description,
        "escalateToHighPriority": document.escalation_reason,
        "reportAnnotations": [*document.annotations, *document.unknown_annotations],
    }


def _details(details: tuple[InternetDetail, ...]) -> Json:
    found: dict[str, list[Json]] = {channel: [] for channel in CHANNELS}
    for detail in details:
        channel = CHANNEL_OF_WIRE.get(detail.channel, detail.channel)
        found.setdefault(channel, []).append(_detail(detail))
    return dict(found)


def _detail(detail: InternetDetail) -> Json:
    urls = [capture("URL", url) for url in detail.urls]
    addresses = [ip_capture(seen) for seen in detail.ip_captures]
    return {
        "thirdPartyHostedContent": detail.third_party_hosted,
        "name": detail.name,
        "roomName": detail.room,
        "console": detail.console,
        # Tools read the first one without looking whether there is one.
        "contents": [{"value": detail.content or ""}],
        "fileNames": detail.file_names,
        "latitude": detail.latitude,
        "longitude": detail.longitude,
        **contacts(
            emails=detail.emails,
            phones=(detail.phone,) if detail.phone else (),
            addresses=detail.incident_addresses,
        ),
        "sourceInformation": {"sourceCaptures": [*urls, *addresses]},
        "additionalInformations": texts(detail.additional_info),
    }
