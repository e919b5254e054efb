"""The verbs of the door: accept an invitation, sign in, confirm, use a sign-in link.

All of them run as the gate, a principal that sees accounts and nothing else, because
nobody is known before they succeed. Each is one transaction and one audit entry.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q

from tipline.foundation.accounts import passkeys, tokens
from tipline.foundation.accounts.errors import (
    DemoOnlyError,
    InvitationNotValidError,
    PasskeyNotRegisteredError,
    PasskeyRefusedError,
    SignInLinkNotValidError,
)
from tipline.foundation.accounts.models import (
    Invitation,
    Passkey,
    Person,
    Seniority,
    SignInLink,
)
from tipline.foundation.accounts.passkeys import Attempt, Json, Purpose, StoredPasskey
from tipline.foundation.accounts.queries import principal_of
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import GATE, Principal
from tipline.foundation.policy.scope import acting

LINK_MINUTES = 30
SIGNED_IN = "person.signed_in"
CONFIRMED = "person.confirmed"

Kept = Mapping[str, Any] | None  # an attempt as a session gives it back


def invitation_for(token: str, *, at: datetime) -> Invitation:
    """Give the open invitation behind a link, with its organization.

    Raises:
        InvitationNotValidError: unknown, expired, revoked, accepted or suspended.
    """
    with acting(GATE):
        return _open_invitation(token, at)


def begin_registration(token: str, *, at: datetime) -> tuple[Json, Attempt]:
    """Give what the browser needs to make an invited person's passkey."""
    invitation = invitation_for(token, at=at)
    return passkeys.begin_registration(
        # Derived from the token: a second try replaces the first one on the device.
        handle=tokens.digest(f"user handle {token}"),
        email=invitation.email,
        name=invitation.name,
        subject=f"invitation:{invitation.pk}",
        at=at,
    )


def accept_invitation(
    token: str, kept: Kept, response: object, *, at: datetime
) -> Person:
    """Make the invited person's account with their first passkey, and let them in.

    If the account exists, this is the way back in after a loss: the new passkey
    replaces all earlier ones.

    Raises:
        InvitationNotValidError: the invitation cannot be accepted (any more).
        AttemptExpiredError: no challenge of the last five minutes for it.
        PasskeyNotRegisteredError: the device's answer makes no usable passkey, or
            the passkey belongs to an account already.
    """
    with acting(GATE):
        invitation = _open_invitation(token, at, lock=True)
        subject = f"invitation:{invitation.pk}"
        made = passkeys.finish_registration(kept, subject, response, at=at)
        person = _person_of(invitation, at)
        if Passkey.objects.filter(credential_id=made.credential_id).exists():
            raise PasskeyNotRegisteredError
        replaced, _ = Passkey.objects.filter(person=person).delete()
        Passkey.objects.create(
            person=person,
            credential_id=made.credential_id,
            public_data=made.public_data,
            sign_count=made.sign_count,
            name=f"{at:%Y-%m-%d}",
            created_at=at,
            last_used_at=at,
        )
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=at)
        audit.record(
            principal_of(person),
            "invitation.accepted",
            subject,
            person=person.pk,
            passkeys_replaced=replaced,
        )
    return person


def begin_sign_in(*, at: datetime) -> tuple[Json, Attempt]:
    """Give what the browser needs to ask for any passkey of this site."""
    return passkeys.begin_assertion(Purpose.SIGN_IN, "", at=at)


def finish_sign_in(kept: Kept, response: object, *, at: datetime) -> Person:
    """Let the owner of the passkey that answered in.

    Raises:
        AttemptExpiredError: no challenge of the last five minutes.
        PasskeyRefusedError: unknown, copied, badly signed, used before, or its owner or
            their organization is suspended: the same answer for all.
    """
    attempt = passkeys.open_assertion(kept, Purpose.SIGN_IN, "", at=at)
    return _assert(SIGNED_IN, attempt, response, at=at)


def begin_confirm(person: Person, *, at: datetime) -> tuple[Json, Attempt]:
    """Give what the browser needs to ask a signed-in person for their passkey again."""
    return passkeys.begin_assertion(Purpose.CONFIRM, f"person:{person.pk}", at=at)


def finish_confirm(
    person: Person, kept: Kept, response: object, *, at: datetime
) -> None:
    """Confirm that the signed-in person still is who sits there.

    Raises:
        AttemptExpiredError: no challenge of the last five minutes for this person.
        PasskeyRefusedError: not a passkey of this person, or as for signing in.
    """
    subject = f"person:{person.pk}"
    attempt = passkeys.open_assertion(kept, Purpose.CONFIRM, subject, at=at)
    _assert(CONFIRMED, attempt, response, at=at, person_id=person.pk)


def sign_out(person: Person) -> None:
    """Note that the person left; the session is the caller's to end."""
    with acting(GATE):
        audit.record(principal_of(person), "person.signed_out", f"person:{person.pk}")


