"""The field rules beyond the schema, each in one line for integrators."""

from typing import NamedTuple

from tipline.intake.field_rules import NEVER_REFUSED, refuses
from tipline.intake.profile import Profile


class DocumentedRule(NamedTuple):
    """A rule by its public id, what it asks for, and who is held to it."""

    rule_id: str
    sentence: str

    @property
    def profiles(self) -> str:
        """Say which profiles refuse a breach; in the others it is a warning."""
        if self.rule_id in NEVER_REFUSED:
            return "never refused"
        return "both" if refuses(Profile.LENIENT, self.rule_id) else "strict"


RULES = tuple(
    DocumentedRule(*each)
    for each in (
        ("incident-type.legacy", "incidentType is one of today's eight names."),
        ("incident.in-future", "incidentDateTime is at most five minutes ahead."),
        ("time.in-future", "No time or birthday lies in the future."),
        ("time.out-of-range", "Times lie between the years 1 and 9999."),
        ("time.zone-missing", "Times end with Z or an offset; otherwise UTC is taken."),
        ("text.blank", "idType, idValue, ipAddress and a given escalation have text."),
        ("text.too-long", "Texts keep to the lengths in the tables below."),
        ("url.whitespace", "Addresses have no white space or control characters."),
        ("url.malformed", "Addresses are whole, with their scheme."),
        ("email.malformed", "E-mail addresses have the form name@example.com."),
        ("ip.malformed", "ipAddress is one IPv4 or IPv6 address, no port, no mask."),
        ("port.range", "port lies between 1 and 65535."),
        ("age.range", "age and approximateAge lie between 0 and 150."),
        ("coordinate.range", "latitude is within 90, longitude within 180 degrees."),
        ("number.not-finite", "Coordinates are finite numbers."),
        ("phone.calling-code", "countryCallingCode is + and one to three digits."),
        ("phone.repeats-calling-code", "The number does not repeat its calling code."),
        ("phone.extension", "extension is at most ten digits."),
        ("verified.date-without-true", 'verificationDate comes with verified="true".'),
        ("reporter.email-missing", "reportingPerson has an email."),
        ("reported-person.several", "One personOrUserReported, unless batched."),
        (
            "incident-email.of-nobody",
            "Addresses of an emailIncident or newsgroupIncident belong to a person.",
        ),
        ("prior-report.unknown", "priorCTReports are reports of yours."),
        ("location.country-missing", "estimatedLocation has a countryCode."),
        ("location.region-missing", "A city in the US comes with its state as region."),
        ("location.region-unknown", "region in the US is a state's postal code."),
        (
            "associated-account.age-and-birthday",
            "approximateAge or dateOfBirth, not both.",
        ),
        (
            "account.notified-before-disabled",
            "userNotifiedDate is not before disabledDate.",
        ),
        (
            "account.re-enabled-before-disabled",
            "reenabledDate is after disabledDate.",
        ),
        (
            "file.exif-without-viewed",
            "exifViewedByEsp true needs fileViewedByEsp true.",
        ),
        ("file.supplemental-meme", "A supplemental file is not marked potentialMeme."),
        (
            "file.supplemental-classified",
            "A supplemental file has no industryClassification.",
        ),
        (
            "batch.forbidden-element",
            "A batch has a summary, a reporter and reported users; nothing else.",
        ),
        (
            "batch.person-content",
            "Each reported user of a batch has one espIdentifier and nothing else.",
        ),
        (
            "batch.file-forbidden-element",
            "The file of a batch has no name, place, hash, address, device or details.",
        ),
        ("batch.file-mark-missing", "The file of a batch is viral or potentialMeme."),
        ("batch.file-other-annotation", "It has no other mark."),
        ("batch.file-relevance", "Its fileRelevance, if given, is Reported."),
        ("supplement.empty", "A supplement adds, corrects or says something."),
        ("supplement.too-many", "It has at most 100 corrections and 100 files."),
        (
            "supplement.file-of-other-report",
            "Its fileDetails name the supplement's own report.",
        ),
        ("supplement.file-twice", "It describes each file once."),
        ("correction.field-unknown", "Only the fields listed above are corrected."),
        ("correction.file-id", "fileId is for a correction of a file, and needed."),
        ("correction.no-such-account", "number counts the accounts of that part."),
        (
            "correction.old-value",
            "oldValue is what stands there, and needed where there are several.",
        ),
        ("correction.value", "newValue can be read as the field's."),
        (
            "annotation.unknown",
            "A mark that the schema does not know is kept by its name.",
        ),
    )
)
