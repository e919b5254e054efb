"""`tipline check` says whether previews have an origin of their own."""

import pytest

from tipline.commandline.check import _gateway
from tipline.config.environment import Environment, WrongSettingError, load


def environment(monkeypatch, **settings):
    for name, value in settings.items():
        monkeypatch.setenv(f"TIPLINE_{name.upper()}", value)
    return load()


def test_this_machines_other_name_is_apart(monkeypatch):
    found = environment(monkeypatch, port="8100")
    assert found.evidence_url == "http://127.0.0.1:10100"
    assert _gateway(found).level == "good"


@pytest.mark.parametrize(
    ("evidence", "level"),
    [
        ("", "note"),
        ("https://evidence.example.net", "good"),
        ("https://evidence.tipline.example.org", "good"),
        ("http://evidence.example.net", "wrong"),
        ("https://example.org", "wrong"),
    ],
)
def test_a_public_address_needs_another_name(monkeypatch, evidence, level):
    public = {"public_url": "https://tipline.example.org"}
    found: Environment = environment(monkeypatch, evidence_url=evidence, **public)
    assert _gateway(found).level == level


def test_one_name_for_both_is_refused(monkeypatch):
    name = "https://tipline.example.org"
    with pytest.raises(WrongSettingError, match="another host name"):
        environment(monkeypatch, public_url=name, evidence_url=f"{name}:8443")
