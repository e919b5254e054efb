"""Lay two to four reports side by side: what they share, then what they say."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tipline.foundation.web import times
from tipline.foundation.web.territories import territory
from tipline.intake.document import Account, Person
from tipline.intake.wording import incident_words
from tipline.referral.packet.analysts import designation_kind
from tipline.referral.packet.contents import PacketContents
from tipline.referral.packet.sentence import as_told
from tipline.referral.packet.tables import accounts_of, state_words
from tipline.referral.packet.wording import DASH, cleaned, printable

FEWEST, MOST = 2, 4
Timed = Callable[[datetime], str | None]


@dataclass(frozen=True, kw_only=True)
class Shared:
    """An identifier that at least two of the reports have, and which of them."""

    kind: str
    value: str
    reports: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One field, with what each report says, in their order."""

    label: str
    values: tuple[str, ...]

    @property
    def is_different(self) -> bool:
        """Tell whether the reports say different things."""
        return len(set(self.values)) > 1


def shared_by(reports: Sequence[PacketContents]) -> list[Shared]:
    """List the identifiers in common, those that most reports have first."""
    where: dict[tuple[str, str], list[int]] = {}
    for contents in reports:
        for each in dict.fromkeys(_identifiers(contents)):
            where.setdefault(each, []).append(contents.report_id)
    found = [
        Shared(kind=kind, value=value, reports=tuple(numbers))
        for (kind, value), numbers in where.items()
        if len(numbers) > 1
    ]
    return sorted(found, key=lambda each: -len(each.reports))


def lines_of(
    reports: Sequence[PacketContents], *, timed: Timed = times.written
) -> list[Line]:
    """Give the same fields of each report, one a line; `timed` writes their times."""
    each = [dict(_fields(contents, timed)) for contents in reports]
    return [
        Line(label=label, values=tuple(fields[label] for fields in each))
        for label in each[0]
    ]


def _identifiers(contents: PacketContents) -> Iterator[tuple[str, str]]:
    for _role, account in accounts_of(contents):
        yield from _of_account(account)
    for file in contents.files:
        yield _("File, SHA-256"), file.sha256
        if file.details and file.details.ip_capture:
            yield _("IP address"), file.details.ip_capture.address


def _of_account(account: Account) -> Iterator[tuple[str, str]]:
    person = account.person or Person()
    yield from ((_("E-mail"), mail.address.lower()) for mail in person.emails)
    for phone in person.phones:
        yield _("Telephone"), f"{phone.calling_code or ''} {phone.number}".strip()
    if account.user_id:
        yield _("Account"), account.user_id
    if account.screen_name:
        yield _("Screen name"), account.screen_name
    yield from ((_("IP address"), seen.address) for seen in account.ip_captures)
    for device in account.devices:
        yield _("Device"), f"{device.id_type} {device.id_value}"


def _fields(contents: PacketContents, timed: Timed) -> Iterator[tuple[str, str]]:
    document, place = contents.document, contents.jurisdiction
    viewed = [
        file.details.viewed_by_platform if file.details else None
        for file in contents.files
    ]
    yield _("Reported by"), as_told(cleaned(contents.platform_name))
    yield _("Received"), timed(contents.received_at) or DASH
    yield _("Incident"), str(incident_words(document.incident_type))
    yield _("Incident time"), timed(document.incident_at) or DASH
    yield _("Priority"), contents.priority.level
    yield _("Designation"), designation_kind(contents.designation.kind)
    yield _("Completeness"), str(contents.completeness.score)
    parts = (place.state, territory(place.country)) if place else ()
    yield _("Place"), ", ".join(filter(None, parts)) or _("unknown")
    for label, accounts in (
        (_("Reported people"), document.reported_persons),
        (_("Intended recipients"), document.intended_recipients),
        (_("Children"), document.victims),
    ):
        yield label, "\n".join(map(_named, accounts)) or DASH
    yield _("Files"), str(len(contents.files))
    counts = (
        f"{state_words(said)}: {viewed.count(said)}" for said in (True, False, None)
    )
    yield _("Viewed by the platform"), "\n".join(counts)
    yield _("Escalated"), state_words(bool(contents.escalations))
    yield _("What the platform adds"), printable(document.additional_info or DASH)
    agencies = (delivery.agency for delivery in contents.deliveries)
    yield _("Agencies"), "\n".join(agencies)


def _named(account: Account) -> str:
    person = account.person or Person()
    parts = (
        person.first_name,
        person.last_name,
        account.screen_name,
        account.user_id,
        *(mail.address for mail in person.emails),
    )
    return printable(", ".join(part for part in parts if part)) or DASH
