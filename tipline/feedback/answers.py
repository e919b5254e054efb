"""What an agency can answer, and what fits together.

Source of the words: the feedback form of the yearly transparency report (OJJDP, 2023).
"""

from dataclasses import dataclass
from enum import StrEnum

from tipline.foundation.sentence import Sentence

MOST_VICTIMS = 10_000


class Status(StrEnum):
    """What became of a report at an agency."""

    CONVICTION = "conviction"
    ARREST = "arrest"
    ONGOING = "ongoing"
    REFERRED = "referred"
    CLOSED = "closed"


class CloseReason(StrEnum):
    """Why an agency closed it."""

    NOT_LOCATED = "unable-to-locate-subject"
    EMPTY_RESPONSE = "esp-legal-response-empty"
    NO_CRIME = "no-crime"
    NO_MERIT = "no-prosecutorial-merit"
    ADULT = "alleged-child-is-adult"
    AGE_UNKNOWN = "age-undeterminable"
    FALSE_REPORT = "false-report"
    UNFOUNDED = "unfounded"
    DECEASED = "person-deceased"
    OTHER = "other"


class WhyNotUseful(StrEnum):
    """Why the clearinghouse's information did not help."""

    STALE = "stale"
    LIMITED = "limited"
    OTHER = "other"


class Way(StrEnum):
    """How an answer came: on the report's page, by a packet's link, from a program."""

    PORTAL = "portal"
    LINK = "link"
    API = "api"


# What a close reason says of the report itself: the ground of a clearance, as verdict
# and ground. That nobody was found, or that the age stays open, clears nobody.
CLEARS: dict[str, str] = {
    CloseReason.NO_CRIME: "no-crime",
    CloseReason.ADULT: "alleged-child-is-adult",
    CloseReason.FALSE_REPORT: "false-report",
    CloseReason.UNFOUNDED: "no-crime",
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """All that is asked; None and the empty text were not answered."""

    status: str
    close_reason: str = ""
    child_identified: bool | None = None
    more_victims: bool | None = None
    more_victims_number: int | None = None
    is_self_produced: bool | None = None
    was_useful: bool | None = None
    why_not_useful: str = ""


def problem_of(answer: Answer) -> str | None:
    """Say what does not fit, or give None."""
    checks = (_status_problem, _number_problem, _useful_problem)
    return next(filter(None, (check(answer) for check in checks)), None)


def _status_problem(answer: Answer) -> str | None:
    if answer.status not in set(Status):
        return Sentence("Choose what became of the report.")
    is_closed = answer.status == Status.CLOSED
    if is_closed and answer.close_reason not in set(CloseReason):
        return Sentence("Choose why it was closed.")
    if not is_closed and answer.close_reason:
        return Sentence("A reason for closing goes with a closed report alone.")
    return None


def _number_problem(answer: Answer) -> str | None:
    number = answer.more_victims_number
    if number is None:
        return None
    if answer.more_victims is not True:
        return Sentence(
            "A number of further victims goes with the answer that there are some."
        )
    if not 1 <= number <= MOST_VICTIMS:
        return Sentence(
            "Give a number of further victims from 1 to %(most)s.",
            most=str(MOST_VICTIMS),
        )
    return None


def _useful_problem(answer: Answer) -> str | None:
    if not answer.why_not_useful:
        return None
    if answer.was_useful is not False:
        return Sentence("Why it did not help goes with the answer that it did not.")
    if answer.why_not_useful not in set(WhyNotUseful):
        return Sentence("Choose why it did not help.")
    return None
