"""One list follows another over HTTP, as two clearinghouses would."""

import time

import httpx
import pytest

NS = "https://hashsharing.ncmec.org/hashsharing/v2"
SETTLE_SECONDS = 7  # what changed in the last five seconds waits for the next poll


@pytest.fixture(scope="module")
def source(product):
    """A member's program on the list that is followed."""
    meaning = ["--meaning", "members say so"]
    product.tipline("hashlist", "add", "Followed", "--kind", "industry", *meaning)
    program = product.add_platform("Source Social", hash_lists=True)
    join = ["followed", "Source Social", "--contribute"]
    product.tipline("hashlist", "add-member", *join)
    base = f"{product.url}/hashsharing/followed"
    with httpx.Client(base_url=base, auth=program.pair) as client:
        yield client


@pytest.fixture(scope="module")
def follower(product, source, tmp_path_factory):
    """The list here, which follows it."""
    meaning = ["--meaning", "a partner says so"]
    product.tipline("hashlist", "add", "Follower", "--kind", "imported", *meaning)
    us = product.add_platform("Us Elsewhere", hash_lists=True)
    join = ["followed", "Us Elsewhere", "--tier", "perceptual"]
    product.tipline("hashlist", "add-member", *join)
    file = tmp_path_factory.mktemp("secrets") / "password"
    file.write_text(us.password)
    flags = ["--username", us.username, "--password-file", str(file)]
    base = str(source.base_url)
    product.tipline("hashlist", "subscribe", "follower", base, *flags)
    return "follower"


def submit(program, name, md5):
    body = (
        f'<entrySubmission xmlns="{NS}"><image><fingerprints><md5>{md5}</md5>'
        "</fingerprints></image></entrySubmission>"
    )
    answer = program.put(f"/v2/entries/2/{name}", content=body)
    assert answer.status_code == 200, answer.text


def polled(product):
    time.sleep(SETTLE_SECONDS)
    (done,) = product.tipline("hashlist", "poll")
    assert done["problem"] == ""
    return done


def exported(product, folder, form):
    file = folder / f"list.{form}"
    flags = [str(file), "--format", form]
    product.tipline("hashlist", "export", "follower", *flags)
    return file


def test_a_list_follows_another_over_http(product, source, *, follower, tmp_path):
    submit(source, "e-1", "a" * 32)
    submit(source, "e-2", "b" * 32)
    done = polled(product)
    # Our canaries there come along: we are a member like any other.
    assert (done["added"], done["withdrawn"]) == (22, 0)
    assert "a" * 32 in exported(product, tmp_path, "csv").read_text()
    assert source.delete("/v2/entries/2/e-1").status_code == 200
    submit(source, "e-2", "c" * 32)
    done = polled(product)
    assert (done["added"], done["changed"], done["withdrawn"]) == (0, 1, 1)
    file = exported(product, tmp_path, "vics-2.0")
    assert "A" * 32 not in file.read_text()
    assert "C" * 32 in file.read_text()
    (one,) = product.tipline("hashlist", "subscriptions")
    assert one["list"] == follower
    # What was exported can be imported, once: as uncategorised, since nobody decided.
    meaning = ["--meaning", "from a tool"]
    product.tipline("hashlist", "add", "Tool set", "--kind", "imported", *meaning)
    for added in (21, 0):
        flags = [str(file), "--categories", "0"]
        taken = product.tipline("hashlist", "import", "tool-set", *flags)
        assert (taken["read"], taken["added"]) == (21, added)


def test_an_operator_sees_an_alarm_and_releases_the_member(product):
    meaning = ["--meaning", "members say so"]
    product.tipline("hashlist", "add", "Asked", "--kind", "industry", *meaning)
    asker = product.add_platform("Curious Board", hash_lists=True)
    join = ["asked", "Curious Board", "--tier", "match-only"]
    product.tipline("hashlist", "add-member", *join)
    base = f"{product.url}/hashsharing/asked"
    said = []
    for number in range(20):
        question = {"type": "PDQ", "value": f"{1 << number:064x}"}
        answer = httpx.post(f"{base}/match", json=question, auth=asker.pair)
        said.append(answer.status_code)
    assert said == [200] * 19 + [403]
    (alarm,) = product.tipline("hashlist", "alarms")
    assert (alarm["kind"], alarm["slug"]) == ("member", "asked")
    assert alarm["member_name"] == "Curious Board"
    product.tipline("hashlist", "release", "asked", "Curious Board")
    assert product.tipline("hashlist", "alarms") == []
    members = product.tipline("hashlist", "members", "asked")
    assert [(m["member_id"], m["tier"]) for m in members] == [
        (1, None),
        (2, "match-only"),
    ]
