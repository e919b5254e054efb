"""Section A: what the reporter sent, unedited, and nothing else."""

from tipline.intake.document import (
    Account,
    InternetDetail,
    LawEnforcement,
    Person,
    ReportDocument,
    Reporter,
)
from tipline.intake.public_details import PublicDetails
from tipline.referral.packet import public
from tipline.referral.packet.contents import PacketContents
from tipline.referral.packet.layout import (
    Block,
    Face,
    Facts,
    Heading,
    Prose,
    Section,
    asked,
    asked_each,
    told,
    told_each,
)
from tipline.referral.packet.reported_accounts import (
    account_blocks,
    email_lines,
    full_name,
    if_stated,
    ip_table,
    phone_line,
    phone_lines,
    postal_line,
)
from tipline.referral.packet.reported_files import file_blocks
from tipline.referral.packet.wording import THREE_STATES, joined, moment

LEAD = (
    "Everything in this section was sent by the company and is printed as it was sent. "
    "The clearinghouse has not verified it. Only the framed notice over each file, its "
    "size and its MD5 are the clearinghouse's."
)

CHANNELS = {
    "webPageIncident": "Web page",
    "emailIncident": "E-mail",
    "newsgroupIncident": "Newsgroup",
    "chatImIncident": "Chat or instant messaging",
    "onlineGamingIncident": "Online gaming",
    "cellPhoneIncident": "Cell phone",
    "nonInternetIncident": "Outside the internet",
    "peer2peerIncident": "Peer to peer",
}


def section_a(contents: PacketContents) -> Section:
    """Write down what the company reported, question by question."""
    document = contents.as_finished or contents.document
    if document.public is not None:
        return _of_the_public(contents, document.public)
    blocks: tuple[Block, ...] = (
        *_submitter(contents.platform_name, document.reporter),
        *_company(document.reporter),
        *_incident(document),
        *(
            block
            for number, detail in enumerate(document.internet_details, 1)
            for block in internet_detail(number, detail)
        ),
        *_law_enforcement(document.law_enforcement),
        *_people("Reported person", document.reported_persons, asked_for=True),
        *_people("Intended recipient", document.intended_recipients),
        *_people("Child victim", document.victims),
        *file_blocks(contents),
        *_additional(document),
    )
    return Section("A", "Reported information", LEAD, blocks)


def _of_the_public(contents: PacketContents, details: PublicDetails) -> Section:
    """Write down what a caller told, without the questions that only a company gets."""
    document = contents.document
    blocks: tuple[Block, ...] = (
        Heading("Submitter"),
        Facts((asked("Reported by", contents.platform_name),)),
        *_contact("Caller, if they said who they are", document.reporter.person),
        *public.asked_blocks(details),
        *_incident(document),
        *(
            block
            for number, detail in enumerate(document.internet_details, 1)
            for block in internet_detail(number, detail)
        ),
        *_people("Reported person", document.reported_persons, asked_for=True),
        *_people("Child victim", document.victims),
        *_additional(document, "From the caller"),
    )
    words = tuple(map(public.in_callers_words, blocks))
    return Section("A", "Reported information", public.LEAD, words)


def _submitter(platform_name: str, reporter: Reporter) -> tuple[Block, ...]:
    return (
        Heading("Submitter"),
        Facts((asked("Reporting company", platform_name),)),
        *_contact("Reporting person", reporter.person),
        *(_contact("Contact person", reporter.contact) if reporter.contact else ()),
    )


def _contact(title: str, person: Person) -> tuple[Block, ...]:
    rows = (
        asked("Name", full_name(person)),
        asked_each("E-mail address", email_lines(person.emails)),
        asked_each("Phone", phone_lines(person.phones)),
        *told_each("Address", tuple(postal_line(a) for a in person.addresses)),
    )
    return (Heading(title, 3), Facts(rows))


