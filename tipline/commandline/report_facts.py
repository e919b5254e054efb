"""All that is known of one report, as values for JSON; what is not known is null."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from tipline.files import queries as files
from tipline.files.models import ReportedFile, VideoHash
from tipline.foundation.jobs import queries as jobs
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist import queries as lists
from tipline.intake import call_queries as calls
from tipline.intake.models import Report
from tipline.linking import queries as linking
from tipline.matching import queries as matching
from tipline.matching.models import FrameMatch, Match, VideoMatch
from tipline.referral import records
from tipline.referral.models import LocationEvidence, Referral
from tipline.referral.release_queries import release_sheet
from tipline.triage.models import Assessment, AssessmentKind
from tipline.triage.queue_lines import counts_of

Facts = dict[str, Any]


def facts_of(reader: Principal, report_id: int) -> Facts:
    """Assemble what is known of a report, whatever its state; also of a test.

    Raises:
        NotFoundError: there is no such report.
    """
    with acting(reader):
        report = records.whole_report(reader, report_id)
        receipt = json.loads(report.receipt) if report.receipt else None
        return {
            **_submitted(report),
            "files": _files(reader, report_id),
            "completeness": receipt["completeness"] if receipt else None,
            **_standing(report),
            **_bundles(report),
            "links": [asdict(link) for link in linking.links_of(reader, report_id)],
            "location_evidence": [_hint(h) for h in report.location_evidence.all()],
            "jurisdiction": _jurisdiction(report),
            "referrals": [_referral(r) for r in report.referrals.all()],
            **_public(reader, report),
            "steps": [
                {
                    "step": run.step,
                    "state": run.state,
                    "attempts": run.attempts,
                    "error_code": run.error_code or None,
                    "at": run.updated_at,
                }
                for run in jobs.steps_of(reader, report_id)
            ],
            "receipt": receipt,
            "finish_answer": _answer(report),
        }


def _submitted(report: Report) -> Facts:
    """Give what the platform sent; a report taken back has lost its document."""
    return {
        "id": report.pk,
        "platform": report.reporter_name,
        "platform_id": report.platform_id,
        "origin": report.origin,
        "state": report.state,
        "is_test": report.is_test,
        "profile": report.profile,
        "opened_at": report.opened_at,
        "changed_at": report.changed_at,
        "closed_at": report.closed_at,
        "incident_type": report.incident_type,
        "incident_at": report.incident_at,
        "is_escalated": report.is_escalated,
        "is_batched": report.is_batched,
        "document": report.document or None,
        "warnings": report.warnings,
    }


def _files(reader: Principal, report_id: int) -> list[Facts]:
    hits = matching.matches_of(reader, report_id)
    near = matching.near_pictures_of(reader, report_id)
    videos = matching.video_matches_of(reader, report_id)
    frames = matching.frame_matches_of(reader, report_id)
    return [
        {
            "file_id": file.file_id,
            "name": file.file_name,
            "size_bytes": file.size_bytes,
            "md5": file.md5,
            "sha1": file.sha1,
            "sha256": file.sha256,
            "received_at": file.received_at,
            "shredded_at": file.shredded_at,
            "viewed_by_platform": file.viewed_by_platform,
            "exif_viewed_by_platform": file.exif_viewed_by_platform,
            "publicly_available": file.publicly_available,
            "details": file.details,
            "warnings": file.warnings,
            "inspection": _inspection(file),
            "matches": _matches(file, hits),
            "seen_in": [asdict(each) for each in near.get(file.content_id or 0, [])],
            "video_matches": _video_matches(file, videos),
            "frame_matches": _frame_matches(file, frames),
        }
        for file in files.files_of(reader, report_id)
    ]


def _inspection(file: ReportedFile) -> Facts | None:
    content = file.content
    if content is None:
        return None
    return {
        "outcome": content.inspection,
        "reason": content.inspection_reason or None,
        "at": content.inspected_at,
        "media_type": content.media_type or None,
        "width": content.width,
        "height": content.height,
        "frames": content.frames,
        "exif": content.exif,
        "video": _video(files.video_of(file)),
        "pdq": [
            {"value": made.hex, "quality": made.quality, "recipe": made.recipe}
            for made in files.hashes_of(file)
        ],
    }


def _video(found: VideoHash | None) -> Facts | None:
    if found is None:
        return None
    frames = found.as_frames()
    return {
        "length_ms": found.length_ms,
        "cut": found.cut or None,
        "recipe": found.recipe,
        "frames": [
            {"at_ms": f.at_ms, "until_ms": f.until_ms, "pdq": f.value.hex()}
            for f in frames
        ],
    }


def _matches(file: ReportedFile, hits: Sequence[Match]) -> list[Facts]:
    return [
        {
            "list": hit.entry.hash_list.name,
            "meaning": hit.entry.hash_list.meaning,
            "is_viral": hit.entry.hash_list.is_viral,
            "classification": hit.entry.item.classification or None,
            "algorithm": hit.algorithm,
            "distance": hit.distance,
            "recipe": hit.recipe or None,
            "turn": hit.turn or None,
            "file_percent": hit.file_percent,
            "item_percent": hit.item_percent,
            "intervals_ms": hit.intervals,
            "at": hit.matched_at,
            "why": asdict(lists.explain(hit.entry)),
        }
        for hit in hits
        if hit.file_id == file.pk
    ]


def _video_matches(file: ReportedFile, videos: Sequence[VideoMatch]) -> list[Facts]:
    return [
        {
            "sha256": match.other.sha256,
            "turn": match.turn or None,
            "file_percent": round(match.file_percent, 1),
            "other_percent": round(match.other_percent, 1),
            "intervals_ms": match.intervals,
            "at": match.matched_at,
        }
        for match in videos
        if match.file_id == file.pk
    ]


def _frame_matches(file: ReportedFile, frames: Sequence[FrameMatch]) -> list[Facts]:
    return [
        {
            "frame_of": match.frame_of,
            "at_ms": match.at_ms,
            "distance": match.distance,
            "quality": match.quality,
            "recipe": match.recipe,
            "turn": match.turn,
            "at": match.matched_at,
            "why": asdict(lists.explain(match.entry)),
        }
        for match in frames
        if match.file_id == file.pk
    ]


def _standing(report: Report) -> Facts:
    """Give the newest assessment, every earlier one, and who escalated why."""
    standing = getattr(report, "standing", None)
    newest = standing.assessment if standing else None
    every = sorted(report.assessments.all(), key=lambda assessment: assessment.pk)
    return {
        "priority": newest.priority if newest else None,
        "risk": newest.risk if newest else None,
        "reasons": newest.reasons if newest else None,
        "designation": newest.designation if newest else None,
        "arm": (newest.arm or None) if newest else None,
        "designation_fields": newest.designation_fields if newest else None,
        "needs_person": standing.needs_person if standing else None,
        "assessments": [_assessment(assessment) for assessment in every],
        "escalations": _escalations(report, every),
    }


def _assessment(assessment: Assessment) -> Facts:
    return {
        "kind": assessment.kind,
        "priority": assessment.priority,
        "risk": assessment.risk,
        "reasons": assessment.reasons,
        "designation": assessment.designation,
        "arm": assessment.arm or None,
        "designation_fields": assessment.designation_fields,
        "by": assessment.actor,
        "note": assessment.note or None,
        "at": assessment.at,
    }


def _escalations(report: Report, every: Sequence[Assessment]) -> list[Facts]:
    reason = report.document.get("escalation_reason")
    by_platform = [
        {"by": report.reporter_name, "reason": reason, "at": report.opened_at}
    ]
    return (by_platform if reason else []) + [
        {"by": one.actor, "reason": one.note or None, "at": one.at}
        for one in every
        if one.kind == AssessmentKind.RAISED
    ]


def _bundles(report: Report) -> Facts:
    """Give the incidents that the report brings, its bundle, and those that it left."""
    stays = sorted(report.bundle_stays.all(), key=lambda stay: -stay.pk)
    now = next((stay for stay in stays if stay.left_at is None), None)
    persons = (report.document or {}).get("reported_persons", ())
    return {
        "incidents": max(len(persons), 1),
        "bundle": {
            "id": now.bundle_id,
            "joined_at": now.joined_at,
            "because": now.because,
            **counts_of([now.bundle_id])[now.bundle_id],
        }
        if now
        else None,
        "left_bundles": [
            {
                "id": stay.bundle_id,
                "joined_at": stay.joined_at,
                "left_at": stay.left_at,
                "because": stay.left_because,
                "by": stay.left_by,
                "note": stay.note or None,
            }
            for stay in stays
            if stay.left_at is not None
        ],
    }


def _hint(hint: LocationEvidence) -> Facts:
    return {
        "source": hint.source,
        "about": hint.about,
        "country": hint.country,
        "state": hint.state or None,
        "city": hint.city or None,
        "confidence": hint.confidence,
        "detail": hint.detail or None,
        "data_source": hint.data_source or None,
        "data_date": hint.data_date or None,
    }


def _jurisdiction(report: Report) -> Facts | None:
    found = getattr(report, "jurisdiction", None)
    if found is None:
        return None
    return {
        "country": found.country or None,
        "state": found.state or None,
        "places": found.places,
        "decided_at": found.decided_at,
    }


def _referral(referral: Referral) -> Facts:
    return {
        "agency": referral.agency.code,
        "agency_name": referral.agency.organization.name,
        "made_available_at": referral.made_available_at,
        "reason": referral.reason,
        "rule": referral.rule,
        "first_opened_at": referral.first_opened_at,
        "downloads": [
            {
                "part": receipt.part,
                "sha256": receipt.sha256,
                "size_bytes": receipt.size_bytes,
                "at": receipt.at,
            }
            for receipt in referral.receipts.all()
        ],
    }


def _public(reader: Principal, report: Report) -> Facts:
    """Give the call and what was decided about it; null for a platform's report."""
    taken = getattr(report, "call", None)
    if taken is None:
        return {"call": None, "release": None}
    danger = calls.danger_of(reader, report.pk)
    sheet = release_sheet(reader, report.pk)
    return {
        "call": {
            "taken_by": taken.taken_by,
            "began_at": taken.began_at,
            "is_abandoned": taken.is_abandoned,
            "answers": calls.answers_of(reader, report.pk),
            "danger": asdict(danger),
        },
        "release": {
            "waits": sheet.waits,
            "needs_second_look": sheet.needs_second_look,
            "proposed": [asdict(each) for each in sheet.proposed],
            "decided": [asdict(each) for each in sheet.decided],
        },
    }


def _answer(report: Report) -> str | None:
    answer = report.finish_answer
    return None if answer is None else bytes(answer).decode()
