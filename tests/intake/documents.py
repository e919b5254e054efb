"""Strategies for valid documents: every kind of report, and every fact of a file.

All that they give is accepted by the strict profile at `NOW` without a finding. Texts
are neutral; names, addresses and numbers are reserved for documentation.
"""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

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
from tipline.intake.us_states import US_STATES

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)

INCIDENT_TYPES = (
    "Child Pornography (possession, manufacture, and distribution)",
    "Child Sex Trafficking",
    "Child Sex Tourism",
    "Child Sexual Molestation",
    "Misleading Domain Name",
    "Misleading Words or Digital Images on the Internet",
    "Online Enticement of Children for Sexual Acts",
    "Unsolicited Obscene Material Sent to a Child",
)
REPORT_MARKS = (
    "sextortion",
    "csamSolicitation",
    "minorToMinorInteraction",
    "spam",
    "sadisticOnlineExploitation",
    "informational",
    "potentialAggravatingFactors",
    "instrumentalUse",
)
FILE_MARKS = (
    "animeDrawingVirtualHentai",
    "potentialMeme",
    "viral",
    "possibleSelfProduction",
    "physicalHarm",
    "violenceGore",
    "bestiality",
    "liveStreaming",
    "infant",
    "generativeAi",
)
EVENTS = ("Login", "Registration", "Purchase", "Upload", "Other", "Unknown")
COUNTRIES = ("US", "DE", "PH", "XK", "A1", "EU")


def maybe(strategy):
    return st.none() | strategy


def few(strategy, most=2):
    return st.lists(strategy, max_size=most).map(tuple)


def text(most=100):
    """Give a text with all that XML makes difficult: & < ' line ends, all scripts."""
    characters = st.characters(
        exclude_categories=("Cs", "Cc", "Cn", "Co"), include_characters="\t\n\r&<>'\""
    )
    return st.text(characters, min_size=1, max_size=min(most, 20)).filter(str.strip)


flags = maybe(st.booleans())
times = st.datetimes(datetime(1990, 1, 1), datetime(2026, 10, 31)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=UTC)
)
days = st.dates(date(1930, 1, 1), date(2026, 10, 30))
events = maybe(st.sampled_from(EVENTS))
report_ids = st.integers(1, 2**53 - 1)
ip_addresses = (
    st.integers(0, 255).map(lambda n: f"203.0.113.{n}")
    | st.integers(0, 65535).map(lambda n: f"2001:db8::{n:x}")
    | st.integers(0, 255).map(lambda n: f"::ffff:192.0.2.{n}")
)
names = st.sampled_from(("Ana", "Zed", "Björn", "佐藤", "O'Neil", "أمين"))
urls = st.integers(0, 999).map(lambda n: f"https://www.example.com/p/{n}?a=1&b=2")
email_addresses = st.integers(0, 99).map(lambda n: f"user.{n}+x@example.org")

ip_captures = st.builds(
    IpCapture,
    address=ip_addresses,
    event=events,
    at=maybe(times),
    possible_proxy=flags,
    port=maybe(st.integers(1, 65535)),
)
devices = st.builds(
    Device, id_type=text(), id_value=text(), event=events, at=maybe(times)
)


@st.composite
def emails(draw):
    at = draw(maybe(times))
    return Email(
        address=draw(email_addresses),
        kind=draw(maybe(st.sampled_from(("Home", "Work", "Business", "Recovery")))),
        verified=True if at else draw(flags),
        verified_at=at,
    )


@st.composite
def phones(draw):
    at = draw(maybe(times))
    kinds = ("Mobile", "Home", "Business", "Work", "Fax", "Internet", "Recovery")
    return Phone(
        number=draw(st.integers(5550100, 5550199).map(str)),
        kind=draw(maybe(st.sampled_from(kinds))),
        verified=True if at else draw(flags),
        verified_at=at,
        calling_code=draw(maybe(st.sampled_from(("+1", "+49", "+972")))),
        extension=draw(maybe(st.integers(0, 9999).map(str))),
    )


addresses = st.builds(
    Address,
    street=maybe(text()),
    city=maybe(text()),
    postal_code=maybe(text(20)),
    state=maybe(st.sampled_from(sorted(US_STATES))),
    non_us_state=maybe(text()),
    country=maybe(st.sampled_from(COUNTRIES)),
    kind=maybe(st.sampled_from(("Home", "Business", "Billing", "Shipping"))),
)
estimated_locations = st.builds(
    EstimatedLocation,
    country=st.sampled_from(("DE", "PH", "XK")),
    region=maybe(text()),
    city=maybe(text()),
    verified=flags,
    at=maybe(times),
) | st.builds(
    EstimatedLocation,
    country=st.just("US"),
    region=st.sampled_from(sorted(US_STATES)),
    city=maybe(text()),
)
contact_details = {
    "first_name": maybe(names),
    "last_name": maybe(names),
    "phones": few(phones()),
    "emails": few(emails()),
    "addresses": few(addresses),
}
contacts = st.builds(Person, **contact_details)
persons = st.builds(
    Person,
    **contact_details,
    age=maybe(st.integers(0, 150)),
    age_assertion_discrepancy=flags,
    born_on=maybe(days),
)


