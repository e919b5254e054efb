"""Whatever an analyst does with files, reports and bundles has a key, told there."""

import html
import re
from datetime import UTC, datetime

import lxml.html
import pytest
from django.urls import reverse

from tests import cast, factories
from tests.material import picture
from tests.review import stage
from tests.triage import senders
from tests.triage.test_floods import flood
from tipline.clearance import services as clearance
from tipline.files.models import ReportedFile
from tipline.foundation.policy.scope import acting
from tipline.matching.models import PictureMatch

pytestmark = pytest.mark.django_db
BY_SCRIPT = {"i", "v", "b", "u", "f", "p", "g"}  # marks, whose fields a form makes
KEYED = "ancestor-or-self::*[@data-key] | .//*[@data-key]"


def main_of(text):
    return text[text.index("<main") : text.index("</main>")]


def keys_in(main):
    """Give the keys of a page; each does one thing, or leads through several."""
    page = lxml.html.fromstring(main)
    does = page.xpath("//@data-key[not(../@data-reach)]")
    assert len(set(does)) == len(does)
    leads = set(page.xpath("//@data-key[../@data-reach]"))
    assert not leads & set(does)
    return {*does, *leads}


def told_in(main):
    told = main[main.index('id="keys"') :]
    return {html.unescape(k) for k in re.findall(r'<kbd class="key">([^<]+)<', told)}


def without_a_key(main):
    """Give the forms of a page that no key leads to or opens."""
    forms = lxml.html.fromstring(main).xpath("//form")
    return [form.get("action") for form in forms if not form.xpath(KEYED)]


def test_every_act_on_a_file_has_a_key_that_is_told(ana, settings):
    settings.EVIDENCE_URL = "https://evidence.example.org"
    stage.content(flags="<fileViewedByEsp>true</fileViewedByEsp>")
    page = ana.post(reverse("console:next-file"), follow=True)
    main = main_of(page.text)
    keys = keys_in(main)
    assert {"e", "h", "t", "s", "r", "m", "o", "q"} <= keys
    assert not keys & BY_SCRIPT
    buttons = re.findall(r"<button[^>]*>", main)
    assert [each for each in buttons if "data-key" not in each] == []
    assert told_in(main) >= keys | BY_SCRIPT


def test_further_recognitions_and_a_legal_basis_have_a_key_too(ana):
    known, new = stage.near_picture()
    other = stage.content()
    with acting(cast.STAGE):
        file = ReportedFile.objects.get(content=new)
        PictureMatch.objects.create(
            report_id=file.report_id,
            file=file,
            other=other,
            distance=14,
            recipe="r",
            turn="upright",
            matched_at=stage.NOW,
        )
    for content in (known, other):
        for person in (cast.sven(), cast.mira()):
            stage.say(person, content)
    basis = reverse("console:basis", args=[file.report_id, file.file_id])
    said = {
        "kind": "search-warrant",
        "reference": "W-1",
        "note": "abstract",
        "until": "",
    }
    ana.post(basis, said)
    main = main_of(ana.get(reverse("console:file", args=[new.pk])).text)
    assert {"Enter", "n", "T"} <= keys_in(main)
    assert told_in(main) >= keys_in(main)


def test_the_queue_and_what_one_is_handed_are_worked_by_keys(ana):
    report_id = factories.routed_report(cast.platform())
    queue = main_of(ana.get(reverse("console:queue")).text)
    assert "review.js" in ana.get(reverse("console:queue")).text
    assert keys_in(queue) == {"/", "1", "2", "3", "e", "f", "g", "?"}
    assert told_in(queue) >= {"j", "k", "Enter", "0", *keys_in(queue)}
    assert without_a_key(queue) == []
    narrowed = main_of(ana.get(reverse("console:queue"), {"priority": "1"}).text)
    assert "0" in keys_in(narrowed)
    address = reverse("console:report", args=[report_id])
    assert f'class="queue__title" href="{address}"' in queue
    files = main_of(ana.get(reverse("console:files")).text)
    assert keys_in(files) >= {"n", "w", "s", "?"}
    assert told_in(files) >= keys_in(files)
    assert without_a_key(files) == []
    media = main_of(ana.get(reverse("console:media", args=[report_id])).text)
    assert keys_in(media) >= {"a", "o", "c", "1", "?"}
    digits = set("12345678")  # told as 0 … 9
    assert told_in(media) >= (keys_in(media) | BY_SCRIPT) - digits


def test_every_act_on_a_report_has_a_key_that_is_told(ana, settings):
    settings.BUNDLE_LIMITS = senders.LIMITS
    report_id = senders.spread(picture(702))[0]
    said = clearance.Finding(
        verdict="unfounded", ground="wrong-account", file_ids=(), reason="abstract"
    )
    lena = cast.principal_of(cast.lena())
    agency_has_it = factories.routed_report(cast.platform())
    clearance.clear(lena, agency_has_it, said, at=datetime.now(UTC))
    keys = set()
    for number in (report_id, agency_has_it):
        page = ana.get(reverse("console:report", args=[number])).text
        assert "review.js" in page
        main = main_of(page)
        assert without_a_key(main) == []
        assert told_in(main) >= keys_in(main)
        keys |= keys_in(main)
    assert keys == {*"q+-dfmachbpwl?"}


def test_what_the_public_sends_is_asked_about_and_released_by_keys(ana):
    first, *_ = flood()
    report = main_of(ana.get(reverse("console:report", args=[first])).text)
    assert without_a_key(report) == []
    assert {"d", "n", "x"} <= keys_in(report)
    assert told_in(report) >= keys_in(report)
    page = main_of(ana.get(reverse("console:bundle", args=[first])).text)
    assert without_a_key(page) == []
    assert keys_in(page) == {"q", "o", "s", "?"}
    assert told_in(page) >= {"j", "k", *keys_in(page)}


def test_a_bundle_is_worked_by_keys(ana, settings):
    settings.BUNDLE_LIMITS = senders.LIMITS
    senders.spread(picture(703))
    queue = ana.get(reverse("console:queue")).text
    (address,) = set(re.findall(r'href="(/console/bundles/\d+/)"', queue))
    page = ana.get(address).text
    assert keys_in(main_of(page)) == {"q", "m", "?"}
    assert told_in(main_of(page)) >= {"j", "k", "<", ">", "q", "m"}


def test_every_other_page_tells_the_keys_that_go_to_its_forms(ana):
    factories.routed_report(cast.platform())
    for name in ("search", "clusters", "lists", "clearances", "calls", "exposure"):
        page = ana.get(reverse(f"console:{name}")).text
        assert "review.js" in page
        assert told_in(main_of(page)) >= {".", ",", "j", "k", *keys_in(main_of(page))}
