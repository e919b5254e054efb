"""No access outlives its reason: handed on, shared, given back, by rule and by page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import cast, factories
from tests.access.stage import person
from tests.casework.test_working import HERE, report_of, rows, said_to
from tipline.casework import chain
from tipline.casework.chain import HandoverKind, HandoverState, Passage
from tipline.foundation.policy.scope import acting
from tipline.referral import excluding
from tipline.referral.models import Referral

AGENCIES = range(1, 5)
OPEN = (HandoverState.OFFERED, HandoverState.ACCEPTED)


@st.composite
def chains(draw):
    """Passages as agencies can make them: only who has a report gives it, once."""
    passages: list[Passage] = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        has = chain.holders({1}, passages)
        giver, receiver = (
            draw(st.sampled_from(sorted(has))),
            draw(st.sampled_from(AGENCIES)),
        )
        if receiver in has:
            continue
        ground = chain.ground_of(giver, {1}, passages)
        kind = draw(st.sampled_from(list(HandoverKind)))
        state = draw(st.sampled_from([*OPEN, HandoverState.ACCEPTED]))
        passages.append(Passage(number, giver, receiver, kind, state, ground))
    return passages


def replaced(passage, state):
    values = {name: getattr(passage, name) for name in Passage.__slots__}
    return Passage(**{**values, "state": state})


@settings(max_examples=150, deadline=None)
@given(chains(), st.data())
def test_what_is_given_back_is_gone_with_all_that_came_of_it(passages, data):
    before = chain.holders({1}, passages)
    assert before  # somebody always has it
    assert chain.lapsed(passages) == frozenset()
    accepted = [p for p in passages if p.state is HandoverState.ACCEPTED]
    if not accepted:
        assert before == {1}
        return
    back = data.draw(st.sampled_from(accepted))
    after = [replaced(p, HandoverState.RETURNED) if p is back else p for p in passages]
    holders = chain.holders({1}, after)
    beneath = {back.passage_id}
    for each in passages:
        if each.ground in beneath:
            beneath.add(each.passage_id)
    # Written apart from the rule: who has a standing ground that nobody handed on.
    standing = [
        p
        for p in after
        if p.passage_id not in beneath and p.state is HandoverState.ACCEPTED
    ]
    grounds = {(1, None)} | {(p.receiver, p.passage_id) for p in standing}
    given_away = {
        (p.giver, p.ground) for p in standing if p.kind is HandoverKind.HAND_ON
    }
    assert holders == {agency for agency, ground in grounds - given_away}
    open_beneath = {
        p.passage_id for p in after if p.passage_id in beneath and p.state in OPEN
    }
    assert chain.lapsed(after) == open_beneath
    assert holders


@pytest.fixture
def officers():
    """Browsers of Lena, Zed, and of Fay at the federal desk."""
    fay = person("Fay", "officer", cast.agency("US-FED").organization)
    return [factories.browser_of(each) for each in (cast.lena(), cast.zed(), fay)]


def opened(browsers, report_id):
    """Who can open a report, and whom the database shows its referral."""
    pages = [b.get(f"{HERE}reports/{report_id}/").status_code == 200 for b in browsers]
    posts = [
        b.post(f"{HERE}reports/{report_id}/packet/json").status_code == 200
        for b in browsers
    ]
    assert pages == posts
    with acting(cast.principal_of(cast.zed())):
        assert Referral.objects.filter(report_id=report_id).exists() == pages[1]
    assert [report_id in rows(b, f"?number={report_id}") for b in browsers] == pages
    assert [report_id in rows(b, "?text=amber_kite") for b in browsers] == pages
    return "".join(name for name, has in zip("LZF", pages, strict=True) if has)


def offer(browser, path, *codes, kind="share"):
    places = (*codes, "", "", "", "")[:4]  # what is left empty is sent, too
    said = {"agency": places, "kind": kind, "reason": "They can act."}
    return browser.post(f"{HERE}{path}/hand-on", said)


def answer(browser, choice, reason="Abstract reason.", *, number=0):
    """Answer the newest handover of a browser's agency, or one further down."""
    line = browser.get(f"{HERE}handovers/").context["lines"][number]
    said = {"choice": choice, "reason": reason}
    return browser.post(f"{HERE}handovers/{line.handover_id}/answer", said, follow=True)


@pytest.mark.django_db
def test_access_to_a_report_follows_its_chain(officers):
    lena, zed, fay = officers
    report = report_of(screen_name="amber_kite")
    here = f"reports/{report}"
    assert opened(officers, report) == "L"
    assert offer(lena, here, "ICAC-CA-LA", kind="hand-on").status_code == 302
    # An offer tells number, level and kind, and nothing else.
    shown = zed.get(f"{HERE}handovers/").text
    assert str(report) in shown
    assert "amber_kite" not in shown
    assert opened(officers, report) == "L"
    answer(zed, "accepted")
    assert opened(officers, report) == "Z"
    assert offer(zed, here, "US-FED").status_code == 302
    answer(fay, "accepted")
    assert opened(officers, report) == "ZF"
    names = [str(link.receiver) for link in fay.get(f"{HERE}{here}/").context["chain"]]
    assert len(names) == 2
    # Fay has it from Zed alone: when Zed gives back, she has it no longer.
    assert "Say in a sentence why." in said_to(answer(zed, "returned", "", number=1))[0]
    answer(zed, "returned", number=1)
    assert opened(officers, report) == "L"
    states = [line.state for line in fay.get(f"{HERE}handovers/").context["lines"]]
    assert states == ["lapsed"]
    assert "is over" in said_to(answer(fay, "returned"))[0]
    chain_shown = lena.get(f"{HERE}{here}/").context["chain"]
    assert [link.state for link in chain_shown] == ["returned", "lapsed"]


