"""A member that gave a public key can have its answers encrypted to it."""

import json
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.urls import reverse

from tests import cast, factories
from tests.hashlist import stage
from tests.portals.platforms.hashsharing.test_entries import member_of, settle
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.hashlist import members
from tipline.hashlist.errors import MalformedKeyError
from tipline.hashlist.models import ListAccess
from tipline.portals.platforms.hashsharing import documentation

pytestmark = pytest.mark.django_db
HPKE = "application/vnd.tipline.hpke"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@pytest.fixture
def key():
    return X25519PrivateKey.generate()


@pytest.fixture
def csam():
    return stage.new_list()


@pytest.fixture
def chat(csam):
    return member_of(csam)


def pem(key):
    return (
        key.public_key()
        .public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        .decode()
    )


def give(program, key, **more):
    """Let the operator keep a member's key, in the browser."""
    with acting(cast.STAGE):
        access = ListAccess.objects.get(
            organization=program.platform.organization, hash_list__slug=program.slug
        )
    page = reverse("operations:change-member", args=[access.pk, "key"])
    omar = factories.browser_of(cast.omar())
    assert omar.get(page).status_code == 200
    return omar.post(page, {"pem": pem(key) if key else "", **more}, follow=True)


def opened(answer, key, slug="apparent-csam"):
    assert answer.headers["Content-Type"] == HPKE
    return SUITE.decrypt(answer.body, key, f"tipline hash list {slug}".encode())


def test_an_encrypted_answer_is_the_plain_one_to_the_keys_owner_alone(csam, chat, key):
    item = stage.listed(csam)
    settle(csam)
    assert give(chat, key).status_code == 200
    for path in ("/v2/entries", "/feed", "/match/MD5/01234"):
        plain, sealed = chat.get(path), chat.get(path, HTTP_ACCEPT=HPKE)
        assert plain.status == sealed.status == 200
        content = opened(sealed, key)
        # The end of a range moves with the clock.
        cut = content.find(b' to="'), content.find(b' to="') + 26
        assert content[: cut[0]] + content[cut[1] :] == (
            plain.body[: cut[0]] + plain.body[cut[1] :]
        )
        assert item.entry_id.encode() not in sealed.body
        with pytest.raises(Exception, match=r"^$|decrypt|tag"):
            opened(sealed, X25519PrivateKey.generate())
        with pytest.raises(Exception, match=r"^$|decrypt|tag"):
            opened(sealed, key, slug="another-list")


def test_a_member_can_have_no_other_answers(csam, chat, key):
    stage.listed(csam)
    settle(csam)
    give(chat, key, must_seal="on")
    assert b"queryResult" in opened(chat.get("/v2/entries"), key)
    assert json.loads(opened(chat.get("/feed"), key))["list"] == "apparent-csam"
    # What holds no hash stays readable, and so does a refusal.
    assert chat.get("/v2/status").root.tag == "status"
    assert chat.get("/v2/entries?from=never").refusal[1] == "unreadable-parameter"
    tag = chat.get("/feed").headers["ETag"]
    assert chat.get("/feed", HTTP_IF_NONE_MATCH=tag).status == 304


def test_without_a_key_the_way_to_one_is_said(chat):
    refused = chat.get("/v2/entries", HTTP_ACCEPT=HPKE)
    assert refused.refusal == (409, "no-key")
    assert "public key" in refused.root.findtext("description")


def test_a_key_is_shown_to_compare_and_can_be_taken_away(chat, key):
    page = give(chat, key, must_seal="on").content.decode()
    assert "let them compare" in page
    assert "always encrypted" in page
    shown = chat.get("/v2/documentation/").body.decode()
    with acting(cast.STAGE):
        (noted,) = Entry.objects.filter(action="hash_list.key_set")
    sha256 = json.loads(noted.details)["sha256"]
    assert sha256 in page
    assert sha256 in shown
    give(chat, None)
    assert "you gave no key" in chat.get("/v2/documentation/").body.decode()


@pytest.mark.parametrize(
    "bad",
    [
        "hello",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        pem(Ed25519PrivateKey.from_private_bytes(bytes(32))),  # signs, cannot encrypt
    ],
)
def test_another_sort_of_key_is_refused(csam, bad):
    _, member = stage.join(csam)
    with pytest.raises(MalformedKeyError, match="openssl"):
        members.set_key(cast.STAGE, member.pk, pem=bad, must_seal=False)
    with pytest.raises(MalformedKeyError):
        members.set_key(cast.STAGE, member.pk, pem="", must_seal=True)


@pytest.fixture
def sealed_feed(csam, chat, key):
    stage.listed(csam)
    settle(csam)
    give(chat, key)
    return chat.get("/feed", HTTP_ACCEPT=HPKE).body


def test_the_example_decrypts(sealed_feed, key, tmp_path):
    (tmp_path / "list.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    script = tmp_path / "decrypt.py"
    script.write_text(documentation.example("decrypt.py", "unused"))
    done = subprocess.run(
        [sys.executable, script, tmp_path / "list.key", "apparent-csam"],
        input=sealed_feed,
        capture_output=True,
        check=True,
    )
    assert len(json.loads(done.stdout)["items"]) == 21
