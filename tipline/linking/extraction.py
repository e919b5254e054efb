"""Which identifiers a report names: every one, for whom, and as it was sent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tipline.intake.document import (
    Account,
    AssociatedAccount,
    Device,
    FileDocument,
    IpCapture,
    Person,
    ReportDocument,
)
from tipline.linking.file_hashes import near_file
from tipline.linking.free_text import bank_accounts_in, coin_addresses_in
from tipline.linking.identifiers import Kind


class Role(StrEnum):
    """Whose identifier it is; the values are stored."""

    REPORTED_PERSON = "reported-person"
    RECIPIENT = "recipient"
    CHILD = "child"
    INCIDENT = "incident"
    FILE = "file"


@dataclass(frozen=True, kw_only=True)
class Found:
    """One value that a report names, before it is normalised."""

    role: Role
    kind: Kind
    raw: str
    context: str = ""
    at: datetime | None = None


def of_report(document: ReportDocument, *, platform: str) -> Iterator[Found]:
    """Give every identifier of a report; `platform` scopes its user ids and handles."""
    groups = (
        (Role.REPORTED_PERSON, document.reported_persons),
        (Role.RECIPIENT, document.intended_recipients),
        (Role.CHILD, document.victims),
    )
    for role, accounts in groups:
        for account in accounts:
            yield from _of_account(role, account, platform)
    yield from _of_text(Role.INCIDENT, document.additional_info)
    for detail in document.internet_details:
        yield from _of_text(Role.INCIDENT, detail.content, detail.additional_info)
        for url in detail.urls:
            yield Found(role=Role.INCIDENT, kind=Kind.URL, raw=url)
        for email in detail.emails:
            yield Found(role=Role.INCIDENT, kind=Kind.EMAIL, raw=email.address)
        yield from _of_captures(Role.INCIDENT, detail.ip_captures)
        if detail.phone:
            number, code = detail.phone.number, detail.phone.calling_code or ""
            role, kind = Role.INCIDENT, Kind.PHONE
            yield Found(role=role, kind=kind, raw=number, context=code)


def of_file(details: FileDocument | None, *, sha256: str) -> Iterator[Found]:
    """Give the identifiers of a file: its hash, and where it was uploaded from."""
    kind = Kind.FILE_HASH
    yield Found(role=Role.FILE, kind=kind, raw=sha256, context="sha256")
    if details is None:
        return
    if details.ip_capture:
        yield from _of_captures(Role.FILE, (details.ip_capture,))
    if details.location:
        yield Found(role=Role.FILE, kind=Kind.URL, raw=details.location)
    yield from _of_devices(Role.FILE, details.devices)


def of_near_files(near: Iterable[tuple[str, int]]) -> Iterator[Found]:
    """Give whom files are nearly the same as, by its SHA-256, and how many bits off."""
    for sha256, bits in near:
        raw = near_file(sha256, bits=bits)
        yield Found(role=Role.FILE, kind=Kind.NEAR_FILE, raw=raw)


def _of_account(role: Role, account: Account, platform: str) -> Iterator[Found]:
    if account.person:
        yield from _of_person(role, account.person)
    service = account.service or platform
    yield from _of_names(role, account, service)
    yield from _of_text(role, account.profile_bio, *account.additional_info)
    yield from _of_captures(role, account.ip_captures)
    yield from _of_devices(role, account.devices)
    for other in account.associated_accounts:
        yield from _of_associated(role, other, platform)


def _of_associated(
    role: Role, account: AssociatedAccount, platform: str
) -> Iterator[Found]:
    yield from _of_person(
        role,
        Person(
            first_name=account.first_name,
            last_name=account.last_name,
            phones=account.phones,
            emails=account.emails,
        ),
    )
    yield from _of_text(role, account.profile_bio, account.additional_info)
    yield from _of_names(role, account, account.service or account.platform or platform)
    yield from _of_captures(role, account.ip_captures)
    yield from _of_devices(role, account.devices)


def _of_names(
    role: Role, account: Account | AssociatedAccount, service: str
) -> Iterator[Found]:
    user, handle = Kind.PLATFORM_USER, Kind.HANDLE
    if account.user_id:
        yield Found(role=role, kind=user, raw=account.user_id, context=service)
    if account.screen_name:
        yield Found(role=role, kind=handle, raw=account.screen_name, context=service)
    for url in account.profile_urls:
        yield Found(role=role, kind=Kind.URL, raw=url)


def _of_text(role: Role, *texts: str | None) -> Iterator[Found]:
    for text in filter(None, texts):
        for raw in coin_addresses_in(text):
            yield Found(role=role, kind=Kind.COIN_ADDRESS, raw=raw)
        for raw in bank_accounts_in(text):
            yield Found(role=role, kind=Kind.BANK_ACCOUNT, raw=raw)


def _of_person(role: Role, person: Person) -> Iterator[Found]:
    if person.first_name and person.last_name:
        name = f"{person.first_name} {person.last_name}"
        yield Found(role=role, kind=Kind.NAME, raw=name)
    for email in person.emails:
        yield Found(role=role, kind=Kind.EMAIL, raw=email.address)
    for phone in person.phones:
        code = phone.calling_code or ""
        yield Found(role=role, kind=Kind.PHONE, raw=phone.number, context=code)


def _of_captures(role: Role, captures: tuple[IpCapture, ...]) -> Iterator[Found]:
    for capture in captures:
        address, at = capture.address, capture.at
        yield Found(role=role, kind=Kind.IP, raw=address, at=at)
        if ":" in address:
            yield Found(role=role, kind=Kind.IP_PREFIX, raw=address, at=at)
        if capture.port:
            port = str(capture.port)
            yield Found(role=role, kind=Kind.IP_PORT, raw=address, context=port, at=at)


def _of_devices(role: Role, devices: tuple[Device, ...]) -> Iterator[Found]:
    for device in devices:
        yield Found(
            role=role,
            kind=Kind.DEVICE,
            raw=device.id_value,
            context=device.id_type,
            at=device.at,
        )
