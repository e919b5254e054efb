"""A report's document as blocks of facts: what was said, of whom, in reading order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tipline.intake.document import (
    Account,
    AccountDisabled,
    Address,
    AssociatedAccount,
    Device,
    Email,
    EstimatedLocation,
    InternetDetail,
    IpCapture,
    LawEnforcement,
    Person,
    Phone,
    ReportDocument,
)
from tipline.intake.public_form import FIELDS
from tipline.intake.wording import Words, incident_words
from tipline.portals.console.words import CHANNEL_WORDS, marks, yes_no


@dataclass(frozen=True, kw_only=True)
class Value:
    """One value; `is_code` is read letter by letter, `is_long` is somebody's text."""

    text: Words
    note: str = ""
    is_code: bool = False
    is_long: bool = False
    report_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A name and what was said for it, once or several times."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class Block:
    """A titled part of the document, such as one account; parts may hold parts."""

    title: str
    facts: tuple[Fact, ...]
    inner: tuple["Block", ...] = ()


def incident(document: ReportDocument) -> Block:
    """Describe what happened, when, and how the platform marked it."""
    sent = document.incident_type_as_sent
    is_other = bool(sent) and sent != document.incident_type
    facts = (
        _fact(
            _("Incident"),
            [Value(text=incident_words(document.incident_type))],
            _texts([_("named by an old spelling")] if is_other else []),
        ),
        _fact(_("Happened"), [_happened(document)]),
        _fact(_("Escalated by the platform"), _long(document.escalation_reason)),
        _fact(_("Marks"), _texts(marks(document.annotations))),
        _fact(_("Marks unknown to us"), _codes(document.unknown_annotations)),
        _fact(_("Batch"), _codes([document.batch_reason])),
        _fact(_("Service"), _texts([document.platform])),
        _fact(_("Additional information"), _long(document.additional_info)),
    )
    return Block(title=_("Incident"), facts=_kept(facts))


def _happened(document: ReportDocument) -> Value:
    sent = document.incident_at_as_sent
    notes = [document.incident_at_description or _("which moment this is: not stated")]
    if sent and not _has_zone(sent):
        notes.append(_("sent as %(text)s, without a time zone") % {"text": sent})
    return Value(text=_moment(document.incident_at), note="; ".join(notes))


def _has_zone(sent: str) -> bool:
    """Tell whether a time as sent ends with Z or an offset; source: XML Schema."""
    return sent.endswith("Z") or sent[-6:-5] in {"+", "-"}


def told(document: ReportDocument) -> tuple[Block, ...]:
    """Describe what only a member of the public is asked; nothing for a platform."""
    public = document.public
    if public is None:
        return ()
    facts = (
        _fact(_("A child is in danger now"), _chosen("danger_now", public.danger_now)),
        _fact(_("The danger"), _long(public.danger)),
        _fact(_("Where the child is now"), _texts([public.child_now])),
        _fact(_("How the person reaches the child"), _chosen("access", public.access)),
        _fact(_("Who the person is to the child"), _texts([public.relation])),
        _fact(_("When, in the caller's words"), _texts([public.happened])),
        _fact(_("How the caller knows"), _long(public.how_known)),
        _fact(_("Who calls"), _chosen("told_by", public.told_by)),
        _fact(_("Number to call back"), _codes([public.callback_number])),
        _fact(
            _("The police may get in touch"),
            _chosen("contact_allowed", public.contact_allowed),
        ),
        _fact(_("Language"), _texts([public.language])),
    )
    return (Block(title=_("What the caller was asked"), facts=_kept(facts)),)


def _chosen(name: str, code: str | None) -> list[Value]:
    return _texts([FIELDS[name].says(code)]) if code else []


def people(document: ReportDocument) -> tuple[Block, ...]:
    """Describe the accounts: reported persons, children, intended recipients."""
    groups = (
        (_("Reported person"), document.reported_persons),
        (_("Child"), document.victims),
        (_("Intended recipient"), document.intended_recipients),
    )
    return tuple(
        _account(title if len(accounts) == 1 else f"{title} {number}", account)
        for title, accounts in groups
        for number, account in enumerate(accounts, 1)
    )


def channels(document: ReportDocument) -> tuple[Block, ...]:
    """Describe where on the internet it happened, and the texts that were sent."""
    return tuple(_channel(detail) for detail in document.internet_details)


def reporting(document: ReportDocument) -> tuple[Block, ...]:
    """Describe who reports, and the agency that the platform works with already."""
    reporter = document.reporter
    texts = (
        _fact(_("Standing text"), _long(reporter.company_template)),
        _fact(_("Terms of service"), _long(reporter.terms_of_service)),
        _fact(_("Legal process"), _codes([reporter.legal_url])),
    )
    blocks = [
        Block(title=_("Reporter"), facts=_kept((*_person(reporter.person), *texts)))
    ]
    if reporter.contact:
        contact = _kept(_person(reporter.contact))
        blocks.append(Block(title=_("Contact for law enforcement"), facts=contact))
    if document.law_enforcement:
        blocks.append(_law_enforcement(document.law_enforcement))
    return tuple(blocks)


