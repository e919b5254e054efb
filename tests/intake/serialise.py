"""Write the values of `document.py` as the XML that a platform would send."""

from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

from tipline.intake.document import (
    Account,
    AccountDisabled,
    Address,
    AssociatedAccount,
    Device,
    Email,
    FileDocument,
    InternetDetail,
    IpCapture,
    LawEnforcement,
    Person,
    Phone,
    ReportDocument,
)

ACCOUNT_PERSON = {
    "personOrUserReported": "personOrUserReportedPerson",
    "intendedRecipient": "intendedRecipientPerson",
    "victim": "victimPerson",
}
CHANNEL_NAME = {
    "newsgroupIncident": "name",
    "chatImIncident": "chatClient",
    "onlineGamingIncident": "gameName",
    "nonInternetIncident": "locationName",
    "peer2peerIncident": "client",
}


def value(plain: object) -> str:
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, datetime):
        return plain.isoformat().replace("+00:00", "Z")
    if isinstance(plain, date):
        return plain.isoformat()
    # A carriage return would be read as a line feed unless it is written as a number.
    return escape(str(plain), {"\r": "&#13;"})


def leaf(name: str, plain: object, **attributes: object) -> str:
    """Give one element with a text, or nothing for None."""
    if plain is None:
        return ""
    return f"<{name}{_attributes(attributes)}>{value(plain)}</{name}>"


def box(name: str, *content: str, **attributes: object) -> str:
    """Give one element with elements in it."""
    return f"<{name}{_attributes(attributes)}>{''.join(content)}</{name}>"


def _attributes(attributes: dict[str, object]) -> str:
    said = ((n, v) for n, v in attributes.items() if v is not None)
    return "".join(f" {n}={quoteattr(value(v))}" for n, v in said)


def report_xml(report: ReportDocument) -> bytes:
    """Give a `<report>` without declaration."""
    return box(
        "report",
        box("batchedReport", reason=report.batch_reason) if report.batch_reason else "",
        _summary(report),
        *map(_internet_detail, report.internet_details),
        _law_enforcement(report.law_enforcement),
        box(
            "reporter",
            _person("reportingPerson", report.reporter.person),
            _person("contactPerson", report.reporter.contact),
            leaf("companyTemplate", report.reporter.company_template),
            leaf("termsOfService", report.reporter.terms_of_service),
            leaf("legalURL", report.reporter.legal_url),
        ),
        *(_account("personOrUserReported", a) for a in report.reported_persons),
        *(_account("intendedRecipient", a) for a in report.intended_recipients),
        *(_account("victim", a) for a in report.victims),
        leaf("additionalInfo", report.additional_info),
    ).encode()


def _summary(report: ReportDocument) -> str:
    marks = report.annotations + report.unknown_annotations
    return box(
        "incidentSummary",
        leaf("incidentType", report.incident_type_as_sent or report.incident_type),
        leaf("platform", report.platform),
        leaf("escalateToHighPriority", report.escalation_reason),
        box("reportAnnotations", *(f"<{m}/>" for m in marks)) if marks else "",
        leaf("incidentDateTime", report.incident_at_as_sent or report.incident_at),
        leaf("incidentDateTimeDescription", report.incident_at_description),
    )


def _internet_detail(detail: InternetDetail) -> str:
    name = CHANNEL_NAME.get(detail.channel, "unused")
    p2p = detail.channel == "peer2peerIncident"
    content = (
        *(leaf("url", url) for url in detail.urls),
        *(_email("emailAddress", e) for e in detail.emails if not detail.name),
        leaf(name, detail.name),
        *(_email("emailAddress", e) for e in detail.emails if detail.name),
        leaf("chatRoomName", detail.room),
        leaf("console", detail.console),
        leaf("content", detail.content),
        _phone("phoneNumber", detail.phone) if detail.phone else "",
        leaf("latitude", detail.latitude),
        leaf("longitude", detail.longitude),
        *(_address("incidentAddress", a) for a in detail.incident_addresses),
        *map(_ip_capture, detail.ip_captures),
        leaf("fileNames", detail.file_names if p2p else None),
        leaf("additionalInfo", detail.additional_info),
    )
    hosted = detail.third_party_hosted
    channel = box(detail.channel, *content, thirdPartyHostedContent=hosted)
    return box("internetDetails", channel)


def _law_enforcement(law: LawEnforcement | None) -> str:
    if law is None:
        return ""
    return box(
        "lawEnforcement",
        leaf("agencyName", law.agency_name),
        leaf("caseNumber", law.case_number),
        _person("officerContact", law.officer),
        leaf("reportedToLe", law.reported_to_le),
        leaf("servedLegalProcessDomestic", law.served_domestic),
        leaf(
            "servedLegalProcessInternational",
            law.served_international,
            fleaCountry=law.foreign_country,
        ),
    )


def _account(kind: str, account: Account) -> str:
    return box(
        kind,
        _person(ACCOUNT_PERSON[kind], account.person),
        leaf("vehicleDescription", account.vehicle),
        leaf("espIdentifier", account.user_id),
        leaf("espService", account.service),
        leaf("compromisedAccount", account.compromised),
        leaf("screenName", account.screen_name),
        *(leaf("displayName", name) for name in account.display_names),
        *(leaf("profileUrl", url) for url in account.profile_urls),
        leaf("profileBio", account.profile_bio),
        *map(_ip_capture, account.ip_captures),
        *map(_device, account.devices),
        leaf("schoolName", account.school_name),
        leaf("thirdPartyUserReported", account.third_party_user_reported),
        *(leaf("priorCTReports", prior) for prior in account.prior_reports),
        leaf("groupIdentifier", account.group_id),
        _disabled("accountTemporarilyDisabled", account.temporarily_disabled),
        _disabled("accountPermanentlyDisabled", account.permanently_disabled),
        _estimated_location(account),
        leaf("allEmailsReported", account.all_emails_reported),
        *map(_associated_account, account.associated_accounts),
        *(leaf("additionalInfo", info) for info in account.additional_info),
    )


