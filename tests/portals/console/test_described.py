from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone

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
    Reporter,
)
from tipline.portals.console import described

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ROSA = Person(
    first_name="Rosa",
    last_name="Quill",
    phones=(Phone(number="5550100", calling_code="1", extension="7", verified=False),),
    emails=(Email(address="rosa@example.org", verified=True, verified_at=AT),),
    addresses=(Address(street="1 Quay", city="Harbor", state="MA", kind="Home"),),
    age=41,
    age_assertion_discrepancy=True,
    born_on=date(1985, 4, 3),
)
DISABLED = AccountDisabled(disabled=True, disabled_at=AT, user_notified=False)
CAPTURE = IpCapture(address="2001:db8::7", port=443, event="Login", possible_proxy=True)
OTHER = AssociatedAccount(
    kind="secondary",
    user_id="other-1",
    devices=(Device(id_type="IMEI", id_value="35-1"),),
)
ACCOUNT = Account(
    person=ROSA,
    vehicle="A blue van",
    user_id="user-1",
    service="Exemplar Chat",
    compromised=False,
    screen_name="blue_kite",
    display_names=("Kite",),
    profile_urls=("https://chat.example.com/kite",),
    profile_bio="Likes wind.",
    ip_captures=(CAPTURE,),
    devices=(Device(id_type="IDFA", id_value="d-1", event="Upload", at=AT),),
    school_name="Harbor School",
    third_party_user_reported=False,
    prior_reports=(115022550178094,),
    group_id="g-1",
    temporarily_disabled=replace(DISABLED, disabled=False, reenabled_at=AT),
    permanently_disabled=DISABLED,
    estimated_location=EstimatedLocation(city="Harbor", country="US", verified=True),
    all_emails_reported=True,
    associated_accounts=(OTHER,),
    additional_info=("First.", "Second."),
)
DOCUMENT = ReportDocument(
    incident_type="Child Sex Tourism",
    incident_at=AT.astimezone(timezone(timedelta(hours=5))),
    incident_at_as_sent="2026-11-20T12:00:00",
    incident_type_as_sent="An old name",
    reporter=Reporter(person=ROSA, contact=ROSA, terms_of_service="Be kind."),
    annotations=("sextortion",),
    unknown_annotations=("newMark",),
    escalation_reason="It is tonight.",
    internet_details=(
        InternetDetail(channel="chatImIncident", content="Hello\nthere", room="7"),
        InternetDetail(channel="cellPhoneIncident", latitude=42.0, longitude=-71.0),
    ),
    law_enforcement=LawEnforcement(agency_name="Harbor Police", case_number="7/26"),
    reported_persons=(ACCOUNT, Account(user_id="user-2")),
    victims=(Account(school_name="Harbor School"),),
    additional_info="More.",
)


def said(*blocks):
    """Every value and note of some blocks, those inside them included."""
    for block in blocks:
        yield from said(*block.inner)
        for value in (value for fact in block.facts for value in fact.values):
            yield str(value.text)
            yield value.note


def values(block, name):
    (fact,) = (fact for fact in block.facts if fact.name == name)
    return [str(value.text) for value in fact.values]


def test_the_time_is_in_utc_and_a_missing_zone_is_named():
    (happened,) = (
        f for f in described.incident(DOCUMENT).facts if f.name == "Happened"
    )
    (value,) = happened.values
    assert value.text == "2026-11-20 12:00:00 UTC"
    assert "sent as 2026-11-20T12:00:00, without a time zone" in value.note


def test_a_time_with_its_zone_is_not_said_to_lack_one():
    for sent in ("2026-11-20T12:00:00Z", "2026-11-20T12:00:00+05:00"):
        document = replace(DOCUMENT, incident_at_as_sent=sent)
        assert "without a time zone" not in " ".join(said(described.incident(document)))


def test_the_last_moment_of_the_calendar_can_be_read():
    zone = timezone(timedelta(hours=-5))
    document = replace(DOCUMENT, incident_at=datetime.max.replace(tzinfo=zone))
    assert any("9999" in text for text in said(described.incident(document)))


def test_several_persons_are_numbered_and_a_single_one_is_not():
    titles = [block.title for block in described.people(DOCUMENT)]
    assert titles == ["Reported person 1", "Reported person 2", "Child"]


def test_nothing_that_was_said_of_an_account_is_left_out():
    text = "\n".join(said(*described.people(DOCUMENT)))
    for known in (
        "Rosa Quill",
        "+1 5550100 ext. 7",
        "not verified",
        "rosa@example.org",
        "verified, 2026-11-20 12:00:00 UTC",
        "1 Quay, Harbor, MA",
        "[2001:db8::7]:443",
        "Login, time not stated, possibly a proxy",
        "IDFA, Upload, 2026-11-20 12:00:00 UTC",
        "the user was not told",
        "enabled again 2026-11-20 12:00:00 UTC",
        "A blue van",
        "Harbor School",
        "115022550178094",
        "other-1",
        "35-1",
        "Second.",
    ):
        assert known in text


def test_every_field_of_an_account_makes_a_fact():
    one = described.people(DOCUMENT)[0]
    for field in fields(Account):
        without = replace(ACCOUNT, **{field.name: field.default})
        document = replace(DOCUMENT, reported_persons=(without, Account()))
        assert described.people(document)[0] != one, field.name


def test_silence_makes_no_line():
    (block,) = described.people(
        replace(DOCUMENT, reported_persons=(), victims=(Account(),))
    )
    assert block.facts == ()


def test_channels_reporter_and_agency_are_described():
    chat, phone = described.channels(DOCUMENT)
    assert (chat.title, phone.title) == ("Chat or instant message", "Mobile phone")
    assert values(chat, "Text as sent") == ["Hello\nthere"]
    assert values(phone, "Position") == ["42.0, -71.0"]
    text = "\n".join(said(*described.reporting(DOCUMENT)))
    assert "Be kind." in text
    assert "Harbor Police" in text


def test_an_unknown_mark_is_shown_as_it_was_sent():
    block = described.incident(DOCUMENT)
    assert values(block, "Marks") == ["Sextortion"]
    assert values(block, "Marks unknown to us") == ["newMark"]
