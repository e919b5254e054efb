"""Hash lists of the demonstration with members, reviews in each state, and audits.

All by the services that the pages use; the files are pictures that nobody reported.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tipline.demo import cast, pictures, take_it_down
from tipline.foundation.accounts import queries as accounts
from tipline.foundation.accounts.models import OrganizationKind
from tipline.foundation.policy.principal import Principal
from tipline.hashlist import (
    audit_results,
    auditing,
    members,
    queries,
    reviewing,
    sharing,
)
from tipline.hashlist import services as hashlist
from tipline.hashlist.flood import FloodLimits
from tipline.hashlist.models import HashList, Proposal
from tipline.hashlist.states import Finding, ListKind, ProposalKind, Tier

OWN = "Demonstration: our own"
_LOOK = reviewing.Look(
    sight="viewed-original", statement="Invented: opened beside this demonstration."
)
_FIRST_PICTURE = 30_000
_MEANINGS = {
    ListKind.CSAM: "Invented: three people agreed that this file is apparent CSAM.",
    ListKind.EXPLOITATIVE: "Invented: three people agreed that this file exploits.",
    ListKind.NEGATIVE: "Invented: three people agreed that this file is harmless.",
    ListKind.INDUSTRY: "Invented: a platform lists this file on its own word.",
}
_GROWN = range(_FIRST_PICTURE + 100, _FIRST_PICTURE + 112)
_HELD_BACK = FloodLimits(growth_least=10)


@dataclass(frozen=True, kw_only=True)
class _Reviewers:
    """Ana, Sven and Mira, by whom a list's files are decided."""

    ana: Principal
    sven: Principal
    mira: Principal


def fill(actor: Principal, *, at: datetime) -> None:
    """Make the lists and what happened on them, unless they are there."""
    if any(one.name == OWN for one in queries.lists(actor)):
        return
    who = _Reviewers(
        **{
            name: accounts.principal_of(cast.person(actor, role, at=at))
            for name, role in (
                ("ana", "analyst"),
                ("sven", "senior"),
                ("mira", "management"),
            )
        }
    )
    own = _add(actor, OWN, ListKind.CSAM, at=at)
    other = _add(actor, "Demonstration: exploitative", ListKind.EXPLOITATIVE, at=at)
    harmless = _add(actor, "Demonstration: harmless", ListKind.NEGATIVE, at=at)
    industry = _add(actor, "Demonstration: platforms", ListKind.INDUSTRY, at=at)
    for each in (own, industry):
        _share(actor, each, at=at)
    _decide(who, own, other, at=at)
    _agreed(who, harmless, 40, at=at)
    _contribute(actor, industry, at=at)
    _audit(actor, own, at=at)
    _grow(actor, at=at)
    take_it_down.open_it(actor, at=at)


def _add(actor: Principal, name: str, kind: str, *, at: datetime) -> HashList:
    meaning = _MEANINGS[ListKind(kind)]
    return hashlist.add_list(actor, name=name, kind=kind, meaning=meaning, at=at)


def _share(actor: Principal, hash_list: HashList, *, at: datetime) -> None:
    tiers = {
        cast.CHAT: Tier.PERCEPTUAL,
        cast.SOCIAL: Tier.CRYPTOGRAPHIC,
        cast.GAMES: Tier.MATCH_ONLY,
    }
    platforms = accounts.organizations(actor, kind=OrganizationKind.PLATFORM)
    for platform in platforms:
        if platform.name in tiers:
            members.add_member(
                actor,
                hash_list,
                organization=platform,
                tier=tiers[platform.name],
                may_contribute=platform.name == cast.CHAT,
                at=at,
            )


