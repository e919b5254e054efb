"""Bundles on the stage: whose their rows are, and what becomes of them by forms."""

from datetime import UTC, datetime

from tests import cast
from tipline.files.models import ReportedFile
from tipline.foundation.policy.scope import acting
from tipline.intake.wording import incident_wire
from tipline.matching.circulation import circulated
from tipline.triage import bundles
from tipline.triage.bundling import BundleFacts
from tipline.triage.models import Bundle, Likeness
from tipline.triage.priority import Signals

# They cross platforms and agencies.
OURS = (
    "matching_circulation",
    "matching_sighting",
    "triage_bundle",
    "triage_bundlecount",
    "triage_bundlestay",
    "triage_likeness",
)
NEVER = {"triage_bundlestay": [("U", "left_at IS NOT NULL")]}
# What a report that leaves its bundle, as the only one in it, changes.
LEFT = {
    "triage_bundle": {"priority", "place", "first_report_id"},
    "triage_bundlecount": {"reports", "incidents"},
    "triage_bundlestay": {"left_at", "left_because", "left_by"},
}
SET_ASIDE = {
    "triage_bundle": {"set_aside_at", "set_aside_by", "set_aside_because"},
}
TAKEN_OUT = {
    **LEFT,
    "triage_bundlestay": {*LEFT["triage_bundlestay"], "note"},
    "triage_standing": {"bundle_id"},
}


def build(report_id: int) -> int:
    """Bundle one report, as if its file were widely seen and all that it has."""
    with acting(cast.STAGE):
        content_id = ReportedFile.objects.get(report_id=report_id).content_id
        assert content_id is not None
        bundles.follow(
            cast.STAGE,
            report_id,
            BundleFacts(
                signals=Signals(incident_type=incident_wire("csam") or ""),
                leaders=(content_id,),
                has_words=False,
                is_live=False,
            ),
            incidents=1,
            seen=list(circulated(cast.STAGE, report_id).values()),
            at=datetime.now(UTC),
        )
    return content_id


def build_flood(report_id: int) -> int:
    """Let a report by the form be the first of a flood that has none yet."""
    at = datetime.now(UTC)
    with acting(cast.STAGE):
        Likeness.objects.create(report_id=report_id, at=at)
        return Bundle.objects.create(id=report_id, opened_at=at).pk
