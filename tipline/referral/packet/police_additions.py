"""What this clearinghouse adds to the police JSON, under its own key."""

from tipline.referral.packet.contents import (
    FileMatch,
    FrameMatch,
    OriginalSubmission,
    Overlap,
    PacketContents,
    PacketFile,
    Priority,
    VideoMatch,
)
from tipline.referral.packet.police_people import Json
from tipline.referral.packet.recipient_rule import recipient_rule
from tipline.referral.packet.supplements import supplements_json
from tipline.referral.packet.wording import stamp
from tipline.review import mappings
from tipline.review.labels import Labels, to_json

PROFILE = "tipline-packet/1"


def additions(contents: PacketContents) -> Json:
    """Give everything known that the common shape has no place for."""
    return {
        "profile": PROFILE,
        "reference": contents.reference,
        "isTest": contents.is_test,
        "finishedAt": stamp(contents.finished_at),
        "clearinghouse": contents.clearinghouse_name,
        "platformViewedDefinition": contents.platform_viewed_definition,
        "publicReport": _public(contents),
        "priority": _priority(contents.priority),
        **_judgments(contents),
        **_places(contents),
        **_histories(contents),
        "files": [_file(file) for file in contents.files],
        "matches": [_match(match) for match in contents.matches],
        "videoMatches": [_video_match(match) for match in contents.video_matches],
        "frameMatches": [_frame_match(match) for match in contents.frame_matches],
        "links": [
            {"reportId": link.report_id, "sharedKinds": list(link.identifier_kinds)}
            for link in contents.links
        ],
        "asSent": _as_sent(contents),
        "originals": [_original(original) for original in contents.originals],
        "supplements": supplements_json(contents),
        "packet": _packet(contents),
    }


def _public(contents: PacketContents) -> Json | None:
    """Give what only a report of the public has; null for a platform's."""
    public, asked = contents.public, contents.document.public
    if public is None or asked is None:
        return None
    return {
        "channel": contents.platform_name,
        "isVerified": False,
        "callBegan": None if public.is_form else stamp(public.began_at),
        "callBrokeOff": None if public.is_form else public.is_abandoned,
        "formBegan": stamp(public.began_at) if public.is_form else None,
        "formBrokeOff": public.is_abandoned if public.is_form else None,
        "dangerNow": asked.danger_now,
        "dangerIsConfirmed": public.is_confirmed,
        "dangerChecks": [
            {"kind": check.kind, "outcome": check.outcome, "at": stamp(check.at)}
            for check in public.checks
        ],
        "danger": asked.danger,
        "whereChildIsNow": asked.child_now,
        "accessToChild": asked.access,
        "relationToChild": asked.relation,
        "whenInTheirWords": asked.happened,
        "howTheyKnow": asked.how_known,
        "toldBy": asked.told_by,
        "callBackNumber": asked.callback_number,
        "contactAllowed": asked.contact_allowed,
        "language": asked.language,
        "releasedAt": stamp(public.released_at),
    }


def _priority(priority: Priority) -> Json:
    return {
        "level": priority.level,
        "setBy": priority.set_by,
        "setAt": stamp(priority.set_at),
        "reasons": [
            {
                "rule": reason.rule,
                "sentence": reason.sentence,
                "facts": {fact.name: fact.value for fact in reason.facts},
            }
            for reason in priority.reasons
        ],
    }


def _judgments(contents: PacketContents) -> Json:
    designation, completeness = contents.designation, contents.completeness
    return {
        "designation": {
            "kind": designation.kind,
            "arm": designation.arm,
            "sentence": designation.sentence,
        },
        "completeness": {
            "score": completeness.score,
            "missing": [
                {"field": gap.field, "cost": gap.cost, "why": gap.why}
                for gap in completeness.missing
            ],
        },
        "incidentClassification": contents.incident_classification,
        "warnings": list(contents.warnings),
    }


def _places(contents: PacketContents) -> Json:
    found = contents.jurisdiction
    return {
        "jurisdiction": None
        if found is None
        else {
            "country": found.country,
            "state": found.state,
            "sentence": found.sentence,
        },
        "locationEvidence": [
            {
                "source": evidence.source,
                "value": evidence.value,
                "country": evidence.country,
                "state": evidence.state,
                "confidence": evidence.confidence,
                "dataDate": evidence.data_on and evidence.data_on.isoformat(),
            }
            for evidence in contents.location_evidence
        ],
        "ipAddresses": [
            {
                "address": fact.address,
                "country": fact.country,
                "state": fact.state,
                "source": fact.source,
                "dataDate": fact.data_on and fact.data_on.isoformat(),
                "networkOwner": fact.owner or None,
                "ownerSource": fact.owner_source or None,
            }
            for fact in contents.ip_facts
        ],
        "ipAttribution": contents.ip_attribution,
    }