def _associated_account(other: AssociatedAccount) -> str:
    third_party = other.third_party_user
    return box(
        "associatedAccount",
        leaf("platform", other.platform, thirdPartyUser=third_party),
        leaf("firstName", other.first_name),
        leaf("middleName", other.middle_name),
        leaf("lastName", other.last_name),
        leaf("approximateAge", other.approximate_age),
        leaf("ageAssertionDiscrepancy", other.age_assertion_discrepancy),
        leaf("dateOfBirth", other.born_on),
        *(_phone("phone", phone) for phone in other.phones),
        *(_email("email", email) for email in other.emails),
        leaf("allEmailsReported", other.all_emails_reported),
        *(_address("address", address) for address in other.addresses),
        leaf("espService", other.service),
        leaf("espIdentifier", other.user_id),
        *(leaf("profileUrl", url) for url in other.profile_urls),
        leaf("screenName", other.screen_name),
        *(leaf("displayName", name) for name in other.display_names),
        leaf("profileBio", other.profile_bio),
        leaf("groupIdentifier", other.group_id),
        leaf("compromisedAccount", other.compromised),
        _disabled("accountTemporarilyDisabled", other.temporarily_disabled),
        _disabled("accountPermanentlyDisabled", other.permanently_disabled),
        *map(_ip_capture, other.ip_captures),
        *map(_device, other.devices),
        *(leaf("priorCTReport", prior) for prior in other.prior_reports),
        leaf("additionalInfo", other.additional_info),
        type=other.kind,
    )


def _person(name: str, person: Person | None) -> str:
    if person is None:
        return ""
    return box(
        name,
        leaf("firstName", person.first_name),
        leaf("lastName", person.last_name),
        *(_phone("phone", phone) for phone in person.phones),
        *(_email("email", email) for email in person.emails),
        *(_address("address", address) for address in person.addresses),
        leaf("age", person.age),
        leaf("ageAssertionDiscrepancy", person.age_assertion_discrepancy),
        leaf("dateOfBirth", person.born_on),
    )


def _phone(name: str, phone: Phone) -> str:
    return leaf(
        name,
        phone.number,
        type=phone.kind,
        verified=phone.verified,
        verificationDate=phone.verified_at,
        countryCallingCode=phone.calling_code,
        extension=phone.extension,
    )


def _email(name: str, email: Email) -> str:
    return leaf(
        name,
        email.address,
        type=email.kind,
        verified=email.verified,
        verificationDate=email.verified_at,
    )


def _address(name: str, address: Address) -> str:
    return box(
        name,
        leaf("address", address.street),
        leaf("city", address.city),
        leaf("zipCode", address.postal_code),
        leaf("state", address.state),
        leaf("nonUsaState", address.non_us_state),
        leaf("country", address.country),
        type=address.kind,
    )


def _ip_capture(capture: IpCapture) -> str:
    return box(
        "ipCaptureEvent",
        leaf("ipAddress", capture.address),
        leaf("eventName", capture.event),
        leaf("dateTime", capture.at),
        leaf("possibleProxy", capture.possible_proxy),
        leaf("port", capture.port),
    )


def _device(device: Device) -> str:
    return box(
        "deviceId",
        leaf("idType", device.id_type),
        leaf("idValue", device.id_value),
        leaf("eventName", device.event),
        leaf("dateTime", device.at),
    )


def _disabled(name: str, disabled: AccountDisabled | None) -> str:
    if disabled is None:
        return ""
    return leaf(
        name,
        disabled.disabled,
        disabledDate=disabled.disabled_at,
        userNotified=disabled.user_notified,
        userNotifiedDate=disabled.user_notified_at,
        reenabledDate=disabled.reenabled_at,
    )


def _estimated_location(account: Account) -> str:
    place = account.estimated_location
    if place is None:
        return ""
    return box(
        "estimatedLocation",
        leaf("city", place.city),
        leaf("region", place.region),
        leaf("countryCode", place.country),
        verified=place.verified,
        timestamp=place.at,
    )


def file_details_xml(details: FileDocument) -> bytes:
    """Give a `<fileDetails>` without declaration."""
    marks = details.annotations + details.unknown_annotations
    return box(
        "fileDetails",
        leaf("reportId", details.report_id),
        leaf("fileId", details.file_id),
        leaf("fileName", details.file_name),
        leaf("originalFileName", details.original_file_name),
        leaf("uploadedToEspTimestamp", details.uploaded_to_platform_at),
        leaf("locationOfFile", details.location),
        leaf("fileViewedByEsp", details.viewed_by_platform),
        leaf("exifViewedByEsp", details.exif_viewed_by_platform),
        leaf("publiclyAvailable", details.publicly_available),
        leaf("fileRelevance", details.relevance),
        box("fileAnnotations", *(f"<{m}/>" for m in marks)) if marks else "",
        leaf("industryClassification", details.industry_classification),
        *(
            leaf("originalFileHash", h.value, hashType=h.algorithm)
            for h in details.original_hashes
        ),
        _ip_capture(details.ip_capture) if details.ip_capture else "",
        *map(_device, details.devices),
        *(
            box(
                "details",
                box("nameValuePair", leaf("name", p.name), leaf("value", p.value)),
                type=p.kind,
            )
            for p in details.metadata
        ),
        *(leaf("additionalInfo", info) for info in details.additional_info),
    ).encode()
