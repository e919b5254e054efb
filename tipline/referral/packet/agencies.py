"""Section D: to which agencies the report was made available."""

import io

import segno
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tipline.referral.packet.contents import PacketContents
from tipline.referral.packet.layout import (
    Block,
    Code,
    Facts,
    Heading,
    Note,
    Row,
    Section,
    Table,
    told,
)
from tipline.referral.packet.recipient_rule import recipient_rule
from tipline.referral.packet.sentence import as_told, in_words, isolated
from tipline.referral.packet.wording import moment, place

LEAD = _lazy(
    "The agencies to which this report was made available, and why each of them."
)
ASK = _lazy(
    "Arrest, conviction, still open, referred or closed: open this address, or scan "
    "the code, and choose. No account is needed, and an answer can be corrected. "
    "Whoever has the link can answer for this report and learns nothing of it: black "
    "it out where the packet leaves your agency. The link holds until %(until)s."
)
NO_DELIVERY = _lazy("The report has not been made available to any other agency.")


def section_d(contents: PacketContents) -> Section:
    """Write down for whom the packet is made and who else has the report."""
    agency = contents.prepared_for
    rows = (
        Row(_("Agency"), (agency.name,)),
        *told(_("Contact"), agency.contact),
        Row(_("Place"), (place(agency.country, agency.state),)),
        Row(
            _("Files nobody viewed"),
            (in_words(recipient_rule(agency.country, agency.state)),),
        ),
    )
    blocks = (
        Heading(_("Prepared for")),
        Facts(rows),
        Heading(_("Made available to")),
        _deliveries(contents),
        *_answer(contents),
    )
    return Section("D", _("Law enforcement contact information"), str(LEAD), blocks)


def _answer(contents: PacketContents) -> tuple[Block, ...]:
    link = contents.answer_link
    if link is None:
        return ()
    return (
        Heading(_("Say what became of it")),
        Code(
            text=link.url,
            svg=_qr(link.url),
            caption=ASK % {"until": isolated(moment(link.expires_at))},
        ),
    )


def _qr(url: str) -> str:
    buffer = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        buffer, kind="svg", xmldecl=False, svgns=True, nl=False
    )
    return buffer.getvalue().decode()


def _deliveries(contents: PacketContents) -> Block:
    if not contents.deliveries:
        return Note(str(NO_DELIVERY))
    rows = tuple(
        (delivery.agency, moment(delivery.at), as_told(delivery.reason))
        for delivery in contents.deliveries
    )
    return Table((_("Agency"), _("When"), _("Why")), rows, (34, 23, 43))
