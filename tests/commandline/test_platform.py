"""An operator lets a platform in, and shuts it out again."""

from datetime import UTC, datetime

import pytest

from tipline.intake.callers import authenticate
from tipline.intake.errors import AuthenticationRequiredError

pytestmark = pytest.mark.django_db


def sign_in(added):
    caller = authenticate(added["username"], added["password"], at=datetime.now(UTC))
    return caller.platform


def test_a_new_platform_signs_in_with_what_was_printed(tipline):
    code, added = tipline("platform", "add", "Exemplar Chat")
    assert code == 0
    platform = sign_in(added)
    assert platform.organization_id == added["organization_id"]
    assert not platform.is_test
    assert added["organization"] == "Exemplar Chat"
    assert added["base_url"] == "http://localhost:8080/ispws"
    assert datetime.fromisoformat(added["expires_at"]) > datetime.now(UTC)


def test_a_test_credential_says_so(tipline):
    _, added = tipline("platform", "add", "Exemplar Chat", "--test")
    assert added["is_test"] is True
    assert sign_in(added).is_test


def test_a_known_platform_gets_a_second_credential(tipline):
    _, first = tipline("platform", "add", "Exemplar Chat")
    _, second = tipline("platform", "add", "exemplar chat")
    assert second["organization_id"] == first["organization_id"]
    assert second["username"] != first["username"]
    _, listed = tipline("platform", "list")
    (platform,) = [one for one in listed if one["name"] == "Exemplar Chat"]
    names = {credential["username"] for credential in platform["credentials"]}
    assert names == {first["username"], second["username"]}


def test_the_password_is_shown_once(tipline, said):
    _, added = tipline("platform", "add", "Exemplar Chat")
    listed = said("platform", "list")
    assert added["username"] in listed
    assert added["password"] not in listed


def test_a_revoked_credential_lets_nobody_in(tipline):
    _, added = tipline("platform", "add", "Exemplar Chat")
    code, _ = tipline("platform", "revoke", added["username"])
    assert code == 0
    with pytest.raises(AuthenticationRequiredError):
        sign_in(added)
    code, refused = tipline("platform", "revoke", added["username"])
    assert (code, refused["error"]) == (1, "credential-revoked")


@pytest.mark.parametrize(
    "command", [("revoke", "ct_nobody"), ("profile", "Nobody", "--profile", "strict")]
)
def test_what_is_not_there_is_refused_by_name(tipline, command):
    code, refused = tipline("platform", *command)
    assert (code, refused["error"]) == (1, "no-such-name")
    assert command[1] in refused["message"]
    assert "tipline platform list" in refused["message"]


def test_a_platform_is_read_as_strictly_as_the_operator_says(tipline, said):
    tipline("platform", "add", "Exemplar Chat")
    means = "Somebody looked at all of it."
    _, shown = tipline("platform", "profile", "Exemplar Chat")
    assert (shown["profile"], shown["viewed_definition"]) == ("lenient", "")
    tipline("platform", "profile", "Exemplar Chat", "--viewed-definition", means)
    _, shown = tipline("platform", "profile", "Exemplar Chat", "--profile", "strict")
    assert (shown["profile"], shown["viewed_definition"]) == ("strict", means)
    assert means in said("platform", "profile", "Exemplar Chat")


def test_there_is_no_test_credential_for_hash_lists(tipline):
    code, refused = tipline(
        "platform", "add", "Sample Social", "--test", "--hash-lists"
    )
    assert (code, refused["error"]) == (1, "no-tests-on-lists")
    _, listed = tipline("platform", "list")
    assert "Sample Social" not in {one["name"] for one in listed}