def _histories(contents: PacketContents) -> Json:
    return {
        "escalations": [
            {"at": stamp(raised.at), "by": raised.by, "reason": raised.reason}
            for raised in contents.escalations
        ],
        "analystNotes": [
            {"at": stamp(note.at), "by": note.by, "text": note.text}
            for note in contents.analyst_notes
        ],
        "deliveries": [
            {
                "agency": delivery.agency,
                "at": stamp(delivery.at),
                "reason": delivery.reason,
            }
            for delivery in contents.deliveries
        ],
    }


def _file(file: PacketFile) -> Json:
    return {
        "fileId": file.file_id,
        "sizeBytes": file.size_bytes,
        "md5": file.md5,
        "sha1": file.sha1,
        "sha256": file.sha256,
        "mediaType": file.media_type,
        "width": file.width,
        "height": file.height,
        "pdq": [
            {"value": made.hex, "quality": made.quality, "recipe": made.recipe}
            for made in file.pdq
        ],
        "exif": [{"name": pair.name, "value": pair.value} for pair in file.exif],
        "labels": list(file.labels),
        "labelSet": file.label_set and _label_set(file.label_set),
        "viewedByClearinghouse": [
            {"at": stamp(viewing.at), "by": viewing.by, "basis": viewing.basis}
            for viewing in file.viewed_by_clearinghouse
        ],
        "gate": {
            "mayOpen": file.gate.may_open,
            "standing": file.gate.standing.value,
            "banner": file.gate.banner,
            "reasons": list(file.gate.reasons),
        },
    }


def _label_set(labels: Labels) -> Json:
    """Give our own labels, and beside them the words of each scheme or why not."""
    said = {scheme: mappings.said_in(scheme, labels) for scheme in mappings.Scheme}
    return {
        **to_json(labels),
        "mappings": {
            scheme.value: {
                "version": each.version,
                **(
                    {"why": each.why}
                    if isinstance(each, mappings.Unsaid)
                    else {"values": [list(pair) for pair in each.values]}
                ),
            }
            for scheme, each in said.items()
        },
    }


def _match(match: FileMatch) -> Json:
    return {
        "fileId": match.file_id,
        "list": match.list_name,
        "algorithm": match.algorithm,
        "basis": match.basis.value,
        "distance": match.distance,
        "recipe": match.recipe,
        "turn": match.turn,
        "overlap": None if match.overlap is None else _overlap(match.overlap),
        "matchedItemWasViewed": match.matched_item_was_viewed,
        "classification": match.classification,
        "listedBy": match.listed_by,
        "listedAt": stamp(match.listed_at),
        "listBasis": match.list_basis,
    }


def _video_match(match: VideoMatch) -> Json:
    return {
        "fileId": match.file_id,
        "sha256": match.sha256,
        "turn": match.turn,
        "overlap": _overlap(match.overlap),
    }


def _frame_match(match: FrameMatch) -> Json:
    return {
        "fileId": match.file_id,
        "list": match.list_name,
        "frameOf": "file" if match.is_in_file else "item",
        "atMs": match.at_ms,
        "distance": match.distance,
        "quality": match.quality,
        "recipe": match.recipe,
        "turn": match.turn,
        "classification": match.classification,
        "listedBy": match.listed_by,
        "listedAt": stamp(match.listed_at),
        "listBasis": match.list_basis,
    }


def _overlap(overlap: Overlap) -> Json:
    return {
        "filePercent": round(overlap.file_percent, 1),
        "otherPercent": round(overlap.other_percent, 1),
        "fileTimesMs": [list(times) for times in overlap.file_times],
        "otherTimesMs": [list(times) for times in overlap.other_times],
    }


def _as_sent(contents: PacketContents) -> Json:
    document, known = contents.document, contents.document.law_enforcement
    return {
        "incidentType": document.incident_type_as_sent or None,
        "incidentDateTime": document.incident_at_as_sent or None,
        "batchReason": document.batch_reason,
        "reportedPersons": len(document.reported_persons),
        "lawEnforcement": None
        if known is None
        else {
            "agencyName": known.agency_name,
            "caseNumber": known.case_number,
            "reportedToLe": known.reported_to_le,
            "servedDomestic": known.served_domestic,
            "servedInternational": known.served_international,
            "foreignCountry": known.foreign_country,
        },
    }


def _original(original: OriginalSubmission) -> Json:
    return {
        "kind": original.kind,
        "fileId": original.file_id,
        "receivedAt": stamp(original.received_at),
        "sizeBytes": len(original.content),
        "sha256": original.sha256,
    }


def _packet(contents: PacketContents) -> Json:
    agency, link = contents.prepared_for, contents.answer_link
    return {
        "version": contents.version,
        "preparedFor": agency.name,
        "contact": agency.contact,
        "recipientRule": recipient_rule(agency.country, agency.state),
        "preparedAt": stamp(contents.prepared_at),
        "preparedBy": contents.prepared_by,
        "answerUrl": link.url if link else None,
        "answerUntil": stamp(link.expires_at) if link else None,
    }
