from datetime import UTC, datetime, timedelta

import pytest

from tests import cast
from tests.hashlist import stage
from tipline.foundation.policy.scope import acting
from tipline.hashlist import (
    asking,
    errors,
    exporting,
    feed,
    members,
    queries,
    reviewing,
    services,
    settling,
    sharing,
)
from tipline.hashlist.flood import FloodLimits
from tipline.hashlist.models import HashItem, ItemEvent, ListMember
from tipline.hashlist.states import ListKind, Tier

pytestmark = pytest.mark.django_db
PDQ = "0f" * 32


def fetched(platform, hash_list, **question):
    access = sharing.access_to(platform.principal, hash_list.slug)
    return feed.changes(platform.principal, access, **question)


def real(platform, hash_list):
    """Give what a member receives besides its canaries, by entry id."""
    with acting(cast.STAGE):
        canaries = set(
            HashItem.objects.exclude(canary_for=None).values_list("entry_id", flat=True)
        )
    items = fetched(platform, hash_list).items
    return {one.entry_id: one for one in items if one.entry_id not in canaries}


def test_a_listed_item_reaches_a_member_with_all_its_fingerprints():
    hash_list = stage.new_list()
    item = stage.listed(hash_list, pdq=PDQ)
    platform, _ = stage.join(hash_list)
    (one,) = real(platform, hash_list).values()
    assert one.entry_id == item.entry_id
    assert (one.classification, one.is_deleted, one.member_number) == ("A1", False, 1)
    # The protocol has no word for SHA-256.
    assert {f.algorithm for f in one.fingerprints} == {"md5", "sha1", "pdq"}


def test_perceptual_hashes_are_for_vetted_members_only():
    hash_list = stage.new_list()
    stage.listed(hash_list, pdq=PDQ)
    platform, member = stage.join(hash_list, tier=Tier.CRYPTOGRAPHIC)
    for one in fetched(platform, hash_list).items:
        assert "pdq" not in {f.algorithm for f in one.fingerprints}
    members.change_access(
        cast.STAGE, member.pk, tier=Tier.PERCEPTUAL, may_contribute=False
    )
    (one,) = real(platform, hash_list).values()
    assert "pdq" in {f.algorithm for f in one.fingerprints}


def test_what_is_proposed_reaches_nobody_and_a_dissent_leaves_nothing():
    hash_list = stage.new_list()
    proposal = stage.propose(hash_list)
    platform, _ = stage.join(hash_list)
    assert real(platform, hash_list) == {}
    stage.vote(proposal, cast.sven(), concurs=False, reason="An adult.")
    assert real(platform, hash_list) == {}


def test_a_withdrawn_item_is_a_tombstone_in_every_feed_at_once():
    hash_list = stage.new_list()
    item = stage.listed(hash_list)
    chat, _ = stage.join(hash_list)
    social, _ = stage.join(hash_list, "Sample Social", tier=Tier.CRYPTOGRAPHIC)
    before = fetched(chat, hash_list).settled_at
    reviewing.withdraw(
        cast.principal_of(cast.sven()), item.pk, reason="Wrong.", at=stage.NOW
    )
    for platform in (chat, social):
        one = real(platform, hash_list)[item.entry_id]
        assert one.is_deleted
        assert (one.classification, one.fingerprints) == ("", ())
        assert one.changed_at > before


@pytest.mark.parametrize("what", ["list", "source"])
def test_the_kill_switch_empties_every_feed_and_gives_it_back(what):
    hash_list = stage.new_list()
    item = stage.listed(hash_list)
    platform, _ = stage.join(hash_list)
    own = queries.members_of(cast.STAGE, hash_list.pk)[0]
    kill, revive, of = {
        "list": (services.kill_list, services.revive_list, hash_list.pk),
        "source": (members.kill_source, members.revive_source, own.pk),
    }[what]
    since = real(platform, hash_list)[item.entry_id].changed_at
    kill(cast.STAGE, of, at=stage.NOW)
    assert all(one.is_deleted for one in fetched(platform, hash_list).items)
    assert not queries.is_item_live(cast.STAGE, item.pk)
    assert all(one.changed_at >= since for one in fetched(platform, hash_list).items)
    revive(cast.STAGE, of)
    assert not real(platform, hash_list)[item.entry_id].is_deleted


