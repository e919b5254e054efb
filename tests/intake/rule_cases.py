"""Documents that break one rule each, with the rule's id."""

from tests.intake.samples import REPORTER, report, reported

FUTURE = "2026-11-02T00:00:00Z"
PAST = "2026-01-02T00:00:00Z"


def person(content):
    return reported(
        f"<personOrUserReportedPerson>{content}</personOrUserReportedPerson>"
    )


def channel(content):
    return f"<internetDetails>{content}</internetDetails>"


def ip(address="203.0.113.4", rest=""):
    return reported(
        f"<ipCaptureEvent><ipAddress>{address}</ipAddress>{rest}</ipCaptureEvent>"
    )


def location(content):
    return reported(f"<estimatedLocation>{content}</estimatedLocation>")


def other(content):
    return reported(f'<associatedAccount type="Linked">{content}</associatedAccount>')


def urls(*addresses):
    inner = "".join(f"<url>{address}</url>" for address in addresses)
    return channel(f"<webPageIncident>{inner}</webPageIncident>")


# Breaches that only a strict reader refuses: rule, document.
REPORTS = [
    ("text.too-long", report(f"<platform>{'x' * 257}</platform>")),
    (
        "text.too-long",
        report(f"<escalateToHighPriority>{'x' * 3001}</escalateToHighPriority>"),
    ),
    (
        "text.too-long",
        report(
            after="<incidentDateTimeDescription>"
            f"{'x' * 3001}</incidentDateTimeDescription>"
        ),
    ),
    ("text.too-long", report(rest=person(f"<firstName>{'x' * 101}</firstName>"))),
    ("text.too-long", report(rest=other(f"<firstName>{'x' * 257}</firstName>"))),
    ("text.too-long", report(rest=person(f"<phone>{'5' * 51}</phone>"))),
    ("text.too-long", report(details=urls(f"http://example.com/{'x' * 2083}"))),
    ("text.too-long", report(rest=reported(f"<espService>{'x' * 101}</espService>"))),
    (
        "text.too-long",
        report(
            rest=person(f"<address><zipCode>{'1' * 21}</zipCode></address>"),
        ),
    ),
    ("text.blank", report("<escalateToHighPriority/>")),
    ("text.blank", report("<escalateToHighPriority> </escalateToHighPriority>")),
    ("text.blank", report(rest=ip(" "))),
    (
        "text.blank",
        report(
            rest=reported("<deviceId><idType/><idValue>1</idValue></deviceId>"),
        ),
    ),
    (
        "text.blank",
        report(
            rest=reported("<deviceId><idType>IMEI</idType><idValue/></deviceId>"),
        ),
    ),
    ("time.in-future", report(at="2026-11-01T12:04:00Z")),
    ("time.in-future", report(rest=ip(rest=f"<dateTime>{FUTURE}</dateTime>"))),
    (
        "time.in-future",
        report(
            rest=person(
                f'<email verified="true" verificationDate="{FUTURE}">a@example.org'
                "</email>"
            )
        ),
    ),
    ("time.in-future", report(rest=person("<dateOfBirth>2026-11-04</dateOfBirth>"))),
    (
        "time.in-future",
        report(
            rest=reported(
                f'<estimatedLocation timestamp="{FUTURE}"><countryCode>DE</countryCode>'
                "</estimatedLocation>"
            )
        ),
    ),
    ("time.zone-missing", report(at="2026-10-15T08:00:00")),
    (
        "time.zone-missing",
        report(
            rest=ip(rest="<dateTime>2026-10-15T08:00:00.123</dateTime>"),
        ),
    ),
    ("url.malformed", report(details=urls("bad1.example.com"))),
    ("url.malformed", report(details=urls("http://"))),
    ("url.malformed", report(details=urls("http://[::1"))),
    ("url.malformed", report(rest=reported("<profileUrl>/u/1</profileUrl>"))),
    (
        "url.malformed",
        report(
            reporter=REPORTER.replace(
                "</reporter>", "<legalURL>example</legalURL></reporter>"
            )
        ),
    ),
    ("email.malformed", report(rest=person("<email>nobody</email>"))),
    ("email.malformed", report(rest=person("<email>a@b@example.org</email>"))),
    ("email.malformed", report(rest=person("<email>a@example</email>"))),
    ("email.malformed", report(rest=person("<email>a@-x.example.org</email>"))),
    (
        "email.malformed",
        report(
            rest=person(f"<email>{'a' * 65}@example.org</email>"),
        ),
    ),
    ("ip.malformed", report(rest=ip("203.0.113.256"))),
    ("ip.malformed", report(rest=ip("203.0.113.4:80"))),
    ("ip.malformed", report(rest=ip("203.0.113.0/24"))),
    ("port.range", report(rest=ip(rest="<port>0</port>"))),
    ("port.range", report(rest=ip(rest="<port>65536</port>"))),
    ("age.range", report(rest=person("<age>151</age>"))),
    ("age.range", report(rest=person("<age>-1</age>"))),
    ("age.range", report(rest=other("<approximateAge>999</approximateAge>"))),
    (
        "coordinate.range",
        report(
            details=channel(
                "<cellPhoneIncident><latitude>-123.456</latitude></cellPhoneIncident>"
            )
        ),
    ),
    (
        "phone.calling-code",
        report(rest=person('<phone countryCallingCode="49">5550100</phone>')),
    ),
    (
        "phone.repeats-calling-code",
        report(rest=person('<phone countryCallingCode="+49">+495550100</phone>')),
    ),
    (
        "phone.repeats-calling-code",
        report(rest=person('<phone countryCallingCode="+49">00495550100</phone>')),
    ),
    ("phone.extension", report(rest=person('<phone extension="x1">5550100</phone>'))),
    (
        "phone.extension",
        report(rest=person('<phone extension="12345678901">5550100</phone>')),
    ),
    (
        "verified.date-without-true",
        report(rest=person(f'<phone verificationDate="{PAST}">5550100</phone>')),
    ),
    (
        "verified.date-without-true",
        report(
            rest=person(
                f'<email verified="false" verificationDate="{PAST}">a@example.org'
                "</email>"
            )
        ),
    ),
    (
        "reporter.email-missing",
        report(reporter="<reporter><reportingPerson/></reporter>"),
    ),
    (
        "incident-email.of-nobody",
        report(
            details=channel(
                "<emailIncident><emailAddress>x@example.org</emailAddress>"
                "</emailIncident>"
            )
        ),
    ),
    (
        "incident-email.of-nobody",
        report(
            details=channel(
                "<newsgroupIncident><emailAddress>x@example.org</emailAddress>"
                "</newsgroupIncident>"
            )
        ),
    ),
    ("location.country-missing", report(rest=location("<city>Houston</city>"))),
    (
        "location.region-missing",
        report(
            rest=location("<city>Houston</city><countryCode>US</countryCode>"),
        ),
    ),
    (
        "location.region-unknown",
        report(
            rest=location("<region>Texas</region><countryCode>US</countryCode>"),
        ),
    ),
    (
        "account.notified-before-disabled",
        report(
            rest=reported(
                f'<accountPermanentlyDisabled disabledDate="{PAST}"'
                ' userNotifiedDate="2025-01-01T00:00:00Z">true'
                "</accountPermanentlyDisabled>"
            )
        ),
    ),
    (
        "account.re-enabled-before-disabled",
        report(
            rest=reported(
                f'<accountTemporarilyDisabled disabledDate="{PAST}"'
                f' reenabledDate="{PAST}">false</accountTemporarilyDisabled>'
            )
        ),
    ),
    (
        "associated-account.age-and-birthday",
        report(
            rest=other(
                "<approximateAge>30</approximateAge>"
                "<dateOfBirth>1990-01-01</dateOfBirth>"
            )
        ),
    ),
    ("reported-person.several", report(rest=reported("") + reported(""))),
    (
        "prior-report.unknown",
        report(
            rest=reported("<priorCTReports>404</priorCTReports>"),
        ),
    ),
    ("prior-report.unknown", report(rest=other("<priorCTReport>404</priorCTReport>"))),
]