def _account(title: str, account: Account) -> Block:
    facts = (
        _fact(_("Account"), _codes([account.user_id])),
        _fact(_("Screen name"), _texts([account.screen_name])),
        _fact(_("Display names"), _texts(account.display_names)),
        *_person(account.person),
        _fact(_("Profile"), _codes(account.profile_urls)),
        _fact(_("Profile text"), _long(account.profile_bio)),
        _fact(_("Service"), _texts([account.service])),
        _fact(_("Group"), _codes([account.group_id])),
        _fact(_("School"), _texts([account.school_name])),
        _fact(_("Vehicle"), _texts([account.vehicle])),
        _fact(_("Estimated location"), _estimate(account.estimated_location)),
        _fact(_("IP addresses"), map(_capture, account.ip_captures)),
        _fact(_("Devices"), map(_device, account.devices)),
        *_standing(account),
        _fact(
            _("Account of another service"),
            _stated(account.third_party_user_reported),
        ),
        _fact(_("Additional information"), _long(*account.additional_info)),
    )
    inner = tuple(_associated(other) for other in account.associated_accounts)
    return Block(title=title, facts=_kept(facts), inner=inner)


def _standing(account: Account | AssociatedAccount) -> Iterator[Fact]:
    """Say what the platform did with an account, and what it reported before."""
    yield _fact(_("Compromised"), _stated(account.compromised))
    for_a_time, for_good = account.temporarily_disabled, account.permanently_disabled
    yield _fact(_("Disabled for a time"), _disabled(for_a_time))
    yield _fact(_("Disabled for good"), _disabled(for_good))
    yield _fact(_("All e-mail addresses sent"), _stated(account.all_emails_reported))
    prior = account.prior_reports
    yield _fact(
        _("Reported before in"), [Value(text=str(n), report_id=n) for n in prior]
    )


def _associated(other: AssociatedAccount) -> Block:
    name = " ".join(
        part for part in (other.first_name, other.middle_name, other.last_name) if part
    )
    facts = (
        _fact(_("Kind"), _codes([other.kind])),
        _fact(_("Service"), _texts([other.platform, other.service])),
        _fact(_("Account"), _codes([other.user_id])),
        _fact(_("Screen name"), _texts([other.screen_name])),
        _fact(_("Display names"), _texts(other.display_names)),
        _fact(_("Name"), _texts([name])),
        _fact(_("Age, about"), _number(other.approximate_age)),
        _fact(_("Born"), _day(other.born_on)),
        _fact(_("Stated age doubted"), _stated(other.age_assertion_discrepancy)),
        _fact(_("E-mail addresses"), map(_email, other.emails)),
        _fact(_("Phone numbers"), map(_phone, other.phones)),
        _fact(_("Addresses"), map(_address, other.addresses)),
        _fact(_("Profile"), _codes(other.profile_urls)),
        _fact(_("Profile text"), _long(other.profile_bio)),
        _fact(_("Group"), _codes([other.group_id])),
        _fact(_("IP addresses"), map(_capture, other.ip_captures)),
        _fact(_("Devices"), map(_device, other.devices)),
        *_standing(other),
        _fact(_("Account of another service"), _stated(other.third_party_user)),
        _fact(_("Additional information"), _long(other.additional_info)),
    )
    return Block(title=_("Associated account"), facts=_kept(facts))


def _person(person: Person | None) -> Iterator[Fact]:
    if person is None:
        return
    name = " ".join(part for part in (person.first_name, person.last_name) if part)
    yield _fact(_("Name"), _texts([name]))
    yield _fact(_("Age"), _number(person.age))
    yield _fact(_("Born"), _day(person.born_on))
    yield _fact(_("Stated age doubted"), _stated(person.age_assertion_discrepancy))
    yield _fact(_("E-mail addresses"), map(_email, person.emails))
    yield _fact(_("Phone numbers"), map(_phone, person.phones))
    yield _fact(_("Addresses"), map(_address, person.addresses))


def _channel(detail: InternetDetail) -> Block:
    position = (
        f"{detail.latitude}, {detail.longitude}"
        if detail.latitude is not None and detail.longitude is not None
        else ""
    )
    facts = (
        _fact(_("Addresses"), _codes(detail.urls)),
        _fact(_("Hosted by a third party"), _stated(detail.third_party_hosted)),
        _fact(_("E-mail addresses"), map(_email, detail.emails)),
        _fact(_("Name"), _texts([detail.name])),
        _fact(_("Room"), _texts([detail.room])),
        _fact(_("Console"), _texts([detail.console])),
        _fact(_("Phone number"), map(_phone, [detail.phone] if detail.phone else [])),
        _fact(_("Position"), _codes([position])),
        _fact(_("Places"), map(_address, detail.incident_addresses)),
        _fact(_("IP addresses"), map(_capture, detail.ip_captures)),
        _fact(_("File names"), _texts([detail.file_names])),
        _fact(_("Text as sent"), _long(detail.content)),
        _fact(_("Additional information"), _long(detail.additional_info)),
    )
    title = str(CHANNEL_WORDS.get(detail.channel, detail.channel))
    return Block(title=title, facts=_kept(facts))


