"""A member's page, and its examples as they are written."""

import hashlib
import html
import json
import os
import re
import subprocess
import time
from pathlib import Path

import httpx
import pytest
from django.http import JsonResponse

from tests.hashlist import stage
from tests.portals.platforms.hashsharing.test_contributions import negative
from tests.portals.platforms.hashsharing.test_entries import member_of, settle
from tipline.hashlist import asking
from tipline.hashlist.states import ListKind, Tier
from tipline.portals import platforms

EXAMPLES = Path(platforms.__file__).parent / "examples" / "hash-lists"

SHOWN = re.compile(r'<pre class="code-block" id="([a-z]+)"[^>]*>(.*?)</pre>', re.DOTALL)


def page(program):
    answer = program.get("/v2/documentation/")
    assert answer.status == 200, answer.body
    return answer.body.decode()


@pytest.mark.django_db
def test_the_page_shows_the_members_own_part_and_nobody_elses():
    own = stage.new_list(ListKind.INDUSTRY, "Industry")
    chat = member_of(own, may_contribute=True)
    social = member_of(own, "Sample Social", may_contribute=True)
    assert "Last fetch" in page(chat)
    assert "never" in page(chat)
    chat.submit("chats-own", f"<md5>{'a' * 32}</md5>")
    social.submit("socials-own", f"<md5>{'b' * 32}</md5>", number=3)
    chat.vote(3, "socials-own", inner=negative(chat))
    settle(own)
    chat.poll()
    shown = page(chat)
    assert '<code class="code">chats-own' in shown
    assert "3/socials-own" in shown
    assert "negative: adult" in shown
    assert "complete up to" in shown
    theirs = page(social)
    assert "chats-own" not in theirs
    assert "You have not voted yet." in theirs


@pytest.mark.django_db
def test_the_page_says_what_the_member_may_do():
    csam = stage.new_list()
    asker = member_of(csam, tier=Tier.MATCH_ONLY)
    shown = page(asker)
    assert "/v2/entries?" not in shown
    assert "bucket.sh" in shown
    assert "submit.sh" not in page(
        member_of(csam, "Sample Social", may_contribute=True)
    ), "nobody adds to a reviewed list"


@pytest.fixture(scope="module")
def examples(product):
    """The examples of the running product's page, and how to run one."""
    added = ["--kind", "industry", "--meaning", "members say so"]
    product.tipline("hashlist", "add", "Documented", *added)
    made = product.add_platform("Reader of Pages", hash_lists=True)
    join = ["documented", "Reader of Pages", "--tier", "perceptual", "--contribute"]
    product.tipline("hashlist", "add-member", *join)
    base = f"{product.url}/hashsharing/documented"
    shown = httpx.get(f"{base}/v2/documentation/", auth=made.pair).text
    scripts = {name: html.unescape(text) for name, text in SHOWN.findall(shown)}

    def run(name, folder, *arguments):
        done = subprocess.run(
            ["sh", "-c", scripts[name], name, *arguments],
            env={**os.environ, "AUTH": ":".join(made.pair), "BASE": base},
            cwd=folder,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.decode()

    return run


def test_every_example_works_as_it_is_written(examples, tmp_path):
    submitted = examples("submit", tmp_path)
    assert submitted.count("<submissionResult") == 3
    time.sleep(1.1)  # a change is given out when its second is over
    assert examples("entries", tmp_path).count("<queryResult") == 1
    first = json.loads(examples("feed", tmp_path))
    assert len(first["items"]) >= 20
    again = [json.loads(line) for line in examples("feed", tmp_path).splitlines()]
    assert all(len(each["items"]) < 20 for each in again)
    (tmp_path / "picture").write_bytes(b"invented")
    assert examples("bucket", tmp_path, "picture") == "not listed\n"


@pytest.mark.parametrize(
    ("content", "said"), [(b"one", "listed"), (b"two", "not listed")]
)
def test_the_example_reads_a_bucket(tmp_path, content, said):
    """Against an answer made for the file one, as the product makes it."""
    md5 = hashlib.md5(b"one", usedforsecurity=False).hexdigest()
    digests = [asking.digest_of("5a17", md5), "0" * 32]
    body = JsonResponse({"type": "MD5", "salt": "5a17", "digests": digests}).content
    (tmp_path / "curl").write_text(f"#!/bin/sh\nprintf '%s' '{body.decode()}'\n")
    (tmp_path / "curl").chmod(0o755)
    (tmp_path / "file").write_bytes(content)
    done = subprocess.run(
        ["sh", EXAMPLES / "bucket.sh", tmp_path / "file"],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "AUTH": "a:b", "BASE": "b"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == f"{said}\n"
