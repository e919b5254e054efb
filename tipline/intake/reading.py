"""From a valid element tree to the values of `document.py`.

The tree has passed the schema and the rules that hold in every profile, so that every
value can be read; nothing is judged here.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from lxml import etree

from tipline.intake.document import (
    Account,
    AccountDisabled,
    Address,
    AssociatedAccount,
    Correction,
    Device,
    Email,
    EstimatedLocation,
    FileDocument,
    InternetDetail,
    IpCapture,
    LawEnforcement,
    MetadataPair,
    OriginalHash,
    Person,
    Phone,
    ReportDocument,
    Reporter,
    SupplementDocument,
)
from tipline.intake.wire_time import read_day, read_time

T = TypeVar("T")


class Node:
    """One element, its children by name, and its values in our types."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        self.children: dict[str, list[etree._Element]] = {}
        for child in element:
            self.children.setdefault(str(child.tag), []).append(child)

    @property
    def name(self) -> str:
        return str(self.element.tag)

    @property
    def own_text(self) -> str:
        return self.element.text or ""

    def elements(self, *names: str) -> tuple[etree._Element, ...]:
        return tuple(child for name in names for child in self.children.get(name, ()))

    def text(self, *names: str) -> str | None:
        """Give the text of the first that is there and not empty."""
        return next((c.text for c in self.elements(*names) if c.text), None)

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(child.text for child in self.elements(name) if child.text)

    def flag(self, name: str) -> bool | None:
        return _flag(self.text(name))

    def time(self, name: str) -> datetime | None:
        return _time(self.text(name))

    def day(self, name: str) -> date | None:
        text = self.text(name)
        return read_day(text) if text else None

    def whole(self, name: str) -> int | None:
        text = self.text(name)
        return int(text) if text else None

    def decimal(self, name: str) -> float | None:
        text = self.text(name)
        return float(text) if text else None

    def wholes(self, name: str) -> tuple[int, ...]:
        return tuple(int(text) for text in self.texts(name))

    def one(self, read: Callable[["Node"], T], *names: str) -> T | None:
        return next((read(Node(child)) for child in self.elements(*names)), None)

    def all(self, read: Callable[["Node"], T], *names: str) -> tuple[T, ...]:
        return tuple(read(Node(child)) for child in self.elements(*names))

    def attribute(self, name: str) -> str | None:
        return self.element.get(name) or None

    def attribute_flag(self, name: str) -> bool | None:
        return _flag(self.attribute(name))

    def attribute_time(self, name: str) -> datetime | None:
        return _time(self.attribute(name))


def _flag(text: str | None) -> bool | None:
    return None if text is None else text.strip() in {"true", "1"}


def _time(text: str | None) -> datetime | None:
    return read_time(text).at if text else None


def read_report_tree(
    root: etree._Element,
    *,
    incident_type_as_sent: str,
    unknown_annotations: tuple[str, ...],
) -> ReportDocument:
    """Read a `report`; `root` has the mapped incident type and known annotations."""
    report = Node(root)
    summary = Node(report.elements("incidentSummary")[0])
    incident_time = summary.text("incidentDateTime") or ""
    return ReportDocument(
        incident_type=summary.text("incidentType") or "",
        incident_type_as_sent=incident_type_as_sent,
        incident_at=read_time(incident_time).at,
        incident_at_as_sent=incident_time,
        incident_at_description=summary.text("incidentDateTimeDescription"),
        batch_reason=report.one(lambda node: node.attribute("reason"), "batchedReport"),
        platform=summary.text("platform"),
        # Present but empty still escalates.
        escalation_reason=summary.one(
            lambda node: node.own_text, "escalateToHighPriority"
        ),
        annotations=_marks(summary, "reportAnnotations"),
        unknown_annotations=unknown_annotations,
        reporter=_reporter(Node(report.elements("reporter")[0])),
        internet_details=report.all(_internet_detail, "internetDetails"),
        law_enforcement=report.one(_law_enforcement, "lawEnforcement"),
        reported_persons=report.all(_account, "personOrUserReported"),
        intended_recipients=report.all(_account, "intendedRecipient"),
        victims=report.all(_account, "victim"),
        additional_info=report.text("additionalInfo"),
    )


