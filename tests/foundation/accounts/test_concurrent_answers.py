from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from tests.foundation.accounts.authenticator import Authenticator
from tipline.foundation.accounts import entry, services
from tipline.foundation.accounts.errors import (
    InvitationNotValidError,
    PasskeyRefusedError,
)
from tipline.foundation.accounts.models import Invitation, Person
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting

OPERATOR = Principal(
    kind=Kind.CLEARINGHOUSE, actor="person:1", roles=frozenset({"operator"})
)
AT_ONCE = 8


# Threads see what is committed only, so this is, and is removed again.
@pytest.fixture
def token(django_db_setup, django_db_blocker, settings):  # noqa: ARG001 - must run
    settings.PASSKEY_RP_ID = "localhost"
    settings.PASSKEY_ORIGINS = ["http://localhost:8080"]
    at = timezone.now()
    with django_db_blocker.unblock():
        agency = services.add_organization(
            OPERATOR, kind="agency", name="Kestrel Bay task force", at=at
        )
        _, token = services.invite(
            OPERATOR,
            organization=agency,
            name="Rosa Lindqvist",
            email="rosa@example.org",
            role="officer",
            at=at,
        )
        yield token
        with acting(OPERATOR):
            Person.objects.filter(organization=agency).delete()
            Invitation.objects.filter(organization=agency).delete()
            agency.delete()
        connection.close()


def outcomes(work):
    """Do the same work in many threads at once, and count what came of it."""

    def once(_):
        try:
            return type(work()).__name__
        except (PasskeyRefusedError, InvitationNotValidError) as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(once, range(AT_ONCE)))
    return {name: found.count(name) for name in set(found)}


def test_one_answer_sent_many_times_at_once_opens_the_door_once(token):
    at = timezone.now()
    device = Authenticator()
    options, attempt = entry.begin_registration(token, at=at)
    made = device.make(options)

    def accept():
        return entry.accept_invitation(token, attempt.as_json(), made, at=at)

    assert outcomes(accept) == {"Person": 1, "invitation-not-valid": AT_ONCE - 1}

    later = timezone.now()
    question, asked = entry.begin_sign_in(at=later)
    answer = device.sign(question, count=0)  # as synchronized passkeys do: always 0

    def sign_in():
        return entry.finish_sign_in(asked.as_json(), answer, at=later)

    assert outcomes(sign_in) == {"Person": 1, "passkey-refused": AT_ONCE - 1}
