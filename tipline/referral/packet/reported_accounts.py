"""People and accounts of section A, as the company described them."""

from collections.abc import Sequence
from datetime import datetime

from tipline.intake.document import (
    Account,
    AccountDisabled,
    Address,
    AssociatedAccount,
    Device,
    Email,
    EstimatedLocation,
    IpCapture,
    Person,
    Phone,
)
from tipline.referral.packet.layout import (
    Block,
    Face,
    Facts,
    Heading,
    Row,
    Table,
    asked,
    asked_each,
    told,
    told_each,
)
from tipline.referral.packet.wording import DASH, THREE_STATES, day, joined, moment

NOBODY = Person()


def account_blocks(account: Account) -> tuple[Block, ...]:
    """Write down one person: who, which account, from where, with which devices."""
    person = account.person or NOBODY
    return (
        Facts((*_identity(person, account), *_account(account), *_standing(account))),
        *ip_table(account.ip_captures),
        *device_table(account.devices),
        *(
            block
            for number, associated in enumerate(account.associated_accounts, 1)
            for block in _associated(number, associated)
        ),
    )


def _identity(person: Person, account: Account) -> tuple[Row, ...]:
    return (
        asked("Name", full_name(person)),
        asked("Date of birth", day(person.born_on)),
        *told("Age", None if person.age is None else str(person.age)),
        *if_stated(
            "Age differs from what was asserted",
            answer=person.age_assertion_discrepancy,
        ),
        asked_each("Phone", phone_lines(person.phones)),
        asked_each("E-mail address", email_lines(person.emails)),
        *if_stated("All e-mail addresses given", answer=account.all_emails_reported),
        *told_each("Address", tuple(postal_line(a) for a in person.addresses)),
        *told("School", account.school_name),
        *told("Vehicle", account.vehicle),
    )


def _account(account: Account) -> tuple[Row, ...]:
    return (
        asked("Screen or user name", account.screen_name),
        *told_each("Display name", account.display_names),
        asked("ESP user ID", account.user_id, Face.MONO),
        *told("ESP service", account.service),
        asked_each("Profile URL", account.profile_urls, Face.MONO),
        *told("Profile text", account.profile_bio),
        *told("Group", account.group_id),
        *told("Estimated location", _estimate(account.estimated_location)),
        *_without_addresses(account.ip_captures),
    )


def _without_addresses(captures: Sequence[IpCapture]) -> tuple[Row, ...]:
    return () if captures else (asked("IP address", None),)


def _standing(account: Account) -> tuple[Row, ...]:
    return (
        *if_stated("Account compromised", answer=account.compromised),
        *if_stated(
            "Reported by a third party's user",
            answer=account.third_party_user_reported,
        ),
        *told("Temporarily disabled", _disabled(account.temporarily_disabled)),
        *told("Permanently disabled", _disabled(account.permanently_disabled)),
        *told_each("Earlier reports", tuple(map(str, account.prior_reports))),
        *told_each("Additional information", account.additional_info),
    )


def _associated(number: int, account: AssociatedAccount) -> tuple[Block, ...]:
    name = joined((account.first_name, account.middle_name, account.last_name))
    age = None if account.approximate_age is None else str(account.approximate_age)
    rows = (
        *told("Platform", account.platform),
        *if_stated("User of a third party", answer=account.third_party_user),
        *told("Name", name),
        *told("Approximate age", age),
        *if_stated(
            "Age differs from what was asserted",
            answer=account.age_assertion_discrepancy,
        ),
        *told("Date of birth", day(account.born_on) if account.born_on else None),
        *told_each("Phone", phone_lines(account.phones)),
        *told_each("E-mail address", email_lines(account.emails)),
        *if_stated("All e-mail addresses given", answer=account.all_emails_reported),
        *told_each("Address", tuple(postal_line(a) for a in account.addresses)),
        *_associated_account(account),
    )
    return (
        Heading(f"Associated account {number}: {account.kind}", 3),
        Facts(rows or (asked("Details", None),)),
        *ip_table(account.ip_captures),
        *device_table(account.devices),
    )


