"""Refusals around accounts; each cause has one class and one public code."""

from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    SignInRequiredError,
)
from tipline.foundation.sentence import Sentence


class PasskeyRefusedError(PermissionDeniedError):
    """Unknown, copied, badly signed or suspended: a stranger cannot tell which."""

    code = "passkey-refused"
    sentence = (
        "This passkey cannot be used here. Try another one, or ask your operator."
    )


class AttemptExpiredError(InvalidRequestError):
    """The challenge is missing, too old, made for something else, or already used."""

    code = "passkey-attempt-expired"
    sentence = "This attempt took too long or was made twice. Please try again."


class PasskeyNotRegisteredError(InvalidRequestError):
    """What the device sent does not make a passkey that checks who its user is."""

    code = "passkey-not-registered"
    sentence = (
        "The device did not make a usable passkey. Use one that asks for a PIN, a "
        "fingerprint or your face."
    )


class NoTestsOnListsError(PermissionDeniedError):
    """What reaches a hash list counts for all its members: nothing there is a test."""

    code = "no-tests-on-lists"
    sentence = "Hash lists have no tests: use a credential that is not one for tests."


class InvitationNotValidError(NotFoundError):
    """Unknown, expired, revoked or accepted already: the same answer."""

    code = "invitation-not-valid"
    sentence = "This invitation is not valid any more. Ask your operator for a new one."


class InvitationClosedError(ConflictError):
    """An invitation that was accepted or revoked cannot be revoked."""

    code = "invitation-closed"
    sentence = "This invitation was accepted or revoked already."


class SignInLinkNotValidError(NotFoundError):
    """Unknown, expired or used already: the same answer."""

    code = "sign-in-link-not-valid"
    sentence = "This sign-in link is not valid any more. Each one works once."


class DemoOnlyError(NotFoundError):
    """Sign-in links exist in demo mode only; elsewhere they were never there."""

    code = "demo-only"


class RoleDoesNotFitError(InvalidRequestError):
    """The role belongs to another kind of organization."""

    code = "role-does-not-fit"
    sentence = "The role %(role)s does not exist in a %(kind)s."


class EmailTakenError(ConflictError):
    """Somebody has an account or an open invitation with this address."""

    code = "email-taken"
    sentence = "Somebody has an account or an open invitation with this address."


class OrganizationNameTakenError(ConflictError):
    """An organization of this kind has this name."""

    code = "organization-name-taken"
    sentence = "There is a %(kind)s of this name already."


class AlreadySuspendedError(ConflictError):
    """The person or organization is suspended already."""

    code = "already-suspended"
    sentence = "This account is suspended already."


class NotSuspendedError(ConflictError):
    """The person or organization is not suspended."""

    code = "not-suspended"
    sentence = "This account is not suspended."


class CredentialsForPlatformsOnlyError(InvalidRequestError):
    """Only platforms have programs that report."""

    code = "credentials-for-platforms-only"
    sentence = "Only a platform can have credentials for the reporting API."


class CredentialLifetimeError(InvalidRequestError):
    """A credential is valid for at least a day and at most a year."""

    code = "credential-lifetime"
    sentence = "A credential is valid for 1 to %(most_days)s days."


class CredentialRevokedError(ConflictError):
    """The credential was revoked already."""

    code = "credential-revoked"
    sentence = "This credential was revoked already."


class NotIndependentError(PermissionDeniedError):
    """Two operators must agree, and one could have made up the other."""

    code = "not-independent"
    sentence = (
        "Another operator must say this, too: one whom neither you nor the first one "
        "invited. Invite one from the command line: tipline person invite."
    )


class TimeZoneUnknownError(InvalidRequestError):
    """There is no such time zone."""

    code = "time-zone-unknown"
    sentence = Sentence("Give a time zone by its name, such as Europe/Berlin.")


class TokenRefusedError(SignInRequiredError):
    """No token, or one that is unknown, expired, revoked or of somebody suspended."""

    code = "token-refused"
    sentence = (
        "Send a valid token of your agency: Authorization: Bearer ct_agency_…. Tokens "
        "are made, and their states seen, in the portal under Keys, Tokens."
    )


class TokenLeadNeededError(PermissionDeniedError):
    """Only an officer whom the operator made a lead makes tokens."""

    code = "token-lead-needed"
    sentence = "A lead officer of your agency makes and revokes tokens."


class TokenIncompleteError(InvalidRequestError):
    """A token lacks its name, its scope, its officer or its days; or there are many."""

    code = "token-incomplete"
    sentence = "%(problem)s"


class TokenOverError(ConflictError):
    """The token was revoked already."""

    code = "token-over"
    sentence = Sentence("This token was revoked already.")
