from datetime import timedelta

import pytest

from tests import cast
from tests.hashlist import stage
from tipline.foundation.policy.scope import acting
from tipline.hashlist import (
    audit_results,
    auditing,
    errors,
    queries,
    reviewing,
    settling,
)
from tipline.hashlist.models import HashItem
from tipline.hashlist.sampling import draw, fingerprint_of

pytestmark = pytest.mark.django_db
LATER = stage.NOW + timedelta(days=2)  # than the findings


def audit(hash_list, number=None):
    return auditing.begin_audit(
        cast.STAGE,
        hash_list,
        organization=cast.ilse().organization,
        number=number,
        at=stage.NOW,
    )


def find(made, finding="confirmed", note=""):
    """Let Ilse record what she found of the next item."""
    ilse = cast.principal_of(cast.ilse())
    audited = audit_results.next_to_find(ilse, made.pk)
    assert audited is not None
    at = stage.NOW + timedelta(days=1)
    return auditing.record_finding(ilse, audited.pk, finding=finding, note=note, at=at)


@pytest.fixture
def hash_list():
    made = stage.new_list()
    for number in range(6):
        stage.listed(made, f"file {number}")
    stage.propose(made, "never listed")
    stage.join(made)  # canaries are no part of the population
    return made


def test_a_sample_can_be_drawn_again_from_its_seed(hash_list):
    made = audit(hash_list, 3)
    with acting(cast.STAGE):
        live = HashItem.objects.filter(state="active", canary_for=None)
        population = list(live.values_list("pk", flat=True))
        sample = made.sample.order_by("position").values_list("item_id", flat=True)
        assert list(sample) == draw(population, number=3, seed=made.seed)
    assert (made.population, made.drawn) == (6, 3)
    assert made.population_sha256 == fingerprint_of(population)


def test_the_figures_have_an_interval_after_a_sample_and_none_after_a_census(hash_list):
    census = audit(hash_list)
    for _ in range(5):
        find(census)
    find(census, "wrong-class", "This is B1.")
    auditing.publish_audit(cast.STAGE, census.pk, at=stage.NOW)
    ilse = cast.principal_of(cast.ilse())
    result = audit_results.result_of(ilse, census)
    assert (result.reviewed, result.errors, result.interval) == (6, 1, None)
    assert result.error_rate == pytest.approx(1 / 6)
    sample = audit(hash_list, 2)
    find(sample)
    find(sample, "not-reviewable", "The file is gone.")
    result = audit_results.result_of(ilse, sample)
    assert (result.reviewed, result.errors) == (1, 0)
    assert result.interval is not None
    assert result.interval.high == pytest.approx(0.7934507, abs=1e-6)


def test_an_error_suspends_the_item_until_three_people_decide(hash_list):
    found = find(audit(hash_list), "not-for-list", "An adult.")
    assert settling.settle_item(cast.STAGE, found.item_id, at=stage.NOW)
    assert not queries.is_item_live(cast.STAGE, found.item_id)


def reclassified(item_id, *, at):
    proposal = reviewing.propose_change(
        cast.principal_of(cast.ana()),
        item_id,
        kind="reclassify",
        classification="B2",
        look=stage.LOOK,
        at=at,
    )
    for person in (cast.sven(), cast.mira()):
        reviewing.review(
            cast.principal_of(person), proposal.pk, concurs=True, look=stage.LOOK, at=at
        )


def corrected(made):
    ilse = cast.principal_of(cast.ilse())
    return audit_results.result_of(
        ilse, audit_results.audit_of(ilse, made.pk)
    ).corrected


def test_what_was_decided_before_the_finding_corrects_nothing(hash_list):
    made = audit(hash_list, 1)
    ilse = cast.principal_of(cast.ilse())
    item_id = audit_results.next_to_find(ilse, made.pk).item_id
    reclassified(item_id, at=stage.NOW + timedelta(hours=1))
    find(made, "wrong-class", "B1")
    assert corrected(made) == 0
    reclassified(item_id, at=LATER)
    assert corrected(made) == 1


def test_a_suspension_corrects_nothing_until_people_decide(hash_list):
    made = audit(hash_list, 1)
    found = find(made, "not-for-list", "An adult.")
    assert settling.settle_item(cast.STAGE, found.item_id, at=LATER)
    assert corrected(made) == 0
    sven = cast.principal_of(cast.sven())
    reviewing.withdraw(sven, found.item_id, reason="So it is.", at=LATER)
    assert corrected(made) == 1


def test_what_happens_after_publishing_changes_no_figure(hash_list):
    made = audit(hash_list, 1)
    found = find(made, "wrong-class", "B1")
    auditing.publish_audit(cast.STAGE, made.pk, at=stage.NOW)
    reclassified(found.item_id, at=LATER)
    auditing.publish_audit(cast.STAGE, made.pk, at=LATER)
    assert corrected(made) == 0


def test_a_finding_is_given_once_and_an_error_has_a_note(hash_list):
    made = audit(hash_list)
    with pytest.raises(errors.FindingRefusedError):
        find(made, "not-for-list")
    found = find(made)
    ilse = cast.principal_of(cast.ilse())
    with pytest.raises(errors.FindingRefusedError):
        auditing.record_finding(ilse, found.pk, finding="confirmed", at=stage.NOW)
    with pytest.raises(errors.AuditNotCompleteError):
        auditing.publish_audit(cast.STAGE, made.pk, at=stage.NOW)


def test_the_firm_sees_its_sample_and_no_vote_proposal_or_member(hash_list):
    made = audit(hash_list, 1)
    ilse = cast.principal_of(cast.ilse())
    audited = audit_results.next_to_find(ilse, made.pk)
    assert audited.item.entries.all()
    with acting(ilse):
        assert [item.pk for item in HashItem.objects.all()] == [audited.item_id]
    for hidden in ("proposals", "events"):
        with acting(ilse):
            assert not getattr(audited.item, hidden).exists()
    with acting(cast.STAGE):
        others = HashItem.objects.exclude(pk=audited.item_id)
        other = others.filter(canary_for=None)[0].pk
    with pytest.raises(errors.ItemNotFoundError):
        queries.item(ilse, other)


def test_more_than_there_are_cannot_be_drawn_and_only_a_firm_audits(hash_list):
    for number in (0, 7):
        with pytest.raises(errors.SampleTooLargeError):
            audit(hash_list, number)
    with pytest.raises(errors.ForeignOrganizationError):
        auditing.begin_audit(
            cast.STAGE,
            hash_list,
            organization=cast.ana().organization,
            number=None,
            at=stage.NOW,
        )
