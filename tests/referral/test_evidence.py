from datetime import date

from django.utils import translation

from tests.cast import NOW
from tipline.intake.document import (
    Account,
    Address,
    Email,
    EstimatedLocation,
    FileDocument,
    IpCapture,
    Person,
    Phone,
    ReportDocument,
    Reporter,
)
from tipline.referral.evidence import Hint, gather
from tipline.referral.evidence_words import NO_EVENT, SAID, detail_in_words
from tipline.referral.geolocation import Place
from tipline.referral.packet.sentence import in_words, unmarked

BOSTON, LYON = "192.0.2.1", "192.0.2.2"
TABLE = {
    BOSTON: Place("US", "MA", "Table", date(2026, 6, 5)),
    LYON: Place("FR", None, "Table", date(2026, 6, 5)),
}


def hints(
    *accounts: Account, files: tuple[FileDocument, ...] = (), **more
) -> tuple[Hint, ...]:
    document = ReportDocument(
        incident_type="Child Sexual Molestation",
        incident_at=NOW,
        reporter=Reporter(person=Person(addresses=(Address(country="JP"),))),
        reported_persons=accounts,
        **more,
    )
    return gather(document, files, place_of=TABLE.get)


def told(found: tuple[Hint, ...]) -> list[tuple[str, str, str, str | None]]:
    each = (hint.evidence for hint in found)
    return [(e.source.value, e.about.value, e.country, e.state) for e in each]


def person(**said) -> Account:
    return Account(person=Person(**said))


def test_an_address_beside_a_file_is_where_it_was_uploaded_from():
    capture = IpCapture(address=LYON)
    file = FileDocument(report_id=1, file_id="a" * 32, ip_capture=capture)
    login = Account(ip_captures=(IpCapture(address=BOSTON, event="Login"),))
    assert told(hints(login, files=(file,))) == [
        ("upload-ip", "reported-person", "FR", None),
        ("event-ip", "reported-person", "US", "MA"),
    ]


def test_the_table_and_its_day_stay_with_what_was_looked_up():
    (hint,) = hints(Account(ip_captures=(IpCapture(address=BOSTON),)))
    assert (hint.data_source, hint.data_on) == ("Table", date(2026, 6, 5))
    assert hint.evidence.detail == f"{BOSTON}, event not stated"
    assert detail_in_words(hint.evidence.detail).template == NO_EVENT


def test_what_is_kept_of_a_hint_is_known_again_and_said_in_the_readers_language():
    kinds = ("Home", "Business", "Billing", "Shipping", "Technical", None)
    person = Person(
        phones=(Phone(number="2025550123", calling_code="1"),),
        emails=(Email(address="a@example.mil"),),
        addresses=tuple(Address(country="FR", kind=kind) for kind in kinds),
    )
    where = EstimatedLocation(country="FR")
    found = hints(Account(person=person, estimated_location=where))
    details = {hint.evidence.detail for hint in found}
    assert details == {*SAID.values()} - {SAID["decided"]}
    with translation.override("de"):
        assert in_words(detail_in_words("home address")) == "Privatadresse"
        hidden = detail_in_words(f"{BOSTON}, event not stated; tor network Exit")
        said = f"{BOSTON}, Ereignis nicht angegeben; Netz Exit (Tor)"
        assert unmarked(in_words(hidden)) == said
        assert unmarked(in_words(detail_in_words(f"{BOSTON}, Login"))) == (
            f"{BOSTON}, Login"
        )


def test_a_possible_proxy_counts_half():
    seen = IpCapture(address=BOSTON, event="Upload")
    hidden = IpCapture(address=BOSTON, event="Upload", possible_proxy=True)
    plain, proxied = hints(Account(ip_captures=(seen, hidden)))
    assert proxied.evidence.confidence * 2 == plain.evidence.confidence


def test_an_address_that_no_table_knows_says_nothing():
    assert hints(Account(ip_captures=(IpCapture(address="198.51.100.1"),))) == ()


def test_the_child_and_the_recipient_have_places_of_their_own():
    child = Account(estimated_location=EstimatedLocation(country="US", region="TX"))
    recipient = Account(
        estimated_location=EstimatedLocation(country="GB", verified=True)
    )
    assert told(hints(victims=(child,), intended_recipients=(recipient,))) == [
        ("platform-estimate", "victim", "US", "TX"),
        ("verified-address", "recipient", "GB", None),
    ]


def test_a_phone_number_says_where_it_was_given_out():
    found = hints(person(phones=(Phone(number="6175550143", calling_code="+1"),)))
    assert told(found) == [("phone", "reported-person", "US", "MA")]


def test_the_reporters_own_address_is_no_evidence():
    assert hints() == ()


def test_military_mail_and_post_are_known_as_such():
    found = hints(
        person(emails=(Email(address="reported@example.mil"),)),
        person(addresses=(Address(postal_code="09012", city="APO"),)),
        person(addresses=(Address(postal_code="09012", country="DE"),)),
    )
    assert [hint.evidence.is_military for hint in found] == [True, True, False]
    assert [hint.evidence.country for hint in found] == ["US", "US", "DE"]
