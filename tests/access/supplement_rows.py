"""What comes after finish on the stage: who may see which of its rows."""

from datetime import UTC, datetime

from tests import cast
from tipline import supplementing
from tipline.files import keeping, staging
from tipline.hashing.digests import DigestStream
from tipline.intake.document import SupplementDocument
from tipline.intake.supplements import Sent

# What the analysts' form asks for, and what it does.
FORMS = {
    "console:supplement": (
        {
            "reason": "abstract reason",
            "added": "abstract text",
            **dict.fromkeys(
                ("email", "screen_name", "corrected", "number"),
                "",
            ),
        },
        {
            "intake_supplement": {"a new row"},
            "intake_report": {
                "supplemented_at",
                "supplemented_document",
                "supplemented_receipt",
            },
            "procrastinate_jobs": {"a new row"},
            "procrastinate_events": {"a new row"},
        },
    ),
}
PLATFORMS = "platform_id = {o} AND source = 'platform'"
NEVER = {"intake_supplement": [("UD", "true")]}
BLIND = {"files_stagedfile": ("D", "DELETE FROM {t}")}
TENANT = {"files_stagedfile": "platform_id"}


def build(platform: cast.Platform, report_id: int) -> int:
    """Let an analyst and a platform add to a report, and let a file wait.

    Gives the id of the platform's supplement.
    """
    said = SupplementDocument(
        report_id=report_id, reason="abstract", additional_info="abstract"
    )
    at = datetime.now(UTC)
    number = 0
    for actor, answer in (
        (cast.principal_of(cast.ana()), None),
        (platform.principal, lambda *_: b"<answer/>"),
    ):
        sent = Sent(body=f"{actor.actor} {report_id}".encode())
        receipt = supplementing.supplement_report(
            actor, said, sent, answer_of=answer, at=at
        )
        number = receipt["supplementId"]
    writer = keeping.vault().begin(f"staged-{report_id}", "test")
    writer.write(b"invented")
    digests = DigestStream()
    digests.update(b"invented")
    staging.stage_file(
        platform.principal,
        report_id,
        file_name="waits.jpg",
        digests=digests.result(),
        stored=keeping.to_row(writer.commit()),
        at=at,
    )
    return number