@st.composite
def disabled(draw, *, temporary):
    moments = sorted(draw(st.lists(times, min_size=3, max_size=3, unique=True)))
    return AccountDisabled(
        disabled=draw(st.booleans()),
        disabled_at=draw(maybe(st.just(moments[0]))),
        user_notified=draw(flags),
        user_notified_at=draw(maybe(st.just(moments[1]))),
        reenabled_at=draw(maybe(st.just(moments[2]))) if temporary else None,
    )


@st.composite
def associated_accounts(draw):
    age = draw(maybe(st.integers(0, 150)))
    platform = draw(maybe(text()))
    kinds = ("Billing", "Linked", "Business", "Creator", "Parent/Guardian", "Other")
    return AssociatedAccount(
        kind=draw(st.sampled_from(kinds)),
        platform=platform,
        third_party_user=draw(flags) if platform else None,
        first_name=draw(maybe(names)),
        middle_name=draw(maybe(names)),
        last_name=draw(maybe(names)),
        approximate_age=age,
        age_assertion_discrepancy=draw(flags),
        born_on=draw(maybe(days)) if age is None else None,
        phones=draw(few(phones(), 1)),
        emails=draw(few(emails(), 1)),
        all_emails_reported=draw(flags),
        addresses=draw(few(addresses, 1)),
        service=draw(maybe(text())),
        user_id=draw(maybe(text())),
        profile_urls=draw(few(urls, 1)),
        screen_name=draw(maybe(text())),
        display_names=draw(few(text(), 1)),
        profile_bio=draw(maybe(text())),
        group_id=draw(maybe(text())),
        compromised=draw(flags),
        temporarily_disabled=draw(maybe(disabled(temporary=True))),
        permanently_disabled=draw(maybe(disabled(temporary=False))),
        ip_captures=draw(few(ip_captures, 1)),
        devices=draw(few(devices, 1)),
        prior_reports=draw(few(report_ids, 1)),
        additional_info=draw(maybe(text())),
    )


account_details = {
    "user_id": maybe(text()),
    "service": maybe(text()),
    "compromised": flags,
    "screen_name": maybe(text()),
    "display_names": few(text()),
    "profile_urls": few(urls),
    "profile_bio": maybe(text()),
    "ip_captures": few(ip_captures),
    "devices": few(devices),
    "prior_reports": few(report_ids),
    "temporarily_disabled": maybe(disabled(temporary=True)),
    "permanently_disabled": maybe(disabled(temporary=False)),
    "estimated_location": maybe(estimated_locations),
    "all_emails_reported": flags,
}
reported_persons = st.builds(
    Account,
    **account_details,
    person=maybe(persons),
    vehicle=maybe(text()),
    third_party_user_reported=flags,
    group_id=maybe(text()),
    associated_accounts=few(associated_accounts(), 1),
    additional_info=few(text(), 1),
)
intended_recipients = st.builds(
    Account,
    **account_details,
    person=maybe(persons),
    group_id=maybe(text()),
    additional_info=few(text(), 3),
)
victims = st.builds(
    Account,
    **account_details,
    person=persons,
    school_name=maybe(text()),
    associated_accounts=few(associated_accounts(), 1),
    additional_info=few(text(), 1),
)

_free_channels = (
    st.builds(
        InternetDetail,
        channel=st.just("webPageIncident"),
        urls=few(urls),
        third_party_hosted=flags,
        additional_info=maybe(text()),
    ),
    st.builds(
        InternetDetail,
        channel=st.just("chatImIncident"),
        name=maybe(text()),
        room=maybe(text()),
        content=maybe(text()),
        additional_info=maybe(text()),
    ),
    st.builds(
        InternetDetail,
        channel=st.just("onlineGamingIncident"),
        name=maybe(text()),
        console=maybe(text()),
        content=maybe(text()),
    ),
    st.builds(
        InternetDetail,
        channel=st.just("cellPhoneIncident"),
        phone=maybe(phones()),
        latitude=maybe(st.floats(-90, 90)),
        longitude=maybe(st.floats(-180, 180)),
    ),
    st.builds(
        InternetDetail,
        channel=st.just("nonInternetIncident"),
        name=maybe(text()),
        incident_addresses=few(addresses),
    ),
    st.builds(
        InternetDetail,
        channel=st.just("peer2peerIncident"),
        name=maybe(text()),
        ip_captures=few(ip_captures),
        file_names=maybe(text()),
    ),
)


