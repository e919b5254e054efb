"""The parts of a packet: what each is called, and which function makes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from types import MappingProxyType

from tipline.referral.packet.contents import PacketContents
from tipline.referral.packet.pdf import packet_pdf
from tipline.referral.packet.police_json import packet_json
from tipline.referral.packet.tables import files_csv, ip_events_csv
from tipline.referral.packet.vics import VicsVersion, packet_vics
from tipline.referral.packet.workbook import packet_xlsx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Part(StrEnum):
    """What can be downloaded of a packet; the values are in addresses and receipts."""

    ARCHIVE = "zip"
    PDF = "pdf"
    JSON = "json"
    WORKBOOK = "xlsx"
    IP_EVENTS = "ip-events"
    FILES = "files"
    VICS_1_3 = "vics-1-3"
    VICS_2_0 = "vics-2-0"
    FIRST_REPORT = "first-report"
    PRESERVATION_LETTER = "preservation-letter"
    LEGAL_PROCESS = "legal-process"
    MLAT_REQUEST = "mlat-request"


@dataclass(frozen=True, kw_only=True)
class Document:
    """A part that one function makes: its names in the ZIP and alone, with a number."""

    entry: str
    saved_as: str
    media_type: str
    make: Callable[[PacketContents], bytes]


# In the order in which they lie in the ZIP.
DOCUMENTS: Mapping[Part, Document] = MappingProxyType(
    {
        Part.PDF: Document(
            entry="report-{}.pdf",
            saved_as="report-{}.pdf",
            media_type="application/pdf",
            make=packet_pdf,
        ),
        Part.JSON: Document(
            entry="report-{}.json",
            saved_as="report-{}.json",
            media_type="application/json",
            make=packet_json,
        ),
        Part.WORKBOOK: Document(
            entry="report-{}.xlsx",
            saved_as="report-{}.xlsx",
            media_type=XLSX,
            make=packet_xlsx,
        ),
        Part.IP_EVENTS: Document(
            entry="ip-events-{}.csv",
            saved_as="report-{}-ip-events.csv",
            media_type="text/csv; charset=utf-8",
            make=ip_events_csv,
        ),
        Part.FILES: Document(
            entry="files-{}.csv",
            saved_as="report-{}-files.csv",
            media_type="text/csv; charset=utf-8",
            make=files_csv,
        ),
        Part.VICS_1_3: Document(
            entry="vics-1.3-{}.json",
            saved_as="report-{}-vics-1.3.json",
            media_type="application/json",
            make=partial(packet_vics, version=VicsVersion.V1_3),
        ),
        Part.VICS_2_0: Document(
            entry="vics-2.0-{}.json",
            saved_as="report-{}-vics-2.0.json",
            media_type="application/json",
            make=partial(packet_vics, version=VicsVersion.V2_0),
        ),
    }
)
