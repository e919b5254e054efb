from contextlib import ExitStack

import pytest
from django.db import OperationalError, ProgrammingError, transaction
from procrastinate.jobs import Job

from tests import cast
from tests.hashlist import stage
from tipline.foundation.policy.scope import acting
from tipline.hashlist import (
    errors,
    importing,
    jobs,
    queries,
    review_queue,
    reviewing,
    settling,
    sharing,
)
from tipline.hashlist.models import HashItem, HashList, Proposal, Review
from tipline.hashlist.states import ListKind

pytestmark = pytest.mark.django_db


def state_of(item):
    with acting(cast.STAGE):
        return HashItem.objects.get(pk=item.pk).state


def test_three_people_of_rising_seniority_list_a_file():
    proposal = stage.propose(stage.new_list())
    assert state_of(proposal.item) == "proposed"
    stage.vote(proposal, cast.sven())
    assert state_of(proposal.item) == "proposed"
    stage.vote(proposal, cast.mira())
    assert state_of(proposal.item) == "active"
    happened = queries.history_of(cast.STAGE, proposal.item_id)
    assert [event.happening for event in happened] == ["proposed", "listed"]


@pytest.mark.parametrize("who", ["ana", "omar"])
def test_nobody_votes_twice_or_above_their_seniority(who):
    proposal = stage.propose(stage.new_list())
    with pytest.raises(errors.VoteNotYoursError):
        stage.vote(proposal, getattr(cast, who)())
    assert state_of(proposal.item) == "proposed"


def test_a_senior_word_comes_after_a_junior_one_never_before():
    proposal = stage.propose(stage.new_list(), by=cast.mira())
    with pytest.raises(errors.VoteNotYoursError):
        stage.vote(proposal, cast.sven())


def test_one_dissent_stops_it_and_leaves_no_tombstone():
    hash_list = stage.new_list()
    proposal = stage.propose(hash_list)
    stage.vote(proposal, cast.sven(), concurs=False, reason="This is an adult.")
    assert state_of(proposal.item) == "withdrawn"
    with pytest.raises(errors.ProposalClosedError):
        stage.vote(proposal, cast.mira())
    with acting(cast.STAGE):
        assert HashItem.objects.get().listed_at is None


def test_a_dissent_says_why_and_a_review_says_how_it_was_seen():
    proposal = stage.propose(stage.new_list())
    with pytest.raises(errors.ReasonNeededError):
        stage.vote(proposal, cast.sven(), concurs=False, reason=" ")
    with pytest.raises(errors.StatementNeededError):
        reviewing.review(
            cast.principal_of(cast.sven()),
            proposal.pk,
            concurs=True,
            look=reviewing.Look(sight="viewed-original", statement=" "),
            at=stage.NOW,
        )


def test_the_next_reviewer_sees_the_wish_and_no_vote():
    proposal = stage.propose(stage.new_list())
    sven = cast.principal_of(cast.sven())
    found = review_queue.next_for(sven)
    assert found is not None
    assert (found.proposal_id, found.classification) == (proposal.pk, "A1")
    said = {name.casefold() for name in vars(found)}
    assert not {n for n in said if "vote" in n or "review" in n or "person" in n}
    assert review_queue.decided(sven, proposal.item_id) == []
    assert review_queue.next_for(cast.principal_of(cast.ana())) is None
    # Management waits for the senior's word.
    mira = cast.principal_of(cast.mira())
    assert review_queue.next_for(mira) is not None  # may also be the second
    stage.vote(proposal, cast.mira())
    assert review_queue.waiting_for(sven) == 0


def test_a_file_is_proposed_for_a_list_once():
    hash_list = stage.new_list()
    stage.listed(hash_list)
    with pytest.raises(errors.AlreadyListedError):
        stage.propose(hash_list)


def test_a_file_goes_only_onto_the_clearinghouses_own_lists():
    with pytest.raises(errors.NotProposedListError):
        stage.propose(stage.new_list(ListKind.INDUSTRY, "Industry"))
    with pytest.raises(errors.NothingToListError):
        reviewing.propose(
            cast.principal_of(cast.ana()),
            stage.new_list().pk,
            media="image",
            classification="",
            fingerprints=[],
            look=stage.LOOK,
            at=stage.NOW,
        )


def change(item, by, **wish):
    return reviewing.propose_change(
        cast.principal_of(by), item.pk, look=stage.LOOK, at=stage.NOW, **wish
    )