def test_a_stamp_is_a_whole_second_that_nobody_can_have_asked_for_yet():
    hash_list = stage.new_list()
    before = datetime.now(UTC)
    item = stage.listed(hash_list)
    assert item.changed_at.microsecond == 0
    assert before < item.changed_at <= before + timedelta(seconds=5)
    platform, _ = stage.join(hash_list)
    page = fetched(platform, hash_list, since=item.changed_at)
    assert item.entry_id not in {one.entry_id for one in page.items}
    page = fetched(platform, hash_list, until=item.changed_at)
    assert item.entry_id in {one.entry_id for one in page.items}


def test_pages_hold_every_item_once():
    hash_list = stage.new_list()
    for number in range(5):
        stage.listed(hash_list, f"file {number}")
    platform, _ = stage.join(hash_list)
    seen, after = [], None
    while True:
        page = fetched(platform, hash_list, after=after, most=4)
        seen += [one.pk for one in page.items]
        after = page.position
        if after is None:
            break
    access = sharing.access_to(platform.principal, hash_list.slug)
    assert len(seen) == len(set(seen)) == 25  # with twenty canaries
    assert feed.change_count(platform.principal, access) == 25


def test_a_stranger_and_a_former_member_find_no_list():
    hash_list = stage.new_list()
    platform, member = stage.join(hash_list)
    stranger = cast.platform("Sample Social")
    with pytest.raises(errors.ListNotFoundError):
        sharing.access_to(stranger.principal, hash_list.slug)
    members.end_access(cast.STAGE, member.pk, at=stage.NOW)
    with pytest.raises(errors.ListNotFoundError):
        sharing.access_to(platform.principal, hash_list.slug)
    members.renew_access(cast.STAGE, member.pk)
    assert sharing.access_to(platform.principal, hash_list.slug)


# Canaries


def test_a_leaked_feed_names_the_member_it_came_from():
    hash_list = stage.new_list()
    stage.listed(hash_list, pdq=PDQ)
    chat, member = stage.join(hash_list)
    social, _ = stage.join(hash_list, "Sample Social")
    leaked = [
        f.value for one in fetched(chat, hash_list).items for f in one.fingerprints
    ]
    found = queries.canary_holders(cast.STAGE, [v.upper() for v in leaked])
    assert len(found) == 60  # three fingerprints of twenty canaries
    assert {holder.pk for holder in found.values()} == {member.pk}
    theirs = [
        f.value for one in fetched(social, hash_list).items for f in one.fingerprints
    ]
    common = set(leaked) & set(theirs)
    assert queries.canary_holders(cast.STAGE, common) == {}
    assert len(common) == 3


def shapes(items):
    return {
        (one.media, tuple(sorted(f.algorithm for f in one.fingerprints)))
        for one in items
    }


def test_a_canary_has_the_shape_of_what_is_on_the_list():
    hash_list = stage.new_list(ListKind.INDUSTRY, "Films by MD5")
    platform, _ = stage.join(hash_list, may_contribute=True)
    for number in range(3):
        film = sharing.Contribution(media="video", values=[("MD5", f"{number:032x}")])
        contribute(platform, hash_list, entry_id=f"f-{number}", contribution=film)
    other, _ = stage.join(hash_list, "Sample Social")
    items = fetched(other, hash_list).items
    assert len(items) == 23  # with twenty canaries
    assert shapes(items) == {("video", ("md5",))}


# Members add and vote


def industry(**more):
    hash_list = stage.new_list(ListKind.INDUSTRY, "Industry")
    platform, _ = stage.join(hash_list, may_contribute=True, **more)
    return hash_list, platform


def given(value="a" * 32, **more):
    return sharing.Contribution(media="image", values=[("MD5", value)], **more)


def contribute(platform, hash_list, *, entry_id="e-1", contribution=None):
    return sharing.contribute(
        platform.principal,
        hash_list.slug,
        entry_id=entry_id,
        contribution=contribution or given(),
        at=stage.NOW,
    )


