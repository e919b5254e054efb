"""What a member fetches: entries, tombstones, ranges and pages."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests import cast
from tests.hashlist import stage
from tests.portals.platforms.hashsharing.member import MemberProgram, fingerprints
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.hashlist import feed, importing, members, reviewing, sharing, vics
from tipline.hashlist.models import HashItem, ListFetch
from tipline.hashlist.states import ListKind, Tier

pytestmark = pytest.mark.django_db
PDQ = "0f" * 32


@pytest.fixture
def csam():
    return stage.new_list()


def member_of(hash_list, name="Exemplar Chat", **options):
    stage.join(hash_list, name, **options)
    return MemberProgram(name, hash_list.slug)


def settle(hash_list, *, by=60):
    """Let the list's newest changes be a minute old, so that they are final."""
    with acting(cast.STAGE):
        for item in HashItem.objects.filter(hash_list=hash_list):
            item.changed_at -= timedelta(seconds=by)
            item.save()


def test_status_and_members_say_who_is_who(csam):
    program = member_of(csam)
    status = program.get("/v2/status").root
    assert status.findtext("username") == program.platform.username
    assert status.find("member").get("id") == "2"
    assert status.findtext("member") == "Exemplar Chat"
    named = {m.get("id"): m.text for m in program.get("/v2/members").root}
    assert named["2"] == "Exemplar Chat"
    assert set(named) == {"1", "2"}


def test_a_list_of_perceptual_hashes_is_paged_to_its_end(monkeypatch):
    partner = stage.new_list(ListKind.IMPORTED, "Partner")
    media = [
        {
            "Category": 1,
            "AlternativeHashes": [{"HashName": "PhotoDNA", "HashValue": f"+/{n:03}=="}],
        }
        for n in range(3)
    ]
    records = vics.read(json.dumps({"odata.metadata": "x#Media", "value": media}))
    importing.import_records(cast.STAGE, partner, list(records), at=stage.NOW)
    program = member_of(partner)
    settle(partner)
    changes = feed.changes
    monkeypatch.setattr(
        feed, "changes", lambda *args, **more: changes(*args, **{**more, "most": 2})
    )
    entries = program.poll()
    assert len(entries) == 23  # with twenty canaries
    ours = [
        key for key, one in entries.items() if one.find("fingerprints/pdna") is not None
    ]
    voted = [program.vote(*key, "PDNA").status for key in ours]
    assert voted == [200] * 23


