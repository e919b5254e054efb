"""The bar of alarms in a real browser: it fills and empties without a reload."""

import json
import mimetypes
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from playwright.sync_api import expect, sync_playwright

from tests import cast, factories
from tests.browser import launched
from tipline.foundation.web import static_files

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
HOME = "http://localhost"
HOSTILE = "<img src=x onerror=alert(1)> report 17"


def bar(*words, silent=False):
    shown = [
        {
            "id": str(number),
            "words": text,
            "url": f"/console/reports/{number}/",
            "answer_url": f"/alarms/{number}/acknowledge",
        }
        for number, text in enumerate(words, 1)
    ]
    return {
        "shown": shown,
        "count": len(shown),
        "all_words": f"All {len(shown)} alarms",
        "is_ringing": bool(shown) or silent,
        "is_worker_silent": silent,
    }


class Answers:
    """The server's answers, made before the browser runs."""

    def __init__(self, page):
        self.page, self.rings, self.asked = page, bar(), 0

    def give(self, route):
        path = route.request.url.removeprefix(HOME).partition("?")[0]
        if path == reverse("duty:live"):
            self.asked += 1
            route.fulfill(content_type="application/json", body=json.dumps(self.rings))
        elif path.startswith("/static/"):
            found = Path(str(finders.find(path.removeprefix("/static/"))))
            kind, _ = mimetypes.guess_type(found)
            route.fulfill(content_type=kind, body=found.read_bytes())
        elif path.startswith("/styles/"):
            route.fulfill(content_type="text/css", body=static_files.sheet().plain)
        else:
            route.fulfill(
                content_type="text/html; charset=utf-8",
                headers={
                    "Content-Security-Policy": self.page["Content-Security-Policy"]
                },
                body=self.page.content,
            )


@contextmanager
def opened(answers):
    """The page in a browser whose clock the test winds; complaints are collected."""
    complaints = []
    with sync_playwright() as playwright:
        browser = launched(playwright)
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.clock.install()
        page.route(f"{HOME}/**", answers.give)
        page.goto(f"{HOME}/console/")
        yield page
        browser.close()
    assert complaints == []


def test_the_bar_fills_and_empties_while_a_page_stays_open():
    answers = Answers(factories.browser_of(cast.ana()).get(reverse("console:queue")))
    with opened(answers) as page:
        alarms = page.locator("[data-alarms]")
        page.clock.run_for(16_000)
        expect(alarms).to_be_hidden()  # nothing rings, and the worker is back

        answers.rings = bar(HOSTILE, "a second one")
        page.clock.run_for(16_000)
        expect(alarms).to_be_visible()
        expect(alarms.get_by_role("link", name=HOSTILE)).to_be_visible()
        expect(alarms.get_by_text("All 2 alarms")).to_be_visible()
        first = alarms.locator("[data-alarm='1'] form")
        assert first.get_attribute("action") == "/alarms/1/acknowledge"
        assert first.locator("[name=csrfmiddlewaretoken]").count() == 1
        first.get_by_role("button").focus()
        expect(first.get_by_role("button")).to_be_focused()
        page.clock.run_for(16_000)  # what is there already keeps its focus
        expect(first.get_by_role("button")).to_be_focused()

        answers.rings = bar(silent=True)
        page.clock.run_for(16_000)
        expect(alarms.get_by_text("The worker is not running")).to_be_visible()
    assert answers.asked >= 4