FILES = [
    ("text.too-long", f"<originalFileName>{'x' * 2057}</originalFileName>"),
    ("text.too-long", f'<originalFileHash hashType="{"x" * 65}">0</originalFileHash>'),
    (
        "text.too-long",
        (
            f"<details><nameValuePair><name>{'x' * 65}</name><value>1</value>"
            "</nameValuePair></details>"
        ),
    ),
    (
        "time.in-future",
        f"<uploadedToEspTimestamp>{FUTURE}</uploadedToEspTimestamp>",
    ),
    ("url.malformed", "<locationOfFile>pictures/1.jpg</locationOfFile>"),
    ("file.exif-without-viewed", "<exifViewedByEsp>true</exifViewedByEsp>"),
    (
        "file.exif-without-viewed",
        "<fileViewedByEsp>false</fileViewedByEsp><exifViewedByEsp>1</exifViewedByEsp>",
    ),
    (
        "file.supplemental-meme",
        (
            "<fileRelevance>Supplemental Reported</fileRelevance>"
            "<fileAnnotations><potentialMeme/></fileAnnotations>"
        ),
    ),
    (
        "file.supplemental-meme",
        (
            "<fileRelevance>Supplemental Reported</fileRelevance>"
            "<potentialMeme>true</potentialMeme>"
        ),
    ),
    (
        "file.supplemental-classified",
        (
            "<fileRelevance>Supplemental Reported</fileRelevance>"
            "<industryClassification>A1</industryClassification>"
        ),
    ),
]