def read_file_tree(
    root: etree._Element, *, unknown_annotations: tuple[str, ...]
) -> FileDocument:
    """Read a `fileDetails`; the bare `potentialMeme` of old counts as an annotation."""
    details = Node(root)
    bare_meme = ("potentialMeme",) if details.flag("potentialMeme") else ()
    return FileDocument(
        report_id=details.whole("reportId") or 0,
        file_id=" ".join((details.text("fileId") or "").split()),
        file_name=details.text("fileName"),
        original_file_name=details.text("originalFileName"),
        uploaded_to_platform_at=details.time("uploadedToEspTimestamp"),
        location=details.text("locationOfFile"),
        viewed_by_platform=details.flag("fileViewedByEsp"),
        exif_viewed_by_platform=details.flag("exifViewedByEsp"),
        publicly_available=details.flag("publiclyAvailable"),
        relevance=details.text("fileRelevance"),
        annotations=bare_meme or _marks(details, "fileAnnotations"),
        unknown_annotations=unknown_annotations,
        industry_classification=details.text("industryClassification"),
        original_hashes=details.all(_original_hash, "originalFileHash"),
        ip_capture=details.one(_ip_capture, "ipCaptureEvent"),
        devices=details.all(_device, "deviceId"),
        metadata=tuple(
            pair for part in details.all(_metadata, "details") for pair in part
        ),
        additional_info=details.texts("additionalInfo"),
    )


def read_supplement_tree(
    root: etree._Element, *, unknown_annotations: dict[str, tuple[str, ...]]
) -> SupplementDocument:
    """Read a `supplement`; unknown annotations are by the id of their file."""
    said = Node(root)
    described = (
        read_file_tree(each, unknown_annotations=())
        for each in said.elements("fileDetails")
    )
    return SupplementDocument(
        report_id=said.whole("reportId") or 0,
        reason=(said.text("reason") or "").strip(),
        escalation_reason=said.text("escalateToHighPriority"),
        internet_details=said.all(_internet_detail, "internetDetails"),
        reported_persons=said.all(_account, "personOrUserReported"),
        intended_recipients=said.all(_account, "intendedRecipient"),
        victims=said.all(_account, "victim"),
        additional_info=said.text("additionalInfo"),
        file_details=tuple(
            replace(each, unknown_annotations=unknown_annotations.get(each.file_id, ()))
            for each in described
        ),
        corrections=said.all(_correction, "correction"),
        error_reason=said.one(lambda node: node.own_text.strip(), "reportedInError"),
    )


def _correction(node: Node) -> Correction:
    return Correction(
        of=node.text("of") or "",
        number=1 if (number := node.whole("number")) is None else number,
        file_id=node.text("fileId"),
        field=(node.text("field") or "").strip(),
        old_value=node.text("oldValue"),
        new_value=(node.text("newValue") or "").strip(),
    )


def _marks(node: Node, name: str) -> tuple[str, ...]:
    return tuple(str(mark.tag) for marks in node.elements(name) for mark in marks)


def _reporter(node: Node) -> Reporter:
    return Reporter(
        person=_person(Node(node.elements("reportingPerson")[0])),
        contact=node.one(_person, "contactPerson"),
        company_template=node.text("companyTemplate"),
        terms_of_service=node.text("termsOfService"),
        legal_url=node.text("legalURL"),
    )


def _law_enforcement(node: Node) -> LawEnforcement:
    abroad = "servedLegalProcessInternational"
    return LawEnforcement(
        agency_name=node.text("agencyName") or "",
        case_number=node.text("caseNumber"),
        officer=node.one(_person, "officerContact"),
        reported_to_le=node.flag("reportedToLe"),
        served_domestic=node.flag("servedLegalProcessDomestic"),
        served_international=node.flag(abroad),
        foreign_country=node.one(
            lambda served: served.attribute("fleaCountry"), abroad
        ),
    )


def _internet_detail(node: Node) -> InternetDetail:
    channel = Node(node.element[0])
    return InternetDetail(
        channel=channel.name,
        urls=channel.texts("url"),
        third_party_hosted=channel.attribute_flag("thirdPartyHostedContent"),
        emails=channel.all(_email, "emailAddress"),
        name=channel.text("name", "chatClient", "gameName", "locationName", "client"),
        room=channel.text("chatRoomName"),
        console=channel.text("console"),
        content=channel.text("content"),
        phone=channel.one(_phone, "phoneNumber"),
        latitude=channel.decimal("latitude"),
        longitude=channel.decimal("longitude"),
        incident_addresses=channel.all(_address, "incidentAddress"),
        ip_captures=channel.all(_ip_capture, "ipCaptureEvent"),
        file_names=channel.text("fileNames"),
        additional_info=channel.text("additionalInfo"),
    )


def _account(node: Node) -> Account:
    return Account(
        person=node.one(
            _person,
            "personOrUserReportedPerson",
            "intendedRecipientPerson",
            "victimPerson",
        ),
        vehicle=node.text("vehicleDescription"),
        user_id=node.text("espIdentifier"),
        service=node.text("espService"),
        compromised=node.flag("compromisedAccount"),
        screen_name=node.text("screenName"),
        display_names=node.texts("displayName"),
        profile_urls=node.texts("profileUrl"),
        profile_bio=node.text("profileBio"),
        ip_captures=node.all(_ip_capture, "ipCaptureEvent"),
        devices=node.all(_device, "deviceId"),
        school_name=node.text("schoolName"),
        third_party_user_reported=node.flag("thirdPartyUserReported"),
        prior_reports=node.wholes("priorCTReports"),
        group_id=node.text("groupIdentifier"),
        temporarily_disabled=node.one(_disabled, "accountTemporarilyDisabled"),
        permanently_disabled=node.one(_disabled, "accountPermanentlyDisabled"),
        estimated_location=node.one(_estimated_location, "estimatedLocation"),
        all_emails_reported=node.flag("allEmailsReported"),
        associated_accounts=node.all(_associated_account, "associatedAccount"),
        additional_info=node.texts("additionalInfo"),
    )


