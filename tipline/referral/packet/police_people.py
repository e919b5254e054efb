"""People, accounts and captures in the shape that police tools read."""

from collections.abc import Sequence

from tipline.intake.document import (
    Account,
    AccountDisabled,
    Address,
    AssociatedAccount,
    Device,
    Email,
    IpCapture,
    Person,
    Phone,
)
from tipline.referral.packet.wording import stamp

Json = dict[str, object]

# Asked of the public by a web form, never by the companies' interface.
PUBLIC_FORM_ONLY = (
    "preferredName",
    "gender",
    "preferredPronouns",
    "physicalDescription",
    "vehicleTagNumber",
    "occupation",
    "relationshipToReporter",
    "relationshipToChildVictim",
    "accessToChildVictim",
    "accessToChildren",
    "accessToFirearms",
    "convictedSexOffender",
    "awareOfReport",
    "gangAffiliation",
    "additionalContactInformation",
    "additionalDisabilityInformation",
)

PUBLIC_FORM_LISTS = ("languages", "races", "disabilities")


def account(reported: Account) -> Json:
    """Give one reported person, recipient or victim."""
    person = reported.person or Person()
    shown = person.age
    return {
        "firstName": person.first_name,
        "middleName": None,
        "lastName": person.last_name,
        "dateOfBirth": person.born_on.isoformat() if person.born_on else None,
        "approximateAge": None if shown is None else str(shown),
        "ageAssertionDiscrepancy": person.age_assertion_discrepancy,
        "vehicleDescription": reported.vehicle,
        "espService": reported.service,
        "espUserId": reported.user_id,
        "ipAddress": _first_address(reported.ip_captures),
        "screenName": _value(reported.screen_name),
        **contacts(person),
        **_profile(reported),
        **_standing(reported),
        **dict.fromkeys(PUBLIC_FORM_ONLY),
        **{name: [] for name in PUBLIC_FORM_LISTS},
        "sourceInformation": {
            "sourceCaptures": _captures(
                reported.ip_captures, reported.profile_urls, reported.devices
            )
        },
        "associatedAccounts": {
            "associatedAccounts": [associated(o) for o in reported.associated_accounts]
        },
        "additionalInformations": texts(*reported.additional_info),
    }


def nobody() -> Json:
    """Give a person of whom nothing is known."""
    return account(Account())


def _profile(reported: Account) -> Json:
    place = reported.estimated_location
    return {
        "displayNames": list(reported.display_names),
        "profileBio": reported.profile_bio,
        "groupIdentifier": reported.group_id,
        "schoolName": reported.school_name,
        "estimatedLocation": None
        if place is None
        else {
            "city": place.city,
            "region": place.region,
            "country": place.country,
            "verified": place.verified,
            "dateTime": stamp(place.at),
        },
    }


def _standing(reported: Account) -> Json:
    return {
        "compromisedAccount": reported.compromised,
        "thirdPartyUserReported": reported.third_party_user_reported,
        "allEmailsReported": reported.all_emails_reported,
        "accountTemporarilyDisabled": _disabled(reported.temporarily_disabled),
        "accountPermanentlyDisabled": _disabled(reported.permanently_disabled),
        "priorReports": list(reported.prior_reports),
    }


