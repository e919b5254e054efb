"""Packets encrypted to an agency's key, signed, and checked offline."""

import re
import subprocess
import sys

import pyrage
import pytest

from tests import cast, factories
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.referral.models import PacketReceipt
from tipline.sealing.age import fingerprint_of

pytestmark = pytest.mark.django_db


def packet_of(browser, report_id):
    answer = browser.post(f"/agency/reports/{report_id}/packet/zip")
    return b"".join(answer.streaming_content), answer["Content-Disposition"]


def assert_verified(script, public, path):
    command = [sys.executable, "-I", "-S", str(script), "--key", public, str(path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_lena_gives_a_key_and_opens_and_checks_her_packet(tmp_path):
    lena = factories.browser_of(cast.lena())
    flags = "<fileViewedByEsp>true</fileViewedByEsp>"
    report_id = factories.routed_report(cast.platform(), flags=flags)
    assert packet_of(lena, report_id)[0].startswith(b"PK")
    owner, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    key = str(owner.to_public())
    swapped = {"recipient": other.to_public(), "fingerprint": fingerprint_of(key)}
    refused = lena.post("/agency/keys/", swapped)
    assert (refused.status_code, "not that of this key" in refused.text) == (400, True)
    said = {"recipient": key, "fingerprint": fingerprint_of(key)[:16]}
    done = lena.post("/agency/keys/", said, follow=True)
    assert "Packets are encrypted" in done.text
    whole, name = packet_of(lena, report_id)
    assert name.endswith('-packet.zip.age"')
    assert whole.startswith(b"age-encryption.org/v1")
    path = tmp_path / "packet.zip"
    path.write_bytes(pyrage.decrypt(whole, [owner]))
    script = tmp_path / "verify_packet.py"
    script.write_bytes(lena.get("/agency/keys/verify_packet.py").content)
    public = re.search(r">([0-9a-f]{64})</span></p>\s*<p><a", done.text)[1]
    assert_verified(script, public, path)
    assert key not in factories.browser_of(cast.zed()).get("/agency/keys/").text
    with acting(cast.STAGE):
        receipt = PacketReceipt.objects.order_by("pk").last()
        assert receipt.size_bytes == len(whole)
        assert Entry.objects.filter(action="agency_key.entered").exists()
    lena.post("/agency/keys/", {"recipient": ""})
    assert packet_of(lena, report_id)[0].startswith(b"PK")
