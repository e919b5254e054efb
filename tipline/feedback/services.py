"""Keep what an agency answered."""

from dataclasses import asdict
from datetime import datetime

from tipline.clearance import services as clearance
from tipline.clearance.errors import ClearancePendingError
from tipline.clearance.services import Finding
from tipline.clearance.verdicts import Verdict
from tipline.feedback.answers import CLEARS, Answer, Way, problem_of
from tipline.feedback.errors import AnswerIncompleteError
from tipline.feedback.models import Feedback
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.referral import queries as referral


def give(
    holder: Principal,
    report_id: int,
    answer: Answer,
    *,
    way: Way,
    how_known: str = "",
    at: datetime,
) -> bool:
    """Keep an answer for a report; the newest counts, and all stay.

    If it closes the report as nothing, and an officer says in a sentence how that is
    known, the report is cleared by the same word: its platform and all agencies are
    told, and a second person decides. Nobody clears by a link.

    Returns:
        Whether a clearance was begun; not where the agency said so before.

    Raises:
        NotFoundError: no such report for the agency.
        AnswerIncompleteError: a part is missing, or parts do not go together.
    """
    clears = way is not Way.LINK and answer.close_reason in CLEARS and how_known.strip()
    with acting(holder):
        held = referral.report_for(holder, report_id)
        problem = problem_of(answer)
        if problem:
            raise AnswerIncompleteError(problem=problem)
        made = Feedback.objects.create(
            report_id=held.report_id,
            platform_id=held.report.platform_id,
            organization_id=holder.organization_id,
            way=way.value,
            said_by=holder.actor,
            said_at=at,
            **asdict(answer),
        )
        audit.record(
            holder,
            "feedback.given",
            f"report:{report_id}",
            feedback=made.pk,
            status=made.status,
            close_reason=made.close_reason,
            way=made.way,
        )
        return bool(clears) and _clear(
            holder, report_id, answer.close_reason, how_known=how_known, at=at
        )


def _clear(
    holder: Principal, report_id: int, reason: str, *, how_known: str, at: datetime
) -> bool:
    found = Finding(
        verdict=Verdict.UNFOUNDED,
        ground=CLEARS[reason],
        reason=how_known,
    )
    try:
        clearance.clear(holder, report_id, found, at=at)
    except ClearancePendingError:
        return False
    return True
