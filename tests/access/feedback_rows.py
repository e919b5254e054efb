"""Answers of agencies on the stage, and the link of one of them."""

from datetime import UTC, datetime
from typing import Any

from tests import cast
from tipline.feedback import links, services
from tipline.feedback.answers import Answer, Way

NEVER = {
    "feedback_feedback": [("UD", "true")],
    "feedback_answerlink": [("UD", "true")],
}
ITS_PLATFORM = (
    "platform_id = (SELECT r.platform_id FROM intake_report r WHERE r.id = report_id)"
)
FORMS = {
    "agencies:feedback": (
        {
            "status": "ongoing",
            "close_reason": "",
            "more_victims_number": "",
            "why_not_useful": "",
        },
        {"feedback_feedback": {"a new row"}},
    )
}


def build(ours: Any, theirs: Any) -> str:
    """Let each side's officer answer and get a link; gives the secret of ours."""
    at = datetime.now(UTC)
    secrets = []
    for side in (ours, theirs):
        officer = cast.principal_of(side.officer)
        answer = Answer(status="closed", close_reason="other")
        services.give(officer, side.report_id, answer, way=Way.PORTAL, at=at)
        secrets.append(links.link_for(officer, side.report_id, at=at).secret)
    return secrets[0]
