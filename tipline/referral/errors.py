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


class BadNetworkError(InvalidRequestError):
    """A correction is about no network, or one of another size."""

    code = "bad-network"
    sentence = (
        "Write a network of the Internet such as 198.51.100.0/24: of IPv4 from /12 to"
        " /32, of IPv6 from /24 to /64."
    )


class CorrectionPlaceError(InvalidRequestError):
    """A person names no place, or one that nothing is known of."""

    code = "correction-place"
    sentence = (
        "Name a country by its two letters, such as SE, and in the United States a"
        " state, such as MA; or say of a network what hides people there."
    )


class PlaceNeedsReasonError(InvalidRequestError):
    """Somebody says where a report or a network is, without saying why."""

    code = "place-needs-reason"
    sentence = "Say in a sentence how you know: the next person will ask."


class CorrectionNotFoundError(NotFoundError):
    """There is no such correction."""

    code = "correction-not-found"


class CorrectionOverError(ConflictError):
    """The correction was withdrawn already."""

    code = "correction-over"
    sentence = "This correction holds no more."


class ReportNotPlacedError(NotFoundError):
    """No finished report has this number."""

    code = "report-not-placed"


class NoSuchAgencyError(InvalidRequestError):
    """No agency has this code."""

    code = "no-such-agency"
    sentence = "No agency has the code %(agency_code)s."


class AlreadyExcludedError(ConflictError):
    """The report is kept from the agency already."""

    code = "already-excluded"
    sentence = "The report is kept from this agency already."


class ExclusionNotFoundError(NotFoundError):
    """There is no such exclusion."""

    code = "exclusion-not-found"


class ExclusionOverError(ConflictError):
    """The exclusion ended already."""

    code = "exclusion-over"
    sentence = "This agency is not kept from the report any more."


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


class NoTableInForceError(ConflictError):
    """Routing has no table to go by: the installation was never prepared."""

    code = "no-table-in-force"
    sentence = "No table of %(table)s is in force. Run: tipline migrate."


class TableNotFoundError(NotFoundError):
    """There is no such edition, simulation or table."""

    code = "table-not-found"


class NothingChangedError(ConflictError):
    """A draft is the same as what is in force."""

    code = "nothing-changed"
    sentence = "This changes nothing: it is the same as the table in force."


class TableInAFileError(ConflictError):
    """The machine's settings name a file for the table; a draft would be overruled."""

    code = "table-in-a-file"
    sentence = (
        "The settings of the machine name a file for this table. Change that file and"
        " start again, or take the setting away."
    )


class SecondPersonNeededError(ConflictError):
    """Whoever drafted an edition cannot put it in force."""

    code = "second-person-needed"
    sentence = "You drafted this edition: another operator must put it in force."


class DraftSettledError(ConflictError):
    """An edition is in force already, or was withdrawn."""

    code = "draft-settled"
    sentence = "This edition is no draft any more. Read its page again."


class StaleDraftError(ConflictError):
    """Another edition came into force after the draft was made."""

    code = "stale-draft"
    sentence = (
        "Edition %(number)s came into force after this draft was made, and would be"
        " undone. Export it, make your change there, and import it as a new draft."
    )


class ChangeNeedsReasonError(InvalidRequestError):
    """Somebody changes where reports go without saying why."""

    code = "change-needs-reason"
    sentence = "Say in a sentence why the table changes: the next person will ask."


class SimulationRunningError(ConflictError):
    """A simulation of the draft has not ended yet."""

    code = "simulation-running"
    sentence = "A simulation of this draft is still running. Wait for its result."


class WithholdingNotFoundError(NotFoundError):
    """Nothing is withheld under this number."""

    code = "withholding-not-found"
    sentence = "There is no such report that a law holds back."


class WithholdingOverError(ConflictError):
    """It is not withheld any more."""

    code = "withholding-over"
    sentence = "The report is not held back from this agency any more. Read it again."


class LettingGoNeedsReasonError(InvalidRequestError):
    """Somebody sends what a law holds back without saying why."""

    code = "letting-go-needs-reason"
    sentence = "Say in a sentence why this agency can act on it."
