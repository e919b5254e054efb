"""Refusals of an agency's casework."""

from tipline.foundation.errors import ConflictError, InvalidRequestError


class ChangedMeanwhileError(ConflictError):
    """A colleague changed it after it was shown; nothing was written over."""

    code = "changed-meanwhile"
    sentence = "%(who)s changed this at %(when)s, after your page was shown."


class CaseworkIncompleteError(InvalidRequestError):
    """A form lacks what it needs, or holds what does not go together."""

    code = "casework-incomplete"
    sentence = "%(problem)s"


class CaseNumberTakenError(ConflictError):
    """The agency has a case of this number."""

    code = "case-number-taken"
    sentence = "Your agency has a case with the number %(number)s. Choose another."


class HandoverIncompleteError(InvalidRequestError):
    """A handover lacks whom it goes to, why, or what."""

    code = "handover-incomplete"
    sentence = "%(problem)s"


class HandoverOverError(ConflictError):
    """It was answered or withdrawn already, or its ground is gone."""

    code = "handover-over"
    sentence = "This handover is over, or not yours to answer so. Load the page again."


class HandoverNeedsReleaseError(ConflictError):
    """What the public reported goes only where a person releases it."""

    code = "handover-needs-release"
    sentence = (
        "The public reported this: only the clearinghouse can release it to another"
        " agency. Ask it to."
    )


class CaseClosedError(ConflictError):
    """Nothing is put into a closed case."""

    code = "case-closed"
    sentence = "Case %(number)s is closed. Open it again first."
