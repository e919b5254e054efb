from datetime import UTC, datetime, timedelta

import pytest
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AuthenticatorData
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.foundation.accounts.authenticator import Authenticator
from tipline.foundation.accounts import passkeys
from tipline.foundation.accounts.errors import (
    AttemptExpiredError,
    PasskeyNotRegisteredError,
    PasskeyRefusedError,
)
from tipline.foundation.accounts.passkeys import Purpose, StoredPasskey

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
PRESENT_ONLY = AuthenticatorData.FLAG.UP
counts = st.integers(min_value=0, max_value=2**32 - 1)

# Whatever a hostile browser may send in place of an answer.
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.fixture(autouse=True)
def at_localhost(settings):
    settings.PASSKEY_RP_ID = "localhost"
    settings.PASSKEY_ORIGINS = ["http://localhost:8080"]


def begin_registration(at=NOW):
    return passkeys.begin_registration(
        handle=b"h" * 32,
        email="ana@example.org",
        name="Ana Osei",
        subject="invitation:1",
        at=at,
    )


def register(device, at=NOW):
    options, attempt = begin_registration(at)
    made = passkeys.finish_registration(
        attempt.as_json(), "invitation:1", device.make(options), at=at
    )
    return StoredPasskey(made.public_data, made.sign_count, at.timestamp())


def ask(at, purpose=Purpose.SIGN_IN, subject=""):
    return passkeys.begin_assertion(purpose, subject, at=at)


def test_a_device_is_asked_for_a_discoverable_passkey_that_checks_its_user():
    options, _ = begin_registration()
    wanted = options["publicKey"]
    assert wanted["authenticatorSelection"]["residentKey"] == "required"
    assert wanted["authenticatorSelection"]["userVerification"] == "required"
    assert wanted["attestation"] == "none"


def test_a_stranger_who_asks_to_sign_in_learns_of_no_passkey():
    options, _ = ask(NOW)
    assert "allowCredentials" not in options["publicKey"]


def test_ana_registers_and_her_device_answers_a_challenge():
    device = Authenticator()
    stored = register(device)
    options, attempt = ask(NOW + timedelta(minutes=1))
    assert passkeys.finish_assertion(attempt, stored, device.sign(options)) == 1


@pytest.mark.parametrize(
    "device",
    [
        Authenticator(origin="https://tipline.example.com"),
        Authenticator(origin="http://localhost:8081"),
        Authenticator(rp_id="example.com"),
    ],
    ids=["another site", "another port", "another relying party"],
)
def test_a_passkey_of_another_place_is_not_registered(device):
    with pytest.raises(PasskeyNotRegisteredError):
        register(device)


def test_a_device_that_does_not_check_its_user_is_not_registered():
    device = Authenticator()
    options, attempt = begin_registration()
    answer = device.make(options, flags=PRESENT_ONLY)
    with pytest.raises(PasskeyNotRegisteredError):
        passkeys.finish_registration(attempt.as_json(), "invitation:1", answer, at=NOW)


def refusals():
    other_site = Authenticator(origin="https://tipline.example.com")
    thief = Authenticator()
    return {
        "another site": lambda device, options: _as(other_site, device).sign(options),
        "another key": lambda device, options: _with_key(thief, device).sign(options),
        "no user": lambda device, options: device.sign(options, flags=PRESENT_ONLY),
        "a copied device": lambda device, options: device.sign(options, count=0),
        "an answer to another challenge": lambda device, _: device.sign(ask(NOW)[0]),
    }


def _as(other, device):
    other.key, other.credential_id = device.key, device.credential_id
    return other


def _with_key(thief, device):
    thief.credential_id = device.credential_id
    return thief


@pytest.mark.parametrize("name", refusals())
def test_an_answer_that_must_not_be_believed_is_not(name):
    device = Authenticator()
    device.counter = 5
    stored = register(device)
    options, attempt = ask(NOW + timedelta(minutes=1))
    answer = refusals()[name](device, options)
    assert passkeys.finish_assertion(attempt, stored, answer) is None
    honest = device.sign(options)
    assert passkeys.finish_assertion(attempt, stored, honest) is not None


