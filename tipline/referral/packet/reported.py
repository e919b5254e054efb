"""Section A: what the reporter sent, unedited, and nothing else."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tipline.foundation.web.territories import territory
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
from tipline.referral.packet.sentence import as_told, isolated
from tipline.referral.packet.wording import (
    incident_type,
    joined,
    marks,
    moment,
    three_states,
)

LEAD = _lazy(
    "Everything in this section was sent by the company and is printed as it was sent. "
    "The clearinghouse has not verified it. Only the framed notice over each file, its "
    "size and its MD5 are the clearinghouse's."
)

CHANNELS = {
    "webPageIncident": _lazy("Web page"),
    "emailIncident": _lazy("E-mail"),
    "newsgroupIncident": _lazy("Newsgroup"),
    "chatImIncident": _lazy("Chat or instant messaging"),
    "onlineGamingIncident": _lazy("Online gaming"),
    "cellPhoneIncident": _lazy("Cell phone"),
    "nonInternetIncident": _lazy("Outside the internet"),
    "peer2peerIncident": _lazy("Peer to peer"),
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
        *_people(_("Reported person"), document.reported_persons, asked_for=True),
        *_people(_("Intended recipient"), document.intended_recipients),
        *_people(_("Child victim"), document.victims),
        *file_blocks(contents),
        *_additional(document),
    )
    return Section("A", _("Reported information"), str(LEAD), blocks)


def _of_the_public(contents: PacketContents, details: PublicDetails) -> Section:
    """Write down what a person told, without the questions that only a company gets."""
    document, voice = contents.document, public.voice(contents.public)
    blocks: tuple[Block, ...] = (
        Heading(_("Submitter")),
        Facts((asked(_("Reported by"), as_told(contents.platform_name)),)),
        *_contact(str(voice.contact), document.reporter.person),
        *public.asked_blocks(details, voice),
        *_incident(document),
        *(
            block
            for number, detail in enumerate(document.internet_details, 1)
            for block in internet_detail(number, detail)
        ),
        *_people(_("Reported person"), document.reported_persons, asked_for=True),
        *_people(_("Child victim"), document.victims),
        *_additional(document, str(voice.added)),
    )
    words = tuple(public.in_their_words(block, voice) for block in blocks)
    return Section("A", _("Reported information"), public.lead(contents.public), words)


def _submitter(platform_name: str, reporter: Reporter) -> tuple[Block, ...]:
    return (
        Heading(_("Submitter")),
        Facts((asked(_("Reporting company"), platform_name),)),
        *_contact(_("Reporting person"), reporter.person),
        *(_contact(_("Contact person"), reporter.contact) if reporter.contact else ()),
    )


def _contact(title: str, person: Person) -> tuple[Block, ...]:
    rows = (
        asked(_("Name"), full_name(person)),
        asked_each(_("E-mail address"), email_lines(person.emails)),
        asked_each(_("Phone"), phone_lines(person.phones)),
        *told_each(_("Address"), tuple(postal_line(a) for a in person.addresses)),
    )
    return (Heading(title, 3), Facts(rows))


def _company(reporter: Reporter) -> tuple[Block, ...]:
    standing_texts = (
        (_("Company information"), reporter.company_template),
        (_("Terms of service"), reporter.terms_of_service),
    )
    silent = (asked(label, None) for label, text in standing_texts if not text)
    return (
        Heading(_("Company information")),
        Facts((asked(_("Legal process URL"), reporter.legal_url, Face.MONO), *silent)),
        *(Prose(text, label) for label, text in standing_texts if text),
    )


def _incident(document: ReportDocument) -> tuple[Block, ...]:
    as_sent = document.incident_type_as_sent
    sent_otherwise = as_sent if as_sent != document.incident_type else None
    rows = (
        asked(_("Incident type"), incident_type(document.incident_type)),
        *told(_("Incident type as sent"), sent_otherwise),
        asked(_("Platform"), document.platform),
        asked(_("Incident date and time"), moment(document.incident_at)),
        *told(_("Date and time as sent"), document.incident_at_as_sent, Face.MONO),
        asked(_("What the time means"), document.incident_at_description),
        *told(_("Escalated by the company"), document.escalation_reason),
        *told_each(_("Annotations"), marks(document.annotations)),
        *told_each(_("Annotations not yet known"), document.unknown_annotations),
        *told(_("Batched report"), document.batch_reason),
    )
    return (Heading(_("Incident")), Facts(rows))


def internet_detail(number: int, detail: InternetDetail) -> tuple[Block, ...]:
    """Write down one channel through which it happened."""
    channel = CHANNELS.get(detail.channel, detail.channel)
    rows = (
        *told_each(_("URL"), detail.urls, Face.MONO),
        *if_stated(_("Hosted by a third party"), answer=detail.third_party_hosted),
        *told(_("Name"), detail.name),
        *told(_("Chat room"), detail.room),
        *told(_("Console"), detail.console),
        *told_each(_("E-mail address"), email_lines(detail.emails)),
        *told(_("Phone"), phone_line(detail.phone) if detail.phone else None),
        *told(_("Coordinates"), _coordinates(detail)),
        *told_each(
            _("Incident address"), tuple(map(postal_line, detail.incident_addresses))
        ),
        *told(_("File names"), detail.file_names),
        *told(_("Content"), detail.content),
        *told(_("Additional information"), detail.additional_info),
    )
    known = rows or (asked(_("Details"), None),)
    return (
        Heading(
            _("Where it happened, %(number)s: %(channel)s")
            % {"number": number, "channel": channel}
        ),
        Facts(known),
        *ip_table(detail.ip_captures),
    )


def _coordinates(detail: InternetDetail) -> str | None:
    if detail.latitude is None and detail.longitude is None:
        return None
    said = _("latitude %(latitude)s, longitude %(longitude)s")
    return said % {
        "latitude": isolated(str(detail.latitude)),
        "longitude": isolated(str(detail.longitude)),
    }


def _law_enforcement(known: LawEnforcement | None) -> tuple[Block, ...]:
    if known is None:
        return ()
    rows = (
        asked(_("Agency"), known.agency_name),
        asked(_("Case number"), known.case_number),
        *told(_("Officer"), full_name(known.officer) if known.officer else None),
        *told_each(
            _("Officer's e-mail"),
            email_lines(known.officer.emails if known.officer else ()),
        ),
        *told_each(
            _("Officer's phone"),
            phone_lines(known.officer.phones if known.officer else ()),
        ),
        asked(_("Reported to the agency"), three_states(known.reported_to_le)),
        asked(_("Served with process, domestic"), three_states(known.served_domestic)),
        asked(
            _("Served with process, foreign"), three_states(known.served_international)
        ),
        *told(_("Foreign country"), territory(known.foreign_country)),
    )
    return (Heading(_("Law enforcement named by the company")), Facts(rows))


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
    document: ReportDocument, label: str | None = None
) -> tuple[Block, ...]:
    heading = Heading(_("Additional information"))
    if not document.additional_info:
        return (heading, Facts((asked(_("Additional information"), None),)))
    return (heading, Prose(document.additional_info, label or _("From the company")))
