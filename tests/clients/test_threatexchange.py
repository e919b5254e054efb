"""The public client of the hash sharing protocol, unchanged, against the product."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from lxml import etree

from tests.leaving_out import left_out

HERE = Path(__file__).parent / "threatexchange"
CACHE = Path(__file__).parents[2] / ".cache" / "threatexchange-client"
NS = "https://hashsharing.ncmec.org/hashsharing/v2"
LOADED = 2_500  # three pages of it
PDQ = [f"{number:02x}" * 32 for number in range(1, 6)]


@pytest.fixture(scope="module")
def client_python():
    """Python with the installed client; versions and digests are the lock file's."""
    lock = HERE / "requirements.lock"
    folder = CACHE / hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    python = folder / "bin" / "python"
    if not (folder / "whole").exists():
        if not shutil.which("g++"):
            left_out("pdqhash is built from source: apt-get install g++ python3-dev")
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        install = [python, "-m", "pip", "install", "-q", "--no-compile"]
        install += ["--require-hashes", "-r", lock]
        done = subprocess.run(install, capture_output=True, check=False)
        if done.returncode != 0:
            left_out(f"pip could not install it: {done.stderr.decode()[-300:]}")
        (folder / "whole").touch()
    return python


@pytest.fixture(scope="module")
def drive(client_python, chat):
    """Call the driver as the member Public Client Chat."""

    def run(*arguments):
        names = {"USERNAME": chat.username, "PASSWORD": chat.password, "TZ": "UTC"}
        done = subprocess.run(
            [client_python, HERE / "drive.py", *arguments],
            env={**os.environ, **names},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="module")
def lists(product, tmp_path_factory):
    """A list loaded from a file, and one that members add to; their bases."""
    lines = [f"pdq,{value},A1" for value in PDQ]
    while len(lines) < LOADED:
        digest = hashlib.md5(f"{len(lines)}".encode(), usedforsecurity=False)
        lines.append(f"md5,{digest.hexdigest()},B2")
    file = tmp_path_factory.mktemp("list") / "list.csv"
    file.write_text("\n".join(lines))
    name = ["--name", "Client imported", "--meaning", "known"]
    product.tipline("hashlist", "load", str(file), *name)
    added = ["--kind", "industry", "--meaning", "members say so"]
    product.tipline("hashlist", "add", "Client industry", *added)
    return {
        slug: f"{product.url}/hashsharing/client-{slug}"
        for slug in ("imported", "industry")
    }


@pytest.fixture(scope="module")
def chat(product, lists):
    made = product.add_platform("Public Client Chat", hash_lists=True)
    join = ["--tier", "perceptual", "--contribute"]
    for slug in lists:
        product.tipline(
            "hashlist", "add-member", f"client-{slug}", "Public Client Chat", *join
        )
    return made


@pytest.fixture(scope="module")
def others_entry(product, lists, chat):
    """Another member's video on the list that members add to."""
    assert chat
    other = product.add_platform("Other Client Social", hash_lists=True)
    join = ["client-industry", "Other Client Social", "--contribute"]
    product.tipline("hashlist", "add-member", *join)
    body = (
        f'<entrySubmission xmlns="{NS}"><video><classification>A2</classification>'
        f"<fingerprints><md5>{'e' * 32}</md5></fingerprints></video></entrySubmission>"
    )
    with httpx.Client(base_url=lists["industry"], auth=other.pair) as program:
        answer = program.put("/v2/entries/3/v-1", content=body)
        assert answer.status_code == 200, answer.text
        yield program


@pytest.fixture(scope="module")
def whole(drive, lists, others_entry):
    """What the client reads when all changes are older than its five seconds."""
    assert others_entry
    time.sleep(7)
    return drive("read", lists["imported"])


def test_it_knows_who_it_is_and_who_the_others_are(whole):
    assert whole["status"] == [2, "Public Client Chat"]
    assert whole["members"]["2"] == "Public Client Chat"


def test_it_reads_every_entry_of_every_page_once(whole):
    keys = [update["key"] for update in whole["updates"]]
    assert len(keys) == len(set(keys)) == LOADED + 25  # its canaries: one in a hundred
    assert whole["pages"] == [1000, 1000, 525]
    assert whole["estimates"][0] >= 2000
    pdq = {u["fingerprints"].get("pdq") for u in whole["updates"]}
    assert set(PDQ) <= pdq
    assert {u["classification"] for u in whole["updates"]} == {"A1", "B2"}


def test_the_whole_exchange_fetches_and_goes_on_from_its_checkpoint(
    drive, lists, *, whole, others_entry
):
    assert whole
    imported = drive("fetch", lists["imported"], "", "{}")
    assert imported["seen"] >= LOADED + 25
    assert len(imported["state"]) == LOADED + 25
    assert set(PDQ) <= set(imported["signals"]["pdq"])
    first = drive("fetch", lists["industry"], "", "{}")
    assert first["signals"]["video_md5"] == ["e" * 32]
    # Nothing new: nothing comes. A withdrawn entry: its tombstone comes.
    known = json.dumps(first["state"])
    again = drive("fetch", lists["industry"], str(first["checkpoint"]), known)
    assert (again["seen"], again["state"]) == (0, first["state"])
    assert others_entry.delete("/v2/entries/3/v-1").status_code == 200
    time.sleep(7)
    last = drive("fetch", lists["industry"], str(again["checkpoint"]), known)
    assert last["seen"] == 1
    assert set(first["state"]) - set(last["state"]) == {"3-v-1"}
    assert "video_md5" not in last["signals"]


def test_it_votes_up_and_down(drive, lists, *, whole, chat):
    update = next(u for u in whole["updates"] if "md5" in u["fingerprints"])
    member, _, entry = update["key"].partition("-")
    base = lists["imported"]
    answer = httpx.get(f"{base}/v2/feedback/MD5/reasons", auth=chat.pair)
    guid = etree.fromstring(answer.content)[0].get("guid")
    drive("vote", base, f"{member}/{entry}", guid)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        time.sleep(2)  # the worker brings the vote into the feed
        read = {u["key"]: u for u in drive("read", base)["updates"]}
        # The client leaves out what changed in the last five seconds, the vote too.
        if feedback := read.get(update["key"], {}).get("feedback"):
            break
    reason = "The person shown is an adult"
    assert feedback == {"Md5": [["downvote", "Public Client Chat", reason]]}
