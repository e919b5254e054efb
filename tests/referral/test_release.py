"""Whatever people and machines do, in whatever order: who decides about the public."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import cast
from tests import telephone_stage as stage
from tipline import pipeline, telephone
from tipline.foundation.errors import TiplineError
from tipline.foundation.policy.scope import acting
from tipline.intake.danger import CheckKind, CheckOutcome
from tipline.intake.models import DangerCheck
from tipline.referral.models import Referral, ReferralProposal
from tipline.referral.release import Release, needs_second_look
from tipline.triage import lowering, services
from tipline.triage.models import Lowering

PEOPLE = {"ana": cast.ana, "sven": cast.sven, "mira": cast.mira}


def travel(report_id, actor, at):
    del actor, at
    pipeline.hasten.func(report_id=report_id)
    pipeline.journey.func(report_id=report_id)


def checking(kind, outcome):
    """Give the deed of checking what a caller says of danger, in one way."""

    def check(report_id, actor, at):
        said = {"kind": kind, "outcome": outcome, "note": ""}
        telephone.check_danger(actor, report_id, **said, at=at)

    check.__name__ = f"{kind}_{outcome}"  # a counterexample names its deeds
    return check


def lower(report_id, actor, at):
    lowering.lower(actor, report_id, level="3", reason="abstract", at=at)


def confirm_lowering(report_id, actor, at):
    lowering.confirm(actor, report_id, at=at)


def raise_it(report_id, actor, at):
    services.escalate(actor, report_id, at=at)


def release(report_id, actor, at):
    proposals = stage.proposals_of(report_id)
    telephone.release(actor, report_id, proposals=proposals, at=at)


def keep_back(report_id, actor, at):
    telephone.refuse_release(actor, report_id, reason="abstract", at=at)


DEEDS = (
    travel,
    checking(CheckKind.CALL_BACK, CheckOutcome.CONFIRMED),
    checking(CheckKind.CALL_BACK, CheckOutcome.NOT_REACHED),
    checking(CheckKind.SECOND_PERSON, CheckOutcome.CONFIRMED),
    checking(CheckKind.SECOND_PERSON, CheckOutcome.NOT_CONFIRMED),
    lower,
    confirm_lowering,
    raise_it,
    release,
    keep_back,
)
deeds = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.sampled_from(sorted(PEOPLE))), max_size=6
)


def looked(report_id):
    """Who judged that the danger may be acted on, and whether somebody called back."""
    checks = DangerCheck.objects.filter(report_id=report_id, outcome="confirmed")
    wishes = Lowering.objects.filter(report_id=report_id, state="confirmed")
    people = {check.checked_by for check in checks}
    people |= {by for wish in wishes for by in (wish.asked_by, wish.decided_by)}
    return people, checks.filter(kind="call-back").exists()


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(done=deeds, danger=st.sampled_from(["yes", "no"]))
def test_nothing_of_the_public_reaches_an_agency_but_by_people(done, danger):
    taker = cast.ana()
    report_id = stage.report(taker, danger=danger)
    for deed, name in done:
        actor = cast.principal_of(PEOPLE[name]())
        with suppress(TiplineError):  # refused: nothing may have happened by it
            deed(report_id, actor, datetime.now(UTC))
        check_promises(report_id, danger=danger, taker=f"person:{taker.pk}")


def check_promises(report_id, *, danger, taker):
    with acting(cast.STAGE):
        people, called_back = looked(report_id)
        is_lowered = Lowering.objects.filter(
            report_id=report_id, state="confirmed"
        ).exists()
        for referral in Referral.objects.filter(report_id=report_id):
            proposal = ReferralProposal.objects.get(
                report_id=report_id, agency_id=referral.agency_id
            )
            assert proposal.decision.kind == "released"
            assert proposal.decision.decided_by.startswith("person:")
            if danger == "yes":
                assert called_back or len(people | {taker}) > 1
        if danger == "yes" and not is_lowered:
            assert stage.level(report_id) == "1"


@given(says=st.booleans(), is_confirmed=st.booleans(), is_lowered_by_two=st.booleans())
def test_only_a_danger_that_nobody_else_looked_at_holds_a_release_up(
    says, is_confirmed, is_lowered_by_two
):
    release = Release(
        says_danger=says,
        is_confirmed=is_confirmed,
        is_lowered_by_two=is_lowered_by_two,
    )
    assert needs_second_look(release) == (
        says and not is_confirmed and not is_lowered_by_two
    )