def _law_enforcement(agency: LawEnforcement) -> Block:
    facts = (
        _fact(_("Agency"), _texts([agency.agency_name])),
        _fact(_("Case number"), _codes([agency.case_number])),
        _fact(_("Reported to it"), _stated(agency.reported_to_le)),
        _fact(_("Legal process served here"), _stated(agency.served_domestic)),
        _fact(_("Served from abroad"), _stated(agency.served_international)),
        _fact(_("Country"), _texts([agency.foreign_country])),
        *_person(agency.officer),
    )
    return Block(title=_("Agency that the platform knows of"), facts=_kept(facts))


# --- one value each ------------------------------------------------------------------


def _capture(capture: IpCapture) -> Value:
    port = f":{capture.port}" if capture.port else ""
    address = (
        f"[{capture.address}]" if port and ":" in capture.address else capture.address
    )
    notes = [
        capture.event or _("event not stated"),
        _moment(capture.at) if capture.at else _("time not stated"),
    ]
    if capture.possible_proxy is not None:
        is_one = capture.possible_proxy
        notes.append(_("possibly a proxy") if is_one else _("not a proxy"))
    return Value(text=f"{address}{port}", note=", ".join(notes), is_code=True)


def _device(device: Device) -> Value:
    notes = [device.id_type, device.event or "", _moment(device.at)]
    note = ", ".join(part for part in notes if part)
    return Value(text=device.id_value, note=note, is_code=True)


def _email(email: Email) -> Value:
    note = _said_of(email.kind, email.verified, email.verified_at)
    return Value(text=email.address, note=note, is_code=True)


def _phone(phone: Phone) -> Value:
    number = phone.number
    if phone.calling_code:
        number = f"+{phone.calling_code.lstrip('+')} {number}"
    if phone.extension:
        number = f"{number} ext. {phone.extension}"
    note = _said_of(phone.kind, phone.verified, phone.verified_at)
    return Value(text=number, note=note, is_code=True)


def _said_of(kind: str | None, verified: bool | None, at: datetime | None) -> str:  # noqa: FBT001 - one of three states
    parts = [kind or ""]
    if verified is not None:
        parts.append(_("verified") if verified else _("not verified"))
    parts.append(_moment(at))
    return ", ".join(part for part in parts if part)


def _address(address: Address) -> Value:
    state = address.state or address.non_us_state
    parts = (address.street, address.postal_code, address.city, state, address.country)
    text = ", ".join(part for part in parts if part)
    return Value(text=text, note=address.kind or "")


def _estimate(estimate: EstimatedLocation | None) -> list[Value]:
    if estimate is None:
        return []
    parts = (estimate.city, estimate.region, estimate.country)
    note = _said_of(None, estimate.verified, estimate.at)
    return [Value(text=", ".join(part for part in parts if part), note=note)]


def _disabled(disabled: AccountDisabled | None) -> list[Value]:
    if disabled is None:
        return []
    notes = [_moment(disabled.disabled_at)]
    if disabled.user_notified is not None:
        told = disabled.user_notified
        notes.append(_("the user was told") if told else _("the user was not told"))
        notes.append(_moment(disabled.user_notified_at))
    if disabled.reenabled_at:
        at = _moment(disabled.reenabled_at)
        notes.append(_("enabled again %(time)s") % {"time": at})
    note = ", ".join(part for part in notes if part)
    return [Value(text=yes_no(disabled.disabled), note=note)]


def _moment(at: datetime | None) -> str:
    """Write a moment in UTC, whatever zone it was sent in; empty if there is none."""
    if at is None:
        return ""
    try:
        return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    except OverflowError:  # at the calendar's ends no other zone has the moment
        return str(at)


def _day(day: date | None) -> list[Value]:
    return [Value(text=date_format(day, "DATE_FORMAT"))] if day else []


def _number(number: int | None) -> list[Value]:
    return [] if number is None else [Value(text=str(number))]


def _stated(value: bool | None) -> list[Value]:  # noqa: FBT001 - one of three states
    """Keep what was said; silence about an account makes no line of its own."""
    return [] if value is None else [Value(text=yes_no(value))]


def _texts(texts: Iterable[Words | None]) -> list[Value]:
    return [Value(text=text) for text in texts if text]


def _codes(texts: Iterable[str | None]) -> list[Value]:
    return [Value(text=text, is_code=True) for text in texts if text]


def _long(*texts: str | None) -> list[Value]:
    return [Value(text=text, is_long=True) for text in texts if text]


def _fact(name: str, *values: Iterable[Value]) -> Fact:
    return Fact(name=name, values=tuple(value for some in values for value in some))


def _kept(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.values)