def associated(other: AssociatedAccount) -> Json:
    """Give another account of the same person."""
    age = other.approximate_age
    return {
        "accountType": other.kind,
        "platform": other.platform,
        "thirdPartyUser": other.third_party_user,
        "firstName": other.first_name,
        "middleName": other.middle_name,
        "lastName": other.last_name,
        "dateOfBirth": other.born_on.isoformat() if other.born_on else None,
        "approximateAge": None if age is None else str(age),
        "ageAssertionDiscrepancy": other.age_assertion_discrepancy,
        "espService": other.service,
        "espUserId": other.user_id,
        "screenName": _value(other.screen_name),
        "displayNames": list(other.display_names),
        "profileBio": other.profile_bio,
        "groupIdentifier": other.group_id,
        "compromisedAccount": other.compromised,
        "allEmailsReported": other.all_emails_reported,
        "accountTemporarilyDisabled": _disabled(other.temporarily_disabled),
        "accountPermanentlyDisabled": _disabled(other.permanently_disabled),
        "priorReports": list(other.prior_reports),
        **contacts(emails=other.emails, phones=other.phones, addresses=other.addresses),
        "sourceInformation": {
            "sourceCaptures": _captures(
                other.ip_captures, other.profile_urls, other.devices
            )
        },
        "additionalInformations": texts(other.additional_info),
    }


def contacts(
    person: Person | None = None,
    *,
    emails: Sequence[Email] = (),
    phones: Sequence[Phone] = (),
    addresses: Sequence[Address] = (),
) -> Json:
    """Give the three doubled containers, of a person or of what is passed."""
    if person is not None:
        emails, phones, addresses = person.emails, person.phones, person.addresses
    return {
        "emails": {"emails": [_email(one) for one in emails]},
        "phones": {"phones": [_phone(one) for one in phones]},
        "addresses": {"addresses": [_address(one) for one in addresses]},
    }


def _email(email: Email) -> Json:
    return {
        "value": email.address,
        "type": email.kind,
        "verified": email.verified,
        "verificationDate": stamp(email.verified_at),
    }


def _phone(phone: Phone) -> Json:
    calling = f"+{phone.calling_code.lstrip('+')}" if phone.calling_code else ""
    return {
        "value": f"{calling}{phone.number}",
        "extension": phone.extension,
        "type": phone.kind,
        "verified": phone.verified,
        "verificationDate": stamp(phone.verified_at),
    }


def _address(address: Address) -> Json:
    return {
        "street1": address.street,
        "street2": None,
        "city": address.city,
        "state": address.state or address.non_us_state,
        "postalCode": address.postal_code,
        "country": address.country,
        "type": address.kind,
    }


def _captures(
    addresses: Sequence[IpCapture], urls: Sequence[str], devices: Sequence[Device]
) -> list[Json]:
    return [
        *map(ip_capture, addresses),
        *(capture("Profile URL", url) for url in urls),
        *map(device_capture, devices),
    ]


def capture(kind: str, value: str) -> Json:
    """Give something seen without a time, such as a URL."""
    return {
        "captureType": kind,
        "value": value,
        "dateTime": None,
        "eventName": None,
        "port": None,
        "possibleProxy": None,
    }


def ip_capture(seen: IpCapture) -> Json:
    """Give an address seen at an event; tools compare events in upper case."""
    return {
        **capture("IP Address", seen.address),
        "dateTime": stamp(seen.at),
        "eventName": seen.event.upper() if seen.event else None,
        "port": None if seen.port is None else str(seen.port),
        "possibleProxy": seen.possible_proxy,
    }


def device_capture(device: Device) -> Json:
    """Give a device's identifier seen at an event."""
    return {
        **capture(f"Device {device.id_type}", device.id_value),
        "dateTime": stamp(device.at),
        "eventName": device.event.upper() if device.event else None,
    }


def texts(*values: str | None) -> list[Json]:
    """Give the texts that say something as a list of values."""
    return [{"value": value} for value in values if value]


def _value(text: str | None) -> Json | None:
    return None if text is None else {"value": text}


def _first_address(seen: Sequence[IpCapture]) -> str | None:
    return seen[0].address if seen else None


def _disabled(state: AccountDisabled | None) -> Json | None:
    if state is None:
        return None
    return {
        "disabled": state.disabled,
        "disabledDate": stamp(state.disabled_at),
        "userNotified": state.user_notified,
        "userNotifiedDate": stamp(state.user_notified_at),
        "reenabledDate": stamp(state.reenabled_at),
    }