BATCH = '<batchedReport reason="VIRAL_POTENTIAL_MEME"/>'
USER = reported("<espIdentifier>u-1</espIdentifier>")

# Breaches that no reader lets pass.
REFUSED_REPORTS = [
    ("incident.in-future", report(at="2026-11-01T12:05:01Z")),
    ("url.whitespace", report(details=urls("http://example.com/a b"))),
    ("url.whitespace", report(details=urls("http://example.com/&#x85;"))),
    ("url.whitespace", report(rest=reported("<profileUrl>\n</profileUrl>"))),
    ("time.out-of-range", report(at="10000-01-01T00:00:00Z")),
    (
        "number.not-finite",
        report(
            details=channel(
                "<cellPhoneIncident><latitude>INF</latitude></cellPhoneIncident>"
            )
        ),
    ),
    (
        "batch.forbidden-element",
        report("<escalateToHighPriority>x</escalateToHighPriority>", first=BATCH),
    ),
    ("batch.forbidden-element", report(first=BATCH, details=urls())),
    (
        "batch.forbidden-element",
        report(
            first=BATCH,
            law="<lawEnforcement><agencyName>Y</agencyName></lawEnforcement>",
        ),
    ),
    ("batch.forbidden-element", report(first=BATCH, rest="<intendedRecipient/>")),
    (
        "batch.forbidden-element",
        report(first=BATCH, rest="<victim><victimPerson/></victim>"),
    ),
    (
        "batch.forbidden-element",
        report(first=BATCH, rest="<additionalInfo>x</additionalInfo>"),
    ),
    (
        "batch.person-content",
        report(first=BATCH, rest=USER + reported("<screenName>x</screenName>")),
    ),
    ("batch.person-content", report(first=BATCH, rest=reported(""))),
]

VIRAL = "<fileAnnotations><viral/></fileAnnotations>"
REFUSED_BATCH_FILES = [
    *(
        ("batch.file-forbidden-element", before + VIRAL + after)
        for before, after in (
            ("<originalFileName>x</originalFileName>", ""),
            ("<locationOfFile>http://example.com/</locationOfFile>", ""),
            ("", '<originalFileHash hashType="MD5">0</originalFileHash>'),
            (
                "",
                "<ipCaptureEvent><ipAddress>192.0.2.1</ipAddress></ipCaptureEvent>",
            ),
            ("", "<deviceId><idType>a</idType><idValue>b</idValue></deviceId>"),
            (
                "",
                (
                    "<details><nameValuePair><name>a</name><value>b</value>"
                    "</nameValuePair></details>"
                ),
            ),
            ("", "<additionalInfo>x</additionalInfo>"),
        )
    ),
    ("batch.file-mark-missing", ""),
    ("batch.file-mark-missing", "<potentialMeme>false</potentialMeme>"),
    (
        "batch.file-other-annotation",
        "<fileAnnotations><viral/><infant/></fileAnnotations>",
    ),
    (
        "batch.file-relevance",
        f"<fileRelevance>Supplemental Reported</fileRelevance>{VIRAL}",
    ),
]
