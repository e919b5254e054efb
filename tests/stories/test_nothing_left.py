"""Somebody else opens the browser afterwards: every byte that it wrote is searched.

Chromium writes down for itself which pages there were, as its history, and addresses
of longer scripts; the pages say so. Of what was seen, written or chosen it has nothing.
"""

import re
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import ARGUMENTS, WHOLE
from tests.stories.taking_part import taking_part
from tests.stories.test_public_form import PHONE, Telephone
from tests.stories.test_public_on_a_phone import (
    Reader,
    comes_back,
    looks_up,
    reports,
    sends,
)
from tipline.foundation.languages import SOURCE

pytestmark = pytest.mark.browser
CANARIES = ["Canary Chat 7f31", "canary words 90ac", "canary-name-5e8b.png"]
# Where browsers keep what pages leave: copies, scripts as compiled, what they store.
KEPT = ("Cache", "Local Storage", "IndexedDB", "Service Worker", "WebStorage")
ONLY_NAMES = "Code Cache"
LONGEST_NAME = 300  # bytes of a file that holds an address and nothing compiled


@pytest.fixture(scope="module")
def profile(product, tmp_path_factory):
    """A browser's folder after a report, a blocked picture, and a look at both."""
    folder = tmp_path_factory.mktemp("profile")
    with (
        taking_part(product, "Hushed Chat"),
        sync_playwright() as playwright,
        playwright.chromium.launch_persistent_context(
            folder, executable_path=WHOLE, args=ARGUMENTS, viewport=PHONE
        ) as browser,
    ):
        phone = Telephone(browser.new_page(), product.url, has_script=True)
        reader = Reader(phone, SOURCE)
        words = reports(reader, service=CANARIES[0], what=CANARIES[1])
        comes_back(reader, words)
        key = phone.page.locator('[name="key"]').first.input_value()
        reader.open("/take-it-down/pictures/")
        code, pin = sends(reader, 7700, name=CANARIES[2])
        looks_up(reader, code, pin)
        assert phone.faults == []
        assert browser.cookies() == []
        # A page of the portals, whose files are kept: they must be found.
        phone.page.goto(f"{product.url}/sign-in/")
    # A PIN alone is six digits, which the times in some file could have by chance.
    return folder, [*CANARIES, " ".join(words), key, code, f"pin={pin}"]


def test_nothing_of_what_was_written_chosen_or_shown_is_in_any_file(profile):
    folder, secrets = profile
    as_sent = [*secrets, *(quote_plus(each, safe="=") for each in secrets)]
    as_written = [
        each.encode(how) for each in as_sent for how in ("utf-8", "utf-16-le")
    ]
    files = written(folder)
    assert {name for name, body in files.items() if holds(body, as_written)} == set()
    history = [name for name, body in files.items() if b"/report/return/" in body]
    assert any(name.endswith("History") for name in history)  # so it was written at all


def test_no_copy_of_a_page_or_a_file_is_kept_and_of_scripts_only_the_address(
    profile, product
):
    folder, _ = profile
    address = re.compile(re.escape(product.url.encode()) + rb"(/[\w./-]*)")
    kept, names = set(), {}
    for name, body in written(folder).items():
        place = name.split("/")[1] if "/" in name else ""
        found = {path.decode() for path in address.findall(body)}
        if place in KEPT:
            kept |= found
        elif place == ONLY_NAMES:
            names |= dict.fromkeys(found, len(body))
    assert kept, "not even what portals let a browser keep"
    portals = ("/styles/", "/static/tipline/")
    assert [path for path in kept if not path.startswith(portals)] == []
    public = {p: size for p, size in names.items() if not p.startswith(portals)}
    assert all(path.startswith("/static/take_it_down/") for path in public), public
    assert max(public.values()) < LONGEST_NAME


def written(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder by its name."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not file.is_symlink()
    }


def holds(body, words):
    return any(word in body for word in words)