def test_an_item_is_reclassified_with_its_history():
    item = stage.listed(stage.new_list())
    proposal = change(item, cast.ana(), kind="reclassify", classification="B2")
    stage.vote(proposal, cast.sven())
    stage.vote(proposal, cast.mira())
    assert queries.item(cast.STAGE, item.pk).classification == "B2"
    last = queries.history_of(cast.STAGE, item.pk)[-1]
    assert (last.happening, last.details) == (
        "reclassified",
        {"before": "A1", "after": "B2"},
    )


def test_a_moved_item_leaves_a_tombstone_and_keeps_its_fingerprints():
    item = stage.listed(stage.new_list())
    target = stage.new_list(ListKind.EXPLOITATIVE, "Exploitative")
    proposal = change(item, cast.ana(), kind="move", target_id=target.pk)
    stage.vote(proposal, cast.sven())
    stage.vote(proposal, cast.mira())
    assert state_of(item) == "withdrawn"
    (moved,) = queries.items_of(cast.STAGE, target.pk).items
    assert moved.state == "active"
    assert moved.moved_from_id == item.pk
    assert {e.algorithm for e in moved.entries.all()} == {"md5", "sha1", "sha256"}


def test_an_item_does_not_move_to_where_its_file_is_already():
    item = stage.listed(stage.new_list())
    target = stage.new_list(ListKind.EXPLOITATIVE, "Exploitative")
    stage.listed(target)
    with pytest.raises(errors.AlreadyListedError):
        change(item, cast.ana(), kind="move", target_id=target.pk)


def test_a_dissent_from_a_change_leaves_the_item_as_it_was():
    item = stage.listed(stage.new_list())
    proposal = change(item, cast.ana(), kind="reclassify", classification="B2")
    stage.vote(proposal, cast.sven(), concurs=False, reason="A1 is right.")
    found = queries.item(cast.STAGE, item.pk)
    assert (found.state, found.classification) == ("active", "A1")


def test_a_challenged_item_is_off_the_list_until_three_people_agree_again():
    item = stage.listed(stage.new_list())
    reviewing.challenge(
        cast.principal_of(cast.ana()), item.pk, reason="An adult?", at=stage.NOW
    )
    assert not queries.is_item_live(cast.STAGE, item.pk)
    proposal = change(item, cast.ana(), kind="reinstate")
    stage.vote(proposal, cast.sven())
    assert not queries.is_item_live(cast.STAGE, item.pk)
    stage.vote(proposal, cast.mira())
    assert queries.is_item_live(cast.STAGE, item.pk)


def refuses(who, match="three people"):
    """Expect the database itself to refuse what is done past our code."""
    refused = ExitStack()
    refused.enter_context(pytest.raises(ProgrammingError, match=match))
    refused.enter_context(transaction.atomic())
    refused.enter_context(acting(who))
    return refused


@pytest.mark.parametrize("basis", ["three-reviews", "own-import", "member"])
def test_the_database_lists_nothing_that_fewer_than_three_agreed_on(basis):
    proposal = stage.propose(stage.new_list())
    stage.vote(proposal, cast.sven())
    with refuses(cast.STAGE):
        HashItem.objects.update(state="active", listed_at=stage.NOW, basis=basis)


def test_the_database_brings_nothing_back_without_three_new_votes():
    item = stage.listed(stage.new_list())
    ana = cast.principal_of(cast.ana())
    reviewing.challenge(ana, item.pk, reason="An adult?", at=stage.NOW)
    with refuses(cast.STAGE):
        HashItem.objects.update(state="active")


def imported_item():
    hash_list = stage.new_list(ListKind.IMPORTED, "Partner")
    record = importing.Record(key="42-x", values=(("md5", "a" * 32),))
    importing.import_records(cast.STAGE, hash_list, [record], at=stage.NOW)
    return hash_list


def test_the_database_moves_nothing_onto_a_reviewed_list():
    imported_item()
    own = stage.new_list()
    with refuses(cast.STAGE):
        HashItem.objects.update(hash_list=own)


def test_the_database_keeps_a_lists_kind():
    hash_list = imported_item()
    with refuses(cast.STAGE, match="kind"):
        HashList.objects.filter(pk=hash_list.pk).update(kind=ListKind.CSAM)


def test_the_database_makes_no_listed_item_of_a_canary():
    own = stage.new_list()
    stage.join(own)
    with refuses(cast.STAGE):
        HashItem.objects.update(canary_for=None, basis="own-import")


