"""Section D: to which agencies the report was made available."""

from tipline.referral.packet.contents import PacketContents
from tipline.referral.packet.layout import (
    Block,
    Facts,
    Heading,
    Note,
    Row,
    Section,
    Table,
    told,
)
from tipline.referral.packet.recipient_rule import recipient_rule
from tipline.referral.packet.wording import moment, place

LEAD = "The agencies to which this report was made available, and why each of them."
NO_DELIVERY = "The report has not been made available to any other agency."


def section_d(contents: PacketContents) -> Section:
    """Write down for whom the packet is made and who else has the report."""
    agency = contents.prepared_for
    rows = (
        Row("Agency", (agency.name,)),
        *told("Contact", agency.contact),
        Row("Place", (place(agency.country, agency.state),)),
        Row("Files nobody viewed", (recipient_rule(agency.country, agency.state),)),
    )
    blocks = (
        Heading("Prepared for"),
        Facts(rows),
        Heading("Made available to"),
        _deliveries(contents),
    )
    return Section("D", "Law enforcement contact information", LEAD, blocks)


def _deliveries(contents: PacketContents) -> Block:
    if not contents.deliveries:
        return Note(NO_DELIVERY)
    rows = tuple(
        (delivery.agency, moment(delivery.at), delivery.reason)
        for delivery in contents.deliveries
    )
    return Table(("Agency", "When", "Why"), rows, (34, 23, 43))
