"""A platform's report as values: what the XML says, nothing more and nothing less.

Every class mirrors one complex type of the reporting schema (reference names in the
docstrings). A tuple holds a repeatable element, `None` means that the reporter said
nothing: an absent boolean is neither true nor false. Times are aware datetimes, and
`as_sent` keeps the reporter's spelling where the zone was missing.
"""

from dataclasses import dataclass
from datetime import date, datetime

from tipline.intake.public_details import PublicDetails


@dataclass(frozen=True, kw_only=True)
class IpCapture:
    """`ipCaptureEvent`: an address seen at an event."""

    address: str
    event: str | None = None
    at: datetime | None = None
    possible_proxy: bool | None = None
    port: int | None = None


@dataclass(frozen=True, kw_only=True)
class Device:
    """`deviceId`: an identifier of a device, seen at an event."""

    id_type: str
    id_value: str
    event: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Email:
    """`email`."""

    address: str
    kind: str | None = None
    verified: bool | None = None
    verified_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Phone:
    """`phone`: the number without its calling code when `calling_code` is given."""

    number: str
    kind: str | None = None
    verified: bool | None = None
    verified_at: datetime | None = None
    calling_code: str | None = None
    extension: str | None = None


@dataclass(frozen=True, kw_only=True)
class Address:
    """`address`: `state` is a US code, `country` a code of the wire's own list."""

    street: str | None = None
    city: str | None = None
    postal_code: str | None = None
    state: str | None = None
    non_us_state: str | None = None
    country: str | None = None
    kind: str | None = None


@dataclass(frozen=True, kw_only=True)
class EstimatedLocation:
    """`estimatedLocation`."""

    country: str | None = None
    region: str | None = None
    city: str | None = None
    verified: bool | None = None
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    """`person` and `contactPerson`: who somebody is, as far as the reporter says."""

    first_name: str | None = None
    last_name: str | None = None
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    addresses: tuple[Address, ...] = ()
    age: int | None = None
    age_assertion_discrepancy: bool | None = None
    born_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class AccountDisabled:
    """`accountTemporarilyDisabled` or `accountPermanentlyDisabled`."""

    disabled: bool
    disabled_at: datetime | None = None
    user_notified: bool | None = None
    user_notified_at: datetime | None = None
    reenabled_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class AssociatedAccount:
    """`associatedAccount`: another account of the same person."""

    kind: str
    platform: str | None = None
    third_party_user: bool | None = None
    first_name: str | None = None
    middle_name: str | None = None
    last_name: str | None = None
    approximate_age: int | None = None
    age_assertion_discrepancy: bool | None = None
    born_on: date | None = None
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    all_emails_reported: bool | None = None
    addresses: tuple[Address, ...] = ()
    service: str | None = None
    user_id: str | None = None
    profile_urls: tuple[str, ...] = ()
    screen_name: str | None = None
    display_names: tuple[str, ...] = ()
    profile_bio: str | None = None
    group_id: str | None = None
    compromised: bool | None = None
    temporarily_disabled: AccountDisabled | None = None
    permanently_disabled: AccountDisabled | None = None
    ip_captures: tuple[IpCapture, ...] = ()
    devices: tuple[Device, ...] = ()
    prior_reports: tuple[int, ...] = ()
    additional_info: str | None = None


@dataclass(frozen=True, kw_only=True)
class Account:
    """`personOrUserReported`, `intendedRecipient` or `victim`.

    One shape for the three, since they differ only in which elements may appear:
    `vehicle`, `third_party_user_reported` only for the reported person, `school_name`
    only for a victim, several `additional_info` only for a recipient.
    """

    person: Person | None = None
    vehicle: str | None = None
    user_id: str | None = None
    service: str | None = None
    compromised: bool | None = None
    screen_name: str | None = None
    display_names: tuple[str, ...] = ()
    profile_urls: tuple[str, ...] = ()
    profile_bio: str | None = None
    ip_captures: tuple[IpCapture, ...] = ()
    devices: tuple[Device, ...] = ()
    school_name: str | None = None
    third_party_user_reported: bool | None = None
    prior_reports: tuple[int, ...] = ()
    group_id: str | None = None
    temporarily_disabled: AccountDisabled | None = None
    permanently_disabled: AccountDisabled | None = None
    estimated_location: EstimatedLocation | None = None
    all_emails_reported: bool | None = None
    associated_accounts: tuple[AssociatedAccount, ...] = ()
    additional_info: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InternetDetail:
    """One `internetDetails`: `channel` is the child's element name.

    `channel` is one of webPageIncident, emailIncident, newsgroupIncident,
    chatImIncident, onlineGamingIncident, cellPhoneIncident, nonInternetIncident and
    peer2peerIncident; only the fields of that channel are filled.
    """

    channel: str
    urls: tuple[str, ...] = ()
    third_party_hosted: bool | None = None
    emails: tuple[Email, ...] = ()
    name: str | None = None
    room: str | None = None
    console: str | None = None
    content: str | None = None
    phone: Phone | None = None
    latitude: float | None = None
    longitude: float | None = None
    incident_addresses: tuple[Address, ...] = ()
    ip_captures: tuple[IpCapture, ...] = ()
    file_names: str | None = None
    additional_info: str | None = None