def _company(reporter: Reporter) -> tuple[Block, ...]:
    standing_texts = (
        ("Company information", reporter.company_template),
        ("Terms of service", reporter.terms_of_service),
    )
    silent = (asked(label, None) for label, text in standing_texts if not text)
    return (
        Heading("Company information"),
        Facts((asked("Legal process URL", reporter.legal_url, Face.MONO), *silent)),
        *(Prose(text, label) for label, text in standing_texts if text),
    )


def _incident(document: ReportDocument) -> tuple[Block, ...]:
    as_sent = document.incident_type_as_sent
    sent_otherwise = as_sent if as_sent != document.incident_type else None
    rows = (
        asked("Incident type", document.incident_type or None),
        *told("Incident type as sent", sent_otherwise),
        asked("Platform", document.platform),
        asked("Incident date and time", moment(document.incident_at)),
        *told("Date and time as sent", document.incident_at_as_sent, Face.MONO),
        asked("What the time means", document.incident_at_description),
        *told("Escalated by the company", document.escalation_reason),
        *told_each("Annotations", document.annotations),
        *told_each("Annotations not yet known", document.unknown_annotations),
        *told("Batched report", document.batch_reason),
    )
    return (Heading("Incident"), Facts(rows))


def internet_detail(number: int, detail: InternetDetail) -> tuple[Block, ...]:
    """Write down one channel through which it happened."""
    channel = CHANNELS.get(detail.channel, detail.channel)
    rows = (
        *told_each("URL", detail.urls, Face.MONO),
        *if_stated("Hosted by a third party", answer=detail.third_party_hosted),
        *told("Name", detail.name),
        *told("Chat room", detail.room),
        *told("Console", detail.console),
        *told_each("E-mail address", email_lines(detail.emails)),
        *told("Phone", phone_line(detail.phone) if detail.phone else None),
        *told("Coordinates", _coordinates(detail)),
        *told_each(
            "Incident address", tuple(map(postal_line, detail.incident_addresses))
        ),
        *told("File names", detail.file_names),
        *told("Content", detail.content),
        *told("Additional information", detail.additional_info),
    )
    known = rows or (asked("Details", None),)
    return (
        Heading(f"Where it happened, {number}: {channel}"),
        Facts(known),
        *ip_table(detail.ip_captures),
    )


def _coordinates(detail: InternetDetail) -> str | None:
    if detail.latitude is None and detail.longitude is None:
        return None
    return f"latitude {detail.latitude}, longitude {detail.longitude}"


def _law_enforcement(known: LawEnforcement | None) -> tuple[Block, ...]:
    if known is None:
        return ()
    rows = (
        asked("Agency", known.agency_name),
        asked("Case number", known.case_number),
        *told("Officer", full_name(known.officer) if known.officer else None),
        *told_each(
            "Officer's e-mail",
            email_lines(known.officer.emails if known.officer else ()),
        ),
        *told_each(
            "Officer's phone",
            phone_lines(known.officer.phones if known.officer else ()),
        ),
        asked("Reported to the agency", THREE_STATES[known.reported_to_le]),
        asked("Served with process, domestic", THREE_STATES[known.served_domestic]),
        asked("Served with process, foreign", THREE_STATES[known.served_international]),
        *told("Foreign country", known.foreign_country),
    )
    return (Heading("Law enforcement named by the company"), Facts(rows))


def _people(
    role: str, accounts: tuple[Account, ...], *, asked_for: bool = False
) -> tuple[Block, ...]:
    if not accounts and asked_for:
        return (Heading(role), Facts((asked(role, None),)))
    many = len(accounts) > 1
    return tuple(
        block
        for number, account in enumerate(accounts, 1)
        for block in (
            Heading(joined((role, str(number) if many else None))),
            *account_blocks(account),
        )
    )


def _additional(
    document: ReportDocument, label: str = "From the company"
) -> tuple[Block, ...]:
    heading = Heading("Additional information")
    if not document.additional_info:
        return (heading, Facts((asked("Additional information", None),)))
    return (heading, Prose(document.additional_info, label))