def _associated_account(account: AssociatedAccount) -> tuple[Row, ...]:
    return (
        *told("ESP service", account.service),
        *told("ESP user ID", account.user_id, Face.MONO),
        *told("Screen or user name", account.screen_name),
        *told_each("Display name", account.display_names),
        *told_each("Profile URL", account.profile_urls, Face.MONO),
        *told("Profile text", account.profile_bio),
        *told("Group", account.group_id),
        *if_stated("Account compromised", answer=account.compromised),
        *told("Temporarily disabled", _disabled(account.temporarily_disabled)),
        *told("Permanently disabled", _disabled(account.permanently_disabled)),
        *told_each("Earlier reports", tuple(map(str, account.prior_reports))),
        *told("Additional information", account.additional_info),
    )


def if_stated(label: str, *, answer: bool | None) -> tuple[Row, ...]:
    """Give a row only where the company answered yes or no."""
    return () if answer is None else (asked(label, THREE_STATES[answer]),)


def full_name(person: Person) -> str:
    """Join the names a person has, or give an empty text."""
    return joined((person.first_name, person.last_name))


def email_lines(emails: Sequence[Email]) -> tuple[str, ...]:
    """Write each address with what is known of its verification."""
    return tuple(
        f"{email.address}{_remarks(email.kind, email.verified, email.verified_at)}"
        for email in emails
    )


def phone_lines(phones: Sequence[Phone]) -> tuple[str, ...]:
    """Write each number with what is known of its verification."""
    return tuple(map(phone_line, phones))


def phone_line(phone: Phone) -> str:
    """Write `+1 5550100 ext. 7 (mobile, verified …)`."""
    number = joined(
        (
            f"+{phone.calling_code.lstrip('+')}" if phone.calling_code else None,
            phone.number,
            f"ext. {phone.extension}" if phone.extension else None,
        )
    )
    return f"{number}{_remarks(phone.kind, phone.verified, phone.verified_at)}"


def _remarks(
    kind: str | None,
    verified: bool | None,  # noqa: FBT001 - three states, named where it is read
    verified_at: datetime | None,
) -> str:
    state = {True: "verified", False: "not verified", None: None}[verified]
    on = joined((state, moment(verified_at) if verified_at else None))
    remarks = joined((kind, on), ", ")
    return f" ({remarks})" if remarks else ""


def postal_line(address: Address) -> str:
    """Write an address in one line, from small to large, with its kind."""
    line = joined(
        (
            address.street,
            joined((address.postal_code, address.city)),
            address.state,
            address.non_us_state,
            address.country,
        ),
        ", ",
    )
    return joined((line, f"({address.kind})" if address.kind else None))


def ip_table(captures: Sequence[IpCapture]) -> tuple[Block, ...]:
    """Give the IP events as a table, or nothing when there are none."""
    if not captures:
        return ()
    rows = tuple(
        (
            capture.address,
            DASH if capture.port is None else str(capture.port),
            capture.event or DASH,
            moment(capture.at) if capture.at else DASH,
            {True: "Yes", False: "No", None: DASH}[capture.possible_proxy],
        )
        for capture in captures
    )
    head = ("IP address", "Port", "Event", "Date and time", "Possible proxy")
    return (Table(head, rows, (37, 8, 14, 26, 15), mono=(0, 1)),)


def device_table(devices: Sequence[Device]) -> tuple[Block, ...]:
    """Give the devices as a table, or nothing when there are none."""
    if not devices:
        return ()
    rows = tuple(
        (
            device.id_type,
            device.id_value,
            device.event or DASH,
            moment(device.at) if device.at else DASH,
        )
        for device in devices
    )
    head = ("Device identifier", "Value", "Event", "Date and time")
    return (Table(head, rows, (20, 38, 15, 27), mono=(1,)),)


def _estimate(location: EstimatedLocation | None) -> str | None:
    if location is None:
        return None
    return joined((location.city, location.region, location.country), ", ") + _remarks(
        None, location.verified, location.at
    )


def _disabled(state: AccountDisabled | None) -> str | None:
    if state is None:
        return None
    told_user = {True: "user notified", False: "user not notified", None: None}
    return joined(
        (
            THREE_STATES[state.disabled],
            moment(state.disabled_at) if state.disabled_at else None,
            told_user[state.user_notified],
            moment(state.user_notified_at) if state.user_notified_at else None,
            f"enabled again {moment(state.reenabled_at)}"
            if state.reenabled_at
            else None,
        ),
        ", ",
    )