def _associated_account(node: Node) -> AssociatedAccount:
    return AssociatedAccount(
        kind=node.attribute("type") or "",
        platform=node.text("platform"),
        third_party_user=node.one(
            lambda platform: platform.attribute_flag("thirdPartyUser"), "platform"
        ),
        first_name=node.text("firstName"),
        middle_name=node.text("middleName"),
        last_name=node.text("lastName"),
        approximate_age=node.whole("approximateAge"),
        age_assertion_discrepancy=node.flag("ageAssertionDiscrepancy"),
        born_on=node.day("dateOfBirth"),
        phones=node.all(_phone, "phone"),
        emails=node.all(_email, "email"),
        all_emails_reported=node.flag("allEmailsReported"),
        addresses=node.all(_address, "address"),
        service=node.text("espService"),
        user_id=node.text("espIdentifier"),
        profile_urls=node.texts("profileUrl"),
        screen_name=node.text("screenName"),
        display_names=node.texts("displayName"),
        profile_bio=node.text("profileBio"),
        group_id=node.text("groupIdentifier"),
        compromised=node.flag("compromisedAccount"),
        temporarily_disabled=node.one(_disabled, "accountTemporarilyDisabled"),
        permanently_disabled=node.one(_disabled, "accountPermanentlyDisabled"),
        ip_captures=node.all(_ip_capture, "ipCaptureEvent"),
        devices=node.all(_device, "deviceId"),
        prior_reports=node.wholes("priorCTReport"),
        additional_info=node.text("additionalInfo"),
    )


def _person(node: Node) -> Person:
    return Person(
        first_name=node.text("firstName"),
        last_name=node.text("lastName"),
        phones=node.all(_phone, "phone"),
        emails=node.all(_email, "email"),
        addresses=node.all(_address, "address"),
        age=node.whole("age"),
        age_assertion_discrepancy=node.flag("ageAssertionDiscrepancy"),
        born_on=node.day("dateOfBirth"),
    )


def _phone(node: Node) -> Phone:
    return Phone(
        number=node.own_text,
        kind=node.attribute("type"),
        verified=node.attribute_flag("verified"),
        verified_at=node.attribute_time("verificationDate"),
        calling_code=node.attribute("countryCallingCode"),
        extension=node.attribute("extension"),
    )


def _email(node: Node) -> Email:
    return Email(
        address=node.own_text,
        kind=node.attribute("type"),
        verified=node.attribute_flag("verified"),
        verified_at=node.attribute_time("verificationDate"),
    )


def _address(node: Node) -> Address:
    return Address(
        street=node.text("address"),
        city=node.text("city"),
        postal_code=node.text("zipCode"),
        state=node.text("state"),
        non_us_state=node.text("nonUsaState"),
        country=node.text("country"),
        kind=node.attribute("type"),
    )


def _estimated_location(node: Node) -> EstimatedLocation:
    return EstimatedLocation(
        country=node.text("countryCode"),
        region=node.text("region"),
        city=node.text("city"),
        verified=node.attribute_flag("verified"),
        at=node.attribute_time("timestamp"),
    )


def _ip_capture(node: Node) -> IpCapture:
    return IpCapture(
        address=node.text("ipAddress") or "",
        event=node.text("eventName"),
        at=node.time("dateTime"),
        possible_proxy=node.flag("possibleProxy"),
        port=node.whole("port"),
    )


def _device(node: Node) -> Device:
    return Device(
        id_type=node.text("idType") or "",
        id_value=node.text("idValue") or "",
        event=node.text("eventName"),
        at=node.time("dateTime"),
    )


def _disabled(node: Node) -> AccountDisabled:
    return AccountDisabled(
        disabled=_flag(node.own_text) is True,
        disabled_at=node.attribute_time("disabledDate"),
        user_notified=node.attribute_flag("userNotified"),
        user_notified_at=node.attribute_time("userNotifiedDate"),
        reenabled_at=node.attribute_time("reenabledDate"),
    )


def _original_hash(node: Node) -> OriginalHash:
    return OriginalHash(algorithm=node.attribute("hashType") or "", value=node.own_text)


def _metadata(node: Node) -> tuple[MetadataPair, ...]:
    kind = node.attribute("type")
    return node.all(
        lambda pair: MetadataPair(
            name=pair.text("name") or "", value=pair.text("value") or "", kind=kind
        ),
        "nameValuePair",
    )
