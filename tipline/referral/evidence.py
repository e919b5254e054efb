"""Everything in a report that hints at a place, each with its source."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from tipline.intake.document import (
    Account,
    Address,
    Email,
    FileDocument,
    IpCapture,
    Person,
    Phone,
    ReportDocument,
)
from tipline.linking.identifiers import Kind, normalize
from tipline.referral.area_codes import place_of_phone
from tipline.referral.geolocation import Place
from tipline.referral.jurisdiction import (
    About,
    EvidenceSource,
    LocationEvidence,
    default_confidence,
)
from tipline.referral.military import is_military_address, is_military_email

PlaceOf = Callable[[str], Place | None]
UPLOAD = "Upload"


@dataclass(frozen=True, kw_only=True)
class Hint:
    """One piece of location evidence, and the table that it was looked up in.

    `network_kind` if its address is in a network that hides where its users are;
    `owner` is whose network it is, by `owner_source`.
    """

    evidence: LocationEvidence
    data_source: str = ""
    data_on: date | None = None
    network_kind: str = ""
    owner: str = ""
    owner_source: str = ""


def gather(
    document: ReportDocument, files: tuple[FileDocument, ...], *, place_of: PlaceOf
) -> tuple[Hint, ...]:
    """Give every hint of a report; `place_of` looks an IP address up."""
    about = About.REPORTED_PERSON
    hints: list[Hint] = []
    for details in files:
        if details.ip_capture:
            hints += _of_ip(details.ip_capture, about, place_of, is_upload=True)
    groups = (
        (About.REPORTED_PERSON, document.reported_persons),
        (About.VICTIM, document.victims),
        (About.RECIPIENT, document.intended_recipients),
    )
    for whose, accounts in groups:
        for account in accounts:
            hints += _of_account(account, whose, place_of)
    hints += _of_incident(document, place_of)
    return tuple(hints)


def _of_account(account: Account, about: About, place_of: PlaceOf) -> Iterator[Hint]:
    for capture in account.ip_captures:
        yield from _of_ip(capture, about, place_of)
    for other in account.associated_accounts:
        for capture in other.ip_captures:
            yield from _of_ip(capture, about, place_of)
        yield from _of_person(
            Person(phones=other.phones, emails=other.emails, addresses=other.addresses),
            about,
        )
    if account.person:
        yield from _of_person(account.person, about)
    where = account.estimated_location
    if where and where.country:
        source = EvidenceSource.PLATFORM_ESTIMATE
        if where.verified:
            source = EvidenceSource.VERIFIED_ADDRESS
        yield _hint(
            source,
            about,
            country=where.country,
            state=where.region,
            city=where.city or "",
            detail="estimated location",
        )


def _of_incident(document: ReportDocument, place_of: PlaceOf) -> Iterator[Hint]:
    about = About.INCIDENT
    for detail in document.internet_details:
        for capture in detail.ip_captures:
            yield from _of_ip(capture, about, place_of)
        for address in detail.incident_addresses:
            yield from _of_address(address, about)
        if detail.phone:
            yield from _of_phone(detail.phone, about)


def _of_person(person: Person, about: About) -> Iterator[Hint]:
    for address in person.addresses:
        yield from _of_address(address, about)
    for phone in person.phones:
        yield from _of_phone(phone, about)
    for email in person.emails:
        yield from _of_military_mail(email, about)


def _of_ip(
    capture: IpCapture, about: About, place_of: PlaceOf, *, is_upload: bool = False
) -> Iterator[Hint]:
    place = place_of(capture.address)
    if place is None:
        return
    upload = is_upload or capture.event == UPLOAD
    source = EvidenceSource.UPLOAD_IP if upload else EvidenceSource.EVENT_IP
    event = capture.event or ("upload" if is_upload else "event not stated")
    yield Hint(
        evidence=LocationEvidence(
            source=source,
            about=about,
            country=place.country,
            state=place.state,
            confidence=default_confidence(
                source, possible_proxy=capture.possible_proxy or bool(place.network)
            ),
            detail=f"{capture.address}, {event}{_hidden(place)}",
        ),
        network_kind=place.network.kind.value if place.network else "",
        owner=place.owner.name if place.owner else "",
        owner_source=place.owner.source if place.owner else "",
        data_source=place.source,
        data_on=place.data_date,
    )


def _hidden(place: Place) -> str:
    network = place.network
    return f"; {network.kind} network {network.name}" if network else ""


def _of_address(address: Address, about: About) -> Iterator[Hint]:
    is_military = is_military_address(
        state=address.state or address.non_us_state or "",
        post_code=address.postal_code or "",
        country=address.country or "",
    )
    if address.country or address.state or is_military:
        yield _hint(
            EvidenceSource.STATED_ADDRESS,
            about,
            country=address.country or ("US" if is_military else ""),
            state=address.state,
            city=address.city or "",
            detail=f"{address.kind or 'stated'} address".lower(),
            is_military=is_military,
            post_code=address.postal_code or "",
        )


def _of_phone(phone: Phone, about: About) -> Iterator[Hint]:
    number = normalize(
        Kind.PHONE, phone.number, context=phone.calling_code or ""
    ).identifier
    place = place_of_phone(number.value) if number else None
    if place:
        source, (country, state) = EvidenceSource.PHONE, place
        yield _hint(source, about, country=country, state=state, detail="phone number")


def _of_military_mail(email: Email, about: About) -> Iterator[Hint]:
    if is_military_email(email.address):
        yield _hint(
            EvidenceSource.PROFILE_TEXT,
            about,
            country="US",
            detail="military mail domain",
            is_military=True,
        )


def _hint(  # noqa: PLR0913 - one value for each field of the evidence
    source: EvidenceSource,
    about: About,
    *,
    country: str,
    detail: str,
    state: str | None = None,
    city: str = "",
    is_military: bool = False,
    post_code: str = "",
) -> Hint:
    return Hint(
        evidence=LocationEvidence(
            source=source,
            about=about,
            country=country,
            state=state,
            city=city,
            confidence=default_confidence(source),
            detail=detail,
            is_military=is_military,
            post_code=post_code,
        )
    )