@pytest.mark.django_db
def test_what_was_typed_stays_when_a_handover_is_refused(officers):
    lena, *_ = officers
    here = f"reports/{report_of(screen_name='amber_kite')}"
    refused = offer(lena, here, "US-FED", "ICAC-CA-LA", kind="hand-on")
    for typed in ("US-FED", "ICAC-CA-LA"):
        assert f'value="{typed}" list="agencies"' in refused.text


@pytest.mark.django_db
def test_a_case_shared_handed_on_and_given_back(officers):
    lena, zed, fay = officers
    report = report_of(screen_name="amber_kite")
    new = {"case_number": "2026-17", "title": "Paper lanterns"}
    case = lena.post(f"{HERE}cases/", new, follow=True).context["case"]
    here = f"{HERE}cases/{case.pk}/"
    lena.post(f"{HERE}change", {"mark": f"{report}.1", "case": case.pk})
    lena.post(f"{here}note", {"text": "Lena's own words."})
    refused = offer(lena, f"cases/{case.pk}", "US-FED", "ICAC-CA-LA", kind="hand-on")
    assert refused.status_code == 400
    assert "Hand it on to one agency" in refused.text
    # Shared with two at once; one declines.
    assert offer(lena, f"cases/{case.pk}", "US-FED", "ICAC-CA-LA").status_code == 302
    answer(fay, "declined")
    answer(zed, "accepted")
    assert opened(officers, report) == "LZ"
    (line,) = zed.get(f"{HERE}cases/").context["page"].lines
    assert (line.title, line.report_count) == ("Paper lanterns", 1)
    his = zed.get(f"{HERE}cases/{line.case_id}/")
    assert "Lena's own words." not in his.text
    assert zed.get(here).status_code == fay.get(here).status_code == 404
    assert offer(lena, f"cases/{case.pk}", "ICAC-CA-LA").status_code == 400
    answer(zed, "returned")
    assert opened(officers, report) == "L"
    assert zed.get(f"{HERE}cases/{line.case_id}/").status_code == 404
    # Handed on: the giver's case is away until it comes back.
    assert offer(lena, f"cases/{case.pk}", "US-FED", kind="hand-on").status_code == 302
    answer(fay, "accepted")
    assert opened(officers, report) == "F"
    assert lena.get(here).status_code == 404
    answer(fay, "returned")
    assert opened(officers, report) == "L"
    assert "Lena&#x27;s own words." in lena.get(here).text


@pytest.mark.django_db
def test_what_is_kept_apart_unknown_or_withdrawn_goes_nowhere(officers):
    lena, zed, _fay = officers
    report = report_of()
    with acting(cast.STAGE):
        Referral.objects.filter(report_id=report).update(is_set_apart=True)
    refused = offer(lena, f"reports/{report}", "ICAC-CA-LA")
    assert "kept apart" in refused.text
    stranger = offer(zed, f"reports/{report}", "US-FED")
    assert stranger.status_code == 404
    nobody = offer(lena, f"reports/{report}", "NO-SUCH")
    assert "by their codes" in nobody.text
    withdrawn = report_of(user_id="u-2")
    offer(lena, f"reports/{withdrawn}", "ICAC-CA-LA")
    answer(lena, "withdrawn")
    assert "is over" in said_to(answer(zed, "accepted"))[0]


@pytest.mark.django_db
def test_an_agency_that_a_report_is_kept_from_is_offered_nothing_of_it(officers):
    lena, zed, _fay = officers
    free, kept = report_of(), report_of(user_id="u-2")
    new = {"case_number": "2026-18", "title": "Paper lanterns"}
    case = lena.post(f"{HERE}cases/", new, follow=True).context["case"]
    marks = [f"{free}.1", f"{kept}.1"]
    lena.post(f"{HERE}change", {"mark": marks, "case": case.pk})
    code = "ICAC-CA-LA"
    said = {"code": code, "reason": "A suspect works there.", "at": cast.NOW}
    made = excluding.exclude(cast.STAGE, kept, **said)
    for path in (f"reports/{kept}", f"cases/{case.pk}"):
        kept_from, unknown = (offer(lena, path, each) for each in (code, "NO-SUCH"))
        assert (kept_from.status_code, unknown.status_code) == (400, 400)
        assert "by their codes" in kept_from.text
        assert "has been offered it" not in kept_from.text
    assert zed.get(f"{HERE}handovers/").context["lines"] == ()
    assert offer(lena, f"reports/{free}", code).status_code == 302
    admitted = {"reason": "Somebody else.", "at": cast.NOW}
    excluding.admit(cast.principal_of(cast.ana()), made.pk, **admitted)
    assert offer(lena, f"reports/{kept}", code).status_code == 302