def internet_details(known_emails):
    """Give a channel; its addresses are among those of people in the report."""
    mailed = few(st.sampled_from(known_emails)) if known_emails else st.just(())
    return st.one_of(
        *_free_channels,
        st.builds(
            InternetDetail,
            channel=st.just("emailIncident"),
            emails=mailed,
            content=maybe(text()),
        ),
        st.builds(
            InternetDetail,
            channel=st.just("newsgroupIncident"),
            name=maybe(text()),
            emails=mailed,
            content=maybe(text()),
        ),
    )


law_enforcement = st.builds(
    LawEnforcement,
    agency_name=text(),
    case_number=maybe(text()),
    officer=maybe(contacts),
    reported_to_le=flags,
    served_domestic=flags,
)
law_enforcement_abroad = st.builds(
    LawEnforcement,
    agency_name=text(),
    served_international=st.booleans(),
    foreign_country=maybe(st.sampled_from(COUNTRIES)),
)


@st.composite
def reporters(draw):
    person = draw(persons)
    emailed = Person(
        first_name=person.first_name,
        last_name=person.last_name,
        emails=(Email(address="abuse@example.com"), *person.emails),
    )
    return Reporter(
        person=emailed,
        contact=draw(maybe(contacts)),
        company_template=draw(maybe(text())),
        terms_of_service=draw(maybe(text())),
        legal_url=draw(maybe(urls)),
    )


@st.composite
def reports(draw):
    """Give a report about one incident."""
    incident_at = draw(times)
    incident_type = draw(st.sampled_from(INCIDENT_TYPES))
    reported = draw(few(reported_persons, 1))
    recipients = draw(few(intended_recipients, 1))
    harmed = draw(few(victims, 1))
    emails_of_people = [
        email
        for account in reported + recipients + harmed
        for email in (account.person or Person()).emails
    ]
    return ReportDocument(
        incident_type=incident_type,
        incident_type_as_sent=incident_type,
        incident_at=incident_at,
        incident_at_as_sent=incident_at.isoformat(),
        platform=draw(maybe(text())),
        escalation_reason=draw(maybe(text())),
        annotations=draw(_marks(REPORT_MARKS)),
        incident_at_description=draw(maybe(text())),
        internet_details=draw(few(internet_details(emails_of_people))),
        law_enforcement=draw(maybe(law_enforcement | law_enforcement_abroad)),
        reporter=draw(reporters()),
        reported_persons=reported,
        intended_recipients=recipients,
        victims=harmed,
        additional_info=draw(maybe(text())),
    )


@st.composite
def batched_reports(draw):
    """Give a batch: several users, of each the identifier only."""
    incident_at = draw(times)
    user_ids = draw(st.lists(text(), min_size=1, max_size=4))
    return ReportDocument(
        batch_reason="VIRAL_POTENTIAL_MEME",
        incident_type=INCIDENT_TYPES[0],
        incident_type_as_sent=INCIDENT_TYPES[0],
        incident_at=incident_at,
        incident_at_as_sent=incident_at.isoformat(),
        platform=draw(maybe(text())),
        annotations=draw(_marks(REPORT_MARKS)),
        reporter=draw(reporters()),
        reported_persons=tuple(Account(user_id=user_id) for user_id in user_ids),
    )


def _marks(names_of_marks):
    return st.lists(st.sampled_from(names_of_marks), unique=True).map(tuple)


@st.composite
def file_details(draw):
    """Give the details of a file of a report that is not batched."""
    viewed = draw(flags)
    supplemental = draw(st.booleans())
    marks = [m for m in FILE_MARKS if not (supplemental and m == "potentialMeme")]
    classes = st.sampled_from(("A1", "A2", "B1", "B2"))
    return FileDocument(
        report_id=draw(report_ids),
        file_id=draw(st.text("0123456789abcdef", min_size=32, max_size=32)),
        file_name=draw(maybe(text())),
        original_file_name=draw(maybe(text())),
        uploaded_to_platform_at=draw(maybe(times)),
        location=draw(maybe(urls)),
        viewed_by_platform=viewed,
        exif_viewed_by_platform=draw(flags)
        if viewed
        else draw(st.sampled_from((None, False))),
        publicly_available=draw(flags),
        relevance="Supplemental Reported" if supplemental else "Reported",
        annotations=draw(_marks(marks)),
        industry_classification=None if supplemental else draw(maybe(classes)),
        original_hashes=draw(
            few(st.builds(OriginalHash, algorithm=st.just("MD5"), value=text()))
        ),
        ip_capture=draw(maybe(ip_captures)),
        devices=draw(few(devices)),
        metadata=draw(
            few(
                st.builds(
                    MetadataPair,
                    name=text(),
                    value=text(),
                    kind=maybe(st.sampled_from(("EXIF", "HASH"))),
                )
            )
        ),
        additional_info=draw(few(text(), 3)),
    )