def test_a_members_item_reaches_the_others_and_its_retraction_too():
    hash_list, chat = industry()
    social, _ = stage.join(hash_list, "Sample Social")
    contribute(chat, hash_list)
    one = real(social, hash_list)["e-1"]
    assert (one.member_number, [f.value for f in one.fingerprints]) == (2, ["a" * 32])
    contribute(chat, hash_list, contribution=given("b" * 32))
    one = real(social, hash_list)["e-1"]
    assert [f.value for f in one.fingerprints] == ["b" * 32]
    sharing.retract(chat.principal, hash_list.slug, entry_id="e-1", at=stage.NOW)
    assert real(social, hash_list)["e-1"].is_deleted
    with pytest.raises(errors.WrongItemStateError):
        contribute(chat, hash_list)


def test_a_large_fingerprint_is_fetched_by_its_link():
    hash_list, chat = industry()
    social, _ = stage.join(hash_list, "Sample Social")
    outsider, _ = stage.join(hash_list, "Third Forum", tier=Tier.CRYPTOGRAPHIC)
    video = sharing.Contribution(media="video", large=[("TMK_PDQF", b"\0" * 99)])
    contribute(chat, hash_list, contribution=video)
    (print_,) = real(social, hash_list)["e-1"].fingerprints
    assert print_.is_large
    assert print_.algorithm == "tmk_pdqf"
    fetch = {
        one: feed.large_fingerprint(
            one.principal,
            sharing.access_to(one.principal, hash_list.slug),
            print_.entry_pk,
        )
        for one in (social, outsider)
    }
    assert fetch == {social: b"\0" * 99, outsider: None}


def test_who_may_only_read_adds_nothing():
    hash_list, chat = industry()
    social, _ = stage.join(hash_list, "Sample Social")
    with pytest.raises(errors.MayNotContributeError):
        contribute(social, hash_list)
    contribute(chat, hash_list)
    with pytest.raises(errors.MayNotContributeError):
        sharing.retract(social.principal, hash_list.slug, entry_id="e-1", at=stage.NOW)
    own = stage.new_list()
    stage.join(own, may_contribute=True)
    with pytest.raises(errors.ListNeedsReviewsError):
        contribute(chat, own)


def vote(platform, hash_list, item, *reasons):
    return sharing.vote(
        platform.principal,
        hash_list.slug,
        member_number=1,
        entry_id=item.entry_id,
        algorithm="MD5",
        reasons=reasons,
        at=stage.NOW + timedelta(days=1),
    )


def test_two_members_against_it_suspend_an_item_pending_review():
    hash_list = stage.new_list()
    item = stage.listed(hash_list)
    chat, _ = stage.join(hash_list)
    social, _ = stage.join(hash_list, "Sample Social")
    vote(chat, hash_list, item, "adult")
    vote(chat, hash_list, item, "adult", "harmless")
    assert not settling.settle_item(cast.STAGE, item.pk, at=stage.NOW)
    (against,) = real(social, hash_list)[item.entry_id].fingerprints[0].votes
    assert (against.member_number, against.reasons) == (2, ("adult", "harmless"))
    vote(social, hash_list, item, "collision")
    assert settling.settle_item(cast.STAGE, item.pk, at=stage.NOW)
    assert real(chat, hash_list)[item.entry_id].is_deleted
    with acting(cast.STAGE):
        assert ItemEvent.objects.last().reason == "Two members voted against it."
    with pytest.raises(errors.ItemNotFoundError):
        vote(chat, hash_list, item)


def test_a_member_that_floods_is_held_back_and_leaves_the_feeds_again():
    hash_list, chat = industry()
    social, _ = stage.join(hash_list, "Sample Social")
    contribute(chat, hash_list, entry_id="old")
    later = stage.NOW + timedelta(days=2)
    for number in range(6):
        sharing.contribute(
            chat.principal,
            hash_list.slug,
            entry_id=f"new-{number}",
            contribution=given(f"{number:032x}"),
            at=later,
        )
    assert not any(one.is_deleted for one in real(social, hash_list).values())
    limits = FloodLimits(growth_least=5)
    before = fetched(social, hash_list).settled_at
    assert settling.watch_sources(cast.STAGE, limits, at=later) == 1
    assert settling.watch_sources(cast.STAGE, limits, at=later) == 0
    found = real(social, hash_list)
    assert not found["old"].is_deleted
    held = [one for name, one in found.items() if name != "old"]
    assert all(one.is_deleted and one.changed_at > before for one in held)
    source = next(
        m for m in queries.members_of(cast.STAGE, hash_list.pk) if m.number == 2
    )
    members.release_quarantine(cast.STAGE, source.pk, at=later)
    assert not any(one.is_deleted for one in real(social, hash_list).values())
    assert settling.watch_sources(cast.STAGE, limits, at=later) == 0


