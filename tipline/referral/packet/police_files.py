"""Uploaded files in the shape that police tools read."""

from tipline.intake.document import FileDocument
from tipline.referral.packet.contents import PacketFile
from tipline.referral.packet.police_people import (
    Json,
    capture,
    device_capture,
    ip_capture,
    texts,
)
from tipline.referral.packet.wording import stamp

UPLOADED = "Upload Date and Time"


def uploaded_file(file: PacketFile) -> Json:
    """Give one file; `verificationHash` is the MD5 that we computed ourselves."""
    details = file.details or FileDocument(report_id=0, file_id=file.file_id)
    return {
        "filename": file.file_name,
        "originalFilename": file.original_file_name,
        "submittalId": file.file_id,
        "verificationHash": file.md5,
        "viewedByEsp": details.viewed_by_platform,
        "exifViewedByEsp": details.exif_viewed_by_platform,
        "publiclyAvailable": details.publicly_available,
        "fileRelevance": details.relevance,
        "fileAnnotations": [*details.annotations, *details.unknown_annotations],
        "industryClassification": details.industry_classification,
        "uploadedToEspDateTime": stamp(details.uploaded_to_platform_at),
        "originalFileHashes": [
            {"hashType": given.algorithm, "value": given.value}
            for given in details.original_hashes
        ],
        "espMetadata": {"metadatas": _metadata(details)},
        "ncmecTags": {"groups": _tag_groups(file.labels)},
        "sourceInformation": {"sourceCaptures": _captures(details)},
        "additionalInformations": texts(*details.additional_info),
    }


def _metadata(details: FileDocument) -> list[Json]:
    uploaded_at = stamp(details.uploaded_to_platform_at)
    return [
        *([_pair(UPLOADED, uploaded_at)] if uploaded_at else []),
        *(_pair(pair.name, pair.value) for pair in details.metadata),
    ]


def _pair(name: str, value: str) -> Json:
    return {"name": name, "value": value}


def _tag_groups(labels: tuple[str, ...]) -> list[Json]:
    # One group: a tool reads only the first one.
    return [{"tags": [{"value": label} for label in labels]}] if labels else []


def _captures(details: FileDocument) -> list[Json]:
    # The address comes first: a tool takes the first capture's time for the upload's.
    seen = details.ip_capture
    return [
        *([ip_capture(seen)] if seen else []),
        *([capture("URL", details.location)] if details.location else []),
        *map(device_capture, details.devices),
    ]
