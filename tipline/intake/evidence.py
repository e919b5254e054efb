"""What a report holds that can identify, locate or show something."""

from collections.abc import Iterator
from ipaddress import ip_address, ip_network

from tipline.intake.document import (
    Account,
    Address,
    AssociatedAccount,
    InternetDetail,
    IpCapture,
    Person,
    Phone,
    ReportDocument,
)

_NOWHERE = tuple(
    ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8"),
        *("169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"),
        *("::/127", "fc00::/7", "fe80::/10"),
    )
)


def accounts(document: ReportDocument) -> Iterator[Account]:
    """Yield every account of the report, reported persons first."""
    yield from document.reported_persons
    yield from document.intended_recipients
    yield from document.victims


def associated_accounts(document: ReportDocument) -> Iterator[AssociatedAccount]:
    """Yield the other accounts of all persons in the report."""
    for account in accounts(document):
        yield from account.associated_accounts


def ip_captures(document: ReportDocument) -> Iterator[IpCapture]:
    """Yield every address that was seen, of whomever; not those beside files."""
    for account in accounts(document):
        yield from account.ip_captures
    for other in associated_accounts(document):
        yield from other.ip_captures
    for detail in document.internet_details:
        yield from detail.ip_captures


def has_content(document: ReportDocument) -> bool:
    """Tell whether the report holds words of a conversation or message."""
    return any((detail.content or "").strip() for detail in document.internet_details)


def is_somewhere(address: str) -> bool:
    """Tell whether an address can belong to a place: not private, not local."""
    try:
        ip = ip_address(address.strip())
    except ValueError:
        return False
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped if mapped is not None else ip
    return not any(ip in network for network in _NOWHERE)


def located_by_ip(captures: Iterator[IpCapture]) -> bool:
    """Tell whether one of the addresses can belong to a place."""
    return any(is_somewhere(capture.address) for capture in captures)


def located_by_other_than_ip(document: ReportDocument) -> bool:
    """Tell whether the report names a place: estimate, address, phone, position."""
    return (
        any(_account_is_located(account) for account in accounts(document))
        or any(_other_is_located(other) for other in associated_accounts(document))
        or any(_detail_is_located(detail) for detail in document.internet_details)
    )


def is_identifiable(account: Account) -> bool:
    """Tell whether something leads to the person behind an account."""
    person = account.person or Person()
    return bool(
        account.user_id
        or account.screen_name
        or account.profile_urls
        or account.devices
        or person.emails
        or person.phones
        or (person.first_name and person.last_name)
        or any(other.user_id or other.emails for other in account.associated_accounts)
    )


def _account_is_located(account: Account) -> bool:
    estimate, person = account.estimated_location, account.person or Person()
    return (
        (estimate is not None and bool(estimate.country))
        or any(map(_is_place, person.addresses))
        or any(map(_has_calling_code, person.phones))
    )


def _other_is_located(other: AssociatedAccount) -> bool:
    return any(map(_is_place, other.addresses)) or any(
        map(_has_calling_code, other.phones)
    )


def _detail_is_located(detail: InternetDetail) -> bool:
    position = detail.latitude is not None and detail.longitude is not None
    phone = detail.phone is not None and _has_calling_code(detail.phone)
    return position or phone or any(map(_is_place, detail.incident_addresses))


def _is_place(address: Address) -> bool:
    return bool(address.country or address.state or address.city or address.postal_code)


def _has_calling_code(phone: Phone) -> bool:
    return bool(phone.calling_code) or phone.number.strip().startswith("+")
