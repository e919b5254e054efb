"""What a draft's text may say of a report: the values behind its names.

All are texts in plain words, without characters that hide or reorder; an empty one
counts as absent. `NAMES` has a sentence on each, for whoever writes a text.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from tipline.foundation.web.territories import territory
from tipline.intake.document import Account, FileDocument, Person
from tipline.intake.wording import Words
from tipline.paperwork.language import Facts, Told, Vocabulary
from tipline.referral.evidence_words import KIND_WORDS
from tipline.referral.packet.analysts import labels_of
from tipline.referral.packet.contents import Link, PacketContents, PacketFile
from tipline.referral.packet.sentence import as_told, in_words, unmarked
from tipline.referral.packet.tables import (
    IP_EVENT_HEAD,
    STATES,
    Cell,
    accounts_of,
    ip_event_rows,
)
from tipline.referral.packet.wording import (
    cleaned,
    in_english,
    incident_type,
    joined,
    moment,
)

MOST_LISTED = 500  # as files.left_out says in words

_Values = Mapping[str, str | None]

NAMES: Mapping[str, Words] = MappingProxyType(
    {
        "report.number": _("the report's number"),
        "report.reference": _("its public reference"),
        "report.received": _("when it was received, UTC"),
        "report.finished": _("when the reporter finished it, UTC; empty if unknown"),
        "report.priority": _("1, 2, 3 or E"),
        "report.designation": _("referral or informational"),
        "report.is_test": _("yes or no"),
        "incident.type": _("the type of incident; compared in the reporter's words"),
        "incident.time": _("when it happened, UTC"),
        "incident.said": _("what the reporter adds"),
        "incident.escalation": _(
            "why the reporter calls it urgent; empty if it does not"
        ),
        "platform.name": _("who reports"),
        "platform.viewed_definition": _(
            "what the platform means by viewed, in its words"
        ),
        "platform.legal_url": _("where the platform takes legal process"),
        "platform.email": _("the platform's e-mail address for law enforcement"),
        "place.country": _("the country that evidence points at; compared as its code"),
        "place.state": _("the US state that evidence points at"),
        "agency.name": _("your agency"),
        "officer.name": _("who downloads the draft"),
        "prepared.at": _("when the draft is made, UTC"),
        "clearinghouse.name": _("the clearinghouse"),
        "files.count": _("how many files were uploaded; empty if none"),
        "files.viewed": _("how many the platform says it viewed; empty if none"),
        "files.not_viewed": _(
            "how many it did not view, or did not say; empty if none"
        ),
        "files.left_out": _("how many beyond the first 500; empty if none"),
        "addresses.count": _("how many times an IP address was seen; empty if never"),
        "links.count": _("how many other reports share identifiers; empty if none"),
    }
)
LISTS: Mapping[str, Mapping[str, Words]] = MappingProxyType(
    {
        "people": MappingProxyType(
            {
                "role": _("reported person 1, intended recipient 1, child victim 1"),
                "name": _("first and last name"),
                "birth_date": _("date of birth"),
                "age": _("age in years"),
                "service": _("the service of the account"),
                "user_id": _("the platform's identifier of the account"),
                "screen_name": _("screen name"),
                "emails": _("e-mail addresses"),
                "phones": _("telephone numbers"),
                "profile_urls": _("addresses of profiles"),
            }
        ),
        "files": MappingProxyType(
            {
                "number": _("1, 2, 3"),
                "id": _("the file's identifier"),
                "name": _("the name that its sender gave it"),
                "sha256": _("SHA-256 of the bytes received"),
                "md5": _("MD5 of the bytes received"),
                "size": _("bytes"),
                "viewed": _("yes, no or not stated: the platform viewed all of it"),
                "public": _("yes, no or not stated: all of it was public"),
                "class": _("the platform's class, A1 to B2"),
                "labels": _("what people of the clearinghouse say it shows"),
                "standing": _("the notice over the file"),
                "may_open": _("yes or no: its bytes are in the packet"),
                "uploaded": _("when it was uploaded, UTC"),
                "matches": _("lists that its hashes are on"),
            }
        ),
        "addresses": MappingProxyType(
            {
                "role": _("whose address"),
                "address": _("the IP address"),
                "port": _("the port"),
                "event": _("login, upload"),
                "time": _("when, UTC"),
                "country": _("country, by the table of places; compared as its code"),
                "state": _("US state, by the table of places"),
            }
        ),
        "links": MappingProxyType(
            {
                "report": _("another report of your agency"),
                "shares": _("the kinds of identifiers in common"),
            }
        ),
    }
)
VOCABULARY = Vocabulary(
    values=frozenset(NAMES),
    lists={name: frozenset(fields) for name, fields in LISTS.items()},
)


def facts_of(contents: PacketContents) -> Facts:
    """Give the facts of a report, as far as its packet tells them.

    They are printed in the language in force; conditions compare what was reported,
    codes, and English words.
    """
    contents = cleaned(contents)
    values, lists = _values(contents), _lists(contents)
    with in_english():
        plain, plain_lists = _values(contents), _lists(contents)
    return Facts(
        values=_told(values, plain),
        lists={
            name: tuple(map(_told, rows, plain_lists[name]))
            for name, rows in lists.items()
        },
    )


def _told(printed: _Values, plain: _Values) -> dict[str, Told]:
    return {
        name: Told(_plain(value), _plain(getattr(plain[name], "plain", plain[name])))
        for name, value in printed.items()
    }


def _plain(value: str | None) -> str:
    return unmarked(value or "").strip()


def _lists(contents: PacketContents) -> dict[str, list[_Values]]:
    lists: dict[str, list[_Values]] = {
        "people": [_person(role, each) for role, each in accounts_of(contents)],
        "files": [_file(contents, *each) for each in enumerate(contents.files, 1)],
        "addresses": _addresses(contents),
        "links": [
            {"report": str(link.report_id), "shares": _shared(link)}
            for link in contents.links
        ],
    }
    return {name: rows[:MOST_LISTED] for name, rows in lists.items()}


def _shared(link: Link) -> str:
    return ", ".join(str(KIND_WORDS.get(kind, kind)) for kind in link.identifier_kinds)


def _country(code: str | None) -> Told | None:
    return Told(territory(code), code) if code else None


def _count(number: int) -> str:
    return str(number) if number > 0 else ""


def _values(contents: PacketContents) -> _Values:
    place = contents.jurisdiction
    return {
        **_of_report(contents),
        **_of_platform(contents),
        "place.country": _country(place.country if place else None),
        "place.state": place.state if place else None,
        "agency.name": contents.prepared_for.name,
        "officer.name": contents.prepared_by,
        "prepared.at": moment(contents.prepared_at),
        "clearinghouse.name": contents.clearinghouse_name,
        **_counts(contents),
    }


def _of_report(contents: PacketContents) -> _Values:
    document, finished = contents.document, contents.finished_at
    return {
        "report.number": str(contents.report_id),
        "report.reference": contents.reference,
        "report.received": moment(contents.received_at),
        "report.finished": moment(finished) if finished else None,
        "report.priority": contents.priority.level,
        "report.designation": contents.designation.kind,
        "report.is_test": in_words(STATES[contents.is_test]),
        "incident.type": Told(
            incident_type(document.incident_type), document.incident_type
        ),
        "incident.time": moment(document.incident_at),
        "incident.said": document.additional_info,
        "incident.escalation": document.escalation_reason,
    }


def _of_platform(contents: PacketContents) -> _Values:
    reporter = contents.document.reporter
    emails = (reporter.contact or reporter.person).emails
    return {
        "platform.name": as_told(contents.platform_name),
        "platform.viewed_definition": contents.platform_viewed_definition,
        "platform.legal_url": reporter.legal_url,
        "platform.email": emails[0].address if emails else None,
    }


def _counts(contents: PacketContents) -> _Values:
    files = contents.files
    viewed = sum(
        file.details is not None and file.details.viewed_by_platform is True
        for file in files
    )
    return {
        "files.count": _count(len(files)),
        "files.viewed": _count(viewed),
        "files.not_viewed": _count(len(files) - viewed),
        "files.left_out": _count(len(files) - MOST_LISTED),
        "addresses.count": _count(len(list(ip_event_rows(contents)))),
        "links.count": _count(len(contents.links)),
    }


def _person(role: str, account: Account) -> _Values:
    person = account.person or Person()
    return {
        "role": role,
        "name": joined((person.first_name, person.last_name)),
        "birth_date": person.born_on.isoformat() if person.born_on else None,
        "age": None if person.age is None else str(person.age),
        "service": account.service,
        "user_id": account.user_id,
        "screen_name": account.screen_name,
        "emails": ", ".join(mail.address for mail in person.emails),
        "phones": ", ".join(
            joined((f"+{each.calling_code}" if each.calling_code else "", each.number))
            for each in person.phones
        ),
        "profile_urls": ", ".join(account.profile_urls),
    }


def _file(contents: PacketContents, number: int, file: PacketFile) -> _Values:
    details = file.details or FileDocument(report_id=0, file_id=file.file_id)
    uploaded = details.uploaded_to_platform_at
    lists = [match.list_name for match in contents.matches_of(file.file_id)]
    return {
        "number": str(number),
        "id": file.file_id,
        "name": file.original_file_name or file.file_name,
        "sha256": file.sha256,
        "md5": file.md5,
        "size": f"{file.size_bytes:,}",
        "viewed": in_words(STATES[details.viewed_by_platform]),
        "public": in_words(STATES[details.publicly_available]),
        "class": details.industry_classification,
        "labels": ", ".join(labels_of(file)),
        "standing": in_words(file.gate.title),
        "may_open": in_words(STATES[file.gate.may_open]),
        "uploaded": moment(uploaded) if uploaded else None,
        "matches": ", ".join(dict.fromkeys(lists)),
    }


def _cell(head: str, cell: Cell) -> str | None:
    if head == "country":
        return _country(str(cell) if cell else None)
    if isinstance(cell, datetime):
        return moment(cell)
    return None if cell is None else str(cell)


def _addresses(contents: PacketContents) -> list[_Values]:
    named = {"ip_address": "address", "time_utc": "time"}
    wanted = LISTS["addresses"]
    return [
        {
            named.get(head, head): _cell(head, cell)
            for head, cell in zip(IP_EVENT_HEAD, row, strict=True)
            if named.get(head, head) in wanted
        }
        for row in ip_event_rows(contents)
    ]
