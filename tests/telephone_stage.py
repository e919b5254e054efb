"""Calls for tests: taken, ended and brought to the end of their journey."""

from datetime import UTC, datetime

from tests import cast
from tipline import pipeline, telephone
from tipline.foundation.accounts.models import Person
from tipline.foundation.policy.scope import acting
from tipline.intake import calls
from tipline.intake.public_form import SECTIONS_BY_ID
from tipline.referral.models import Referral
from tipline.referral.release_queries import release_sheet
from tipline.triage.models import Standing

BOSTON = {"child_city": "Boston", "child_state": "MA", "child_country": "US"}


def call(taker: Person, **sections: dict[str, str]) -> int:
    """Take a call and save its sections, without ending it."""
    actor, at = cast.principal_of(taker), datetime.now(UTC)
    call_id = calls.begin(actor, at=at)
    for section, answers in sections.items():
        form = SECTIONS_BY_ID[section]
        telephone.save_answers(actor, call_id, form, sent=answers, at=at)
    return call_id


def report(taker: Person, *, danger: str = "no", **sections: dict[str, str]) -> int:
    """Give the report of a call that is over, ranked, with agencies proposed."""
    said = {
        "danger": {"danger_now": danger},
        "incident": {"kind": "csam"},
        "child": BOSTON,
        **sections,
    }
    call_id = call(taker, **said)
    end(taker, call_id)
    return call_id


def end(taker: Person, call_id: int) -> None:
    """End a call and let its journey run."""
    telephone.end_call(cast.principal_of(taker), call_id, at=datetime.now(UTC))
    pipeline.journey.func(report_id=call_id)


def agencies_of(report_id: int) -> set[str]:
    """Give the codes of the agencies that have a report."""
    with acting(cast.STAGE):
        rows = Referral.objects.filter(report_id=report_id)
        return set(rows.values_list("agency__code", flat=True))


def proposals_of(report_id: int) -> list[int]:
    """Give what is proposed and not with its agency yet."""
    sheet = release_sheet(cast.STAGE, report_id)
    return [each.proposal_id for each in sheet.releasable]


def level(report_id: int) -> str:
    """Give the level at which a report stands."""
    with acting(cast.STAGE):
        return Standing.objects.get(report_id=report_id).priority
