"""Three invented callers: one in haste, one who waits for release, one on the line."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from tipline import telephone
from tipline.demo import cast
from tipline.foundation.accounts import queries as accounts
from tipline.foundation.policy.principal import Principal
from tipline.intake import calls
from tipline.intake.call_queries import has_calls
from tipline.intake.danger import CheckKind, CheckOutcome
from tipline.intake.public_form import SECTIONS_BY_ID
from tipline.referral.release_queries import release_sheet

Answers = Mapping[str, Mapping[str, str]]

IN_HASTE: Answers = {
    "danger": {
        "danger_now": "yes",
        "danger": "A meeting is planned for this evening.",
        "child_now": "On the way to a station in Boston",
        "callback_number": "+1 617 555 0134",
    },
    "incident": {
        "kind": "enticement",
        "service": cast.CHAT,
        "what": "Messages about a planned meeting, seen on a tablet.",
        "how_known": "The caller read the messages.",
    },
    "child": {
        "child_first_name": "Bo",
        "child_age": "12",
        "child_city": "Boston",
        "child_state": "MA",
        "child_country": "US",
    },
    "person": {"access": "online", "person_screen_name": "quiet_fox_4711"},
    "reporter": {"told_by": "parent", "contact_allowed": "yes", "language": "es"},
}
IN_TURN: Answers = {
    "danger": {"danger_now": "no"},
    "incident": {
        "kind": "misleading",
        "urls": "toys.example.org/page",
        "what": "A page of toys that leads to something else.",
        "happened_on": "2026-11-01",
    },
    "person": {"person_state": "CA", "access": "unknown"},
    "reporter": {"told_by": "other", "language": "en"},
}
ON_THE_LINE: Answers = {
    "danger": {"danger_now": "unknown", "callback_number": "+49 30 555 0199"},
    "incident": {"service": cast.GAMES},
}


def take(actor: Principal, *, at: datetime) -> tuple[int, ...]:
    """Let Ana take three calls; gives those that are over. Nothing, if she has before.

    One stays open, and is given up by itself half an hour later.
    """
    ana = _staff(actor, "analyst", at=at)
    if has_calls(ana):
        return ()
    over = tuple(
        _call(ana, answers, at=at - timedelta(minutes=20))
        for answers in (IN_HASTE, IN_TURN)
    )
    for call_id in over:
        telephone.end_call(ana, call_id, at=at)
    _call(ana, ON_THE_LINE, at=at)
    return over


def _call(ana: Principal, answers: Answers, *, at: datetime) -> int:
    call_id = calls.begin(ana, at=at)
    for section, said in answers.items():
        form = SECTIONS_BY_ID[section]
        telephone.save_answers(ana, call_id, form, sent=said, at=at)
    return call_id


def decide(actor: Principal, taken: tuple[int, ...], *, at: datetime) -> None:
    """Let Sven confirm the danger of the first call, and Ana release it."""
    if not taken:
        return
    urgent = taken[0]
    sven, ana = _staff(actor, "senior", at=at), _staff(actor, "analyst", at=at)
    telephone.check_danger(
        sven,
        urgent,
        kind=CheckKind.SECOND_PERSON,
        outcome=CheckOutcome.CONFIRMED,
        note="The account was reported before.",
        at=at,
    )
    proposed = [p.proposal_id for p in release_sheet(ana, urgent).releasable]
    telephone.release(ana, urgent, proposals=proposed, at=at)


def _staff(actor: Principal, role: str, *, at: datetime) -> Principal:
    return accounts.principal_of(cast.person(actor, role, agency=None, at=at))
