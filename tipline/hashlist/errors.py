"""Refusals of hash lists."""

from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    UnavailableError,
)


class MalformedHashListError(InvalidRequestError):
    """A line of a list is no hash; nothing of the list was added."""

    code = "malformed-hash-list"
    sentence = "Line %(line)s of the list cannot be read: %(problem)s"


class ListNotFoundError(NotFoundError):
    """There is no such list, or the one who asks has no access to it."""

    code = "list-not-found"
    sentence = "There is no such hash list, or you have no access to it."


class ItemNotFoundError(NotFoundError):
    """There is no such item, or it is hidden from the one who asks."""

    code = "item-not-found"
    sentence = "There is no such item on this list."


class ListNameTakenError(ConflictError):
    """Names and path names of lists are unique."""

    code = "list-name-taken"
    sentence = "There is a list of this name or path name already."


class ListNeedsReviewsError(ConflictError):
    """A list of the clearinghouse's own takes nothing but what three people agreed."""

    code = "list-needs-reviews"
    sentence = (
        "Nothing comes onto the list %(name)s but by three reviews. Load the file onto "
        "a list of its own, of the kind imported."
    )


class AlreadyMemberError(ConflictError):
    """An organization is a member of a list once."""

    code = "already-member"
    sentence = "The organization is a member of this list already."


class NotProposedListError(ConflictError):
    """Reviews put items on reviewed lists only."""

    code = "list-takes-no-proposals"
    sentence = (
        "Three reviews put items on the clearinghouse's own lists. %(name)s is not one."
    )


class AlreadyListedError(ConflictError):
    """One of the fingerprints is on the list, or is being proposed for it."""

    code = "already-listed"
    sentence = "This file is on the list already, or is being proposed for it."


class NothingToListError(InvalidRequestError):
    """An item without a fingerprint is none."""

    code = "nothing-to-list"
    sentence = "There is no hash of this file yet. Wait until it has been inspected."


class VoteNotYoursError(PermissionDeniedError):
    """The next vote needs somebody who has not voted and is senior enough."""

    code = "vote-not-yours"
    sentence = (
        "Each of the three reviews is another person's, at least as senior as the one "
        "before. This one is not yours."
    )


class NotSeniorEnoughError(PermissionDeniedError):
    """What nobody can undo is a senior's to do."""

    code = "not-senior-enough"
    sentence = (
        "A senior withdraws for good. Challenge the item: that takes it off at once, "
        "until three people have looked."
    )


class ProposalClosedError(ConflictError):
    """The proposal was decided before."""

    code = "proposal-closed"
    sentence = "This proposal was decided already."


class ReasonNeededError(InvalidRequestError):
    """A dissent, a withdrawal and a suspension say why."""

    code = "reason-needed"
    sentence = "Say why."


class StatementNeededError(InvalidRequestError):
    """A review says how the file was seen."""

    code = "statement-needed"
    sentence = "Say where and how you looked at the file. A review is a look at it."


class WrongItemStateError(ConflictError):
    """The item is not in a state in which this can be done."""

    code = "wrong-item-state"
    sentence = "The item is %(state)s. This cannot be done to it now."


class MayNotContributeError(PermissionDeniedError):
    """The member may read the list, and add nothing to it."""

    code = "may-not-contribute"
    sentence = "Your organization may read this list, and not add to it."


class TakenOffError(ConflictError):
    """People took an item with this hash off the list."""

    code = "taken-off"
    sentence = (
        "The clearinghouse took this file off the list. Only its people can put it "
        "back; get in touch if they erred."
    )


class UnknownFeedbackReasonError(InvalidRequestError):
    """A negative vote gives reasons, each by the id that the list gives out."""

    code = "unknown-feedback-reason"
    sentence = "A negative vote gives one or more of the list's own reasons."


class SampleTooLargeError(InvalidRequestError):
    """An audit cannot draw more items than there are."""

    code = "sample-too-large"
    sentence = "The list has %(population)s active items. Draw between 1 and that many."


