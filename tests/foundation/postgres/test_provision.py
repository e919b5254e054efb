"""Passwords reach PostgreSQL as verifiers only."""

import base64
import hmac

from hypothesis import given
from hypothesis import strategies as st

from tipline.foundation.postgres import provision
from tipline.foundation.postgres.connection import Role


def test_the_verifier_agrees_with_the_exchange_printed_in_rfc_7677():
    salt = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
    nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    messages = (
        "n=user,r=rOprNGfwEbeRWgbNEkqO",
        f"r={nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        f"c=biws,r={nonce}",
    )
    verifier = provision.scram_verifier("pencil", salt=salt)
    server_key = base64.b64decode(verifier.rpartition(":")[2])
    signature = hmac.digest(server_key, ",".join(messages).encode(), "sha256")
    expected = "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
    assert base64.b64encode(signature).decode() == expected


@given(st.dictionaries(st.sampled_from(provision.ROLES), st.text(min_size=8)))
def test_no_statement_carries_a_password(some: dict[Role, str]):
    passwords = {role: some.get(role, "long enough") for role in provision.ROLES}
    script = "\n".join(provision.statements(passwords, throwaway=False))
    assert not any(f"'{password}'" in script for password in passwords.values())


def test_every_statement_is_one_line():
    passwords = dict.fromkeys(provision.ROLES, "long enough")
    for statement in provision.statements(passwords, throwaway=True):
        assert statement.endswith(";")
        assert "\n" not in statement
