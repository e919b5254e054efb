"""One rich report, with every kind of fact a packet can hold; all of it invented."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from tipline.hashing.pdq import CANONICAL_RECIPE, FULL_SIZE_RECIPE, PdqHash
from tipline.hashing.turns import Turn
from tipline.intake.document import (
    Account,
    AccountDisabled,
    Address,
    AssociatedAccount,
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
)
from tipline.referral.packet.contents import (
    AnalystNote,
    Completeness,
    Delivery,
    Designation,
    Escalation,
    Fact,
    FileMatch,
    IpFact,
    Jurisdiction,
    Link,
    LocationEvidence,
    MissingField,
    OriginalSubmission,
    PacketContents,
    PacketFile,
    Priority,
    PriorityReason,
    Recipient,
    Viewing,
)
from tipline.referral.packet.file_gate import LegalBasis, MatchBasis, gate

REPORT_ID = 214000731
NOON = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)
PDQ = "f8f8f0cce0f4e84d0e370a22028f67f0b36e2ed596623e1d33e6339c4e9c9b22"
EASTERN = timezone(timedelta(hours=-5))

BYTES = {
    "f-1": bytes(range(256)) * 40,
    "f-2": b"gradient" * 900,
    "f-3": b"noise" * 77,
}

UPLOAD_IP = IpCapture(
    address="203.0.113.77", event="Upload", at=NOON - timedelta(hours=30), port=51234
)

REPORTER = Reporter(
    person=Person(
        first_name="Trust",
        last_name="Desk",
        emails=(Email(address="safety@pixelpond.example.com", kind="Work"),),
        phones=(Phone(number="5550100", calling_code="1", extension="7", kind="Work"),),
    ),
    contact=Person(
        first_name="Legal",
        last_name="Desk",
        emails=(Email(address="legal@pixelpond.example.com"),),
        addresses=(
            Address(
                street="1 Example Way",
                city="Portland",
                state="OR",
                postal_code="97201",
                country="US",
                kind="Business",
            ),
        ),
    ),
    company_template="Pixelpond keeps account records for one year.",
    terms_of_service="Users may upload drawings of ponds only.",
    legal_url="https://pixelpond.example.com/legal",
)

REPORTED = Account(
    person=Person(
        first_name="Quentin",
        last_name="Marsh",
        phones=(
            Phone(
                number="5550123",
                calling_code="1",
                kind="Mobile",
                verified=True,
                verified_at=NOON - timedelta(days=90),
            ),
        ),
        emails=(
            Email(
                address="q.marsh@example.org",
                kind="Home",
                verified=True,
                verified_at=NOON - timedelta(days=100),
            ),
            Email(address="marsh2@example.net", verified=False),
        ),
        addresses=(Address(city="Salem", state="OR", country="US", kind="Billing"),),
        age=41,
        age_assertion_discrepancy=True,
        born_on=date(1985, 2, 3),
    ),
    vehicle="green van, one door blue",
    user_id="u-88412907",
    service="Pixelpond Chat",
    compromised=False,
    screen_name="heron_in_reeds",
    display_names=("Heron", "Reed Warbler"),
    profile_urls=("https://pixelpond.example.com/people/heron_in_reeds",),
    profile_bio="Birds and\nboats.",
    ip_captures=(
        IpCapture(
            address="198.51.100.23",
            event="Login",
            at=NOON - timedelta(days=2),
            possible_proxy=False,
            port=40022,
        ),
        IpCapture(
            address="2001:db8:85a3:1234:5678:8a2e:370:7334",
            event="Registration",
            at=NOON - timedelta(days=700),
        ),
    ),
    devices=(
        Device(
            id_type="IMEI",
            id_value="490154203237518",
            event="Login",
            at=NOON - timedelta(days=2),
        ),
    ),
    third_party_user_reported=False,
    prior_reports=(213000002,),
    group_id="pond-life",
    temporarily_disabled=AccountDisabled(
        disabled=True, disabled_at=NOON - timedelta(hours=20), user_notified=False
    ),
    estimated_location=EstimatedLocation(
        country="US", region="Oregon", city="Salem", verified=False
    ),
    all_emails_reported=True,
    associated_accounts=(
        AssociatedAccount(
            kind="Billing",
            platform="Reedpay",
            first_name="Q",
            last_name="Marsh",
            approximate_age=40,
            user_id="rp-5",
            compromised=False,
            emails=(Email(address="billing@example.org"),),
        ),
    ),
    additional_info=("Uses the service mostly at night.",),
)

DOCUMENT = ReportDocument(
    incident_type="Online Enticement of Children for Sexual Acts",
    incident_type_as_sent="Online Enticement of Children for Sexual Act",
    incident_at=datetime(2026, 11, 19, 1, 2, 3, tzinfo=EASTERN),
    incident_at_as_sent="2026-11-19T01:02:03-05:00",
    reporter=REPORTER,
    platform="Pixelpond",
    escalation_reason="A meeting is being arranged for the weekend.",
    annotations=("sextortion",),
    unknown_annotations=("newerAnnotation",),
    incident_at_description="Time of the newest reported message",
    internet_details=(
        InternetDetail(
            channel="webPageIncident",
            urls=("https://pixelpond.example.com/p/" + "a1b2c3d4" * 24,),
            third_party_hosted=False,
            additional_info="A page of the pond.",
        ),
        InternetDetail(
            channel="chatImIncident",
            name="Pixelpond Chat",
            room="reeds",
            content="conversation about a planned meeting",
        ),
        InternetDetail(
            channel="emailIncident",
            emails=(Email(address="q.marsh@example.org"),),
            content="Sent Date: 2026-11-18\nFrom: q.marsh@example.org",
        ),
    ),
    law_enforcement=LawEnforcement(
        agency_name="Salem Police",
        case_number="26-1881",
        officer=Person(
            last_name="Okafor", emails=(Email(address="okafor@police.example.org"),)
        ),
        reported_to_le=True,
        served_domestic=False,
    ),
    reported_persons=(REPORTED,),
    intended_recipients=(
        Account(
            person=Person(first_name="Rosa", last_name="Lind"),
            user_id="u-17",
            screen_name="rosa_l",
        ),
    ),
    victims=(
        Account(
            person=Person(first_name="Kim", age=13),
            user_id="u-18",
            school_name="Example School",
        ),
    ),
    additional_info="The account was found by a report of another user.",
)


def digests(content: bytes) -> dict[str, str]:
    return {
        "md5": hashlib.md5(content, usedforsecurity=False).hexdigest(),
        "sha1": hashlib.sha1(content, usedforsecurity=False).hexdigest(),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


VIEWED_FILE = PacketFile(
    file_id="f-1",
    file_name="f-1.jpg",
    original_file_name="pond at dusk.jpg",
    size_bytes=len(BYTES["f-1"]),
    **digests(BYTES["f-1"]),
    media_type="image/jpeg",
    width=1024,
    height=768,
    pdq=(
        PdqHash(bytes.fromhex(PDQ), 97, CANONICAL_RECIPE),
        PdqHash(bytes.fromhex(PDQ[::-1]), 98, FULL_SIZE_RECIPE),
    ),
    exif=(MetadataPair(name="Model", value="Generator 3"),),
    details=FileDocument(
        report_id=REPORT_ID,
        file_id="f-1",
        original_file_name="pond at dusk.jpg",
        uploaded_to_platform_at=NOON - timedelta(hours=31),
        location="https://pixelpond.example.com/p/dusk.jpg",
        viewed_by_platform=True,
        exif_viewed_by_platform=True,
        publicly_available=False,
        relevance="Reported",
        annotations=("generativeAi",),
        industry_classification="B2",
        original_hashes=(OriginalHash(algorithm="PDQ", value="0f" * 32),),
        ip_capture=UPLOAD_IP,
        devices=(Device(id_type="Advertising", id_value="ad-9"),),
        metadata=(MetadataPair(name="Software", value="Pond 2", kind="EXIF"),),
        additional_info=("First of three.",),
    ),
    labels=("Apparent CSAM", "Animated"),
    viewed_by_clearinghouse=(
        Viewing(
            at=NOON + timedelta(hours=1), by="analyst 4", basis="viewed by the platform"
        ),
    ),
    gate=gate(
        viewed_by_platform=True,
        publicly_available=False,
        match_bases=(MatchBasis.PERCEPTUAL_HASH,),
        viewed_by_clearinghouse=True,
    ),
)

MATCHED_FILE = PacketFile(
    file_id="f-2",
    file_name="f-2.bin",
    size_bytes=len(BYTES["f-2"]),
    **digests(BYTES["f-2"]),
    media_type="video/mp4",
    details=FileDocument(report_id=REPORT_ID, file_id="f-2", viewed_by_platform=False),
    gate=gate(
        viewed_by_platform=False,
        publicly_available=None,
        match_bases=(MatchBasis.EXACT_HASH,),
    ),
)

SILENT_FILE = PacketFile(
    file_id="f-3",
    file_name="f-3.png",
    size_bytes=len(BYTES["f-3"]),
    **digests(BYTES["f-3"]),
    gate=gate(viewed_by_platform=None, publicly_available=None),
)

WARRANT = LegalBasis(
    kind="search-warrant",
    reference="26-MJ-0042",
    recorded_at=NOON,
    recorded_by="Officer Okafor",
)

REPORT_XML = b"<?xml version='1.0' encoding='UTF-8'?>\r\n<report>\xc3\xa9</report>\n"
DETAILS_XML = b"<fileDetails><fileId>f-1</fileId></fileDetails>"

RICH = PacketContents(
    report_id=REPORT_ID,
    reference="TL-7K3M-9QWD",
    received_at=NOON - timedelta(minutes=5),
    finished_at=NOON - timedelta(minutes=1),
    platform_name="Pixelpond, Inc.",
    platform_viewed_definition="Yes means that a member of staff looked at the whole "
    "file shortly before reporting it.",
    document=DOCUMENT,
    files=(VIEWED_FILE, MATCHED_FILE, SILENT_FILE),
    priority=Priority(
        level="1",
        set_by="duty analyst 2",
        set_at=NOON + timedelta(minutes=30),
        reasons=(
            PriorityReason(
                rule="escalated-by-platform",
                sentence="The platform escalated the report.",
                facts=(Fact(name="reason length", value="44 characters"),),
            ),
        ),
    ),
    designation=Designation(
        kind="referral",
        arm="enough-to-act",
        sentence="A person and a place can be identified.",
    ),
    completeness=Completeness(
        score=86,
        missing=(
            MissingField(
                field="publiclyAvailable",
                cost=9,
                why="It decides whether a file may be opened.",
            ),
        ),
    ),
    location_evidence=(
        LocationEvidence(
            source="upload IP",
            value="203.0.113.77",
            country="US",
            state="OR",
            confidence="high",
            data_on=date(2026, 11, 1),
        ),
        LocationEvidence(
            source="billing address",
            value="Salem, OR",
            country="US",
            state="OR",
            confidence="medium",
        ),
    ),
    jurisdiction=Jurisdiction(
        country="US",
        state="OR",
        sentence="The upload address and the billing address agree on Oregon.",
    ),
    ip_facts=(
        IpFact(
            address="203.0.113.77",
            country="US",
            state="OR",
            source="DB-IP Lite",
            data_on=date(2026, 11, 1),
            owner="AS64496 Harbor Net",
            owner_source="Test ASN, 2026-09-21",
        ),
        IpFact(address="198.51.100.23", source="DB-IP Lite", data_on=date(2026, 11, 1)),
    ),
    matches=(
        FileMatch(
            file_id="f-1",
            list_name="Shared list A",
            algorithm="PDQ",
            basis=MatchBasis.PERCEPTUAL_HASH,
            distance=12,
            recipe=CANONICAL_RECIPE,
            turn=Turn.MIRRORED.value,
            matched_item_was_viewed=True,
        ),
        FileMatch(
            file_id="f-2",
            list_name="Shared list B",
            algorithm="MD5",
            basis=MatchBasis.EXACT_HASH,
        ),
    ),
    links=(Link(report_id=213000002, identifier_kinds=("e-mail address", "device")),),
    escalations=(
        Escalation(
            at=NOON,
            by="Pixelpond, Inc.",
            reason="A meeting is being arranged for the weekend.",
        ),
    ),
    warnings=("incidentType: a legacy spelling was mapped.",),
    incident_classification="Enticement with a planned meeting",
    analyst_notes=(
        AnalystNote(
            at=NOON + timedelta(hours=2),
            by="analyst 4",
            text="The handle also appears in an earlier report.\nSee links.",
        ),
    ),
    deliveries=(
        Delivery(
            agency="Oregon ICAC Task Force",
            at=NOON + timedelta(hours=3),
            reason="probable state: OR",
        ),
        Delivery(
            agency="Federal desk",
            at=NOON + timedelta(hours=3),
            reason="every report of priority 1",
        ),
    ),
    prepared_for=Recipient(
        name="Oregon ICAC Task Force",
        country="US",
        state="OR",
        contact="intake desk, icac@oregon.example.org",
    ),
    prepared_at=NOON + timedelta(hours=4),
    prepared_by="Tipline 0.1.0",
    originals=(
        OriginalSubmission(kind="report", received_at=NOON, content=REPORT_XML),
        OriginalSubmission(
            kind="file-details", received_at=NOON, file_id="f-1", content=DETAILS_XML
        ),
    ),
)

BARE = replace(
    RICH,
    document=ReportDocument(
        incident_type="Misleading Domain Name",
        incident_at=NOON,
        reporter=Reporter(person=Person()),
    ),
    files=(),
    matches=(),
    links=(),
    escalations=(),
    warnings=(),
    analyst_notes=(),
    deliveries=(),
    originals=(),
    ip_facts=(),
    location_evidence=(),
    jurisdiction=None,
    platform_viewed_definition=None,
    incident_classification=None,
)
