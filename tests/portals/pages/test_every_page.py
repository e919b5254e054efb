"""Everybody can read and use every page, by day and by night, on a desk and a phone."""

from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import override_settings
from django.utils import timezone

from tests import cast, factories
from tests.access import stage as staging
from tests.access.principals import Asker, everybody
from tests.portals.pages import gathering, showing
from tipline.foundation.accounts import entry

pytestmark = pytest.mark.browser


# The browser's loop forbids database calls: all pages are gathered before it runs.
@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    del django_db_setup
    found = gathering.errors()
    with django_db_blocker.unblock(), staging.superuser():
        people = [
            cast.ana(),
            cast.sven(),
            cast.omar(),
            cast.vera(),
            cast.lena(),
            cast.ilse(),
        ]
        visitor = Asker("visitor")
        found += gathering.empty([visitor, *(_signed_in(each) for each in people)])
        with override_settings(DEMO=True):
            found += gathering.demonstration(_link_of(people[0]))
        stage = staging.build()
        askers = everybody(stage)
        staging.become("tipline_web")
        with override_settings(SECURITY_CONTACT="mailto:security@example.org"):
            found += gathering.every(stage, askers)
    return gathering.distinct(found)


def _link_of(person):
    return entry.make_sign_in_link(cast.STAGE, person, at=timezone.now(), demo=True)


def _signed_in(person):
    key = factories.browser_of(person).cookies["tipline"].value
    return Asker(person.name, person.role, session_key=key)


def test_every_page_can_be_read_and_used_by_everybody(pages):
    faults = showing.faults(pages, Axe().axe_script)
    assert not faults, "\n".join(faults)


BAD = b"""<!doctype html><html lang="en"><head><title>Bad</title></head><body><main>
<h1 style="color: #999; background: #fff">Hard to read</h1><input>
<div style="inline-size: 2000px">wide</div></main></body></html>"""


def test_a_page_that_few_could_read_and_use_is_found_out():
    bad = gathering.Page(name="bad", path="/", content=BAD, policy="default-src 'none'")
    faults = showing.faults([bad], Axe().axe_script)
    unstyled = showing.faults([replace(bad, policy="")], Axe().axe_script)
    assert any("the browser complains" in fault for fault in faults)
    for what in ("label: <input>", "color-contrast", "(rtl)", "(ltr)", "(390, dark)"):
        assert any(what in fault for fault in unstyled), what
