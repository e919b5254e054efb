"""Clusters and the search as analysts use them."""

import re

import pytest
from django.urls import reverse

from tests import cast
from tests.linking.test_links import about
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.linking.cluster_reading import cluster_of

pytestmark = pytest.mark.django_db
SEARCH = reverse("console:search")


def cluster_page(report_id):
    cluster_id = cluster_of(cast.STAGE, report_id)
    return reverse("console:cluster", args=[cluster_id])


def test_an_analyst_reads_a_cluster_splits_it_and_brings_it_together(ana):
    first, second = about(1), about(2, email="1@example.net")
    alone = about(3)
    page = cluster_page(first)
    assert page in ana.get(reverse("console:report", args=[first])).text
    assert page in ana.get(reverse("console:clusters")).text
    text = ana.get(page).text
    for said in (
        "Cluster of 2 reports",
        "e-mail address",
        "1@example.net",
        "Nobody moved a report",
        "Incident",
        "Report received",
        reverse("console:report", args=[second]),
    ):
        assert said in text

    bring = reverse("console:bring-together", args=[first])
    text = ana.post(bring, {"other": "seven", "reason": "x"}, follow=True).text
    assert "No finished report has this number." in text
    said = {"other": str(alone), "reason": "One writer <b>"}
    text = ana.post(bring, said, follow=True).text
    assert "They are together now." in text
    assert "Cluster of 3 reports" in text
    assert "Brought by Ana" in text
    assert "One writer &lt;b&gt;" in text

    split = page + "split"
    text = ana.post(split, {"report": [alone], "reason": " "}, follow=True).text
    assert "Say why, in a few words." in text
    text = ana.post(split, {"report": [alone], "reason": "Not he."}, follow=True).text
    assert "They are apart now." in text
    assert "Cluster of 2 reports" in text
    assert "Not he." in text
    assert ana.get(reverse("console:cluster", args=[1])).status_code == 404


def test_a_search_finds_every_spelling_and_keeps_the_text_out_of_addresses(ana):
    first = about(1, email="Blue.Kite@gmail.com")
    second = about(2, email="bluekite+a@googlemail.com", screen_name="Green_Kite")
    about(3)
    page = ana.get(SEARCH)
    assert 'method="post"' in page.text
    page = ana.post(SEARCH, {"text": "  BLUEKITE@gmail.com "})
    for said in (
        reverse("console:report", args=[first]),
        reverse("console:report", args=[second]),
        "Blue.Kite@gmail.com",
        "bluekite+a@googlemail.com",
        "2 reports",
        cluster_page(first),
    ):
        assert said in page.text
    with acting(cast.STAGE):
        entry = Entry.objects.filter(action="identifiers.searched").latest("pk")
    assert re.fullmatch(r"identifier:\d+", entry.subject)
    assert "kite" not in str(entry.details)

    assert str(second) in ana.post(SEARCH, {"text": "@green_kite"}).text
    nothing = ana.post(SEARCH, {"text": "nobody@example.org"}).text
    assert "No report names it" in nothing
    assert "e-mail address" in nothing
    assert "This is no identifier" in ana.post(SEARCH, {"text": "  "}).text
    assert "This is no identifier" in ana.post(SEARCH, {"text": "x" * 9000}).text
