from tipline.foundation.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
)


class MalformedTableError(InvalidRequestError):
    """A table of agencies or rules cannot be used; says file, line and problem."""

    code = "malformed-table"
    sentence = "%(file)s, line %(line)s: %(problem)s"


class MalformedGeodataError(InvalidRequestError):
    """A geolocation database cannot be read; nothing else is used in its place."""

    code = "malformed-geodata"
    sentence = "%(file)s is not a usable geolocation database: %(problem)s"


class NoAgencyLeftError(ConflictError):
    """Every agency that could take the report is out of service."""

    code = "no-agency-left"
    sentence = (
        "No agency is in service that could receive this report; give the routing rules"
        " one for `nobody`, and retry the step."
    )


class AgencyCodeTakenError(ConflictError):
    """Another agency has this code."""

    code = "agency-code-taken"
    sentence = "There is an agency with the code %(agency_code)s already."


class AgencyPlaceError(InvalidRequestError):
    """A country desk needs a country, a task force a state of the United States."""

    code = "agency-place"
    sentence = "%(problem)s"


class NothingToReleaseError(ConflictError):
    """No agency is proposed that has not got the report yet."""

    code = "nothing-to-release"
    sentence = "There is nothing to decide any more. Read the report again."


class DangerUnconfirmedError(ConflictError):
    """A caller's word of a danger was heard by one person alone."""

    code = "danger-unconfirmed"
    sentence = (
        "The caller says that a child is in danger now, and one person alone heard it:"
        " call back, or let another analyst confirm it. Then release it."
    )


class RefusalNeedsReasonError(InvalidRequestError):
    """Somebody keeps a report from agencies without saying why."""

    code = "refusal-needs-reason"
    sentence = "Say in a sentence why no agency should have this report."


class NotReleasableError(NotFoundError):
    """No finished report of the public has this number."""

    code = "not-releasable"
