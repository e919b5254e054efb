"""Make a report's document of what a member of the public answered.

So every step behind it reads one kind of document, whoever reported.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from tipline.intake import public_reading as reading
from tipline.intake.document import (
    Account,
    Address,
    Email,
    InternetDetail,
    Person,
    Phone,
    ReportDocument,
    Reporter,
)
from tipline.intake.public_details import PublicDetails
from tipline.intake.public_form import FIELDS
from tipline.intake.public_reading import Answers
from tipline.intake.wording import incident_wire

THE_DAY = "The day as the person said it; the hour is not known."
THE_CALL = "When the person began to tell; no day was given."


def compose(answers: Answers, *, began_at: datetime) -> ReportDocument:
    """Give the document of the answers so far; an empty kind has no incident type.

    Args:
        answers: by the names of `public_form.FIELDS`, as typed.
        began_at: when the person began to tell; it stands for a day that is not known.
    """
    on = reading.day(answers.get("happened_on"))
    happened = datetime.combine(on, time(), UTC) if on else began_at
    return ReportDocument(
        incident_type=incident_wire(_chosen(answers, "kind") or "") or "",
        incident_at=happened,
        incident_at_as_sent=reading.clean(answers.get("happened_on")),
        incident_at_description=THE_DAY if on else THE_CALL,
        reporter=Reporter(person=_reporter(answers)),
        platform=_text(answers, "service"),
        internet_details=tuple(_pages(answers)),
        reported_persons=tuple(_reported(answers)),
        victims=tuple(_child(answers)),
        additional_info="\n\n".join(
            filter(None, (_text(answers, "what"), _text(answers, "more")))
        )
        or None,
        public=_details(answers),
    )


def _details(answers: Answers) -> PublicDetails:
    return PublicDetails(
        told_by=_chosen(answers, "told_by"),
        danger_now=_chosen(answers, "danger_now"),
        danger=_text(answers, "danger"),
        child_now=_text(answers, "child_now"),
        callback_number=_text(answers, "callback_number"),
        contact_allowed=_chosen(answers, "contact_allowed"),
        language=_text(answers, "language"),
        happened=_text(answers, "happened"),
        how_known=_text(answers, "how_known"),
        access=_chosen(answers, "access"),
        relation=_text(answers, "relation"),
    )


def _reporter(answers: Answers) -> Person:
    number = reading.phone(answers.get("callback_number"))
    return Person(
        first_name=_text(answers, "reporter_first_name"),
        last_name=_text(answers, "reporter_last_name"),
        emails=_emails(answers, "reporter_email"),
        phones=(Phone(number=number),) if number else (),
    )


def _pages(answers: Answers) -> Iterator[InternetDetail]:
    found = reading.urls(answers.get("urls"))
    if found:
        yield InternetDetail(channel="webPageIncident", urls=found)


def _child(answers: Answers) -> Iterator[Account]:
    person = _person(answers, "child")
    account = Account(
        person=person,
        service=_service(answers, "child_screen_name"),
        screen_name=_text(answers, "child_screen_name"),
        school_name=_text(answers, "child_school"),
    )
    if account != Account(person=Person()):
        yield account


def _reported(answers: Answers) -> Iterator[Account]:
    account = Account(
        person=_person(answers, "person"),
        service=_service(answers, "person_screen_name"),
        screen_name=_text(answers, "person_screen_name"),
        profile_urls=reading.urls(answers.get("person_profiles")),
    )
    if account != Account(person=Person()):
        yield account


def _service(answers: Answers, name: str) -> str | None:
    """Give the service that a user name belongs to, if there is a user name."""
    return _text(answers, "service") if _text(answers, name) else None


def _person(answers: Answers, who: str) -> Person:
    number = reading.phone(answers.get(f"{who}_phone"))
    return Person(
        first_name=_text(answers, f"{who}_first_name"),
        last_name=_text(answers, f"{who}_last_name"),
        age=reading.age(answers.get(f"{who}_age")),
        emails=_emails(answers, f"{who}_email"),
        phones=(Phone(number=number),) if number else (),
        addresses=_addresses(answers, who),
    )


def _addresses(answers: Answers, who: str) -> tuple[Address, ...]:
    state = reading.state(answers.get(f"{who}_state"))
    country = reading.country(answers.get(f"{who}_country"))
    address = Address(
        street=_text(answers, f"{who}_street"),
        city=_text(answers, f"{who}_city"),
        state=state,
        country=country or ("US" if state else None),
    )
    return () if address == Address() else (address,)


def _emails(answers: Answers, name: str) -> tuple[Email, ...]:
    address = reading.email(answers.get(name))
    return (Email(address=address),) if address else ()


def _chosen(answers: Answers, name: str) -> str | None:
    return reading.choice(FIELDS[name], answers.get(name))


def _text(answers: Answers, name: str) -> str | None:
    return reading.clean(answers.get(name)) or None
