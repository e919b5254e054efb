"""Operators and hash lists: lists, members, switches, quarantine, leaks, audits."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast, factories
from tests.hashlist import stage
from tests.portals.platforms.reporter import basic
from tipline.foundation.accounts.models import ApiCredential
from tipline.foundation.policy.scope import acting
from tipline.hashlist import feed, queries, services, sharing
from tipline.hashlist.flood import FloodLimits

pytestmark = pytest.mark.django_db


@pytest.fixture
def omar():
    return factories.browser_of(cast.omar())


@pytest.fixture
def ilse():
    return factories.browser_of(cast.ilse())


def act(browser, route, *where, **said):
    """Read the page of a change as a person does, then send it."""
    page = reverse(f"operations:{route}", args=where)
    assert browser.get(page).status_code == 200
    return browser.post(page, said, follow=True)


def added_list(omar, **more):
    said = {"name": "Apparent CSAM", "kind": "csam", "meaning": "invented", **more}
    act(omar, "add-list", **said)
    return next(one for one in queries.lists(cast.STAGE) if one.name == "Apparent CSAM")


def test_an_operator_makes_a_list_with_a_path_name_and_a_distance(omar):
    made = added_list(omar)
    assert (made.slug, made.match_distance, made.kind) == ("apparent-csam", 31, "csam")
    act(omar, "change-list", made.list_id, "distance", bits="12")
    page = omar.get(reverse("operations:list", args=[made.list_id])).content.decode()
    assert "12 bits" in page
    again = omar.post(
        reverse("operations:add-list"),
        {"name": "Apparent CSAM", "kind": "csam", "meaning": "invented"},
    )
    assert again.status_code == 409
    assert "There is a list of this name" in again.content.decode()
    wide = omar.post(
        reverse("operations:change-list", args=[made.list_id, "distance"]),
        {"bits": "32"},
    )
    assert wide.status_code == 400


def test_a_member_is_let_in_changed_shut_out_and_let_in_again(omar):
    hash_list = stage.new_list()
    platform = cast.platform()
    said = {"organization": platform.organization.pk, "tier": "cryptographic"}
    page = act(omar, "add-member", hash_list.pk, **said)
    assert "canaries of its own" in page.content.decode()
    access = sharing.access_to(platform.principal, hash_list.slug)
    member = access.member_id
    for tier, words in (
        ("match-only", "it asks about single ones"),
        ("perceptual", "perceptual hashes, too"),
    ):
        page = act(omar, "change-member", member, "access", tier=tier)
        access = sharing.access_to(platform.principal, hash_list.slug)
        assert access.tier == tier
        assert words in page.content.decode()
        form = omar.get(reverse("operations:change-member", args=[member, "access"]))
        assert form.context["form"].initial["tier"] == tier
        assert f'value="{tier}"' in form.content.decode()
    page = act(omar, "change-member", member, "end").content.decode()
    assert "shut out" in page
    act(omar, "change-member", member, "renew")
    assert sharing.access_to(platform.principal, hash_list.slug)


@pytest.mark.parametrize("what", ["list", "source"])
def test_the_kill_switch_takes_all_of_it_back(omar, what):
    hash_list = stage.new_list()
    item = stage.listed(hash_list)
    where = {
        "list": ("change-list", hash_list.pk),
        "source": ("change-member", item.member_id),
    }[what]
    page = act(omar, *where, "kill").content.decode()
    assert "switched off" in page
    assert not queries.is_item_live(cast.STAGE, item.pk)
    act(omar, *where, "revive")
    assert queries.is_item_live(cast.STAGE, item.pk)


def test_a_flood_is_quarantined_until_an_operator_releases_it(omar):
    def load(at, lines):
        return services.load_list(
            cast.STAGE,
            [f"md5,{number:032x}" for number in range(lines)],
            name="Partner",
            meaning="invented",
            limits=FloodLimits(growth_least=10),
            at=at,
        )

    assert not load(cast.YESTERDAY - (cast.NOW - cast.YESTERDAY), 10).is_quarantined
    flood = load(cast.NOW, 60)
    assert flood.is_quarantined
    kept = queries.items_of(cast.STAGE, flood.list_id, most=99).items
    live = [one for one in kept if queries.is_item_live(cast.STAGE, one.pk)]
    assert len(live) == 10
    page = omar.get(reverse("operations:list", args=[flood.list_id])).content.decode()
    assert "quarantined" in page
    own = queries.members_of(cast.STAGE, flood.list_id)[0]
    act(omar, "change-member", own.pk, "release")
    assert all(queries.is_item_live(cast.STAGE, one.pk) for one in kept)


def test_a_leaked_copy_names_its_member(omar):
    hash_list = stage.new_list()
    platform, _ = stage.join(hash_list)
    access = sharing.access_to(platform.principal, hash_list.slug)
    items = feed.changes(platform.principal, access).items
    lines = "\n".join(f'"{f.value.upper()}",x' for i in items for f in i.fingerprints)
    page = act(omar, "leak", hashes=lines).content.decode()
    assert "60 canaries of Exemplar Chat" in page
    page = act(omar, "leak", hashes="0" * 32).content.decode()
    assert "No canary is among these hashes." in page


def test_outsiders_audit_a_sample_and_the_figures_are_published(omar, ilse):
    hash_list = stage.new_list()
    for number in range(4):
        stage.listed(hash_list, f"file {number}")
    firm = cast.ilse().organization
    page = act(omar, "begin-audit", hash_list.pk, organization=firm.pk, number="2")
    audit = page.context["audit"]
    early = omar.post(reverse("operations:publish-audit", args=[audit.pk]))
    assert early.status_code == 409
    assert "2 items have no finding yet" in early.content.decode()
    home = ilse.get(reverse("operations:list-audits")).content.decode()
    assert "Apparent CSAM" in home
    for finding, note in (("confirmed", ""), ("wrong-class", "B1.")):
        address = reverse("operations:list-audit", args=[audit.pk])
        audited = ilse.get(address).context["next"]
        assert "Ana" not in ilse.get(address).content.decode()
        kept = reverse("operations:finding", args=[audit.pk, audited.pk])
        assert ilse.post(kept, {"finding": "wrong-class"}).status_code == 409
        done = ilse.post(kept, {"finding": finding, "note": note}, follow=True)
        assert done.status_code == 200
    act(omar, "publish-audit", audit.pk)
    page = omar.get(reverse("operations:list-audit", args=[audit.pk])).content.decode()
    assert "50.000 %" in page
    assert "Wilson" in page
    assert audit.seed in page
    assert omar.post(kept, {"finding": "confirmed"}).status_code == 404


def test_an_audit_firm_is_added_with_its_people(omar):
    page = act(omar, "add-organization", "audit-firm", name="Second Look")
    assert "Second Look" in page.content.decode()
    firm = page.context["organization"]
    said = {"name": "Ivo", "email": "ivo@example.org", "role": "list-auditor"}
    assert act(omar, "invite", firm.pk, **said).status_code == 200


def test_a_credential_for_lists_is_issued_opens_lists_only_and_is_revoked(omar):
    hash_list = stage.new_list()
    platform, _ = stage.join(hash_list)
    issue = reverse("operations:issue-credential", args=[platform.organization.pk])
    page = omar.post(issue, {"use": "hash-lists", "days": "30"})
    username, password = re.findall(r'copy__value"[^>]*?value="([^"]+)"', page.text)
    assert "/hashsharing/" in page.text

    def status_of(path):
        headers = {"authorization": basic(username, password)}
        return Client(headers={"host": "localhost"}).get(path, headers=headers)

    assert status_of(f"/hashsharing/{hash_list.slug}/v2/status").status_code == 200
    assert status_of("/ispws/status").status_code == 401
    shown = omar.get(
        reverse("operations:organization", args=[platform.organization.pk])
    )
    assert "hash lists" in shown.text
    with acting(cast.STAGE):
        made = ApiCredential.objects.get(username=username)
    omar.post(reverse("operations:revoke-credential", args=[made.pk]))
    assert status_of(f"/hashsharing/{hash_list.slug}/v2/status").status_code == 401
