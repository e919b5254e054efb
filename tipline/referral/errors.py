from tipline.foundation.errors import ConflictError, InvalidRequestError


class MalformedTableError(InvalidRequestError):
    """A table of agencies or rules cannot be used; says file, line and problem."""

    code = "malformed-table"
    sentence = "%(file)s, line %(line)s: %(problem)s"


class MalformedGeodataError(InvalidRequestError):
    """A geolocation database cannot be read; nothing else is used in its place."""

    code = "malformed-geodata"
    sentence = "%(file)s is not a usable geolocation database: %(problem)s"


class NoAgencyLeftError(ConflictError):
    """Every agency that could take the report is excluded or out of service.

    A person must choose: nowhere and an excluded agency are both no answer.
    """

    code = "no-agency-left"
    sentence = "No agency is left that could receive this report; choose one by hand."


class AgencyCodeTakenError(ConflictError):
    """Another agency has this code."""

    code = "agency-code-taken"
    sentence = "There is an agency with the code %(agency_code)s already."


class AgencyPlaceError(InvalidRequestError):
    """A country desk needs a country, a task force a state of the United States."""

    code = "agency-place"
    sentence = "%(problem)s"
