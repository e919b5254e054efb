"""What the rules say of a document that is taken all the same: its warnings.

A warning is stored in English, with its values in it. Whoever shows one to an agency
knows it again by the template and says it in the reader's language.
"""

# By rule; where a rule says several things, by rule and what it is about.
WARNINGS: dict[str, str] = {
    "reported-person.several": (
        "A report is about one 'personOrUserReported'; send one report for each further"
        " person, or put the others into 'associatedAccount'."
    ),
    "incident-email.of-nobody": (
        "'emailAddress' %(value)s belongs to nobody in the report; add it as 'email' of"
        " the reported person, an intended recipient or a victim."
    ),
    "prior-report.unknown": (
        "'%(name)s' %(value)s is no report of yours; write the id that was answered"
        " when you submitted it."
    ),
    "reporter.email-missing": (
        "'reportingPerson' has no 'email'; put the address of a mailbox that several"
        " people read."
    ),
    "location.country-missing": (
        "'estimatedLocation' has no 'countryCode'; add the country's two letters, such"
        " as US."
    ),
    "location.region-missing": (
        "'estimatedLocation' names a city in the US; add its state as 'region', such as"
        " TX."
    ),
    "location.region-unknown": (
        "'region' is %(value)s; write the state's postal code, such as TX."
    ),
    "associated-account.age-and-birthday": (
        "'associatedAccount' has 'approximateAge' and 'dateOfBirth'; keep the one you"
        " are sure of."
    ),
    "file.exif-without-viewed": (
        "'exifViewedByEsp' is true but 'fileViewedByEsp' is not; say true only where"
        " somebody viewed the entire file."
    ),
    "file.supplemental-meme": (
        "A supplemental file cannot be marked 'potentialMeme'; take the mark out, or"
        " report the file by itself."
    ),
    "file.supplemental-classified": (
        "A supplemental file has no 'industryClassification'; take it out, or report"
        " the file by itself."
    ),
    "time.zone-missing": (
        "'%(name)s' has no time zone; end it with Z for UTC, or with an offset such as"
        " -07:00. It is taken for UTC."
    ),
    "time.zone-missing of an attribute": (
        "attribute '%(name)s' has no time zone; end it with Z for UTC, or with an"
        " offset such as -07:00. It is taken for UTC."
    ),
    "time.in-future": (
        "'%(name)s' lies in the future; write when it happened, with its zone."
    ),
    "time.in-future of an attribute": (
        "attribute '%(name)s' lies in the future; write when it happened, with its"
        " zone."
    ),
    "time.in-future of a birthday": (
        "'dateOfBirth' lies in the future; write the day of birth."
    ),
    "account.notified-before-disabled": (
        "attribute 'userNotifiedDate' lies before 'disabledDate'; correct one."
    ),
    "account.re-enabled-before-disabled": (
        "attribute 'reenabledDate' must lie after 'disabledDate'."
    ),
    "text.too-long": "'%(name)s' has %(length)s characters; shorten it to %(most)s.",
    "text.too-long of a hash type": (
        "attribute 'hashType' is too long; name the algorithm in %(most)s characters."
    ),
    "text.blank": "'%(name)s' is blank; fill it, or leave its element out.",
    "text.blank of an escalation": (
        "'escalateToHighPriority' is blank; say why the report is urgent, or leave it"
        " out: its mere presence escalates."
    ),
    "text.blank of an IP address": (
        "'ipAddress' is blank; fill it, or leave its 'ipCaptureEvent' out."
    ),
    "url.malformed": (
        "'%(name)s' is %(value)s; write the whole address with its scheme, such as"
        " https://www.example.com/page."
    ),
    "email.malformed": (
        "'%(name)s' is %(value)s; write an address such as name@example.com."
    ),
    "email.malformed before the @": (
        "'%(name)s' has more than %(most)s characters before the @; write the address"
        " as it is used."
    ),
    "ip.malformed": (
        "'ipAddress' is %(value)s; write one IPv4 or IPv6 address without port or mask."
    ),
    "range": "'%(name)s' must lie between %(low)s and %(high)s.",
    "phone.calling-code": (
        "attribute 'countryCallingCode' is %(value)s; write a plus and one to three"
        " digits, such as +49."
    ),
    "phone.repeats-calling-code": (
        "'%(name)s' repeats its calling code %(calling_code)s; write the number without"
        " it."
    ),
    "phone.extension": (
        "attribute 'extension' is %(value)s; write at most %(most)s digits."
    ),
    "verified.date-without-true": (
        "'%(name)s' has a verificationDate; add verified=\"true\", or take the date"
        " out."
    ),
    "incident-type.legacy": ("'incidentType' is an old spelling; write '%(today)s'."),
    "annotation.unknown": (
        "'%(name)s' is kept, but no mark that this schema knows; those are %(known)s."
    ),
    "more": ("At least %(count)s more problems follow; solve these and send again."),
}


def _by_rule() -> dict[str, tuple[str, ...]]:
    says: dict[str, tuple[str, ...]] = {}
    for name, sentence in WARNINGS.items():
        rule_id, _space, _about = name.partition(" ")
        says[rule_id] = (*says.get(rule_id, ()), sentence)
    return says


_SAYS = _by_rule()


def said_by(rule_id: str) -> tuple[str, ...]:
    """Give all that a rule may have warned of; empty if the rule is not known."""
    return _SAYS.get("range" if rule_id.endswith(".range") else rule_id, ())