def _decide(who: _Reviewers, own: HashList, other: HashList, *, at: datetime) -> None:
    """Bring a file into each state that a file can be in."""
    _propose(who.ana, own, 0, at=at)  # waits for a senior
    _vote(who.sven, _propose(who.ana, own, 1, at=at), at=at)  # waits for management
    refused = _propose(who.ana, own, 2, at=at)
    reviewing.review(
        who.sven,
        refused.pk,
        concurs=False,
        look=_LOOK,
        reason="Invented: an adult.",
        at=at,
    )
    listed = [_agreed(who, own, number, at=at) for number in range(3, 16)]
    reason = "Invented: listed twice."
    reviewing.withdraw(who.sven, listed[0], reason=reason, at=at)
    reason = "Invented: the person may be an adult."
    for item_id in listed[1:3]:
        reviewing.challenge(who.ana, item_id, reason=reason, at=at)
    wishes = (
        (listed[2], ProposalKind.REINSTATE, None),
        (listed[3], ProposalKind.RECLASSIFY, None),
        (listed[4], ProposalKind.MOVE, other.pk),
    )
    made = [
        reviewing.propose_change(
            who.ana,
            item_id,
            kind=kind,
            look=_LOOK,
            classification="B1",
            target_id=target_id,
            at=at,
        )
        for item_id, kind, target_id in wishes
    ]
    _vote(who.sven, made[-1], at=at)
    _vote(who.mira, made[-1], at=at)


def _agreed(who: _Reviewers, hash_list: HashList, number: int, *, at: datetime) -> int:
    """List a file by three people; give its item's id."""
    proposal = _propose(who.ana, hash_list, number, at=at)
    for reviewer in (who.sven, who.mira):
        _vote(reviewer, proposal, at=at)
    return proposal.item_id


def _propose(
    reviewer: Principal, hash_list: HashList, number: int, *, at: datetime
) -> Proposal:
    lines = list(pictures.list_lines((_FIRST_PICTURE + number,)))[1:]
    prints = [line.split(",") for line in lines]
    return reviewing.propose(
        reviewer,
        hash_list.pk,
        media="image",
        classification="A1",
        fingerprints=[
            reviewing.Fingerprint(algorithm=each[0], value=each[1]) for each in prints
        ],
        look=_LOOK,
        at=at,
    )


def _vote(reviewer: Principal, proposal: Proposal, *, at: datetime) -> None:
    reviewing.review(reviewer, proposal.pk, concurs=True, look=_LOOK, at=at)


def _contribute(actor: Principal, industry: HashList, *, at: datetime) -> None:
    """Let one platform list files of its own, and another vote on them."""
    programs = cast.list_principals(actor, at=at)
    for number in range(4):
        sharing.contribute(
            programs[cast.CHAT],
            industry.slug,
            entry_id=f"demo-{number}",
            contribution=sharing.Contribution(
                media="video" if number % 2 else "image",
                classification="B2",
                values=[("md5", f"{number:032x}"), ("pdq", f"{number:02x}" * 32)],
            ),
            at=at,
        )
    for number, reasons in enumerate(((), ("adult",))):
        sharing.vote(
            programs[cast.SOCIAL],
            industry.slug,
            member_number=2,
            entry_id=f"demo-{number}",
            algorithm="md5",
            reasons=reasons,
            at=at,
        )


def _audit(actor: Principal, own: HashList, *, at: datetime) -> None:
    """Have the list audited twice: one audit is published, one under way."""
    ilse = cast.person(actor, "list-auditor", at=at)
    auditor = accounts.principal_of(ilse)
    for number, is_done in ((4, True), (None, False)):
        audit = auditing.begin_audit(
            actor, own, organization=ilse.organization, number=number, at=at
        )
        left = audit.drawn if is_done else 3
        while left and (audited := audit_results.next_to_find(auditor, audit.pk)):
            finding = Finding.CONFIRMED if left > 1 else Finding.WRONG_CLASS
            note = "" if left > 1 else "Invented: it is B1."
            auditing.record_finding(
                auditor, audited.pk, finding=finding, note=note, at=at
            )
            left -= 1
        if is_done:
            auditing.publish_audit(actor, audit.pk, at=at)


def _grow(actor: Principal, *, at: datetime) -> None:
    """Let a source suddenly grow, so that an alarm waits for the operator."""
    for days, numbers in ((2, _GROWN[:1]), (0, _GROWN[1:])):
        hashlist.load_list(
            actor,
            pictures.list_lines(tuple(numbers)),
            name="Demonstration: suddenly grown",
            meaning="Invented: a partner says so.",
            source="tipline demo",
            limits=_HELD_BACK,
            at=at - timedelta(days=days),
        )