@dataclass(frozen=True, kw_only=True)
class LawEnforcement:
    """`lawEnforcement`: an agency that the platform already works with."""

    agency_name: str
    case_number: str | None = None
    officer: Person | None = None
    reported_to_le: bool | None = None
    served_domestic: bool | None = None
    served_international: bool | None = None
    foreign_country: str | None = None


@dataclass(frozen=True, kw_only=True)
class Reporter:
    """`reporter`: who reports for the platform, and its standing texts."""

    person: Person
    contact: Person | None = None
    company_template: str | None = None
    terms_of_service: str | None = None
    legal_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReportDocument:
    """`report`: one submission, as understood.

    `annotations` and `unknown_annotations` hold element names; the latter are those of
    a newer schema than ours, kept and warned about. `escalation_reason` is the text of
    `escalateToHighPriority`; its presence escalates. `incident_type_as_sent` differs
    from `incident_type` where a legacy spelling was mapped. `public` is there if no
    platform but a member of the public reports.
    """

    incident_type: str
    incident_at: datetime
    reporter: Reporter
    incident_type_as_sent: str = ""
    incident_at_as_sent: str = ""
    batch_reason: str | None = None
    platform: str | None = None
    escalation_reason: str | None = None
    annotations: tuple[str, ...] = ()
    unknown_annotations: tuple[str, ...] = ()
    incident_at_description: str | None = None
    internet_details: tuple[InternetDetail, ...] = ()
    law_enforcement: LawEnforcement | None = None
    reported_persons: tuple[Account, ...] = ()
    intended_recipients: tuple[Account, ...] = ()
    victims: tuple[Account, ...] = ()
    additional_info: str | None = None
    public: PublicDetails | None = None


@dataclass(frozen=True, kw_only=True)
class OriginalHash:
    """`originalFileHash`: a hash that the platform made; `algorithm` is free text."""

    algorithm: str
    value: str


@dataclass(frozen=True, kw_only=True)
class MetadataPair:
    """One `nameValuePair` of `details`; `kind` is EXIF, HASH or None."""

    name: str
    value: str
    kind: str | None = None


@dataclass(frozen=True, kw_only=True)
class FileDocument:
    """`fileDetails`: what the platform says about one uploaded file."""

    report_id: int
    file_id: str
    file_name: str | None = None
    original_file_name: str | None = None
    uploaded_to_platform_at: datetime | None = None
    location: str | None = None
    viewed_by_platform: bool | None = None
    exif_viewed_by_platform: bool | None = None
    publicly_available: bool | None = None
    relevance: str | None = None
    annotations: tuple[str, ...] = ()
    unknown_annotations: tuple[str, ...] = ()
    industry_classification: str | None = None
    original_hashes: tuple[OriginalHash, ...] = ()
    ip_capture: IpCapture | None = None
    devices: tuple[Device, ...] = ()
    metadata: tuple[MetadataPair, ...] = ()
    additional_info: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Correction:
    """`correction`: one value of a report that was wrong, and the right one.

    `of` is the part: report, personOrUserReported, intendedRecipient, victim or file;
    `number` counts accounts of that part from 1; `file_id` is set for a file alone.
    `old_value` is what stood there, as the wire writes it, None where nothing did; an
    empty `new_value` takes it back.
    """

    of: str
    field: str
    new_value: str
    number: int = 1
    file_id: str | None = None
    old_value: str | None = None


@dataclass(frozen=True, kw_only=True)
class SupplementDocument:
    """`supplement`: what comes to a finished report afterwards.

    `error_reason` says that the whole report was a mistake. Whatever `file_details`
    describe was uploaded for this supplement.
    """

    report_id: int
    reason: str
    escalation_reason: str | None = None
    internet_details: tuple[InternetDetail, ...] = ()
    reported_persons: tuple[Account, ...] = ()
    intended_recipients: tuple[Account, ...] = ()
    victims: tuple[Account, ...] = ()
    additional_info: str | None = None
    file_details: tuple[FileDocument, ...] = ()
    corrections: tuple[Correction, ...] = ()
    error_reason: str | None = None

    @property
    def adds(self) -> bool:
        """Tell whether there is anything in it beside its reason."""
        return any(
            (
                self.escalation_reason is not None,
                self.internet_details,
                self.reported_persons,
                self.intended_recipients,
                self.victims,
                self.additional_info,
                self.file_details,
                self.corrections,
                self.error_reason is not None,
            )
        )
