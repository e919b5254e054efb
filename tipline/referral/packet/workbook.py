"""The report as one workbook: a summary, people, IP events and files, a sheet each."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

from tipline.foundation.web.territories import territory
from tipline.intake.document import Account, Address, Person, Phone
from tipline.intake.wording import Words
from tipline.referral.evidence_words import KIND_WORDS
from tipline.referral.packet.analysts import designation_kind
from tipline.referral.packet.contents import Jurisdiction, Link, PacketContents
from tipline.referral.packet.sentence import as_told, in_words, unmarked
from tipline.referral.packet.spreadsheet import Rows, Sheet, workbook_of
from tipline.referral.packet.tables import (
    FILE_HEAD,
    IP_EVENT_HEAD,
    Cell,
    accounts_of,
    file_rows,
    ip_event_rows,
    state_words,
)
from tipline.referral.packet.wording import (
    in_words_of,
    incident_type,
    joined,
    moment,
    place,
)

PERSON_HEAD = (
    "report",
    "role",
    "first_name",
    "last_name",
    "birth_date",
    "age",
    "service",
    "user_id",
    "screen_name",
    "display_names",
    "emails",
    "phones",
    "addresses",
    "profile_urls",
    "devices",
    "prior_reports",
)

EVENT_HEAD = (*IP_EVENT_HEAD, "time")

# What the columns of sheets are called; in CSV they have the names at the left.
TITLES: dict[str, Words] = {
    "report": _lazy("Report"),
    "role": _lazy("Role"),
    "ip_address": _lazy("IP address"),
    "port": _lazy("Port"),
    "event": _lazy("Event"),
    "time_utc": _lazy("Time, UTC"),
    "time": _lazy("Date and time"),
    "possible_proxy": _lazy("Possible proxy"),
    "country": _lazy("Country"),
    "state": pgettext_lazy("of a country", "State"),
    "source": _lazy("Source"),
    "data_date": _lazy("Data of"),
    "network_owner": _lazy("Owner of network"),
    "owner_source": _lazy("Source of the owner"),
    "file_id": _lazy("File"),
    "file_name": _lazy("Filename"),
    "original_file_name": _lazy("Original filename"),
    "size_bytes": _lazy("Size in bytes"),
    "media_type": _lazy("Kind of content"),
    "md5": _lazy("MD5"),
    "sha1": _lazy("SHA-1"),
    "sha256": _lazy("SHA-256"),
    "pdq": _lazy("PDQ"),
    "pdq_quality": _lazy("PDQ quality"),
    "pdq_recipe": _lazy("PDQ recipe"),
    "viewed_by_platform": _lazy("Viewed by the platform"),
    "exif_viewed_by_platform": _lazy("EXIF viewed by the platform"),
    "publicly_available": _lazy("Publicly available"),
    "classification": _lazy("Image categorization by ESP"),
    "tags": _lazy("Tags"),
    "matches": _lazy("Hash matches"),
    "gate": _lazy("Notice"),
    "may_open": _lazy("May be opened"),
    "first_name": _lazy("First name"),
    "last_name": _lazy("Last name"),
    "birth_date": _lazy("Date of birth"),
    "age": _lazy("Age"),
    "service": _lazy("ESP service"),
    "user_id": _lazy("ESP user ID"),
    "screen_name": _lazy("Screen or user name"),
    "display_names": _lazy("Display name"),
    "emails": _lazy("E-mail address"),
    "phones": _lazy("Phone"),
    "addresses": _lazy("Address"),
    "profile_urls": _lazy("Profile URL"),
    "devices": _lazy("Device identifier"),
    "prior_reports": _lazy("Earlier reports"),
}


def packet_xlsx(contents: PacketContents) -> bytes:
    """Give the workbook in the recipient's language, times also by its clock.

    The same contents give the same bytes.
    """
    with in_words_of(contents.prepared_for):
        title = _("Report %(number)s") % {"number": contents.report_id}
        sheets = (
            Sheet(
                name=_("Summary"),
                head=(_("Field"), _("Value")),
                rows=_summary(contents),
            ),
            _sheet(_("People"), PERSON_HEAD, _people(contents)),
            _sheet(_("IP events"), EVENT_HEAD, _events(contents)),
            _sheet(_("Files"), FILE_HEAD, file_rows(contents)),
        )
        return workbook_of(sheets, title=title, at=contents.prepared_at)


def titles_of(head: tuple[str, ...]) -> tuple[str, ...]:
    """Name columns in words, in the language in force."""
    return tuple(str(TITLES[column]) for column in head)


def _sheet(name: str, head: tuple[str, ...], rows: Rows) -> Sheet:
    return Sheet(name=name, head=titles_of(head), rows=rows)


def _events(contents: PacketContents) -> Rows:
    """Give each IP event with its time as the recipient's clock showed it at the end.

    In UTC it stands in a column that can be sorted.
    """
    at = EVENT_HEAD.index("time_utc")
    for row in ip_event_rows(contents):
        seen = row[at]
        yield (*row, _when(seen) if isinstance(seen, datetime) else None)


def _when(at: datetime | None) -> str | None:
    return unmarked(moment(at)) if at else None


def _summary(contents: PacketContents) -> Rows:
    found = contents.jurisdiction
    document = contents.document
    kind = designation_kind(contents.designation.kind)
    reasons = _lines(in_words(r.sentence) for r in contents.priority.reasons)
    return (
        (_("Report"), contents.report_id),
        (_("Reference"), contents.reference),
        (_("Test report"), state_words(contents.is_test)),
        (_("Reported by"), as_told(contents.platform_name)),
        (_("Received"), _when(contents.received_at)),
        (_("Finished"), _when(contents.finished_at)),
        (_("Incident type"), unmarked(incident_type(document.incident_type))),
        (_("Incident time"), _when(document.incident_at)),
        (_("Priority"), contents.priority.level),
        (_("Reasons of the priority"), unmarked(reasons)),
        (_("Designation"), kind),
        (_("Completeness, 0 to 100"), contents.completeness.score),
        (_("Probable place"), _place(found)),
        (_("Place of IP addresses"), contents.ip_attribution),
        (
            _("What the company means by viewed"),
            contents.platform_viewed_definition,
        ),
        (_("Additional information"), document.additional_info),
        (_("Reports that share identifiers"), _links(contents)),
        (_("Made available to"), _lines(each.agency for each in contents.deliveries)),
        (_("Prepared for"), contents.prepared_for.name),
        (_("Prepared"), _when(contents.prepared_at)),
        (_("Version"), contents.version),
    )


def _place(found: Jurisdiction | None) -> str | None:
    return unmarked(place(found.country, found.state)) if found else None


def _links(contents: PacketContents) -> str:
    return _lines(f"{link.report_id} ({_shared(link)})" for link in contents.links)


def _shared(link: Link) -> str:
    return ", ".join(str(KIND_WORDS.get(kind, kind)) for kind in link.identifier_kinds)


def _people(contents: PacketContents) -> Rows:
    return (
        (contents.report_id, role, *_person(account))
        for role, account in accounts_of(contents)
    )


def _person(account: Account) -> tuple[Cell, ...]:
    person = account.person or Person()
    return (
        person.first_name,
        person.last_name,
        person.born_on.isoformat() if person.born_on else None,
        person.age,
        account.service,
        account.user_id,
        account.screen_name,
        _lines(account.display_names),
        _lines(
            f"{mail.address} ({_verified(mail.verified)})" for mail in person.emails
        ),
        _lines(map(_phone, person.phones)),
        _lines(map(_address, person.addresses)),
        _lines(account.profile_urls),
        _lines(f"{made.id_type} {made.id_value}" for made in account.devices),
        _lines(str(number) for number in account.prior_reports),
    )


def _phone(phone: Phone) -> str:
    code = f"+{phone.calling_code}" if phone.calling_code else None
    return f"{joined((code, phone.number))} ({_verified(phone.verified)})"


def _verified(answer: bool | None) -> str:  # noqa: FBT001 - it is what is said
    return _("verified: %(answer)s") % {"answer": state_words(answer)}


def _address(address: Address) -> str:
    return joined(
        (
            address.street,
            address.city,
            address.state or address.non_us_state,
            address.postal_code,
            territory(address.country),
        ),
        ", ",
    )


def _lines(values: Iterable[str]) -> str:
    return "\n".join(values)
