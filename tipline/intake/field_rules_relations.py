"""Rules about values that must fit together."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from lxml import etree

from tipline.intake.breach import quoted
from tipline.intake.field_rules_said import (
    Said,
    child_text,
    is_true,
    text_of,
)
from tipline.intake.report_ids import report_id_of
from tipline.intake.us_states import US_STATES

_PERSONS = ("personOrUserReported", "intendedRecipient", "victim")
_MAIL_CHANNELS = ("emailIncident", "newsgroupIncident")


def report_relations(root: etree._Element) -> Iterator[Said]:
    """Say what does not fit between the parts of a report."""
    reported = root.findall("personOrUserReported")
    if len(reported) > 1 and root.find("batchedReport") is None:
        sentence = (
            "A report is about one 'personOrUserReported'; send one report for each"
            " further person, or put the others into 'associatedAccount'."
        )
        yield from (
            Said(more, "reported-person.several", sentence) for more in reported[1:]
        )
    yield from _addresses_of_somebody(root)


def _addresses_of_somebody(root: etree._Element) -> Iterator[Said]:
    """Hold the addresses of an incident against those of the people in the report."""
    known = {
        text_of(email).casefold()
        for name in _PERSONS
        for person in root.findall(name)
        for email in person.iter("email")
    }
    for name in _MAIL_CHANNELS:
        for address in root.iterfind(f"internetDetails/{name}/emailAddress"):
            if text_of(address).casefold() not in known:
                sentence = (
                    f"'emailAddress' {quoted(address.text)} belongs to nobody in the"
                    " report; add it as 'email' of the reported person, an intended"
                    " recipient or a victim."
                )
                yield Said(address, "incident-email.of-nobody", sentence)


# Given report ids, tells those that this reporter may refer to.
OwnReports: TypeAlias = Callable[[set[int]], set[int]]


def unknown_prior_reports(
    root: etree._Element, own_reports: OwnReports
) -> Iterator[Said]:
    """Say which reports that this one refers to do not exist, in one question."""
    priors = list(root.iter("priorCTReports", "priorCTReport"))
    numbers = [report_id_of(prior.text) for prior in priors]
    named = {number for number in numbers if number is not None}
    own = own_reports(named) if named else named
    for prior, number in zip(priors, numbers, strict=True):
        if number in own:
            continue
        sentence = (
            f"'{prior.tag}' {quoted(prior.text)} is no report of yours; write the id"
            " that was answered when you submitted it."
        )
        yield Said(prior, "prior-report.unknown", sentence)


def _reporter_email(element: etree._Element) -> Iterator[Said]:
    if element.find("email") is None:
        sentence = (
            "'reportingPerson' has no 'email'; put the address of a mailbox that"
            " several people read."
        )
        yield Said(element, "reporter.email-missing", sentence)


def _estimated_location(element: etree._Element) -> Iterator[Said]:
    country = child_text(element, "countryCode")
    region, city = child_text(element, "region"), child_text(element, "city")
    if not country:
        sentence = (
            "'estimatedLocation' has no 'countryCode'; add the country's two letters,"
            " such as US."
        )
        yield Said(element, "location.country-missing", sentence)
    if country == "US" and city and not region:
        sentence = (
            "'estimatedLocation' names a city in the US; add its state as 'region',"
            " such as TX."
        )
        yield Said(element, "location.region-missing", sentence)
    if country == "US" and region and region not in US_STATES:
        sentence = (
            f"'region' is {quoted(region)}; write the state's postal code, such as TX."
        )
        yield Said(element, "location.region-unknown", sentence)


def _age_or_birthday(element: etree._Element) -> Iterator[Said]:
    both = element.find("approximateAge"), element.find("dateOfBirth")
    if None not in both:
        sentence = (
            "'associatedAccount' has 'approximateAge' and 'dateOfBirth'; keep the one"
            " you are sure of."
        )
        yield Said(element, "associated-account.age-and-birthday", sentence)


def file_relations(root: etree._Element) -> Iterator[Said]:
    """Say what does not fit between the facts of a file."""
    exif = root.find("exifViewedByEsp")
    viewed = is_true(root.findtext("fileViewedByEsp"))
    if exif is not None and is_true(exif.text) and not viewed:
        sentence = (
            "'exifViewedByEsp' is true but 'fileViewedByEsp' is not; say true only"
            " where somebody viewed the entire file."
        )
        yield Said(exif, "file.exif-without-viewed", sentence)
    if child_text(root, "fileRelevance") == "Supplemental Reported":
        yield from _supplemental(root)


def _supplemental(root: etree._Element) -> Iterator[Said]:
    for meme in (
        root.find("potentialMeme"),
        root.find("fileAnnotations/potentialMeme"),
    ):
        if meme is not None and text_of(meme) not in {"false", "0"}:
            sentence = (
                "A supplemental file cannot be marked 'potentialMeme'; take the mark"
                " out, or report the file by itself."
            )
            yield Said(meme, "file.supplemental-meme", sentence)
    classification = root.find("industryClassification")
    if classification is not None:
        sentence = (
            "A supplemental file has no 'industryClassification'; take it out, or"
            " report the file by itself."
        )
        yield Said(classification, "file.supplemental-classified", sentence)


RELATION_RULES: dict[str, tuple[Callable[[etree._Element], Iterator[Said]], ...]] = {
    "reportingPerson": (_reporter_email,),
    "estimatedLocation": (_estimated_location,),
    "associatedAccount": (_age_or_birthday,),
}
