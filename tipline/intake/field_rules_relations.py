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
    warned,
)
from tipline.intake.report_ids import report_id_of
from tipline.intake.us_states import US_STATES

_PERSONS = ("personOrUserReported", "intendedRecipient", "victim")
_MAIL_CHANNELS = ("emailIncident", "newsgroupIncident")


def report_relations(root: etree._Element) -> Iterator[Said]:
    """Say what does not fit between the parts of a report."""
    reported = root.findall("personOrUserReported")
    if len(reported) > 1 and root.find("batchedReport") is None:
        yield from (warned(more, "reported-person.several") for more in reported[1:])
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
                value = quoted(address.text)
                yield warned(address, "incident-email.of-nobody", value=value)


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
        sent = {"name": str(prior.tag), "value": quoted(prior.text)}
        yield warned(prior, "prior-report.unknown", **sent)


def _reporter_email(element: etree._Element) -> Iterator[Said]:
    if element.find("email") is None:
        yield warned(element, "reporter.email-missing")


def _estimated_location(element: etree._Element) -> Iterator[Said]:
    country = child_text(element, "countryCode")
    region, city = child_text(element, "region"), child_text(element, "city")
    if not country:
        yield warned(element, "location.country-missing")
    if country == "US" and city and not region:
        yield warned(element, "location.region-missing")
    if country == "US" and region and region not in US_STATES:
        yield warned(element, "location.region-unknown", value=quoted(region))


def _age_or_birthday(element: etree._Element) -> Iterator[Said]:
    both = element.find("approximateAge"), element.find("dateOfBirth")
    if None not in both:
        yield warned(element, "associated-account.age-and-birthday")


def file_relations(root: etree._Element) -> Iterator[Said]:
    """Say what does not fit between the facts of a file."""
    exif = root.find("exifViewedByEsp")
    viewed = is_true(root.findtext("fileViewedByEsp"))
    if exif is not None and is_true(exif.text) and not viewed:
        yield warned(exif, "file.exif-without-viewed")
    if child_text(root, "fileRelevance") == "Supplemental Reported":
        yield from _supplemental(root)


def _supplemental(root: etree._Element) -> Iterator[Said]:
    for meme in (
        root.find("potentialMeme"),
        root.find("fileAnnotations/potentialMeme"),
    ):
        if meme is not None and text_of(meme) not in {"false", "0"}:
            yield warned(meme, "file.supplemental-meme")
    classification = root.find("industryClassification")
    if classification is not None:
        yield warned(classification, "file.supplemental-classified")


RELATION_RULES: dict[str, tuple[Callable[[etree._Element], Iterator[Said]], ...]] = {
    "reportingPerson": (_reporter_email,),
    "estimatedLocation": (_estimated_location,),
    "associatedAccount": (_age_or_birthday,),
}
