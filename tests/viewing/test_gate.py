"""Who may open a file: the rule, whatever is known."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tipline.intake.profile import ViewedScope
from tipline.viewing.gate import BasisKind, Facts, Ground, LegalBasis, decide
from tipline.viewing.policies import POLICIES, RECIPIENT, Jurisdiction

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
STATES = st.sampled_from([True, False, None])
BASES = st.builds(
    LegalBasis,
    kind=st.sampled_from([*BasisKind, "a kind that nobody knows"]),
    reference=st.sampled_from(["", "  ", "W-7"]),
    recorded_at=st.just(AT),
    recorded_by=st.just("person:1"),
    until=st.sampled_from([None, AT - timedelta(days=1), AT, AT + timedelta(days=1)]),
)
FACTS = st.builds(
    Facts,
    viewed_by_platform=STATES,
    publicly_available=STATES,
    viewed_scope=st.sampled_from(ViewedScope),
    viewed_definition=st.text(max_size=20),
    viewed_by_us=st.booleans(),
    match_viewed=STATES,
    legal_basis=st.none() | BASES,
)
# Which most policies leave closed.
UNSEEN = st.builds(
    Facts,
    viewed_by_platform=st.sampled_from([False, None]),
    publicly_available=st.sampled_from([False, None]),
    match_viewed=STATES,
    legal_basis=st.none() | BASES,
)
STRICT = POLICIES[Jurisdiction.STRICT]


def holds(facts, policy):
    """Name the grounds that a reader of the facts would find, written apart."""
    basis = facts.legal_basis
    found = set()
    if facts.viewed_by_platform and facts.viewed_scope != "part":
        found.add(Ground.VIEWED_BY_PLATFORM)
    if facts.publicly_available:
        found.add(Ground.PUBLICLY_AVAILABLE)
    if basis and basis.kind in policy.kinds and basis.reference.strip():
        found |= {Ground.LEGAL_BASIS} if not basis.until or basis.until > AT else set()
    if facts.viewed_by_us:
        found.add(Ground.VIEWED_BY_US)
    if facts.match_viewed:
        found.add(Ground.MATCHED_VIEWED)
    return found


@given(FACTS)
def test_the_strict_policy_never_opens_without_a_named_ground(facts):
    named = holds(facts, STRICT) - {Ground.MATCHED_VIEWED}
    decision = decide(facts, STRICT, at=AT)
    assert decision.may_open == bool(named)
    assert decision.ground is None or decision.ground in named


@given(FACTS, st.sampled_from([*POLICIES.values(), RECIPIENT]))
def test_no_policy_opens_on_a_ground_that_it_does_not_accept(facts, policy):
    decision = decide(facts, policy, at=AT)
    assert decision.ground is None or decision.ground in policy.grounds


@given(FACTS | UNSEEN, st.sampled_from([*POLICIES.values(), RECIPIENT]))
def test_a_decision_says_why_and_a_refusal_what_would_open_the_file(facts, policy):
    decision = decide(facts, policy, at=AT)
    assert decision.why.endswith(".")
    assert len(decision.reasons) >= 3
    assert decision.remedy.endswith(".") is not decision.may_open


@given(FACTS)
def test_what_opens_for_an_officer_opens_for_the_strict_clearinghouse(facts):
    if decide(facts, RECIPIENT, at=AT).may_open:
        assert decide(facts, STRICT, at=AT).may_open


def silent(**known):
    return Facts(viewed_by_platform=None, publicly_available=None, **known)


def opens(jurisdiction, facts):
    return decide(facts, POLICIES[jurisdiction], at=AT).ground


def test_a_matched_item_opens_a_file_in_two_circuits_alone():
    matched = silent(match_viewed=True)
    assert opens(Jurisdiction.STRICT, matched) is None
    assert opens(Jurisdiction.UNITED_STATES, matched) is None
    assert opens(Jurisdiction.UNITED_STATES_5_6, matched) is Ground.MATCHED_VIEWED
    assert opens(Jurisdiction.UNITED_STATES_5_6, silent(match_viewed=False)) is None


def test_another_countrys_law_is_no_process_in_the_united_states():
    own_law = LegalBasis(
        kind="own-law", reference="§ 7", recorded_at=AT, recorded_by="person:1"
    )
    assert opens(Jurisdiction.UNITED_STATES, silent(legal_basis=own_law)) is None
    assert opens(Jurisdiction.STRICT, silent(legal_basis=own_law)) is Ground.LEGAL_BASIS


def test_a_mandate_opens_what_nobody_said_anything_about():
    assert opens(Jurisdiction.MANDATE, silent()) is Ground.MANDATE


def test_a_platform_that_views_a_part_opens_nothing():
    facts = Facts(
        viewed_by_platform=True,
        publicly_available=None,
        viewed_scope=ViewedScope.PART,
    )
    decision = decide(facts, STRICT, at=AT)
    assert not decision.may_open
    assert "only a part" in decision.why