def replaced(chat, hash_list, *, at, number=50):
    """Replace what the member said of an old item by many values."""
    return sharing.contribute(
        chat.principal,
        hash_list.slug,
        entry_id="old",
        contribution=sharing.Contribution(
            media="image", values=[("md5", f"{n:032x}") for n in range(number)]
        ),
        at=at,
    )


def own_part(platform, hash_list):
    """Give the member's row, and its old item as others receive it."""
    rows = queries.members_of(cast.STAGE, hash_list.pk)
    return next(m for m in rows if m.number == 2), real(platform, hash_list)["old"]


def test_new_values_of_an_old_item_can_flood_and_are_held_back():
    hash_list, chat = industry()
    social, _ = stage.join(hash_list, "Sample Social")
    contribute(chat, hash_list, entry_id="old", contribution=given(f"{0:032x}"))
    later = stage.NOW + timedelta(days=2)
    item = replaced(chat, hash_list, at=later)
    before = real(social, hash_list)["old"].changed_at
    limits = FloodLimits(growth_least=50)
    assert settling.watch_sources(cast.STAGE, limits, at=later) == 0
    assert settling.watch_sources(cast.STAGE, FloodLimits(growth_least=49), at=later)
    member, one = own_part(social, hash_list)
    assert member.quarantine_from
    assert [f.value for f in one.fingerprints] == [f"{0:032x}"]
    assert one.changed_at >= before
    with acting(cast.STAGE):
        keys = list(item.entries.values_list("pk", flat=True))
    asked = [(key, "md5", 0) for key in keys]
    live = [c for c in queries.candidates(cast.STAGE, asked) if c.is_live]
    assert len(live) == 1
    text, _ = exporting.export(cast.STAGE, hash_list, form="csv")
    assert len(text.splitlines()) == 2
    members.release_quarantine(cast.STAGE, member.pk, at=later)
    assert len(own_part(social, hash_list)[1].fingerprints) == 50


def test_a_quarantined_member_brings_nothing_new_in_through_old_items():
    hash_list, chat = industry()
    social, _ = stage.join(hash_list, "Sample Social")
    asker, _ = stage.join(hash_list, "Third Forum", tier=Tier.MATCH_ONLY)
    contribute(chat, hash_list, entry_id="old", contribution=given("f" * 32))
    with acting(cast.STAGE):
        ListMember.objects.filter(hash_list=hash_list, number=2).update(
            quarantine_from=stage.NOW + timedelta(days=1)
        )
    item = replaced(chat, hash_list, at=stage.NOW + timedelta(days=5), number=3)
    assert real(social, hash_list)["old"].is_deleted
    assert not queries.is_item_live(cast.STAGE, item.pk)
    access = sharing.access_to(asker.principal, hash_list.slug)
    later = stage.NOW + timedelta(days=6)

    def is_found():
        found = asking.bucket(
            asker.principal, access, algorithm="md5", prefix="0" * 5, at=later
        )
        return asking.digest_of(found.salt, f"{1:032x}") in found.digests

    assert not is_found()
    with acting(cast.STAGE):
        ListMember.objects.filter(hash_list=hash_list).update(quarantine_from=None)
    assert is_found()


def test_a_negative_vote_gives_the_lists_own_reasons():
    hash_list = stage.new_list()
    item = stage.listed(hash_list)
    chat, _ = stage.join(hash_list)
    with pytest.raises(errors.UnknownFeedbackReasonError):
        vote(chat, hash_list, item, "because")
    assert vote(chat, hash_list, item).is_affirmative
