"""People and accounts of section A, as the company described them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from tipline.foundation.web.territories import territory
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
from tipline.intake.wording import associated_words
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
from tipline.referral.packet.sentence import isolated
from tipline.referral.packet.wording import (
    DASH,
    day,
    joined,
    moment,
    three_states,
    with_code,
)

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
        asked(_("Name"), full_name(person)),
        asked(_("Date of birth"), day(person.born_on)),
        *told(_("Age"), None if person.age is None else str(person.age)),
        *if_stated(
            _("Age differs from what was asserted"),
            answer=person.age_assertion_discrepancy,
        ),
        asked_each(_("Phone"), phone_lines(person.phones)),
        asked_each(_("E-mail address"), email_lines(person.emails)),
        *if_stated(_("All e-mail addresses given"), answer=account.all_emails_reported),
        *told_each(_("Address"), tuple(postal_line(a) for a in person.addresses)),
        *told(_("School"), account.school_name),
        *told(_("Vehicle"), account.vehicle),
    )


def _account(account: Account) -> tuple[Row, ...]:
    return (
        asked(_("Screen or user name"), account.screen_name),
        *told_each(_("Display name"), account.display_names),
        asked(_("ESP user ID"), account.user_id, Face.MONO),
        *told(_("ESP service"), account.service),
        asked_each(_("Profile URL"), account.profile_urls, Face.MONO),
        *told(_("Profile text"), account.profile_bio),
        *told(_("Group"), account.group_id),
        *told(_("Estimated location"), _estimate(account.estimated_location)),
        *_without_addresses(account.ip_captures),
    )


def _without_addresses(captures: Sequence[IpCapture]) -> tuple[Row, ...]:
    return () if captures else (asked(_("IP address"), None),)


def _standing(account: Account) -> tuple[Row, ...]:
    return (
        *if_stated(_("Account compromised"), answer=account.compromised),
        *if_stated(
            _("Reported by a third party's user"),
            answer=account.third_party_user_reported,
        ),
        *told(_("Temporarily disabled"), _disabled(account.temporarily_disabled)),
        *told(_("Permanently disabled"), _disabled(account.permanently_disabled)),
        *told_each(_("Earlier reports"), tuple(map(str, account.prior_reports))),
        *told_each(_("Additional information"), account.additional_info),
    )


def _associated(number: int, account: AssociatedAccount) -> tuple[Block, ...]:
    name = joined((account.first_name, account.middle_name, account.last_name))
    age = None if account.approximate_age is None else str(account.approximate_age)
    rows = (
        *told(_("Platform"), account.platform),
        *if_stated(_("User of a third party"), answer=account.third_party_user),
        *told(_("Name"), name),
        *told(_("Approximate age"), age),
        *if_stated(
            _("Age differs from what was asserted"),
            answer=account.age_assertion_discrepancy,
        ),
        *told(_("Date of birth"), day(account.born_on) if account.born_on else None),
        *told_each(_("Phone"), phone_lines(account.phones)),
        *told_each(_("E-mail address"), email_lines(account.emails)),
        *if_stated(_("All e-mail addresses given"), answer=account.all_emails_reported),
        *told_each(_("Address"), tuple(postal_line(a) for a in account.addresses)),
        *_associated_account(account),
    )
    return (
        Heading(
            _("Associated account %(number)s: %(kind)s")
            % {
                "number": number,
                "kind": with_code(str(associated_words(account.kind)), account.kind),
            },
            3,
        ),
        Facts(rows or (asked(_("Details"), None),)),
        *ip_table(account.ip_captures),
        *device_table(account.devices),
    )


def _associated_account(account: AssociatedAccount) -> tuple[Row, ...]:
    return (
        *told(_("ESP service"), account.service),
        *told(_("ESP user ID"), account.user_id, Face.MONO),
        *told(_("Screen or user name"), account.screen_name),
        *told_each(_("Display name"), account.display_names),
        *told_each(_("Profile URL"), account.profile_urls, Face.MONO),
        *told(_("Profile text"), account.profile_bio),
        *told(_("Group"), account.group_id),
        *if_stated(_("Account compromised"), answer=account.compromised),
        *told(_("Temporarily disabled"), _disabled(account.temporarily_disabled)),
        *told(_("Permanently disabled"), _disabled(account.permanently_disabled)),
        *told_each(_("Earlier reports"), tuple(map(str, account.prior_reports))),
        *told(_("Additional information"), account.additional_info),
    )


def if_stated(label: str, *, answer: bool | None) -> tuple[Row, ...]:
    """Give a row only where the company answered yes or no."""
    return () if answer is None else (asked(label, three_states(answer)),)


def full_name(person: Person) -> str:
    """Join the names a person has, or give an empty text."""
    return joined((person.first_name, person.last_name))


def email_lines(emails: Sequence[Email]) -> tuple[str, ...]:
    """Write each address with what is known of its verification."""
    return tuple(
        isolated(email.address)
        + _remarks(email.kind, email.verified, email.verified_at)
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
            _("ext. %(number)s") % {"number": phone.extension}
            if phone.extension
            else None,
        )
    )
    return (
        f"{isolated(number)}{_remarks(phone.kind, phone.verified, phone.verified_at)}"
    )


def _remarks(
    kind: str | None,
    verified: bool | None,  # noqa: FBT001 - three states, named where it is read
    verified_at: datetime | None,
) -> str:
    state = {True: _("verified"), False: _("not verified"), None: None}[verified]
    on = isolated(moment(verified_at)) if verified_at else None
    remarks = joined((isolated(kind), joined((state, on))), ", ")
    return f" ({remarks})" if remarks else ""


def postal_line(address: Address) -> str:
    """Write an address in one line, from small to large, with its kind."""
    line = joined(
        (
            address.street,
            joined((address.postal_code, address.city)),
            address.state,
            address.non_us_state,
            territory(address.country),
        ),
        ", ",
    )
    kind = f"({isolated(address.kind)})" if address.kind else None
    return joined((isolated(line), kind))


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
            {True: _("Yes"), False: _("No"), None: DASH}[capture.possible_proxy],
        )
        for capture in captures
    )
    head = (
        _("IP address"),
        _("Port"),
        _("Event"),
        _("Date and time"),
        _("Possible proxy"),
    )
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
    head = (_("Device identifier"), _("Value"), _("Event"), _("Date and time"))
    return (Table(head, rows, (20, 38, 15, 27), mono=(1,)),)


def _estimate(location: EstimatedLocation | None) -> str | None:
    if location is None:
        return None
    parts = (location.city, location.region, territory(location.country))
    said = isolated(joined(parts, ", "))
    return said + _remarks(None, location.verified, location.at)


def _disabled(state: AccountDisabled | None) -> str | None:
    if state is None:
        return None
    told_user = {True: _("user notified"), False: _("user not notified"), None: None}
    return joined(
        (
            three_states(state.disabled),
            isolated(moment(state.disabled_at)) if state.disabled_at else None,
            told_user[state.user_notified],
            isolated(moment(state.user_notified_at))
            if state.user_notified_at
            else None,
            _("enabled again %(at)s") % {"at": isolated(moment(state.reenabled_at))}
            if state.reenabled_at
            else None,
        ),
        ", ",
    )
