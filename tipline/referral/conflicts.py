"""A suspect inside the agency that would receive the report: how it is noticed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tipline.intake.document import Account, FileDocument, ReportDocument
from tipline.referral.addresses import routable
from tipline.referral.agencies import AgencyRecord


class FoundBy(StrEnum):
    """What showed that a suspect may belong to an agency; the values are stored."""

    MAIL_DOMAIN = "mail-domain"
    NETWORK = "network"
    ANALYST = "analyst"


@dataclass(frozen=True, slots=True)
class Conflict:
    """An agency that must not see a report, and why."""

    agency_code: str
    found_by: FoundBy
    reason: str


def conflicts(
    document: ReportDocument,
    files: tuple[FileDocument, ...],
    agencies: Iterable[AgencyRecord],
) -> tuple[Conflict, ...]:
    """Find the agencies whose own mail or network a reported person used.

    A child or a recipient who writes to the police is no suspect: only reported persons
    count, and the addresses that files were uploaded from.
    """
    domains = sorted(set(_domains(document.reported_persons)))
    addresses = sorted(set(_addresses(document.reported_persons, files)))
    found = {}
    for agency in agencies:
        conflict = _by_mail(agency, domains) or _by_network(agency, addresses)
        if conflict:
            found[agency.code] = conflict
    return tuple(found.values())


def _by_mail(agency: AgencyRecord, domains: list[str]) -> Conflict | None:
    for domain in domains:
        own = next((d for d in agency.mail_domains if _within(domain, d)), None)
        if own:
            reason = f"A reported person has a mail address of {own}."
            return Conflict(agency.code, FoundBy.MAIL_DOMAIN, reason)
    return None


def _within(domain: str, own: str) -> bool:
    return domain == own or domain.endswith(f".{own}")


def _by_network(agency: AgencyRecord, addresses: list[str]) -> Conflict | None:
    if not agency.networks:
        return None
    for text in addresses:
        address = routable(text)
        for own in agency.networks:
            if address is not None and address in own:
                reason = f"A reported person used an address of {own}."
                return Conflict(agency.code, FoundBy.NETWORK, reason)
    return None


def _domains(persons: Iterable[Account]) -> Iterator[str]:
    for account in persons:
        emails = account.person.emails if account.person else ()
        others = (
            email for each in account.associated_accounts for email in each.emails
        )
        for email in (*emails, *others):
            yield email.address.rpartition("@")[2].strip().casefold().rstrip(".")


def _addresses(
    persons: Iterable[Account], files: Iterable[FileDocument]
) -> Iterator[str]:
    for account in persons:
        others = (c for each in account.associated_accounts for c in each.ip_captures)
        for capture in (*account.ip_captures, *others):
            yield capture.address
    for file in files:
        if file.ip_capture:
            yield file.ip_capture.address