def test_the_database_takes_no_members_word_on_a_reviewed_list():
    own = stage.new_list()
    platform, member = stage.join(own, may_contribute=True)
    with refuses(platform.principal, match="row-level security|three people"):
        HashItem.objects.create(
            hash_list=own,
            member=member,
            entry_id="x",
            media="image",
            state="active",
            basis="member",
            listed_at=stage.NOW,
            created_at=stage.NOW,
            changed_at=stage.NOW,
        )


def test_votes_and_history_are_never_changed():
    stage.propose(stage.new_list())
    for what in (Review.objects.all(), proposal_events()):
        with (
            pytest.raises(ProgrammingError, match="append-only"),
            transaction.atomic(),
            acting(cast.STAGE),
        ):
            what.update(at=stage.NOW)


def proposal_events():
    return HashItem.events.rel.related_model.objects.all()


def test_two_moves_and_a_proposal_put_a_file_on_a_list_once():
    own, third = stage.new_list(), stage.new_list(ListKind.GENERATED, "Generated")
    target = stage.new_list(ListKind.EXPLOITATIVE, "Exploitative")
    first, second = stage.listed(own), stage.listed(third)
    moved = change(first, cast.ana(), kind="move", target_id=target.pk)
    with pytest.raises(errors.AlreadyListedError):
        stage.propose(target)
    with pytest.raises(errors.AlreadyListedError):
        change(second, cast.ana(), kind="move", target_id=target.pk)
    stage.vote(moved, cast.sven())
    stage.vote(moved, cast.mira())
    assert len(queries.items_of(cast.STAGE, target.pk).items) == 1


def test_a_move_to_where_the_file_came_meanwhile_is_dropped():
    item = stage.listed(stage.new_list())
    target = stage.new_list(ListKind.EXPLOITATIVE, "Exploitative")
    moved = change(item, cast.ana(), kind="move", target_id=target.pk)
    with acting(cast.STAGE):  # as one that was proposed before this was refused
        Proposal.objects.filter(pk=moved.pk).update(target=item.hash_list)
        stage.listed(target)
        Proposal.objects.filter(pk=moved.pk).update(target=target)
    stage.vote(moved, cast.sven())
    assert stage.vote(moved, cast.mira()).state == "dropped"
    assert state_of(item) == "active"
    assert len(queries.items_of(cast.STAGE, target.pk).items) == 1


# What sources take off


def members_item(value="a" * 32):
    hash_list = stage.new_list(ListKind.INDUSTRY, "Industry")
    platform, _ = stage.join(hash_list, may_contribute=True)
    given = sharing.Contribution(media="image", values=[("md5", value)])
    item = sharing.contribute(
        platform.principal,
        hash_list.slug,
        entry_id="e-1",
        contribution=given,
        at=stage.NOW,
    )
    return platform, item


def open_for(person):
    return review_queue.waiting_for(cast.principal_of(person))


def open_proposal(item):
    """Make a proposal about a listed item as those before lists' kinds decided."""
    with acting(cast.STAGE):
        return Proposal.objects.create(
            item=item,
            kind="reclassify",
            state="open",
            target=item.hash_list,
            made_at=stage.NOW,
        )


def test_a_members_item_is_classified_by_its_member():
    _, item = members_item()
    with pytest.raises(errors.NotProposedListError):
        change(item, cast.ana(), kind="reclassify", classification="B2")


def test_what_was_proposed_about_a_retracted_item_is_dropped():
    platform, item = members_item()
    proposal = open_proposal(item)
    slug = item.hash_list.slug
    sharing.retract(platform.principal, slug, entry_id="e-1", at=stage.NOW)
    assert open_for(cast.mira()) == 0
    assert not settling.settle_item(cast.STAGE, item.pk, at=stage.NOW)
    with pytest.raises(errors.ProposalClosedError):
        stage.vote(proposal, cast.sven())


def test_what_was_proposed_about_an_item_that_left_its_source_is_dropped():
    hash_list = imported_item()
    with acting(cast.STAGE):
        proposal = open_proposal(HashItem.objects.get(canary_for=None))
    gone = importing.Record(key="42-x", is_deleted=True)
    importing.import_records(cast.STAGE, hash_list, [gone], at=stage.NOW)
    with pytest.raises(errors.ProposalClosedError):
        stage.vote(proposal, cast.sven())


def test_what_settles_an_item_is_tried_again_until_the_database_is_back():
    strategy = jobs.settle_item.retry_strategy
    for attempts in (0, 1, 100):
        job = Job(
            id=1,
            queue="upkeep",
            lock=None,
            queueing_lock=None,
            task_name="settle_item",
            attempts=attempts,
        )
        away = OperationalError()
        assert strategy.get_retry_decision(exception=away, job=job) is not None
