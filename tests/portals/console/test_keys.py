"""Whatever an analyst does with files and in the queue has a key, told on its page."""

import html
import re

import pytest
from django.urls import reverse

from tests import cast, factories
from tests.review import stage

pytestmark = pytest.mark.django_db
BY_SCRIPT = {"i", "v", "b", "u", "f", "p", "g"}  # marks, whose fields a form makes


def main_of(text):
    return text[text.index("<main") : text.index("</main>")]


def keys_in(main):
    """Give the keys of a page; each stands for one thing."""
    found = [html.unescape(key) for key in re.findall(r'data-key="([^"]+)"', main)]
    assert len(set(found)) == len(found)
    return set(found)


def told_in(main):
    told = main[main.index('id="keys"') :]
    return {html.unescape(k) for k in re.findall(r'<kbd class="key">([^<]+)<', told)}


def test_every_act_on_a_file_has_a_key_that_is_told(ana, settings):
    settings.EVIDENCE_URL = "https://evidence.example.org"
    stage.content(flags="<fileViewedByEsp>true</fileViewedByEsp>")
    page = ana.post(reverse("console:next-file"), follow=True)
    main = main_of(page.text)
    keys = keys_in(main)
    assert {"e", "h", "t", "s", "r", "m", "o"} <= keys
    assert not keys & BY_SCRIPT
    buttons = re.findall(r"<button[^>]*>", main)
    assert [each for each in buttons if "data-key" not in each] == []
    assert told_in(main) >= keys | BY_SCRIPT


def test_the_queue_and_a_report_are_worked_by_keys(ana):
    report_id = factories.routed_report(cast.platform())
    queue = main_of(ana.get(reverse("console:queue")).text)
    assert "review.js" in ana.get(reverse("console:queue")).text
    assert keys_in(queue) == {"/", "1", "2", "3", "e", "?"}
    assert told_in(queue) >= {"j", "k", "Enter", *keys_in(queue)}
    address = reverse("console:report", args=[report_id])
    assert f'class="queue__title" href="{address}"' in queue
    report = ana.get(address).text
    assert "review.js" in report
    assert {"q", "m", "+"} <= keys_in(main_of(report))
