"""A sender's noise costs little, only after enough reports, and never a level 1."""

from hypothesis import given
from hypothesis import strategies as st

from tipline.triage.order import SHIFT_MOST, place_of
from tipline.triage.prior import Figures, PriorPolicy, overall_rate, prior_of

POLICY = PriorPolicy()


@st.composite
def figures(draw):
    reports = draw(st.integers(0, 100_000))
    return Figures(reports=reports, noise=draw(st.integers(0, reports)))


rates = st.floats(0, 1)
policies = st.builds(
    PriorPolicy,
    least=st.integers(1, 1000),
    weight=st.integers(1, 1000),
    most=st.integers(0, SHIFT_MOST),
)


@given(figures(), rates, policies)
def test_the_shift_stays_within_what_the_operator_chose(own, overall, policy):
    assert 0 <= prior_of(own, overall=overall, policy=policy).shift <= policy.most


@given(figures(), rates, policies)
def test_the_rate_lies_between_the_senders_own_and_that_of_all(own, overall, policy):
    rate = prior_of(own, overall=overall, policy=policy).rate
    raw = own.noise / own.reports if own.reports else overall
    assert min(raw, overall) - 1e-9 <= rate <= max(raw, overall) + 1e-9


@given(st.integers(0, 99), rates)
def test_few_reports_cost_nothing(reports, overall):
    own = Figures(reports=reports, noise=reports)
    assert prior_of(own, overall=overall, policy=POLICY).shift == 0


@given(figures(), rates)
def test_who_is_no_worse_than_all_together_loses_nothing(own, overall):
    prior = prior_of(own, overall=overall, policy=POLICY)
    if own.noise <= overall * own.reports:
        assert prior.shift == 0


@given(figures(), rates)
def test_more_noise_never_costs_less(own, overall):
    more = Figures(reports=own.reports, noise=min(own.noise + 1, own.reports))
    before = prior_of(own, overall=overall, policy=POLICY).shift
    assert prior_of(more, overall=overall, policy=POLICY).shift >= before


@given(figures(), rates, st.integers(0, 100))
def test_no_prior_moves_a_report_of_level_1(own, overall, risk):
    shift = prior_of(own, overall=overall, policy=POLICY).shift
    assert place_of("1", risk, shift=shift) == place_of("1", risk)


def test_a_sender_of_empty_reports_among_others():
    every = [Figures(reports=1000, noise=900), Figures(reports=9000, noise=900)]
    overall = overall_rate(every)
    assert overall == 0.18
    first, second = (prior_of(each, overall=overall, policy=POLICY) for each in every)
    assert (round(first.rate, 2), first.shift) == (0.87, 17)
    assert second.shift == 0
    assert overall_rate([]) == 0
