"""Shared lists on the stage: members of two platforms, votes, feedback, an audit."""

from dataclasses import dataclass

from tests import cast
from tests.hashlist import stage as lists
from tipline.foundation.accounts import seniority
from tipline.foundation.policy.scope import acting
from tipline.hashlist import (
    audit_results,
    auditing,
    hit_watch,
    polling,
    restricting,
    sharing,
)
from tipline.hashlist.models import (
    HashItem,
    HashList,
    ProbingAlarm,
    Subscription,
)
from tipline.hashlist.states import ListKind, Tier
from tipline.matching.asking import is_near


@dataclass(frozen=True)
class Lists:
    """What the addresses of pages about lists name."""

    list_id: int
    item_id: int
    proposal_id: int
    member_id: int
    audit_id: int
    audited_id: int
    complete_audit_id: int


def build() -> Lists:
    """Make what hangs on a list, so that every table has rows to see and to hide."""
    own = lists.new_list(ListKind.CSAM, "Stage: own")
    industry = lists.new_list(ListKind.INDUSTRY, "Stage: industry")
    lists.new_list(ListKind.YOUTH_PRODUCED, "Stage: hidden list")
    item = lists.listed(own, "stage file", pdq="0f" * 32)
    lists.listed(own, "second stage file", pdq="f0" * 32)
    proposal = lists.propose(own, "third stage file")
    for each in (own, industry):
        lists.join(each, "Exemplar Chat", may_contribute=True)
        lists.join(each, "Sample Social", tier=Tier.CRYPTOGRAPHIC)
    chat, social = cast.platform("Exemplar Chat"), cast.platform("Sample Social")
    _contribute(chat, industry)
    for platform, algorithm in ((chat, "md5"), (chat, "pdq"), (social, "sha1")):
        _vote(platform, own, item, algorithm=algorithm)
    hits = hit_watch.HourOfHits(list_id=own.pk, hour=lists.NOW, number=1)
    hit_watch.note_hits(cast.STAGE, [hits])
    seniority.set_seniority(
        cast.principal_of(cast.omar()), cast.sven(), seniority=3, at=lists.NOW
    )
    complete_id, _ = _audit(own, number=1)
    audit_id, audited_id = _audit(own)
    _shared()
    return Lists(
        list_id=own.pk,
        item_id=item.pk,
        proposal_id=proposal.pk,
        member_id=item.member_id,
        audit_id=audit_id,
        audited_id=audited_id,
        complete_audit_id=complete_id,
    )


def _shared() -> None:
    """Make a list of two members, and one that only one of them may know of."""
    chat = cast.platform("Exemplar Chat")
    for name in ("Stage: shared list", "Stage: its list"):
        made = lists.new_list(ListKind.INDUSTRY, name)
        lists.join(made, "Exemplar Chat", may_contribute=True)
        if name.endswith("shared list"):
            lists.join(made, "Sample Social")
            lists.join(made, "Third Forum", tier=Tier.MATCH_ONLY)
            _poll(cast.platform("Sample Social"), made)
        _contribute(chat, made)
        _poll(chat, made)
        _ask(chat, made)
    _restrict(chat)


def _restrict(platform: cast.Platform) -> None:
    """Make an item for one of two other members, who read all else alike."""
    made = lists.new_list(ListKind.INDUSTRY, "Stage: restricted")
    lists.join(made, "Exemplar Chat", may_contribute=True)
    for name in ("Sample Social", "Third Forum"):
        lists.join(made, name)
    _contribute(platform, made)
    access = sharing.access_to(platform.principal, made.slug)
    restricting.restrict(
        platform.principal, access, entry_id="stage-1", numbers=[4], at=lists.NOW
    )
    with acting(cast.STAGE):
        Subscription.objects.create(
            hash_list=made,
            base="https://partner.example.org/list",
            username="us",
            password_file="/dev/null",
            began_at=lists.NOW,
        )


def _ask(platform: cast.Platform, made: HashList) -> None:
    access = sharing.access_to(platform.principal, made.slug)
    is_near(platform.principal, access, value="3c" * 32, at=lists.NOW)
    with acting(platform.principal):
        # Released, since an open one would stop the questions of the matrix.
        ProbingAlarm.objects.create(
            access_id=access.pk, raised_at=lists.NOW, variants=20, released_at=lists.NOW
        )


def _poll(platform: cast.Platform, made: HashList) -> None:
    access = sharing.access_to(platform.principal, made.slug)
    polling.poll(platform.principal, access, at=lists.NOW)


def _contribute(platform: cast.Platform, industry: HashList) -> None:
    sharing.contribute(
        platform.principal,
        industry.slug,
        entry_id="stage-1",
        contribution=sharing.Contribution(
            media="video",
            values=[("md5", "c" * 32), ("pdq", "3c" * 32)],
            large=[("tmk_pdqf", b"invented")],
        ),
        at=lists.NOW,
    )


def _vote(
    platform: cast.Platform, own: HashList, item: HashItem, *, algorithm: str
) -> None:
    sharing.vote(
        platform.principal,
        own.slug,
        member_number=1,
        entry_id=item.entry_id,
        algorithm=algorithm,
        at=lists.NOW,
    )


def _audit(own: HashList, *, number: int | None = None) -> tuple[int, int]:
    """Begin an audit; one item has its finding, the next, if any, waits for it."""
    ilse = cast.ilse()
    made = auditing.begin_audit(
        cast.STAGE, own, organization=ilse.organization, number=number, at=lists.NOW
    )
    auditor = cast.principal_of(ilse)
    first = audit_results.next_to_find(auditor, made.pk)
    assert first is not None
    auditing.record_finding(auditor, first.pk, finding="confirmed", at=lists.NOW)
    waiting = audit_results.next_to_find(auditor, made.pk)
    return made.pk, waiting.pk if waiting else 0