def test_a_challenge_serves_once_even_if_the_counter_always_says_zero():
    device = Authenticator()
    stored = register(device)
    options, attempt = ask(NOW + timedelta(minutes=1))
    answer = device.sign(options, count=0)
    assert passkeys.finish_assertion(attempt, stored, answer) == 0
    used = StoredPasskey(stored.public_data, 0, attempt.issued_at)
    assert passkeys.finish_assertion(attempt, used, answer) is None


@given(minutes=st.integers(min_value=0, max_value=60))
def test_an_attempt_waits_five_minutes(minutes):
    _, attempt = ask(NOW)
    later = NOW + timedelta(minutes=minutes)
    if minutes <= 5:
        opened = passkeys.open_assertion(
            attempt.as_json(), Purpose.SIGN_IN, "", at=later
        )
        assert opened == attempt
    else:
        with pytest.raises(AttemptExpiredError):
            passkeys.open_assertion(attempt.as_json(), Purpose.SIGN_IN, "", at=later)


@pytest.mark.parametrize(
    ("purpose", "subject"),
    [(Purpose.CONFIRM, ""), (Purpose.REGISTER, ""), (Purpose.SIGN_IN, "person:7")],
)
def test_an_attempt_serves_only_what_it_was_made_for(purpose, subject):
    _, attempt = ask(NOW)
    with pytest.raises(AttemptExpiredError):
        passkeys.open_assertion(attempt.as_json(), purpose, subject, at=NOW)


def test_without_an_attempt_nothing_is_opened():
    with pytest.raises(AttemptExpiredError):
        passkeys.open_assertion(None, Purpose.SIGN_IN, "", at=NOW)


@given(stored=counts, received=counts)
def test_a_counter_that_does_not_grow_betrays_a_copy(stored, received):
    betrayed = passkeys.betrays_a_copy(stored, received)
    assert betrayed == (received <= stored and max(stored, received) > 0)


@settings(deadline=None)
@given(answer=json_values)
def test_a_made_up_registration_is_refused_by_name(answer):
    _, attempt = begin_registration()
    with pytest.raises(PasskeyNotRegisteredError):
        passkeys.finish_registration(attempt.as_json(), "invitation:1", answer, at=NOW)


@settings(deadline=None)
@given(answer=json_values)
def test_a_made_up_answer_is_refused_by_name(answer):
    with pytest.raises(PasskeyRefusedError):
        passkeys.credential_id(answer)


FIELDS = ["clientDataJSON", "authenticatorData", "signature"]


@settings(deadline=None)
@given(
    field=st.sampled_from(FIELDS),
    change=st.text(alphabet="ABab09-_=", max_size=200) | json_values,
)
def test_an_answer_with_one_field_spoiled_is_not_believed(field, change):
    device = Authenticator()
    stored = register(device)
    options, attempt = ask(NOW + timedelta(minutes=1))
    answer = device.sign(options)
    answer["response"][field] = change
    assert passkeys.finish_assertion(attempt, stored, answer) is None


@pytest.mark.parametrize("field", [*FIELDS, "attestationObject", "userHandle"])
def test_a_number_in_place_of_a_text_does_not_fill_the_memory(field):
    device = Authenticator()
    stored = register(device)
    options, attempt = ask(NOW + timedelta(minutes=1))
    honest = device.sign(options)
    spoiled = {**honest, "response": {**honest["response"], field: 2**40}}
    believed = passkeys.finish_assertion(attempt, stored, spoiled)
    assert believed == (1 if field in {"attestationObject", "userHandle"} else None)
    for name in ("id", "rawId"):
        with pytest.raises(PasskeyRefusedError):
            passkeys.credential_id({**honest, name: 2**40})


@settings(deadline=None)
@given(position=st.integers(min_value=0, max_value=400), byte=st.integers(0, 255))
def test_a_spoiled_attestation_is_refused_by_name_or_harmless(position, byte):
    device = Authenticator()
    options, attempt = begin_registration()
    answer = device.make(options)
    content = bytearray(websafe_decode(answer["response"]["attestationObject"]))
    content[position % len(content)] = byte
    answer["response"]["attestationObject"] = websafe_encode(bytes(content))
    try:
        made = passkeys.finish_registration(
            attempt.as_json(), "invitation:1", answer, at=NOW
        )
    except PasskeyNotRegisteredError:
        return
    assert made.public_data