def make_sign_in_link(
    actor: Principal, person: Person, *, at: datetime, demo: bool
) -> str:
    """Give a token that lets `person` in once within 30 minutes, in demo mode only."""
    if not demo:
        raise DemoOnlyError
    token = tokens.new_token()
    with acting(actor):
        link = SignInLink.objects.create(
            person=person,
            token_sha256=tokens.digest(token),
            created_at=at,
            expires_at=at + timedelta(minutes=LINK_MINUTES),
        )
        audit.record(
            actor, "sign_in_link.made", f"sign_in_link:{link.pk}", person=person.pk
        )
    return token


def use_sign_in_link(token: str, *, at: datetime, demo: bool) -> Person:
    """Let the person of an unused link in, in demo mode only.

    Raises:
        DemoOnlyError: not in demo mode.
        SignInLinkNotValidError: unknown, expired or used, or the person is suspended.
    """
    if not demo:
        raise DemoOnlyError
    with acting(GATE):
        unused = SignInLink.objects.filter(
            _PERSON_IS_ACTIVE,
            token_sha256=tokens.digest(token),
            used_at=None,
            expires_at__gt=at,
        )
        link = unused.select_for_update(of=("self",)).first()
        if link is None:
            raise SignInLinkNotValidError
        SignInLink.objects.filter(pk=link.pk).update(used_at=at)
        person = Person.objects.select_related("organization").get(pk=link.person_id)
        Person.objects.filter(pk=person.pk).update(last_sign_in_at=at)
        audit.record(
            principal_of(person), "sign_in_link.used", f"sign_in_link:{link.pk}"
        )
    return person


_PERSON_IS_ACTIVE = Q(
    person__suspended_at=None, person__organization__suspended_at=None
)


def _open_invitation(token: str, at: datetime, *, lock: bool = False) -> Invitation:
    rows = Invitation.objects.select_related("organization")
    if lock:
        rows = rows.select_for_update(of=("self",))
    invitation = rows.filter(
        token_sha256=tokens.digest(token),
        accepted_at=None,
        revoked_at=None,
        expires_at__gt=at,
        organization__suspended_at=None,
    ).first()
    if invitation is None:
        raise InvitationNotValidError
    return invitation


def _person_of(invitation: Invitation, at: datetime) -> Person:
    """Make the invited person, or find them if they were invited again."""
    known = Person.objects.filter(email__iexact=invitation.email).first()
    if known is None:
        return Person.objects.create(
            organization=invitation.organization,
            name=invitation.name,
            email=invitation.email,
            role=invitation.role,
            invited_by_id=invitation.made_by_id,
            created_at=at,
            last_sign_in_at=at,
        )
    invited = (invitation.organization_id, invitation.role, None)
    if (known.organization_id, known.role, known.suspended_at) != invited:
        raise InvitationNotValidError
    changed: dict[str, object] = {"last_sign_in_at": at}
    if invitation.made_by_id is not None:
        # Who made the link could be who uses it.
        changed |= {
            "invited_by": invitation.made_by_id,
            "seniority": Seniority.TRAINED,
        }
    Person.objects.filter(pk=known.pk).update(**changed)
    return known


def _assert(
    action: str,
    attempt: Attempt,
    response: object,
    *,
    at: datetime,
    person_id: int | None = None,
) -> Person:
    """Judge an answer and note it; the refusal is raised once its note is committed."""
    counter = None
    with acting(GATE):
        passkey = _locked_passkey(passkeys.credential_id(response), person_id)
        if passkey is not None:
            counter = _judge(passkey, attempt, response)
            _note(action, passkey, attempt, counter=counter, at=at)
    if passkey is None or counter is None:
        raise PasskeyRefusedError
    return passkey.person


def _locked_passkey(credential_id: bytes, person_id: int | None) -> Passkey | None:
    found = Passkey.objects.select_related("person__organization")
    if person_id is not None:
        found = found.filter(person_id=person_id)
    # Locked: of two answers to one challenge, the second must see the first.
    found = found.select_for_update(of=("self",))
    return found.filter(credential_id=credential_id).first()


def _judge(passkey: Passkey, attempt: Attempt, response: object) -> int | None:
    person = passkey.person
    if person.suspended_at or person.organization.suspended_at:
        return None
    used = passkey.last_used_at
    stored = StoredPasskey(
        public_data=bytes(passkey.public_data),
        sign_count=passkey.sign_count,
        last_used=used.timestamp() if used else 0.0,
    )
    return passkeys.finish_assertion(attempt, stored, response)


def _note(
    action: str,
    passkey: Passkey,
    attempt: Attempt,
    *,
    counter: int | None,
    at: datetime,
) -> None:
    person = passkey.person
    subject = f"person:{person.pk}"
    if counter is None:
        audit.record(GATE, "passkey.refused", subject, passkey=passkey.pk)
        return
    # Never before the challenge: clocks of several web servers differ a little.
    used_at = max(at, datetime.fromtimestamp(attempt.issued_at, UTC))
    Passkey.objects.filter(pk=passkey.pk).update(
        sign_count=counter, last_used_at=used_at
    )
    if action == SIGNED_IN:
        Person.objects.filter(pk=person.pk).update(last_sign_in_at=at)
    audit.record(principal_of(person), action, subject, passkey=passkey.pk)
