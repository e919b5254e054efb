from tipline.foundation.errors import InvalidRequestError, TooManyRequestsError


class LookUpIncompleteError(InvalidRequestError):
    """A look-up names its case and asks by digests alone."""

    code = "look-up-incomplete"
    sentence = "%(problem)s"


class LookUpLimitError(TooManyRequestsError):
    """The agency has asked about as many digests as it may in a day."""

    code = "look-up-limit"
    sentence = (
        "Your agency may ask about %(most)s digests within 24 hours, and has asked"
        " about %(asked)s. Try again tomorrow, or call the clearinghouse."
    )


class DeskIncompleteError(InvalidRequestError):
    """A desk that others are sent to can be reached."""

    code = "desk-incomplete"
    sentence = "Give a telephone number or an e-mail address that others can use."
