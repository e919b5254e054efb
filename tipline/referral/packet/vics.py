"""The files of a report as VICS, for forensic tools: the data models 1.3 and 2.0.

Every file is an item, also one whose bytes stay behind: its hashes find copies on
seized devices. The category is one that a person of ours gave, by the mapping of
`review.mappings`; 0 means that nobody has. Version 1.3 writes 64-bit numbers as texts,
as OData 3 does; 2.0 writes them as numbers.

Source: Project VIC data models 1.3 and 2.0, as public forensic tools read them.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from uuid import NAMESPACE_URL, uuid5

from tipline.referral.packet.archive_names import entries_of
from tipline.referral.packet.contents import PacketContents, PacketFile
from tipline.referral.packet.wording import in_english, stamp
from tipline.review.mappings import Said, Scheme, said_in

Json = dict[str, object]

UNCATEGORIZED = 0
TOOL = "Tipline"


class VicsVersion(StrEnum):
    """The versions of the data model that forensic tools read."""

    V1_3 = "1.3"
    V2_0 = "2.0"


ROOTS: Mapping[VicsVersion, tuple[str, str]] = {
    VicsVersion.V1_3: (
        "odata.metadata",
        "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Cases",
    ),
    VicsVersion.V2_0: (
        "@odata.context",
        "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Cases",
    ),
}


@in_english()
def packet_vics(contents: PacketContents, version: VicsVersion) -> bytes:
    """Give all files as one VICS case; the same contents give the same bytes."""
    key, model = ROOTS[version]
    case = {
        "CaseID": str(uuid5(NAMESPACE_URL, f"tipline:{contents.reference}")),
        "CaseNumber": str(contents.report_id),
        "ContactOrganization": contents.clearinghouse_name,
        "SourceApplicationName": TOOL,
        "Media": _media(contents, version),
    }
    text = json.dumps({key: model, "value": [case]}, ensure_ascii=False, indent=2)
    return text.encode("utf-8", errors="replace") + b"\n"


def _media(contents: PacketContents, version: VicsVersion) -> list[Json]:
    paths = {file.file_id: name for name, file in entries_of(contents.files)}
    return [
        {
            "MediaID": number,
            "MediaSize": _size(file, version),
            **_item(contents, file, paths.get(file.file_id, "").replace("/", "\\")),
        }
        for number, file in enumerate(contents.files, 1)
    ]


def _size(file: PacketFile, version: VicsVersion) -> str | int:
    return str(file.size_bytes) if version is VicsVersion.V1_3 else file.size_bytes


def _item(contents: PacketContents, file: PacketFile, path: str) -> Json:
    return {
        "Category": _category(file),
        "MD5": file.md5.upper(),
        "SHA1": file.sha1.upper(),
        "MimeType": file.media_type or "",
        "RelativeFilePath": path,
        # Unknown is not false: whether a child is identified is not ours to say.
        "VictimIdentified": None,
        "OffenderIdentified": None,
        "IsDistributed": None,
        "Series": None,
        "IsPrecategorized": file.label_set is not None,
        "IsSuspected": file.label_set is None,
        "Tags": ", ".join(file.labels),
        "Comments": _comments(contents, file),
        "MediaFiles": [_media_file(file, path)],
        "Exifs": [
            {
                "MD5": file.md5.upper(),
                "PropertyName": pair.name,
                "PropertyValue": pair.value,
            }
            for pair in file.exif
        ],
        "AlternativeHashes": _other_hashes(file),
    }


def _category(file: PacketFile) -> int:
    if file.label_set is None:
        return UNCATEGORIZED
    said = said_in(Scheme.PROJECT_VIC, file.label_set)
    return int(dict(said.values)["category"]) if isinstance(said, Said) else 0


def _comments(contents: PacketContents, file: PacketFile) -> str:
    return (
        f"Report {contents.report_id}, file {file.file_id}. {file.gate.title}. "
        f"{contents.platform_name}"
    )


def _media_file(file: PacketFile, path: str) -> Json:
    details = file.details
    return {
        "MD5": file.md5.upper(),
        "FileName": file.original_file_name or file.file_name,
        "FilePath": path,
        "Created": stamp(details.uploaded_to_platform_at) if details else None,
        "Written": None,
        "Accessed": None,
        "Unallocated": False,
    }


def _other_hashes(file: PacketFile) -> list[Json]:
    found = [("SHA256", file.sha256), *(("PDQ", made.hex) for made in file.pdq[:1])]
    return [{"HashName": name, "HashValue": value} for name, value in found]
