"""New reports that match a watched case are named to those who work on it."""

import pytest

from tests import cast, factories
from tests.alerting.post_office import mail_server, outgoing
from tests.casework.test_working import HERE, report_of
from tipline.casework import jobs

pytestmark = pytest.mark.django_db
CALIFORNIA = "128.97.27.37"
SAME = {"user_id": "u-shared", "email": "shared@example.net"}
NEW = {"case_number": "2026-17", "title": "Paper lanterns"}


@pytest.fixture
def lena():
    return factories.browser_of(cast.lena())


@pytest.fixture
def case_id(lena):
    """A watched case of Lena's with one report."""
    case = lena.post(f"{HERE}cases/", NEW, follow=True).context["case"]
    first = report_of(**SAME)
    lena.post(f"{HERE}change", {"mark": f"{first}.1", "case": case.pk})
    before = report_of(**SAME, screen_name="before_it_was_watched")
    assert lena.get(f"{HERE}cases/{case.pk}/").context["portions"]["hints"].rows == ()
    facts = {**NEW, "state": "open", "watched": "yes", "version": 1}
    lena.post(f"{HERE}cases/{case.pk}/", {**facts, "member": cast.lena().pk})
    assert before > first
    return case.pk


def test_a_new_report_that_shares_an_account_is_named_until_it_is_dealt_with(
    lena, case_id
):
    here = f"{HERE}cases/{case_id}/"
    report_of(**SAME, ip=CALIFORNIA, screen_name="elsewhere")  # another agency's
    second = report_of(**SAME, screen_name="green_kite")
    (hint,) = lena.get(here).context["portions"]["hints"].rows
    assert hint.report_id == second
    assert {"email", "platform-user"} <= set(hint.kinds)
    assert "1</strong> new report matches" in lena.get(HERE).text
    zed = factories.browser_of(cast.zed())
    assert zed.post(f"{HERE}matches/{hint.hint_id}/seen").status_code == 404
    work = {"version": hint.version, "case": case_id, "back_to_case": case_id}
    assert lena.post(f"{HERE}reports/{second}/work", work)["Location"] == here
    assert lena.get(here).context["portions"]["hints"].rows == ()
    assert "new report matches" not in lena.get(HERE).text


def test_the_mail_says_that_there_is_a_match_and_nothing_of_it(case_id, settings, lena):
    lena.post("/language/", {"language": "de"})
    second = report_of(**SAME, screen_name="green_kite")
    with mail_server() as box:
        settings.ALARM_OUTGOING = outgoing(port=box.port)
        for _ in range(2):
            jobs.tell_case_match.func(report_id=second)
        (mail,) = box.mails
    assert mail["To"] == "lena@example.org"
    whole = f"{mail}{box.read_by('lena@example.org')}"
    assert "Tipline: Eine neue Meldung " in whole
    assert "Die Seite des Falls sagt, was:" in whole
    assert "/agency/cases/?whose=mine" in whole
    for hidden in (second, case_id, "2026-17", "lanterns", "green_kite", "shared"):
        assert str(hidden) not in whole