class FindingRefusedError(ConflictError):
    """A finding is given once, before the audit is published, with a note on errors."""

    code = "finding-refused"
    sentence = (
        "A finding is given once, while the audit is open; anything but a confirmation "
        "needs a note."
    )


class AuditNotCompleteError(ConflictError):
    """An audit is published when every item has its finding."""

    code = "audit-not-complete"
    sentence = "%(missing)s items have no finding yet."


class ForeignOrganizationError(InvalidRequestError):
    """Members are platforms, auditors are of an audit firm."""

    code = "wrong-kind-of-organization"
    sentence = "An organization of the kind %(kind)s is needed here."


class NotFinalYetError(UnavailableError):
    """The end of the range is a moment ahead of this server's clock."""

    code = "range-not-final"
    sentence = (
        "The range ends %(retry_after_seconds)s s in the future, and would not be "
        "final. Ask again then, with the same range."
    )


class RangeInFutureError(InvalidRequestError):
    """The end of the range is far in the future: a clock is wrong."""

    code = "range-in-future"
    sentence = (
        "The range ends after %(settled_at)s, this server's time. Set your clock, or "
        "leave `to` out."
    )


class UnknownCursorError(InvalidRequestError):
    """A cursor or `next` was not given out by this list."""

    code = "unknown-cursor"
    sentence = "This is no cursor of this list. Begin again without one."


class NotYourItemError(PermissionDeniedError):
    """A member changes its own items only."""

    code = "not-your-item"
    sentence = "You add and change items of your own member id, %(member)s, only."


class MayOnlyAskError(PermissionDeniedError):
    """The member may ask about single hashes, and not hold the list."""

    code = "may-only-ask"
    sentence = "Your organization may ask about hashes of this list, and not fetch it."


class MalformedPrefixError(InvalidRequestError):
    """A bucket is asked for by the first digits of a cryptographic hash."""

    code = "malformed-prefix"
    sentence = (
        "Send the first %(digits)s hexadecimal digits of an MD5, SHA-1 or SHA-256."
    )


class ProbingSuspectedError(PermissionDeniedError):
    """Too many near variants of one hash were asked for."""

    code = "probing-suspected"
    sentence = (
        "Too many near variants of one hash were asked for. Questions are stopped "
        "until the clearinghouse has looked; get in touch."
    )


class SourceAddressError(InvalidRequestError):
    """The address of another server's list must not be asked."""

    code = "source-address"
    sentence = (
        "Write the list's address as https://host/path, without /v2, a user name or "
        "a query. Plain http is for this machine only."
    )


class SourceFailedError(UnavailableError):
    """Another server did not answer as the protocol says."""

    code = "source-failed"
    sentence = "The other server could not be read: %(problem)s."


class AlreadySubscribedError(ConflictError):
    """A list follows one source."""

    code = "already-subscribed"
    sentence = "The list %(name)s follows another server's list already."


class MalformedHashSetError(InvalidRequestError):
    """A hash set of a forensic tool cannot be read; nothing of it was taken over."""

    code = "malformed-hash-set"
    sentence = "Medium %(number)s of the hash set cannot be read: %(problem)s."


class UnknownMemberError(InvalidRequestError):
    """An item was restricted to somebody who is not on the list."""

    code = "unknown-member"
    sentence = "Name members of this list by their ids; /v2/members lists them."


class MalformedKeyError(InvalidRequestError):
    """A member's public key is of another sort."""

    code = "malformed-key"
    sentence = (
        "This is no X25519 public key in PEM. Make one with: openssl genpkey "
        "-algorithm x25519 -out list.key; openssl pkey -in list.key -pubout"
    )


class NoKeyError(ConflictError):
    """An encrypted answer was asked for, and there is no key to encrypt it to."""

    code = "no-key"
    sentence = (
        "There is no public key of yours here. Give one to the clearinghouse, or ask "
        "without Accept: application/vnd.tipline.hpke."
    )