def test_a_listed_item_reaches_a_member_in_the_protocols_shape(csam):
    item = stage.listed(csam, pdq=PDQ)
    program = member_of(csam)
    settle(csam)
    entry = program.poll()[1, item.entry_id]
    assert entry.tag == "image"
    assert entry.findtext("classification") == "A1"
    given = fingerprints(entry)
    assert set(given) == {"md5", "sha1", "pdq"}
    assert given["pdq"] == PDQ
    block = program.get("/v2/entries").root.find("images")
    datetime.strptime(block.get("maxTimestamp"), "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007


def test_an_empty_range_has_empty_blocks_and_no_time(csam):
    program = member_of(csam)
    root = program.get("/v2/entries?from=1970-01-01T00:00:00.000Z&to=1980-01-01").root
    assert [(b.tag, dict(b.attrib)) for b in root] == [
        ("images", {"count": "0"}),
        ("videos", {"count": "0"}),
    ]


def test_a_withdrawn_item_is_a_tombstone_at_the_next_poll_of_every_member(csam):
    item = stage.listed(csam)
    programs = [
        member_of(csam),
        member_of(csam, "Sample Social", tier=Tier.CRYPTOGRAPHIC),
    ]
    sven = cast.principal_of(cast.sven())
    reviewing.withdraw(sven, item.pk, reason="Wrong.", at=stage.NOW)
    settle(csam)
    for program in programs:
        assert program.poll()[1, item.entry_id] is None


def test_the_tier_decides_about_perceptual_hashes(csam):
    item = stage.listed(csam, pdq=PDQ)
    low = member_of(csam, "Sample Social", tier=Tier.CRYPTOGRAPHIC)
    settle(csam)
    assert "pdq" not in fingerprints(low.poll()[1, item.entry_id])


def test_pages_are_drained_by_next_and_hold_every_entry_once(csam, monkeypatch):
    for number in range(3):
        stage.listed(csam, f"file {number}")
    program = member_of(csam)
    settle(csam)
    whole = program.poll()
    changes = feed.changes
    monkeypatch.setattr(
        feed, "changes", lambda *a, **k: changes(*a, **{**k, "most": 4})
    )
    first = program.get("/v2/entries?from=1970-01-01T00:00:00Z")
    assert len(first.entries) == 4
    assert first.next_page.startswith("/v2/entries?from=1970-01-01T00:00:00Z&to=")
    assert "start=5&size=1000&max=23&" in first.next_page
    assert program.poll().keys() == whole.keys()
    assert len(whole) == 23  # three, and twenty canaries


def test_nothing_in_next_tells_more_than_the_page(csam, monkeypatch):
    """A record's key would tell a canary from the items around it."""
    stage.listed(csam)
    program = member_of(csam)
    settle(csam)
    changes = feed.changes
    monkeypatch.setattr(
        feed, "changes", lambda *a, **k: changes(*a, **{**k, "most": 4})
    )
    answer = program.get("/v2/entries")
    last = list(answer.entries)[-1]
    assert answer.next_page.endswith(f"_{last[0]}_{last[1]}")
    order = [key[1] for key in answer.entries]
    assert order == sorted(order)


def test_a_range_that_is_not_final_is_asked_for_again(csam):
    program = member_of(csam)
    ahead = datetime.now(UTC) + timedelta(seconds=30)
    answer = program.get(f"/v2/entries?to={ahead:%Y-%m-%dT%H:%M:%SZ}")
    assert answer.refusal == (503, "range-not-final")
    assert 28 <= int(answer.headers["Retry-After"]) <= 31
    answer = program.get("/v2/entries?to=2999-01-01T00:00:00Z")
    assert answer.refusal == (400, "range-in-future")


@pytest.mark.parametrize(
    "query",
    ["from=yesterday", "after=1", "after=99999999999_1_a", "start=x", "to=0000"],
)
def test_what_cannot_be_read_is_refused_by_name(csam, query):
    answer = member_of(csam).get(f"/v2/entries?{query}")
    assert answer.refusal == (400, "unreadable-parameter")
    assert query.partition("=")[0] in answer.root.findtext("description")


def test_a_place_of_a_member_that_the_list_never_had_is_no_cursor(csam):
    answer = member_of(csam).get("/v2/entries?after=1700000000_77_abc")
    assert answer.refusal == (400, "unknown-cursor")


def test_a_poll_is_one_audit_entry_and_the_members_last_fetch(csam):
    stage.listed(csam)
    program = member_of(csam)
    settle(csam)
    with acting(cast.STAGE):
        before = Entry.objects.count()
    program.get("/v2/entries")
    with acting(cast.STAGE):
        (made,) = Entry.objects.order_by("-pk")[: Entry.objects.count() - before]
        assert made.action == "hash_list.fetched"
        assert made.subject == f"hash_list:{csam.pk}"
        fetch = ListFetch.objects.get()
    assert fetch.until >= stage.NOW


# Who is let in


def test_a_list_of_others_answers_like_one_that_is_missing(csam):
    stage.join(csam)
    stranger = MemberProgram("Sample Social", csam.slug)
    missing = MemberProgram("Sample Social", "no-such-list", stranger.platform)
    former_of = stage.new_list(ListKind.INDUSTRY, "Industry")
    _, gone = stage.join(former_of, "Third Forum")
    members.end_access(cast.STAGE, gone.pk, at=stage.NOW)
    former = MemberProgram("Third Forum", former_of.slug)
    for path in ("/v2/status", "/v2/entries", "/v2/members", "/v2/nonsense"):
        said = {each.get(path).body for each in (stranger, missing, former)}
        assert len(said) == 1
    assert stranger.get("/v2/status").refusal == (404, "list-not-found")


def test_credentials_of_the_two_interfaces_do_not_mix(csam):
    program = member_of(csam)
    reporting = MemberProgram("x", csam.slug, cast.platform("Exemplar Chat"))
    answer = reporting.get("/v2/status")
    assert answer.refusal == (401, "authentication-required")
    assert answer.headers["WWW-Authenticate"].startswith("Basic")
    from tests.portals.platforms.reporter import Reporter  # noqa: PLC0415

    assert Reporter(program.platform).get("/status").outcome == (401, 2000)


def test_other_methods_are_refused_by_name(csam):
    answer = member_of(csam).call("POST", "/v2/entries")
    assert answer.refusal == (405, "method-refused")
    assert answer.headers["Allow"] == "GET, HEAD"


def test_an_address_that_there_is_not(csam):
    answer = member_of(csam).get("/v2/nothing")
    assert answer.refusal == (404, "unknown-endpoint")


def test_the_quota_is_held(csam, monkeypatch):
    from tipline.portals.platforms.limits import LIMITS  # noqa: PLC0415

    program = member_of(csam)
    monkeypatch.setattr(LIMITS, "per_minute", 2)
    answers = [program.get("/v2/status") for _ in range(3)]
    assert answers[-1].refusal == (429, "rate-limit")
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_what_a_member_may_not_see_is_not_in_any_answer(csam):
    """Row-level security holds whatever the view does."""
    item = stage.listed(csam, pdq=PDQ)
    program = member_of(csam, tier=Tier.CRYPTOGRAPHIC)
    other = member_of(csam, "Sample Social")
    settle(csam)
    mine, theirs = program.poll(), other.poll()
    assert mine.keys() & theirs.keys() == {(1, item.entry_id)}
    access = sharing.access_to(program.platform.principal, csam.slug)
    with acting(program.platform.principal):
        seen = HashItem.objects.filter(hash_list=csam).count()
    assert seen == len(mine)
    assert access.tier == Tier.CRYPTOGRAPHIC
