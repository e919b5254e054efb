"""A flood as analysts see it: two lines, one page, each part set aside by itself."""

import pytest
from django.urls import reverse

from tests.triage.test_floods import flood, send
from tipline.triage import floods
from tipline.triage.alike import GATHERED_AFTER, Kin

pytestmark = pytest.mark.django_db


def test_an_analyst_opens_sets_aside_and_takes_back_a_flood(ana):
    first, *others = flood()
    page = reverse("console:bundle", args=[first])
    deed = reverse("console:set-aside-flood", args=[first])
    queue = reverse("console:queue")
    text = ana.get(queue).text
    assert "2 reports by the form that say the same" in text
    assert f'href="{page}"' in text
    text = ana.get(page).text
    for report_id in (first, *others[-2:]):
        assert reverse("console:report", args=[report_id]) in text
    assert text.count("says the same") >= 2
    assert (
        reverse("console:take-out", args=[others[-1]])
        in ana.get(reverse("console:report", args=[others[-1]])).text
    )
    refused = ana.post(deed, {"reason": ""})
    assert refused.status_code == 400
    assert "Say in a sentence why nobody needs to read these reports." in refused.text
    done = ana.post(deed, {"reason": "abstract <b>reason</b>"}, follow=True)
    assert "abstract &lt;b&gt;reason&lt;/b&gt;" in done.text
    assert page not in ana.get(queue).text
    ana.post(deed, {"go": "back"})
    assert page in ana.get(queue).text
    missing = reverse("console:set-aside-flood", args=[others[0]])
    assert ana.post(missing, {"reason": "x"}).status_code == 404


def test_what_is_half_alike_is_looked_at_and_set_aside_by_itself(ana, monkeypatch):
    monkeypatch.setattr(floods, "GATHERED_AFTER", {**GATHERED_AFTER, Kin.WORDS: 0})
    first, *_ = flood()
    half = [send(urls=f"https://pages.example.org/{n}") for n in range(2)]
    page = reverse("console:bundle", args=[first])
    deed = reverse("console:set-aside-flood", args=[first])
    queue = reverse("console:queue")
    assert "2 reports by the form that are half like others" in ana.get(queue).text
    text = ana.get(page).text
    assert "2 reports that are only half alike" in text
    assert all(reverse("console:report", args=[each]) in text for each in half)
    assert "Take these" not in text
    own = ana.get(reverse("console:bundle", args=[half[0]]))
    assert (own.status_code, own.url) == (302, f"{page}#half")

    assert "Take 2 reports out of the queue" in text
    ana.post(deed, {"reason": "abstract reason"})
    assert f'href="{page}#half"' in ana.get(queue).text
    text = ana.get(page).text
    assert "Take these 2 reports out of the queue" in text
    seen = text.split('name="seen" value="')[1].split('"')[0]
    refused = ana.post(deed, {"go": "half", "seen": seen, "reason": ""})
    assert refused.status_code == 400
    assert "Say in a sentence why nobody needs to read these reports." in refused.text
    early = {"go": "half", "seen": int(seen) - 1, "reason": "x"}
    assert "Look at them first." in ana.post(deed, early, follow=True).text
    both = {"go": "half", "seen": seen, "reason": "abstract <i>why</i>"}
    assert "abstract &lt;i&gt;why&lt;/i&gt;" in ana.post(deed, both, follow=True).text
    assert page not in ana.get(queue).text
    ana.post(deed, {"go": "back"})
    assert f'href="{page}#half"' in ana.get(queue).text


def test_where_all_are_half_alike_each_step_says_what_it_does(ana, monkeypatch):
    monkeypatch.setattr(floods, "GATHERED_AFTER", {**GATHERED_AFTER, Kin.WORDS: 0})
    first, _ = send(), send(urls="https://pages.example.org/1")
    page = reverse("console:bundle", args=[first])
    text = ana.get(page).text
    assert "1 report by the form that is half like others" in text
    assert "Let nothing more come to these" in text
    assert "that say the same" not in text.split("<main")[1].split("</h1>")[0]
    deed = reverse("console:set-aside-flood", args=[first])
    text = ana.post(deed, {"reason": "abstract reason"}, follow=True).text
    assert "Take this 1 report out of the queue" in text
